"""Whether figures agree as far as their stated decimals can tell (允许的尾差)."""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

FEN: Final = Decimal("0.01")
"""The smallest unit of money: an amount of 元 with two decimals is exact."""


class Verdict(IntEnum):
    """How a relation stands; the larger, the worse."""

    HOLDS = 0
    ROUNDING = 1
    """Off by no more than one last digit for each figure: rounding, or decimals cut off."""
    BROKEN = 2


def judge(difference: Decimal, steps: Iterable[Decimal]) -> Verdict:
    """Judge a difference between two sides by the last digits of the figures on them.

    Args:
        difference: Left less right, in 元.
        steps: What one unit of the last digit of each figure is worth, in 元. Amounts that are not exact to the fen
            may each be off by half a step, so that a difference within these halves is none.
    """
    sizes = list(steps)
    size = abs(difference)
    if size <= sum((step / 2 for step in sizes if step > FEN), Decimal(0)):
        return Verdict.HOLDS
    return Verdict.ROUNDING if size <= sum(sizes, Decimal(0)) else Verdict.BROKEN
