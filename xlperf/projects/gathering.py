"""The projects of a unit (项目清单): from 填报表.xlsx, filled forms and exports of funds, brought together by name."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from xlperf.amounts import money_text
from xlperf.findings import Place
from xlperf.projects import catalogue
from xlperf.projects.forms_read import project_of
from xlperf.projects.model import Amounts, Fund, Project, project_key
from xlperf.projects.questionnaire import projects_of_questionnaire
from xlperf.projects.scoring import funds_place
from xlperf.source.execution_heading import Measure
from xlperf.source.project_form import read_project_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from xlperf.findings import Finding
    from xlperf.forms.questionnaire.sheets import OpenedQuestionnaire
    from xlperf.projects.forms_read import ShowsPercent
    from xlperf.source.budget_execution import BudgetLine
    from xlperf.source.grid import Grid
    from xlperf.source.project_form import ProjectForm

_AMOUNTS = (("budget", "全年预算数"), ("spent", "全年执行数"))


@dataclass(frozen=True, slots=True)
class GatheredProjects:
    """All projects of a unit, with the forms that there are."""

    projects: tuple[Project, ...]
    own_forms: dict[str, ProjectForm]
    """Filled forms by project key."""
    blanks: tuple[ProjectForm, ...]
    """Blank forms in the unit's folder, which outrank the shipped one."""
    findings: tuple[Finding, ...] = ()

    @property
    def has_details(self) -> bool:
        """Whether there is more than a list of scores: the projects are to be self-evaluated one by one."""
        return bool(self.own_forms) or any(project.has_details for project in self.projects)


def gather_projects(
    questionnaire: OpenedQuestionnaire | None, grids: Sequence[Grid], root: Path, year: int | None = None
) -> GatheredProjects:
    """Bring together what is known of each project.

    Args:
        questionnaire: 填报表.xlsx, opened.
        grids: Every sheet in the unit's folder.
        root: The folder, for a second look at how cells are formatted.
        year: The year; exports of other months are not taken for the year's.
    """
    typed, findings = projects_of_questionnaire(questionnaire) if questionnaire else ((), ())
    found = {project.key: project for project in typed}
    told = list(findings)
    own, blanks = _forms(grids, root, found, told)
    _add_funds(grids, own, blanks, found, told, year)
    return GatheredProjects(tuple(found.values()), own, tuple(blanks), tuple(told))


def _forms(
    grids: Sequence[Grid], root: Path, found: dict[str, Project], told: list[Finding]
) -> tuple[dict[str, ProjectForm], list[ProjectForm]]:
    own: dict[str, ProjectForm] = {}
    blanks: list[ProjectForm] = []
    for grid in grids:
        form = read_project_form(grid)
        if form is None:
            continue
        if not form.project:
            if not grid.hidden:
                blanks.append(form)
            continue
        project, findings = project_of(form, _percent_cells(root, grid))
        told += findings
        if project.key in own:
            first = found[project.key].place
            told.append(catalogue.TWO_PROJECTS.finding(places=(project.place, first), subject=project.name))
            continue
        own[project.key] = form
        before = found.get(project.key)
        found[project.key] = project if before is None else _joined(before, project)
        if before is not None:
            told += _differences(before, project)
    return own, blanks


def _percent_cells(root: Path, grid: Grid) -> ShowsPercent:
    """Look up which cells of an .xlsx show percentages; none of other formats."""
    from xlperf.ooxml import UnreadableWorkbook, Workbook

    try:
        sheet = Workbook.open(root / grid.file)[grid.sheet]
    except (UnreadableWorkbook, KeyError):
        return lambda _row, _column: False
    return lambda row, column: "%" in sheet.style_at(row + 1, column + 1).number_format


def _joined(first: Project, second: Project) -> Project:
    """Fill what is missing in one from the other."""
    missing = {
        field.name: getattr(second, field.name)
        for field in fields(Project)
        if field.name not in {"total", "total_place", "place"} and getattr(first, field.name) in {"", (), None}
    }
    total, place = first.total, first.total_place
    if not first.amounts.known:
        total, place = second.total, second.total_place
    elif first.total.initial is None and not first.funds:
        total = replace(first.total, initial=second.amounts.initial)
    if first.amounts.known and not first.funds and second.funds and not _far(first.amounts, second.amounts):
        missing["funds"] = second.funds
    elif first.amounts.known:
        missing.pop("funds", None)
    return replace(first, total=total, total_place=place, **missing)


def _far(one: Amounts, other: Amounts) -> bool:
    return any(
        getattr(one, which) is not None
        and getattr(other, which) is not None
        and abs(getattr(one, which) - getattr(other, which)) > 100
        for which, _ in _AMOUNTS
    )


def _differences(first: Project, second: Project) -> Iterable[Finding]:
    """Find amounts that two places state differently."""
    for which, what in _AMOUNTS:
        one, other = getattr(first.amounts, which), getattr(second.amounts, which)
        if one is None or other is None or abs(one - other) <= 100:  # 0.01 万元
            continue
        places = tuple(funds_place(project) for project in (first, second))
        yield catalogue.TWO_AMOUNTS.finding(
            places=places,
            subject=first.name,
            what=what,
            first=str(places[0]),
            second=str(places[1]),
            expected=f"{money_text(one)}万元",
            actual=f"{money_text(other)}万元",
        )


def _add_funds(  # noqa: PLR0913, PLR0917 - what is brought together
    grids: Sequence[Grid],
    own: dict[str, ProjectForm],
    blanks: Sequence[ProjectForm],
    found: dict[str, Project],
    told: list[Finding],
    year: int | None,
) -> None:
    """Take funds from exports by project and source; an export alone makes the list."""
    if not any(_names_projects(grid) for grid in grids):
        return
    from xlperf.source.budget_execution import read_execution_table

    forms = {id(form.grid) for form in (*own.values(), *blanks)}
    alone = not found
    for grid in grids:
        table = read_execution_table(grid) if id(grid) not in forms and _names_projects(grid) else None
        if table is None or not _of_year(table.month, year):
            continue
        groups: dict[str, list[BudgetLine]] = {}
        for line in table.lines:
            groups.setdefault(project_key(line.name), []).append(line)
        for key, lines in groups.items():
            project = _exported(lines)
            if key in found:
                told += _differences(found[key], project)
                found[key] = _joined(found[key], project)
            elif alone:
                found[key] = project


def _names_projects(grid: Grid) -> bool:
    """Say whether a sheet has a heading of projects: a cheap look before the thorough one."""
    top = grid.rows[:12]
    return any(isinstance(value, str) and "项目名称" in "".join(value.split()) for row in top for value in row)


def _of_year(month: str, year: int | None) -> bool:
    return not month or (month.endswith("-12") and (year is None or month.startswith(str(year))))


def _exported(lines: Sequence[BudgetLine]) -> Project:
    funds = tuple(
        Fund(
            line.fund,
            Amounts(line.amount(Measure.INITIAL), line.budget, line.amount(Measure.CUMULATIVE)),
            line.place(Measure.ADJUSTED),
        )
        for line in lines
    )
    first = lines[0]
    place = Place(first.file, first.sheet, first.place().cell)
    if len(funds) == 1 and not funds[0].source:
        return Project(first.name, total=funds[0].amounts, place=place, total_place=funds[0].place)
    return Project(first.name, funds=funds, place=place)
