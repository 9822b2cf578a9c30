"""The door to a workbook (Host): the same few questions and one way of writing, whichever program has it open."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, Self, TypeAlias

from xlperf.amounts import plain
from xlperf.errors import XlperfError
from xlperf.source.grid import CellValue, ErrorValue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

Writable: TypeAlias = Decimal | str | bool | date | datetime | None
"""What can be written into a cell: a number, text, 是/否, a date, or nothing."""

Block: TypeAlias = tuple[tuple[CellValue, ...], ...]
"""Rows of values."""


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

    def write(self, sheet: str, cell: str, rows: Sequence[Sequence[Writable]]) -> None:
        """Write rows of values with ``cell`` as the upper left corner; text stays text, whatever it looks like.

        Raises XlperfError, saying why a cell could not be written.
        """

    def set_looks(
        self, sheet: str, cell: str, *, number_format: str | None = None, wrap_text: bool | None = None
    ) -> None:
        """Change how a cell shows its value: a number format as Excel writes it, wrapped text; None leaves it."""

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


def same_value(one: CellValue, other: CellValue) -> bool:
    """Say whether two cells hold the same: numbers as a file keeps them, line ends aside, blank as no text."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return float(one) == float(other)  # a spreadsheet program keeps binary doubles
    if isinstance(one, date) and isinstance(other, date):
        return _moment(one) == _moment(other)
    if isinstance(one, ErrorValue) or isinstance(other, ErrorValue):
        return one == other
    if isinstance(one, str | None) and isinstance(other, str | None):
        return _same_lines(one) == _same_lines(other)
    return False


def shown(value: CellValue) -> str:
    """Write a value as the officer would read it in the cell."""
    if value is None:
        return "（空）"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, ErrorValue):
        return value.text
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)  # noqa: DTZ001 - no zone in cells


def _same_lines(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n")
