"""A sheet as a grid of cells (表格), whatever the file's format."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error that a cell shows (错误值): #REF!, #DIV/0!."""

    text: str


CellValue = str | Decimal | bool | datetime | date | time | ErrorValue | None


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range (合并单元格); rows and columns count from 0, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, cell: tuple[int, int]) -> bool:
        row, column = cell
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def column_letters(column: int) -> str:
    """Name a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """Name a cell counted from 0: (44, 13) is N45."""
    return f"{column_letters(column)}{row + 1}"


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of one file: its cells from A1, and what is merged."""

    file: str
    """Path relative to the unit folder."""
    sha256: str
    sheet: str
    rows: tuple[tuple[CellValue, ...], ...]
    """Rows may differ in length."""
    merged: tuple[Span, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = field(default=frozenset())
    anchors: dict[tuple[int, int], tuple[int, int]] = field(init=False, repr=False, compare=False)
    """For each cell inside a merged range, the top-left cell that holds its value."""

    def __post_init__(self) -> None:
        anchors = {
            (row, column): (span.top, span.left)
            for span in self.merged
            for row in range(span.top, min(span.bottom, span.top + 2000) + 1)
            for column in range(span.left, min(span.right, span.left + 500) + 1)
        }
        object.__setattr__(self, "anchors", anchors)

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Number of columns of the longest row."""
        return max(map(len, self.rows), default=0)

    def value(self, row: int, column: int) -> CellValue:
        """Give what the cell itself holds; None outside the grid."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def spread(self, row: int, column: int) -> CellValue:
        """Give what a reader sees there: a merged range shows its top-left value everywhere."""
        return self.value(*self.anchors.get((row, column), (row, column)))

    def text(self, row: int, column: int) -> str:
        """Give what a reader sees there as text; empty for a blank cell."""
        value = self.spread(row, column)
        if value is None:
            return ""
        if isinstance(value, Decimal):
            return f"{value:f}"
        return value.text if isinstance(value, ErrorValue) else str(value)

    def cells(self) -> Iterator[tuple[int, int, CellValue]]:
        """Go through the cells that hold something."""
        for row, values in enumerate(self.rows):
            for column, value in enumerate(values):
                if value is not None and value != "":
                    yield row, column, value
