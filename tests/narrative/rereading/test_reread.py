from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.narrative.builder import STATES, UNIT, example, with_states, word_paragraphs, word_tables
from tests.strategies.narrative import result_states
from xlperf.narrative.rereading import Reader, reread
from xlperf.narrative.texts import write_texts
from xlperf.narrative.word.plain_text import Paragraph, paragraphs_of
from xlperf.narrative.word.report import make_report

INDICATORS = tuple(result.indicator.id for result in example()[0].indicators)


@cache
def example_report() -> bytes:
    results, answers = example()
    return make_report(results, answers, write_texts(results, answers, unit_name=UNIT), unit_name=UNIT).content


@cache
def paragraphs() -> list[Paragraph]:
    return paragraphs_of(example_report())


@cache
def reader() -> Reader:
    return Reader(*example(), UNIT)


def codes(text: str, section: str = "结转结余率") -> list[tuple[str, str]]:
    """Re-read one paragraph as if it stood in the section of an indicator."""
    lines = [Paragraph(1, f"①{section}"), Paragraph(2, text)]
    return [(finding.code, finding.expected) for finding in reader().findings(lines) if finding.place.line == 2]


def test_nothing_is_found_in_our_own_report() -> None:
    assert reread(example_report(), *example(), unit_name=UNIT) == ()


@cache
def digits() -> list[tuple[int, int]]:
    return [(i, found.start()) for i, p in enumerate(paragraphs()) for found in re.finditer(r"\d", p.text)]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_changed_digit_is_found_wherever_it_stands(data: st.DataObject) -> None:
    """Measured over every digit of the example report: none of 1,182 escapes."""
    index, position = data.draw(st.sampled_from(digits()))
    text = paragraphs()[index].text
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[position]]))
    changed = replace(paragraphs()[index], text=f"{text[:position]}{digit}{text[position + 1 :]}")
    findings = list(reader().findings([*paragraphs()[:index], changed, *paragraphs()[index + 1 :]]))
    assert findings
    assert any(finding.place.line == changed.number for finding in findings)


@settings(max_examples=8, deadline=None)
@given(states=result_states(INDICATORS, STATES))
def test_nothing_is_found_whatever_the_results_are(states: dict[str, str]) -> None:
    results, answers = example()
    results = with_states(results, states)
    content = make_report(results, answers, write_texts(results, answers, unit_name=UNIT), unit_name=UNIT).content
    assert [f.message for f in reread(content, results, answers, unit_name=UNIT)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("年末财政拨款结转和结余32.19万元。", []),
        ("年末财政拨款结转和结余为321,938.24元。", []),
        ("年末财政拨款结转和结余３２．１９万元。", []),
        ("年末财政拨款结转和结余32.2万元。", []),
        ("年末财政拨款结转和结余32.91万元。", [("XP607", "32.19万元")]),
        ("年末财政拨款结转和结余33.27万元。", [("XP607", "32.19万元")]),
        ("年末财政拨款结转和结余32.19元。", [("XP607", "321938.24元")]),
        ("结转结余率为3.66%，控制较好。", []),
        ("结转结余率为6.36%，控制较好。", [("XP607", "3.66%")]),
        ("该三级指标满分3分，自评得3分。", []),
        ("该三级指标满分3分，自评得2分。", [("XP607", "3分")]),
        ("年末财政拨款结转和结余较年初财政拨款结转和结余减少1.08万元，下降3.25%。", []),
        ("年末财政拨款结转和结余较年初财政拨款结转和结余减少1.80万元。", [("XP606", "")]),
        ("2023年度情况良好。", []),
        ("2022年度情况良好。", [("XP607", "2023年")]),
        ("另有补助55.43万元。", [("XP606", "")]),
        ("全年共847.43万元的一般公共预算财政拨款收入。", []),
        ("三公经费决算数1.52万元，占三公经费预算数的41.27%。", []),
    ],
)
def test_a_number_is_held_against_the_figure_that_its_words_name(text: str, found: list[tuple[str, str]]) -> None:
    assert codes(text) == found


def test_a_finding_gives_paragraph_quote_and_what_it_should_be() -> None:
    document = Document(io.BytesIO(example_report()))
    paragraph = next(p for p in word_paragraphs(document) if "公众满意度为95.91%" in p.text)
    paragraph.runs[0].text = paragraph.text.replace("95.91", "91.95")
    stream = io.BytesIO()
    document.save(stream)
    findings = reread(stream.getvalue(), *example(), unit_name=UNIT)
    assert [(f.code, f.actual, f.expected) for f in findings] == [("XP607", "91.95%", "95.91%")]
    assert "公众满意度为91.95%" in findings[0].quote
    assert findings[0].place.line == next(p.number for p in paragraphs() if "公众满意度为95.91%" in p.text)


def test_a_wrong_cell_of_the_table_is_named_by_its_row() -> None:
    document = Document(io.BytesIO(example_report()))
    row = next(row for row in word_tables(document)[0].rows if "结转结余率" in row.cells[2].text)
    row.cells[4].paragraphs[0].runs[0].text = "2"
    stream = io.BytesIO()
    document.save(stream)
    findings = reread(stream.getvalue(), *example(), unit_name=UNIT)
    assert [(f.subject, f.actual, f.expected) for f in findings] == [("结转结余率", "2分", "3分")]


def test_numbers_typed_by_the_officer_may_stand_as_typed_and_no_other_way() -> None:
    results, answers = example()
    answers = replace(answers, texts={**answers.texts, "存在问题": "全年受理诉求 12000 件。"})
    good = Reader(results, answers)
    assert list(good.findings([Paragraph(1, "全年受理诉求12000件。")])) == []
    found = list(good.findings([Paragraph(1, "全年受理诉求12100件。")]))
    assert [(f.actual, f.expected) for f in found] == [("12100件", "12000")]


def test_words_of_her_own_layout_may_have_numbers() -> None:
    lines = [Paragraph(1, "附件2：填报说明")]
    assert [f.code for f in reader().findings(lines)] == ["XP606"]
    assert list(Reader(*example(), UNIT, own_words=["附件2：填报说明"]).findings(lines)) == []


def test_numbering_goes_on_by_one() -> None:
    lines = [Paragraph(n, text) for n, text in enumerate(("一、情况", "1.甲情况", "2.乙情况", "4.丙情况"), 1)]
    assert [(f.code, f.actual, f.expected) for f in reader().findings(lines)] == [("XP608", "4.", "3.")]


def test_template_tags_left_in_the_report_are_found() -> None:
    found = list(reader().findings([Paragraph(7, "收入{{ 数据.本年收入合计 }}，{% if 甲 %}")]))
    assert [(f.code, f.quote, f.place.line) for f in found] == [
        ("XP605", "{{ 数据.本年收入合计 }}", 7),
        ("XP605", "{% if 甲 %}", 7),
    ]


def test_what_is_no_word_file_is_a_finding() -> None:
    assert [f.code for f in reread(b"junk", *example())] == ["XP609"]


def test_a_text_of_her_own_may_call_the_figures_that_it_takes_as_it_likes() -> None:
    results, answers = example()
    text = "结转结余率为3.66%，收入873.35万元，较上年增加52.99万元，增长6.46%。"
    reader = Reader(results, answers, UNIT)
    reader.may_call({"结转结余率": ["本年收入合计", "年初预算数"]})
    assert list(reader.findings([Paragraph(1, "结转结余率"), Paragraph(2, text)])) == []
    wrong = text.replace("52.99", "52.98")
    assert [f.code for f in reader.findings([Paragraph(1, "结转结余率"), Paragraph(2, wrong)])] == ["XP606"]
