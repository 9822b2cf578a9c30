from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from docx import Document

from tests.narrative.builder import UNIT, example, word_tables
from xlperf.narrative.texts import write_texts
from xlperf.narrative.word.plain_text import own_words, report_text
from xlperf.narrative.word.report import OWN_LAYOUT, Report, make_report

if TYPE_CHECKING:
    from pathlib import Path


def made_with(folder: Path, *lines: str) -> Report:
    layout = Document()
    for line in lines:
        layout.add_paragraph(line)
    path = folder / OWN_LAYOUT
    layout.save(str(path))
    results, answers = example()
    return make_report(results, answers, write_texts(results, answers), unit_name=UNIT, own_layout=path)


def test_her_own_layout_is_used(tmp_path: Path) -> None:
    report = made_with(
        tmp_path,
        "附件2 {{ 填报.部门名称 }}自评得{{ 总分.得分 }}",
        "{%p for 行 in 得分表 %}",
        "{{ 行.三级 }}{{ 行.得分 }}",
        "{%p endfor %}",
        "{% if 总分.等级 %}等级{{ 总分.等级 }}{% else %}没有等级{% endif %}",
    )
    lines = report_text(report.content).splitlines()
    assert lines[0] == f"附件2 {UNIT}自评得99.95分"
    assert lines[1] == "预算编制合理性1.5"
    assert lines[-1] == "等级优"
    assert report.findings == ()
    assert "附件2 " in own_words(tmp_path / OWN_LAYOUT)


@pytest.mark.parametrize(
    ("line", "fault", "suggestion"),
    [
        ("{{ 占比（数据.甲） }}", "用了全角的标点", "应写成“{{ 占比(数据.甲) }}”"),
        ("｛｛ 单位名称 ｝｝", "用了全角的括号", "应写成“{{ 单位名称 }}”"),
        ("{{ 单位名 }}", "用了没有的名称“单位名”", "是不是“单位名称”？"),
        ("{{ 数据.本年收人合计 }}", "用了没有的名称“本年收人合计”", "是不是“本年收入合计”？"),
        ("{{ 单位名称", "没有写完，一个标记要在同一段里开始和结束", ""),
        ("{{ 单位名称 }", "没有写完", ""),
        ("单位名称 }}", "前面没有开始的括号", ""),
        ("{{ 总分.得分|万园 }}", "用了没有的过滤器“万园”", "是不是“万元”？"),
        ("{% fro 行 in 得分表 %}", "用了没有的语句“fro”", "是不是“for”？"),
        ("{%p if 总分.等级 %}", "没有对应的 {% endif %}", ""),
        ("{%p endfor %}", "前面没有对应的 {% for %}", ""),
        ("{% else %}", "前面没有 {% if %}", ""),
        ("{{ 1 + }}", "没有写完", ""),
        ("{{ 段落.部门职能[99] }}", "用了没有的名称", ""),
    ],
)
def test_a_fault_names_paragraph_text_tag_and_what_to_write(
    tmp_path: Path, line: str, fault: str, suggestion: str
) -> None:
    report = made_with(tmp_path, "第一段", f"第二段{line}")
    assert [finding.code for finding in report.findings] == ["XP602"]
    finding = report.findings[0]
    assert f"模板“{OWN_LAYOUT}”第2段" in finding.message
    assert fault in finding.message
    assert suggestion in finding.hint
    assert finding.place.line == 2
    assert "部门整体支出绩效自评报告" in report_text(report.content)


def test_a_name_in_a_loop_is_checked_against_what_the_loop_goes_through(tmp_path: Path) -> None:
    report = made_with(tmp_path, "{%p for 行 in 得分表 %}", "{{ 行.一极 }}", "{%p endfor %}")
    assert "用了没有的名称“一极”（是不是“一级”？）" in report.findings[0].message


def test_every_fault_is_reported_at_once(tmp_path: Path) -> None:
    report = made_with(tmp_path, "{{ 甲乙丙 }}{{ 总分.得份 }}", "{{ 丁戊己 }}")
    assert [finding.place.line for finding in report.findings] == [1, 1, 2]


def test_a_layout_that_is_no_word_file_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / OWN_LAYOUT
    path.write_bytes(b"\xd0\xcf\x11\xe0 an old .doc")
    results, answers = example()
    report = make_report(results, answers, write_texts(results, answers), own_layout=path)
    assert [finding.code for finding in report.findings] == ["XP603"]
    assert own_words(path) == []


def test_rows_and_cells_left_empty_are_repaired(tmp_path: Path) -> None:
    """Word refuses a cell without a paragraph and a table without rows."""
    layout = Document()
    table = layout.add_table(rows=3, cols=1, style="Table Grid")
    for cell, tag in zip(table.columns[0].cells, ("{%tr for 行 in [] %}", "{{ 行 }}", "{%tr endfor %}"), strict=True):
        cell.paragraphs[0].text = tag
    other = layout.add_table(rows=1, cols=2, style="Table Grid")
    other.rows[0].cells[0].paragraphs[0].text = "{%p if 总分.得分 > 200 %}"
    other.rows[0].cells[0].add_paragraph("高")
    other.rows[0].cells[0].add_paragraph("{%p endif %}")
    other.rows[0].cells[1].text = "乙"
    path = tmp_path / OWN_LAYOUT
    layout.save(str(path))
    results, answers = example()
    report = make_report(results, answers, write_texts(results, answers), own_layout=path)
    assert report.findings == ()
    tables = word_tables(Document(io.BytesIO(report.content)))
    assert [[cell.text for cell in row.cells] for row in tables[0].rows] == [["", "乙"]]
    assert len(tables) == 1


def test_an_amount_written_down_in_the_layout_is_a_warning(tmp_path: Path) -> None:
    report = made_with(tmp_path, "附件2", "本局收入1234.56万元，{{ 年度 }}年度完成98%")
    assert [(f.code, f.quote, f.place.line) for f in report.findings if f.code == "XP604"] == [
        ("XP604", "1234.56万元", 2),
        ("XP604", "98%", 2),
    ]
