"""The questionnaire opened for reading: its sheets, cells as typed, and what each cell shows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from xlperf.findings import Place
from xlperf.forms.questionnaire.finding import Found, find_sheet
from xlperf.forms.questionnaire.values import Typed
from xlperf.source.files import SourceFile, read_file
from xlperf.source.grid import ErrorValue, Grid, a1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from xlperf.forms.questionnaire.layout import SheetSpec
    from xlperf.ooxml import Workbook


@dataclass(frozen=True, slots=True)
class AnsweredSheet:
    """A sheet of the questionnaire; one that is missing has no rows."""

    found: Found
    file: str
    shows_percent: Callable[[str, int, int], bool]
    """Whether a cell (sheet, row, column) is formatted as a percentage."""

    @property
    def name(self) -> str:
        """The sheet's name as it is now."""
        return self.found.grid.sheet

    def rows(self) -> Iterator[int]:
        """Go through the rows in which a person typed something."""
        typed = [self.found.columns[f.key] for f in self.found.spec.typed if f.key in self.found.columns]
        grid = self.found.grid
        for row in self.found.rows():
            if any(grid.value(row, column) not in {None, ""} for column in typed):
                yield row

    def cell(self, row: int, key: str, subject: str = "") -> Typed:
        """Give a cell as typed; a column that is not there is blank."""
        column = self.found.columns.get(key)
        if column is None:
            return Typed(None, is_percent=False, place=Place(file=self.file, sheet=self.name), subject=subject)
        value = self.found.grid.spread(row, column)
        percent = isinstance(value, Decimal) and self.shows_percent(self.name, row, column)
        place = Place(file=self.file, sheet=self.name, cell=a1(row, column))
        return Typed(value, is_percent=percent, place=place, subject=subject)

    def text(self, row: int, key: str) -> str:
        """Give a cell as text; empty for an error value."""
        typed = self.cell(row, key)
        return "" if isinstance(typed.value, ErrorValue) else typed.text


@dataclass(frozen=True, slots=True)
class OpenedQuestionnaire:
    """A questionnaire file of any workbook format."""

    file: str
    grids: tuple[Grid, ...]
    sha256: str
    shows_percent: Callable[[str, int, int], bool]

    def sheet(self, spec: SheetSpec) -> AnsweredSheet | None:
        """Find one of its sheets; None where it is missing."""
        found = find_sheet(self.grids, spec)
        return AnsweredSheet(found, self.file, self.shows_percent) if found else None

    def blank(self, spec: SheetSpec) -> AnsweredSheet:
        """Give a sheet without rows, in place of one that is missing."""
        return AnsweredSheet(Found(spec, Grid(self.file, "", spec.name, ()), 0, {}), self.file, self.shows_percent)


def open_questionnaire(path: Path) -> OpenedQuestionnaire | str:
    """Open a questionnaire of any workbook format; a Chinese sentence where it cannot be read."""
    read = read_file(SourceFile(path.name, path))
    if not read.grids:
        return read.findings[0].message
    return OpenedQuestionnaire(path.name, read.grids, read.grids[0].sha256, _Formats(path).shows_percent)


@dataclass
class _Formats:
    """The number formats of a file, opened when the first is asked for; only those of .xlsx are known."""

    path: Path

    @cached_property
    def _book(self) -> Workbook | None:
        from xlperf.ooxml import UnreadableWorkbook, Workbook

        try:
            return Workbook.open(self.path)
        except UnreadableWorkbook:
            return None

    def shows_percent(self, sheet: str, row: int, column: int) -> bool:
        return self._book is not None and "%" in self._book[sheet].style_at(row + 1, column + 1).number_format
