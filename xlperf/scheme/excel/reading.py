"""指标体系.xlsx read into rows of cells with their places."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.errors import UnusableInput
from xlperf.findings import Place
from xlperf.scheme.catalogue import NO_HEADING, UNKNOWN_COLUMN, UNREAD_SHEET
from xlperf.scheme.excel.layout import ABOUT, GUIDE, INDICATORS, SHEETS, Sheet
from xlperf.scheme.nodes import Text
from xlperf.scheme.reading.fields import suggestion

if TYPE_CHECKING:
    from xlperf.findings import Finding
    from xlperf.scheme.excel.rows import Row
    from xlperf.source.grid import CellValue, Grid

HEADING_ROWS: Final = 10
"""Rows from the top among which the heading is looked for."""


def read_rows(data: bytes, name: str) -> tuple[dict[str, list[Row]], list[Finding]]:
    """Read the sheets of a workbook into rows.

    Raises:
        UnusableInput: it is no workbook, or none of a scheme.
    """
    from xlperf.source.kinds import kind_of
    from xlperf.source.workbook import read_grids

    kind = kind_of(data)
    wanted = "请给出 xlperf scheme export 导出的指标体系工作簿"
    if not kind.readable:
        raise UnusableInput(f"“{name}”不是能读的工作簿。{wanted}")
    try:
        grids = {grid.sheet: grid for grid in read_grids(data, kind, name, hashlib.sha256(data).hexdigest())}
    except Exception as fault:
        raise UnusableInput(f"“{name}”已损坏，读不了（{type(fault).__name__}）。{wanted}") from fault
    if ABOUT.name not in grids:
        raise UnusableInput(f"“{name}”里没有“{ABOUT.name}”“{INDICATORS.name}”等工作表。{wanted}")
    names = [sheet.name for sheet in SHEETS]
    findings = [
        UNREAD_SHEET.finding(place=Place(name, sheet=title), sheet=title, suggestion=suggestion(title, names))
        for title, grid in grids.items()
        if title not in {GUIDE, *names} and grid.rows
    ]
    rows: dict[str, list[Row]] = {}
    for sheet in SHEETS:
        if sheet.name in grids:
            rows[sheet.name] = _sheet_rows(grids[sheet.name], sheet, findings)
    return rows, findings


def _sheet_rows(grid: Grid, sheet: Sheet, findings: list[Finding]) -> list[Row]:
    top = _heading_row(grid, sheet)
    if top is None:
        if grid.rows:
            words = "、".join(column.heading for column in sheet.columns[:4])
            place = Place(grid.file, sheet=grid.sheet)
            findings.append(NO_HEADING.finding(place=place, sheet=sheet.name, headings=words))
        return []
    columns: dict[int, str] = {}
    for column in range(grid.width):
        heading = _written(grid.value(top, column))
        if heading in sheet.headings and heading not in columns.values():
            columns[column] = heading
        elif any(_written(grid.value(row, column)) for row in range(top + 1, grid.height)):
            place = Place(grid.file, grid.sheet, _name(top, column))
            words = suggestion(heading, sheet.headings)
            findings.append(UNKNOWN_COLUMN.finding(place=place, sheet=sheet.name, heading=heading, suggestion=words))
    rows = [
        {
            heading: Text(text, Place(grid.file, grid.sheet, _name(row, column)))
            for column, heading in columns.items()
            if (text := _written(grid.value(row, column)))
        }
        for row in range(top + 1, grid.height)
    ]
    return [row for row in rows if row]


def _heading_row(grid: Grid, sheet: Sheet) -> int | None:
    """Find the row that holds the most headings, the name among them."""
    best, most = None, 1
    for row in range(min(HEADING_ROWS, grid.height)):
        found = {_written(grid.value(row, column)) for column in range(grid.width)} & sheet.headings.keys()
        if sheet.name_column in found and len(found) > most:
            best, most = row, len(found)
    return best


def _name(row: int, column: int) -> str:
    from xlperf.source.grid import a1

    return a1(row, column)


def _written(value: CellValue) -> str:
    """Give what is written in a cell as the scheme's text: a number plainly, a day as 2023-01-01."""
    from xlperf.source.grid import ErrorValue

    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return value.text if isinstance(value, ErrorValue) else str(value or "").strip()
