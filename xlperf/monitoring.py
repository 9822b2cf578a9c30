"""What a month says (本月情况): execution, the months before, what changed and why, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlperf.errors import UnusableInput, WrongUsage
from xlperf.forms.working_paper.monthly import Year
from xlperf.history import catalogue
from xlperf.history.changes import explain_month, explain_restated, rule_change, template_changes
from xlperf.history.checking import check_month
from xlperf.history.months import figures_of, months_before, past_month, remember_past
from xlperf.history.recording import scheme_hash
from xlperf.scoring.execution import WARNING_LINES, Execution, execution_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlperf.findings import Finding
    from xlperf.history.changes import Change
    from xlperf.history.months import PastMonth
    from xlperf.history.recording import Record
    from xlperf.history.snapshot import KeptFigure, Snapshot
    from xlperf.scheme.model import Scheme
    from xlperf.source.months import MonthExport, Months
    from xlperf.unit import Unit


@dataclass(frozen=True, slots=True)
class Month:
    """A month, read and compared with what went before."""

    export: MonthExport
    execution: Execution
    past: tuple[PastMonth, ...]
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    baseline: Snapshot | None
    """The last refresh of the month before."""
    notices: tuple[Finding, ...] = ()
    """What is said once and not printed: that the history was rebuilt."""

    @property
    def figures(self) -> tuple[KeptFigure, ...]:
        """What the history keeps of it."""
        return figures_of(self.export)

    def year(self, changes: tuple[Change, ...]) -> Year:
        """Give the months of its year for the trend."""
        own = (one.execution for one in self.past if one.month[:4] == self.export.month[:4])
        return Year((*own, self.execution), changes)


def choose_month(months: Months, wanted: str) -> str:
    """Give the month that was asked for, or the newest. Raises WrongUsage or UnusableInput."""
    listed = months.listed()
    if wanted:
        year, _, number = wanted.strip().replace("年", "-").removesuffix("月").partition("-")
        if not (len(year) == 4 and year.isdecimal() and number.isdecimal() and 1 <= int(number) <= 12):
            raise WrongUsage(f"“{wanted}”不是月份。请写成 2024-05 的样子。")
        month = f"{year}-{int(number):02d}"
        if month not in listed:
            there = "、".join(listed) or "没有任何月份"
            raise UnusableInput(
                f"没有 {month} 的导出表（现有：{there}）。请把它放进 数据/{month} 再运行；原来的成果没有改动。"
            )
        return month
    if not listed:
        raise UnusableInput(
            "“数据”里没有认出任何月份的预算执行情况表。请按月放进 数据/2024-05 这样的文件夹，再运行一次。"
        )
    return listed[-1]


def observe(unit: Unit, months: Months, month: str, record: Record) -> Month:
    """Read a month and compare it with the months before; months that the history lacks are read from the exports.

    Raises:
        UnusableInput: the month has no usable export; nothing was written.
    """
    export = months.read(month)
    past = tuple(_settled(one, unit) for one in months_before(month, record.history, months))
    added = remember_past(record.history, past, months)
    execution = execution_with(unit, month, export)
    before = past[-1] if past else None
    later = (period for period in record.history.periods() if len(period) == len(month) and period > month)
    return Month(
        export,
        execution,
        past,
        (*_changes(past, export, execution), *_restated(months, before, export, record, unit)),
        (*export.findings, *check_month(export, execution, past, later)),
        record.history.before(month),
        _of_history(record, added),
    )


def execution_with(unit: Unit, month: str, export: MonthExport) -> Execution:
    """Work out a month's execution by the unit's own settings."""
    return execution_of(
        month, export.lines, warning_lines=unit.warning_lines or WARNING_LINES, progress_by=unit.progress_by
    )


def _settled(past: PastMonth, unit: Unit) -> PastMonth:
    lines = (line for project in past.execution.projects for line in project.lines)
    execution = execution_of(
        past.month, lines, warning_lines=unit.warning_lines or WARNING_LINES, progress_by=unit.progress_by
    )
    return replace(past, execution=execution)


def _changes(past: tuple[PastMonth, ...], export: MonthExport, execution: Execution) -> tuple[Change, ...]:
    """Compare with the month before of the same year; in January all cumulative amounts begin anew."""
    if not past or past[-1].month[:4] != export.month[:4]:
        return ()
    before = past[-1]
    earlier = (one.execution for one in past[:-1] if one.month[:4] == export.month[:4])
    return explain_month(before.execution, execution, earlier=earlier, unit_before=before.unit, unit_now=export.unit)


def _restated(
    months: Months, before: PastMonth | None, export: MonthExport, record: Record, unit: Unit
) -> tuple[Change, ...]:
    """Compare this month, and the one before, with what the history kept of them under other exports."""
    changes: list[Change] = []
    kept = past_month(_other_export(record, export.month, export.hashes))
    if kept is not None:
        now = execution_with(unit, export.month, export)
        changes += explain_restated(kept.execution, now, "上次刷新以后")
    if before is not None and before.month in months.listed():
        try:
            again = months.read(before.month)
        except UnusableInput:
            return tuple(changes)
        known = before.snapshot.inputs if before.snapshot else again.hashes
        if any(known.get(file) != sha256 for file, sha256 in again.hashes.items()):
            changes += explain_restated(before.execution, execution_with(unit, before.month, again), "刷新以后")
    return tuple(changes)


def _other_export(record: Record, month: str, hashes: Mapping[str, str]) -> Snapshot | None:
    """Give the newest refresh of a month that was made from other exports."""
    numbers = [number for number, period, *_ in record.history.refreshes() if period == month]
    for number in reversed(numbers):
        snapshot = record.history.load(number)
        if snapshot.figures and any(snapshot.inputs.get(file) != sha256 for file, sha256 in hashes.items()):
            return snapshot
    return None


def _of_history(record: Record, added: tuple[str, ...]) -> tuple[Finding, ...]:
    findings: list[Finding] = []
    torn = record.history.set_aside
    if torn is not None:
        findings.append(catalogue.TORN.finding(name=torn.name))
    if added:
        reason = "历史记录损坏" if torn else "没有以前月份的历史记录"
        findings.append(catalogue.REBUILT.finding(reason=reason, months="、".join(added)))
    return tuple(findings)


def changes_since(baseline: Snapshot | None, scheme: Scheme | None, blanks: Mapping[str, str]) -> tuple[Change, ...]:
    """Say whether the scheme or a blank form is another than in the month before."""
    if baseline is None:
        return ()
    rules = rule_change(baseline.scheme_hash, scheme_hash(scheme), scheme.title) if scheme else ()
    return (*rules, *template_changes(baseline.inputs, blanks))
