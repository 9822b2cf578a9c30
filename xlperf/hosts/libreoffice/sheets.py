"""Worksheets in LibreOffice, in the shape that xlwings calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings import base_classes

from xlperf.hosts.libreoffice.com_names import SheetApi
from xlperf.hosts.libreoffice.ranges import LAST_COLUMN, LAST_ROW, Range, Rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.hosts.libreoffice.books import Book
    from xlperf.hosts.libreoffice.bridge import UnoObject


class Sheets(base_classes.Sheets):
    """The worksheets of a workbook."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def api(self) -> UnoObject:
        """LibreOffice's own collection."""
        return self._book.uno.Sheets

    @property
    def active(self) -> Sheet:
        """The first sheet: documents without a window have no active one."""
        return Sheet(self._book, self.api.getByIndex(0))

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self._book, self.api.getByIndex(index)) for index in range(len(self)))

    def __call__(self, key: int | str) -> Sheet:
        """Find a sheet by number from 1 or by name, in any case. Raises KeyError."""
        if isinstance(key, int):
            return Sheet(self._book, self.api.getByIndex(key - 1))
        for name in self.api.ElementNames:
            if name.casefold() == key.casefold():
                return Sheet(self._book, self.api.getByName(name))
        raise KeyError(key)

    def __contains__(self, key: str) -> bool:
        return key.casefold() in {name.casefold() for name in self.api.ElementNames}

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Add a sheet before or after another, else in front."""
        position = before.index - 1 if before else after.index if after else 0
        number = 1
        while name is None:
            name = None if f"Sheet{number}" in self else f"Sheet{number}"
            number += 1
        self.api.insertNewByName(name, position)
        return self(name)


class Sheet(base_classes.Sheet):
    """A worksheet as xlwings knows it."""

    def __init__(self, book: Book, uno_sheet: UnoObject) -> None:
        self._book = book
        self.uno = uno_sheet

    @property
    def api(self) -> SheetApi:
        """What is asked of the program's own object, under Excel's names."""
        return SheetApi(self.uno)

    @property
    def book(self) -> Book:
        """The workbook."""
        return self._book

    @property
    def document(self) -> UnoObject:
        """LibreOffice's own object for the workbook."""
        return self._book.uno

    @property
    def name(self) -> str:
        """The name on the tab."""
        return str(self.uno.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.uno.Name = value

    @property
    def index(self) -> int:
        """The place among the sheets, from 1."""
        return int(self.uno.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether the tab is shown."""
        return bool(self.uno.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.uno.IsVisible = value

    @property
    def cells(self) -> Range:
        """All cells."""
        return Range(self, Rectangle(1, 1, LAST_ROW, LAST_COLUMN))

    @property
    def used_range(self) -> Range:
        """The block from the first to the last cell in use."""
        cursor = self.uno.createCursor()
        cursor.gotoStartOfUsedArea(False)  # noqa: FBT003 - UNO takes no names
        cursor.gotoEndOfUsedArea(True)  # noqa: FBT003
        return Range(self, Rectangle.of(cursor.RangeAddress))

    def range(self, arg1: object, arg2: object = None) -> Range:
        """Find cells by address, name, (row, column) or the 4-tuple that xlwings makes of a slice."""
        first = self._rectangle(arg1)
        return Range(self, first if arg2 is None else first.united(self._rectangle(arg2)))

    def _rectangle(self, spot: object) -> Rectangle:
        if isinstance(spot, Range):
            return spot.rectangle
        if isinstance(spot, tuple):
            row, column, *size = spot
            rows, columns = size or (1, 1)
            if row < 1 or column < 1:
                raise IndexError("rows and columns are counted from 1")
            return Rectangle(row, column, row + rows - 1, column + columns - 1)
        text = str(spot).rpartition("!")[2]
        for names in (self.uno.NamedRanges, self.document.NamedRanges):
            if names.hasByName(text):
                return Rectangle.of(names.getByName(text).getReferredCells().RangeAddress)
        return Rectangle.parse(text)

    def activate(self) -> None:
        """Do nothing: documents without a window have no active sheet."""

    select = activate

    def clear_contents(self) -> None:
        """Empty all cells."""
        self.used_range.clear_contents()

    def clear(self) -> None:
        """Empty all cells and forget their looks."""
        self.used_range.clear()

    def delete(self) -> None:
        """Remove the sheet."""
        self.document.Sheets.removeByName(self.name)
