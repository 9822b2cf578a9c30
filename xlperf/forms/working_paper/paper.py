"""The workbook of the working paper: its formats, its sheets, the way every sheet is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from xlperf.source.grid import a1

if TYPE_CHECKING:
    import io
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from xlperf.source.grid import CellValue

FONT: Final = "宋体"
HEAD_FONT: Final = "黑体"
HEAD_COLOUR: Final = "#DCE6F1"
LINE_COLOUR: Final = "#A6A6A6"
LINK_COLOUR: Final = "#0563C1"
MONEY: Final = "#,##0.00"
PERCENT: Final = "0.00%"
SCORE: Final = "0.00##"
BASE: Final[dict[str, Any]] = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
TABLE: Final[dict[str, Any]] = {"border": 1, "border_color": LINE_COLOUR, "text_wrap": True}
LONGEST_NAME: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: heading and width in characters."""

    heading: str
    width: float


class Paper:
    """The working paper while it is made."""

    def __init__(self, stream: io.BytesIO, title: str, year: int) -> None:
        import xlsxwriter

        self.book = xlsxwriter.Workbook(
            stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.book.set_properties({"title": title, "author": "xlperf", "created": datetime(year + 1, 1, 1)})  # noqa: DTZ001
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._names: set[str] = set()

    def format(self, **properties: object) -> Format:
        """Give the format with these properties, made once."""
        key = tuple(properties.items())
        found = self._formats.get(key)
        if found is None:
            found = self._formats[key] = self.book.add_format(BASE | properties)
        return found

    def body(self, **properties: object) -> Format:
        """Give the format of a cell of a table."""
        key = (("body", True), *properties.items())
        found = self._formats.get(key)
        if found is None:
            found = self._formats[key] = self.book.add_format(BASE | TABLE | properties)
        return found

    def sheet(self, name: str) -> Worksheet:
        """Add a sheet; the name is cut and made unique as Excel wants it."""
        bare = _FORBIDDEN.sub("_", name).strip().strip("'")[:LONGEST_NAME] or "表"
        unique, number = bare, 2
        while unique.casefold() in self._names:
            behind = f"({number})"
            unique = bare[: LONGEST_NAME - len(behind)] + behind
            number += 1
        self._names.add(unique.casefold())
        return self.book.add_worksheet(unique)

    def table(self, sheet: Worksheet, title: str, columns: Sequence[Column], *, frozen: int = 0, paper: int = 8) -> int:
        """Draw title and heading of a sheet and set up its printing; return the first row under the heading."""
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
        sheet.merge_range(
            0, 0, 0, len(columns) - 1, title, self.format(font_name=HEAD_FONT, font_size=16, align="center")
        )
        sheet.set_row(0, 32)
        head = self.body(font_name=HEAD_FONT, bg_color=HEAD_COLOUR, align="center")
        for index, column in enumerate(columns):
            sheet.write_string(1, index, column.heading, head)
        sheet.set_row(1, 30)
        sheet.freeze_panes(2, frozen)
        sheet.repeat_rows(0, 1)
        self.printed(sheet, paper)
        return 2

    def printed(self, sheet: Worksheet, paper: int = 9) -> None:
        """Set up printing: across the page, one page wide, page numbers."""
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_header("&L&9计算底稿&R&9&A")
        sheet.set_footer("&C&9第 &P 页，共 &N 页")
        sheet.hide_gridlines(2)


def quoted(sheet: Worksheet, row: int, column: int, *, absolute: bool = False) -> str:
    """Write a reference to a cell of another sheet: '01-1表'!N45."""
    name = str(sheet.get_name()).replace("'", "''")
    cell = a1(row, column)
    if absolute:
        cell = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", cell)
    return f"'{name}'!{cell}"


def internal(sheet: Worksheet, cell: str) -> str:
    """Write a link to a cell of the same workbook."""
    name = str(sheet.get_name()).replace("'", "''")
    return f"internal:'{name}'!{cell}"


def number(value: Decimal) -> float | int:
    """Hand a figure to the file: this is its edge."""
    return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)


def put(sheet: Worksheet, row: int, column: int, value: CellValue | str, style: Format) -> None:
    """Write a value as what it is; text stays text, also when it begins with =."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, number(value), style)
    else:
        sheet.write_string(row, column, str(value), style)


def lines_needed(text: str, width: float) -> int:
    """Estimate the lines of a wrapped text in a column of so many half-width characters."""
    per_line = max(width - 1, 1)

    def length(part: str) -> int:
        return sum(2 if ord(c) > 0x2E7F else 1 for c in part)

    return sum(max(1, -(-length(part) // int(per_line))) for part in text.split("\n"))
