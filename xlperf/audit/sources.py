"""Claims against the unit's own tables (对表): each number tied to a fact, contradictions named with their cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlperf.amounts import plain
from xlperf.audit.catalogue import CONTRADICTS_TABLE
from xlperf.audit.causes import slip
from xlperf.audit.checks.weigh import written
from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort, measure
from xlperf.audit.tying import FactIndex, shown_value, stands_for, value_of
from xlperf.findings import Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from xlperf.audit.report import Report
    from xlperf.audit.score_tree import Node
    from xlperf.facts import Fact
    from xlperf.findings import Finding

_POOL = 8
"""Tied figures before a claim among which those that it follows from are looked for."""
_NOT_FIGURES = frozenset({"月", "日", "年", "级", "时"})


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a report's numbers the tables bear out (对表情况)."""

    numbers: int = 0
    agree: int = 0
    differ: int = 0
    absent: int = 0

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            self.numbers + other.numbers,
            self.agree + other.agree,
            self.differ + other.differ,
            self.absent + other.absent,
        )

    def __str__(self) -> str:
        return f"全文 {self.numbers} 个数字：{self.agree} 个与表一致，{self.differ} 个不一致，{self.absent} 个表中没有"


@dataclass(frozen=True, slots=True)
class Sourced:
    """The findings and the coverage of one report."""

    findings: tuple[Finding, ...]
    coverage: Coverage


def against_facts(report: Report, facts: Sequence[Fact]) -> Sourced:
    """Tie each claim to a fact by label, unit and period; a claim that contradicts its fact is an error.

    A number without a fact of its own agrees where it follows from facts: a rate, a change, a sum or a difference.
    """
    index = FactIndex(facts)
    numbers = agree = 0
    findings: list[Finding] = []
    for claims in report.claims:
        known: list[Decimal] = []
        for claim in claims:
            if not is_figure(report, claim):
                continue
            numbers += 1
            tie = index.tie(report, claim)
            value = value_of(tie.fact, claim.number.sort) if tie else None
            if tie and value is not None and not stands_for(claim, value):
                findings.append(_contradiction(report, claim, tie.fact, value, sure=tie.sure))
            elif value is not None or _follows(claim, known[-_POOL:]):
                agree += 1
            elif index.holds(claim):
                agree += 1
                value = claim.number.base
            known += [value] if value is not None else []
    differ = len(findings)
    for node, part, stated, fact in _scores(report, index):
        numbers += 1
        agree += fact.value == stated
        if fact.value != stated:
            findings.append(_wrong_score(report, node, part, stated, fact))
            differ += 1
    return Sourced(tuple(findings), Coverage(numbers, agree, differ, numbers - agree - differ))


def is_figure(report: Report, claim: Claim) -> bool:
    """Say whether a number states a figure: no bound, date, constant of a formula, and no 一件事 or 三级指标."""
    number = claim.number
    if not number.exact or number.sort not in (Sort.MONEY, Sort.COUNT, Sort.PERCENT) or _in_rule(claim):
        return False
    if number.sort is Sort.PERCENT:
        return not (number.value == 100 and claim.lead.endswith(("×", "*", "x")))
    spoken = not report.paragraphs[claim.paragraph].plain[number.start].isdigit()
    return measure(number.unit) not in _NOT_FIGURES and not (spoken and number.value == 1)


def _in_rule(claim: Claim) -> bool:
    """Say whether a number is part of a rule that is quoted in brackets: 对照评分标准（达到100%得2分）."""
    at = max(claim.context.rfind("标准("), claim.context.rfind("标准（"))
    return at >= 0 and not re.search("[)）]", claim.context[at:])


def _follows(claim: Claim, known: Sequence[Decimal]) -> bool:
    """Say whether a number is a rate, a change, a sum or a difference of two figures that the tables bear out."""
    percent = claim.number.sort is Sort.PERCENT
    for at, one in enumerate(known):
        for other in known[at + 1 :]:
            if percent:
                results = [a / b * 100 for a, b in ((one, other), (other, one)) if b]
                if claim.role is Role.CHANGE:
                    results = [abs(result - 100) for result in results]
            else:
                results = [abs(one - other), one + other]
            if any(stands_for(claim, result) for result in results):
                return True
    return False


def _scores(report: Report, index: FactIndex) -> Iterator[tuple[Node, str, Decimal, Fact]]:
    """Pair the full marks and scores that the report states with those of the scoring workbook."""
    for node in report.nodes:
        for part, stated in (("满分", node.full), ("得分", node.score)):
            name = node.name or report.outline[node.section].title or report.subject(node.section)
            fact = index.score(name, part, stated) if stated is not None else None
            if fact is not None and stated is not None:
                yield node, part, stated, fact


def _place_of(fact: Fact) -> Place:
    return Place(fact.source.file, fact.source.sheet, fact.source.cell) if fact.source else Place()


def _wrong_score(report: Report, node: Node, part: str, stated: Decimal, fact: Fact) -> Finding:
    paragraph = report.paragraphs[node.mark.paragraph]
    source = _place_of(fact)
    return CONTRADICTS_TABLE.finding(
        place=paragraph.place(node.mark.start),
        places=(paragraph.place(node.mark.start), source),
        subject=f"{fact.id}{part}",
        quote=paragraph.quote(node.mark.start, node.mark.end),
        expected=f"{plain(fact.value)}分" if fact.value is not None else "空",
        actual=f"{plain(stated)}分",
        source=str(source) or "评分表",
    )


def _contradiction(report: Report, claim: Claim, fact: Fact, value: Decimal, *, sure: bool) -> Finding:
    number = claim.number
    source = _place_of(fact)
    return CONTRADICTS_TABLE.finding(
        place=report.place(claim),
        places=(report.place(claim), source) if fact.source else (),
        subject=claim.label or fact.id,
        quote=report.words(claim),
        expected=shown_value(claim, value, fact.unit),
        actual=written(number),
        source=str(source) or "决算表",
        hint=slip(value, number.base) or CONTRADICTS_TABLE.advice,
        severity=Severity.ERROR if sure else Severity.WARNING,
    )
