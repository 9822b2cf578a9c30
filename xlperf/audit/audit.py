"""The audit of reports that somebody else wrote (审核): read, check, compare with the sources, collect."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import CHECK_FAILED, NOTHING_TO_CHECK, READING
from xlperf.audit.checks import CHECKS
from xlperf.audit.numbers import Sort
from xlperf.audit.report import Report
from xlperf.audit.sources import Coverage, against_facts
from xlperf.audit.text import read_document
from xlperf.findings import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from xlperf.audit.claims import Claim
    from xlperf.facts import Fact

_ORDER: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}
_MOST_OF_ONE: Final = 40
"""Findings of one code in one file beyond which more would only hide the rest."""


@dataclass(frozen=True)
class AuditResult:
    """What the audit of one report, or of a report with its workbook, came to."""

    files: tuple[str, ...]
    year: str
    findings: tuple[Finding, ...]
    """Errors first, then warnings, then hints; by place within each."""
    claims: tuple[Claim, ...]
    coverage: Coverage
    characters: int

    def count(self, severity: Severity) -> int:
        """Count the findings of a severity that nobody has explained."""
        return sum(f.severity is severity and not f.explanation for f in self.findings)

    @property
    def clean(self) -> bool:
        """Say whether nothing must be mended or explained."""
        return not self.count(Severity.ERROR) and not self.count(Severity.WARNING)


def audit_report(
    paths: Sequence[Path | str] | Path | str,
    *,
    facts: Iterable[Fact] | None = None,
    explanations: Mapping[str, str] | None = None,
    name: str = "",
) -> AuditResult:
    """Audit a report, or a report together with its workbook.

    Args:
        paths: one file or several that belong together.
        facts: the unit's figures from its tables, to compare the report with.
        explanations: what the officer answered, by the finding's fingerprint (说明); kept from run to run.
        name: what the findings call a single report, where it is not its file name.

    Raises:
        UnusableInput: a file cannot be read; the sentence says what to do.
    """
    files = [Path(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]
    reports = [Report(read_document(path, name)) for path in files]
    return audit_documents(reports, facts=facts, explanations=explanations)


def audit_documents(
    reports: Sequence[Report], *, facts: Iterable[Fact] | None = None, explanations: Mapping[str, str] | None = None
) -> AuditResult:
    """Audit documents that are already read."""
    known = tuple(facts or ())
    findings: list[Finding] = []
    coverage = Coverage()
    written = any(not report.document.is_workbook for report in reports)
    for report in reports:
        findings += _remarks(report)
        for check in CHECKS:
            findings += _run(check, report)
        if written and report.document.is_workbook:
            continue  # what stands beside a report is what the report is held against
        sourced = against_facts(report, known)
        findings += sourced.findings
        coverage += sourced.coverage
    answered = [
        replace(f, explanation=(explanations or {}).get(f.fingerprint, f.explanation)) for f in _distinct(findings)
    ]
    return AuditResult(
        files=tuple(report.document.file for report in reports),
        year=next((report.year for report in reports if report.year), ""),
        findings=tuple(sorted(answered, key=_rank)),
        claims=tuple(claim for report in reports for claims in report.claims for claim in claims),
        coverage=coverage,
        characters=sum(report.document.size for report in reports),
    )


def _run(check: Callable[[Report], Iterable[Finding]], report: Report) -> list[Finding]:
    """Run one check; one that breaks down becomes a finding and stops nobody else."""
    try:
        return list(check(report))
    except Exception as fault:  # noqa: BLE001 - a check must never stop the audit
        return [
            CHECK_FAILED.finding(place=Place(report.document.file), subject=check.__name__, actual=type(fault).__name__)
        ]


def _remarks(report: Report) -> Iterator[Finding]:
    if not report.marks and not report.document.tables and not any(map(_has_figure, report.claims)):
        yield NOTHING_TO_CHECK.finding(place=Place(report.document.file), subject=report.document.file)
    yield from (
        READING.finding(place=Place(report.document.file), subject="文件", actual=remark)
        for remark in report.document.remarks
    )


def _has_figure(claims: Sequence[Claim]) -> bool:
    return any(claim.number.sort in (Sort.MONEY, Sort.PERCENT) for claim in claims)


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Keep one finding per place and matter: an error hides a lesser word about the same spot and kind."""
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in sorted(findings, key=lambda f: _ORDER[f.severity]):
        spot = finding.place
        key = (finding.kind, spot.file, spot.sheet, spot.cell, spot.line, spot.offset)
        kept.setdefault(key, finding)
    times: Counter[tuple[str, str]] = Counter()
    few = []
    for finding in kept.values():
        times[finding.code, finding.place.file] += 1
        if times[finding.code, finding.place.file] <= _MOST_OF_ONE:
            few.append(finding)
    return few


def _rank(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    return (
        _ORDER[finding.severity],
        place.file,
        place.sheet,
        place.line or 0,
        place.cell,
        place.offset or 0,
        finding.code,
    )
