"""What was typed into 填报表.xlsx is read back, wherever it was moved, and nonsense is reported with its cell."""

from __future__ import annotations

from dataclasses import is_dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.questionnaires import SCHEME
from xlperf.answers import (
    Answers,
    Choice,
    KeyTask,
    Override,
    PointAnswer,
    ProjectScore,
    Target,
    TypedValue,
)
from xlperf.findings import Place
from xlperf.forms.questionnaire import questionnaire, read_answers

if TYPE_CHECKING:
    from pathlib import Path

    from xlperf.findings import Finding

WORDS = st.text(st.characters(categories=["Lo", "Nd"], exclude_characters="一"), min_size=1, max_size=20)
MARKS = st.decimals("0", "2", places=2).map(lambda d: d.normalize() + 0)
MONEY = st.decimals("0", "99999999", places=2)


@st.composite
def answered(draw: st.DrawFn) -> Answers:
    """Any answers that the scheme asks for."""
    choices = st.sampled_from(list(Choice))
    rate = draw(st.decimals("0.02", "1", places=4))
    values = {
        "满意度": TypedValue("满意度", rate, "%", draw(WORDS)),
        "合同数": TypedValue("合同数", Decimal(draw(st.integers(0, 999))), "份"),
        "捐赠收入": TypedValue("捐赠收入", draw(MONEY), "元"),
        "等级": TypedValue("等级", draw(st.sampled_from(["优", "良", "中"])), ""),
    }
    return Answers(
        points={
            ("rules", at): PointAnswer("rules", at, draw(choices), draw(WORDS))
            for at in draw(st.sets(st.sampled_from([1, 2])))
        },
        values={key: values[key] for key in draw(st.sets(st.sampled_from(sorted(values))))},
        overrides=draw(
            st.fixed_dictionaries({}, optional={"typed": st.builds(Override, st.just("typed"), MARKS, WORDS)})
        ),
        reasons=draw(st.dictionaries(st.sampled_from(["rules", "typed"]), WORDS)),
        not_applicable=draw(st.dictionaries(st.sampled_from(["rules", "outputs"]), WORDS)),
        targets=tuple(
            draw(
                st.lists(
                    st.builds(
                        Target,
                        st.just("outputs"),
                        WORDS,
                        st.sampled_from(["≥", "≤", "=", "定性"]),
                        WORDS,
                        WORDS,
                        WORDS,
                        st.none() | MARKS,
                        st.just("数量指标"),
                        WORDS,
                    ),
                    max_size=3,
                )
            )
        ),
        projects=tuple(
            draw(st.lists(st.builds(ProjectScore, WORDS, MONEY, MONEY, st.none() | MARKS, WORDS), max_size=3))
        ),
        tasks=tuple(
            draw(
                st.lists(
                    st.builds(KeyTask, WORDS, st.sampled_from([Choice.YES, Choice.NO, Choice.PARTLY]), WORDS),
                    max_size=3,
                )
            )
        ),
        texts=draw(st.dictionaries(st.sampled_from(["部门名称", "部门职能"]), WORDS)),
    )


def bare(value: Any) -> Any:
    """Leave the places out, which only reading knows."""
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(bare(item) for item in value)
    return replace(value, place=Place()) if is_dataclass(value) and hasattr(value, "place") else value


def alike(one: Answers, other: Answers) -> bool:
    fields = Answers.__dataclass_fields__
    return all(bare(getattr(one, name)) == bare(getattr(other, name)) for name in fields)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "填报表.xlsx"
    target.write_bytes(questionnaire(SCHEME))
    return target


def typed(path: Path, **cells: object) -> list[Finding]:
    """Type into cells named sheet_A1 and read."""
    book = openpyxl.load_workbook(path)
    for name, value in cells.items():
        sheet, cell = name.split("_")
        book[sheet][cell] = value  # type: ignore[index]
    book.save(path)
    return list(read_answers(path, SCHEME).findings)


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


