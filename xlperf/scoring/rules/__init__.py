"""The scoring rules (评分规则): each a pure function with a worked example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.scheme.model import Bands, Proportion, Steps, Threshold
from xlperf.scoring.rules.bands import score_bands
from xlperf.scoring.rules.outcome import Outcome
from xlperf.scoring.rules.proportion import score_proportion
from xlperf.scoring.rules.steps import score_steps
from xlperf.scoring.rules.threshold import score_threshold

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["Outcome", "ValueRule", "score_by_value"]

ValueRule = Bands | Steps | Proportion | Threshold


def score_by_value(rule: ValueRule, full: Decimal, value: Decimal, *, percent: bool) -> Outcome:
    """Score a value by its rule; ``percent`` says that yardsticks are written as percentages."""
    match rule:
        case Bands():
            return score_bands(rule, value, percent=percent)
        case Steps():
            return score_steps(rule, full, value, percent=percent)
        case Proportion():
            return score_proportion(rule, full, value, percent=percent)
    return score_threshold(rule, full, value, percent=percent)
