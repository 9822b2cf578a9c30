"""Planned writes into a workbook through any door, with the same refusals whichever door it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.errors import XlperfError
from xlperf.findings import Place
from xlperf.forms import catalogue
from xlperf.hosts.host import same_value, shown
from xlperf.ooxml.addresses import cell_address, cell_position

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlperf.findings import Finding
    from xlperf.forms.plan import FillPlan, PlannedWrite
    from xlperf.hosts.host import Host, Writable
    from xlperf.ooxml import Workbook
    from xlperf.source.grid import CellValue

_WHAT: Final = {"score": "自评得分", "text": "自评说明", "reason": "扣分原因", "evidence": "佐证材料"}


@dataclass(frozen=True, slots=True)
class CellWrite:
    """A value for one cell, and what should stand there now: what we wrote last, or what the blank form holds."""

    sheet: str
    cell: str
    new: Writable
    expected: CellValue = None
    subject: str = ""
    """The indicator or label that it belongs to, for the messages."""
    what: str = "内容"
    """What of the subject it is: 自评得分, 自评说明."""
    number_format: str | None = None
    wrap_text: bool | None = None

    @property
    def address(self) -> str:
        """The cell in plain capitals: B7."""
        return cell_address(*cell_position(self.cell))


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell that was written: what stood there and what stands there now."""

    file: str
    sheet: str
    cell: str
    old: CellValue
    new: Writable


@dataclass(frozen=True, slots=True)
class Written:
    """What came of the planned writes; cells that held the new value already are in neither list."""

    cells: tuple[WrittenCell, ...]
    findings: tuple[Finding, ...]


def cell_writes(plan: FillPlan, book: Workbook) -> tuple[CellWrite, ...]:
    """Take over the plan of filling the official workbook, made from the file ``book`` as it was last saved."""
    return tuple(_from_plan(write, book[write.sheet][write.cell].value) for write in plan.writes)


def write_cells(host: Host, plan: Iterable[CellWrite]) -> Written:
    """Write what may be written and say of the rest why not; saving is left to whoever opened the workbook.

    Not written: formula cells, cells inside a merged range, locked cells, cells that a person changed; the findings
    are those of filling a file.
    """
    by_sheet: dict[str, list[CellWrite]] = defaultdict(list)
    for write in plan:
        by_sheet[write.sheet].append(write)
    there = set(host.sheets())
    cells: list[WrittenCell] = []
    findings: list[Finding] = []
    for sheet, writes in by_sheet.items():
        if sheet not in there:
            reason = f"工作簿里没有工作表“{sheet}”"
            findings += [_refused(host, write, reason) for write in writes]
            continue
        values = _current_values(host, sheet, writes)
        for write in writes:
            old = values[write.address]
            finding = _obstacle(host, write, old)
            if finding is None and not same_value(old, write.new):
                finding = _attempt(host, write)
                if finding is None:
                    cells.append(WrittenCell(host.name, sheet, write.address, old, write.new))
            if finding is not None:
                findings.append(finding)
    return Written(tuple(cells), tuple(findings))


def _from_plan(write: PlannedWrite, expected: CellValue) -> CellWrite:
    what = _WHAT.get(write.kind, write.label)
    subject = write.label.removesuffix(what).rstrip() or write.label
    return CellWrite(write.sheet, write.cell, write.new, expected, subject, what, write.number_format, write.wrap_text)


def _current_values(host: Host, sheet: str, writes: Sequence[CellWrite]) -> Mapping[str, CellValue]:
    """Read the block that holds all the cells, once, instead of each cell by itself."""
    spots = [cell_position(write.cell) for write in writes]
    top, left = min(row for row, _ in spots), min(column for _, column in spots)
    bottom, right = max(row for row, _ in spots), max(column for _, column in spots)
    block = host.read(sheet, f"{cell_address(top, left)}:{cell_address(bottom, right)}")
    return {cell_address(row, column): block[row - top][column - left] for row, column in spots}


def _obstacle(host: Host, write: CellWrite, old: CellValue) -> Finding | None:
    if host.formula(write.sheet, write.address):
        return catalogue.FORMULA_KEPT.finding(
            place=_place(host, write), subject=write.subject, what=write.what, expected=shown(write.new)
        )
    anchor = host.merged_anchor(write.sheet, write.address)
    if anchor != write.address:
        return _refused(host, write, f"在合并单元格里，值只能写在左上角的 {anchor}")
    if same_value(old, write.new):
        return None
    if host.locked(write.sheet, write.address):
        return catalogue.LOCKED.finding(
            place=_place(host, write), subject=write.subject, what=write.what, expected=shown(write.new)
        )
    if not same_value(old, write.expected):
        return catalogue.KEPT_BY_HAND.finding(
            place=_place(host, write),
            subject=write.subject,
            what=write.what,
            actual=shown(old),
            expected=shown(write.new),
        )
    return None


def _attempt(host: Host, write: CellWrite) -> Finding | None:
    try:
        host.write(write.sheet, write.address, [[write.new]])
        if write.number_format is not None or write.wrap_text is not None:
            host.set_looks(write.sheet, write.address, number_format=write.number_format, wrap_text=write.wrap_text)
    except XlperfError as error:
        return _refused(host, write, str(error))
    return None


def _refused(host: Host, write: CellWrite, reason: str) -> Finding:
    return catalogue.REFUSED.finding(
        place=_place(host, write), subject=write.subject, what=write.what, reason=reason.rstrip("。")
    )


def _place(host: Host, write: CellWrite) -> Place:
    return Place(file=host.name, sheet=write.sheet, cell=write.address)
