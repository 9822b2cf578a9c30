"""Cell values between xlwings and LibreOffice: dates, booleans, errors, and text that must stay text."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from xlperf.hosts.libreoffice.bridge import UnoObject, load_uno

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - no zone in cells
_DAY_MS: Final = 86_400_000
_DATE: Final = 2
_TIME: Final = 4
_TEXT: Final = 256
_LOGICAL: Final = 1024
_ERROR_RESULT: Final = 4
"""Values of com.sun.star.util.NumberFormat and com.sun.star.sheet.FormulaResult."""

_ERRORS: Final = {
    502: "#NUM!",
    503: "#NUM!",
    504: "#REF!",
    519: "#VALUE!",
    521: "#NULL!",
    522: "#REF!",
    523: "#NUM!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
"""LibreOffice's error numbers as Excel shows them."""

_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?(?P<percent>%)?")


class CellError(str):
    """What an error cell shows; a type of its own, so that text that looks like an error stays text."""

    __slots__ = ()


def read_values(cells: UnoObject, formats: UnoObject) -> list[list[object]]:
    """Return the values of a cell range with dates, booleans and errors recognised."""
    values = [list(row) for row in cells.getDataArray()]
    top, left = cells.RangeAddress.StartRow, cells.RangeAddress.StartColumn
    groups = cells.getUniqueCellFormatRanges()  # a few groups, instead of a call for each cell
    for index in range(groups.Count):
        ranges = groups.getByIndex(index)
        kind = formats.getByKey(ranges.getByIndex(0).NumberFormat).Type
        if not kind & (_DATE | _TIME | _LOGICAL):
            continue
        for row, column in _cells_of(ranges.RangeAddresses):
            number = values[row - top][column - left]
            if isinstance(number, float):
                values[row - top][column - left] = bool(number) if kind & _LOGICAL else _moment(number)
    for row, column in _cells_of(cells.queryFormulaCells(_ERROR_RESULT).RangeAddresses):
        code = cells.getCellByPosition(column - left, row - top).getError()
        values[row - top][column - left] = CellError(_ERRORS.get(code, "#VALUE!"))
    return values


def write_values(cells: UnoObject, document: UnoObject, rows: Sequence[Sequence[object]]) -> list[tuple[int, int, str]]:
    """Write plain values as Excel takes them; return row, column and text of the formulas, which are left to do."""
    plain: list[tuple[object, ...]] = []
    special: list[tuple[int, int, object]] = []
    for i, row in enumerate(rows):
        taken: list[object] = []
        for j, value in enumerate(row):
            if isinstance(value, bool | dt.date | dt.time) or (isinstance(value, str) and value.startswith("=")):
                special.append((i, j, value))
                taken.append("")
            else:
                taken.append(_as_typed(value, cells, document, i, j))
        plain.append(tuple(taken))
    cells.setDataArray(tuple(plain))
    formulas = []
    for i, j, value in special:
        if isinstance(value, str):
            formulas.append((i, j, value))
        else:
            _write_special(cells.getCellByPosition(j, i), document, value)
    return formulas


def format_key(document: UnoObject, code: str) -> int:
    """Return LibreOffice's number of a number format given in Excel's notation."""
    default = load_uno().createUnoStruct("com.sun.star.lang.Locale")  # another would be saved with the format
    key = document.NumberFormats.queryKey(code, default, False)  # noqa: FBT003 - UNO takes no names
    return int(key if key != -1 else document.NumberFormats.addNew(code, default))


def _cells_of(areas: Sequence[UnoObject]) -> list[tuple[int, int]]:
    return [
        (row, column)
        for area in areas
        for row in range(area.StartRow, area.EndRow + 1)
        for column in range(area.StartColumn, area.EndColumn + 1)
    ]


def _moment(serial: float) -> dt.datetime:
    return _EPOCH + dt.timedelta(milliseconds=round(serial * _DAY_MS))


def _as_typed(value: object, cells: UnoObject, document: UnoObject, row: int, column: int) -> object:
    """Take text as Excel does: an apostrophe keeps it text, figures become numbers except in text cells."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return float(value)  # type: ignore[arg-type]  # xlwings hands over int, float or Decimal
    if value.startswith("'"):
        return value[1:]
    number = _NUMBER.fullmatch(value)
    if number is None or _kind(cells.getCellByPosition(column, row), document) & _TEXT:
        return value
    return float(value.rstrip("%")) / (100 if number["percent"] else 1)


def _write_special(cell: UnoObject, document: UnoObject, value: object) -> None:
    if isinstance(value, bool):
        cell.Value = float(value)
        cell.NumberFormat = format_key(document, "BOOLEAN")
        return
    if isinstance(value, dt.time):
        moment, code = dt.datetime.combine(_EPOCH, value), "h:mm:ss"
    elif isinstance(value, dt.datetime):
        moment, code = value.replace(tzinfo=None), "yyyy/m/d" if value.time() == dt.time() else "yyyy/m/d h:mm"
    elif isinstance(value, dt.date):
        moment, code = dt.datetime.combine(value, dt.time()), "yyyy/m/d"
    else:
        raise TypeError(f"no cell value: {value!r}")
    cell.Value = (moment - _EPOCH) / dt.timedelta(days=1)
    if not _kind(cell, document) & (_DATE | _TIME):
        cell.NumberFormat = format_key(document, code)


def _kind(cell: UnoObject, document: UnoObject) -> int:
    return int(document.NumberFormats.getByKey(cell.NumberFormat).Type)
