"""Full mark where the value reaches its goal (达标得分); else nothing, or a share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain
from xlperf.scheme.formula.evaluating import compare
from xlperf.scheme.intervals import figure_words
from xlperf.scoring.rules.outcome import Outcome, earns, rounded_score

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from xlperf.scheme.model import Threshold

SIGNS: Final[Mapping[str, str]] = {"<=": "≤", ">=": "≥", "=": "=", "<": "<", ">": ">"}
_SHOWN: Final[Mapping[str, str]] = {"<=": "≤", ">=": "≥", "=": "等于 ", "<": "＜", ">": "＞"}
_MISSED: Final[Mapping[str, str]] = {"<=": "＞", ">=": "＜", "=": "不等于 ", "<": "≥", ">": "≤"}
_WANTED: Final[Mapping[str, str]] = {
    "<=": "降到 {}（含）以下",
    ">=": "提高到 {}（含）以上",
    "=": "等于 {}",
    "<": "降到 {} 以下（不含）",
    ">": "提高到 {} 以上（不含）",
}


def score_threshold(rule: Threshold, full: Decimal, value: Decimal, *, percent: bool) -> Outcome:
    """Give the full mark if the value compares as said; otherwise nothing, or in proportion.

    公用经费控制率 91.27 % against ≤100 %, then a share of 24 % against ≥30 % in proportion:

    >>> from decimal import Decimal
    >>> from xlperf.scheme.model import Threshold
    >>> score_threshold(Threshold("<=", Decimal(1)), Decimal("2.5"), Decimal("0.9127"), percent=True)
    Outcome(score=Decimal('2.5'), words='≤100%，得 2.5 分', next_step='')
    >>> rule = Threshold(">=", Decimal("0.3"), "proportion")
    >>> outcome = score_threshold(rule, Decimal(1), Decimal("0.24"), percent=True)
    >>> outcome.words, outcome.next_step
    ('＜30%，按 24% ÷ 30% 的比例，得 0.8 分', '提高到 30%（含）以上，得满分 1 分')
    """
    goal = figure_words(rule.goal, percent=percent)
    if compare(value, SIGNS[rule.comparator], rule.goal):
        return Outcome(rounded_score(full), f"{_SHOWN[rule.comparator]}{goal}，{earns(full)}")
    share = _share(rule, value) if rule.otherwise == "proportion" else value * 0
    score = rounded_score(full * share)
    how = ""
    if rule.otherwise == "proportion":
        shown = figure_words(rounded_score(value * 100) / 100, percent=percent)
        figures = (shown, goal) if compare(value, "<", rule.goal) else (goal, shown)
        how = f"按 {figures[0]} ÷ {figures[1]} 的比例，"
    words = f"{_MISSED[rule.comparator]}{goal}，{how}{earns(score)}"
    return Outcome(score, words, f"{_WANTED[rule.comparator].format(goal)}，得满分 {plain(full)} 分")


def _share(rule: Threshold, value: Decimal) -> Decimal:
    """Give the smaller of the two over the larger, from 0 to 1."""
    if value <= 0:
        return value * 0
    return min(value / rule.goal, rule.goal / value)
