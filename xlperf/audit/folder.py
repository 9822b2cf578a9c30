"""A folder of reports (成批审核): each audited by itself, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlperf.audit.audit import AuditResult, audit_report
from xlperf.audit.catalogue import UNREADABLE
from xlperf.audit.sources import Coverage
from xlperf.audit.text import REPORT_SUFFIXES
from xlperf.errors import XlperfError
from xlperf.findings import Place, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class FolderResult:
    """The audits of a folder's reports, the worst first."""

    results: tuple[AuditResult, ...]

    def rows(self) -> tuple[tuple[str, str, int, int, int], ...]:
        """Give the summary: file, year, errors, warnings, hints."""
        return tuple(
            (
                "、".join(result.files),
                result.year,
                result.count(Severity.ERROR),
                result.count(Severity.WARNING),
                result.count(Severity.HINT),
            )
            for result in self.results
        )


def reports_in(folder: Path) -> tuple[Path, ...]:
    """List the reports of a folder and its subfolders, without lock files and what the audit itself wrote."""
    return tuple(
        sorted(
            path
            for path in folder.rglob("*")
            if path.suffix.lower() in REPORT_SUFFIXES
            and path.is_file()
            and not path.name.startswith(("~$", ".", "审核意见"))
            and not path.stem.endswith(("（审核批注）", "（审核批注）（新）"))
            and "上一版" not in path.relative_to(folder).parts
        )
    )


def audit_folder(
    folder: Path,
    *,
    progress: Callable[[int, int, str], None] | None = None,
    explanations: Mapping[str, str] | None = None,
) -> FolderResult:
    """Audit every report of a folder; a file that cannot be read becomes a finding and stops nobody else.

    Args:
        folder: the folder.
        progress: called before each file with its number, how many there are, and its name.
        explanations: what the officers answered, by the finding's fingerprint.
    """
    paths = reports_in(folder)
    results = []
    for number, path in enumerate(paths, 1):
        name = path.relative_to(folder).as_posix()
        if progress:
            progress(number, len(paths), name)
        try:
            results.append(audit_report(path, explanations=explanations, name=name))
        except XlperfError as fault:
            finding = UNREADABLE.finding(place=Place(name), subject=name, actual=str(fault))
            results.append(AuditResult((name,), "", (finding,), (), Coverage(), 0))
    worst = (Severity.ERROR, Severity.WARNING, Severity.HINT)
    return FolderResult(tuple(sorted(results, key=lambda result: [-result.count(severity) for severity in worst])))
