"""The two corpora: clean reports stay silent, planted faults are found (.tsv beside each: line, kind, words)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from xlperf.audit import audit_report
from xlperf.findings import Severity

CORPUS: Final = Path(__file__).parent / "corpus"
CLEAN: Final = sorted(path for path in (CORPUS / "clean").iterdir())
PLANTED: Final = sorted((CORPUS / "planted").glob("*.tsv"))
ARITHMETIC: Final = frozenset({"SUM", "PCT", "SCORE", "COUNT", "UNIT"})


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_clean_report_raises_no_error_and_no_warning(path: Path) -> None:
    raised = [
        f"{f.place.line} {f.code} {f.message}" for f in audit_report(path).findings if f.severity is not Severity.HINT
    ]
    assert raised == []


def test_the_corpora_are_as_large_as_they_should_be() -> None:
    assert len(CLEAN) >= 12
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in PLANTED) >= 150


def test_planted_faults_are_found() -> None:
    planted: Counter[bool] = Counter()
    found: Counter[bool] = Counter()
    missed = []
    for sidecar in PLANTED:
        report = next(path for path in sidecar.parent.glob(f"{sidecar.stem}.*") if path.suffix != ".tsv")
        findings = audit_report(report).findings
        for row in sidecar.read_text(encoding="utf-8").splitlines():
            line, kind, words = row.split("\t")
            here = [f for f in findings if int(line) in {f.place.line, *(p.line for p in f.places)}]
            # a wrong addend may show in its share before it shows in the sum: any arithmetic kind finds it
            hit = any(f.kind == kind or {f.kind, kind} <= ARITHMETIC for f in here)
            planted[kind in ARITHMETIC] += 1
            found[kind in ARITHMETIC] += hit
            if not hit:
                missed.append(f"{sidecar.stem} 第{line}行 {kind} {words}")
    assert found[True] >= planted[True] * 0.95, missed
    assert found[False] >= planted[False] * 0.8, missed


@pytest.mark.parametrize("sidecar", PLANTED, ids=lambda path: path.stem)
def test_a_report_with_faults_raises_little_else(sidecar: Path) -> None:
    report = next(path for path in sidecar.parent.glob(f"{sidecar.stem}.*") if path.suffix != ".tsv")
    lines = {int(row.split("\t")[0]) for row in sidecar.read_text(encoding="utf-8").splitlines()}
    beside = [
        f"{f.place.line} {f.code} {f.message}"
        for f in audit_report(report).findings
        if f.severity is not Severity.HINT and not lines & {f.place.line, *(p.line for p in f.places)}
    ]
    assert len(beside) <= 1, beside
