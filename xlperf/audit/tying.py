"""Which fact a claim speaks of (对应): by its own words, by the name before it in the sentence, by role and year."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.amounts import money_text, percent_text, plain
from xlperf.audit.checks.two import normal_label
from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort, factor, measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from xlperf.audit.report import Report
    from xlperf.facts import Fact

_COLUMN_WORDS: Final = ("年初预算", "调整预算", "全年预算", "预算", "决算")
_MARKS: Final = re.compile(r"[\s“”\"‘’（）()、，。：:/及和与的]|财决\d*-?\d*表?")
_NUMBERING: Final = re.compile(r"^[一二三四五六七八九十]+、|^[(（][一二三四五六七八九十]+[)）]|^\d+[.、]|^其中[：:]")
_KIND_OF_FIGURE: Final = re.compile(
    r"(?:支出|收入)?(?:全年|年初|年度|调整后?|当年)?(?:预算|决算|执行|支出|实际|目标|完成|指标)(?:数|额|值)?(?:合计|安排)?$"
)
_GENERIC: Final = re.compile(
    r"^(?:(?:全年|年初|年度|调整后?|当年|预算|实际|累计)*(?:执行|支出|完成|决算|预算|目标|指标|到位|使用|拨付|支付)(?:数|额|值|率|进度)?|得分|自评得分|为|率|)$"
)
_COUNTED_IN: Final = re.compile(r"(?:评价|考核|评分|检查|绩效)?(?P<what>要点|指标)")
_COUNTED_BEFORE: Final = re.compile(r"(?:评价|考核|评分|检查|绩效)(?P<what>要点|指标)(?:共|有|为)$")
_QUOTED: Final = re.compile(r"“([^“”]{3,40})”")
_TIED: Final = (Role.LEVEL, Role.BUDGET, Role.ACTUAL)
_RATES: Final = (Role.LEVEL, Role.RATE, Role.COMPLETION)
_SHORTEST: Final = 4
_SURE_SUFFIX: Final = 5
_TELLING_COUNT: Final = 100
"""Smaller counts agree with some fact or other by chance."""


@dataclass(frozen=True, slots=True)
class Tie:
    """The fact that a claim speaks of."""

    fact: Fact
    sure: bool
    """The words are the fact's own; else they only end like it."""


class FactIndex:
    """The unit's figures by their names."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        """Index the facts that have a figure; marks and scores (分) apart from the rest."""
        usable = [fact for fact in facts if fact.value is not None]
        self._scores: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in usable:
            if fact.unit == "分" and fact.source:
                self._scores[_short_name(fact.id), fact.source.column_label].append(fact)
        figures = [fact for fact in usable if fact.unit != "分"]
        self._by_label = _by_label(figures)
        self._endings = sorted(self._by_label, key=len, reverse=True)
        self._values = {
            sort: sorted({v for fact in figures if (v := value_of(fact, sort)) is not None})
            for sort in (Sort.MONEY, Sort.COUNT, Sort.PERCENT)
        }

    def score(self, name: str, part: str, stated: Decimal) -> Fact | None:
        """Find the full mark (满分) or the score (得分) of an indicator; of several of one name, any that agrees."""
        found = self._scores.get((_short_name(name), part), [])
        exact = [fact for fact in found if _bare_name(fact.id) == _bare_name(name)]
        agreeing = (fact for fact in found if fact.value == stated)
        return next(agreeing, None) or next(iter(exact or found), None)

    def holds(self, claim: Claim) -> bool:
        """Say whether some fact has the claim's very value, where that is no coincidence."""
        number = claim.number
        telling = {
            Sort.MONEY: number.decimals > 0 or number.base >= _TELLING_COUNT,
            Sort.PERCENT: number.decimals > 0,
            Sort.COUNT: number.base >= _TELLING_COUNT,
        }
        values = self._values[number.sort]
        at = bisect.bisect_left(values, number.interval.low)
        return telling[number.sort] and at < len(values) and values[at] <= number.interval.high

    def tie(self, report: Report, claim: Claim) -> Tie | None:
        """Find the one fact that a claim speaks of; None unless words, column and year single it out."""
        percent = claim.number.sort is Sort.PERCENT
        if claim.past or claim.role not in (_RATES if percent else _TIED):
            return None
        for label, sure in _names(report, claim):
            found = self._one_of(report, claim, self._by_label.get(label, ()))
            if found:
                return Tie(found, sure)
        own = _bare(claim.label)
        ending = next((name for name in self._endings if len(name) >= _SURE_SUFFIX and own.endswith(name)), "")
        found = self._one_of(report, claim, self._by_label[ending]) if ending else None
        return Tie(found, sure=False) if found else None

    @staticmethod
    def _one_of(report: Report, claim: Claim, facts: Sequence[Fact]) -> Fact | None:
        period = claim.period or report.year
        found = [fact for fact in facts if not period or not fact.period or fact.period == period]
        found = [fact for fact in found if _column_fits(claim, fact) and _unit_fits(claim, fact)]
        if len({fact.value for fact in found}) > 1:
            own = _MARKS.sub("", claim.label)
            found = [fact for fact in found if _MARKS.sub("", _NUMBERING.sub("", fact.id)) == own]
        if len({fact.value for fact in found}) != 1:
            return None
        named = {fact.source.table: fact for fact in reversed(found) if fact.source}
        words = report.paragraphs[claim.paragraph].plain
        told = next((fact for table, fact in named.items() if table and table in words), None)
        closest = next((fact for fact in found if fact.source and "财政拨款" in fact.source.sheet), None)
        return told or (closest if "财政拨款" in claim.label and closest else None) or found[0]


