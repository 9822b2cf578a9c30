"""The monthly refresh (按月更新): read the month → compare → fill → write → remember."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from xlperf import pipeline
from xlperf.history.recording import recording
from xlperf.history.renewing import Renewed, basis_of, renew_document, renew_workbook
from xlperf.material import gather
from xlperf.monitoring import Month, changes_since, choose_month, observe
from xlperf.pipeline import quiet
from xlperf.resources import workbooks
from xlperf.source.months import Months
from xlperf.unit import open_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from xlperf.findings import Finding
    from xlperf.forms.plan import FillPlan, PlannedWrite
    from xlperf.history.changes import Change
    from xlperf.history.memory import Take
    from xlperf.history.official import FilledForm
    from xlperf.history.recording import Record
    from xlperf.history.snapshot import Snapshot
    from xlperf.live_refresh import Live, OpenHost
    from xlperf.material import Material
    from xlperf.pipeline import Step
    from xlperf.scoring.execution import Execution
    from xlperf.scoring.result import Results
    from xlperf.unit import Unit

MONITORING: Final = "绩效目标运行监控表.xlsx"
BLANK: Final = "common"
_KINDS: Final = {pipeline.REPORT: "report", pipeline.WORKING_PAPER: "working_paper", MONITORING: "monitoring"}


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """What a refresh found, computed and wrote."""

    unit_name: str
    execution: Execution
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    yearly: pipeline.RunResult | None = None
    """The scores of the year, where the yearly tables are there."""
    written: tuple[tuple[str, PlannedWrite], ...] = ()
    """File and cell."""
    outputs: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Yearly:
    """The part of the refresh that comes from the yearly tables."""

    material: Material
    results: Results
    report: Renewed
    form: FilledForm
    findings: tuple[Finding, ...]
    memo: Renewed
    """What the history notes of it, so that it need not be done again."""


def refresh(  # noqa: PLR0913 - what a refresh may be told, by name
    folder: Path,
    *,
    month: str = "",
    scheme: str = "",
    take: Take = "",
    live: OpenHost | None = None,
    step: Step = quiet,
) -> RefreshResult:
    """Renew all results for a month.

    Args:
        folder: The unit's folder.
        month: 2024-05; by default the newest.
        scheme: Id or path of the indicator scheme.
        take: Whose content wins where a person and we changed the same cell: ours, theirs, or as 填报表.xlsx says.
        live: Opens a workbook in the program that has it open, to write into it instead of its file.
        step: Told of each step.

    Raises:
        XlperfError: there is nothing that could be read for the month, or the folder cannot be used; the results
            are as they were.
    """
    unit = open_unit(folder)
    with step("读取导出表"):
        months = Months(unit)
        chosen = choose_month(months, month)
        months.read(chosen)
        material = gather(unit, scheme)
        if material.located.tables:
            material = pipeline.with_projects(material)
    told = material.answers.explanations
    with recording(unit, take=take, explanations=told, in_place=live is not None) as record:
        with step("与以前月份比较"):
            observed = observe(unit, months, chosen, record)
        return _renewed(material, observed, record, live, step)


def _renewed(material: Material, observed: Month, record: Record, live: OpenHost | None, step: Step) -> RefreshResult:
    """Make all results of the month and write them."""
    yearly = _yearly(material, record, step) if material.located.tables else None
    with step("填写监控表"):
        monitoring, plan = _monitoring(material, observed, record)
    made = [monitoring, *_made(yearly)]
    with step("写月度说明和计算底稿"):
        moved = _all_changes(observed, yearly, made)
        made.append(_note(material, observed, moved, record))
        changes = (*moved, *made[-1].changes)
        found = (*observed.findings, *(yearly.findings if yearly else ()), *monitoring.findings, *made[-1].findings)
        findings = pipeline.settled(material, found)
        made.append(_paper(material, observed, changes, findings, yearly))
    with step("保存成果"):
        plans = {monitoring.name: plan} | _plans(yearly)
        return _saved(material, observed, yearly, made, changes, findings, plans, record, live)


def _yearly(material: Material, record: Record, step: Step) -> Yearly:
    """Score the year, write its texts and fill the official workbook; what has not changed is not done again."""
    from xlperf.checks.running import check_tables
    from xlperf.history.reusing import memo, reused, yearly_key
    from xlperf.scoring import score

    with step("计算和核对"):
        results = score(material.scheme, material.facts, material.answers)
        checked = check_tables(material.scheme, material.facts, material.located)
    found = (*material.findings, *results.findings, *checked)
    key = yearly_key(material, record)
    last = reused(key, record)
    if last is not None:
        again = memo(key, last.report, last.form, last.findings)
        return Yearly(material, results, last.report, last.form, (*found, *last.findings), again)
    with step("写评分说明和自评报告"):
        texts = pipeline.narrate(material, results)
        report, doubts = pipeline.compose(material, results, texts, record)
    with step("填写评分表"):
        form = pipeline.fill_form(material, results, texts, record)
    said = (*texts.findings, *doubts, *form.findings)
    return Yearly(material, results, report, form, (*found, *said), memo(key, report, form, said))


def _made(yearly: Yearly | None) -> list[Renewed]:
    if yearly is None:
        return []
    return [yearly.report, *([yearly.form.renewed] if yearly.form.renewed else [])]


def _plans(yearly: Yearly | None) -> dict[str, FillPlan]:
    return {yearly.form.renewed.name: yearly.form.plan} if yearly and yearly.form.renewed else {}


def _monitoring(material: Material, month: Month, record: Record) -> tuple[Renewed, FillPlan]:
    """Fill the monitoring form: the unit's own blank one, or the one that comes with the program."""
    from xlperf.forms.kept import Kept
    from xlperf.forms.monitoring.content import Monitored
    from xlperf.forms.monitoring.planning import fill_monitoring, plan_monitoring, with_room

    name, blank = blank_monitoring(material.unit)
    targets = material.answers.targets if str(material.unit.year or "") == month.export.month[:4] else ()
    monitored = Monitored(material.unit_name, month.execution, targets)

    def filled() -> bytes:
        roomy = with_room(blank, monitored)
        return fill_monitoring(plan_monitoring(roomy, name, monitored, Kept()), roomy)[0]

    basis = basis_of(name, blank, record.outputs, record.memory, filled, in_place=record.in_place)
    data = with_room(basis.data, monitored)
    plan, renewed = renew_workbook(
        name,
        blank,
        basis,
        lambda kept: plan_monitoring(data, f"成果/{name}", monitored, kept),
        lambda plan: fill_monitoring(plan, data),
        record.settlement,
    )
    return replace(renewed, findings=(*plan.findings, *renewed.findings), source=data), plan


