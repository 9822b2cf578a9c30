"""Weighing a stated figure against a computed one by stated precision (按书写精度比较)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING

from xlperf.amounts import Interval, plain, round_half_up
from xlperf.audit.numbers import Number, Sort, factor

if TYPE_CHECKING:
    from collections.abc import Sequence


class Fit(IntEnum):
    """How well a stated figure fits, best first."""

    EXACT = 0
    """It could be true: silence."""
    CUT = 1
    """True if it was cut instead of rounded: a hint."""
    NEAR = 2
    """One step of the last decimal off: a hint."""
    WRONG = 3


@dataclass(frozen=True, slots=True)
class Weighed:
    """A comparison's outcome with the figure that was computed."""

    fit: Fit
    value: Decimal


def weigh(stated: Number, computed: Decimal, possible: Interval) -> Weighed:
    """Compare a stated figure with a computed one, given all values that the computed one may have."""
    if possible.overlaps(stated.interval):
        return Weighed(Fit.EXACT, computed)
    step = stated.step
    low, high = (stated.base, stated.base + step) if stated.base >= 0 else (stated.base - step, stated.base)
    if stated.sort is not Sort.COUNT and possible.low < high and possible.high >= low:
        return Weighed(Fit.CUT, computed)
    near = stated.sort is not Sort.COUNT and abs(computed - stated.base) <= step * Decimal("1.0001")
    return Weighed(Fit.NEAR if near else Fit.WRONG, computed)


def weigh_ratio(stated: Number, over: Number | Part, under: Number | Part) -> Weighed | None:
    """Compare a stated percentage with ``over`` ÷ ``under``; None when the divisor may be zero."""
    if under.interval.low <= 0 <= under.interval.high or not under.base:
        return None
    possible = (over.interval / under.interval).scaled(Decimal(100))
    return weigh(stated, over.base / under.base * 100, possible)


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that was reckoned from others, with all values that it may have."""

    base: Decimal
    interval: Interval


def difference(one: Number | Part, other: Number | Part) -> Part:
    """Subtract."""
    return Part(one.base - other.base, one.interval - other.interval)


def total(parts: Sequence[Number]) -> Part:
    """Add up."""
    interval = Interval(Decimal(0), Decimal(0))
    for part in parts:
        interval = interval + part.interval
    return Part(sum((part.base for part in parts), Decimal(0)), interval)


def weigh_total(stated: Number, parts: Sequence[Number]) -> Weighed:
    """Compare a stated total with its parts; each part may be rounded, or cut (a hint)."""
    added = total(parts)
    rounded = weigh(stated, added.base, added.interval)
    if rounded.fit is Fit.EXACT and added.base != stated.base:
        return Weighed(Fit.NEAR, added.base)
    if rounded.fit is Fit.EXACT:
        return rounded
    if stated.sort in (Sort.COUNT, Sort.SCORE):
        return Weighed(Fit.WRONG, added.base)
    cut = sum((part.step for part in parts), Decimal(0))
    if stated.decimals and added.base <= stated.base < added.base + min(cut, stated.step * len(parts)):
        return Weighed(Fit.CUT, added.base)
    return Weighed(Fit.WRONG, added.base)


def shown(value: Decimal, like: Number, *, places: int | None = None) -> str:
    """Write a value in the unit of ``like``, with as many decimals as it has or needs: 873.35万元."""
    scaled = value / factor(like.unit)
    digits = max(like.decimals, 2 if like.sort is Sort.PERCENT else 0) if places is None else places
    rounded = round_half_up(scaled, digits)
    if scaled != rounded and like.sort in (Sort.MONEY, Sort.COUNT, Sort.SCORE):
        rounded = round_half_up(scaled, min(digits + 4, 6))
    return f"{plain(rounded)}{like.unit}"


def written(number: Number) -> str:
    """Write a number as the report has it."""
    return f"{number.value:f}{number.unit}"
