"""A rule for another full mark (按新分值折算): each mark in it keeps its share."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.scheme.model import Bands, CheckPoints, Parts, Steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.scheme.model import Part, Rule

CENT: Final = Decimal("0.01")


def scaled(rule: Rule, old: Decimal, new: Decimal) -> Rule:
    """Fit a rule to another full mark.

    >>> from xlperf.scheme.model import Point
    >>> points = CheckPoints((Point("甲", Decimal(1)), Point("乙", Decimal(2))))
    >>> [str(point.mark) for point in scaled(points, Decimal(3), Decimal(6)).points]
    ['2', '4']
    """
    if old == new or old <= 0:
        return rule
    match rule:
        case Bands(bands=bands):
            best = max(band.score for band in bands)
            marks = [new if band.score == best else _cents(band.score * new / old) for band in bands]
            return Bands(tuple(replace(band, score=mark) for band, mark in zip(bands, marks, strict=True)))
        case Steps(off=off, floor=floor):
            return replace(rule, off=off * new / old, floor=_cents(floor * new / old))
        case CheckPoints(points=points):
            marks = shares([point.mark for point in points], new)
            return replace(rule, points=tuple(replace(p, mark=mark) for p, mark in zip(points, marks, strict=True)))
        case Parts(parts=parts):
            marks = shares([part.mark for part in parts], new)
            return Parts(tuple(_scaled_part(part, mark) for part, mark in zip(parts, marks, strict=True)))
    return rule


def shares(marks: Sequence[Decimal], new: Decimal) -> list[Decimal]:
    """Part a full mark in the proportion of others, to the hundredth; the last takes what is left."""
    old = sum(marks, Decimal(0))
    parted = [_cents(mark * new / old) for mark in marks[:-1]]
    return [*parted, new - sum(parted, Decimal(0))]


def _scaled_part(part: Part, mark: Decimal) -> Part:
    rule = scaled(part.rule, part.mark, mark)
    return replace(part, mark=mark, rule=part.rule if isinstance(rule, Parts) else rule)


def _cents(mark: Decimal) -> Decimal:
    return mark.quantize(CENT).normalize() if mark else Decimal(0)
