"""Carrying what a person typed into a new blank form (换了空白表), by the words around each cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.ooxml import EditRefused, Workbook
from xlperf.source.grid import a1

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.source.grid import CellValue, Grid

_LEAST_WORD = 2
"""Characters from which a text says where it stands."""


@dataclass(frozen=True, slots=True)
class TypedCell:
    """A cell whose content is not what we wrote or the blank form held."""

    sheet: str
    row: int
    """Counted from 0, as the column."""
    column: int
    value: CellValue

    @property
    def cell(self) -> str:
        """Its address."""
        return a1(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Carried:
    """A new blank form with what a person had typed into the old one."""

    data: bytes
    cells: tuple[TypedCell, ...]
    left: tuple[TypedCell, ...]
    """What has no place in the new form, or may not be written there."""


def typed_cells(now: bytes, written: bytes) -> tuple[TypedCell, ...]:
    """List the cells that a person filled or changed since a workbook was written."""
    after, before = Workbook.open(now), Workbook.open(written)
    found: list[TypedCell] = []
    for sheet in after:
        known = before[sheet.name].grid() if sheet.name in before else None
        for row, column, value in sheet.grid().cells():
            same = known is not None and known.value(row, column) == value
            if not same and sheet.formula_at(row + 1, column + 1) is None:
                found.append(TypedCell(sheet.name, row, column, value))
    return tuple(found)


def carry(typed: tuple[TypedCell, ...], old: bytes, blank: bytes) -> Carried:
    """Write typed cells into the blank where the same words stand beside and above them."""
    source, target = Workbook.open(old), Workbook.open(blank)
    done: list[TypedCell] = []
    left: list[TypedCell] = []
    grids = {sheet.name: sheet.grid() for sheet in target}
    for cell in typed:
        place = _place_of(cell, source[cell.sheet].grid(), grids)
        (done if place and _write(target, place, cell.value) else left).append(cell)
    return Carried(target.to_bytes(), tuple(done), tuple(left))


def _write(book: Workbook, place: tuple[str, int, int], value: CellValue) -> bool:
    sheet, row, column = place
    if not isinstance(value, str | Decimal | bool | date):
        return False
    try:
        book[sheet].set(a1(row, column), value)
    except EditRefused:
        return False
    return True


def _place_of(cell: TypedCell, old: Grid, grids: dict[str, Grid]) -> tuple[str, int, int] | None:
    """Find the row with the same words beside the cell and the column with the same words above it."""
    named = [grids[cell.sheet]] if cell.sheet in grids else list(grids.values())
    for grid in named:
        row = _best(_row_words(old, cell.row, cell.column), (_row_words(grid, r, -1) for r in range(grid.height)))
        column = _best(
            _column_words(old, cell.row, cell.column),
            (_column_words(grid, grid.height if row is None else row, c) for c in range(grid.width)),
        )
        if row is not None and column is not None:
            return grid.sheet, row, column
    return None


def _best(wanted: Counter[str], candidates: Iterator[Counter[str]]) -> int | None:
    """Give the one candidate with most of the wanted words; None for none or for two that are as good."""
    shares = [sum((wanted & words).values()) for words in candidates]
    best = max(shares, default=0)
    return shares.index(best) if best and shares.count(best) == 1 else None


def _row_words(grid: Grid, row: int, but: int) -> Counter[str]:
    texts = (grid.text(row, column) for column in range(grid.width) if column != but)
    return Counter({word for text in texts if len(word := "".join(text.split())) >= _LEAST_WORD})


def _column_words(grid: Grid, above: int, column: int) -> Counter[str]:
    texts = (grid.text(row, column) for row in range(above))
    return Counter({word for text in texts if len(word := "".join(text.split())) >= _LEAST_WORD})
