"""Auditing what somebody else wrote (审核): reports, scoring workbooks, and the tables that they must agree with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlperf.audit import AuditResult, audit_folder, audit_report, read_explanations, write_commented, write_opinions
from xlperf.errors import UnusableInput
from xlperf.findings import Severity
from xlperf.source.files import SourceFile, read_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from xlperf.facts import Fact
    from xlperf.findings import Finding
    from xlperf.source.locating import LocatedTables

OPINIONS: Final = "审核意见.xlsx"
COMMENTED: Final = "（审核批注）"
RESULTS: Final = "审核"


@dataclass(frozen=True, slots=True)
class Review:
    """What the audit found, report by report, and the files that it made."""

    results: tuple[AuditResult, ...]
    outputs: Mapping[str, Path] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of all reports."""
        return tuple(finding for result in self.results for finding in result.findings)

    @property
    def must_be_mended(self) -> bool:
        """Say whether an error remains."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def review(
    paths: Sequence[Path],
    *,
    unit: Path | None = None,
    output: Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Review:
    """Audit a folder of reports, or files that belong together; tables among them are what the report must agree with.

    Args:
        paths: One folder, or files: reports, a scoring workbook, final-accounts tables.
        unit: The unit's folder, whose tables the report must agree with.
        output: Where 审核意见.xlsx and the commented copies go; None writes nothing.
        progress: Called before each report of a folder.

    Raises:
        XlperfError: a path does not exist or a file cannot be read.
    """
    for path in paths:
        if not path.exists():
            raise UnusableInput(f"找不到“{path}”。请检查路径。")
    explanations = read_explanations(output / OPINIONS) if output else {}
    if len(paths) == 1 and paths[0].is_dir():
        results = audit_folder(paths[0], progress=progress).results
        if not results:
            raise UnusableInput(f"文件夹“{paths[0]}”里没有报告（.docx、.txt、.md、.pdf、.xlsx、.xls）。")
        reports: tuple[Path, ...] = ()
    else:
        reports, facts = _parted(paths, unit)
        results = (audit_report(reports, facts=facts, explanations=explanations),)
    return Review(results, _written(results, reports, output) if output else {})


def _parted(paths: Sequence[Path], unit: Path | None) -> tuple[tuple[Path, ...], tuple[Fact, ...]]:
    """Part what is audited from the tables that it is compared with."""
    facts: list[Fact] = []
    if unit is not None:
        from xlperf.known_figures import figures_of_unit

        facts += figures_of_unit(unit)
    reports: list[Path] = []
    tables: list[Path] = []
    for path in paths:
        (tables if len(paths) > 1 and _holds_tables(path) else reports).append(path)
    if tables:
        facts += _facts_of(tables)
    if unit is None and len(paths) > 1:
        facts += _facts_beside(reports)
    return tuple(reports or paths), tuple(facts)


def _facts_beside(paths: Sequence[Path]) -> Iterator[Fact]:
    """Give what the workbooks beside a report state: marks and scores of a scoring workbook, answers of 填报表.xlsx."""
    from xlperf.audit.table_facts import facts_of_tables
    from xlperf.audit.text import read_document
    from xlperf.known_figures import figures_of_scoring
    from xlperf.source.scoring_sheet import scoring_sheets

    for path in paths:
        file = SourceFile(path.name, path)
        if not file.looks_like_workbook:
            continue
        sheets = scoring_sheets(read_files([file]).grids)
        if sheets:
            yield from (fact for sheet in sheets[:1] for fact in figures_of_scoring(sheet))
        else:
            yield from facts_of_tables(read_document(path))


def _holds_tables(path: Path) -> bool:
    """Say whether a file is final-accounts tables and no scoring workbook."""
    from xlperf.source.scoring_sheet import scoring_sheets

    file = SourceFile(path.name, path)
    if not file.looks_like_workbook:
        return False
    grids = read_files([file]).grids
    return not scoring_sheets(grids) and bool(_located([path]).tables)


def _located(paths: Sequence[Path]) -> LocatedTables:
    from xlperf.material import USUAL_SCHEME
    from xlperf.scheme import load_scheme
    from xlperf.source.locating import locate_tables

    grids = read_files([SourceFile(path.name, path) for path in paths]).grids
    return locate_tables(grids, load_scheme(USUAL_SCHEME).tables)


def _facts_of(paths: Sequence[Path]) -> tuple[Fact, ...]:
    from xlperf.known_figures import rates_of
    from xlperf.material import USUAL_SCHEME
    from xlperf.scheme import load_scheme
    from xlperf.source.collecting import collect_facts

    scheme = load_scheme(USUAL_SCHEME)
    facts = collect_facts(_located(paths), scheme).facts
    return (*facts.values(), *rates_of(scheme, facts))


def _written(results: Sequence[AuditResult], reports: Sequence[Path], output: Path) -> dict[str, Path]:
    output.mkdir(parents=True, exist_ok=True)
    outputs = {"opinions": write_opinions(results, output / OPINIONS)}
    for report in reports:
        if report.suffix.lower() == ".docx":
            copy = output / f"{report.stem}{COMMENTED}.docx"
            write_commented(report, [f for result in results for f in result.findings], copy)
            outputs.setdefault("commented", copy)
    return outputs