def value_of(fact: Fact, sort: Sort) -> Decimal | None:
    """Give a fact in the plainest unit of a sort; None when it is of another sort."""
    if fact.value is None:
        return None
    if sort is Sort.MONEY:
        return fact.value if fact.unit.endswith("元") else None
    if sort is Sort.PERCENT:
        return fact.value * 100 if fact.unit == "%" else None
    return None if fact.unit.endswith("元") or fact.unit == "%" else fact.value


def stands_for(claim: Claim, value: Decimal) -> bool:
    """Say whether a claim, as precisely as it is written, states a value (rounded or cut)."""
    number = claim.number
    near = abs(value - number.base) < factor(number.unit) / 1_000_000
    return near or value in number.interval.widened(number.step / 2)


def shown_value(claim: Claim, value: Decimal, unit: str = "") -> str:
    """Write a fact's value in the unit of the claim that it is held against."""
    number = claim.number
    if number.sort is Sort.MONEY:
        return f"{money_text(value, number.unit, max(number.decimals, 2))}{number.unit}"
    return percent_text(value / 100) if number.sort is Sort.PERCENT else f"{plain(value)}{unit}"


def _names(report: Report, claim: Claim) -> list[tuple[str, bool]]:
    """Give the names that a claim's figure may go by, its own words first, each with how sure it is."""
    label = _bare(claim.label)
    names = [label, label + "合计"]
    shorter = _KIND_OF_FIGURE.sub("", label)
    if shorter != label and len(shorter) >= _SHORTEST:
        names.append(shorter)
    own = [(name, True) for name in names if len(name) >= _SHORTEST]
    counted = _COUNTED_IN.match(report.paragraphs[claim.paragraph].plain, claim.number.end)
    counted = counted or _COUNTED_BEFORE.search(claim.lead)
    if counted and claim.number.sort is Sort.COUNT:
        headings = [report.subject(claim.paragraph), *reversed(report.headings(claim.paragraph).split("/"))]
        return [(_bare(heading) + counted["what"], True) for heading in headings if heading]
    if claim.lead.endswith("="):
        return [(_bare(re.split(r"[，。；：]", claim.context)[-1].split("=")[0]), True)]
    if _GENERIC.match(label) or len(label) < _SHORTEST or "”" in claim.label:
        subject = _subject(report, claim)
        return [(_bare(subject), True)] if subject else own
    return own


def _subject(report: Report, claim: Claim) -> str:
    """What 实际完成 or 全年执行数 is of: the quoted name before it in its part of the sentence, else the last label."""
    words = report.paragraphs[claim.paragraph].plain
    start = max(words.rfind(stop, 0, claim.number.start) for stop in "。；") + 1
    quoted = _QUOTED.findall(words[start : claim.number.start])
    if quoted:
        return str(quoted[-1])
    before = [c for c in report.claims[claim.paragraph] if c.segment == claim.segment and c is not claim]
    before = [c for c in before if c.number.start < claim.number.start]
    named = (c.label for c in reversed(before[-4:]) if not _GENERIC.match(_bare(c.label)))
    return _KIND_OF_FIGURE.sub("", next(named, ""))


def _bare(label: str) -> str:
    return _MARKS.sub("", normal_label(_NUMBERING.sub("", label)))


def _bare_name(name: str) -> str:
    return re.sub(r"\W", "", name)


def _short_name(name: str) -> str:
    return re.sub(r"(?:情况|指标)$", "", _bare_name(name))


def _by_label(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    by_label: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        names = {fact.id}
        if fact.source and fact.source.row_label:
            names.add(fact.source.row_label)
        for bare in {_bare(name) for name in names}:
            if len(bare) >= _SHORTEST:
                by_label[bare].append(fact)
    return by_label


def _column_fits(claim: Claim, fact: Fact) -> bool:
    """年初预算数 is compared with 年初预算数, 决算数 with 决算数, an actual value with no target."""
    column = fact.source.column_label if fact.source else ""
    column += fact.id if fact.unit.endswith("元") else ""
    target = "目标" in column
    if claim.number.sort is Sort.PERCENT:
        return target == ("目标" in claim.lead)
    budget = target or ("预算" in column and not re.search("决算|执行", column))
    if claim.role is Role.BUDGET and re.search("预算|目标", claim.lead):
        wanted = next((word for word in _COLUMN_WORDS[:3] if word in claim.lead), "预算")
        either = {wanted, "全年预算"} <= {"调整预算", "全年预算"} and ("调整" in column or "全年" in column)
        return budget and (wanted in column or wanted == "预算" or either)
    return not budget


def _unit_fits(claim: Claim, fact: Fact) -> bool:
    """Compare money with money, a rate with a rate, 件 with 件."""
    if value_of(fact, claim.number.sort) is None:
        return False
    return claim.number.sort is not Sort.COUNT or not fact.unit or measure(fact.unit) == measure(claim.number.unit)
