"""Filling the monitoring form (填写监控表): which cell gets what, and whose content stays."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.findings import Place
from xlperf.forms import catalogue
from xlperf.forms.monitoring.content import Monitored, Values, is_total, project_rows, row_of_fund, sums, target_row
from xlperf.forms.monitoring.layout import Item, Part, Table, find_tables
from xlperf.forms.plan import FillPlan, Outcome, PlannedWrite, Target
from xlperf.forms.planning import cell_text
from xlperf.ooxml import EditRefused, Workbook
from xlperf.source.grid import a1

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlperf.findings import Finding
    from xlperf.forms.kept import Kept
    from xlperf.ooxml.cells import Cell
    from xlperf.source.grid import Grid

_PERIOD: Final = re.compile(r"[（(][\s　\d]*年[度]?[\s　]*1?[\s　]*[-—–~至][\s　\d]*月[）)]")
_DONE: Final = re.compile(r"(1\s*[-—–~至])[\s　（(_＿\dNn）)]*(月.*)")
_UNIT: Final = re.compile(r"((?:填报|预算)?(?:单位|部门)(?:（单位）|\(单位\)|名称)?[:：])\s*(.*)")
_CLEARED: Final = ""


def with_room(data: bytes, monitored: Monitored) -> bytes:
    """Insert rows where a form has fewer blank ones than there are projects or targets."""
    book = Workbook.open(data)
    changed = False
    for table in reversed(_tables(book)):
        wanted = _rows_wanted(table, monitored)
        blank = [row for row in table.rows if not table.text(row, _label_item(table))]
        missing = len(wanted - _labels(table)) - len(blank)
        if missing > 0 and table.part is not Part.FUNDS:
            like = (blank or [table.last])[-1]
            book[table.grid.sheet].insert_rows(like + 1, missing, like=like + 1)
            changed = True
    return book.to_bytes() if changed else data


def plan_monitoring(data: bytes, file: str, monitored: Monitored, kept: Kept) -> FillPlan:
    """Plan what goes into which cell of the monitoring form; see ``xlperf.forms.filling.plan_fill``."""
    planner = _Planner(Workbook.open(data), file, kept)
    tables = _tables(planner.book)
    for grid in {table.grid.sheet: table.grid for table in tables}.values():
        planner.head(grid, monitored)
    for table in tables:
        match table.part:
            case Part.FUNDS:
                planner.funds(table, monitored)
            case Part.PROJECTS:
                planner.projects(table, monitored)
            case Part.TARGETS:
                planner.targets_of(table, monitored)
    sheet = tables[0].grid.sheet if tables else ""
    return FillPlan(
        file, sheet, tuple(planner.writes), tuple(planner.findings), targets=tuple(planner.targets.values())
    )


def fill_monitoring(plan: FillPlan, data: bytes) -> tuple[bytes, tuple[Finding, ...]]:
    """Write the planned cells; nothing to write leaves the file as it is, byte for byte."""
    if not plan.writes:
        return data, ()
    book = Workbook.open(data)
    findings: list[Finding] = []
    for write in plan.writes:
        try:
            book[write.sheet].set(write.cell, None if write.new == _CLEARED else write.new)
        except EditRefused as fault:
            place = Place(plan.file, write.sheet, write.cell)
            reason = str(fault).rstrip("。")
            findings.append(
                catalogue.MONITORING_KEPT.finding(
                    place=place, subject=write.label, expected=cell_text(write.new), reason=reason
                )
            )
    return book.to_bytes(), tuple(findings)


def _tables(book: Workbook) -> tuple[Table, ...]:
    heights = {sheet.name: max((number for number, _ in sheet.rows.tags()), default=0) for sheet in book}
    return find_tables((sheet.grid() for sheet in book), heights)


def _label_item(table: Table) -> Item:
    return Item.LEVEL3 if table.part is Part.TARGETS else Item.NAME


def _labels(table: Table) -> set[tuple[str, str]]:
    fund = Item.FUND if table.part is Part.PROJECTS else Item.LEVEL3
    label = _label_item(table)
    return {(table.text(row, Item.CODE) or table.text(row, label), table.text(row, fund)) for row in table.rows}


def _rows_wanted(table: Table, monitored: Monitored) -> set[tuple[str, str]]:
    if table.part is Part.TARGETS:
        return {(bare, bare) for target in monitored.targets if (bare := "".join(target.name.split()))}
    return {(code or name, fund) for code, name, fund in project_rows(monitored.lines, "元")}


class _Planner:
    def __init__(self, book: Workbook, file: str, kept: Kept) -> None:
        self.book = book
        self.file = file
        self.kept = kept
        self.writes: list[PlannedWrite] = []
        self.findings: list[Finding] = []
        self.targets: dict[str, Target] = {}

    def head(self, grid: Grid, monitored: Monitored) -> None:
        """Write period, unit name and the months in the heading of 执行情况, where the form leaves room for them."""
        for row, column, value in grid.cells():
            if not isinstance(value, str):
                continue
            at = (row, column)
            period, done, unit = (
                _PERIOD.fullmatch(value.strip()),
                _DONE.fullmatch(value.strip()),
                _UNIT.fullmatch(value),
            )
            if period:
                self._put(f"{grid.sheet} 期间", grid, at, f"（{monitored.year}年1—{monitored.month}月）", ours=True)
            elif done and "率" not in value:
                self._put(f"{grid.sheet} 月份", grid, at, f"{done[1]}{monitored.month}{done[2]}", ours=True)
            elif unit and "金额" not in value and not unit[2] and monitored.unit_name:
                right = grid.text(row, column + 1) if (row, column + 1) not in grid.anchors else ""
                if not right:
                    self._put(f"{grid.sheet} 单位", grid, at, f"{unit[1]}{monitored.unit_name}", ours=True)

    def funds(self, table: Table, monitored: Monitored) -> None:
        """Write the sum of each source of funds into its row."""
        labels = {"".join(table.grid.text(row, table.label).split()): row for row in reversed(table.rows)}
        unit = table.money_unit
        sources = dict.fromkeys(line.fund for line in monitored.lines)
        chosen: dict[str, list[str]] = {}
        for fund in filter(None, sources):
            label = row_of_fund(fund, labels)
            if label is None:
                self._no_row(table, f"资金来源“{fund}”")
            else:
                chosen.setdefault(label, []).append(fund)
        total = next((label for label in labels if is_total(label)), None)
        if total is not None:
            self._row(table, labels[total], f"资金 {total}", sums(monitored.lines, unit))
        for label, funds in chosen.items():
            lines = (line for line in monitored.lines if line.fund in funds)
            self._row(table, labels[label], f"资金 {label}", sums(lines, unit))

    def projects(self, table: Table, monitored: Monitored) -> None:
        """Write a row for each project and source of funds: the row that names it, or the next blank one."""
        rows = project_rows(monitored.lines, table.money_unit)
        free = [row for row in table.rows if not table.text(row, Item.NAME) and not table.text(row, Item.CODE)]
        keys: set[str] = set()
        for (code, name, fund), values in rows.items():
            row = self._row_of(table, code, name, fund)
            if row is None and not free:
                self._no_row(table, f"项目“{name}”")
                continue
            at = free.pop(0) if row is None else row
            key = f"项目 {code or name} {fund}".rstrip()
            keys.add(key)
            self._row(table, at, key, {Item.NUMBER: _ordinal(table, at), **values})
        self._clear_gone(table, keys)

    def targets_of(self, table: Table, monitored: Monitored) -> None:
        """Write a row for each performance target."""
        by_name = {table.text(row, Item.LEVEL3): row for row in reversed(table.rows)}
        free = [row for row in table.rows if not any(table.text(row, i) for i in (Item.LEVEL3, Item.TARGET))]
        for target in monitored.targets:
            row = by_name.get("".join(target.name.split()))
            if row is None and not free:
                self._no_row(table, f"指标“{target.name}”")
                continue
            self._row(table, free.pop(0) if row is None else row, f"指标 {target.name}", target_row(target))

    def _row_of(self, table: Table, code: str, name: str, fund: str) -> int | None:
        """Find the row that a project has already: by code, or by name where no code stands there."""
        for row in table.rows:
            there = table.text(row, Item.CODE)
            same = there == code if there and code else table.text(row, Item.NAME) == name
            if same and (Item.FUND not in table.columns or table.text(row, Item.FUND) == fund):
                return row
        return None

    def _row(self, table: Table, row: int, key: str, values: Values) -> None:
        for item, value in values.items():
            column = table.columns.get(item)
            if column is not None:
                self._put(f"{key} {item}", table.grid, (row, column), value)

    def _clear_gone(self, table: Table, keys: Iterable[str]) -> None:
        """Empty what we wrote for projects that the month does not have any more; what a person changed stays."""
        named = {_project_key(table, row): row for row in table.rows}
        current = set(keys)
        for key, row in named.items():
            if key in current or not self.kept.last(f"{key} {Item.NAME}"):
                continue
            for item, column in table.columns.items():
                cell = self._cell(table.grid, (row, column))
                if cell_text(cell.value) and cell_text(cell.value) in self.kept.contents.get(f"{key} {item}", ()):
                    self.writes.append(_write(table.grid.sheet, cell, f"{key} {item}", _CLEARED))

    def _put(self, key: str, grid: Grid, at: tuple[int, int], new: Decimal | str, *, ours: bool = False) -> None:
        """Plan one write, unless a formula, a lock or a person's content stands against it."""
        cell = self._cell(grid, at)
        if cell.formula is not None:
            return
        old, text = cell_text(cell.value), cell_text(new)
        outcome = Outcome.SAME if old == text else self.kept.outcome(key, old, text)
        if outcome is None and (ours or not old.strip(" 　-—/")):
            outcome = Outcome.WRITE
        reason = "单元格被锁定" if cell.locked else "" if outcome else f"单元格里已有“{old}”"
        if reason and outcome is not Outcome.SAME:
            place = Place(self.file, grid.sheet, cell.address)
            self.findings.append(
                catalogue.MONITORING_KEPT.finding(place=place, subject=key, expected=text, reason=reason)
            )
            return
        self.targets[key] = Target(
            key, grid.sheet, cell.address, self.kept.last(key), old, text, outcome or Outcome.WRITE
        )
        if outcome is Outcome.WRITE:
            self.writes.append(_write(grid.sheet, cell, key, new))

    def _cell(self, grid: Grid, at: tuple[int, int]) -> Cell:
        row, column = grid.anchors.get(at, at)
        return self.book[grid.sheet][a1(row, column)]

    def _no_row(self, table: Table, subject: str) -> None:
        place = Place(self.file, table.grid.sheet, a1(table.heading[0], table.label))
        self.findings.append(catalogue.NO_MONITORING_CELL.finding(place=place, subject=subject, sheet=table.grid.sheet))


def _write(sheet: str, cell: Cell, key: str, new: Decimal | str) -> PlannedWrite:
    return PlannedWrite(sheet, cell.address, key, "monitoring", cell_text(cell.value) or None, new)


def _project_key(table: Table, row: int) -> str:
    project = table.text(row, Item.CODE) or table.text(row, Item.NAME)
    return f"项目 {project} {table.text(row, Item.FUND)}".rstrip()


def _ordinal(table: Table, row: int) -> Decimal:
    return Decimal(row - table.heading[1])
