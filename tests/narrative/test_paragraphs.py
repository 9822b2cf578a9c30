from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.narrative import typed_texts
from xlperf.narrative.paragraphs import clean, one_line, template_paragraphs, typed_paragraphs


def test_each_typed_line_is_a_paragraph_and_lists_keep_their_numbers() -> None:
    assert typed_paragraphs("1. 甲；\r\n2. 乙。\n\n　　（1）丙\n") == ["1. 甲；", "2. 乙。", "（1）丙"]


def test_only_blank_lines_part_the_paragraphs_of_a_template() -> None:
    assert template_paragraphs("  本年收入\n合计。\n \n第二段\n") == ["本年收入合计。", "第二段"]


def test_western_words_keep_a_blank_where_a_template_is_wrapped() -> None:
    assert one_line("采用 Excel\nWord 两种\n格式") == "采用 Excel Word 两种格式"


def test_control_characters_are_taken_out() -> None:
    assert clean("甲\x00\x08乙\x0b丙\ufffe\ud800") == "甲乙\n丙"


@given(typed_texts())
def test_nothing_that_can_be_printed_is_lost(text: str) -> None:
    joined = "".join("".join(typed_paragraphs(text)).split())
    assert joined == "".join(clean(text).split())


@given(st.text())
def test_what_is_left_is_allowed_in_xml(text: str) -> None:
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", clean(text))
