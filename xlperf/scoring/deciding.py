"""From what the rule gives to what the form shows: not applicable, typed over, with a reason for each deduction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlperf.amounts import plain
from xlperf.scheme.model import MeanOfProjects, Typed, WeightedTargets
from xlperf.scoring.applicability import Absent, absence
from xlperf.scoring.assessing import Assessment, assess
from xlperf.scoring.catalogue import NO_DEDUCTION_REASON, NO_OVERRIDE_REASON, OVERRIDE_OUT_OF_RANGE
from xlperf.scoring.remarks import ANSWERED_RULES, place_of, reason_for_deduction, remarks, short_of, why_undecided
from xlperf.scoring.result import IndicatorResult, Status
from xlperf.scoring.rules.outcome import rounded_score

if TYPE_CHECKING:
    from decimal import Decimal

    from xlperf.answers import Override
    from xlperf.findings import Finding
    from xlperf.scheme.model import Indicator
    from xlperf.scoring.inputs import Figures


@dataclass(frozen=True, slots=True)
class Decided:
    """An indicator's result with the findings about it."""

    result: IndicatorResult
    findings: tuple[Finding, ...]
    rescaled: bool = False
    """Whether its mark is shared out over the rest because it does not apply."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """The score that the form shows, how it came about, and why it is what it is."""

    score: Decimal | None
    status: Status
    reason: str
    findings: tuple[Finding, ...] = ()


def decide(leaf: Indicator, path: tuple[str, ...], figures: Figures) -> Decided:
    """Score one indicator wholly: applicability first, then the rule, then what the officer typed over it."""
    absent = absence(leaf, figures)
    if absent is not None:
        return _decided_absent(leaf, path, absent)
    got = assess(leaf, figures)
    override = figures.answers.overrides.get(leaf.id)
    refused = override is not None and not 0 <= override.score <= leaf.full
    findings = [_out_of_range(leaf, override)] if refused and override is not None else []
    taken = override is not None and not refused and rounded_score(override.score) != got.score
    shown = _typed_over(leaf, got, override) if taken and override is not None else _by_rule(leaf, got, figures)
    return Decided(_result(leaf, path, got, shown), (*remarks(leaf, got, figures), *findings, *shown.findings))


def _decided_absent(leaf: Indicator, path: tuple[str, ...], absent: Absent) -> Decided:
    rescaled = absent.effect == "rescale"
    result = IndicatorResult(
        indicator=leaf,
        path=path,
        status=Status.NOT_APPLICABLE,
        score=None if rescaled else leaf.full,
        inputs=absent.inputs,
        rule_words="不适用，分值在其余指标间重新折算" if rescaled else f"不适用，按分值得 {plain(leaf.full)} 分",
        reason=absent.reason,
    )
    return Decided(result, absent.findings, rescaled)


def _by_rule(leaf: Indicator, got: Assessment, figures: Figures) -> _Shown:
    if got.score is None:
        undefined = got.undefined
        findings = (why_undecided(leaf, got, undefined, figures),) if undefined is not None else ()
        return _Shown(None, Status.MISSING, undefined.reason if undefined is not None else got.rule_words, findings)
    if not short_of(got.score, leaf.full):
        return _Shown(got.score, _usual_status(leaf), "")
    reason = reason_for_deduction(leaf, got, figures)
    lost = plain(leaf.full - got.score)
    findings = () if reason else (NO_DEDUCTION_REASON.finding(place=place_of(got), subject=leaf.name, lost=lost),)
    return _Shown(got.score, _usual_status(leaf), reason, findings)


def _typed_over(leaf: Indicator, got: Assessment, override: Override) -> _Shown:
    score, reason = rounded_score(override.score), override.reason.strip()
    if leaf.rule is None or isinstance(leaf.rule, Typed):
        lost = plain(leaf.full - score)
        missing = short_of(score, leaf.full) and not reason
        finding = NO_DEDUCTION_REASON.finding(place=override.place, subject=leaf.name, lost=lost)
        return _Shown(score, Status.ANSWERED, reason, (finding,) if missing else ())
    by_rule = plain(got.score) if got.score is not None else "（无法计算）"
    finding = NO_OVERRIDE_REASON.finding(place=override.place, subject=leaf.name, expected=by_rule, actual=plain(score))
    return _Shown(score, Status.OVERRIDDEN, reason, () if reason else (finding,))


def _out_of_range(leaf: Indicator, override: Override) -> Finding:
    return OVERRIDE_OUT_OF_RANGE.finding(
        place=override.place, subject=leaf.name, expected=plain(leaf.full), actual=plain(override.score)
    )


def _usual_status(leaf: Indicator) -> Status:
    answered = isinstance(leaf.rule, ANSWERED_RULES) and not isinstance(leaf.rule, MeanOfProjects | WeightedTargets)
    return Status.ANSWERED if answered else Status.COMPUTED


def _result(leaf: Indicator, path: tuple[str, ...], got: Assessment, shown: _Shown) -> IndicatorResult:
    return IndicatorResult(
        indicator=leaf,
        path=path,
        status=shown.status,
        score=shown.score,
        computed_score=got.score,
        value=got.value,
        display=got.display,
        inputs=got.inputs,
        formula_words=got.formula_words,
        rule_words=got.rule_words,
        next_step=got.next_step,
        reason=shown.reason,
        points=got.points,
        targets=got.targets,
        parts=got.parts,
        projects=got.projects,
        trace=got.trace,
    )
