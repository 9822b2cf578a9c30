"""The whole way (全程): read → locate → compute → check → fill → narrate → re-read → write."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlperf.findings import Severity
from xlperf.history.recording import recording
from xlperf.history.renewing import Renewed
from xlperf.material import Material, gather
from xlperf.unit import QUESTIONNAIRE, open_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager

    from xlperf.answers import ProjectScore
    from xlperf.findings import Finding
    from xlperf.forms.plan import PlannedWrite
    from xlperf.history.changes import Change
    from xlperf.history.memory import Take
    from xlperf.history.official import FilledForm
    from xlperf.history.recording import Record
    from xlperf.narrative.texts import Texts
    from xlperf.projects.outputs import FilledForms
    from xlperf.projects.result import ProjectResult
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
    changes: tuple[Change, ...] = ()
    """What is other than the last time, each difference by its kind."""
    projects: tuple[ProjectResult, ...] | tuple[ProjectScore, ...] = ()
    """The projects scored one by one; else those of the list in 填报表.xlsx."""
    project_forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """File and sheet of each project's form."""


def quiet(words: str) -> AbstractContextManager[None]:
    """Say nothing about a step."""
    del words
    return nullcontext()


def run(folder: Path, *, scheme: str = "", take: Take = "", step: Step = quiet) -> RunResult:
    """Go the whole way and write the filled workbook, the report and the working paper into 成果/.

    Args:
        folder: The unit's folder.
        scheme: Id or path of the indicator scheme.
        take: Whose content wins where a person and we changed the same cell: ours, theirs, or as 填报表.xlsx says.
        step: Told of each step.

    Raises:
        XlperfError: the folder, its settings or the scheme cannot be used; nothing was written.
    """
    material, results, findings = assess(open_unit(folder), scheme, step)
    with recorded(material, take) as record:
        with step("写评分说明和自评报告"):
            texts = narrate(material, results)
            report, doubts = compose(material, results, texts, record)
        with step("填写评分表"):
            form = fill_form(material, results, texts, record)
        with step("填写项目自评表、写项目自评报告"):
            projects = do_projects(material, record)
        told = (*findings, *texts.findings, *doubts, *form.findings, *projects.findings)
        findings = settled(material, told)
        with step("写计算底稿"):
            paper = working_paper(material, results, findings, form)
        with step("保存成果"):
            made = [report, Renewed(WORKING_PAPER, paper), *projects.files]
            return _saved(material, results, findings, record, made, form, projects)


def check(folder: Path, *, scheme: str = "", step: Step = quiet) -> RunResult:
    """Read, compute and check; write nothing."""
    material, results, findings = assess(open_unit(folder), scheme, step)
    return _result(material, results, settled(material, findings))


def fill(folder: Path, *, scheme: str = "", step: Step = quiet, dry_run: bool = False) -> RunResult:
    """Fill the official workbook only; with ``dry_run`` list the cells and write nothing."""
    material, results, findings = assess(open_unit(folder), scheme, step)
    with recorded(material, reading=dry_run) as record:
        with step("填写评分表"):
            texts = narrate(material, results)
            form = fill_form(material, results, texts, record)
        findings = settled(material, (*findings, *texts.findings, *form.findings))
        if dry_run or form.renewed is None:
            planned = form.plan.writes
            return replace(_result(material, results, findings), written=planned, written_file=form.plan.file)
        return _saved(material, results, findings, record, [], form)


def report(folder: Path, *, scheme: str = "", step: Step = quiet) -> RunResult:
    """Write the Word report only."""
    material, results, findings = assess(open_unit(folder), scheme, step)
    with recorded(material) as record:
        with step("写自评报告"):
            texts = narrate(material, results)
            made, doubts = compose(material, results, texts, record)
        findings = settled(material, (*findings, *texts.findings, *doubts))
        return _saved(material, results, findings, record, [made])


def recorded(material: Material, take: Take = "", *, reading: bool = False) -> AbstractContextManager[Record]:
    """Open the history of the unit for one command; with ``reading`` nothing will be written."""
    told = material.answers.explanations
    return recording(material.unit, take=take, explanations=told, reading=reading, within_results=True)


def assess(unit: Unit, scheme: str, step: Step) -> tuple[Material, Results, tuple[Finding, ...]]:
    """Read what there is, score it and check the tables."""
    from xlperf.checks.running import check_tables
    from xlperf.scoring import score

    with step("读取决算表和评分表"):
        material = with_projects(gather(unit, scheme))
    with step("计算和核对"):
        results = score(material.scheme, material.facts, material.answers)
        checked = check_tables(material.scheme, material.facts, material.located)
    return material, results, (*material.findings, *results.findings, *checked)


def with_projects(material: Material) -> Material:
    """Score the projects of a unit that has any; their scores take the place of those typed in."""
    if not material.may_have_projects:
        return material
    from xlperf.projects.work import with_scores, work_on_projects

    work = work_on_projects(material)
    if work is None:
        return material
    findings = (*material.findings, *work.findings)
    return replace(material, projects=work, answers=with_scores(material.answers, work), findings=findings)