def blank_monitoring(unit: Unit) -> tuple[str, bytes]:
    """Find the blank monitoring form: an .xlsx of the unit that is one, else the shipped one."""
    from xlperf.forms.monitoring.layout import is_monitoring_form
    from xlperf.ooxml import UnreadableWorkbook, Workbook

    for path in unit.received():
        if path.suffix.lower() in {".xlsx", ".xlsm"} and "监控" in path.name:
            try:
                book = Workbook.open(path)
                if is_monitoring_form(sheet.grid() for sheet in book):
                    return path.name, path.read_bytes()
            except UnreadableWorkbook:
                continue
    return MONITORING, (workbooks() / BLANK / MONITORING).read_bytes()


def _all_changes(month: Month, yearly: Yearly | None, made: Iterable[Renewed]) -> tuple[Change, ...]:
    listed = list(made)
    blanks = {name: sha256 for result in listed for name, sha256 in result.inputs}
    scheme = yearly.material.scheme if yearly else None
    manual = (change for result in listed for change in result.changes)
    return (*month.changes, *changes_since(month.baseline, scheme, blanks), *manual)


def _note(material: Material, month: Month, changes: tuple[Change, ...], record: Record) -> Renewed:
    from xlperf.narrative.month_note import month_note

    name = f"月度执行情况-{month.export.month}.docx"
    note = month_note(month.year(changes), material.unit_name, material.unit.templates)
    return renew_document(name, note, record.outputs, record.memory, record.settlement)


