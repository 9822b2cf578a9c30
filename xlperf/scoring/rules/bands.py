"""Marks by bands of the value (分段计分)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.amounts import plain
from xlperf.scheme.formula.evaluating import compare
from xlperf.scheme.intervals import band_words, figure_words
from xlperf.scoring.rules.outcome import Outcome, earns, rounded_score

if TYPE_CHECKING:
    from decimal import Decimal

    from xlperf.scheme.model import Band, Bands


def score_bands(rule: Bands, value: Decimal, *, percent: bool) -> Outcome:
    """Give the mark of the band in which the value lies.

    结转结余率 12.5 % with ≤10% 3, (10%, 20%] 2, ＞20% 0:

    >>> from decimal import Decimal
    >>> from xlperf.scheme.intervals import read_band
    >>> from xlperf.scheme.model import Bands
    >>> rule = Bands(tuple(read_band(words, Decimal(mark)) for words, mark in
    ...                    [("≤10%", 3), ("(10%, 20%]", 2), ("＞20%", 0)]))
    >>> score_bands(rule, Decimal("0.125"), percent=True)
    Outcome(score=Decimal('2'), words='＞10% 且 ≤20%，得 2 分', next_step='降到 10%（含）以下，得 3 分')
    >>> score_bands(rule, Decimal("0.1"), percent=True).score
    Decimal('3')
    """
    band = next((band for band in rule.bands if lies_in(value, band)), None)
    if band is None:
        return Outcome(None, "评分标准里没有这个值所在的档")
    words = f"{band_words(band, percent=percent)}，{earns(band.score)}"
    return Outcome(rounded_score(band.score), words, _next_step(rule, band, value, percent=percent))


def lies_in(value: Decimal, band: Band) -> bool:
    """Say whether a value lies in a band; ends belong to it as the band says."""
    above = band.low is None or compare(value, "≥" if band.low_closed else ">", band.low)
    return above and (band.high is None or compare(value, "≤" if band.high_closed else "<", band.high))


def _next_step(rule: Bands, band: Band, value: Decimal, *, percent: bool) -> str:
    better = [other for other in rule.bands if other.score > band.score]
    if not better:
        return ""
    least = min(other.score for other in better)
    target = min((other for other in better if other.score == least), key=lambda other: _distance(value, other))
    if target.high is not None and target.high <= value:
        end = f"{figure_words(target.high, percent=percent)}{'（含）以下' if target.high_closed else '以下（不含）'}"
        return f"降到 {end}，得 {plain(target.score)} 分"
    if target.low is None:
        return ""
    end = f"{figure_words(target.low, percent=percent)}{'（含）以上' if target.low_closed else '以上（不含）'}"
    return f"提高到 {end}，得 {plain(target.score)} 分"


def _distance(value: Decimal, band: Band) -> Decimal:
    ends = [end for end in (band.low, band.high) if end is not None]
    return min((abs(value - end) for end in ends), default=abs(value))
