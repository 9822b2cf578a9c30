"""Scoring rules as Excel formulas over the cell of the rate, so that the score of the working paper is live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain
from xlperf.scheme.model import Bands, Proportion, Steps, Threshold

if TYPE_CHECKING:
    from decimal import Decimal

    from xlperf.scheme.model import Band, Rule

DIGITS: Final = 12
"""Decimals to which a rate is compared: beyond them doubles are not to be trusted."""
_SIGNS: Final = {"<=": "<=", ">=": ">=", "=": "=", "<": "<", ">": ">"}


def score_formula(rule: Rule | None, full: Decimal, cell: str) -> str | None:
    """Write the score of a value in ``cell`` without the leading =; None for rules that need no value.

    Marks are rounded half up to two decimals, as the form holds them.
    """
    value = f"ROUND({cell},{DIGITS})"
    match rule:
        case Bands(bands=bands):
            formula = '"无对应档"'
            for band in reversed(bands):
                formula = f"IF({_lies_in(value, band)},{plain(band.score)},{formula})"
            return formula
        case Steps():
            return f"ROUND({_steps(rule, full, value)},2)"
        case Proportion():
            return f"ROUND({_proportion(rule, full, value)},2)"
        case Threshold():
            return f"ROUND({_threshold(rule, full, value)},2)"
    return None


def _lies_in(value: str, band: Band) -> str:
    tests = []
    if band.low is not None:
        tests.append(f"{value}{'>=' if band.low_closed else '>'}{plain(band.low)}")
    if band.high is not None:
        tests.append(f"{value}{'<=' if band.high_closed else '<'}{plain(band.high)}")
    return f"AND({','.join(tests)})" if tests else "TRUE"


def _steps(rule: Steps, full: Decimal, value: str) -> str:
    goal = plain(rule.goal)
    missed = f"({goal}-{value})" if rule.direction == "below" else f"({value}-{goal})"
    steps = f"ROUND({missed}/{plain(rule.step)},9)"
    if not rule.partial:
        steps = f"{'ROUNDUP' if rule.begun_counts else 'ROUNDDOWN'}({steps},0)"
    least = plain(min(rule.floor, full))
    return f"IF(ROUND({missed},{DIGITS})<=0,{plain(full)},MAX({least},{plain(full)}-{steps}*{plain(rule.off)}))"


def _proportion(rule: Proportion, full: Decimal, value: str) -> str:
    share = f"{plain(full)}*MAX(0,MIN(1,{value}/{plain(rule.goal)}))"
    low, high = rule.corridor or (None, None)
    low = rule.floor if low is None else max(low, rule.floor)
    if low:
        share = f"IF({value}<{plain(low)},0,{share})"
    return share if high is None else f"IF({value}>{plain(high)},0,{share})"


def _threshold(rule: Threshold, full: Decimal, value: str) -> str:
    goal = plain(rule.goal)
    missed = "0"
    if rule.otherwise == "proportion":
        missed = f"IF({value}<=0,0,{plain(full)}*MIN({value}/{goal},{goal}/{value}))"
    return f"IF({value}{_SIGNS[rule.comparator]}{goal},{plain(full)},{missed})"
