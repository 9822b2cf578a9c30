"""The whole way (全程): read → locate → compute → check → fill → narrate → re-read → write."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlperf.findings import Severity
from xlperf.material import Material, gather
from xlperf.outputs import OutputFolder
from xlperf.unit import QUESTIONNAIRE, open_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager

    from xlperf.findings import Finding
    from xlperf.forms.filling import Filled
    from xlperf.forms.plan import FillPlan, PlannedWrite
    from xlperf.narrative.texts import Texts
    from xlperf.narrative.word.report import Report
    from xlperf.scoring.result import Results
    from xlperf.unit import Unit

    Step = Callable[[str], AbstractContextManager[None]]

REPORT: Final = "自评报告.docx"
WORKING_PAPER: Final = "计算底稿.xlsx"


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a command found, computed and wrote."""

    unit_name: str
    period: str
    results: Results
    findings: tuple[Finding, ...]
    written: tuple[PlannedWrite, ...] = ()
    written_file: str = ""
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    outputs: Mapping[str, Path] = field(default_factory=dict)


def quiet(words: str) -> AbstractContextManager[None]:
    """Say nothing about a step."""
    del words
    return nullcontext()


def run(folder: Path, *, scheme: str = "", step: Step = quiet) -> RunResult:
    """Go the whole way and write the filled workbook, the report and the working paper into 成果/.

    Raises:
        XlperfError: the folder, its settings or the scheme cannot be used; nothing was written.
    """
    material, results, findings = assess(open_unit(folder), scheme, step)
    with step("写评分说明和自评报告"):
        texts = narrate(material, results)
        report = compose(material, results, texts)
    with step("填写评分表"):
        plan, filled = fill_form(material, results, texts)
    findings = settled(material, (*findings, *texts.findings, *report.findings, *plan.findings, *_of(filled)))
    with step("写计算底稿"):
        paper = working_paper(material, results, findings, plan, filled)
    with step("保存成果"):
        files = {Path(plan.file).name: filled.data} if filled else {}
        files |= {REPORT: report.content, WORKING_PAPER: paper}
        return _saved(material, results, findings, plan, filled, files)


def check(folder: Path, *, scheme: str = "", step: Step = quiet) -> RunResult:
    """Read, compute and check; write nothing."""
    material, results, findings = assess(open_unit(folder), scheme, step)
    return _result(material, results, settled(material, findings))


def fill(folder: Path, *, scheme: str = "", step: Step = quiet, dry_run: bool = False) -> RunResult:
    """Fill the official workbook only; with ``dry_run`` list the cells and write nothing."""
    material, results, findings = assess(open_unit(folder), scheme, step)
    with step("填写评分表"):
        texts = narrate(material, results)
        plan, filled = fill_form(material, results, texts)
    findings = settled(material, (*findings, *texts.findings, *plan.findings, *_of(filled)))
    if dry_run or filled is None:
        return replace(_result(material, results, findings), written=plan.writes, written_file=plan.file)
    return _saved(material, results, findings, plan, filled, {Path(plan.file).name: filled.data})


def report(folder: Path, *, scheme: str = "", step: Step = quiet) -> RunResult:
    """Write the Word report only."""
    material, results, findings = assess(open_unit(folder), scheme, step)
    with step("写自评报告"):
        texts = narrate(material, results)
        made = compose(material, results, texts)
    findings = settled(material, (*findings, *texts.findings, *made.findings))
    return _saved(material, results, findings, None, None, {REPORT: made.content})


def assess(unit: Unit, scheme: str, step: Step) -> tuple[Material, Results, tuple[Finding, ...]]:
    """Read what there is, score it and check the tables."""
    from xlperf.checks.running import check_tables
    from xlperf.scoring import score

    with step("读取决算表和评分表"):
        material = gather(unit, scheme)
    with step("计算和核对"):
        results = score(material.scheme, material.facts, material.answers)
        checked = check_tables(material.scheme, material.facts, material.located)
    return material, results, (*material.findings, *results.findings, *checked)


def narrate(material: Material, results: Results) -> Texts:
    """Write the text of every indicator."""
    from xlperf.narrative.texts import write_texts

    return write_texts(results, material.answers, unit_name=material.unit_name, own=material.unit.templates)


