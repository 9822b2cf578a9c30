from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.numerals import formal_money, formal_money_value, numeral, numeral_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三百零五", 305),
        ("两千三百", 2300),
        ("一万零三", 10003),
        ("二〇二三", 2023),
        ("壹佰贰拾万", 1_200_000),
        ("三亿零五百万", 305_000_000),
    ],
)
def test_numerals_are_read_in_the_spellings_in_use(text: str, value: int) -> None:
    assert numeral_value(text) == value


@pytest.mark.parametrize("text", ["", "项", "三项", "十百", "一二十", "万", "3"])
def test_what_is_no_numeral_gives_none(text: str) -> None:
    assert numeral_value(text) is None


@given(st.integers(0, 10**15))
def test_a_numeral_reads_back_as_it_was_written(number: int) -> None:
    assert numeral_value(numeral(number)) == number


@given(st.integers(0, 10**11))
def test_numerals_agree_with_cn2an(number: int) -> None:
    written = cn2an.an2cn(number)
    assert numeral(number) == (written[1:] if written.startswith("一十") else written)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_money_in_words_reads_back_as_it_was_written(yuan: Decimal) -> None:
    assert formal_money_value(formal_money(yuan)) == yuan


@given(st.decimals(min_value=0, max_value=10**11, places=2))
def test_money_in_words_agrees_with_cn2an_after_rounding(yuan: Decimal) -> None:
    if yuan == yuan.to_integral_value() or yuan < 1:
        return
    expected = cn2an.an2cn(str(yuan), "rmb")
    assert formal_money(yuan).rstrip("整") == expected.rstrip("整")


def test_money_in_words_is_rounded_half_up_not_cut() -> None:
    assert formal_money(Decimal("0.789")) == "柒角玖分"


@pytest.mark.parametrize("text", ["元", "整", "捌佰", "捌百肆拾拾元", "847元"])
def test_what_is_no_money_in_words_gives_none(text: str) -> None:
    assert formal_money_value(text) is None
