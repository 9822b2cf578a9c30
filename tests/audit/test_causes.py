from __future__ import annotations

from decimal import Decimal

import pytest

from xlperf.audit.causes import likely_cause, power_of_ten, was_cut


@pytest.mark.parametrize(
    ("expected", "actual", "words"),
    [
        ("875.90", "857.90", "颠倒"),
        ("757.90", "157.90", "一位数字"),
        ("847.43", "8474300", "10000 倍"),
        ("3.66", "-3.66", "正负号"),
        ("12.34", "56.78", ""),
    ],
)
def test_the_slip_of_the_hand_is_named(expected: str, actual: str, words: str) -> None:
    cause = likely_cause(Decimal(expected), Decimal(actual))
    assert words in cause
    assert bool(cause) == bool(words)


def test_the_part_that_was_left_out_or_counted_twice_is_named() -> None:
    parts = [("甲", Decimal("10.5")), ("乙", Decimal(7))]
    assert "漏加" in likely_cause(Decimal("37.75"), Decimal("30.75"), parts)
    assert "多加" in likely_cause(Decimal("30.75"), Decimal("37.75"), parts)


def test_powers_of_ten_need_not_be_exact() -> None:
    assert power_of_ten(Decimal("91.2698"), Decimal("0.9127")) == 100
    assert power_of_ten(Decimal(3), Decimal(7)) is None


def test_cutting_is_told_from_rounding() -> None:
    assert was_cut(Decimal("66.6667"), Decimal("66.66"), 2)
    assert not was_cut(Decimal("66.6667"), Decimal("66.67"), 2)
