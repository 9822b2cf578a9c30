"""What the work on projects leaves in 成果/ (项目成果): filled forms and the report, ready to be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.history.renewing import Renewed, renew_document
from xlperf.projects.report.making import REPORT, make_project_report, reread_projects
from xlperf.projects.work import fill_books

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from xlperf.findings import Finding
    from xlperf.history.recording import Record
    from xlperf.material import Material
    from xlperf.projects.form.books import FilledBook
    from xlperf.projects.work import ProjectWork

FORMS: Final = "project_workbooks"
REPORT_KEY: Final = "project_report"


@dataclass(frozen=True, slots=True)
class FilledForms:
    """The filled workbooks, ready to be written."""

    books: tuple[FilledBook, ...]
    findings: tuple[Finding, ...]

    @property
    def files(self) -> list[Renewed]:
        """The workbooks as results."""
        return [Renewed(book.name, book.data) for book in self.books]

    def forms(self, paths: Mapping[str, Path]) -> dict[str, dict[str, str]]:
        """Say where the form of each project went: workbook and sheet."""
        return {
            name: {"workbook": str(paths[book.name]), "sheet": sheet}
            for book in self.books
            if book.name in paths
            for name, sheet in book.sheets.items()
        }

    def folder_of(self, paths: Mapping[str, Path]) -> Path:
        """Give the one workbook that was made, or the folder of all."""
        made = [paths[book.name] for book in self.books if book.name in paths]
        return made[0] if len(made) == 1 else made[0].parent


def filled_forms(material: Material, work: ProjectWork, *, together: bool = False) -> FilledForms:
    """Fill the forms of all projects in memory."""
    return FilledForms(*fill_books(material, work, together=together))


def written_report(material: Material, work: ProjectWork, record: Record) -> tuple[Renewed, tuple[Finding, ...]]:
    """Make the report and read it back; what a person edited in the last one stays."""
    texts = material.answers.texts
    made = make_project_report(work.results, texts, unit_name=material.unit_name, period=material.period)
    report = renew_document(REPORT, made, record.outputs, record.memory, record.settlement)
    return report, (*report.findings, *reread_projects(report.data, work.results, texts))