@settings(max_examples=8, deadline=None)
@given(answers=answered())
def test_answers_that_were_written_are_read_back(answers: Answers, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("q") / "填报表.xlsx"
    path.write_bytes(questionnaire(SCHEME, answers))
    result = read_answers(path, SCHEME)
    assert [f.code for f in result.findings if f.code != "XP536"] == []
    assert alike(result.answers, answers)


def test_no_file_gives_no_answers(tmp_path: Path) -> None:
    assert read_answers(tmp_path / "填报表.xlsx", SCHEME).answers == Answers()


def test_a_blank_questionnaire_gives_no_answers_and_no_findings(path: Path) -> None:
    result = read_answers(path, SCHEME)
    assert result.findings == ()
    assert alike(result.answers, Answers())


def test_every_answer_knows_its_cell(path: Path) -> None:
    typed(path, 检查点_E4="部分", 填报数_C3=0.9591, 得分核定_D5=1.5)
    answers = read_answers(path, SCHEME).answers
    assert str(answers.points["rules", 2].place) == "填报表.xlsx 检查点!E4"
    assert str(answers.values["满意度"].place) == "填报表.xlsx 填报数!C3"
    assert str(answers.overrides["typed"].place) == "填报表.xlsx 得分核定!D5"


def test_rows_may_be_reordered_and_columns_and_sheets_moved(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet: Any = book["检查点"]
    first, second = ([cell.value for cell in sheet[row]] for row in (3, 4))
    second[4] = "部分"
    for column, values in enumerate(zip(second, first, strict=True), 1):
        for row, value in zip((3, 4), values, strict=True):
            sheet.cell(row, column, value)
    sheet.insert_cols(2)
    sheet.insert_rows(1, 3)
    sheet.title = "要点"
    book.move_sheet("要点", 3)
    book.save(path)
    answers = read_answers(path, SCHEME).answers
    assert {key: point.choice for key, point in answers.points.items()} == {("rules", 2): Choice.PARTLY}


def test_rows_without_the_hidden_number_are_known_by_their_words(path: Path) -> None:
    findings = typed(path, 检查点_A3=None, 检查点_E3="是", 填报数_A4=None, 填报数_C4=3, 文字_A3=None, 文字_C3="示例局")
    answers = read_answers(path, SCHEME).answers
    assert findings == []
    assert answers.points["rules", 1].choice is Choice.YES
    assert answers.values["合同数"].value == 3
    assert answers.texts == {"部门名称": "示例局"}


@pytest.mark.parametrize(("word", "choice"), [("√", Choice.YES), ("×", Choice.NO), (" 不 适用", Choice.NOT_APPLICABLE)])
def test_common_marks_are_understood(path: Path, word: str, choice: Choice) -> None:
    typed(path, 检查点_E3=word)
    assert read_answers(path, SCHEME).answers.points["rules", 1].choice is choice


def test_nonsense_for_a_choice_is_reported_and_not_taken(path: Path) -> None:
    findings = typed(path, 检查点_E3="大概吧", 填报数_C6="特优")
    assert codes(findings) == ["XP531", "XP531"]
    assert str(findings[0].place) == "填报表.xlsx 检查点!E3"
    assert "“不适用”" in findings[0].message
    assert alike(read_answers(path, SCHEME).answers, Answers())


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("填报数_C4", "三份", "XP532"),
        ("填报数_C4", -3, "XP533"),
        ("填报数_C4", 1e30, "XP532"),
        ("填报数_C4", True, "XP532"),
        ("填报数_C4", "=1/0", "XP541"),  # never calculated: the cell has no result
        ("填报数_C4", "#REF!", "XP541"),
        ("得分核定_D5", 2.5, "XP534"),
        ("得分核定_D5", "满分", "XP532"),
        ("项目_D3", 120, "XP545"),
    ],
)
def test_wrong_figures_are_reported_and_not_taken(path: Path, cell: str, value: object, code: str) -> None:
    findings = typed(path, **{cell: value})
    answers = read_answers(path, SCHEME).answers
    assert codes(findings) == [code]
    assert answers.values == answers.overrides == {}


def test_a_project_score_over_100_is_reported(path: Path) -> None:
    findings = typed(path, 项目_A3="甲项目", 项目_D3=120)
    assert codes(findings) == ["XP544"]
    assert read_answers(path, SCHEME).answers.projects[0].score is None


