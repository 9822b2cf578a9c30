"""Whether two rules give every value the same mark (规则是否相同), however they are written."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from xlperf.scheme.intervals import in_order
from xlperf.scheme.model import Band, Bands, CheckPoints, Grades, Proportion, Threshold

if TYPE_CHECKING:
    from xlperf.scheme.model import Rule

ZERO = Decimal(0)


def same_rule(one: Rule, other: Rule, full: Decimal) -> bool:
    """Compare two rules of one full mark.

    >>> below = Bands((Band(Decimal(2), None, Decimal(1)), Band(ZERO, Decimal(1), None)))
    >>> same_rule(Threshold("<=", Decimal(1)), below, Decimal(2))
    True
    """
    return _plainest(one, full) == _plainest(other, full)


def _plainest(rule: Rule, full: Decimal) -> object:
    match rule:
        case Threshold(comparator=">=", goal=goal, otherwise="proportion"):
            return Proportion(goal)
        case Threshold(otherwise="zero"):
            return _plain_bands(_as_bands(rule, full))
        case Bands(bands=bands):
            return _plain_bands(in_order(bands))
        case CheckPoints(points=points):
            return tuple(point.mark for point in points)
        case Grades(grades=grades):
            return tuple(grades)
    return rule


def _as_bands(rule: Threshold, full: Decimal) -> list[Band]:
    goal = rule.goal
    least = Band(ZERO, None, goal, high_closed=False)
    most = Band(ZERO, goal, None, high_closed=False)
    match rule.comparator:
        case "<=" | "<":
            closed = rule.comparator == "<="
            return [Band(full, None, goal, high_closed=closed), replace(most, low_closed=not closed)]
        case ">=" | ">":
            closed = rule.comparator == ">="
            return [
                replace(least, high_closed=not closed),
                Band(full, goal, None, low_closed=closed, high_closed=False),
            ]
    return [least, Band(full, goal, goal, low_closed=True), most]


def _plain_bands(ordered: list[Band]) -> tuple[Band, ...]:
    """Let the lowest band that begins at 0 be open, and bands of one mark be one."""
    first, *others = ordered
    if first.low is not None and not first.low:
        first = replace(first, low=None, low_closed=False)
    merged = [first]
    for lower, upper in pairwise([first, *others]):
        if merged[-1].score == upper.score and lower.high == upper.low:
            merged[-1] = replace(merged[-1], high=upper.high, high_closed=upper.high_closed)
        else:
            merged.append(upper)
    return tuple(merged)
