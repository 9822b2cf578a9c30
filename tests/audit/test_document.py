from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xlperf.audit.document import Paragraph, column_letters


@given(st.text(max_size=200))
def test_offsets_in_the_plain_text_lead_back_to_the_words(text: str) -> None:
    paragraph = Paragraph(text, "", ((0, 1),))
    for at, char in enumerate(paragraph.plain):
        start, end = paragraph.span(at, at + 1)
        original = text[start:end]
        assert len(original) == 1
        if char.isalnum() and original.isascii():
            assert char == original


def test_blanks_between_words_and_figures_do_not_matter_but_two_figures_stay_apart() -> None:
    assert Paragraph("收入 8 万元 ，占 5 %", "", ((0, 1),)).plain == "收入8万元，占5%"
    assert Paragraph("12 34", "", ((0, 1),)).plain == "12 34"


def test_a_place_names_the_line_where_the_words_stand_after_lines_were_joined() -> None:
    paragraph = Paragraph("第一行的字第二行的字", "a.txt", ((0, 7), (5, 8)))
    assert paragraph.place(2).line == 7
    assert (paragraph.place(6).line, paragraph.place(6).offset) == (8, 1)


def test_columns_are_named_as_in_a_spreadsheet() -> None:
    assert [column_letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
