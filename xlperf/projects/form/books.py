"""The filled workbooks (填好的自评表): one for each project, or one with a sheet for each, and the officers' own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from xlperf.findings import Place
from xlperf.ooxml import EditRefused, UnreadableWorkbook, Workbook
from xlperf.projects import catalogue
from xlperf.projects.form.filling import check_formulas, complete_own, fill_form
from xlperf.projects.form.rows import fit_rows, levels, lines_for
from xlperf.source.project_form import read_project_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.findings import Finding
    from xlperf.ooxml.sheet import Sheet
    from xlperf.projects.form.rows import Line
    from xlperf.projects.result import ProjectResult
    from xlperf.source.project_form import ProjectForm

FOLDER: Final = "项目支出绩效自评表"
TOGETHER: Final = "项目支出绩效自评表.xlsx"
_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\[\]\x00-\x1f\']')
_LONGEST_SHEET: Final = 28
_LONGEST_FILE: Final = 60


@dataclass(frozen=True, slots=True)
class FilledBook:
    """A filled workbook, and the projects in it with their sheets."""

    name: str
    """Path below 成果/."""
    data: bytes
    sheets: dict[str, str]
    """Sheet by project name."""
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class BlankForm:
    """A blank workbook; forms once fitted to a shape are kept, because projects are often alike."""

    name: str
    data: bytes
    sheet: str
    form: ProjectForm
    fitted: dict[tuple[tuple[str, str], ...], tuple[bytes, ProjectForm]] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, data: bytes) -> BlankForm | None:
        """Find the form in a workbook; None where there is none. Raises UnreadableWorkbook."""
        for sheet in Workbook.open(data):
            form = None if sheet.hidden else read_project_form(sheet.grid())
            if form is not None and form.rows:
                return cls(name, data, sheet.name, form)
        return None

    def shaped(self, lines: Sequence[Line]) -> tuple[bytes, ProjectForm]:
        """Give the workbook with a row for every line."""
        key = levels(lines)
        if key not in self.fitted:
            book = Workbook.open(self.data)
            form = fit_rows(book[self.sheet], self.form, lines)
            self.fitted[key] = (book.to_bytes() if form is not self.form else self.data, form)
        return self.fitted[key]


def fill_each(blank: BlankForm, results: Sequence[ProjectResult], year: str) -> list[FilledBook]:
    """Fill one workbook for each project; one that cannot be filled is a finding."""
    names = _names([result.name for result in results], _LONGEST_FILE)
    books = []
    for result, name in zip(results, names, strict=True):
        file = f"{FOLDER}/{name}.xlsx"
        try:
            lines = lines_for(blank.form, result)
            data, form = blank.shaped(lines)
            book = Workbook.open(data)
            findings = fill_form(book[blank.sheet], form, result, lines, year=year)
            books.append(_finished(book, file, {blank.sheet: result}, findings))
        except EditRefused as fault:
            books.append(FilledBook(file, b"", {}, (_refused(blank.name, fault),)))
    return books


def fill_together(blank: BlankForm, results: Sequence[ProjectResult], year: str) -> FilledBook:
    """Fill one workbook with a sheet for each project."""
    book = Workbook.open(blank.data)
    names = _names([result.name for result in results], _LONGEST_SHEET)
    sheets: dict[str, ProjectResult] = {}
    findings: list[Finding] = []
    fitted: dict[tuple[tuple[str, str], ...], str] = {}
    shapes: dict[str, ProjectForm] = {}
    for result, name in zip(results, names, strict=True):
        try:
            lines = lines_for(blank.form, result)
            key = levels(lines)
            sheet = book.copy_sheet(fitted.get(key, blank.sheet), name)
            if key not in fitted:
                shapes[name] = fit_rows(sheet, blank.form, lines)
                fitted[key] = name
            sheets[name] = result
        except EditRefused as fault:
            findings.append(_refused(blank.name, fault))
    for name, result in sheets.items():
        lines = lines_for(blank.form, result)
        findings += fill_form(book[name], shapes[fitted[levels(lines)]], result, lines, year=year)
    return _finished(book, TOGETHER, sheets, findings)


def complete_book(name: str, data: bytes, own: Sequence[tuple[ProjectForm, ProjectResult]]) -> FilledBook:
    """Complete the officer's own filled forms in a copy of her workbook. Raises UnreadableWorkbook."""
    book = Workbook.open(data)
    findings: list[Finding] = []
    for form, result in own:
        findings += complete_own(book[form.grid.sheet], form, result)
    sheets = {form.grid.sheet: result for form, result in own}
    return _finished(book, PurePosixPath(name).name, sheets, findings)


def _finished(book: Workbook, name: str, sheets: dict[str, ProjectResult], findings: list[Finding]) -> FilledBook:
    data = book.to_bytes()
    for sheet, result in sheets.items():
        findings += check_formulas(_recalculated(book, sheet), result, name)
    return FilledBook(name, data, {result.name: sheet for sheet, result in sheets.items()}, tuple(findings))


def _recalculated(book: Workbook, name: str) -> Sheet:
    """Give a sheet with the results of its formulas, which saving has worked out."""
    return book[name]


def _refused(name: str, fault: EditRefused | UnreadableWorkbook) -> Finding:
    return catalogue.FORM_NOT_EDITABLE.finding(place=Place(file=name), subject=name, reason=str(fault).rstrip("。"))


def _names(wanted: Sequence[str], longest: int) -> list[str]:
    """Make names that files and sheets may have, each once."""
    names: list[str] = []
    taken: set[str] = set()
    for number, name in enumerate(wanted, 1):
        bare = _NOT_IN_NAMES.sub("", name).strip(" .")[:longest] or f"项目{number}"
        unique = bare if bare.casefold() not in taken else f"{bare[: longest - 4]}（{number}）"
        taken.add(unique.casefold())
        names.append(unique)
    return names
