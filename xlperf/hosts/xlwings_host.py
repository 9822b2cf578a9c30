"""A workbook that is open in a spreadsheet program, through xlwings: Excel, WPS, or LibreOffice by our own engine."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from xlperf.hosts.host import Block, Host, HostError, Writable
from xlperf.source.grid import CellValue, ErrorValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType
    from typing import Self

    import xlwings

_STARTS_SPECIAL: Final = tuple("=+-@#'＝＋－＠")
_ERRORS: Final = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"})
"""xlwings hands errors over as text."""
_MAC_NAMES: Final = {"HasFormula": "has_formula", "Locked": "locked", "ProtectContents": "protect_contents"}
"""What Excel for macOS calls the properties that have no name in xlwings."""


class XlwingsHost(Host):
    """The door through xlwings; saving and closing are left to the person unless asked for."""

    def __init__(self, book: xlwings.Book) -> None:
        self._book = book
        self.name = book.name

    def sheets(self) -> tuple[str, ...]:
        """Return the names of the worksheets."""
        with self._speaking_chinese():
            return tuple(self._book.sheet_names)

    def read(self, sheet: str, area: str) -> Block:
        """Return the values of an area."""
        with self._speaking_chinese():
            rows = self._range(sheet, area).options(ndim=2, err_to_str=True).value
            return tuple(tuple(_from_program(value) for value in row) for row in rows)

    def write(self, sheet: str, cell: str, rows: Sequence[Sequence[Writable]]) -> None:
        """Write rows of values; text stays text, though the program would take 0012 for a number when typed."""
        with self._speaking_chinese():
            self._range(sheet, cell).value = [[_for_program(value) for value in row] for row in rows]

    def set_looks(
        self, sheet: str, cell: str, *, number_format: str | None = None, wrap_text: bool | None = None
    ) -> None:
        """Change number format and wrapping of a cell."""
        with self._speaking_chinese():
            target = self._range(sheet, cell)
            if number_format is not None:
                target.number_format = number_format
            if wrap_text is not None:
                target.wrap_text = wrap_text

    def formula(self, sheet: str, cell: str) -> str:
        """Return the formula, or an empty text."""
        with self._speaking_chinese():
            target = self._range(sheet, cell)
            return str(target.formula) if _ask(target.api, "HasFormula") else ""

    def locked(self, sheet: str, cell: str) -> bool:
        """Say whether the sheet is protected and the cell locked."""
        with self._speaking_chinese():
            target = self._range(sheet, cell)
            return _ask(target.sheet.api, "ProtectContents") and _ask(target.api, "Locked")

    def merged_anchor(self, sheet: str, cell: str) -> str:
        """Return the upper left cell of the merged range."""
        with self._speaking_chinese():
            area = self._range(sheet, cell).merge_area
            return str(area.address).partition(":")[0].replace("$", "")

    def save(self) -> None:
        """Save the workbook where it is, in the program that has it open."""
        with self._speaking_chinese():
            self._book.save()

    def leave(self) -> None:
        """Let go; the workbook stays open as the person has it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.leave()

    def _range(self, sheet: str, area: str) -> xlwings.Range:
        if sheet not in self._book.sheet_names:
            names = "、".join(self._book.sheet_names)
            raise HostError(f"“{self.name}”里没有工作表“{sheet}”，有：{names}")
        return self._book.sheets[sheet].range(area)

    @contextmanager
    def _speaking_chinese(self) -> Iterator[None]:
        """Turn whatever the program complains about into one sentence with what to do."""
        try:
            yield
        except HostError:
            raise
        except Exception as error:  # COM, AppleScript and UNO each have errors of their own
            raise HostError(
                f"打开“{self.name}”的程序没有响应：可能有单元格正在编辑，或弹出了对话框，或工作簿已关闭；"
                "按 Esc 结束编辑、关掉对话框后再试一次"
            ) from error


def _ask(native: Any, question: str) -> bool:  # noqa: ANN401 - the program's own object
    if sys.platform == "darwin":
        return bool(getattr(native, _MAC_NAMES[question]).get())
    return bool(getattr(native, question))


def _from_program(value: object) -> CellValue:
    if value is None or isinstance(value, bool | Decimal):
        return value
    if isinstance(value, int | float):
        return Decimal(repr(value).removesuffix(".0"))
    if isinstance(value, str):
        return ErrorValue(value) if value in _ERRORS else value
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value if isinstance(value, date) else str(value)


def _for_program(value: Writable) -> object:
    if isinstance(value, Decimal):
        return float(value)  # a Decimal would arrive as currency, format and all
    if isinstance(value, str) and _would_be_read_as_something_else(value):
        return "'" + value
    return value


def _would_be_read_as_something_else(text: str) -> bool:
    """Say whether a program could take typed text for a number, a date (5月, 3-1), a truth value or a formula."""
    return (
        text.startswith(_STARTS_SPECIAL)
        or text.strip().upper() in {"TRUE", "FALSE"}
        or any(letter.isdigit() for letter in text)
    )
