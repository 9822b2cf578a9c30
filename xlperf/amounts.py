"""Figures as the officer reads and writes them: Decimal, 元 and 万元, half-up rounding, stated precision."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from typing import Final

MONEY_UNITS: Final = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
"""Yuan in one of each money unit (金额单位)."""

DASHES: Final = frozenset("-－—–―一─")
"""Single characters that officers type for "none"; 一 is a common slip for —."""

_WIDE: Final = Context(prec=400)
"""Digits for any number that a cell can hold, so that rounding never fails."""
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")


@dataclass(frozen=True, slots=True)
class Interval:
    """All values that a figure written with so many decimals may stand for (四舍五入的取值区间)."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        """Divide. Raises ZeroDivisionError when the divisor may be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def widened(self, by: Decimal) -> Interval:
        """Return the interval with ``by`` more at each end."""
        return Interval(self.low - by, self.high + by)

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high

    def scaled(self, factor: Decimal) -> Interval:
        """Return the interval in a unit ``factor`` times smaller."""
        ends = (self.low * factor, self.high * factor)
        return Interval(min(ends), max(ends))

    def overlaps(self, other: Interval) -> bool:
        """Say whether the two figures could be the same value."""
        return self.low <= other.high and other.low <= self.high


def round_half_up(value: Decimal, places: int = 2) -> Decimal:
    """Round as Excel and the officers do (四舍五入): 0.125 becomes 0.13, -0.125 becomes -0.13."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)


def cut(value: Decimal, places: int = 2) -> Decimal:
    """Cut decimals off without rounding (舍位), as some offices do."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_DOWN, _WIDE)


def to_yuan(value: Decimal, unit: str) -> Decimal:
    """Convert an amount in ``unit`` to 元. Raises KeyError for a unit that is not money."""
    return value * MONEY_UNITS[unit]


def from_yuan(value: Decimal, unit: str) -> Decimal:
    """Convert an amount in 元 to ``unit``, unrounded. Raises KeyError for a unit that is not money."""
    return value / MONEY_UNITS[unit]


def money_text(yuan: Decimal, unit: str = "万元", places: int = 2) -> str:
    """Write an amount of 元 in ``unit`` with fixed decimals and without the unit: 847.43."""
    return f"{round_half_up(from_yuan(yuan, unit), places):f}"


def percent_text(rate: Decimal, places: int = 2) -> str:
    """Write a rate as a percentage: 0.0366 becomes 3.66%."""
    return f"{round_half_up(rate * 100, places):f}%"


def plain(value: Decimal) -> str:
    """Write a figure in its shortest form, never with an exponent: 2.50 becomes 2.5, 1E+2 becomes 100."""
    if value == 0:
        return "0"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def stated_interval(value: Decimal) -> Interval:
    """Give what a figure stands for by its written decimals: 3.66 is anything from 3.655 to 3.665."""
    exponent = value.as_tuple().exponent
    half = Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)
    return Interval(value - half, value + half)


def folded(text: str) -> str:
    """Make full-width characters, no-break blanks and the many minus signs plain, for reading numbers."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if not c.isspace()).replace("−", "-").replace("﹣", "-")


def parse_number(text: str) -> Decimal | None:
    """Read a number typed as text: separators, full-width digits, blanks, brackets for minus, ￥ and %.

    ``95%`` gives 0.95. Text that is more than one number, or none, gives None.
    """
    bare = folded(text).lstrip("¥￥")
    negative = bare.startswith("(") and bare.endswith(")")
    if negative:
        bare = bare[1:-1]
    percent = bare.endswith("%")
    if percent:
        bare = bare[:-1]
    bare = bare.replace("，", ",")
    if not _NUMBER.fullmatch(bare):
        return None
    value = Decimal(bare.replace(",", ""))
    if percent:
        value /= 100
    return -value if negative else value


def is_dash(text: str) -> bool:
    """Say whether a cell holds nothing but the stroke for "none" (—, -, 一, －－)."""
    bare = "".join(c for c in text if not c.isspace())
    return bool(bare) and all(c in DASHES for c in bare)
