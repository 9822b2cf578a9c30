"""In which unit, and how finely, a cell states its amount (计量单位与精度)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS
from xlperf.source.cells import scale
from xlperf.source.labels import folded_label, money_unit_in

if TYPE_CHECKING:
    from xlperf.source.lookup import Spot

USUAL_PLACES: Final = 2
"""Decimals of an amount unless more are written; a sheet does not show the zeros at the end."""


def money_unit_of(spot: Spot) -> str:
    """Give the money unit of a cell: typed into it, stated in its label or heading, else the table's."""
    said = (spot.reading.unit, money_unit_in(spot.row.raw), *map(money_unit_in, reversed(spot.column.path)))
    return next(filter(None, said), spot.table.unit)


def amount_of(spot: Spot, unit: str = "元") -> tuple[Decimal | None, str]:
    """Give a cell's figure, money in 元, and the unit in which it was stated."""
    value = spot.reading.value
    if unit in MONEY_UNITS:
        stated = money_unit_of(spot)
        return (None if value is None else value * scale(stated)), stated
    if value is not None and unit in {"%", "％"} and not spot.reading.percent:
        headed = any("%" in folded_label(text) for text in (spot.row.raw, *spot.column.path))
        value = value / 100 if headed or abs(value) > Decimal("1.5") else value
    return value, ""


def stated_step(spot: Spot, unit: str = "元") -> Decimal:
    """Give the smallest step of a stated amount, in 元 for money: 0.01 of its unit, or finer where written finer."""
    places = max(USUAL_PLACES, spot.reading.places)
    return Decimal(1).scaleb(-places) * (scale(money_unit_of(spot)) if unit in MONEY_UNITS else 1)
