from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.amounts import cut, round_half_up
from xlperf.checks.tolerance import Verdict, judge

CENT_OF_WAN = Decimal(100)
FEN = Decimal("0.01")
amounts = st.lists(st.decimals(0, 10**7, places=2, allow_nan=False), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("difference", "steps", "verdict"),
    [
        ("0", [FEN] * 3, Verdict.HOLDS),
        ("0.01", [FEN] * 3, Verdict.ROUNDING),
        ("0.04", [FEN] * 3, Verdict.BROKEN),
        ("-100", [CENT_OF_WAN] * 3, Verdict.HOLDS),
        ("300", [CENT_OF_WAN] * 3, Verdict.ROUNDING),
        ("301", [CENT_OF_WAN] * 3, Verdict.BROKEN),
    ],
)
def test_the_last_digits_decide(difference: str, steps: list[Decimal], verdict: Verdict) -> None:
    assert judge(Decimal(difference), steps) is verdict


def stated(yuan: Decimal, *, rounded: bool) -> Decimal:
    """What a form in 万元 with two decimals stands for, in 元."""
    wan = yuan / 10_000
    return (round_half_up(wan) if rounded else cut(wan)) * 10_000


@given(parts=amounts)
def test_a_sum_that_holds_in_yuan_holds_when_every_figure_is_rounded(parts: list[Decimal]) -> None:
    total = sum(parts, Decimal(0))
    difference = stated(total, rounded=True) - sum((stated(part, rounded=True) for part in parts), Decimal(0))
    assert judge(difference, [CENT_OF_WAN] * (len(parts) + 1)) is Verdict.HOLDS


@given(parts=amounts)
def test_a_sum_that_holds_in_yuan_is_never_broken_by_cutting_decimals_off(parts: list[Decimal]) -> None:
    total = sum(parts, Decimal(0))
    difference = stated(total, rounded=False) - sum((stated(part, rounded=False) for part in parts), Decimal(0))
    assert judge(difference, [CENT_OF_WAN] * (len(parts) + 1)) is not Verdict.BROKEN
