"""The text against the tables of the same report (TWO): 正文与表 state one quantity alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlperf.audit.catalogue import TWO_VALUES
from xlperf.audit.causes import slip
from xlperf.audit.checks.weigh import written
from xlperf.audit.numbers import Sort
from xlperf.audit.table_facts import facts_of_tables
from xlperf.audit.tying import FactIndex, shown_value, stands_for, value_of
from xlperf.findings import Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.audit.report import Report
    from xlperf.findings import Finding


def text_and_tables(report: Report) -> Iterator[Finding]:
    """An amount in the text equals the cell of the report's own table that has its very name."""
    facts = [
        replace(fact, period="")
        for fact in facts_of_tables(report.document)
        if fact.source and fact.unit.endswith("元")
    ]
    if not facts:
        return
    index = FactIndex(facts)
    for claims in report.claims:
        for claim in claims:
            if report.paragraphs[claim.paragraph].in_table or claim.number.sort is not Sort.MONEY:
                continue
            tie = index.tie(report, claim) if claim.number.exact and not report.is_prior(claim) else None
            value = value_of(tie.fact, Sort.MONEY) if tie and tie.sure else None
            if tie is None or value is None or tie.fact.source is None or stands_for(claim, value):
                continue
            cell = Place(tie.fact.source.file, tie.fact.source.sheet, tie.fact.source.cell)
            yield TWO_VALUES.finding(
                place=report.place(claim),
                places=(report.place(claim), cell),
                subject=claim.label,
                quote=report.words(claim),
                expected=shown_value(claim, value),
                actual=written(claim.number),
                elsewhere=f"{cell.sheet} {cell.cell}",
                hint=slip(value, claim.number.base) or TWO_VALUES.advice,
                severity=Severity.WARNING,
            )
