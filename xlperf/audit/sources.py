"""Claims against the unit's own tables (对表): each number tied to a fact, contradictions named with their cell."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.amounts import money_text, percent_text, plain
from xlperf.audit.catalogue import CONTRADICTS_TABLE
from xlperf.audit.causes import slip
from xlperf.audit.checks.two import normal_label
from xlperf.audit.checks.weigh import written
from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort, factor
from xlperf.findings import Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from xlperf.audit.report import Report
    from xlperf.facts import Fact
    from xlperf.findings import Finding

_COLUMN_WORDS: Final = ("年初预算", "调整预算", "全年预算", "预算", "决算")
_MARKS: Final = re.compile(r"[\s“”\"（）()、，。：:/及和与的]|财决\d*-?\d*表?")
_TIED: Final = (Role.LEVEL, Role.BUDGET, Role.ACTUAL)


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
    """Tie each claim to a fact by label, unit and period; a claim that contradicts its fact is an error."""
    counted = [
        c
        for claims in report.claims
        for c in claims
        if c.number.exact and c.number.sort in (Sort.MONEY, Sort.COUNT, Sort.PERCENT)
    ]
    usable = [fact for fact in facts if fact.value is not None]
    if not usable:
        return Sourced((), Coverage(len(counted), 0, 0, len(counted)))
    by_label = _by_label(usable)
    values = {
        sort: sorted({v for fact in usable if (v := _value(fact, sort)) is not None})
        for sort in (Sort.MONEY, Sort.COUNT, Sort.PERCENT)
    }
    findings = []
    agree = differ = 0
    for claim in counted:
        fact = _tied(report, claim, by_label)
        value = _value(fact, claim.number.sort) if fact else None
        if fact and value is not None and not _same(claim, value):
            differ += 1
            findings.append(_contradiction(report, claim, fact, value))
        elif (value is not None) or _among(claim, values[claim.number.sort]):
            agree += 1
    return Sourced(tuple(findings), Coverage(len(counted), agree, differ, len(counted) - agree - differ))


def _value(fact: Fact, sort: Sort) -> Decimal | None:
    """Give a fact in the plainest unit of a sort; None when it is of another sort."""
    if fact.value is None:
        return None
    if sort is Sort.MONEY:
        return fact.value if fact.unit.endswith("元") else None
    if sort is Sort.PERCENT:
        return fact.value * 100 if fact.unit == "%" else None
    return None if fact.unit.endswith("元") or fact.unit == "%" else fact.value


def _same(claim: Claim, value: Decimal) -> bool:
    number = claim.number
    return (
        value in number.interval.widened(number.step / 2) or abs(value - number.base) < factor(number.unit) / 1_000_000
    )


def _among(claim: Claim, values: Sequence[Decimal]) -> bool:
    import bisect

    interval = claim.number.interval
    at = bisect.bisect_left(values, interval.low)
    return at < len(values) and values[at] <= interval.high


def _bare(label: str) -> str:
    return _MARKS.sub("", normal_label(label))


def _by_label(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    by_label: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        names = {fact.id}
        if fact.source and fact.source.row_label:
            names.add(fact.source.row_label)
        for name in names:
            bare = _bare(re.sub(r"^[一二三四五六七八九十]+、|^[(（][一二三四五六七八九十]+[)）]|^\d+[.、]", "", name))
            if len(bare) > 3:
                by_label[bare].append(fact)
    return by_label


def _tied(report: Report, claim: Claim, by_label: dict[str, list[Fact]]) -> Fact | None:
    """Find the one fact that a claim speaks of; None unless words, column and year single it out."""
    if claim.role not in _TIED or claim.past:
        return None
    label = _bare(claim.label)
    found = (
        by_label.get(label)
        or by_label.get(re.sub(r"(?:决算|支出决算|预算)$", "", label))
        or by_label.get(label + "合计")
        or []
    )
    if claim.period:
        found = [fact for fact in found if not fact.period or fact.period == claim.period]
    elif report.year:
        found = [fact for fact in found if not fact.period or fact.period == report.year] or []
    found = [fact for fact in found if _column_fits(claim, fact)]
    values = {fact.value for fact in found}
    return found[0] if len(values) == 1 else None


def _column_fits(claim: Claim, fact: Fact) -> bool:
    """年初预算数 is compared with 年初预算数, 决算数 with 决算数."""
    column = (fact.source.column_label if fact.source else "") + fact.id
    budget = "预算" in column and "决算" not in column
    if claim.role is Role.BUDGET:
        wanted = next((word for word in _COLUMN_WORDS[:3] if word in claim.lead), "预算")
        return budget and (
            wanted in column
            or wanted == "预算"
            or ({wanted, "全年预算"} <= {"调整预算", "全年预算"} and ("调整" in column or "全年" in column))
        )
    return not budget


def _contradiction(report: Report, claim: Claim, fact: Fact, value: Decimal) -> Finding:
    number = claim.number
    if number.sort is Sort.MONEY:
        expected = f"{money_text(value, number.unit, max(number.decimals, 2))}{number.unit}"
    elif number.sort is Sort.PERCENT:
        expected = percent_text(value / 100)
    else:
        expected = f"{plain(value)}{fact.unit}"
    source = Place(fact.source.file, fact.source.sheet, fact.source.cell) if fact.source else Place()
    return CONTRADICTS_TABLE.finding(
        place=report.place(claim),
        places=(report.place(claim), source) if fact.source else (),
        subject=claim.label or fact.id,
        quote=report.words(claim),
        expected=expected,
        actual=written(number),
        source=str(source) or "决算表",
        hint=slip(value, number.base) or CONTRADICTS_TABLE.advice,
        severity=Severity.ERROR,
    )
