"""What differs between two workbooks: parts, and inside changed sheets the cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlperf.ooxml.addresses import cell_address
from xlperf.ooxml.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike
    from typing import BinaryIO

    from xlperf.ooxml.sheet import Sheet
    from xlperf.ooxml.values import CellValue

    Source = str | PathLike[str] | bytes | BinaryIO | Workbook


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell holds: value, formula, index of its format."""

    value: CellValue = None
    formula: str | None = None
    style: int = 0


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that is not the same in both; None where a workbook has no such cell."""

    sheet: str
    cell: str
    before: Look | None
    after: Look | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was added, lost and changed (比较结果)."""

    added: tuple[str, ...]
    """Parts that only the second workbook has."""
    lost: tuple[str, ...]
    """Parts that only the first workbook has."""
    changed: tuple[str, ...]
    """Parts whose content differs, by as much as a byte."""
    cells: tuple[CellDifference, ...]
    """Cells that differ, on the sheets that both have."""

    @property
    def is_same(self) -> bool:
        """Whether every part is the same."""
        return not (self.added or self.lost or self.changed)


def compare(before: Source, after: Source) -> Comparison:
    """List what differs between two workbooks.

    Args:
        before: a path, content, binary file or open workbook.
        after: the same.

    Raises:
        UnreadableWorkbook: if one of them cannot be read.
    """
    first, second = _opened(before), _opened(after)
    ours, theirs = set(first.package.names), set(second.package.names)
    changed = tuple(name for name in first.package.names if name in theirs and _differs(first, second, name))
    tables = {"sharedStrings", "styles"}
    shared = {part for kind in tables if (part := first.package.related(first.part, kind)) in changed}
    cells = [
        difference
        for name in first.sheet_names
        if name in second and (first[name].part in changed or shared)
        for difference in _cells(first[name], second[name])
    ]
    return Comparison(tuple(sorted(theirs - ours)), tuple(sorted(ours - theirs)), changed, tuple(cells))


def _opened(source: Source) -> Workbook:
    if isinstance(source, Workbook):
        return Workbook.open(source.to_bytes())
    return Workbook.open(source)


def _differs(first: Workbook, second: Workbook, name: str) -> bool:
    ours, theirs = first.package.archive, second.package.archive
    one, other = ours.entries[name], theirs.entries[name]
    if (one.crc, one.size) != (other.crc, other.size):
        return True
    if one.compressed_size == other.compressed_size and ours.packed(name) == theirs.packed(name):
        return False
    return ours.read(name) != theirs.read(name)


def _cells(first: Sheet, second: Sheet) -> Iterator[CellDifference]:
    before, after = _looks(first), _looks(second)
    for place in sorted(before.keys() | after.keys()):
        ours, theirs = before.get(place), after.get(place)
        if ours != theirs and (ours or Look()) != (theirs or Look()):
            yield CellDifference(first.name, cell_address(*place), ours, theirs)


def _looks(sheet: Sheet) -> dict[tuple[int, int], Look]:
    value, prefix = sheet.book.reader.value, sheet.rows.prefix
    return {
        (row.number, cell.column): Look(value(cell, prefix), sheet.formula_at(row.number, cell.column), cell.style)
        for row in sheet.rows.all()
        for cell in row.cells
    }
