"""Sums at every level of the form, and the total: plain, or rescaled over what applies."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.scoring.result import GroupResult
from xlperf.scoring.rules.outcome import rounded_score

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlperf.scheme.model import Indicator, Scheme
    from xlperf.scoring.deciding import Decided

NOTHING = Decimal(0)


def group_results(scheme: Scheme, decided: Mapping[str, Decided]) -> tuple[GroupResult, ...]:
    """Add the scores up for every indicator that has others below it, in the order of the form."""

    def walk(node: Indicator, above: tuple[str, ...]) -> Iterator[GroupResult]:
        path = (*above, node.name)
        if node.children:
            yield _group(node, path, [decided[leaf.id] for leaf in node.leaves()])
        for child in node.children:
            yield from walk(child, path)

    return tuple(group for top in scheme.indicators for group in walk(top, ()))


def _group(node: Indicator, path: tuple[str, ...], below: Sequence[Decided]) -> GroupResult:
    scored = [item.result for item in below if item.result.score is not None]
    partial = summed(below)
    open_ones = [item for item in below if item.result.score is None and not item.rescaled]
    return GroupResult(
        indicator=node,
        path=path,
        full=node.full,
        score=None if open_ones or not scored else partial,
        scored_full=sum((result.full for result in scored), NOTHING),
        partial=partial,
    )


def summed(decided: Sequence[Decided]) -> Decimal:
    """Add up the scores that there are."""
    return rounded_score(sum((item.result.score or NOTHING for item in decided), NOTHING))


def total_score(full: Decimal, decided: Sequence[Decided]) -> tuple[Decimal | None, Decimal]:
    """Give the total (None while a score is open) and the marks left out as not applicable.

    With rescaling the total is 实得 ÷ (100 − 不适用分) × 100.
    """
    left_out = sum((item.result.full for item in decided if item.rescaled), NOTHING)
    is_open = any(item.result.score is None and not item.rescaled for item in decided)
    if is_open or left_out >= full:
        return None, left_out
    raw = summed(decided)
    return (rounded_score(raw / (full - left_out) * full) if left_out else raw), left_out
