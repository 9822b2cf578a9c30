"""In the working paper every figure leads to its source, and the live formulas give our figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.strategies.forms import figures_facts, figures_grid, full_answers, full_results
from xlperf.answers import Answers, Choice, KeyTask, Override, PointAnswer, ProjectScore, Target, TypedValue
from xlperf.facts import Fact, State
from xlperf.findings import Code, Kind, Place, Severity
from xlperf.forms.plan import PlannedWrite
from xlperf.forms.working_paper import working_paper, write_working_paper
from xlperf.forms.working_paper.excel_rules import score_formula
from xlperf.scheme import load_scheme
from xlperf.scheme.model import (
    Applicability,
    Band,
    Bands,
    CheckPoints,
    Grades,
    Indicator,
    MeanOfProjects,
    Part,
    Parts,
    Point,
    Proportion,
    Question,
    Reference,
    Scheme,
    Steps,
    Threshold,
    Typed,
    WeightedTargets,
)
from xlperf.scoring import score
from xlperf.scoring.rules import score_by_value

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office
    from xlperf.scoring.result import Results

D = Decimal
FINDING = Code("XP999", Kind.SUM, Severity.WARNING, "题", "相差 {actual}", "核对").finding(
    place=Place("决算.xls", "01表", "B7"), actual="0.01", expected="0"
)
WRITE = PlannedWrite("评分表", "I11", "结转结余率 自评得分", "score", None, D(3), "carryover_rate")


def pages(data: bytes, *, formulas: bool = False) -> Any:
    return openpyxl.load_workbook(BytesIO(data), data_only=not formulas)


@pytest.fixture(scope="module")
def paper() -> bytes:
    scheme = load_scheme("gd-district-2023")
    return working_paper(
        full_results(scheme),
        answers=full_answers(scheme),
        grids=[figures_grid()],
        findings=[FINDING],
        written=[WRITE],
        unit="示例局",
        period="2023",
        workbook="评分表.xlsx",
    )


def row_of(sheet: Any, column: int, text: str) -> int:
    return next(row[0].row for row in sheet.iter_rows() if str(row[column].value or "") == text)


def test_the_sheets_stand_in_the_order_of_reading(paper: bytes) -> None:
    names = ["封面", "指标计算", "评分明细", "数据来源", "检查结果", "填写清单", "财决01-1表"]
    assert pages(paper).sheetnames == names


def test_the_cover_shows_unit_total_grade_and_what_is_unconfirmed(paper: bytes) -> None:
    cover = pages(paper)["封面"]
    texts = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value is not None]
    assert "示例局" in texts
    assert "评价等级：优" in texts
    assert "需说明 1 项" in texts
    total = row_of(cover, 0, "总分")
    assert [cover.cell(total, column).value for column in (3, 4, 5)] == [100, 99.95, 0.05]
    assert "结转结余率" in cover.cell(row_of(cover, 0, "默认值，待核"), 2).value


def test_an_indicator_shows_inputs_formula_rate_rule_and_score(paper: bytes) -> None:
    shown, live = pages(paper)["指标计算"], pages(paper, formulas=True)["指标计算"]
    row = row_of(shown, 3, "结转结余率")
    assert [shown.cell(row + at, 6).value for at in range(3)] == [
        "年末财政拨款结转和结余",
        "年初财政拨款结转和结余",
        "本年财政拨款收入",
    ]
    assert shown.cell(row, 9).value == "数据/决算.xlsx　财决01-1表!B3"
    assert shown.cell(row, 6).hyperlink.location == "'财决01-1表'!B3"
    assert live.cell(row, 7).value.startswith("='数据来源'!C")
    assert live.cell(row, 12).value == f"=G{row}/(G{row + 1}+G{row + 2})"
    assert round(shown.cell(row, 12).value, 4) == 0.0366
    assert shown.cell(row, 13).value == "≤10%，得 3 分"
    assert live.cell(row, 14).value.startswith("=IF(AND(ROUND(L")
    assert shown.cell(row, 15).value == 3
    assert "待核" in shown.cell(row, 19).value


def test_a_fact_is_live_over_the_copied_cell_which_is_highlighted(paper: bytes) -> None:
    live = pages(paper, formulas=True)
    sources = live["数据来源"]
    row = row_of(sources, 1, "年末财政拨款结转和结余")
    assert sources.cell(row, 3).value == "='财决01-1表'!B3"
    assert sources.cell(row, 8).hyperlink.location == "'财决01-1表'!B3"
    copied = live["财决01-1表"]
    assert copied["B3"].value == 321938.24
    assert copied["B3"].fill.fgColor.rgb == "FFFFE699"
    assert copied["B3"].comment.text == "取数：年末财政拨款结转和结余"
    assert copied["A3"].fill.fgColor.rgb != "FFFFE699"


def test_a_row_with_a_long_label_is_high_enough() -> None:
    scheme = load_scheme("gd-district-2023")
    facts = figures_facts()
    fact = facts["年末财政拨款结转和结余"]
    facts[fact.id] = replace(fact, raw="三十二万一千九百三十八元二角四分")
    sheet = pages(working_paper(score(scheme, facts, full_answers(scheme))))["数据来源"]
    assert sheet.row_dimensions[row_of(sheet, 1, fact.id)].height > 30


def test_every_check_point_target_and_project_has_its_row(paper: bytes) -> None:
    details = pages(paper)["评分明细"]
    names = [row[2].value for row in details.iter_rows(min_row=3) if row[1].value is not None]
    assert len(names) == 51 + 2 + 1
    row = row_of(details, 2, "中心经费")
    assert details.cell(row, 7).value == 98.75


def test_findings_and_written_cells_are_listed(paper: bytes) -> None:
    book = pages(paper)
    assert [cell.value for cell in book["检查结果"][3]][1:7] == [
        "需说明",
        "XP999",
        "相差 0.01",
        "决算.xls 01表!B7",
        "0",
        "0.01",
    ]
    assert [cell.value for cell in book["填写清单"][3]][1:] == ["评分表", "I11", "结转结余率 自评得分", "（空）", 3]
    assert book["填写清单"]["C3"].hyperlink.target == "评分表.xlsx"


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    scheme = load_scheme("gd-district-2023")
    results, answers = full_results(scheme), full_answers(scheme)
    path = tmp_path / "计算底稿.xlsx"
    write_working_paper(path, results, answers=answers, grids=[figures_grid()])
    assert path.read_bytes() == working_paper(results, answers=answers, grids=[figures_grid()])


def test_missing_figures_are_shown_as_missing_and_the_total_is_said_to_be_open() -> None:
    scheme = load_scheme("gd-district-2023")
    missing = Fact("年末财政拨款结转和结余", None, "元", "2023", State.NO_TABLE)
    results = score(scheme, {missing.id: missing}, Answers())
    book = pages(working_paper(results))
    sheet = book["指标计算"]
    row = row_of(sheet, 3, "结转结余率")
    assert [sheet.cell(row, column).value for column in (7, 12, 15)] == ["缺", "—", "待定"]
    cover = book["封面"]
    assert cover.cell(row_of(cover, 0, "总分"), 6).value == "尚有指标未得分，暂计"
    assert "结转结余率" in cover.cell(row_of(cover, 0, "尚缺"), 2).value


def test_sheets_of_the_same_name_or_too_long_a_name_get_names_of_their_own() -> None:
    scheme = load_scheme("gd-district-2023")
    facts = figures_facts()
    grids = [
        replace(figures_grid(), sheet=name)
        for name in ("封面", "Z08 一般公共预算财政拨款基本支出决算明细表(财决08-1表)")
    ]
    facts = {
        name: replace(fact, source=replace(fact.source, sheet=grids[at % 2].sheet)) if fact.source else fact
        for at, (name, fact) in enumerate(facts.items())
    }
    book = pages(working_paper(score(scheme, facts, Answers()), grids=grids), formulas=True)
    assert book.sheetnames[6] == "封面(2)"
    assert len(book.sheetnames[7]) == 31
    assert book["数据来源"]["C3"].value == "='封面(2)'!B3"


RULES = (
    (Bands((Band(D(5), None, D("0.1")), Band(D(2), D("0.1"), D("0.3")), Band(D(0), D("0.3"), None))), D(5)),
    (Bands((Band(D(5), D("0.9"), None, low_closed=True), Band(D("0.7"), None, D("0.9"), high_closed=False))), D(5)),
    (Steps(D(1), D("0.05"), D(2), "below"), D(5)),
    (Steps(D(1), D("0.01"), D("0.5"), "above", partial=True, floor=D(1)), D(5)),
    (Proportion(), D(10)),
    (Proportion(D("0.9"), (D("0.7"), D("1.3"))), D(7)),
    (Threshold("<=", D(1)), D("2.5")),
    (Threshold(">=", D("0.3"), "proportion"), D(1)),
    (Threshold("=", D(1), "proportion"), D(3)),
)
VALUES = (
    *("0", "0.05", "0.1", "0.1000001", "0.3", "0.299", "0.6999", "0.7", "0.85", "0.9", "0.93", "0.95"),
    *("1", "1.005", "1.02", "1.3", "1.31", "2.6667"),
)


@pytest.mark.office
def test_libreoffice_gives_the_scores_of_every_rule(office: Office, tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "规则.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row, value in enumerate(VALUES):
        sheet.write_number(row, 0, float(value))
        for column, (rule, full) in enumerate(RULES, 1):
            formula = score_formula(rule, full, f"$A{row + 1}")
            sheet.write_formula(row, column, f"={formula}")
    book.close()
    computed = openpyxl.load_workbook(office.convert(path, to="xlsx", out=tmp_path / "out"), data_only=True).active
    for row, value in enumerate(VALUES, 1):
        for column, (rule, full) in enumerate(RULES, 2):
            expected = score_by_value(rule, full, D(value), percent=True).score
            shown = computed.cell(row, column).value  # type: ignore[union-attr]
            assert (float(expected) if expected is not None else "无对应档") == shown, (rule, value)


def test_rules_without_a_value_have_no_formula() -> None:
    assert score_formula(Typed(), D(3), "L3") is None


QUESTIONS = {
    "实际数": Question("实际数", "实际数", "number", "项"),
    "计划数": Question("计划数", "计划数", "number", "项"),
    "评语": Question("评语", "评语", "choice", choices=("好", "差")),
}


def everything() -> tuple[Results, Answers]:
    """Score one indicator of every kind: parts, grades, typed over, not applicable and rescaled."""
    points = CheckPoints((Point("甲", D(1)), Point("乙", D(1))))
    rate = Part("比率", D(2), Proportion(), "实际数 ÷ 计划数", "percent")
    done = "重点工作已完成数 ÷ 重点工作应完成数"
    leaves = (
        Indicator("parts", "分项", D(4), rule=Parts((rate, Part("要点", D(2), points)))),
        Indicator("grades", "定性", D(2), rule=Grades((("好", D(1)), ("差", D("0.5"))), "评语")),
        Indicator("typed", "人工", D(3), rule=Typed()),
        Indicator("over", "改分", D(5), rule=Proportion(), formula="实际数 ÷ 计划数", display="percent"),
        Indicator("absent", "不适用项", D(6), rule=points, applicability=Applicability("rescale")),
        Indicator("projects", "项目得分", D(4), rule=MeanOfProjects("budget")),
        Indicator("targets", "目标", D(6), rule=WeightedTargets(corridor=(D("0.7"), D("1.3")))),
        Indicator("tasks", "重点工作", D(2), rule=Proportion(), formula=done, display="percent"),
    )
    group = Indicator("g", "一组", sum((leaf.full for leaf in leaves), D(0)), children=leaves)
    tasks = {name: Question(name, name, "number", "项") for name in ("重点工作应完成数", "重点工作已完成数")}
    scheme = Scheme("t", "各种规则", "机关", 2023, Reference("测试"), (group,), {}, {}, QUESTIONS | tasks)
    answers = Answers(
        points={
            ("parts", 1): PointAnswer("parts", 1, Choice.YES),
            ("parts", 2): PointAnswer("parts", 2, Choice.PARTLY),
        },
        values={
            "实际数": TypedValue("实际数", D(7), "项"),
            "计划数": TypedValue("计划数", D(9), "项"),
            "评语": TypedValue("评语", "差"),
        },
        overrides={"typed": Override("typed", D("2.5"), "酌定"), "over": Override("over", D(4), "情况特殊")},
        not_applicable={"absent": "没有发生"},
        projects=(
            ProjectScore("甲", D(100), D(50), D(90)),
            ProjectScore("乙", D(300), D(300), D(97)),
        ),
        targets=(
            Target("targets", "一", "≥", "100", "件", "80"),
            Target("targets", "二", "≥", "100", "件", "140", reason="超额"),
            Target("targets", "三", "≤", "4", "件", "5"),
        ),
        tasks=(KeyTask("甲", Choice.YES), KeyTask("乙", Choice.PARTLY), KeyTask("丙", Choice.YES)),
    )
    results = score(scheme, {}, answers)
    assert results.total is not None
    return results, answers


@pytest.mark.office
def test_libreoffice_recalculates_the_working_papers_to_the_same_figures(
    paper: bytes, office: Office, tmp_path: Path
) -> None:
    results, answers = everything()
    for name, data in (("底稿", paper), ("各种规则", working_paper(results, answers=answers))):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(data)
        again = openpyxl.load_workbook(office.convert(path, to="xlsx", out=tmp_path / "out"), data_only=True)
        live, shown = pages(data, formulas=True), pages(data)
        compared = 0
        for sheet in live:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        ours, theirs = (
                            shown[sheet.title][cell.coordinate].value,
                            again[sheet.title][cell.coordinate].value,
                        )
                        assert ours == pytest.approx(theirs, abs=1e-9), (
                            f"{name} {sheet.title}!{cell.coordinate} {cell.value}"
                        )
                        compared += 1
        assert compared > 20


def test_every_kind_of_rule_has_a_live_score() -> None:
    results, answers = everything()
    live, shown = (pages(working_paper(results, answers=answers), formulas=flag)["指标计算"] for flag in (True, False))
    scores = {}
    for leaf in results.scheme.leaves():
        row = row_of(shown, 3, leaf.name)
        scores[leaf.id] = (str(live.cell(row, 14).value)[:10], shown.cell(row, 15).value)
    assert scores["parts"][0] == "=ROUND(2*M"
    assert scores["targets"][0] == "=ROUND(SUM"
    assert scores["over"][1] == 4
    assert scores["typed"][1] == 2.5
    assert scores["absent"][1] == "—"
    assert scores["projects"][1] == float(results["projects"].score or 0)
