"""Marks by a word (定性分档)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.amounts import plain
from xlperf.scoring.rules.outcome import Outcome, earns, rounded_score

if TYPE_CHECKING:
    from decimal import Decimal

    from xlperf.scheme.model import Grades


def score_grade(rule: Grades, full: Decimal, word: str) -> Outcome:
    """Give the share of the full mark that belongs to a word.

    >>> from decimal import Decimal
    >>> from xlperf.scheme.model import Grades
    >>> rule = Grades((("健全", Decimal(1)), ("较健全", Decimal("0.8")), ("不健全", Decimal(0))))
    >>> score_grade(rule, Decimal(5), "较健全")
    Outcome(score=Decimal('4'), words='较健全，得 4 分', next_step='达到“健全”，得 5 分')
    """
    shares = dict(rule.grades)
    if word not in shares:
        return Outcome(None, f"“{word}”不是评分标准里的档，可选：{'、'.join(shares)}")
    score = rounded_score(full * shares[word])
    better = [(share, other) for other, share in rule.grades if share > shares[word]]
    if not better:
        return Outcome(score, f"{word}，{earns(score)}")
    share, other = min(better)
    return Outcome(score, f"{word}，{earns(score)}", f"达到“{other}”，得 {plain(rounded_score(full * share))} 分")
