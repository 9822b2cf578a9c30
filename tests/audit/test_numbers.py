from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.audit.document import Paragraph
from xlperf.audit.numbers import Sort, numbers_in

if TYPE_CHECKING:
    from decimal import Decimal


def read(text: str) -> list[tuple[str, str, str]]:
    plain = Paragraph(text, "", ((0, 1),)).plain
    return [(f"{n.value:f}", n.unit, n.sort.value) for n in numbers_in(plain) if n.sort not in (Sort.DATE, Sort.CODE)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入１，８７３．３５万元", [("1873.35", "万元", "money")]),
        ("收入1,873.35 万元", [("1873.35", "万元", "money")]),
        ("增长 12.3 %", [("12.3", "%", "percent")]),
        ("提高2.3个百分点", [("2.3", "个百分点", "points")]),
        ("满分2.5分，用时10分钟", [("2.5", "分", "score"), ("10", "", "bare")]),
        ("分别为3.2、4.5和6.7万元", [("3.2", "万元", "money"), ("4.5", "万元", "money"), ("6.7", "万元", "money")]),
        ("壹佰贰拾万元整", [("1200000", "元", "money")]),
        ("共六个项目", [("6", "个", "count")]),
        ("增长-3.2%", [("-3.2", "%", "percent")]),
        ("接待12批次、100人次", [("12", "批次", "count"), ("100", "人次", "count")]),
        ("每人50元/天", [("50", "元/天", "bare")]),
    ],
)
def test_numbers_are_read_with_their_units(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "财预〔2020〕10号",
        "2023年12月31日",
        "第三条",
        "（2010301）行政运行",
        "12345热线",
        "2023—2025年",
        "GB/T 9704-2012",
    ],
)
def test_dates_codes_and_document_numbers_are_no_figures(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "sign"),
    [("不低于95%", "≥"), ("约30万元", "约"), ("300余万元", "约"), ("100万元以上设备", "≥"), ("不超过5%", "≤")],
)
def test_bounds_and_rough_figures_are_told_from_values(text: str, sign: str) -> None:
    (number,) = numbers_in(text)
    assert number.comparator == sign


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["元", "万元", "亿元", "%", "个", "分"]))
def test_a_written_figure_is_read_back_and_lies_in_its_own_interval(value: Decimal, unit: str) -> None:
    (number,) = numbers_in(f"{value:f}{unit}")
    assert number.value == value
    assert number.unit == unit
    assert number.base in number.interval


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    plain = Paragraph(text, "", ((0, 1),)).plain
    for number in numbers_in(plain):
        assert 0 <= number.start < number.end <= len(plain)
