"""Scoring rules: that each gives every value one score between 0 and the full mark."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain
from xlperf.scheme.catalogue import BANDS, MISSING_KEY, RULE
from xlperf.scheme.intervals import band_fault
from xlperf.scheme.model import (
    Bands,
    CheckPoints,
    Grades,
    Part,
    Parts,
    PlainRule,
    Proportion,
    Steps,
    Threshold,
    WeightedTargets,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.findings import Finding, Place
    from xlperf.scheme.model import Scheme
    from xlperf.scheme.reading import Reading

SURELY_NO_RATE: Final = Decimal(5)
"""A yardstick of 500 % or more is a percentage whose sign was forgotten."""

NEEDS_VALUE = (Bands, Steps, Proportion, Threshold)


def check_rules(scheme: Scheme, reading: Reading) -> Iterator[Finding]:
    """A leaf must have a rule; a rule that scores a value must have a formula; its marks must fit the full mark."""
    for leaf in scheme.leaves():
        place = reading.place("指标", leaf.id, "评分")
        if leaf.full <= 0:
            yield RULE.finding(place=reading.place("指标", leaf.id, "满分"), subject=leaf.name, problem="满分要大于 0")
        if leaf.rule is None and ("指标", leaf.id, "评分") not in reading.places:
            yield MISSING_KEY.finding(place=place, where=f"指标“{leaf.name}”", key="评分")
        elif isinstance(leaf.rule, Parts):
            for number, part in enumerate(leaf.rule.parts, start=1):
                yield from _faults(part, reading.place("指标", leaf.id, "评分", "分项", str(number), "评分"))
        elif leaf.rule is not None:
            yield from _faults(Part(leaf.name, leaf.full, leaf.rule, leaf.formula, leaf.display), place)


def _faults(part: Part, place: Place) -> Iterator[Finding]:
    rule = part.rule
    if isinstance(rule, NEEDS_VALUE) and not part.formula:
        yield RULE.finding(place=place, subject=part.name, problem="要按数值评分，却没有写公式")
    if isinstance(rule, Bands) and (problem := band_fault(rule.bands, percent=part.display == "percent")):
        yield BANDS.finding(place=place, subject=part.name, problem=problem)
    for figure in dict.fromkeys(_without_percent_sign(rule)) if part.display == "percent" else ():
        problem = f"写的是 {plain(figure)}，没有百分号；公式算出来是比率，应写 {plain(figure)}%"
        yield RULE.finding(place=place, subject=part.name, problem=problem)
    for problem in (*_value_problems(rule, part.mark), *_answer_problems(rule)):
        yield RULE.finding(place=place, subject=part.name, problem=problem)


def _without_percent_sign(rule: PlainRule) -> Iterator[Decimal]:
    """Find yardsticks of a rate that are surely percentages written without their sign."""
    figures: tuple[Decimal | None, ...] = ()
    match rule:
        case Bands(bands=bands):
            figures = tuple(end for band in bands for end in (band.low, band.high))
        case Steps(goal=goal, step=step):
            figures = (goal,)
            yield from (step,) if step >= 1 else ()  # a step of 1 would be 100 points
        case Proportion(goal=goal) | Threshold(goal=goal):
            figures = (goal,)
    yield from (figure for figure in figures if figure is not None and figure >= SURELY_NO_RATE)


def _value_problems(rule: PlainRule, full: Decimal) -> Iterator[str]:
    """Say what is wrong with a rule that scores a value."""
    match rule:
        case Bands(bands=bands):
            best = max((band.score for band in bands), default=full)
            if best != full:
                yield f"最高一档得 {plain(best)} 分，满分却是 {plain(full)} 分"
            if any(band.score < 0 for band in bands):
                yield "有一档的得分是负数"
        case Steps(step=step, off=off, floor=floor):
            if step <= 0 or off <= 0:
                yield "每一步和每步扣分都要大于 0"
            if not 0 <= floor <= full:
                yield f"最低分要在 0 与满分 {plain(full)} 之间"
        case Proportion(goal=goal) | Threshold(goal=goal, otherwise="proportion") if goal <= 0:
            yield "按比例得分时，目标要大于 0"


def _answer_problems(rule: PlainRule) -> Iterator[str]:
    """Say what is wrong with a rule that scores answers."""
    match rule:
        case CheckPoints(points=points, partly=partly):
            if not points or any(point.mark <= 0 for point in points):
                yield "至少要有一个要点，每个要点的分值都要大于 0"
            if not 0 <= partly <= 1:
                yield "“部分”要在 0 与 100% 之间"
        case Grades(grades=grades):
            shares = [share for _, share in grades]
            if max(shares, default=Decimal(0)) != 1 or min(shares) < 0:
                yield "各档要在 0 与 100% 之间，最好的一档是 100%"
        case WeightedTargets(cap=cap) if cap != 1:
            yield "封顶要是 100%：再高得分会超过满分，再低永远得不到满分"
