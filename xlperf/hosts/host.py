"""The door to a workbook (Host): the same few questions and one way of writing, whichever program has it open."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, Self, TypeAlias

from xlperf.errors import XlperfError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

CellValue: TypeAlias = Decimal | str | bool | date | datetime | None
"""What a cell holds: a number as Decimal, text, 是/否, a date, or nothing; an error shows as its text, #DIV/0!."""

Block: TypeAlias = tuple[tuple[CellValue, ...], ...]
"""Rows of values."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class HostError(XlperfError):
    """A workbook cannot be reached through its program (Excel、WPS、LibreOffice): one sentence with what to do."""


class NotOpen(HostError):
    """The workbook is not open in any spreadsheet program (工作簿没有打开)."""


class Host(Protocol):
    """A workbook behind one of the doors: files, Excel or WPS, LibreOffice."""

    name: str
    """The workbook's file name, for messages: 评分表.xlsx."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """Reach the workbook at ``path``. Raises HostError or FileInUse with what to do."""

    def sheets(self) -> tuple[str, ...]:
        """Return the names of the worksheets, in their order."""

    def read(self, sheet: str, area: str) -> Block:
        """Return the values of an area (B3:D9, or one cell)."""

    def write(self, sheet: str, cell: str, rows: Sequence[Sequence[CellValue]]) -> None:
        """Write rows of values with ``cell`` as the upper left corner; text stays text, whatever it looks like."""

    def formula(self, sheet: str, cell: str) -> str:
        """Return the formula of a cell with its equals sign, or an empty text."""

    def locked(self, sheet: str, cell: str) -> bool:
        """Say whether the sheet is protected and the cell may not be typed into."""

    def merged_anchor(self, sheet: str, cell: str) -> str:
        """Return the upper left cell of the merged range that ``cell`` lies in, or ``cell`` itself."""

    def save(self) -> None:
        """Save the workbook where it is."""

    def leave(self) -> None:
        """Let go of the workbook without saving; one that a person has open stays open."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Leave the workbook."""


def row_and_column(cell: str) -> tuple[int, int]:
    """Turn B7 into (7, 2). Raises ValueError for what is no cell address."""
    match = _ADDRESS.fullmatch(cell.replace("$", "").upper())
    if match is None:
        raise ValueError(f"“{cell}”不是单元格地址")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def address(row: int, column: int) -> str:
    """Turn (7, 2) into B7."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def same_value(one: CellValue, other: CellValue) -> bool:
    """Say whether two cells hold the same: numbers as a file keeps them, line ends aside, blank as no text."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return float(one) == float(other)  # a spreadsheet program keeps binary doubles
    if isinstance(one, date) and isinstance(other, date):
        return _moment(one) == _moment(other)
    if isinstance(one, str | None) and isinstance(other, str | None):
        return _plain(one) == _plain(other)
    return False


def shown(value: CellValue) -> str:
    """Write a value as the officer would read it in the cell."""
    if value is None:
        return "（空）"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)  # noqa: DTZ001 - no zone in cells


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n")
