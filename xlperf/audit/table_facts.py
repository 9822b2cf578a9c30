"""Figures of the tables in a document (表中数据): each cell with its row, its column, its unit and its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS
from xlperf.audit.checks.tables import Grid, grid_of
from xlperf.facts import Fact, Source, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.audit.document import Document, Table

_UNIT_LINE: Final = re.compile(r"单位[：:]?\s*[(（]?(?P<unit>亿元|万元|千元|元)")
_UNIT_IN_HEAD: Final = re.compile(r"[(（](?P<unit>亿元|万元|千元|元|%)[)）]")
_UNIT_COLUMN: Final = re.compile(r"^(?:计量)?单位$")
_NO_FIGURES: Final = re.compile(r"序号|行次|栏次|编码|代码|分值|得分|满分|权重|日期|年份|增减|备注")
_MOST_ROWS: Final = 3000


def facts_of_tables(document: Document, period: str = "") -> Iterator[Fact]:
    """Give the figures of a document's tables whose unit is stated."""
    for table in document.tables:
        grid = grid_of(table)
        if grid and len(table.rows) <= _MOST_ROWS:
            yield from _facts(grid, period)


def _facts(grid: Grid, period: str) -> Iterator[Fact]:
    table = grid.table
    stated = _stated_unit(table, grid.first)
    units = next((at for at, head in enumerate(grid.headers) if _UNIT_COLUMN.match(head)), None)
    for row in grid.rows():
        for column, head in enumerate(grid.headers):
            cell = grid.cell(row, column)
            label = _label(grid, row, column) if cell and not _NO_FIGURES.search(head) else ""
            if cell is None or not label:
                continue
            unit = table.rows[row][units].strip() if units is not None else ""
            inner = _UNIT_IN_HEAD.search(head) or _UNIT_IN_HEAD.search(label)
            unit = unit or (inner["unit"] if inner else "") or stated
            value = cell.value
            if table.rows[row][column].strip().endswith(("%", "％")):
                unit = "%"
            elif unit == "%":
                value /= 100
            elif unit in MONEY_UNITS:
                value, unit = value * MONEY_UNITS[unit], "元"
            if unit:
                place = table.place(row, column)
                spot = place.cell or (f"第{place.line}行" if place.line else "")
                source = Source(table.file, "", table.sheet, spot, table.sheet, label, head)
                yield Fact(_UNIT_IN_HEAD.sub("", label), value, unit, period, State.VALUE, source)


def _stated_unit(table: Table, first: int) -> str:
    words = " ".join([table.caption, *(cell for row in table.rows[:first] for cell in row)])
    match = _UNIT_LINE.search(words)
    return match["unit"] if match else ""


def _label(grid: Grid, row: int, column: int) -> str:
    """Give the words nearest to the left of a figure."""
    cells = grid.table.rows[row]
    return next((re.sub(r"\s", "", cells[at]) for at in range(column - 1, -1, -1) if _is_words(cells[at])), "")


def _is_words(cell: str) -> bool:
    return len(re.sub(r"[\W\d_]", "", cell)) > 1
