"""A project from a filled form (填好的项目支出绩效自评表): the form itself is the input."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.amounts import plain
from xlperf.findings import Place
from xlperf.projects import catalogue
from xlperf.projects.model import Amounts, Entry, Fund, Project, ProjectTarget
from xlperf.source.cells import read_cell, scale
from xlperf.source.grid import ErrorValue, a1

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlperf.findings import Code, Finding
    from xlperf.source.project_form import Cell, FormRow, ProjectForm

    ShowsPercent = Callable[[int, int], bool]


def project_of(form: ProjectForm, shows_percent: ShowsPercent) -> tuple[Project, tuple[Finding, ...]]:
    """Read a filled form; ``shows_percent`` says whether a cell (row, column from 0) is formatted so."""
    reader = _Reader(form, shows_percent)
    return reader.project(), tuple(reader.findings)


class _Reader:
    def __init__(self, form: ProjectForm, shows_percent: ShowsPercent) -> None:
        self.form = form
        self.shows_percent = shows_percent
        self.findings: list[Finding] = []

    def project(self) -> Project:
        form = self.form
        name = form.project
        total = self._amounts(form.total_funds, name) if form.total_funds is not None else Amounts()
        funds = [(source, row, self._amounts(row, name)) for source, row in form.sources]
        score = self._figure(form.total_score, name, "总分")
        return Project(
            name=name,
            department=self._words(form.fields.get("department")),
            unit=self._words(form.fields.get("unit")),
            start=self._words(form.fields.get("start")),
            end=self._words(form.fields.get("end")),
            goal=self._words(form.goals.get("goal")),
            achieved=self._words(form.goals.get("achieved")),
            total=total,
            funds=tuple(
                Fund(source, amounts, self._place((row, form.amounts["budget"])))
                for source, row, amounts in funds
                if amounts.known and any((amounts.initial, amounts.budget, amounts.spent))
            ),
            targets=tuple(self._target(row, name) for row in form.rows if row.name),
            score=score,
            place=self._place(form.fields["name"]),
            total_place=self._place((form.total_funds, form.amounts["budget"]))
            if form.total_funds is not None
            else Place(),
        )

    def _place(self, cell: Cell) -> Place:
        grid = self.form.grid
        return Place(file=grid.file, sheet=grid.sheet, cell=a1(*grid.anchors.get(cell, cell)))

    def _words(self, cell: Cell | None) -> str:
        if cell is None or isinstance(self.form.grid.spread(*cell), ErrorValue):
            return ""
        return self.form.grid.text(*cell).strip()

    def _amounts(self, row: int, project: str) -> Amounts:
        words = {"initial": "年初预算数", "budget": "全年预算数", "spent": "全年执行数"}
        factor = scale(self.form.money_unit)
        found: dict[str, Decimal] = {}
        for key, what in words.items():
            if key in self.form.amounts:
                value = self._figure((row, self.form.amounts[key]), project, what)
                if value is not None and value < 0:
                    self._note(catalogue.NEGATIVE_AMOUNT, (row, self.form.amounts[key]), project, what, plain(value))
                elif value is not None:
                    found[key] = value * factor
        return Amounts(**found)

    def _figure(self, cell: Cell | None, project: str, what: str) -> Decimal | None:
        if cell is None:
            return None
        reading = read_cell(self.form.grid, *cell)
        if reading.value is None and reading.raw and reading.state.value in {"text", "error"}:
            self._note(catalogue.NOT_A_NUMBER, cell, project, what, reading.raw)
        return reading.value

    def _note(self, code: Code, cell: Cell, project: str, what: str, quote: str) -> None:
        self.findings.append(code.finding(place=self._place(cell), subject=project, what=what, quote=quote))

    def _target(self, row: FormRow, project: str) -> ProjectTarget:
        columns = self.form.columns
        cells = {key: (row.row, column) for key, column in columns.items()}
        mark = self._figure(cells.get("mark"), project, f"指标“{row.name}”的分值")
        if mark is not None and "mark" in cells and self.shows_percent(*cells["mark"]):
            mark *= 100
        return ProjectTarget(
            name=row.name,
            first=row.first or self._above("first", row),
            second=row.second or self._above("second", row),
            nature=self._words(cells.get("nature")),
            goal=self._entry(cells.get("goal")),
            unit=self._words(cells.get("unit")),
            actual=self._entry(cells.get("actual")),
            mark=mark,
            mark_place=self._place(cells["mark"]) if "mark" in cells else Place(),
            score=self._figure(cells.get("score"), project, f"指标“{row.name}”的得分"),
            reason=self._words(cells.get("reason")),
            measure=self._words(cells.get("measure")),
            place=self._place(cells["name"]),
        )

    def _above(self, which: str, row: FormRow) -> str:
        """Give the level that a blank cell goes on with."""
        above = [other for other in self.form.rows if other.row < row.row and getattr(other, which)]
        if which == "second" and row.first and above and above[-1].first != row.first:
            return ""
        return getattr(above[-1], which) if above else ""

    def _entry(self, cell: Cell | None) -> Entry:
        if cell is None:
            return Entry()
        value, place = self.form.grid.spread(*cell), self._place(cell)
        if isinstance(value, Decimal) and self.shows_percent(*cell):
            return Entry(f"{plain(value * 100)}%", place)
        return Entry(self._words(cell), place)
