"""Figures as the officer reads and writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlperf.amounts import cut, percent_text, plain, round_half_up


@pytest.mark.parametrize("value", ["1E+307", "-1E+30", "9.9999999999999999999999999999999E+40", "1E-300", "0"])
def test_any_number_that_a_cell_can_hold_is_rounded_and_written(value: str) -> None:
    number = Decimal(value)
    assert abs(round_half_up(number) - number) <= Decimal("0.005")
    assert abs(cut(number)) <= abs(number)
    assert percent_text(number).endswith("%")
    assert "E" not in plain(number)


def test_rounding_is_half_up() -> None:
    assert [str(round_half_up(Decimal(text))) for text in ("0.125", "-0.125", "2.675")] == ["0.13", "-0.13", "2.68"]