def compose(material: Material, results: Results, texts: Texts) -> Report:
    """Make the report and read it back: each number in it must be a known one."""
    from xlperf.narrative.rereading import reread
    from xlperf.narrative.word.plain_text import own_words
    from xlperf.narrative.word.report import OWN_LAYOUT, Report, make_report

    layout = material.unit.root / OWN_LAYOUT
    name = material.unit_name
    made = make_report(results, material.answers, texts, unit_name=name, own_layout=layout)
    words = own_words(layout)
    doubts = reread(made.content, results, material.answers, unit_name=name, own_words=words)
    return Report(made.content, (*made.findings, *doubts))


def fill_form(material: Material, results: Results, texts: Texts) -> tuple[FillPlan, Filled | None]:
    """Fill a copy of the official workbook in memory; None where there is none, or it cannot be filled."""
    from xlperf.forms.filling import fill as fill_book
    from xlperf.forms.filling import plan_fill, unfillable
    from xlperf.forms.plan import FillPlan
    from xlperf.ooxml import UnreadableWorkbook, Workbook

    if material.form is None:
        return FillPlan("", "", writable=False), None
    try:
        book = Workbook.open(material.unit.root / material.form.grid.file)
    except UnreadableWorkbook as fault:
        return unfillable(material.form, str(fault)), None
    short = {key: text.short for key, text in texts.indicators.items()}
    plan = plan_fill(material.form, book, results, short, fields=material.form_fields)
    return plan, fill_book(plan, book)


def working_paper(
    material: Material, results: Results, findings: Iterable[Finding], plan: FillPlan, filled: Filled | None
) -> bytes:
    """Make 计算底稿.xlsx: every figure with the way to its source cell."""
    from xlperf.forms.working_paper import working_paper as make

    return make(
        results,
        answers=material.answers,
        grids=material.grids,
        findings=findings,
        written=filled.written if filled else (),
        unit=material.unit_name,
        period=material.period,
        workbook=Path(plan.file).name,
    )


def explain(subject: str, folder: Path, *, scheme: str = "", step: Step = quiet) -> tuple[str, ...]:
    """Give the lines that explain an indicator's score, or a finding's code. Raises WrongUsage for neither."""
    from xlperf.explaining import explain_code, explain_indicator

    words = explain_code(subject)
    if words:
        return words
    _, results, _ = assess(open_unit(folder), scheme, step)
    return explain_indicator(subject, results)


def settled(material: Material, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put the officer's explanations beside warnings and drop what was found twice; errors cannot be explained away."""
    explanations = material.answers.explanations
    seen: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        words = explanations.get(finding.fingerprint, "")
        kept = replace(finding, explanation=words) if words and finding.severity is not Severity.ERROR else finding
        seen.setdefault((kept.code, str(kept.place), kept.message), kept)
    return tuple(seen.values())


def _of(filled: Filled | None) -> tuple[Finding, ...]:
    return filled.findings if filled else ()


def _result(material: Material, results: Results, findings: tuple[Finding, ...]) -> RunResult:
    return RunResult(material.unit_name, material.period, results, findings)


def _saved(  # noqa: PLR0913, PLR0917 - what one run leaves behind
    material: Material,
    results: Results,
    findings: tuple[Finding, ...],
    plan: FillPlan | None,
    filled: Filled | None,
    files: Mapping[str, bytes],
) -> RunResult:
    """Write all results; a fresh 填报表.xlsx is made where there is none."""
    from xlperf.forms.questionnaire import write_questionnaire

    folder = OutputFolder(material.unit.outputs)
    kinds = {REPORT: "report", WORKING_PAPER: "working_paper"}
    outputs: dict[str, Path] = {}
    told = list(findings)
    for name, data in files.items():
        written = folder.write(name, data)
        outputs[kinds.get(name, "workbook")] = written.path
        told += written.findings
    if not material.unit.questionnaire.exists():
        write_questionnaire(
            material.unit.root / QUESTIONNAIRE,
            material.scheme,
            findings=told,
            unit=material.unit_name,
            year=int(material.period),
        )
        outputs["questionnaire"] = material.unit.questionnaire
    return RunResult(
        material.unit_name,
        material.period,
        results,
        tuple(told),
        written=filled.written if filled else (),
        written_file=plan.file if plan else "",
        cells=plan.cells if plan else {},
        outputs=outputs,
    )
