"""Auditing what somebody else wrote (审核): reports, scoring workbooks, and the tables that they must agree with."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from xlperf.audit import AuditResult, audit_folder, audit_report, commented, explanations_in, opinions
from xlperf.errors import UnusableInput
from xlperf.findings import Severity
from xlperf.outputs import OutputFolder, digest
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
    remarks: tuple[Finding, ...] = ()
    """What there is to say about the files made: one was open, or somebody had changed it."""

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
    earlier, base = _earlier(output)
    if len(paths) == 1 and paths[0].is_dir():
        results = audit_folder(paths[0], progress=progress, explanations=earlier).results
        if not results:
            raise UnusableInput(f"文件夹“{paths[0]}”里没有报告（.docx、.txt、.md、.pdf、.xlsx、.xls）。")
        named = {file: paths[0] / file for result in results for file in result.files}
    else:
        reports, facts = _parted(paths, unit)
        results = (
            audit_report(reports, facts=facts, explanations=earlier) if reports else _tables_alone(paths, earlier),
        )
        named = {report.name: report for report in (*reports, *paths)}
    return _with_files(results, named, output, earlier, base) if output else Review(results)


def _earlier(output: Path | None) -> tuple[dict[str, str], str]:
    """Read the answers given so far, and the sha256 of the file that they stand in; empty where it cannot be read."""
    path = output / OPINIONS if output else None
    if path is None or not path.is_file():
        return {}, ""
    raw = path.read_bytes()
    answers = explanations_in(raw)
    return (answers, digest(raw)) if answers is not None else ({}, "")


def _with_files(
    results: tuple[AuditResult, ...], named: Mapping[str, Path], output: Path, earlier: Mapping[str, str], base: str
) -> Review:
    """Write 审核意见.xlsx and a commented copy of each Word report; nothing that is open or was changed is replaced."""
    links = {name: _seen_from(output, path) for name, path in named.items()}
    files = {OPINIONS: opinions(results, links=links, earlier=earlier)}
    for result in results:
        for name in result.files:
            path = named[name]
            if path.suffix.lower() == ".docx" and path.is_file() and result.characters:
                copy = f"{name.removesuffix(path.suffix).replace('/', '-')}{COMMENTED}.docx"
                files[copy] = commented(path, result.findings, name=name)[0]
    written = OutputFolder(output).write_all(files, bases={OPINIONS: base} if base else None)
    outputs = {"opinions": written[OPINIONS].path}
    copies = [made.path for name, made in written.items() if name != OPINIONS]
    outputs |= {f"commented{number or ''}": path for number, path in enumerate(copies)}
    return Review(results, outputs, tuple(finding for made in written.values() for finding in made.findings))


def _seen_from(folder: Path, path: Path) -> str:
    """Say where a file lies as a link from a folder says it; its full path where no relative one exists."""
    try:
        return os.path.relpath(path.resolve(), folder.resolve()).replace(os.sep, "/")
    except ValueError:
        return str(path.resolve())


def _parted(paths: Sequence[Path], unit: Path | None) -> tuple[tuple[Path, ...], tuple[Fact, ...]]:
    """Part what is audited from the tables that it is compared with."""
    facts: list[Fact] = []
    if unit is not None:
        from xlperf.known_figures import figures_of_unit

        facts += figures_of_unit(unit)
    reports: list[Path] = []
    tables: list[Path] = []
    for path in paths:
        (tables if _holds_tables(path) else reports).append(path)
    if tables:
        facts += _facts_of(tables)
    if unit is None and len(paths) > 1:
        facts += _facts_beside(reports)
    return tuple(reports), tuple(facts)


def _tables_alone(paths: Sequence[Path], earlier: Mapping[str, str]) -> AuditResult:
    """Final-accounts tables without a report are held against each other (勾稽关系)."""
    from xlperf.audit import Coverage
    from xlperf.checks import check_tables
    from xlperf.material import USUAL_SCHEME
    from xlperf.scheme import load_scheme
    from xlperf.source.collecting import collect_facts

    scheme, located = load_scheme(USUAL_SCHEME), _located(paths)
    facts = collect_facts(located, scheme).facts
    found = check_tables(scheme, facts, located)
    year = next((fact.period for fact in facts.values() if fact.period), "")
    told = tuple(replace(f, explanation=earlier.get(f.fingerprint, f.explanation)) for f in found)
    return AuditResult(tuple(path.name for path in paths), year, told, (), Coverage(), 0)


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
