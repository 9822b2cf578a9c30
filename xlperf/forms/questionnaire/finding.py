"""Finding the sheets and columns of a questionnaire again, whatever was renamed, moved or added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.source.scoring_words import heading_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlperf.forms.questionnaire.layout import Field, SheetSpec
    from xlperf.source.grid import Grid

SEARCHED: Final = 15
"""Rows from the top in which the heading is looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet of the questionnaire in a file."""

    spec: SheetSpec
    grid: Grid
    heading: int
    """Row of the heading, counted from 0."""
    columns: Mapping[str, int]
    """Column of each key that is there."""

    def rows(self) -> range:
        """The rows under the heading."""
        return range(self.heading + 1, self.grid.height)

    def ids(self) -> set[str]:
        """The ids in the hidden column."""
        return {self.grid.text(row, self.columns["id"]).strip() for row in self.rows()}

    def heading_text(self, key: str) -> str:
        """Give the words over a column as they are now: 全年预算数（元）."""
        return self.grid.text(self.heading, self.columns[key])


def find_sheet(grids: Iterable[Grid], spec: SheetSpec) -> Found | None:
    """Find a sheet by its name, else by its headings."""
    found = [candidate for grid in grids if (candidate := _found(grid, spec))]
    named = [candidate for candidate in found if candidate.grid.sheet.strip() == spec.name]
    complete = [candidate for candidate in found if len(candidate.columns) >= len(spec.fields) - 1]
    return next(iter(named or complete), None)


def _found(grid: Grid, spec: SheetSpec) -> Found | None:
    best: tuple[int, dict[str, int]] | None = None
    for row in range(min(grid.height, SEARCHED)):
        columns = _columns(grid, row, spec)
        if len(columns) >= 2 and (best is None or len(columns) > len(best[1])):
            best = row, columns
    return Found(spec, grid, *best) if best else None


def _columns(grid: Grid, row: int, spec: SheetSpec) -> dict[str, int]:
    words = {heading_key(grid.text(row, column)): column for column in reversed(range(grid.width))}
    words.pop("", None)
    return {field.key: words[name] for field in spec.fields for name in _names(field) if name in words} | {
        field.key: words[heading_key(field.heading)] for field in spec.fields if heading_key(field.heading) in words
    }


def _names(field: Field) -> list[str]:
    return [heading_key(name) for name in reversed(field.aliases)]
