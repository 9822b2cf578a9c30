"""A fresh 填报表.xlsx asks for everything; an existing one only grows, and nothing typed is touched."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.strategies.questionnaires import SCHEME
from xlperf.answers import Answers, Choice
from xlperf.findings import Code, Kind, Place, Severity
from xlperf.forms.questionnaire import read_answers, write_questionnaire
from xlperf.ooxml import UnreadableWorkbook, Workbook
from xlperf.scheme import load_scheme
from xlperf.scheme.model import CheckPoints, Point, Question

if TYPE_CHECKING:
    from pathlib import Path

WARNING = Code("XP999", Kind.SUM, Severity.WARNING, "题", "相差 {actual}", "核对").finding(
    place=Place("决算.xls", "01表", "B7"), actual="0.01"
)
QUESTION_RATE = SCHEME.questions["满意度"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "填报表.xlsx"
    assert write_questionnaire(target, SCHEME, unit="示例局", year=2023) is None
    return target


def test_everything_is_asked_with_lists_comments_and_colours(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    expected = ["填报说明", "检查点", "填报数", "得分核定", "绩效目标", "项目", "重点工作", "文字", "问题说明"]
    assert [name for name in book.sheetnames if name in expected] == expected
    points: Any = book["检查点"]
    assert [cell.value for cell in points[2]] == ["编号", "指标", "要点", "满分", "选择", "说明"]
    assert [cell.value for cell in points[4]] == ["rules#2", "制度建设", "2. 有执行", 2, None, None]
    assert points.data_validations.dataValidation[0].formula1 == '"是,否,部分,不适用"'
    assert points.column_dimensions["A"].hidden
    assert len(points.conditional_formatting) == 1
    numbers: Any = book["填报数"]
    assert numbers["C3"].comment.text == "以通报为准"
    assert numbers["C3"].number_format == "0.00%"
    assert numbers["B5"].value == "捐赠收入（选填）"
    assert '"优,良,中"' in [rule.formula1 for rule in numbers.data_validations.dataValidation]
    targets: Any = book["绩效目标"]
    assert targets.data_validations.dataValidation[0].formula1 == '"产出指标完成情况"'


def test_warnings_are_listed_for_explanation_errors_are_not(tmp_path: Path) -> None:
    target = tmp_path / "填报表.xlsx"
    error = replace(WARNING, severity=Severity.ERROR, message="错误")
    write_questionnaire(target, SCHEME, findings=[WARNING, WARNING, error])
    sheet: Any = openpyxl.load_workbook(target)["问题说明"]
    assert [cell.value for cell in sheet[3]][:4] == [WARNING.fingerprint, "XP999", "相差 0.01", "决算.xls 01表!B7"]
    assert sheet["C4"].value is None


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    target = tmp_path / "填报表.xlsx"
    write_questionnaire(target, SCHEME, Answers(texts={"部门名称": "=1+1"}))
    assert read_answers(target, SCHEME).answers.texts["部门名称"] == "=1+1"


def test_an_existing_questionnaire_that_lists_everything_is_not_touched(path: Path) -> None:
    before = path.read_bytes()
    result = write_questionnaire(path, SCHEME)
    assert result is not None
    assert result.added == ()
    assert path.read_bytes() == before


def test_new_questions_and_findings_are_added_at_the_end_and_typed_things_stay(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    points: Any = book["检查点"]
    points["E3"], points["F3"], points["H1"] = "部分", "我的说明", "我自己的备注"
    points["B20"] = "我加的一行"
    book.create_sheet("我的草稿")["A1"] = "草稿"
    book.save(path)
    rules = replace(SCHEME.indicators[0], rule=CheckPoints((*SCHEME.indicators[0].points, Point("有检查", Decimal(1)))))
    question = Question("新问题", "新问题", "number", "项")
    grown = replace(
        SCHEME, indicators=(rules, *SCHEME.indicators[1:]), questions={**SCHEME.questions, "新问题": question}
    )
    part = Workbook.open(path)["我的草稿"].part
    with zipfile.ZipFile(path) as before:
        drafts = before.read(part)
    result = write_questionnaire(path, grown, findings=[WARNING])
    assert result is not None
    assert result.added == ("检查点!A21", "填报数!A7", "问题说明!A3")
    book = openpyxl.load_workbook(path)
    sheet: Any = book["检查点"]
    assert [sheet[cell].value for cell in ("E3", "F3", "H1", "B20")] == [
        "部分",
        "我的说明",
        "我自己的备注",
        "我加的一行",
    ]
    assert [cell.value for cell in sheet[21]][:4] == ["rules#3", "制度建设", "3. 有检查", 1]
    with zipfile.ZipFile(path) as after:
        assert after.read(part) == drafts
    assert read_answers(path, grown).answers.points["rules", 1].choice is Choice.PARTLY


def test_a_new_question_never_takes_over_the_percent_format_of_the_row_above(tmp_path: Path) -> None:
    target = tmp_path / "填报表.xlsx"
    rate, count = QUESTION_RATE, Question("件数", "件数", "number", "件")
    write_questionnaire(target, replace(SCHEME, questions={"满意度": rate}))
    write_questionnaire(target, replace(SCHEME, questions={"满意度": rate, "件数": count}))
    sheet: Any = openpyxl.load_workbook(target)["填报数"]
    assert [sheet[cell].number_format for cell in ("C3", "C4")] == ["0.00%", "General"]
    assert sheet["B4"].border.left.style == sheet["B3"].border.left.style == "thin"


def test_a_file_that_cannot_be_edited_stays_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "填报表.xlsx"
    target.write_bytes(b"\xd0\xcf\x11\xe0 something else")
    with pytest.raises(UnreadableWorkbook):
        write_questionnaire(target, SCHEME)
    assert target.read_bytes() == b"\xd0\xcf\x11\xe0 something else"


def test_the_shipped_scheme_is_asked_whole(tmp_path: Path) -> None:
    scheme = load_scheme("gd-district-2023")
    target = tmp_path / "填报表.xlsx"
    write_questionnaire(target, scheme)
    book = openpyxl.load_workbook(target)
    asked = {str(row[0].value) for name in ("填报数", "文字") for row in book[name].iter_rows(min_row=3)}
    assert set(scheme.questions) <= asked
    assert book["得分核定"].max_row == 2 + 31
