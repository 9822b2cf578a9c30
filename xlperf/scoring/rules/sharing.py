"""A full mark shared out so that the rounded shares still add up to it (分值分摊)."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

CENT: Final = Decimal("0.01")


def shared_marks(full: Decimal, weights: Sequence[Decimal | None]) -> tuple[Decimal, ...]:
    """Share a mark out by weights, each share of two decimals, the sum exact; the largest rests are rounded up.

    Where no weight is given the shares are equal; where some are, the others share what is left of 1 or 100.

    >>> [str(mark) for mark in shared_marks(Decimal(15), [None] * 7)]
    ['2.15', '2.15', '2.14', '2.14', '2.14', '2.14', '2.14']
    >>> [str(mark) for mark in shared_marks(Decimal(15), [Decimal(40), None, None])]
    ['6.00', '4.50', '4.50']
    """
    known = complete_weights(weights)
    total = sum(known, Decimal(0))
    exact = [full * weight / total for weight in known] if total > 0 else [full / len(known)] * len(known)
    marks = [share.quantize(CENT, ROUND_FLOOR) for share in exact]
    short = int((full - sum(marks, Decimal(0))) / CENT)
    by_rest = sorted(range(len(marks)), key=lambda at: (marks[at] - exact[at], at))
    for at in by_rest[:short]:
        marks[at] += CENT
    return tuple(marks)


def complete_weights(weights: Sequence[Decimal | None]) -> list[Decimal]:
    """Fill in the weights that are not given."""
    given = sum((weight for weight in weights if weight is not None), Decimal(0))
    missing = sum(weight is None for weight in weights)
    whole = Decimal(1) if given <= 1 else Decimal(100)
    left = max(Decimal(0), whole - given) / missing if missing else Decimal(0)
    return [left if weight is None else weight for weight in weights]
