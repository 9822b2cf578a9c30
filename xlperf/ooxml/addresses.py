"""Cells and ranges as people write them: B7, A1:C9."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from xlperf.ooxml.formulas.references import LAST_COLUMN, LAST_ROW, column_letters, column_number

_ADDRESS: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_RANGE: Final = re.compile(r"\$?([A-Za-z]{0,3})\$?([0-9]{0,7})(?::\$?([A-Za-z]{0,3})\$?([0-9]{0,7}))?")


def cell_position(address: str) -> tuple[int, int]:
    """Read ``B7`` as row 7, column 2.

    Raises:
        ValueError: if that is no cell of a sheet.
    """
    match = _ADDRESS.fullmatch(address)
    if match is not None:
        row, column = int(match[2]), column_number(match[1])
        if row <= LAST_ROW and column <= LAST_COLUMN:
            return row, column
    raise ValueError(f"“{address}”不是单元格地址，请写成 B7 这样")


def cell_address(row: int, column: int) -> str:
    """Write row 7, column 2 as ``B7``."""
    return f"{column_letters(column)}{row}"


class Range(NamedTuple):
    """A block of cells; rows and columns count from 1 and both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        start = cell_address(self.top, self.left)
        end = cell_address(self.bottom, self.right)
        return start if start == end else f"{start}:{end}"

    def covers(self, row: int, column: int) -> bool:
        """Tell whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    @property
    def anchor(self) -> str:
        """The address of its top-left cell."""
        return cell_address(self.top, self.left)


def read_range(text: str) -> Range | None:
    """Read ``B7``, ``A1:C9``, ``A:C`` or ``1:9``; None if it is none of them."""
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    first_letters, first_digits, last_letters, last_digits = match.groups()
    if last_letters is None and last_digits is None:
        if not (first_letters and first_digits):
            return None
        last_letters, last_digits = first_letters, first_digits
    if bool(first_letters) != bool(last_letters) or bool(first_digits) != bool(last_digits):
        return None
    rows = sorted((int(first_digits or 1), int(last_digits or LAST_ROW)))
    columns = sorted((column_number(first_letters) or 1, column_number(last_letters) or LAST_COLUMN))
    if not (first_letters or first_digits) or rows[0] < 1 or rows[1] > LAST_ROW or columns[1] > LAST_COLUMN:
        return None
    return Range(rows[0], columns[0], rows[1], columns[1])


def read_ranges(sqref: str) -> list[Range]:
    """Read a list of ranges (``sqref``), leaving out what is none."""
    return [found for found in map(read_range, sqref.split()) if found is not None]
