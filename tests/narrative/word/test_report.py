from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest
from docx import Document
from hypothesis import given, settings

from tests.narrative.builder import UNIT, example, no_facts, with_states, word_paragraphs, word_tables
from tests.strategies.narrative import typed_texts
from xlperf.answers import Answers
from xlperf.narrative.paragraphs import typed_paragraphs
from xlperf.narrative.texts import write_texts
from xlperf.narrative.word.plain_text import UnreadableReport, paragraphs_of, report_text
from xlperf.narrative.word.report import make_report, shipped_layout, write_report
from xlperf.resources import templates
from xlperf.scheme.model import CheckPoints, Indicator, Point, Reference, Scheme, Typed
from xlperf.scoring import score

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as WordDocument

    from xlperf.scoring.result import Results

OUTLINE = [
    (1, "一、部门基本情况"),
    (2, "（一）部门职能"),
    (2, "（二）年度总体工作和重点工作任务"),
    (2, "（三）部门整体支出绩效目标"),
    (2, "（四）部门整体支出情况"),
    (1, "二、绩效自评情况"),
    (2, "（一）自评结论"),
    (2, "（二）部门整体支出绩效指标分析"),
    (2, "（三）存在问题及改进措施"),
    (1, "三、上年度绩效自评整改情况"),
]


def made(results: Results, answers: Answers) -> bytes:
    return make_report(results, answers, write_texts(results, answers, unit_name=UNIT), unit_name=UNIT).content


@cache
def example_report() -> bytes:
    return made(*example())


@cache
def document() -> WordDocument:
    return Document(io.BytesIO(example_report()))


def test_the_outline_is_whole_and_in_real_headings() -> None:
    headings = [
        (int(p.style.name[-1]), p.text) for p in word_paragraphs(document()) if p.style.name.startswith("Heading")
    ]
    assert [item for item in headings if item[0] <= 2] == OUTLINE
    names = {leaf.name for leaf in example()[0].scheme.leaves()}
    assert names == {text[1:] for level, text in headings if level == 5}


def test_every_level_states_its_mark_and_score() -> None:
    text = report_text(example_report())
    assert "该一级指标满分42分，自评得41.95分。" in text
    assert "该二级指标满分10分，自评得9.95分。" in text
    assert text.count("该三级指标满分") == 31


