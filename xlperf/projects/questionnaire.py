"""Projects from 填报表.xlsx: sheets 项目, 项目资金 and 项目指标, every cell with its place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from xlperf.amounts import MONEY_UNITS, plain
from xlperf.findings import Place
from xlperf.forms.questionnaire.layout import PROJECT_FUNDS, PROJECT_TARGETS, PROJECTS
from xlperf.forms.questionnaire.values import read_figure
from xlperf.projects import catalogue
from xlperf.projects.model import Amounts, Entry, Fund, Project, ProjectTarget, project_key
from xlperf.source.labels import most_similar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.findings import Code, Finding
    from xlperf.forms.questionnaire.sheets import AnsweredSheet, OpenedQuestionnaire
    from xlperf.forms.questionnaire.values import Typed

_TOTALS: Final = frozenset({"合计", "小计", "总计"})
_WORDS: Final = (
    *("department", "unit", "start", "end", "goal", "achieved", "benefit", "effect", "supervision"),
    *("execution_reason", "execution_measure", "adjustment_reason", "reason"),
)
_AMOUNTS: Final = (("initial", "年初预算数"), ("budget", "全年预算数"), ("spent", "全年执行数"))


def projects_of_questionnaire(opened: OpenedQuestionnaire) -> tuple[tuple[Project, ...], tuple[Finding, ...]]:
    """Read the projects of a questionnaire."""
    return _Reader(opened).read()


class _Reader:
    def __init__(self, opened: OpenedQuestionnaire) -> None:
        self.opened = opened
        self.findings: list[Finding] = []
        self.projects: dict[str, Project] = {}

    def read(self) -> tuple[tuple[Project, ...], tuple[Finding, ...]]:
        if sheet := self.opened.sheet(PROJECTS):
            self._list(sheet)
        listed = bool(self.projects)
        if sheet := self._named(PROJECT_FUNDS.name):
            self._funds(sheet, listed=listed)
        if sheet := self._named(PROJECT_TARGETS.name):
            self._targets(sheet, listed=listed)
        return tuple(self.projects.values()), tuple(self.findings)

    def _named(self, name: str) -> AnsweredSheet | None:
        """Find a sheet by its name only: headings alone would take the department's targets for a project's."""
        spec = PROJECT_FUNDS if name == PROJECT_FUNDS.name else PROJECT_TARGETS
        found = self.opened.sheet(spec)
        return found if found is not None and "name" in found.found.columns and found.name.strip() == name else None

    def _list(self, sheet: AnsweredSheet) -> None:
        for row in sheet.rows():
            name, place = sheet.text(row, "name"), sheet.cell(row, "name").place
            key = project_key(name)
            if not key or key in _TOTALS:
                continue
            if key in self.projects:
                first = self.projects[key].place
                self.findings.append(catalogue.TWO_PROJECTS.finding(places=(place, first), subject=name))
                continue
            score = sheet.cell(row, "score", name)
            words: dict[str, Any] = {which: sheet.text(row, which) for which in _WORDS}
            total = self._amounts(sheet, row, name)
            self.projects[key] = Project(
                name,
                total=total,
                score=score.value if isinstance(score.value, Decimal) else None,
                place=place,
                total_place=sheet.cell(row, "budget").place if total.known else Place(),
                **words,
            )

    def _amounts(self, sheet: AnsweredSheet, row: int, name: str) -> Amounts:
        found = {}
        for which, what in _AMOUNTS:
            if which in sheet.found.columns:
                found[which] = self._amount(sheet, row, which, name, what)
        return Amounts(**found)

    def _amount(self, sheet: AnsweredSheet, row: int, which: str, name: str, what: str) -> Decimal | None:
        typed = sheet.cell(row, which, f"{name}{what}")
        heading = sheet.found.heading_text(which)
        unit = next((unit for unit in sorted(MONEY_UNITS, key=len, reverse=True) if unit in heading), "万元")
        if isinstance(typed.value, Decimal) and typed.value < 0:
            self._note(catalogue.NEGATIVE_AMOUNT, typed.place, name, what, typed.text)
            return None
        doubts: list[Finding] = []
        value = read_figure(typed, unit, doubts.append)
        if value is None and not typed.is_blank:
            self._note(catalogue.NOT_A_NUMBER, typed.place, name, what, typed.text)
        return value

    def _note(self, code: Code, place: Place, name: str, what: str, quote: str) -> None:
        self.findings.append(code.finding(place=place, subject=name, what=what, quote=quote))

    def _funds(self, sheet: AnsweredSheet, *, listed: bool) -> None:
        for row, key in self._rows(sheet, listed=listed):
            project = self.projects[key]
            place = sheet.cell(row, "budget").place
            amounts = self._amounts(sheet, row, project.name)
            if amounts.known:
                source = sheet.text(row, "source")
                if project_key(source) in {*_TOTALS, "年度资金总额"}:
                    self.projects[key] = replace(project, total=amounts, total_place=place)
                else:
                    self.projects[key] = replace(project, funds=(*project.funds, Fund(source, amounts, place)))

    def _targets(self, sheet: AnsweredSheet, *, listed: bool) -> None:
        found: dict[str, list[ProjectTarget]] = {}
        for row, key in self._rows(sheet, listed=listed):
            found.setdefault(key, []).append(self._target(sheet, row, self.projects[key].name))
        for key, targets in found.items():
            self.projects[key] = replace(self.projects[key], targets=tuple(targets))

    def _target(self, sheet: AnsweredSheet, row: int, project: str) -> ProjectTarget:
        mark, score = sheet.cell(row, "mark"), sheet.cell(row, "score")
        name = sheet.text(row, "target") or sheet.text(row, "second")
        return ProjectTarget(
            name=name,
            first=sheet.text(row, "first"),
            second=sheet.text(row, "second"),
            nature=sheet.text(row, "nature"),
            goal=_entry(sheet.cell(row, "goal")),
            unit=sheet.text(row, "unit"),
            actual=_entry(sheet.cell(row, "actual")),
            mark=self._plain(mark, project, f"指标“{name}”的分值"),
            mark_place=mark.place,
            score=self._plain(score, project, f"指标“{name}”的得分"),
            reason=sheet.text(row, "reason"),
            measure=sheet.text(row, "measure"),
            place=sheet.cell(row, "target").place,
        )

    def _plain(self, typed: Typed, project: str, what: str) -> Decimal | None:
        if typed.is_blank:
            return None
        doubts: list[Finding] = []
        value = typed.value if isinstance(typed.value, Decimal) else read_figure(typed, "", doubts.append)
        if value is None:
            self._note(catalogue.NOT_A_NUMBER, typed.place, project, what, typed.text)
            return None
        return value * 100 if typed.is_percent and isinstance(typed.value, Decimal) else value

    def _rows(self, sheet: AnsweredSheet, *, listed: bool) -> Iterator[tuple[int, str]]:
        """Go through the rows that belong to a project; a name left blank goes on from the row above."""
        last = ""
        for row in sheet.rows():
            name, place = sheet.text(row, "name"), sheet.cell(row, "name").place
            key = project_key(name)
            if key in _TOTALS:
                continue
            if not key and not last:
                self.findings.append(catalogue.NO_PROJECT_NAME.finding(place=place))
                continue
            if key and key not in self.projects:
                if listed:
                    self._unknown(name, place)
                    last = ""
                    continue
                self.projects[key] = Project(name, place=place)
            last = key or last
            yield row, last

    def _unknown(self, name: str, place: Place) -> None:
        near = most_similar([name], [project.name for project in self.projects.values()])
        words = f"，是不是“{near}”？" if near else ""
        self.findings.append(catalogue.UNKNOWN_PROJECT.finding(place=place, subject=name, near=words))


def _entry(typed: Typed) -> Entry:
    if typed.is_percent and isinstance(typed.value, Decimal):
        return Entry(f"{plain(typed.value * 100)}%", typed.place)
    return Entry(typed.text if not typed.is_blank else "", typed.place)
