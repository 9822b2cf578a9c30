from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from xlperf.audit import audit_folder, audit_report, read_explanations, write_commented, write_opinions
from xlperf.facts import Fact, Source, State

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "2023年度部门整体支出绩效自评报告"
WRONG = "本年收入合计873.35万元，其中：财政拨款收入847.43万元，其他收入29.52万元。"
UNEXPLAINED = "（一）采购管理（10分），得8分。按规定实行集中采购，资料齐全。"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A Word report whose wrong total is spread over runs of different form."""
    document = Document()
    document.add_paragraph(TITLE)
    paragraph = document.add_paragraph()
    for at, part in enumerate(("本年收入合计8", "73.3", "5万元，其中：财政拨款收入847.43万元，其他收入29.52万元。")):
        paragraph.add_run(part).bold = at == 1
    document.add_paragraph(UNEXPLAINED)
    table = document.add_table(rows=3, cols=4)
    rows = (
        ("项目", "全年预算数（万元）", "全年执行数（万元）", "执行率"),
        ("甲", "200.00", "150.00", "85%"),
        ("乙", "100.00", "90.00", "90%"),
    )
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    path = tmp_path / "报告.docx"
    document.save(str(path))
    return path


def test_comments_stand_at_the_very_words_and_the_text_is_unchanged(report: Path, tmp_path: Path) -> None:
    before = report.read_bytes()
    result = audit_report(report)
    copy = tmp_path / "批注.docx"
    assert write_commented(report, result.findings, copy) == len(result.findings) == 3
    assert report.read_bytes() == before
    written = Document(str(copy))
    assert [p.text for p in written.paragraphs] == [p.text for p in Document(str(report)).paragraphs]
    assert "【必须修改】“本年收入合计”写的是873.35万元" in "\n".join(comment.text for comment in written.comments)
    marked = written.paragraphs[1]._p.xpath(
        "./w:commentRangeStart/following-sibling::w:r[following-sibling::w:commentRangeEnd]//w:t/text()"
    )
    assert "".join(str(text) for text in marked) == "873.35万元"
    bold = [run.text for run in written.paragraphs[1].runs if run.bold]
    assert bold == ["73.3"]


def test_opinions_are_grouped_and_the_answer_comes_back_on_the_next_run(report: Path, tmp_path: Path) -> None:
    path = tmp_path / "审核意见.xlsx"
    result = audit_report(report)
    warning = next(f for f in result.findings if f.code == "XP924")
    write_opinions([audit_report(report, explanations={warning.fingerprint: "评分表另附说明"})], path)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("意见").to_python()
    assert [row[0] for row in rows if str(row[0]).startswith(("必须修改", "需说明"))] == [
        "必须修改（2 条）　报告.docx",
        "需说明（1 条）　报告.docx",
    ]
    answers = read_explanations(path)
    assert answers == {warning.fingerprint: "评分表另附说明"}
    again = audit_report(report, explanations=answers)
    assert [f.explanation for f in again.findings if f.code == "XP924"] == ["评分表另附说明"]
    assert not list(tmp_path.glob("*.part"))


def test_no_earlier_opinions_means_no_answers(tmp_path: Path) -> None:
    assert read_explanations(tmp_path / "无.xlsx") == {}


def test_a_clean_report_gives_an_opinion_sheet_that_says_so(tmp_path: Path) -> None:
    source = tmp_path / "报告.txt"
    source.write_text(f"{TITLE}\n本年收入合计873.35万元。", encoding="utf-8")
    result = audit_report(source)
    assert result.clean
    write_opinions([result], tmp_path / "审核意见.xlsx")
    rows = CalamineWorkbook.from_path(str(tmp_path / "审核意见.xlsx")).get_sheet_by_name("意见").to_python()
    assert rows[1][0] == "没有发现问题"


def test_a_folder_lists_the_worst_first_and_reports_progress(report: Path, tmp_path: Path) -> None:
    (tmp_path / "好.txt").write_text(f"{TITLE}\n本年收入合计873.35万元。", encoding="utf-8")
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (tmp_path / "~$报告.docx").write_bytes(b"lock")
    seen: list[tuple[int, int, str]] = []
    folder = audit_folder(tmp_path, progress=lambda *step: seen.append(step))
    assert [row[0] for row in folder.rows()] == ["报告.docx", "旧.doc", "好.txt"]
    assert [row[2] for row in folder.rows()] == [2, 1, 0]
    assert [step[:2] for step in seen] == [(1, 3), (2, 3), (3, 3)]
    assert report.exists()


def fact(name: str, value: str, cell: str, *, unit: str = "元", column: str = "决算数") -> Fact:
    source = Source("数据/决算.xls", "0" * 64, "Z01", cell, "财决01表", name, column)
    return Fact(name, Decimal(value), unit, "2023", State.VALUE, source)


FACTS = (
    fact("本年收入合计", "8733512.34", "E30"),
    fact("本年支出合计", "8744300.00", "J30"),
    fact("年初预算数", "8203600.00", "C30", column="年初预算数"),
)


def test_a_claim_that_contradicts_its_table_names_the_cell(tmp_path: Path) -> None:
    source = tmp_path / "报告.txt"
    source.write_text(f"{TITLE}\n本年收入合计873.35万元，本年支出合计847.43万元，培训12期。", encoding="utf-8")
    result = audit_report(source, facts=FACTS)
    (finding,) = [f for f in result.findings if f.code == "XP994"]
    assert "数据/决算.xls Z01!J30是874.43万元" in finding.message
    assert str(result.coverage) == "全文 3 个数字：1 个与表一致，1 个不一致，1 个表中没有"


@pytest.mark.parametrize(
    "text",
    [
        "本年收入合计873.35万元。",
        "上年本年收入合计800.00万元。",
        "2022年本年收入合计800.00万元，略。",
        "本年收入合计8733512.34元。",
    ],
)
def test_rounding_other_units_and_other_years_are_no_contradiction(tmp_path: Path, text: str) -> None:
    source = tmp_path / "报告.txt"
    source.write_text(f"{TITLE}\n{text}", encoding="utf-8")
    assert not [f for f in audit_report(source, facts=FACTS).findings if f.code == "XP994"]


def test_a_report_and_its_workbook_are_audited_together(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("指标", "分值", "得分"), ("投入", 20, 19), ("产出", 80, 82), ("合计", 100, 98)):
        sheet.append(row)
    book.save(tmp_path / "评分表.xlsx")
    (tmp_path / "报告.txt").write_text(f"{TITLE}\n{WRONG}", encoding="utf-8")
    result = audit_report([tmp_path / "报告.txt", tmp_path / "评分表.xlsx"])
    places = {(f.code, str(f.place)) for f in result.findings}
    assert ("XP923", "评分表.xlsx Sheet!C3") in places
    assert ("XP920", "评分表.xlsx Sheet!C4") in places
    assert ("XP901", "报告.txt 第2行") in places
