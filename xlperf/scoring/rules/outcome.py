"""What a rule gives for a value: the score, the part that applied, and what the next better part would need."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlperf.amounts import plain, round_half_up


@dataclass(frozen=True, slots=True)
class Outcome:
    """A score by a rule (得分)."""

    score: Decimal | None
    """Rounded half up to two decimals; None where the rule says nothing about the value."""
    words: str
    """The part of the rule that applied: ≤10%，得 3 分."""
    next_step: str = ""
    """What the next better score would need; empty at the full mark."""


def rounded_score(score: Decimal) -> Decimal:
    """Round a score as the form holds it, half up to two decimals, without needless zeros.

    >>> rounded_score(Decimal("2.675")), rounded_score(Decimal("2.50"))
    (Decimal('2.68'), Decimal('2.5'))
    """
    return Decimal(plain(round_half_up(score, 2)))


def earns(score: Decimal) -> str:
    """Say what a score earns: 得 3 分, 不得分."""
    return f"得 {plain(score)} 分" if score else "不得分"


def points_words(difference: Decimal, *, percent: bool) -> str:
    """Write a distance between two values: 个百分点 for rates (百分点), a plain figure otherwise."""
    return f"{plain(round_half_up(difference * 100, 2))} 个百分点" if percent else plain(difference)
