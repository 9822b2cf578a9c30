"""The scoring rules (评分规则): each a pure function with a worked example."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlperf.scheme.model import Bands, Proportion, Steps, Threshold
from xlperf.scoring.rules.bands import score_bands
from xlperf.scoring.rules.outcome import Outcome
from xlperf.scoring.rules.proportion import score_proportion
from xlperf.scoring.rules.steps import score_steps
from xlperf.scoring.rules.threshold import score_threshold

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["Outcome", "ValueRule", "edges_of", "score_by_value"]

ValueRule = Bands | Steps | Proportion | Threshold


def score_by_value(rule: ValueRule, full: Decimal, value: Decimal, *, percent: bool) -> Outcome:
    """Score a value by its rule; ``percent`` says that yardsticks are written as percentages."""
    match rule:
        case Bands():
            outcome = score_bands(rule, value, percent=percent)
        case Steps():
            outcome = score_steps(rule, full, value, percent=percent)
        case Proportion():
            outcome = score_proportion(rule, full, value, percent=percent)
        case _:
            outcome = score_threshold(rule, full, value, percent=percent)
    # 9.999 of 10 rounds to the full mark: nothing is left to gain.
    return replace(outcome, next_step="") if outcome.score == full else outcome


def edges_of(rule: ValueRule) -> tuple[Decimal, ...]:
    """List the yardsticks of a rule, where a little more or less makes a difference."""
    match rule:
        case Bands(bands=bands):
            return tuple(end for band in bands for end in (band.low, band.high) if end is not None)
        case Proportion(goal=goal, corridor=corridor, floor=floor):
            return (goal, floor, *(corridor or ()))
    return (rule.goal,)
