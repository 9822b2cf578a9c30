from __future__ import annotations

from decimal import Decimal

import pytest

from xlperf.narrative.figures import Figure


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        ("8474300", "元", "847.43万元"),
        ("-5", "元", "0.00万元"),
        ("0.9591", "%", "95.91%"),
        ("2.50", "分", "2.5分"),
        ("100", "分", "100分"),
        ("15054", "件", "15054件"),
        ("1E+2", "", "100"),
    ],
)
def test_a_figure_prints_itself_with_its_unit(value: str, unit: str, printed: str) -> None:
    assert str(Figure("数", Decimal(value), unit)) == printed


def test_money_prints_in_the_unit_that_is_asked_for() -> None:
    figure = Figure("收入", Decimal(8474300), "元")
    assert (str(figure.in_unit("元")), str(figure.in_unit("亿元"))) == ("8474300.00元", "0.08亿元")
    assert (figure.number, figure.printed_unit) == ("847.43", "万元")


def test_a_missing_figure_prints_what_to_fill_in_and_compares_with_nothing() -> None:
    missing, some = Figure("固定资产总额", None, "元"), Figure("在用固定资产", Decimal(1), "元")
    assert str(missing) == "【待补充：固定资产总额】"
    assert not missing
    assert not missing < some
    assert not missing > some
    assert missing != some


def test_figures_compare_with_figures_and_numbers() -> None:
    one, two = Figure("甲", Decimal(1)), Figure("乙", Decimal(2))
    assert one < two <= 2
    assert two > one >= 1
    assert one == 1
    assert one != two
