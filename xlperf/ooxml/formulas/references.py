"""References as formulas write them: A1, $B$2:C5, D:D, 3:7."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384

CORNER: Final = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
COLUMNS: Final = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}"
ROWS: Final = r"\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6}"

_PART = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([1-9][0-9]{0,6})?")
_SHAPE = re.compile(rf"{CORNER}(?:\s*:\s*{CORNER})?|{COLUMNS}|{ROWS}")


@dataclass(frozen=True, slots=True)
class Corner:
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


@dataclass(frozen=True, slots=True)
class Area:
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


def column_number(letters: str) -> int:
    """Read a column's letters as its number, in either case: ab is 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_area(text: str) -> Area | None:
    """Read a reference without a sheet; None for what lies off the sheet (a name, then) or is none."""
    if not _SHAPE.fullmatch(text):
        return None
    corners = [_corner(part.strip()) for part in text.split(":")]
    if any((c.row or 1) > LAST_ROW or (c.column or 1) > LAST_COLUMN for c in corners):
        return None
    return Area(*corners)


def _corner(text: str) -> Corner:
    match = _PART.fullmatch(text)
    if match is None:  # the shape was checked before
        raise ValueError(text)
    first_mark, letters, second_mark, digits = match.groups()
    if letters is None:  # in $3 the mark stands first, yet belongs to the row
        return Corner(int(digits), None, row_fixed=bool(first_mark))
    column = column_number(letters)
    if digits is None:
        return Corner(None, column, column_fixed=bool(first_mark))
    return Corner(int(digits), column, bool(second_mark), bool(first_mark))
