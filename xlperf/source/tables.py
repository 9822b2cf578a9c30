"""Official tables found among the sheets (找表): by title, by the sheet's name, by form number, last by row labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlperf.findings import Place
from xlperf.source.cells import read_cell
from xlperf.source.grid import a1
from xlperf.source.labels import folded_label, read_label
from xlperf.source.layout import heading_start, read_layout
from xlperf.source.statements import Statements, read_statements
from xlperf.source.titles import form_codes, match_codes, match_sheet_name, match_title, sheet_codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlperf.scheme.model import TableSpec
    from xlperf.source.grid import Grid
    from xlperf.source.layout import Block, Layout
    from xlperf.source.titles import TitleMatch

ROWS_OF_TITLE: Final = 15
MOST_BESIDE_A_TITLE: Final = 4
"""Texts that may stand in the row of a title: itself, form number, unit, date."""
LABELS_NEEDED: Final = 0.6
"""Share of a table's known labels that a sheet without title must have."""
CONFIRMING_LABELS: Final = 0.3


@dataclass(frozen=True, slots=True)
class LocatedTable:
    """An official table found in a sheet."""

    spec: TableSpec
    grid: Grid
    layout: Layout
    title: str
    """As the sheet writes it."""
    statements: Statements
    top: int = 0
    """First row of the sheet that belongs to it."""
    trust: int = 3
    """How it was recognised: 3 title, 2 name of the sheet, 1 form number or file name, 0 row labels."""
    unit: str = ""
    """Money unit that its figures are in."""
    unit_reason: str = ""
    """Why this unit, where the table states none."""
    going_on: bool = False
    """Whether its title says that it goes on from an earlier sheet (续)."""
    continued: tuple[LocatedTable, ...] = field(default=())
    """The sheets on which it goes on."""

    @property
    def name(self) -> str:
        """What the officer calls it: 财决01-1表, else its title."""
        return self.spec.id

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Its blocks, those of the sheets on which it goes on too."""
        return self.layout.blocks + tuple(block for part in self.continued for block in part.layout.blocks)

    @property
    def place(self) -> Place:
        """The sheet that it stands in."""
        return Place(file=self.grid.file, sheet=self.grid.sheet, cell=a1(self.top, 0))

    def at(self, cell: str, sheet: str = "") -> Place:
        """Name a cell of it."""
        return Place(file=self.grid.file, sheet=sheet or self.grid.sheet, cell=cell)


@dataclass(frozen=True, slots=True)
class Titled:
    """A cell that names an official table."""

    row: int
    column: int
    text: str
    match: TitleMatch


def tables_in(grid: Grid, specs: Mapping[str, TableSpec], *, alone: bool) -> Iterator[LocatedTable]:
    """Find the official tables of a sheet; there may be several, one below the other.

    Args:
        grid: The sheet.
        specs: The tables that the scheme knows.
        alone: Whether it is the only sheet of its file, so that the file's name may name the table.
    """
    titled = list(titles_in(grid, specs))
    if starts := [found for place, found in enumerate(titled) if _begins_table(grid, titled, place)]:
        yield from _stacked(grid, specs, starts)
        return
    layout = read_layout(grid, 0, grid.height)
    if layout is None:
        return
    if match := match_sheet_name(grid.sheet, specs):
        yield _table(grid, specs[match.table], layout, grid.sheet, trust=2, going_on=match.continued)
    elif named := _by_code(grid, specs, layout):
        yield _table(grid, specs[named], layout, grid.sheet, trust=1)
    elif alone and (match := match_title(grid.file.rsplit("/", 1)[-1].rsplit(".", 1)[0], specs)):
        yield _table(grid, specs[match.table], layout, grid.file, trust=1)
    elif likely := by_labels(layout, specs):
        yield _table(grid, specs[likely], layout, grid.sheet, trust=0)


def titles_in(grid: Grid, specs: Mapping[str, TableSpec]) -> Iterator[Titled]:
    """Go through the cells that name an official table, one for each row."""
    endings = {title[-1] for spec in specs.values() for title in spec.titles if title}
    for row, values in enumerate(grid.rows):
        texts = [(column, value) for column, value in enumerate(values) if isinstance(value, str) and value.strip()]
        likely = [(column, text) for column, text in texts if any(ending in text for ending in endings)]
        if not likely or len({folded_label(text) for _, text in texts}) > MOST_BESIDE_A_TITLE:
            continue
        for column, text in likely:
            if match := match_title(text, specs):
                yield Titled(row, column, text.strip(), match)
                break


def _begins_table(grid: Grid, titled: Sequence[Titled], place: int) -> bool:
    """Say whether a heading follows a title before the next title does."""
    row = titled[place].row
    following = titled[place + 1].row if place + 1 < len(titled) else grid.height
    return heading_start(grid, row, min(following, row + 2 * ROWS_OF_TITLE)) is not None


def _stacked(grid: Grid, specs: Mapping[str, TableSpec], starts: Sequence[Titled]) -> Iterator[LocatedTable]:
    """Read tables that stand one below the other, each from its title to the next one's."""
    for place, found in enumerate(starts):
        top = 0 if place == 0 else found.row
        bottom = starts[place + 1].row if place + 1 < len(starts) else grid.height
        if layout := read_layout(grid, found.row, bottom):
            spec = specs[_told_apart(grid, specs, found, top)]
            yield _table(grid, spec, layout, found.text, top=top, going_on=found.match.continued)


