"""What there is to say about an indicator's score: why there is none, what is odd, why marks were lost."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import percent_text, plain
from xlperf.findings import Finding, Place
from xlperf.scheme.model import CheckPoints, Grades, MeanOfProjects, Proportion, Typed, WeightedTargets
from xlperf.scoring.catalogue import (
    BAD_ANSWER,
    FAR_EXCEEDED,
    MISSING_INPUT,
    NEGATIVE,
    NO_BAND,
    NOT_ANSWERED,
    OVER_WHOLE,
    SUBSTITUTED,
    ZERO_BASE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.scheme.formula import Undefined
    from xlperf.scheme.model import Indicator
    from xlperf.scoring.assessing import Assessment
    from xlperf.scoring.inputs import Figures

FAR_ABOVE: Final = Decimal("1.3")
"""Completion above which an analysis is asked for (财预〔2020〕10号，项目支出绩效自评表填报说明)."""

ANSWERED_RULES: Final = (CheckPoints, Grades, MeanOfProjects, WeightedTargets, Typed)
"""Rules over what the officer fills in."""


def remarks(leaf: Indicator, got: Assessment, figures: Figures) -> Iterator[Finding]:
    """Find what is odd about a rate, its inputs and its targets."""
    if got.value is not None and got.score is None:
        yield NO_BAND.finding(place=place_of(got), subject=leaf.name, actual=got.display)
    if got.value is not None and got.value < 0 and not any(sign in leaf.formula for sign in "-−－"):
        yield NEGATIVE.finding(place=place_of(got), subject=leaf.name, actual=got.display)
    counted = bool(got.inputs) and all(item.answer is not None for item in got.inputs)
    if counted and isinstance(leaf.rule, Proportion) and got.value is not None and got.value > leaf.rule.goal:
        yield OVER_WHOLE.finding(place=place_of(got), subject=leaf.name, actual=got.display)
    for item in got.inputs:
        if item.answer is not None and item.value is not None and item.name in figures.scheme.facts:
            yield SUBSTITUTED.finding(
                place=item.answer.place, subject=leaf.name, name=item.name, actual=f"{plain(item.value)} {item.unit}"
            )
    for result in got.targets:
        completion = result.completion or Decimal(0)
        if completion > FAR_ABOVE and not result.target.reason.strip():
            yield FAR_EXCEEDED.finding(
                place=result.target.place,
                subject=leaf.name,
                target=result.target.name,
                actual=percent_text(completion),
                expected=percent_text(FAR_ABOVE, 0),
            )


def why_undecided(leaf: Indicator, got: Assessment, undefined: Undefined, figures: Figures) -> Finding:
    """Say why there is no score: a missing table, a zero base, nonsense, or something yet to be filled in."""
    asked = isinstance(leaf.rule, ANSWERED_RULES) or undefined.name in figures.scheme.questions or not undefined.name
    code = {
        "zero-base": ZERO_BASE,
        "unusable": BAD_ANSWER,
        "missing": NOT_ANSWERED if asked else MISSING_INPUT,
    }.get(undefined.cause, MISSING_INPUT)
    typed = figures.answers.values.get(undefined.name)
    place = typed.place if typed is not None else place_of(got, undefined.name)
    return code.finding(place=place, subject=leaf.name, reason=undefined.reason)


def reason_for_deduction(leaf: Indicator, got: Assessment, figures: Figures) -> str:
    """Give the reason for lost marks: typed for the indicator, or beside its points, targets and projects."""
    override = figures.answers.overrides.get(leaf.id)
    typed = figures.answers.reasons.get(leaf.id, "").strip() or (override.reason.strip() if override else "")
    if typed:
        return typed
    notes = [result.answer.note for result in got.points if result.answer and short_of(result.score, result.point.mark)]
    notes += [result.target.reason for result in got.targets if short_of(result.score, result.full)]
    notes += [project.reason for project in got.projects if short_of(project.score, Decimal(100))]
    return "；".join(dict.fromkeys(note.strip().rstrip("。；") for note in notes if note.strip()))


def short_of(score: Decimal | None, full: Decimal) -> bool:
    """Say whether marks were lost; nothing is lost while there is no score."""
    return score is not None and score < full


def place_of(got: Assessment, name: str = "") -> Place:
    """Give the cell of an input (of that name, else the first that has one), or of the answer that lost marks."""
    for item in got.inputs:
        source = item.fact.source if item.fact is not None else None
        if source is not None and name in {"", item.name}:
            return Place(source.file, source.sheet, source.cell)
        if item.answer is not None and name in {"", item.name}:
            return item.answer.place
    lost = [result.answer.place for result in got.points if result.answer and short_of(result.score, result.point.mark)]
    lost += [result.target.place for result in got.targets if result.score is None or result.score < result.full]
    lost += [project.place for project in got.projects if project.score is None or project.score < 100]
    return next(iter(lost), Place())
