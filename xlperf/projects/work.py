"""The work on a unit's projects (项目支出绩效自评): score them, fill their forms, write their report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from xlperf.answers import ProjectScore
from xlperf.errors import WrongUsage
from xlperf.findings import Place
from xlperf.projects import catalogue
from xlperf.projects.gathering import GatheredProjects, gather_projects
from xlperf.projects.model import project_key
from xlperf.projects.scheme import USUAL, load_project_scheme
from xlperf.projects.scoring import score_project
from xlperf.resources import workbooks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.answers import Answers
    from xlperf.findings import Finding
    from xlperf.material import Material
    from xlperf.projects.form.books import BlankForm, FilledBook
    from xlperf.projects.result import ProjectResult
    from xlperf.projects.scheme import ProjectScheme

FORM_NAME: Final = "项目支出绩效自评表.xlsx"
COST_LEVEL: Final = "成本指标"


@dataclass(frozen=True, slots=True)
class ProjectWork:
    """The projects of a unit, scored."""

    scheme: ProjectScheme
    gathered: GatheredProjects
    results: tuple[ProjectResult, ...]
    findings: tuple[Finding, ...]

    def only(self, name: str) -> ProjectWork:
        """Give the work on one project. Raises WrongUsage with the nearest names."""
        if not name:
            return self
        wanted = project_key(name)
        chosen = [r for r in self.results if r.project.key == wanted] or [
            r for r in self.results if wanted in r.project.key
        ]
        if len(chosen) != 1:
            known = [result.name for result in self.results]
            near = get_close_matches(name, known, n=3, cutoff=0.3) or known[:3]
            what = "有几个项目的名称里有" if chosen else "没有项目叫"
            raise WrongUsage(f"{what}“{name}”。请写全项目名称，例如：{'、'.join(near)}")
        return replace(self, results=tuple(chosen), findings=chosen[0].findings)


def work_on_projects(material: Material, scheme: str = "", *, even_lists: bool = False) -> ProjectWork | None:
    """Score the projects of a unit; None where it has none that are self-evaluated one by one.

    Args:
        material: What was read.
        scheme: Id or path of the project scheme; else the one that the forms in the folder fit.
        even_lists: Whether a mere list of projects and funds counts, too.
    """
    gathered = gather_projects(material.questionnaire, material.grids, material.unit.root, int(material.period))
    if not gathered.has_details and not (even_lists and gathered.projects):
        return None
    known = load_project_scheme(scheme or _scheme_of(gathered))
    results = tuple(score_project(project, known) for project in gathered.projects)
    found = (finding for result in results for finding in result.findings)
    if not gathered.has_details:  # a list of typed scores owes no targets
        found = (finding for finding in found if finding.code != catalogue.NO_TARGETS.code)
    findings = (*gathered.findings, *found)
    return ProjectWork(known, gathered, results, findings)


def _scheme_of(gathered: GatheredProjects) -> str:
    """Choose the scheme that the forms, or the targets, are laid out for."""
    forms = [*gathered.blanks, *gathered.own_forms.values()]
    firsts = {"".join(row.first.split()) for form in forms for row in form.rows}
    firsts |= {target.first for project in gathered.projects for target in project.targets}
    if any(first.startswith(COST_LEVEL) for first in firsts):
        return "cost-project-2021"
    return "sichuan-project-2022" if any(form.weights for form in forms) else USUAL


def with_scores(answers: Answers, work: ProjectWork) -> Answers:
    """Put the computed scores in the place of those typed in 填报表 项目, for the department's score."""
    return replace(answers, projects=tuple(map(project_score, work.results)))


def project_score(result: ProjectResult) -> ProjectScore:
    """Give a project as the department's indicator takes it; where nothing is computed, the typed score holds."""
    project, amounts = result.project, result.execution.amounts
    score = result.settled_score
    if score is not None and result.scheme.full != 100:
        score = score * 100 / result.scheme.full
    return ProjectScore(
        project.name, amounts.budget, amounts.spent, score, result.reason or project.reason, project.place
    )


def blank_form(material: Material, work: ProjectWork) -> tuple[BlankForm | None, tuple[Finding, ...]]:
    """Open the blank form: the officer's own, else the shipped one of the scheme."""
    from xlperf.ooxml import UnreadableWorkbook
    from xlperf.projects.form.books import BlankForm

    findings: list[Finding] = []
    for form in work.gathered.blanks:
        path = material.unit.root / form.grid.file
        try:
            blank = BlankForm.of(form.grid.file, path.read_bytes())
        except UnreadableWorkbook as fault:
            place = Place(file=form.grid.file, sheet=form.grid.sheet)
            reason = str(fault).rstrip("。")
            findings.append(catalogue.FORM_NOT_EDITABLE.finding(place=place, subject=form.grid.file, reason=reason))
            continue
        if blank is not None:
            return blank, tuple(findings)
    for owner in (work.scheme.id, USUAL):
        path = workbooks() / owner / FORM_NAME
        if path.is_file():
            return BlankForm.of(FORM_NAME, path.read_bytes()), tuple(findings)
    return None, tuple(findings)


def fill_books(
    material: Material, work: ProjectWork, *, together: bool = False
) -> tuple[tuple[FilledBook, ...], tuple[Finding, ...]]:
    """Fill the forms of all projects: her own forms in a copy of her workbook, the others from the blank."""
    from xlperf.ooxml import UnreadableWorkbook
    from xlperf.projects.form.books import complete_book, fill_each, fill_together

    books: list[FilledBook] = []
    findings: list[Finding] = []
    waiting: list[ProjectResult] = []
    own: dict[str, list[ProjectResult]] = {}
    for result in work.results:
        form = work.gathered.own_forms.get(result.project.key)
        if form is None:
            waiting.append(result)
        else:
            own.setdefault(form.grid.file, []).append(result)
    for file, results in own.items():
        pairs = [(work.gathered.own_forms[result.project.key], result) for result in results]
        try:
            books.append(complete_book(file, (material.unit.root / file).read_bytes(), pairs))
        except UnreadableWorkbook as fault:
            reason = str(fault).rstrip("。")
            findings.append(catalogue.FORM_NOT_EDITABLE.finding(place=Place(file=file), subject=file, reason=reason))
            waiting += results
    waiting = [result for result in waiting if result.project.has_details]
    if waiting:
        blank, told = blank_form(material, work)
        findings += told
        if blank is not None:
            year = material.period
            books += [fill_together(blank, waiting, year)] if together else fill_each(blank, waiting, year)
    findings += [finding for book in books for finding in book.findings]
    return tuple(book for book in books if book.data), tuple(findings)


def outputs_of(result: ProjectResult, books: Sequence[FilledBook]) -> dict[str, str]:
    """Say where a project's form is: file and sheet."""
    for book in books:
        if result.name in book.sheets:
            return {"workbook": book.name, "sheet": book.sheets[result.name]}
    return {}
