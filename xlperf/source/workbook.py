"""One workbook of any format as grids (工作簿)."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.source.grid import ErrorValue, Grid, Span
from xlperf.source.kinds import FileKind
from xlperf.source.second_look import error_cells, farthest_cells, ods_merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlperf.source.grid import CellValue

MOST_CELLS: Final = 8_000_000
"""A sheet that spans more cells than this holds a stray cell far away, or is no table of a department."""

_SHOWN_DIGITS: Final = 15
"""Digits that a spreadsheet keeps of a number."""
_ERROR_TEXT = re.compile(r"#(?:REF|DIV/0|VALUE|N/A|NAME|NUM|NULL|SPILL|CALC)[!?]?|Err:\d{3}")


class TooLarge(Exception):
    """A sheet spans more cells than a table of a department can have."""


def read_grids(data: bytes, kind: FileKind, file: str, sha256: str) -> Iterator[Grid]:
    """Read every worksheet, hidden ones too. Raises python_calamine.CalamineError and TooLarge."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if farthest_cells(data, kind) > MOST_CELLS:
        raise TooLarge
    errors = error_cells(data, kind)
    merged = ods_merged(data) if kind is FileKind.ODS else {}
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        spans = (Span(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
        yield Grid(
            file=file,
            sha256=sha256,
            sheet=about.name,
            rows=_rows(sheet.to_python(skip_empty_area=False), errors.get(about.name, {})),
            merged=merged.get(about.name) or tuple(spans),
            hidden=about.visible != SheetVisibleEnum.Visible,
        )


def _rows(
    rows: Sequence[Sequence[object]], errors: Mapping[tuple[int, int], ErrorValue]
) -> tuple[tuple[CellValue, ...], ...]:
    """Turn read values into cell values, without the blank ends of rows and sheet; put the errors back."""
    values = [[cell_value(value) for value in row] for row in rows]
    for (row, column), error in errors.items():
        while len(values) <= row:
            values.append([])
        values[row].extend([None] * (column + 1 - len(values[row])))
        values[row][column] = error
    for cells in values:
        while cells and cells[-1] is None:
            cells.pop()
    while values and not values[-1]:
        values.pop()
    return tuple(map(tuple, values))


def cell_value(value: object) -> CellValue:
    """Turn what the reader gives into a cell value: numbers become Decimal here, at the file's edge."""
    if isinstance(value, str):
        if not value:
            return None
        return ErrorValue(value) if value[0] in "#E" and _ERROR_TEXT.fullmatch(value) else value
    if isinstance(value, bool):
        return value
    if isinstance(value, float | int):
        return exact(value)
    if isinstance(value, datetime | date | time):
        return value
    return str(value) if isinstance(value, timedelta) else None


def exact(number: float) -> Decimal:
    """Give a number as the spreadsheet shows it: 15 digits, so that 0.1 + 0.2 is 0.3, and 5.0 is 5."""
    if abs(number) < 10**_SHOWN_DIGITS and number == int(number):
        return Decimal(int(number))
    value = Decimal(repr(number))
    if len(value.as_tuple().digits) > _SHOWN_DIGITS:
        return Decimal(f"{number:.{_SHOWN_DIGITS}g}")
    return value