def test_the_score_table_holds_every_indicator_and_closes() -> None:
    table = word_tables(document())[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["一级指标", "二级指标", "三级指标", "满分", "自评得分"]
    assert rows[1] == ["预算编制情况\n13分，得13分", "预算编制\n3分，得3分", "预算编制合理性", "1.5", "1.5"]
    assert rows[2][:2] == rows[1][:2]  # merged cells read the same
    assert len(rows) == 33
    assert rows[-1] == ["合计", "合计", "合计", "100", "99.95"]
    assert sum(Decimal(row[4]) for row in rows[1:-1]) == Decimal(rows[-1][4])


def test_the_table_keeps_its_borders_and_repeats_its_heading() -> None:
    table = word_tables(document())[0]
    assert table.style.name == "Table Grid"
    borders = table.style.element.xml
    assert all(f"<w:{side} " in borders for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_the_page_is_that_of_an_official_document() -> None:
    for section in document().sections:
        sizes = [section.page_width.mm, section.page_height.mm, section.top_margin.mm, section.left_margin.mm]
        assert [round(size) for size in sizes] == [210, 297, 37, 28]
        assert [round(section.right_margin.mm), round(section.bottom_margin.mm)] == [26, 35]
        grid = re.search(r'<w:docGrid w:type="(\w+)" w:linePitch="(\d+)" w:charSpace="(-?\d+)"', section._sectPr.xml)
        assert grid
        lines = 225 / 25.4 * 1440 / int(grid[2])
        characters = 156 / 25.4 * 72 / (16 + int(grid[3]) / 4096)
        assert (grid[1], int(lines), round(characters, 2)) == ("linesAndChars", 22, 28.0)


@pytest.mark.parametrize(
    ("style", "font", "size", "bold"),
    [
        ("Title", "方正小标宋简体", 22, False),
        ("Heading 1", "黑体", 16, False),
        ("Heading 2", "楷体_GB2312", 16, False),
        ("Heading 3", "仿宋_GB2312", 16, True),
        ("Heading 4", "仿宋_GB2312", 16, False),
        ("Body Text", "仿宋_GB2312", 16, False),
    ],
)
def test_fonts_are_named_for_chinese_and_western_text(style: str, font: str, size: int, bold: bool) -> None:
    element = document().styles[style]
    assert f'w:eastAsia="{font}"' in element.element.xml
    assert 'w:ascii="Times New Roman"' in element.element.xml
    assert element.font.size is not None
    assert (element.font.size.pt, element.font.bold) == (size, bold)
    assert 'w:lineRule="exact"' in element.element.xml


def test_body_text_is_indented_by_two_characters_and_normal_is_not() -> None:
    assert 'w:firstLineChars="200"' in document().styles["Body Text"].element.xml
    assert 'w:firstLineChars="0"' in document().styles["Normal"].element.xml


def test_fonts_have_fallbacks_and_none_is_embedded() -> None:
    with zipfile.ZipFile(io.BytesIO(example_report())) as package:
        fonts = package.read("word/fontTable.xml").decode()
        assert not [name for name in package.namelist() if "fonts/" in name]
    for name in ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "Times New Roman"):
        assert re.search(rf'w:name="{name}"><w:altName w:val="[^"]+"', fonts)


def test_page_numbers_stand_between_strokes_and_start_behind_the_cover() -> None:
    body = document().sections[1]
    assert body.footer.paragraphs[0].text == "— 1 —"
    assert "PAGE" in body.footer._element.xml
    assert body.footer.paragraphs[0].runs[0].font.size.pt == 14  # type: ignore[union-attr]
    assert 'w:pgNumType w:start="1"' in body._sectPr.xml


def test_the_same_content_gives_the_same_file() -> None:
    assert made(*example()) == example_report()


def test_the_example_report_has_nothing_left_to_fill_in() -> None:
    results, answers = example()
    assert make_report(results, answers, write_texts(results, answers), unit_name=UNIT).findings == ()


def test_what_is_missing_is_marked_and_found_once_with_all_its_places() -> None:
    report = make_report(*(args := (no_facts(example()[0]), Answers())), write_texts(*args))
    subjects = [finding.subject for finding in report.findings]
    assert {"部门名称", "填报人", "部门职能", "本年收入合计", "自评总分等 32 处得分"} <= set(subjects)
    assert len(set(subjects)) == len(subjects)
    assert {finding.code for finding in report.findings} == {"XP601"}
    text = report_text(report.content)
    assert "部门名称：【待补充：部门名称】" in text
    assert not re.search(r"（）|None|\{\{|：\n", text)
    signature = next(finding for finding in report.findings if finding.subject == "填报日期")
    assert len(signature.places) == 2
    assert all(place.line for place in signature.places)


@settings(max_examples=10, deadline=None)
@given(text=typed_texts())
def test_whatever_is_typed_is_printed_as_it_is(text: str) -> None:
    results, answers = example()
    answers = replace(answers, texts={**answers.texts, "部门职能": text})
    texts = write_texts(results, example()[1])
    lines = [p.text for p in paragraphs_of(make_report(results, answers, texts, unit_name=UNIT).content)]
    start, end = lines.index("（一）部门职能"), lines.index("（二）年度总体工作和重点工作任务")
    printed = ["".join(line.split()) for line in lines[start + 1 : end]]
    typed = ["".join(line.split()) for line in typed_paragraphs(text)]
    assert printed == (typed or ["【待补充：部门职能】"])


def test_signs_of_xml_and_word_breaks_survive_everywhere() -> None:
    results, answers = example()
    task = replace(answers.tasks[0], name="水&电<改造>“一期”", note="A \"B\" 'C'")
    texts = {**answers.texts, "存在问题": "长" * 5000 + "\n\n第二段 & <b>"}
    content = made(results, replace(answers, tasks=(task, *answers.tasks[1:]), texts=texts))
    text = report_text(content)
    assert "水&电<改造>“一期”" in text
    assert "A \"B\" 'C'" in text
    assert "长" * 5000 in text
    assert "第二段 & <b>" in text


def test_the_report_is_written_whole(tmp_path: Path) -> None:
    results, answers = example()
    path = tmp_path / "成果" / "自评报告.docx"
    report = write_report(path, results, answers, write_texts(results, answers), unit_name=UNIT)
    assert path.read_bytes() == report.content
    assert [file.name for file in path.parent.iterdir()] == ["自评报告.docx"]


def leaf(name: str, full: str) -> Indicator:
    points = (Point(f"{name}的第一个要点", Decimal(full)),)
    return Indicator(name, name, Decimal(full), rule=CheckPoints(points), reference=Reference("办法"))


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_a_tree_of_any_depth_is_written(depth: int) -> None:
    """Drafted schemes have two levels or four as well as three."""
    nodes: tuple[Indicator, ...] = (
        leaf("产出", "60"),
        Indicator("效果", "效果", Decimal(40), rule=Typed(), criteria="效果好得满分"),
    )
    for level in range(depth - 1, 0, -1):
        nodes = (Indicator(f"层{level}", f"第{level}层", Decimal(100), children=nodes),)
    scheme = Scheme("drafted", "某县评分表", "某县财政局", 2024, Reference("某县办法"), nodes, {}, {}, {})
    results = score(scheme, {}, Answers())
    content = made(results, Answers())
    text = report_text(content)
    assert "产出" in text
    assert "评价要点包括：一是产出的第一个要点。各要点是否符合尚待填报。" in text
    assert "评分标准为：效果好得满分。" in text
    rows = word_tables(Document(io.BytesIO(content)))[0].rows
    cells = {1: ["产出"] * 3, 2: ["第1层\n100分", "产出", "产出"], 4: ["第1层\n100分", "第2层\n100分", "第3层／产出"]}
    assert [cell.text for cell in rows[1].cells] == [*cells[depth], "60", "【待补充】"]
    heads = {1: ["一级指标"] * 3, 2: ["一级指标", "二级指标", "二级指标"], 4: ["一级指标", "二级指标", "三级指标"]}
    assert [cell.text for cell in rows[0].cells][:3] == heads[depth]


def test_schemes_without_a_layout_of_their_own_use_the_common_one() -> None:
    scheme = example()[0].scheme
    assert shipped_layout(scheme) == templates() / scheme.id / "自评报告.docx"
    other = Scheme("other", "", "", 2024, Reference(""), (), {}, {}, {})
    assert shipped_layout(other) == templates() / "common" / "自评报告.docx"


@pytest.mark.parametrize("junk", [b"", b"junk", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_word_file_is_refused(junk: bytes) -> None:
    with pytest.raises(UnreadableReport):
        paragraphs_of(junk)


def test_partly_scored_levels_say_how_far_they_are() -> None:
    results, answers = example()
    text = report_text(made(with_states(results, {"carryover_rate": "missing"}), answers))
    assert "该二级指标满分8分，其中满分5分的指标已经评分，得5分；其余指标尚待评分。" in text
    assert "尚待评分的指标有：结转结余率。" in text
