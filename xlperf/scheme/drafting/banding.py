"""Bands put together from single conditions (分档): edges that the words leave open go to the better band."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from xlperf.scheme.drafting.conditions import IMPLIED, UNSAID
from xlperf.scheme.intervals import band_fault, in_order, rest_of
from xlperf.scheme.model import Band, Bands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.scheme.drafting.conditions import Range

EDGE_NOTE = "文字没有写明档与档之间的界限归哪一档，按归高分的一档"
LAW_NOTE = "“以上”“以内”按含本数理解"
TOP_NOTE = "文字只写到最高一档为止，再大的值也按这一档"
REST_NOTE = "文字没有写明其余的值得几分，按不得分"
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Joined:
    """Bands, and what was supplied where the words leave it open."""

    bands: Bands
    notes: tuple[str, ...]


def join_bands(ranged: Sequence[tuple[Range, Decimal]], rest: Decimal | None) -> Joined | None:
    """Put conditions and marks together; None where they leave a gap or overlap."""
    notes: list[str] = []
    ordered = sorted(_cut_at_one_another(_opened(ranged, notes)), key=_position)
    bands = _settle(ordered, notes)
    if bands is None:
        return None
    bands = _ends_supplied(bands, notes) if rest is None else in_order([*bands, *rest_of(bands, rest)])
    if len(bands) < 2 or band_fault(bands, percent=True):
        return None
    return Joined(Bands(tuple(bands)), tuple(notes))


def _position(pair: tuple[Range, Decimal]) -> tuple[Decimal, Decimal]:
    low, high = pair[0].low, pair[0].high
    return (
        Decimal("-Infinity") if low is None else low,
        Decimal("Infinity") if high is None else high,
    )


def _opened(ranged: Sequence[tuple[Range, Decimal]], notes: list[str]) -> list[tuple[Range, Decimal]]:
    """Let a best mark for one value (100%得2分、95%以上得1分) stand for what lies beyond it too."""
    best = max((mark for _, mark in ranged), default=NOTHING)
    return [(_beyond(one, ranged, notes) if mark == best else one, mark) for one, mark in ranged]


def _beyond(one: Range, ranged: Sequence[tuple[Range, Decimal]], notes: list[str]) -> Range:
    value = one.low
    if value is None or value != one.high:
        return one
    if any(other.high is None and other.low is not None and other.low < value for other, _ in ranged):
        notes.append(TOP_NOTE)
        return replace(one, high=None, high_in=UNSAID)
    if any(other.low is None and other.high is not None and other.high > value and mark for other, mark in ranged):
        return replace(one, low=None, low_in=UNSAID)
    return one


def _cut_at_one_another(ranged: Sequence[tuple[Range, Decimal]]) -> list[tuple[Range, Decimal]]:
    """Cut “10%以下、20%以下、30%以下” at one another: each takes what the narrower ones before it leave."""
    below = sorted((pair for pair in ranged if pair[0].low is None and pair[0].high is not None), key=_position)
    above = sorted((pair for pair in ranged if pair[0].high is None and pair[0].low is not None), key=_position)
    others = [pair for pair in ranged if pair not in below and pair not in above]
    for at in range(len(below) - 1, 0, -1):
        inner, (outer, mark) = below[at - 1][0], below[at]
        below[at] = replace(outer, low=inner.high, low_in=-inner.high_in), mark
    for at in range(len(above) - 1):
        inner, (outer, mark) = above[at + 1][0], above[at]
        above[at] = replace(outer, high=inner.low, high_in=-inner.low_in), mark
    return [*below, *others, *above]


def _settle(ordered: list[tuple[Range, Decimal]], notes: list[str]) -> list[Band] | None:
    """Say of every edge to which band it belongs."""
    lows = [_closed(ranged.low, ranged.low_in) for ranged, _ in ordered]
    highs = [_closed(ranged.high, ranged.high_in) for ranged, _ in ordered]
    for at, ((lower, below), (upper, above)) in enumerate(pairwise(ordered)):
        if lower.high is None or upper.low is None or lower.high != upper.low:
            continue
        if lower.high_in == upper.low_in:
            notes.append(EDGE_NOTE)
        elif abs(lower.high_in + upper.low_in) == IMPLIED and (lower.high_in > upper.low_in) != (below >= above):
            notes.append(LAW_NOTE)
        highs[at] = lower.high_in > upper.low_in or (lower.high_in == upper.low_in and below >= above)
        lows[at + 1] = not highs[at]
    bands = [
        Band(mark, ranged.low, ranged.high, low, high)
        for (ranged, mark), low, high in zip(ordered, lows, highs, strict=True)
    ]
    empty = any(band.low is not None and band.low == band.high and not band.low_closed for band in bands)
    return None if empty else bands


def _closed(end: Decimal | None, said: int) -> bool:
    return end is not None and said >= UNSAID


def _ends_supplied(bands: list[Band], notes: list[str]) -> list[Band]:
    """Open the ends beyond which no rate lies, or give nothing where only one end is missing."""
    first, last = bands[0], bands[-1]
    if first.low is not None and not first.low:
        bands = [replace(first, low=None, low_closed=False), *bands[1:]]
    if last.high is not None and last.high == 1 and last.score > bands[0].score:
        notes.append(TOP_NOTE)
        bands = [*bands[:-1], replace(bands[-1], high=None, high_closed=False)]
    first, last = bands[0], bands[-1]
    ends_open = (first.low is not None) + (last.high is not None)
    worse = first.score < last.score if first.low is not None else last.score < first.score
    if ends_open == 1 and (worse or len(bands) == 1):
        notes.append(REST_NOTE)
        return in_order([*bands, *rest_of(bands, NOTHING)])
    return bands
