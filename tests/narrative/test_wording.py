from __future__ import annotations

from decimal import Decimal

import pytest

from xlperf.narrative import wording
from xlperf.narrative.figures import Figure


def money(wan: str | None, name: str = "支出") -> Figure:
    return Figure(name, None if wan is None else Decimal(wan) * 10_000, "元")


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        ("874.43", "820.36", "增加54.07万元，增长6.59%"),
        ("32.19", "33.27", "减少1.08万元，下降3.25%"),
        ("10", "10", "持平"),
        ("10", "0", "增加10.00万元"),
        ("0", "10", "减少10.00万元，下降100.00%"),
        ("5", "-5", "增加10.00万元"),
    ],
)
def test_words_follow_the_direction(now: str, before: str, words: str) -> None:
    assert wording.compared(money(now), money(before)) == words
    assert wording.compared_with_last_year(money(now), money(before)) == f"较上年{words}"


def test_rates_differ_in_percentage_points() -> None:
    now, before = Figure("率", Decimal("0.9127"), "%"), Figure("率", Decimal("0.9"), "%")
    assert wording.compared(now, before) == "上升1.27个百分点"


def test_a_difference_fits_the_figures_as_printed() -> None:
    """1.006 and 0.994 print as 1.01 and 0.99: the text must not say 0.01."""
    assert str(wording.difference(money("1.006"), money("0.994"))) == "0.02万元"


def test_what_is_missing_names_itself() -> None:
    assert wording.compared(money(None, "决算数"), money("1")) == "【待补充：决算数】"
    assert str(wording.share(money("1"), money("0", "预算数"))).startswith("【待补充：")
    assert wording.share_worked_out(money("1"), money(None, "合计")) == "【待补充：合计】"


def test_a_share_is_worked_out() -> None:
    assert wording.share_worked_out(money("2.26"), money("2.5")) == "2.26 ÷ 2.50 × 100% = 90.40%"


def test_lists_quotes_and_stops() -> None:
    assert wording.listed(["甲", "乙", "丙"], "和") == "甲、乙和丙"
    assert wording.listed(["甲"]) == "甲"
    assert wording.quoted("“最多跑一次”事项") == "“‘最多跑一次’事项”"
    assert wording.clause("已整改。；") == "已整改"
    assert wording.close_set("≤10%，得 3 分 (含)") == "≤10%，得3分（含）"
    assert (wording.chinese_count(2), wording.chinese_number(2), wording.chinese_count(12)) == ("两", "二", "十二")