def _told_apart(grid: Grid, specs: Mapping[str, TableSpec], found: Titled, top: int) -> str:
    """Choose among tables of one title by the form number beside the title or in the sheet's name."""
    if not found.match.namesakes:
        return found.match.table
    said = sheet_codes(grid.sheet) | {
        code
        for row in grid.rows[top : found.row + 4]
        for value in row
        if isinstance(value, str) and "表" in value
        for code in form_codes(value)
    }
    same = {table: specs[table] for table in (found.match.table, *found.match.namesakes)}
    return match_codes(said, same) or found.match.table


def _table(  # noqa: PLR0913 - the fields of a table, by name
    grid: Grid, spec: TableSpec, layout: Layout, title: str, *, top: int = 0, trust: int = 3, going_on: bool = False
) -> LocatedTable:
    statements = read_statements(grid, top, layout.heading_top, layout.heading_bottom)
    unit = statements.units[0].text if statements.units else ""
    return LocatedTable(spec, grid, layout, title, statements, top, trust, unit, going_on=going_on)


def _by_code(grid: Grid, specs: Mapping[str, TableSpec], layout: Layout) -> str | None:
    """Recognise a table by its form number, when some of its labels confirm it: numbers change over the years."""
    said = frozenset(
        code
        for row in grid.rows[:ROWS_OF_TITLE]
        for value in row
        if isinstance(value, str) and "表" in value and len(value) < ROWS_OF_TITLE
        for code in form_codes(value)
    )
    found = match_codes(said or sheet_codes(grid.sheet), specs)
    if found is None:
        return None
    labels = specs[found].labels
    return found if not labels or _share(layout, labels) >= CONFIRMING_LABELS else None


def by_labels(layout: Layout, specs: Mapping[str, TableSpec]) -> str | None:
    """Recognise a table without title by its row labels; None when none or several fit."""
    shares = {
        spec.id: (share, len(spec.labels))
        for spec in specs.values()
        if len(spec.labels) >= 2 and (share := _share(layout, spec.labels)) >= LABELS_NEEDED
    }
    if not shares:
        return None
    best = max(shares.values())
    fitting = [table for table, share in shares.items() if share == best]
    return fitting[0] if len(fitting) == 1 else None


def _share(layout: Layout, labels: Sequence[str]) -> float:
    """Say which part of some labels a layout has, among its rows or headings."""
    have = {form for block in layout.blocks for row in block.rows for form in row.label.forms}
    have |= {form for block in layout.blocks for column in block.columns for forms in column.forms for form in forms}
    return sum(read_label(label).key in have for label in labels) / len(labels)


def largest_amount(table: LocatedTable) -> int:
    """Give the largest whole amount that a table shows, as a help to guess its money unit."""
    values = (
        reading.value
        for block in table.layout.blocks
        for row in block.rows
        for column in block.columns
        if (reading := read_cell(block.grid, row.index, column.index)).value is not None
    )
    return max((abs(int(value)) for value in values if value is not None), default=0)