def narrate(material: Material, results: Results) -> Texts:
    """Write the text of every indicator."""
    from xlperf.narrative.texts import write_texts

    return write_texts(results, material.answers, unit_name=material.unit_name, own=material.unit.templates)


def compose(material: Material, results: Results, texts: Texts, record: Record) -> tuple[Renewed, tuple[Finding, ...]]:
    """Make the report and read it back: each number in it must be a known one; what a person edited stays."""
    from xlperf.history.renewing import renew_document
    from xlperf.narrative.rereading import reread
    from xlperf.narrative.word.plain_text import own_words
    from xlperf.narrative.word.report import OWN_LAYOUT, make_report

    layout = material.unit.root / OWN_LAYOUT
    name = material.unit_name
    made = make_report(results, material.answers, texts, unit_name=name, own_layout=layout)
    report = renew_document(REPORT, made.content, record.outputs, record.memory, record.settlement)
    words, figures = own_words(layout), texts.own_figures
    doubts = reread(report.data, results, material.answers, unit_name=name, own_words=words, own_figures=figures)
    return report, (*made.findings, *report.findings, *doubts)


def fill_form(material: Material, results: Results, texts: Texts, record: Record) -> FilledForm:
    """Fill the official workbook in memory."""
    from xlperf.history.official import fill_official

    short = {key: text.short for key, text in texts.indicators.items()}
    return fill_official(material.form, results, short, material.form_fields, record)


@dataclass(frozen=True, slots=True)
class ProjectFiles:
    """What was made for the projects: nothing where there are none."""

    files: tuple[Renewed, ...] = ()
    findings: tuple[Finding, ...] = ()
    forms: FilledForms | None = None


def do_projects(material: Material, record: Record) -> ProjectFiles:
    """Fill the form of every project and write their report, in memory."""
    if material.projects is None:
        return ProjectFiles()
    from xlperf.projects.outputs import filled_forms, written_report

    forms = filled_forms(material, material.projects)
    report, doubts = written_report(material, material.projects, record)
    return ProjectFiles((*forms.files, report), (*forms.findings, *doubts), forms)


def working_paper(material: Material, results: Results, findings: Iterable[Finding], form: FilledForm) -> bytes:
    """Make 计算底稿.xlsx: every figure with the way to its source cell."""
    from xlperf.forms.working_paper import working_paper as make

    return make(
        results,
        answers=material.answers,
        grids=material.grids,
        findings=findings,
        written=form.written,
        unit=material.unit_name,
        period=material.period,
        workbook=Path(form.plan.file).name,
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


def _result(material: Material, results: Results, findings: tuple[Finding, ...]) -> RunResult:
    projects = material.projects.results if material.projects else material.answers.projects
    return RunResult(material.unit_name, material.period, results, findings, projects=projects)


def _saved(  # noqa: PLR0913, PLR0917 - what one run leaves behind
    material: Material,
    results: Results,
    findings: tuple[Finding, ...],
    record: Record,
    made: list[Renewed],
    form: FilledForm | None = None,
    projects: ProjectFiles | None = None,
) -> RunResult:
    """Write all results and remember them; a fresh 填报表.xlsx is made where there is none."""
    from xlperf.history.recording import kept_facts, snapshot_of

    if form and form.renewed:
        made = [form.renewed, *made]
    paths, told, written = record.write(made)
    kinds = {REPORT: "report", WORKING_PAPER: "working_paper"}
    of_projects = {file.name for file in projects.files} if projects else set()
    outputs = {kinds.get(name, "workbook"): path for name, path in paths.items() if name not in of_projects}
    if projects and projects.forms:
        from xlperf.projects.outputs import FORMS, REPORT_KEY

        outputs[REPORT_KEY] = paths[projects.files[-1].name]
        if projects.forms.books:
            outputs[FORMS] = projects.forms.folder_of(paths)
    findings = (*findings, *told)
    changes = tuple(change for result in made for change in result.changes)
    record.remember(
        snapshot_of(
            material.period,
            scheme=material.scheme,
            inputs=material.hashes,
            figures=kept_facts(material.facts.values()),
            results=results,
            findings=findings,
            changes=changes,
            made=written,
        )
    )
    if make_questionnaire(material, findings):
        outputs["questionnaire"] = material.unit.questionnaire
    return replace(
        _result(material, results, findings),
        written=form.written if form else (),
        written_file=form.plan.file if form else "",
        cells=form.plan.cells if form else {},
        changes=changes,
        outputs=outputs,
        project_forms=projects.forms.forms(paths) if projects and projects.forms else {},
    )


def make_questionnaire(material: Material, findings: Iterable[Finding]) -> bool:
    """Make a fresh 填报表.xlsx where there is none."""
    from xlperf.forms.questionnaire import write_questionnaire

    if material.unit.questionnaire.exists():
        return False
    path, year = material.unit.root / QUESTIONNAIRE, int(material.period)
    write_questionnaire(path, material.scheme, findings=findings, unit=material.unit_name, year=year)
    return True
