"""Bands put together from single conditions (分档): edges that the words leave open go to the better band."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from xlperf.scheme.intervals import band_fault, in_order, rest_of
from xlperf.scheme.model import Band, Bands

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from xlperf.scheme.drafting.conditions import Range


def as_bands(ranged: Sequence[tuple[Range, Decimal]], rest: Decimal | None) -> tuple[Bands | None, bool]:
    """Put conditions and marks together; None where they leave a gap or overlap.

    Returns:
        The bands, and whether the words settle to which band each edge belongs.
    """
    bands = in_order([_band(*pair) for pair in ranged])
    joined, settled = _joined(bands)
    if rest is not None:
        joined = in_order([*joined, *rest_of(joined, rest)])
    else:
        joined = in_order(_open_below(joined))
    return (None, False) if len(joined) < 2 or band_fault(joined, percent=True) else (Bands(tuple(joined)), settled)


def _band(values: Range, mark: Decimal) -> Band:
    return Band(mark, values.low, values.high, values.low_closed, values.high_closed)


def _joined(bands: list[Band]) -> tuple[list[Band], bool]:
    """Give each edge that two bands claim, or neither claims, to the one with the better mark."""
    settled = True
    joined = bands[:1]
    for lower, upper in pairwise(bands):
        low, high = joined[-1], upper
        if lower.high is not None and lower.high == upper.low and low.high_closed == high.low_closed:
            settled = False
            better_below = low.score >= high.score
            joined[-1] = replace(low, high_closed=better_below)
            high = replace(high, low_closed=not better_below)
        elif lower.high is None and upper.low is not None and lower.low is not None and lower.low < upper.low:
            joined[-1] = replace(low, high=upper.low, high_closed=not upper.low_closed)
        joined.append(high)
    return _nested(joined), settled


def _nested(bands: list[Band]) -> list[Band]:
    """Cut “10%以下、20%以下、30%以下” at one another: each takes what the narrower ones before it leave."""
    upper_only = [band for band in bands if band.low is None and band.high is not None]
    if len(upper_only) < 2:
        return bands
    rest = [band for band in bands if band not in upper_only]
    ordered = sorted(upper_only, key=lambda band: band.high or 0)
    cut = [ordered[0]]
    for inner, outer in pairwise(ordered):
        cut.append(replace(outer, low=inner.high, low_closed=not inner.high_closed))
    return in_order([*cut, *rest])


def _open_below(bands: list[Band]) -> list[Band]:
    """Let the lowest band that begins at 0 take whatever is below, as no rate is."""
    first, *others = bands
    return [replace(first, low=None, low_closed=False), *others] if first.low is not None and not first.low else bands
