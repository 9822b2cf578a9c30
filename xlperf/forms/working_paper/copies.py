"""Copies of the source sheets (源表副本), address by address, with the cells that were used highlighted."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.forms.working_paper.paper import MONEY, Paper, number
from xlperf.source.grid import ErrorValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsxwriter.worksheet import Worksheet

    from xlperf.facts import Fact
    from xlperf.source.grid import CellValue, Grid

WIDEST: Final = 34
PAGE_WIDTH: Final = 260
"""Characters that a page of A3 holds legibly."""
NARROWEST: Final = 6
MOST_ROWS: Final = 5000
USED_COLOUR: Final = "#FFE699"

Key = tuple[str, str]
"""File and sheet."""


def used_grids(grids: Iterable[Grid], facts: Iterable[Fact]) -> dict[Key, Grid]:
    """Pick the sheets from which a figure was read."""
    wanted = {(fact.source.file, fact.source.sheet) for fact in facts if fact.source}
    return {(grid.file, grid.sheet): grid for grid in grids if (grid.file, grid.sheet) in wanted}


def copy_grid(paper: Paper, sheet: Worksheet, grid: Grid, used: Mapping[str, str]) -> None:
    """Copy a sheet to the same addresses; ``used`` names the figure that each cell gave."""
    widths = [_width(grid, column) for column in range(grid.width)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    covered = _merge(paper, sheet, grid, used)
    for row, column, value in grid.cells():
        if row < MOST_ROWS and (row, column) not in covered:
            _write(sheet, row, column, value, _style(paper, value, used=_address(row, column) in used))
    for cell, name in used.items():
        sheet.write_comment(cell, f"取数：{name}", {"author": "xlperf", "x_scale": 1.2, "y_scale": 0.5})
    paper.printed(sheet, 8)
    sheet.fit_to_pages(max(1, round(sum(widths) / PAGE_WIDTH)), 0)
    sheet.repeat_columns(0)
    sheet.hide_gridlines(0)
    sheet.set_tab_color("#A6A6A6")
    sheet.set_header(f"&L&9{_plain(grid.file)}　{_plain(grid.sheet)}&R&9源表副本")


def _address(row: int, column: int) -> str:
    from xlperf.source.grid import a1

    return a1(row, column)


def _merge(paper: Paper, sheet: Worksheet, grid: Grid, used: Mapping[str, str]) -> set[tuple[int, int]]:
    """Merge as the source does, and give the cells that are covered; overlapping ranges stay unmerged."""
    covered: set[tuple[int, int]] = set()
    for span in grid.merged:
        inside = {(r, c) for r in range(span.top, span.bottom + 1) for c in range(span.left, span.right + 1)}
        too_large = len(inside) < 2 or len(inside) > MOST_ROWS or span.bottom >= MOST_ROWS
        if too_large or inside & covered:
            continue
        covered |= inside
        value = grid.value(span.top, span.left)
        style = _style(paper, value, used=_address(span.top, span.left) in used, merged=True)
        sheet.merge_range(span.top, span.left, span.bottom, span.right, "", style)
        _write(sheet, span.top, span.left, value, style)
    return covered


def _style(paper: Paper, value: CellValue, *, used: bool, merged: bool = False) -> object:
    properties: dict[str, object] = {"font_size": 9}
    if used:
        properties |= {"bg_color": USED_COLOUR, "bold": True, "border": 2, "border_color": "#C00000"}
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        properties |= {"num_format": "General" if whole and abs(value) < 10_000 else MONEY, "align": "right"}
    elif merged:
        properties |= {"align": "center", "text_wrap": True}
    return paper.format(**properties)


def _write(sheet: Worksheet, row: int, column: int, value: CellValue, style: object) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, number(value), style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, ErrorValue):
        sheet.write_string(row, column, value.text, style)
    elif isinstance(value, datetime | date | time):
        sheet.write_string(row, column, value.isoformat(), style)
    else:
        sheet.write_string(row, column, str(value)[:32767], style)


def _width(grid: Grid, column: int) -> float:
    """Fit a column to its contents, merged titles left out."""
    longest = NARROWEST
    for row in range(min(grid.height, MOST_ROWS)):
        value = grid.value(row, column)
        if value is None or (row, column) in grid.anchors:
            continue
        text = f"{value:,.2f}" if isinstance(value, Decimal) else str(value)
        longest = max(longest, sum(2 if ord(c) > 0x2E7F else 1 for c in text) + 1)
    return min(longest, WIDEST)


def _plain(text: str) -> str:
    return text.replace("&", "&&")[:60]
