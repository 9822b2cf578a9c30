"""Planned writes into a workbook through any door, with the same refusals whichever door it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlperf.findings import Finding, Place
from xlperf.hosts import catalogue
from xlperf.hosts.host import CellValue, Host, HostError, address, row_and_column, same_value, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class PlannedWrite:
    """A value for one cell, and what we left there last time (blank when we never wrote it)."""

    sheet: str
    cell: str
    new: CellValue
    expected: CellValue = None
    subject: str = ""
    """The indicator or label that it belongs to, for the messages."""

    @property
    def address(self) -> str:
        """The cell in plain capitals: B7."""
        return address(*row_and_column(self.cell))


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell that was written: what stood there and what stands there now."""

    file: str
    sheet: str
    cell: str
    old: CellValue
    new: CellValue


@dataclass(frozen=True, slots=True)
class Written:
    """What came of the planned writes; cells that held the new value already are in neither list."""

    cells: tuple[WrittenCell, ...]
    findings: tuple[Finding, ...]


def write_planned(host: Host, plan: Iterable[PlannedWrite]) -> Written:
    """Write what may be written and say of the rest why not; saving is left to whoever opened the workbook.

    Not written: formula cells, locked cells, cells inside a merged range, cells that a person changed.
    """
    by_sheet: dict[str, list[PlannedWrite]] = defaultdict(list)
    for write in plan:
        by_sheet[write.sheet].append(write)
    there = set(host.sheets())
    cells: list[WrittenCell] = []
    findings: list[Finding] = []
    for sheet, writes in by_sheet.items():
        if sheet not in there:
            findings += [_no_sheet(host, write) for write in writes]
            continue
        values = _current_values(host, sheet, writes)
        for write in writes:
            old = values[write.address]
            if same_value(old, write.new):
                continue
            finding = _refusal(host, write, old) or _attempt(host, write)
            if finding is None:
                cells.append(WrittenCell(host.name, sheet, write.address, old, write.new))
            else:
                findings.append(finding)
    return Written(tuple(cells), tuple(findings))


def _current_values(host: Host, sheet: str, writes: Sequence[PlannedWrite]) -> Mapping[str, CellValue]:
    """Read the block that holds all the cells, once, instead of each cell by itself."""
    spots = [row_and_column(write.cell) for write in writes]
    top, left = min(row for row, _ in spots), min(column for _, column in spots)
    bottom, right = max(row for row, _ in spots), max(column for _, column in spots)
    block = host.read(sheet, f"{address(top, left)}:{address(bottom, right)}")
    return {address(row, column): block[row - top][column - left] for row, column in spots}


def _refusal(host: Host, write: PlannedWrite, old: CellValue) -> Finding | None:
    place = _place(host, write)
    formula = host.formula(write.sheet, write.address)
    if formula:
        return catalogue.FORMULA_CELL.finding(
            place=place,
            where=place,
            subject=write.subject,
            quote=formula,
            actual=shown(old),
            expected=shown(write.new),
        )
    anchor = host.merged_anchor(write.sheet, write.address)
    if anchor != write.address:
        return catalogue.INSIDE_MERGE.finding(place=place, where=place, subject=write.subject, anchor=anchor)
    if host.locked(write.sheet, write.address):
        return catalogue.LOCKED_CELL.finding(
            place=place, where=place, subject=write.subject, actual=shown(old), expected=shown(write.new)
        )
    if not same_value(old, write.expected):
        return catalogue.CHANGED_BY_HAND.finding(
            place=place,
            where=place,
            subject=write.subject,
            before=shown(write.expected),
            actual=shown(old),
            expected=shown(write.new),
        )
    return None


def _attempt(host: Host, write: PlannedWrite) -> Finding | None:
    place = _place(host, write)
    try:
        host.write(write.sheet, write.address, [[write.new]])
    except HostError as error:
        return catalogue.NOT_WRITTEN.finding(place=place, where=place, subject=write.subject, reason=str(error))
    return None


def _no_sheet(host: Host, write: PlannedWrite) -> Finding:
    return catalogue.NO_SHEET.finding(
        place=_place(host, write), subject=write.subject, sheet=write.sheet, cell=write.address
    )


def _place(host: Host, write: PlannedWrite) -> Place:
    return Place(file=host.name, sheet=write.sheet, cell=write.address)
