"""Whether an indicator applies to a unit (不适用), and what follows where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xlperf.answers import Choice
from xlperf.scheme.formula import evaluate, names_in, parse
from xlperf.scoring.catalogue import CONTRADICTED, NO_REASON_NOT_APPLICABLE

if TYPE_CHECKING:
    from xlperf.findings import Finding
    from xlperf.scheme.model import Indicator
    from xlperf.scoring.inputs import Figures
    from xlperf.scoring.result import Input


@dataclass(frozen=True, slots=True)
class Absent:
    """Why an indicator does not apply, and what follows."""

    reason: str
    effect: Literal["full", "rescale"]
    inputs: tuple[Input, ...] = ()
    """The figures that show it."""
    findings: tuple[Finding, ...] = ()


def absence(leaf: Indicator, figures: Figures) -> Absent | None:
    """Tell why an indicator does not apply: its condition holds, or the officer says so; None where it applies."""
    rule = leaf.applicability
    effect = rule.effect if rule is not None else figures.scheme.not_applicable
    condition = parse(rule.when) if rule is not None and rule.when else None
    holds = evaluate(condition, figures).holds if condition is not None else None
    inputs = tuple(figures.input(name) for name in names_in(condition)) if condition is not None else ()
    usual_words = rule.words if rule is not None else ""
    if holds and rule is not None:
        return Absent(usual_words or f"{rule.when}，不适用", effect, inputs)
    said = _said_by_officer(leaf, figures)
    if said is None:
        return None
    findings = []
    if not said and not usual_words:
        findings.append(NO_REASON_NOT_APPLICABLE.finding(subject=leaf.name))
    if holds is False and rule is not None:
        findings.append(CONTRADICTED.finding(subject=leaf.name, condition=rule.when))
    return Absent(said or usual_words, effect, inputs, tuple(findings))


def _said_by_officer(leaf: Indicator, figures: Figures) -> str | None:
    """Give the reason in the officer's words; None where she does not say that it is not applicable.

    She says so of the indicator, or of every one of its check points.
    """
    if leaf.id in figures.answers.not_applicable:
        return figures.answers.not_applicable[leaf.id].strip()
    answers = [figures.answers.points.get((leaf.id, number)) for number, _ in enumerate(leaf.points, start=1)]
    choices = {answer.choice if answer is not None else None for answer in answers}
    if choices != {Choice.NOT_APPLICABLE}:
        return None
    return "；".join(
        dict.fromkeys(answer.note.strip() for answer in answers if answer is not None and answer.note.strip())
    )
