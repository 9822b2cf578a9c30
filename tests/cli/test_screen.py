from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xlperf.cli.screen import indented, pad, shorten, table, width, wrap


def test_chinese_takes_two_columns() -> None:
    assert width("结转 3.66%") == 10
    assert pad("满分", 6) == "满分  "
    assert pad("满分", 6, right=True) == "  满分"


def test_columns_line_up() -> None:
    assert table([("指标", "分"), ("a", "10")], right=frozenset({1})) == ["指标  分", "a     10"]


def test_no_line_begins_with_closing_punctuation() -> None:
    assert wrap("一二三。四", 6) == ["一二三。", "四"]


@given(st.text(alphabet="一二a，。 b", max_size=60), st.integers(2, 20))
def test_wrapping_loses_nothing(text: str, columns: int) -> None:
    assert "".join(wrap(text, columns)) == text


def test_a_long_line_of_a_tree_goes_on_a_step_further_in() -> None:
    assert indented("  一二三四五六", 8) == ["  一二三", "    四五", "    六"]
    assert indented("  一二", 8) == ["  一二"]


@given(st.text(alphabet="一二ab", max_size=60), st.integers(2, 20))
def test_a_shortened_text_fits(text: str, columns: int) -> None:
    assert width(shorten(text, columns)) <= columns