def _paper(
    material: Material,
    month: Month,
    changes: tuple[Change, ...],
    findings: Iterable[Finding],
    yearly: Yearly | None,
) -> Renewed:
    from xlperf.forms.working_paper.making import monthly_paper, working_paper

    year = month.year(changes)
    if yearly is None:
        data = monthly_paper(year, findings, unit=material.unit_name)
    else:
        data = working_paper(
            yearly.results,
            answers=material.answers,
            grids=material.grids,
            findings=findings,
            written=yearly.form.written,
            unit=material.unit_name,
            period=material.period,
            workbook=yearly.form.renewed.name if yearly.form.renewed else "",
            year=year,
        )
    return Renewed(pipeline.WORKING_PAPER, data)


def _saved(  # noqa: PLR0913, PLR0917 - what a refresh leaves behind
    material: Material,
    month: Month,
    yearly: Yearly | None,
    made: list[Renewed],
    changes: tuple[Change, ...],
    findings: tuple[Finding, ...],
    plans: Mapping[str, FillPlan],
    record: Record,
    live: OpenHost | None,
) -> RefreshResult:
    """Write the results together, the history last."""
    opened = _live(made, plans, record, live)
    paths, told, renamed = record.write(opened.rest)
    findings = (*month.notices, *findings, *opened.findings, *told, *record.ask(material.scheme, findings))
    record.remember(_snapshot(material, month, yearly, (*opened.written, *renamed), changes, findings))
    outputs = {_kind(r.name): record.outputs.folder / r.name for r in opened.written}
    outputs |= {_kind(name): path for name, path in paths.items()}
    monitoring = [
        (plan.file, write) for name, plan in plans.items() if _kind(name) == "monitoring" for write in plan.writes
    ]
    return RefreshResult(
        material.unit_name,
        month.execution,
        findings,
        changes,
        _run_result(material, yearly, findings, changes, outputs) if yearly else None,
        tuple(monitoring),
        outputs,
    )


def _snapshot(  # noqa: PLR0913, PLR0917 - what the history keeps
    material: Material,
    month: Month,
    yearly: Yearly | None,
    written: Iterable[Renewed],
    changes: tuple[Change, ...],
    findings: tuple[Finding, ...],
) -> Snapshot:
    from xlperf.history.recording import kept_facts, snapshot_of

    facts = kept_facts(material.facts.values()) if yearly else ()
    return snapshot_of(
        month.export.month,
        scheme=material.scheme if yearly else None,
        inputs=material.hashes | month.export.hashes,
        figures=(*facts, *month.figures),
        results=yearly.results if yearly else None,
        findings=findings,
        changes=changes,
        made=(*written, *([yearly.memo] if yearly else [])),
    )


def _live(made: list[Renewed], plans: Mapping[str, FillPlan], record: Record, live: OpenHost | None) -> Live:
    from xlperf.live_refresh import Live, write_live

    if live is None:
        return Live((), tuple(made), ())
    return write_live(made, plans, record.outputs.folder, record.memory, live)


def _kind(name: str) -> str:
    if name.startswith("月度执行情况"):
        return "note"
    return _KINDS.get(name, "monitoring" if "监控" in name else "workbook")


def _run_result(
    material: Material,
    yearly: Yearly,
    findings: tuple[Finding, ...],
    changes: tuple[Change, ...],
    outputs: Mapping[str, Path],
) -> pipeline.RunResult:
    return pipeline.RunResult(
        material.unit_name,
        material.period,
        yearly.results,
        findings,
        written=yearly.form.written,
        written_file=yearly.form.plan.file,
        cells=yearly.form.plan.cells,
        outputs=outputs,
        changes=changes,
    )