def test_half_a_contract_is_asked_about(path: Path) -> None:
    assert codes(typed(path, 填报数_C4=2.5)) == ["XP542"]


@pytest.mark.parametrize(
    ("value", "number_format", "rate", "expected"),
    [
        (0.9591, "0.00%", "0.9591", []),
        (95.91, "General", "0.9591", []),
        ("95.91%", "@", "0.9591", ["XP538"]),
        ("９５．９１％", "@", "0.9591", ["XP538"]),
        ("95.91", "@", "0.9591", ["XP538"]),
        (0.9591, "General", "0.9591", ["XP536"]),
        (95.91, "0.00%", "0.9591", ["XP536"]),
        (1.2, "0.00%", "1.2", ["XP537"]),
        (0, "General", "0", []),
    ],
)
def test_the_ways_of_typing_a_percentage(
    path: Path, value: object, number_format: str, rate: str, expected: list[str]
) -> None:
    book = openpyxl.load_workbook(path)
    cell: Any = book["填报数"]["C3"]
    cell.value, cell.number_format = value, number_format
    book.save(path)
    result = read_answers(path, SCHEME)
    assert result.answers.values["满意度"].value == Decimal(rate)
    assert [finding.code for finding in result.findings] == expected


def test_money_is_read_in_the_unit_beside_it(path: Path) -> None:
    typed(path, 填报数_C5=1.5)
    assert read_answers(path, SCHEME).answers.values["捐赠收入"].value == 15000
    typed(path, 填报数_C5="15,000元")
    assert read_answers(path, SCHEME).answers.values["捐赠收入"].value == 15000
    typed(path, 填报数_C5=15000, 填报数_D5="元")
    assert read_answers(path, SCHEME).answers.values["捐赠收入"].value == 15000


def test_money_of_projects_follows_the_unit_in_the_heading(path: Path) -> None:
    typed(path, 项目_A3="甲", 项目_B3=12.5)
    assert read_answers(path, SCHEME).answers.projects[0].budget == 125000
    typed(path, 项目_B2="全年预算数（元）")
    assert read_answers(path, SCHEME).answers.projects[0].budget == Decimal("12.5")


def test_the_same_thing_answered_twice_is_reported_and_the_first_holds(path: Path) -> None:
    findings = typed(path, 检查点_E3="是", 检查点_A9="rules#1", 检查点_B9="制度建设", 检查点_E9="否")
    assert codes(findings) == ["XP540"]
    assert read_answers(path, SCHEME).answers.points["rules", 1].choice is Choice.YES


def test_rows_that_the_scheme_does_not_know_are_reported(path: Path) -> None:
    findings = typed(
        path, 检查点_C9="别的要点", 检查点_E9="是", 填报数_B12="别的数", 填报数_C12=1, 得分核定_B9="别的", 得分核定_D9=1
    )
    assert codes(findings) == ["XP539"] * 3


def test_a_task_without_an_answer_and_a_target_without_an_indicator_are_reported(path: Path) -> None:
    findings = typed(path, 重点工作_A3="一网通办", 绩效目标_C3="办件量", 绩效目标_E3="100")
    assert codes(findings) == ["XP539", "XP546"]


def test_a_sheet_that_was_deleted_is_reported(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    del book["项目"]
    book.save(path)
    assert codes(list(read_answers(path, SCHEME).findings)) == ["XP543"]


def test_a_dash_means_that_there_is_none(path: Path) -> None:
    assert typed(path, 填报数_C4="—", 文字_C4="——") == []
    assert alike(read_answers(path, SCHEME).answers, Answers())


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"PK\x03\x04broken"])
def test_a_file_that_cannot_be_read_is_one_finding(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(content)
    result = read_answers(path, SCHEME)
    assert codes(list(result.findings)) == ["XP530"]
    assert result.answers == Answers()


def test_explanations_are_read_by_the_finding_they_explain(path: Path) -> None:
    typed(path, 问题说明_A3="abc123def456", 问题说明_E3="年中追加预算，已报批。")
    assert read_answers(path, SCHEME).answers.explanations == {"abc123def456": "年中追加预算，已报批。"}
