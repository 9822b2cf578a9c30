"""A figure found in a table (定位): its row by label, its column by headings, what stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlperf.facts import State
from xlperf.findings import Place
from xlperf.source.cells import anchor_a1, read_cell
from xlperf.source.grid import a1
from xlperf.source.labels import folded_label, most_similar, read_label, year_of_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xlperf.scheme.model import Location
    from xlperf.source.cells import Reading
    from xlperf.source.layout import Block, Column, Row
    from xlperf.source.tables import LocatedTable

SUMS: Final = frozenset({"小计", "合计", "总计", "金额", "合计数"})
"""Lowest headings that stand for the whole of what is above them."""
ONLY_COLUMN: Final = frozenset(
    {"金额", "决算数", "统计数", "决算金额", "本年决算数", "支出决算数", "决算", "数额", "实际数"}
)
"""Headings of the one column of published tables, each of which means 决算数."""

_PLANNED = re.compile(r"预算数|年初|年末|全年|调整|上年|指标数|计划")


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a table with its row and column."""

    table: LocatedTable
    block: Block
    row: Row
    column: Column
    reading: Reading
    rivals: tuple[Spot, ...] = ()
    """Other cells that fit as well and say something else."""

    @property
    def cell(self) -> str:
        """Its address."""
        return anchor_a1(self.block.grid, self.row.index, self.column.index)

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.block.grid.file, self.block.grid.sheet, self.cell)


@dataclass(frozen=True, slots=True)
class Missed:
    """Why a figure was not found in a table."""

    state: State
    """NO_ROW or NO_COLUMN."""
    similar: str = ""
    """A label or heading of the table that comes near."""
    place: Place = field(default_factory=Place)
    row: str = ""
    """The row, where only the column is missing."""


def find_spot(table: LocatedTable, location: Location) -> Spot | Missed:
    """Find the cell that a location describes; several that fit are compared, and the first with a figure is taken."""
    rows = find_rows(table, location.row, location.within)
    if not rows:
        return _missed_row(table, location)
    spots = [spot for block, row in rows if (spot := _in_row(table, block, row, location.column)) is not None]
    if not spots:
        return _missed_column(table, rows, location)
    return _settled(spots)


def find_rows(table: LocatedTable, labels: Sequence[str], within: Sequence[str] = ()) -> list[tuple[Block, Row]]:
    """Find the rows of a label, whole before shortened, first alias before later ones.

    ``within`` names what stands above the row: a row it belongs to, a heading over its block, or else an earlier row.
    """
    unlabelled = [block for block in table.blocks if block.label_column is None]
    if unlabelled:
        return [(block, block.rows[0]) for block in unlabelled if len(block.rows) == 1]
    wanted = [read_label(label).key for label in labels]
    within_keys = [read_label(label).key for label in within]
    for depth in range(3):
        for key in wanted:
            found = [
                (block, row)
                for block in table.blocks
                for row in block.rows
                if len(row.label.forms) > depth and row.label.forms[depth] == key
            ]
            if chosen := _narrowed(found, within_keys):
                return chosen
    return []


def _narrowed(found: list[tuple[Block, Row]], within: Sequence[str]) -> list[tuple[Block, Row]]:
    """Keep the rows that stand within what was asked; without such a wish those that stand highest."""
    if not within:
        highest = [(block, row) for block, row in found if row.parent is None or _under_total(block, row)]
        return highest or found
    for test in (_stands_under, _comes_after, _stands_under_similar):
        if kept := [(block, row) for block, row in found if all(test(block, row, key) for key in within)]:
            return kept
    return []


def _under_total(block: Block, row: Row) -> bool:
    """Say whether a row stands only under totals (合计 above its parts), which does not lower it."""
    return all(above.label.key.endswith(("合计", "总计")) for above in block.ancestors(row))


def _stands_under(block: Block, row: Row, key: str) -> bool:
    above = {form for ancestor in block.ancestors(row) for form in ancestor.label.forms}
    above |= {form for text in (*row.above, *block.path) for form in read_label(text).forms}
    return key in above or any(key in folded_label(text) for text in block.path)


def _comes_after(block: Block, row: Row, key: str) -> bool:
    return any(earlier.index < row.index and key in earlier.label.forms for earlier in block.rows)


