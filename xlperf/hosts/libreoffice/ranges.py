"""Ranges of cells in LibreOffice, in the shape that xlwings calls (values, formulas, merges, addresses)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlwings import base_classes

from xlperf.hosts.libreoffice.com_names import RangeApi
from xlperf.hosts.libreoffice.values import format_key, read_values, write_values
from xlperf.ooxml.addresses import cell_address, cell_position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.hosts.libreoffice.bridge import UnoObject
    from xlperf.hosts.libreoffice.sheets import Sheet

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
_CONTENTS: Final = 1 | 2 | 4 | 16
"""Values, dates, text and formulas (com.sun.star.sheet.CellFlags)."""
_EVERYTHING: Final = 1023
_FORMATS: Final = 32 | 64
_STEPS: Final = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A block of cells, counted from 1: first row, first column, last row, last column."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def of(cls, area: UnoObject) -> Rectangle:
        """Take over LibreOffice's address of a range, which counts from 0."""
        return cls(area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1)

    @classmethod
    def parse(cls, text: str) -> Rectangle:
        """Read B7, B7:D9, B:D or 7:9, with or without $. Raises ValueError for anything else."""
        first, _, last = text.replace("$", "").upper().partition(":")
        last = last or first
        if re.fullmatch(r"[A-Z]+", first) and re.fullmatch(r"[A-Z]+", last):
            return cls.parse(f"{first}1:{last}{LAST_ROW}")
        if first.isdecimal() and last.isdecimal():
            return cls(int(first), 1, int(last), LAST_COLUMN)
        (top, left), (bottom, right) = cell_position(first), cell_position(last)
        return cls(min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def united(self, other: Rectangle) -> Rectangle:
        """Return the smallest block that holds both."""
        return Rectangle(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bottom - self.top + 1, self.right - self.left + 1


class Range(base_classes.Range):
    """A range as xlwings knows it."""

    options: dict[str, object]

    def __init__(self, sheet: Sheet, rectangle: Rectangle) -> None:
        self._sheet = sheet
        self.rectangle = rectangle
        self.options = {}

    @property
    def uno(self) -> UnoObject:
        """LibreOffice's own object for the range."""
        area = self.rectangle
        return self._sheet.uno.getCellRangeByPosition(area.left - 1, area.top - 1, area.right - 1, area.bottom - 1)

    @property
    def api(self) -> RangeApi:
        """What is asked of the program's own object, under Excel's names."""
        return RangeApi(self.uno)

    @property
    def sheet(self) -> Sheet:
        """The sheet that the range is on."""
        return self._sheet

    @property
    def row(self) -> int:
        """The first row."""
        return self.rectangle.top

    @property
    def column(self) -> int:
        """The first column."""
        return self.rectangle.left

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rectangle.shape

    @property
    def coords(self) -> tuple[UnoObject, int, int, int, int]:
        """Sheet, first row, first column, rows, columns."""
        return (self._sheet.uno, self.row, self.column, *self.shape)

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    def __call__(self, row: int, column: int | None = None) -> Range:
        """Return one cell, by row and column or counted along the rows."""
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        at = (self.row + row - 1, self.column + column - 1)
        return Range(self._sheet, Rectangle(*at, *at))

    @property
    def raw_value(self) -> object:
        """The values: one of a single cell, else rows."""
        values = read_values(self.uno, self._sheet.document.NumberFormats)
        return values[0][0] if self.shape == (1, 1) else values

    @raw_value.setter
    def raw_value(self, value: object) -> None:
        cells = self.uno
        for row, column, formula in write_values(cells, self._sheet.document, self._as_rows(value)):
            self._write_formula(cells.getCellByPosition(column, row), formula)

    def _as_rows(self, value: object) -> Sequence[Sequence[object]]:
        rows, columns = self.shape
        if not isinstance(value, list | tuple):
            return [[value] * columns] * rows
        return value if isinstance(value[0], list | tuple) else [value]

    @property
    def formula(self) -> object:
        """Formulas in Excel's notation; of other cells their content."""
        rows, columns = self.shape
        cells = self.uno
        texts = tuple(
            tuple(self._read_formula(cells.getCellByPosition(column, row)) for column in range(columns))
            for row in range(rows)
        )
        return texts[0][0] if self.shape == (1, 1) else texts

    @formula.setter
    def formula(self, value: object) -> None:
        if not isinstance(value, str) or not value.startswith("="):
            self.raw_value = value
            return
        rows, columns = self.shape
        cells = self.uno
        tokens = self._sheet.book.formulas.parseFormula(value[1:], cells.getCellByPosition(0, 0).CellAddress)
        for row in range(rows):
            for column in range(columns):  # relative references move along, as in Excel
                cells.getCellByPosition(column, row).setTokens(tokens)

    formula2 = formula

    @property
    def has_array(self) -> bool:
        """Whether the cells are one array formula."""
        return bool(self.uno.getArrayFormula())

    def _write_formula(self, cell: UnoObject, text: str) -> None:
        cell.setTokens(self._sheet.book.formulas.parseFormula(text[1:], cell.CellAddress))

    def _read_formula(self, cell: UnoObject) -> str:
        kind = cell.Type.value
        if kind == "FORMULA":
            return "=" + str(self._sheet.book.formulas.printFormula(cell.getTokens(), cell.CellAddress))
        if kind == "VALUE":
            return f"{cell.Value:.15g}"
        return str(cell.String)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """Write the address as Excel does: $B$7:$D$9."""
        area = self.rectangle
        corners = [(area.top, area.left)] + ([(area.bottom, area.right)] if len(self) > 1 else [])
        text = ":".join(_corner(row, column, row_absolute, col_absolute) for row, column in corners)
        return f"'[{self._sheet.book.name}]{self._sheet.name}'!{text}" if external else text

    @property
    def address(self) -> str:
        """The address with $ signs."""
        return self.get_address(row_absolute=True, col_absolute=True, external=False)

    @property
    def merge_area(self) -> Range:
        """The merged range of the first cell, or the cell alone."""
        cursor = self._sheet.uno.createCursorByRange(self.uno.getCellByPosition(0, 0))
        cursor.collapseToMergedArea()
        return Range(self._sheet, Rectangle.of(cursor.RangeAddress))

    @property
    def merge_cells(self) -> bool:
        """Whether the first cell is merged with others."""
        return len(self.merge_area) > 1

    def merge(self, across: bool = False) -> None:
        """Merge the range, as a whole or each row by itself."""
        if not across:
            self.uno.merge(True)  # noqa: FBT003 - UNO takes no names
            return
        for row in range(self.shape[0]):
            self.uno.getCellRangeByPosition(0, row, self.shape[1] - 1, row).merge(True)  # noqa: FBT003

    def unmerge(self) -> None:
        """Undo merging."""
        self.uno.merge(False)  # noqa: FBT003 - UNO takes no names

    @property
    def current_region(self) -> Range:
        """The block around the cell, up to empty rows and columns."""
        cursor = self._sheet.uno.createCursorByRange(self.uno)
        cursor.collapseToCurrentRegion()
        return Range(self._sheet, Rectangle.of(cursor.RangeAddress))

    def end(self, direction: str) -> Range:
        """Go where Ctrl and an arrow key lead."""
        used = self._sheet.used_range.rectangle
        down, right = _STEPS[direction]
        row = min(self.row, used.bottom + 1) if down < 0 else self.row  # nothing is filled beyond
        column = min(self.column, used.right + 1) if right < 0 else self.column
        inside = _filled(self._sheet, used, row, column) and _filled(self._sheet, used, row + down, column + right)
        while True:
            row, column = row + down, column + right
            if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
                row, column = row - down, column - right
                break
            if inside and not _filled(self._sheet, used, row + down, column + right):
                break
            if not inside and _filled(self._sheet, used, row, column):
                break
            if not inside and _beyond(used, row, column, down, right):
                row, column = _edge(row, column, down, right)
                break
        return Range(self._sheet, Rectangle(row, column, row, column))

    @property
    def number_format(self) -> str:
        """The number format of the first cell."""
        key = self.uno.getCellByPosition(0, 0).NumberFormat
        return str(self._sheet.document.NumberFormats.getByKey(key).FormatString)

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.uno.NumberFormat = format_key(self._sheet.document, code)

    @property
    def wrap_text(self) -> bool:
        """Whether text is wrapped."""
        return bool(self.uno.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.uno.IsTextWrapped = value

    def clear_contents(self) -> None:
        """Empty the cells and keep their looks."""
        self.uno.clearContents(_CONTENTS)

    def clear(self) -> None:
        """Empty the cells and forget their looks."""
        self.uno.clearContents(_EVERYTHING)

    def clear_formats(self) -> None:
        """Forget the looks and keep the contents."""
        self.uno.clearContents(_FORMATS)


def _corner(row: int, column: int, row_absolute: bool, col_absolute: bool) -> str:
    letters = cell_address(1, column)[:-1]
    return f"{'$' * col_absolute}{letters}{'$' * row_absolute}{row}"


def _filled(sheet: Sheet, used: Rectangle, row: int, column: int) -> bool:
    if not (1 <= row <= used.bottom and 1 <= column <= used.right):
        return False
    return bool(sheet.uno.getCellByPosition(column - 1, row - 1).Type.value != "EMPTY")


def _beyond(used: Rectangle, row: int, column: int, down: int, right: int) -> bool:
    """Say whether no filled cell can come any more in this direction."""
    return (down > 0 and row > used.bottom) or (right > 0 and column > used.right)


def _edge(row: int, column: int, down: int, right: int) -> tuple[int, int]:
    return (LAST_ROW if down > 0 else row), (LAST_COLUMN if right > 0 else column)
