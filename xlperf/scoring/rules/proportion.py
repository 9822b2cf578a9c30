"""Mark in proportion to the value (按比例得分), capped at the full mark, with or without a corridor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.amounts import plain
from xlperf.scheme.formula.evaluating import compare
from xlperf.scheme.intervals import figure_words
from xlperf.scoring.rules.outcome import Outcome, earns, rounded_score

if TYPE_CHECKING:
    from decimal import Decimal

    from xlperf.scheme.model import Proportion


def score_proportion(rule: Proportion, full: Decimal, value: Decimal, *, percent: bool) -> Outcome:
    """Give the share of the full mark that the value is of the goal, at most the full mark, at least 0.

    执行率 76 % of 10 marks, then 140 % with a corridor of 70–130 %:

    >>> from decimal import Decimal
    >>> from xlperf.scheme.model import Proportion
    >>> score_proportion(Proportion(), Decimal(10), Decimal("0.76"), percent=True)
    Outcome(score=Decimal('7.6'), words='按 76% 的比例，得 7.6 分', next_step='达到 100%，得满分 10 分')
    >>> rule = Proportion(corridor=(Decimal("0.7"), Decimal("1.3")))
    >>> score_proportion(rule, Decimal(10), Decimal("1.4"), percent=True)
    Outcome(score=Decimal('0'), words='高于 130%，不得分', next_step='降到 130%（含）以下，得 10 分')
    """
    low, high = rule.corridor or (None, None)
    low = rule.floor if low is None else max(low, rule.floor)
    if high is not None and compare(value, ">", high):
        end = figure_words(high, percent=percent)
        best = rounded_score(_share(rule, high) * full)
        return Outcome(rounded_score(full * 0), f"高于 {end}，不得分", f"降到 {end}（含）以下，得 {plain(best)} 分")
    if low and compare(value, "<", low):
        end = figure_words(low, percent=percent)
        least = rounded_score(_share(rule, low) * full)
        return Outcome(rounded_score(full * 0), f"低于 {end}，不得分", f"提高到 {end}，得 {plain(least)} 分")
    score = rounded_score(_share(rule, value) * full)
    if compare(value, "≥", rule.goal):
        return Outcome(score, f"达到 {figure_words(rule.goal, percent=percent)}，{earns(score)}")
    words = f"按 {figure_words(rounded_score(_share(rule, value) * 100) / 100, percent=True)} 的比例，{earns(score)}"
    return Outcome(score, words, f"达到 {figure_words(rule.goal, percent=percent)}，得满分 {plain(full)} 分")


def _share(rule: Proportion, value: Decimal) -> Decimal:
    """Give the share of the full mark, from 0 to 1."""
    return max(value * 0, min(value / rule.goal, value * 0 + 1))
