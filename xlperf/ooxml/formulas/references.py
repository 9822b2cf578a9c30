"""References as formulas write them: A1, $B$2:C5, D:D, 3:7."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384

CORNER: Final = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
COLUMNS: Final = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}"
ROWS: Final = r"\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6}"

_PART: Final = r"(\$?)([A-Za-z]{1,3})?(\$?)([1-9][0-9]{0,6})?"
_AREA: Final = re.compile(rf"{_PART}(?:(\s*:\s*){_PART})?")


class Corner(NamedTuple):
    """One corner of an area; a whole row has no column, a whole column no row (both count from 1)."""

    row: int | None
    column: int | None
    row_fixed: bool = False
    column_fixed: bool = False

    @property
    def text(self) -> str:
        """The corner in A1 notation, `$` where it is fixed."""
        letters = "" if self.column is None else "$" * self.column_fixed + column_letters(self.column)
        digits = "" if self.row is None else "$" * self.row_fixed + str(self.row)
        return letters + digits


class Area(NamedTuple):
    """A cell, a block, whole rows or whole columns, as written; ``last`` is None for a single cell."""

    first: Corner
    last: Corner | None = None

    @property
    def text(self) -> str:
        """The area in A1 notation."""
        return self.first.text if self.last is None else f"{self.first.text}:{self.last.text}"

    @property
    def corners(self) -> tuple[Corner, Corner]:
        """Both corners, the same one twice for a single cell."""
        return self.first, self.last or self.first

    @property
    def rows(self) -> tuple[int, int]:
        """First and last row; all rows for whole columns."""
        one, two = self.corners
        return _ordered(one.row or 1, two.row or LAST_ROW)

    @property
    def columns(self) -> tuple[int, int]:
        """First and last column; all columns for whole rows."""
        one, two = self.corners
        return _ordered(one.column or 1, two.column or LAST_COLUMN)


def _ordered(one: int, two: int) -> tuple[int, int]:
    return (one, two) if one <= two else (two, one)


@lru_cache(maxsize=4096)
def column_letters(column: int) -> str:
    """Write a column's number as letters: 28 becomes AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """Read a column's letters as its number, in either case: ab is 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=8192)
def parse_area(text: str) -> Area | None:
    """Read a reference without a sheet; None for what lies off the sheet (a name, then) or is none."""
    match = _AREA.fullmatch(text)
    if match is None:
        return None
    first = _corner(*match.group(1, 2, 3, 4))
    if match[5] is None:
        return Area(first) if first is not None and first.row and first.column else None
    last = _corner(*match.group(6, 7, 8, 9))
    if first is None or last is None:
        return None
    same_shape = (first.row is None) == (last.row is None) and (first.column is None) == (last.column is None)
    return Area(first, last) if same_shape else None


def _corner(first_mark: str, letters: str | None, second_mark: str, digits: str | None) -> Corner | None:
    row = None if digits is None else int(digits)
    column = None if letters is None else column_number(letters)
    if (row or 1) > LAST_ROW or (column or 1) > LAST_COLUMN:
        return None
    if column is None:  # in $3 the mark stands first, yet belongs to the row
        return None if row is None or second_mark else Corner(row, None, row_fixed=bool(first_mark))
    if row is None:
        return None if second_mark else Corner(None, column, column_fixed=bool(first_mark))
    return Corner(row, column, bool(second_mark), bool(first_mark))
