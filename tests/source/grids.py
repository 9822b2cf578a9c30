"""Sheets written as text in a test: lines are rows, | parts cells, numbers become amounts."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from xlperf.source.grid import ErrorValue, Grid

if TYPE_CHECKING:
    from xlperf.source.grid import CellValue, Span


def grid_of(text: str, *, sheet: str = "Sheet1", file: str = "数据/表.xlsx", merged: tuple[Span, ...] = ()) -> Grid:
    """Make a sheet; a cell that begins with ' stays text, one that begins with # is an error."""
    lines = text.strip("\n").split("\n")
    rows = tuple(tuple(_value(cell) for cell in line.strip().split("|")) for line in lines)
    return Grid(file=file, sha256="0" * 64, sheet=sheet, rows=rows, merged=merged)


def _value(cell: str) -> CellValue:
    if not cell:
        return None
    if cell.startswith("'"):
        return cell[1:]
    if cell.startswith("#"):
        return ErrorValue(cell)
    try:
        return Decimal(cell)
    except InvalidOperation:
        return cell