def _stands_under_similar(block: Block, row: Row, key: str) -> bool:
    """Say whether a row stands under one whose name comes near: 公务用车购置及运行费 for 公务用车购置及运行维护费."""
    return bool(most_similar((key,), (ancestor.raw for ancestor in block.ancestors(row))))


def find_column(block: Block, alternatives: Iterable[Sequence[str]]) -> Column | None:
    """Find the column under one of some heading paths, the first alternative before later ones."""
    paths = [tuple(folded_label(part) for part in path) for path in alternatives]
    for path in paths:
        fitting = [column for column in block.columns if _fits(column, path)]
        if fitting:
            return min(fitting, key=lambda column: (*_rest_of(column, path), column.index))
    return _only_column(block) if {path[-1] for path in paths if path} & ONLY_COLUMN else None


def _only_column(block: Block) -> Column | None:
    """Find the one column of 决算数 of a table that has no budget columns: 金额, or 合计 over the budgets."""
    actual = [column for column in block.columns if not any(_PLANNED.search(part) for part in column.path)]
    sums = [column for column in actual if column.forms and (ONLY_COLUMN | SUMS) & set(column.forms[-1])]
    return sums[0] if len(sums) == 1 else None


def _fits(column: Column, path: Sequence[str]) -> bool:
    """Say whether the headings of a column contain those of a path, in order."""
    levels = iter(column.forms)
    return bool(path) and all(any(part in forms for forms in levels) for part in path)


def _rest_of(column: Column, path: Sequence[str]) -> tuple[int, int, int]:
    """Rank a column that fits: it ends with the path, or goes on into a sum; word for word; of the latest year."""
    ends = 0 if path[-1] in column.forms[-1] else 1 if SUMS & set(column.forms[-1]) else 2
    exact = any(forms[0] == path[-1] for forms in column.forms)
    return ends, 0 if exact else 1, -max(map(year_of_heading, column.path))


def _in_row(table: LocatedTable, block: Block, row: Row, alternatives: Sequence[Sequence[str]]) -> Spot | None:
    column = find_column(block, alternatives)
    return None if column is None else spot_at(table, block, row, column)


def spot_at(table: LocatedTable, block: Block, row: Row, column: Column) -> Spot:
    """Read the cell of a row and column."""
    return Spot(table, block, row, column, read_cell(block.grid, row.index, column.index))


def _settled(spots: Sequence[Spot]) -> Spot:
    """Take the first cell with a figure; those that say something else go along as rivals."""
    first = next((s for s in spots if s.reading.state is State.VALUE), spots[0])
    rivals = tuple(s for s in spots if s.reading.value not in {None, first.reading.value})
    return Spot(first.table, first.block, first.row, first.column, first.reading, rivals) if rivals else first


def _missed_row(table: LocatedTable, location: Location) -> Missed:
    rows = [(block, row) for block in table.blocks for row in block.rows]
    similar = most_similar(location.row, (row.raw for _, row in rows))
    for block, row in rows:
        if similar and row.raw == similar and block.label_column is not None:
            place = Place(block.grid.file, block.grid.sheet, a1(row.index, block.label_column))
            return Missed(State.NO_ROW, _without_numbering(similar), place)
    return Missed(State.NO_ROW)


def _without_numbering(label: str) -> str:
    return label.strip().lstrip("　 ")


def _missed_column(table: LocatedTable, rows: Sequence[tuple[Block, Row]], location: Location) -> Missed:
    block, row = rows[0]
    headings = [column.path[-1] for column in block.columns if column.path]
    similar = most_similar((path[-1] for path in location.column if path), headings)
    column = next((c for c in block.columns if c.path and c.path[-1] == similar), None) if similar else None
    index = column.index if column else block.label_column or 0
    line = table.layout.heading_bottom if column else row.index
    return Missed(State.NO_COLUMN, similar, Place(block.grid.file, block.grid.sheet, a1(line, index)), row.raw)


def amounts_of(table: LocatedTable, keep: Callable[[Block], bool] = lambda _: True) -> Iterator[Spot]:
    """Go through all cells of a table that stand in a labelled row and a column of amounts."""
    for block in table.blocks:
        if keep(block):
            for row in block.rows:
                for column in block.columns:
                    yield spot_at(table, block, row, column)
