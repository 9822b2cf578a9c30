"""A figure as sentences use it (数据): it prints itself with its unit, and 【待补充：…】 where there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from xlperf.amounts import MONEY_UNITS, from_yuan, percent_text, plain, round_half_up

TO_FILL: Final = "待补充"

MARK_PLACES: Final = 4
"""Decimals after which a score in a text is rounded; scores are rounded earlier by the scheme's rules."""


def placeholder(name: str) -> str:
    """Mark in a text what is still to be filled in (待补充)."""
    return f"【{TO_FILL}：{name}】"


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One figure with its name and unit; comparisons are false where either side has no value."""

    name: str
    value: Decimal | None
    unit: str = ""
    """元 for all money; % for a rate; else 分, 件, 项 …"""
    money_unit: str = "万元"
    """Unit in which money is printed, with two decimals."""
    written: str = ""
    """How the figure is printed, where that is decided elsewhere: 3.66%."""
    origin: str = ""
    """The table or form in which it stands, in words."""

    def __str__(self) -> str:
        if self.value is None:
            return placeholder(self.name)
        return self.written or f"{self.number}{self.printed_unit}"

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def number(self) -> str:
        """The figure without its unit (but with the sign of a percentage)."""
        if self.value is None:
            return placeholder(self.name)
        if self.unit in MONEY_UNITS:
            return f"{self.shown:f}"
        if self.unit == "%":
            return percent_text(self.value)
        return plain(round_half_up(self.value, MARK_PLACES))

    @property
    def printed_unit(self) -> str:
        """The unit that follows the number in a sentence."""
        if self.unit in MONEY_UNITS:
            return self.money_unit
        return "" if self.unit == "%" else self.unit

    @property
    def shown(self) -> Decimal:
        """The value as printed: money in its printed unit to two decimals. Zero where there is none."""
        if self.value is None:
            return Decimal(0)
        if self.unit in MONEY_UNITS:
            return round_half_up(from_yuan(self.value, self.money_unit)) + 0  # no -0.00
        return self.value

    def in_unit(self, money_unit: str) -> Figure:
        """Print the same money in another unit."""
        return replace(self, money_unit=money_unit, written="")

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        sides = self._sides(other)
        return sides is not None and sides[0] == sides[1]

    __hash__ = None  # type: ignore[assignment]  # equal by value with plain numbers

    def __lt__(self, other: object) -> bool:
        sides = self._sides(other)
        return sides is not None and sides[0] < sides[1]

    def __le__(self, other: object) -> bool:
        sides = self._sides(other)
        return sides is not None and sides[0] <= sides[1]

    def __gt__(self, other: object) -> bool:
        sides = self._sides(other)
        return sides is not None and sides[0] > sides[1]

    def __ge__(self, other: object) -> bool:
        sides = self._sides(other)
        return sides is not None and sides[0] >= sides[1]

    def _sides(self, other: object) -> tuple[Decimal, Decimal] | None:
        theirs = other.value if isinstance(other, Figure) else other
        if self.value is None or not isinstance(theirs, (Decimal, int)):
            return None
        return self.value, Decimal(theirs)
