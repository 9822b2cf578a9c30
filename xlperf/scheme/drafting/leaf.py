"""One scored indicator of an unseen form (三级指标) drafted: its formula, its rule, and what must be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from xlperf.amounts import plain
from xlperf.scheme.drafting.conditions import SAYS_MARKS, folded, value
from xlperf.scheme.drafting.criteria import read_criteria
from xlperf.scheme.drafting.enumerations import listed_points
from xlperf.scheme.drafting.formula_words import quoted, read_formula_words
from xlperf.scheme.drafting.library import best_fit, same_words
from xlperf.scheme.drafting.reading import CriteriaReading
from xlperf.scheme.drafting.scaling import scaled
from xlperf.scheme.drafting.terms import known_terms
from xlperf.scheme.formula import base_name, names_in, parse
from xlperf.scheme.model import (
    VALUE_RULES,
    Bands,
    CheckPoints,
    Indicator,
    Parts,
    Point,
    Proportion,
    Question,
    Reference,
    Steps,
    Threshold,
    Typed,
)
from xlperf.source.indicator_labels import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlperf.scheme.drafting.formula_words import FormulaWords
    from xlperf.scheme.drafting.library import Known, Library
    from xlperf.scheme.model import Rule
    from xlperf.source.scoring_sheet import SheetIndicator

Trust = Literal["sure", "likely", "asked"]
_TARGET: Final = re.compile(r"(?P<sign>[≤≥<>=])?(?P<figure>\d+(?:\.\d+)?)(?P<unit>%|[一-鿿]{0,4})")
_MONEY: Final = re.compile(r"金额|经费|资金|支出|收入|资产|预算|结余|结转|成本")
_RATE: Final = re.compile(r"[率度比]$|比例|占比")
_CHANGE: Final = re.compile(r"变动|增长|变化|偏离|下降")


@dataclass(frozen=True, slots=True)
class DraftedLeaf:
    """A scored indicator as drafted."""

    indicator: Indicator
    questions: tuple[Question, ...]
    """What must be asked of the officer for it."""
    words: str
    """The words of the form that the rule came from."""
    trust: Trust
    """asked: the officer scores it, or gives the figure that no table holds."""
    notes: tuple[str, ...]
    """What was supplied where the form leaves it open."""
    understood: bool
    """Whether the criteria of the form were understood, or there are none."""
    known: Known | None


@dataclass(frozen=True, slots=True)
class _Value:
    """Where the value of a rule comes from."""

    formula: str
    percent: bool
    questions: tuple[Question, ...] = ()
    note: str = ""
    asked: bool = False


def draft_leaf(row: SheetIndicator, full: Decimal, library: Library, identity: str, reference: str) -> DraftedLeaf:
    """Draft one indicator from its row of the form.

    Args:
        row: The indicator as the form has it.
        full: 满分, as settled for the draft.
        library: What the shipped schemes know.
        identity: Id where the library has none for it.
        reference: Where its words stand: 评分表!H12.
    """
    candidates = library.named(row.name, row.path[:-1])
    other = "" if candidates else known_terms().indicators.get(label_key(row.name), "")
    candidates = candidates or library.named(other, row.path[:-1])
    stated = read_formula_words(row.definition, row.criteria, name=row.name)
    same = tuple(known for known in candidates if same_words(row.definition, known.indicator.definition))
    known, decided = (same[0], True) if same else best_fit(candidates, stated)
    reading = read_row(row, full, known)
    rule, reading = _rule(row, full, known, reading)
    notes = [reading.note] if reading.note else []
    worth = _value(row, rule, reading, stated, known, decided=decided) if isinstance(rule, VALUE_RULES) else None
    if worth is not None and worth.note:
        notes.append(worth.note)
    if other and worth is not None and not worth.note and stated is None:
        notes.append(f"公式用“{other}”的：{worth.formula}")
    asked = reading.sure == "no" or (worth is not None and worth.asked)
    trust: Trust = "asked" if asked else "likely" if notes or reading.sure == "likely" else "sure"
    formula = worth.formula if worth else known.indicator.formula if known and isinstance(rule, Parts) else ""
    absent = known.indicator.applicability if known else None
    indicator = Indicator(
        id=known.indicator.id if known else identity,
        name=row.name,
        full=full,
        aliases=(known.indicator.name,) if known and known.indicator.name != row.name else (),
        rule=rule,
        formula=formula,
        display="" if worth is None else "percent" if worth.percent else "number",
        criteria=_one_line(row.criteria or (row.definition if reading.rule is not None else "")),
        definition=_one_line(row.definition),
        reference=Reference(
            reference, confirmed=not notes and reading.sure == "sure", pending=_pending(reading, worth)
        ),
        evidence=known.indicator.evidence if known else (),
        applicability=absent,
    )
    return DraftedLeaf(
        indicator=indicator,
        questions=(*(worth.questions if worth else ()), *_questions_of(indicator, known, library)),
        words=reading.words,
        trust=trust,
        notes=tuple(dict.fromkeys(notes)),
        understood=reading.sure != "no",
        known=known,
    )


def typed(leaf: DraftedLeaf) -> DraftedLeaf:
    """Leave the score to the officer: for a rule that does not hold together."""
    indicator = replace(
        leaf.indicator,
        rule=Typed(),
        formula="",
        display="",
        applicability=None,
        reference=replace(leaf.indicator.reference, confirmed=False, pending="评分办法"),
    )
    return replace(leaf, indicator=indicator, questions=(), trust="asked", understood=False)


def read_row(row: SheetIndicator, full: Decimal, known: Known | None) -> CriteriaReading:
    """Read the criteria of a row: its rows of points, the words of a known indicator, its own words, its target."""
    marks = [point.mark for point in row.points]
    if len(marks) > 1 and None not in marks and sum((m for m in marks if m is not None), Decimal(0)) == full:
        points = tuple(
            Point(_one_line(point.text), mark) for point, mark in zip(row.points, marks, strict=True) if mark
        )
        if len({point.text for point in points}) == len(marks):
            return CriteriaReading(CheckPoints(points), row.criteria, "sure")
    if known is not None and known.indicator.rule is not None and same_words(row.criteria, known.indicator.criteria):
        reading = CriteriaReading(scaled(known.indicator.rule, known.indicator.full, full), row.criteria, "sure")
        note = f"分值由 {plain(known.indicator.full)} 分折算为 {plain(full)} 分"
        return reading.doubted(note if known.indicator.full != full else "")
    reading = read_criteria(row.criteria, full)
    if reading.rule is None and not row.criteria.strip():
        reading = read_criteria(row.definition, full)
    return _with_target(row, reading)


def _with_target(row: SheetIndicator, reading: CriteriaReading) -> CriteriaReading:
    """Take the goal from the column of targets where the criteria score in proportion to it, or say nothing."""
    found = _TARGET.fullmatch(folded(row.target))
    if found and found["unit"] == "%" and isinstance(reading.rule, Steps) and "没有写明从多少起扣" in reading.note:
        stepped = replace(reading.rule, goal=value(f"{found['figure']}%"))
        return CriteriaReading(stepped, f"{row.target.strip()} {reading.words}", "sure")
    proportional = isinstance(reading.rule, Proportion) and reading.rule == Proportion()
    silent = reading.rule is None and not SAYS_MARKS.search(folded(row.criteria))
    if not found or not (proportional or silent):
        return reading
    goal = value(found["figure"] + ("%" if found["unit"] == "%" else ""))
    if not goal or (proportional and goal == 1):
        return reading
    signs: dict[str, Literal["<=", ">=", "=", "<", ">"]] = {"≤": "<=", "<": "<=", "≥": ">=", ">": ">=", "=": "="}
    sign = signs.get(found["sign"] or "", ">=")
    note = "" if proportional and found["sign"] else f"达到目标值 {row.target.strip()} 得满分，未达到的按比例得分"
    rule = Threshold(sign, goal, "proportion" if sign != "=" else "zero")
    return CriteriaReading(rule, f"{row.target.strip()} {reading.words}".strip(), "sure").doubted(note)


def _rule(
    row: SheetIndicator, full: Decimal, known: Known | None, reading: CriteriaReading
) -> tuple[Rule, CriteriaReading]:
    """Settle on a rule: the form's own; the library's where the form says nothing; points that are listed; typed."""
    if reading.rule is not None:
        return reading.rule, reading
    if known is not None and known.indicator.rule is not None and not SAYS_MARKS.search(folded(row.criteria)):
        note = f"评分表没有写怎样计分，按“{known.scheme.title}”的办法"
        rule = scaled(known.indicator.rule, known.indicator.full, full)
        return rule, CriteriaReading(rule, "", "likely", note)
    listed = listed_points(row.criteria, full)
    return (listed or Typed()), CriteriaReading(None, "", "no")


def _value(  # noqa: PLR0911, PLR0913 - the form's own words, what is known, and what was read, in the order in which they count
    row: SheetIndicator,
    rule: Rule,
    reading: CriteriaReading,
    stated: FormulaWords | None,
    known: Known | None,
    *,
    decided: bool,
) -> _Value:
    """Find the value that a rule scores: the form's formula, the library's, or a figure that is asked."""
    own = known.indicator if known is not None and known.indicator.formula else None
    if reading.counted:
        if own is not None and own.display == "number":
            return _Value(own.formula, percent=False)
        return _asked(
            row,
            f"{row.name}扣分项数" if isinstance(rule, Steps) else f"{row.name}项数",
            reading.counted,
            _case(reading.counted),
        )
    if own is not None and (decided or stated is None):
        note = (
            ""
            if decided
            else f"评分表没有写公式，同名指标的公式有几种，用“{known.scheme.title if known else ''}”的：{own.formula}"
        )
        return _Value(own.formula, own.display == "percent", note=note)
    if stated is not None and not stated.unknown:
        other = f"公式照评分表“{stated.words}”，与同名指标的不同：{own.formula}" if own is not None else ""
        return _Value(stated.in_figures(), percent=True, note=other)
    if own is not None and stated is not None:
        note = f"评分表的公式“{stated.words}”里有认不出的数，用“{known.scheme.title if known else ''}”的：{own.formula}"
        return _Value(own.formula, own.display == "percent", note=note)
    if stated is not None:
        return _asked_terms(row, stated)
    unit = "%" if _is_rate(row, rule) else _unit_of_target(row)
    return _asked(row, row.name if unit == "%" else f"{row.name}完成值", "", unit)


def _is_rate(row: SheetIndicator, rule: Rule) -> bool:
    ends: list[Decimal | None] = []
    match rule:
        case Bands(bands=bands):
            ends = [end for band in bands for end in (band.low, band.high)]
        case Threshold(goal=goal) | Steps(goal=goal):
            ends = [goal]
    written = "%" in folded(row.criteria + row.target)
    return (written or bool(_RATE.search(row.name))) and all(end is None or abs(end) < 5 for end in ends)


def _unit_of_target(row: SheetIndicator) -> str:
    found = _TARGET.fullmatch(folded(row.target))
    return found["unit"] if found and found["unit"] != "%" else ""


def _case(words: str) -> str:
    """Give the measure word of the cases that a rule counts: 每迟报一次 is 次."""
    found = re.search(r"[一两二三1-9]个?([项次起例处条份笔件天日人名])", words)
    return found[1] if found else "项"


def _asked(row: SheetIndicator, name: str, words: str, unit: str) -> _Value:
    prompt = f"{row.name}：“{words}”，有几{unit}" if words else f"{row.name}是多少"
    low, high = (Decimal(-10), Decimal(10)) if _CHANGE.search(row.name) else (Decimal(0), None)
    question = Question(name, prompt, "number", unit=unit, help="没有的填 0" if words else "", low=low, high=high)
    return _Value(quoted(name), unit == "%", (question,), asked=True)


def _asked_terms(row: SheetIndicator, stated: FormulaWords) -> _Value:
    """Ask for the terms of a formula that no table holds."""
    named = {term: f"{row.name}的{term}" if len(term) < 4 or term in _COMMON else term for term in stated.unknown}
    questions = tuple(
        Question(name, f"{row.name}：{term}", "number", unit="元" if _MONEY.search(term) else "")
        for term, name in named.items()
    )
    return _Value(stated.in_figures(named), percent=True, questions=questions, asked=True)


_COMMON: Final = frozenset(
    {"实际完成数", "计划完成数", "实际支出数", "预算安排数", "目标值", "实际值", "总数", "计划数", "完成数"}
)


def _questions_of(indicator: Indicator, known: Known | None, library: Library) -> Iterable[Question]:
    """List the questions that a known formula or its applicability rests on."""
    formulas = [*indicator.formulas]
    if indicator.applicability is not None and indicator.applicability.when:
        formulas.append(indicator.applicability.when)
    own = known.scheme.questions if known else {}
    for text in formulas:
        for name in map(base_name, names_in(parse(text))):
            question = own.get(name) or library.questions.get(name)
            if question is not None:
                yield replace(question, indicator=indicator.id)
    if known is not None:
        yield from (q for q in own.values() if q.indicator == known.indicator.id and not q.required)


def _pending(reading: CriteriaReading, worth: _Value | None) -> str:
    parts = ["评分办法"] if reading.sure != "sure" else []
    parts += ["公式"] if worth is not None and worth.note else []
    return "和".join(parts)


def _one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines() if line.strip())
