"""Marks off per step beyond a goal (按步扣分)."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from xlperf.amounts import plain, round_half_up
from xlperf.scheme.intervals import figure_words
from xlperf.scoring.rules.outcome import Outcome, earns, points_words, rounded_score

if TYPE_CHECKING:
    from xlperf.scheme.model import Steps


def score_steps(rule: Steps, full: Decimal, value: Decimal, *, percent: bool) -> Outcome:
    """Take marks off for each step by which the value misses the goal; a begun step counts whole, or as the rule says.

    预算完成率 93 %: 100 % full, each 5 points below −2, never below 0:

    >>> from xlperf.scheme.model import Steps
    >>> rule = Steps(Decimal(1), Decimal("0.05"), Decimal(2), "below")
    >>> outcome = score_steps(rule, Decimal(5), Decimal("0.93"), percent=True)
    >>> outcome.words
    '比 100% 低 7 个百分点，每低 5 个百分点扣 2 分，扣 4 分，得 1 分'
    >>> outcome.score, outcome.next_step
    (Decimal('1'), '提高到 95%，得 3 分')
    >>> score_steps(rule, Decimal(5), Decimal("0.8"), percent=True).score
    Decimal('0')
    """
    below = rule.direction == "below"
    missed = settled(rule.goal - value if below else value - rule.goal)
    goal = figure_words(rule.goal, percent=percent)
    if missed <= 0:
        return Outcome(rounded_score(full), f"{'≥' if below else '≤'}{goal}，{earns(full)}")
    steps = settled(missed / rule.step)
    if not rule.partial:
        steps = steps.to_integral_value(ROUND_CEILING if rule.begun_counts else ROUND_FLOOR)
    score = max(min(rule.floor, full), full - steps * rule.off)
    far, each = "低" if below else "高", points_words(rule.step, percent=percent)
    words = (
        f"比 {goal} {far} {points_words(missed, percent=percent)}，每{far} {each}扣 {plain(rule.off)} 分，"
        f"扣 {plain(round_half_up(full - score, 2))} 分，{earns(rounded_score(score))}"
    )
    return Outcome(rounded_score(score), words, _next_step(rule, full, steps, percent=percent))


def settled(value: Decimal) -> Decimal:
    """Drop what division leaves beyond 15 digits, so that 0.15 ÷ 0.05 is three steps."""
    return round_half_up(value, 15)


def _next_step(rule: Steps, full: Decimal, steps: Decimal, *, percent: bool) -> str:
    below = rule.direction == "below"
    verb = "提高到" if below else "降到"
    if rule.partial:
        return f"{verb} {figure_words(rule.goal, percent=percent)}，得满分 {plain(full)} 分"
    # The most steps that still leave a better score than the present one.
    most = settled((full - max(rule.floor, full - steps * rule.off)) / rule.off)
    fewer = most.to_integral_value(ROUND_CEILING) - 1
    better = rounded_score(max(rule.floor, full - fewer * rule.off))
    away = fewer if rule.begun_counts else fewer + 1
    value = rule.goal - away * rule.step if below else rule.goal + away * rule.step
    side = "" if rule.begun_counts else " 以上（不含）" if below else " 以下（不含）"
    return f"{verb} {figure_words(value, percent=percent)}{side}，得 {plain(better)} 分"
