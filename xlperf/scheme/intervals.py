"""Bands as officials write them: ≤10%, (10%, 20%], ＞30%, 其余; and back into words."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from xlperf.amounts import parse_number, plain
from xlperf.scheme.model import Band

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

REST: Final = "其余"
"""Word for all values that no other band takes."""

_SIGNS: Final = str.maketrans("＜＞＝（）［］，≦≧", "<>=()[],≤≥")
_ONE_END: Final = re.compile(r"(<=|>=|[≤≥<>=])?(.+)")
_TWO_ENDS: Final = re.compile(r"([\[(])([^,]*),([^,]*)([\])])")
_INFINITE: Final = frozenset({"", "∞", "+∞", "-∞", "−∞"})


def read_band(words: str, score: Decimal, number: Callable[[str], Decimal | None] = parse_number) -> Band | None:
    """Read one band; None for words that are not a band.

    >>> read_band("(10%, 20%]", Decimal(2))
    Band(score=Decimal('2'), low=Decimal('0.1'), high=Decimal('0.2'), low_closed=False, high_closed=True)
    >>> read_band("＞30%", Decimal(0))
    Band(score=Decimal('0'), low=Decimal('0.3'), high=None, low_closed=False, high_closed=False)
    """
    text = "".join(words.translate(_SIGNS).split())
    if found := _TWO_ENDS.fullmatch(text):
        opening, first, second, closing = found.groups()
        low, high = number(first), number(second)
        readable = (low is not None or first in _INFINITE) and (high is not None or second in _INFINITE)
        if not readable or (low is not None and high is not None and low > high):
            return None
        return Band(score, low, high, opening == "[" and low is not None, closing == "]" and high is not None)
    found = _ONE_END.fullmatch(text)
    end = number(found[2]) if found else None
    if found is None or end is None:
        return None
    match found[1]:
        case "≤" | "<=" | "<":
            return Band(score, None, end, low_closed=False, high_closed=found[1] != "<")
        case "≥" | ">=" | ">":
            return Band(score, end, None, low_closed=found[1] != ">", high_closed=False)
    return Band(score, end, end, low_closed=True, high_closed=True)


def rest_of(bands: Sequence[Band], score: Decimal) -> list[Band]:
    """Give the bands that fill all that the others leave, each with ``score``."""
    rest = []
    low: Decimal | None = None
    low_closed = False
    for band in in_order(bands):
        if band.low is not None:
            gap = Band(score, low, band.low, low_closed, not band.low_closed)
            if low is None or low < band.low or (gap.low_closed and gap.high_closed):
                rest.append(gap)
        if band.high is None:
            return rest
        low, low_closed = band.high, not band.high_closed
    return [*rest, Band(score, low, None, low_closed, high_closed=False)]


def in_order(bands: Sequence[Band]) -> list[Band]:
    """Sort bands from the lowest values up."""
    least = Decimal("-Infinity")
    return sorted(bands, key=lambda band: (least if band.low is None else band.low, not band.low_closed))


def band_fault(bands: Sequence[Band], *, percent: bool) -> str:
    """Say what is wrong between the bands (a gap, an overlap, no end); empty where each value has one band."""
    ordered = in_order(bands)
    if not ordered:
        return "一档也没有"
    for lower, upper in pairwise(ordered):
        first, second = band_words(lower, percent=percent), band_words(upper, percent=percent)
        if lower.high is None or upper.low is None or lower.high > upper.low:
            return f"“{first}”与“{second}”重叠"
        edge = figure_words(upper.low, percent=percent)
        if lower.high < upper.low:
            return f"在 {figure_words(lower.high, percent=percent)} 与 {edge} 之间有空档"
        if lower.high_closed and upper.low_closed:
            return f"“{first}”与“{second}”在 {edge} 处重叠"
        if not lower.high_closed and not upper.low_closed:
            return f"恰好等于 {edge} 时没有档"
    return _open_end(ordered, percent=percent)


def _open_end(ordered: list[Band], *, percent: bool) -> str:
    low, high = ordered[0], ordered[-1]
    if high.high is not None:
        return f"到 {figure_words(high.high, percent=percent)} 为止，再大的值没有档"
    if low.low is not None and (low.low > 0 or (low.low == 0 and not low.low_closed)):
        return f"从 {figure_words(low.low, percent=percent)} 开始，再小的值没有档"
    return ""


def band_words(band: Band, *, percent: bool) -> str:
    """Write a band for people: ≤10%, ＞10% 且 ≤20%, 等于 0."""
    if band.low is not None and band.low == band.high:
        return f"等于 {figure_words(band.low, percent=percent)}"
    ends = []
    if band.low is not None:
        ends.append(f"{'≥' if band.low_closed else '＞'}{figure_words(band.low, percent=percent)}")
    if band.high is not None:
        ends.append(f"{'≤' if band.high_closed else '＜'}{figure_words(band.high, percent=percent)}")
    return " 且 ".join(ends) or "任何值"


def figure_words(value: Decimal, *, percent: bool) -> str:
    """Write a yardstick in its shortest form, as a percentage or plain."""
    return f"{plain(value * 100)}%" if percent else plain(value)
