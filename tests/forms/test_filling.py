"""The official workbook is filled cell by cell, and nothing else in it moves."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.strategies.forms import BLANK, full_results, opened, results_of, scheme_of, workbook_of
from tests.strategies.scoring_sheets import Layout, drawn, layouts, sheet_of, tree
from xlperf.forms.filling import Filled, fill, plan_fill, unfillable, write_fill
from xlperf.forms.planning import cell_hash
from xlperf.ooxml import Workbook
from xlperf.scheme import load_scheme
from xlperf.source.scoring_sheet import read_scoring_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from tests.strategies.scoring_sheets import Tree
    from xlperf.forms.plan import FillPlan
    from xlperf.scheme.model import Scheme
    from xlperf.scoring.result import Results

LEAVES: Tree = {
    ("投入", "预算编制", "编制合理性"): Decimal("1.5"),
    ("投入", "预算编制", "编制规范性"): Decimal("1.5"),
    ("过程", "资金管理", "结转结余率"): Decimal(3),
}
SHEET = """
填报单位：||||||
一级指标|二级指标|三级指标|分值|评分标准|自评得分|自评说明
投入|预算编制|编制合理性|1.5|甲||
^|^|编制规范性|1.5|乙||
过程|资金管理|结转结余率|3|丁||
合计|<|<|6|||
"""


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("gd-district-2023")


@pytest.fixture(scope="module")
def results(scheme: Scheme) -> Results:
    return full_results(scheme)


def filled_blank(results: Results) -> tuple[FillPlan, Filled]:
    book, sheet = opened(BLANK.read_bytes())
    texts = {result.indicator.id: f"{result.indicator.name}的说明" for result in results.indicators}
    plan = plan_fill(sheet, book, results, texts, fields={"unit": "示例局", "date": "2024年3月20日"})
    return plan, fill(plan, book)


def planned(
    picture: str,
    *,
    leaves: Tree = LEAVES,
    scores: dict[str, Decimal | None] | None = None,
    formulas: dict[str, str] | None = None,
    written: dict[str, str] | None = None,
    fields: dict[str, str] | None = None,
) -> tuple[FillPlan, Workbook]:
    scheme = scheme_of(leaves)
    by_id = {leaf.id: scores[leaf.name] for leaf in scheme.leaves() if scores and leaf.name in scores}
    book, sheet = opened(workbook_of(drawn(picture), formulas))
    texts = {leaf.id: f"{leaf.name}的说明" for leaf in scheme.leaves()}
    return plan_fill(sheet, book, results_of(scheme, by_id), texts, written=written, fields=fields), book


def codes(plan: FillPlan) -> list[str]:
    return sorted(finding.code for finding in plan.findings)


def test_scores_texts_and_materials_go_into_their_rows(results: Results) -> None:
    plan, filled = filled_blank(results)
    sheet = Workbook.open(filled.data)["评分表"]
    assert results.total == Decimal("99.95")
    assert plan.findings == filled.findings == ()
    assert sheet["I11"].value == 3
    assert sheet["J11"].value == "结转结余率的说明"
    assert sheet["K11"].value == "财政拨款收入支出决算总表（财决01-1表）"
    assert sheet["C3"].value == "示例局"
    assert plan.cells["carryover_rate"] == {"score": "评分表!I11", "text": "评分表!J11", "evidence": "评分表!K11"}


def test_subtotals_and_total_keep_their_formulas_and_show_our_sums(results: Results) -> None:
    _, filled = filled_blank(results)
    before, after = Workbook.open(BLANK)["评分表"], Workbook.open(filled.data)["评分表"]
    shown = {cell: after[cell].value for cell in ("I10", "I30", "I39", "I40")}
    assert shown == {"I10": 13, "I30": Decimal("41.95"), "I39": 45, "I40": Decimal("99.95")}
    assert after["I41"].value == "优"
    for cell in ("I10", "I40", "I41", "F40"):
        assert after[cell].formula == before[cell].formula


def test_every_part_but_the_sheet_and_what_it_forces_is_byte_equal(results: Results) -> None:
    _, filled = filled_blank(results)
    before, after = (zipfile.ZipFile(BytesIO(data)) for data in (BLANK.read_bytes(), filled.data))
    assert before.namelist() == after.namelist()
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert "xl/worksheets/sheet1.xml" in changed
    # sheet2 holds a formula over the total, workbook.xml asks Excel to calculate on opening
    forced = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/workbook.xml"}
    assert changed <= forced


def test_the_format_of_every_touched_cell_stays(results: Results) -> None:
    plan, filled = filled_blank(results)
    before, after = Workbook.open(BLANK)["评分表"], Workbook.open(filled.data)["评分表"]
    assert all(before[write.cell].style == after[write.cell].style for write in plan.writes)


def test_planning_changes_nothing_and_a_second_run_has_nothing_to_do(results: Results) -> None:
    plan, filled = filled_blank(results)
    assert len(plan.writes) == len(filled.written) == 31 * 3 + 2
    book, sheet = opened(filled.data)
    texts = {result.indicator.id: f"{result.indicator.name}的说明" for result in results.indicators}
    again = plan_fill(sheet, book, results, texts, fields={"unit": "示例局", "date": "2024年3月20日"})
    assert again.writes == again.findings == ()
    assert book.changes == ()


def test_the_source_stays_as_it_is_when_a_copy_is_written(results: Results, tmp_path: Path) -> None:
    source, target = tmp_path / "评分表.xlsx", tmp_path / "成果" / "评分表.xlsx"
    source.write_bytes(BLANK.read_bytes())
    plan, _ = filled_blank(results)
    write_fill(plan, source, target)
    assert source.read_bytes() == BLANK.read_bytes()
    assert Workbook.open(target)["评分表"]["I40"].value == Decimal("99.95")


def test_what_a_person_typed_is_kept_and_both_are_shown() -> None:
    plan, _ = planned(SHEET.replace("1.5|甲||", "1.5|甲|1.2|我写的"))
    kept = [finding for finding in plan.findings if finding.code == "XP512"]
    assert [(str(f.place), f.actual, f.expected) for f in kept] == [
        ("评分表!F3", "1.2", "1.5"),
        ("评分表!G3", "我写的", "编制合理性的说明"),
    ]
    assert "F3" not in {write.cell for write in plan.writes}


def test_what_we_wrote_last_may_be_written_again() -> None:
    written = {"评分表!F3": cell_hash(Decimal("1.20")), "评分表!G3": cell_hash("旧说明")}
    plan, _ = planned(SHEET.replace("1.5|甲||", "1.5|甲|1.2|旧说明"), written=written)
    assert codes(plan) == []
    assert {write.cell: write.old for write in plan.writes}["F3"] == "1.2"


@pytest.mark.parametrize("placeholder", ["—", "/", "（请填写）", "待补充", "……"])
def test_placeholders_of_the_blank_form_are_written_over(placeholder: str) -> None:
    plan, _ = planned(SHEET.replace("甲||", f"甲||{placeholder}"))
    assert codes(plan) == []


def test_a_column_of_zeros_counts_as_blank() -> None:
    zeros = SHEET.replace("甲||", "甲|0|").replace("乙||", "乙|0|").replace("丁||", "丁|0|")
    assert codes(planned(zeros)[0]) == []
    assert codes(planned(SHEET.replace("甲||", "甲|0|").replace("乙||", "乙|1|"))[0]) == ["XP512", "XP512"]


def test_a_formula_in_a_score_cell_is_left_alone_and_checked() -> None:
    plan, book = planned(SHEET, formulas={"F5": "=1+1", "F6": "=SUM(F3:F5)"})
    assert {write.cell for write in plan.writes}.isdisjoint({"F5", "F6"})
    filled = fill(plan, book)
    shown = {finding.place.cell: (finding.expected, finding.code) for finding in filled.findings}
    assert shown["F5"][0] == "3"
    assert shown["F6"] == ("6", "XP513")


def test_a_total_that_leaves_a_row_out_is_found() -> None:
    plan, book = planned(SHEET, formulas={"F6": "=SUM(F3:F4)"})
    filled = fill(plan, book)
    assert [(f.code, f.expected, f.actual) for f in filled.findings] == [("XP513", "6", "3")]


def test_a_total_without_a_formula_is_written() -> None:
    plan, _ = planned(SHEET)
    assert {write.cell: write.new for write in plan.writes}["F6"] == 6


def test_an_open_score_leaves_its_cell_and_the_total_blank() -> None:
    plan, _ = planned(SHEET, scores={"结转结余率": None})
    assert {"F5", "F6"}.isdisjoint(write.cell for write in plan.writes)


def test_other_marks_in_the_workbook_are_an_error() -> None:
    plan, _ = planned(SHEET.replace("结转结余率|3", "结转结余率|4"))
    finding = next(f for f in plan.findings if f.code == "XP509" and f.subject == "结转结余率")
    assert (finding.actual, finding.expected, finding.place.cell) == ("4", "3", "D5")


def test_a_score_over_the_workbooks_mark_is_not_written() -> None:
    plan, _ = planned(SHEET.replace("结转结余率|3", "结转结余率|2"))
    assert "XP510" in codes(plan)
    assert "F5" not in {write.cell for write in plan.writes}


def test_marks_of_the_workbook_that_do_not_add_up_are_said() -> None:
    plan, _ = planned(SHEET.replace("合计|<|<|6|||", "合计|<|<|7|||"))
    assert [(f.code, f.place.cell, f.actual, f.expected) for f in plan.findings if f.code == "XP520"] == [
        ("XP520", "D6", "7", "6")
    ]


def test_scores_of_a_form_in_shares_are_written_as_shares() -> None:
    import xlsxwriter

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("评分表")
    share = book.add_format({"num_format": "0.0%"})
    sheet.write_row(0, 0, ("三级指标", "权重", "自评得分"))
    for row, (name, mark) in enumerate((("编制合理性", 0.3), ("编制规范性", 0.3), ("结转结余率", 0.4)), 1):
        sheet.write(row, 0, name)
        sheet.write_number(row, 1, mark, share)
        sheet.write_blank(row, 2, None, share)
    book.close()
    opened_book, found = opened(stream.getvalue())
    leaves: Tree = dict(zip(LEAVES, (Decimal(30), Decimal(30), Decimal(40)), strict=True))
    plan = plan_fill(found, opened_book, results_of(scheme_of(leaves)), {})
    assert plan.findings == ()
    assert [write.new for write in plan.writes] == [Decimal("0.3"), Decimal("0.3"), Decimal("0.4")]


def test_a_near_name_is_proposed_never_taken() -> None:
    plan, _ = planned(SHEET.replace("结转结余率", "结余结转率"))
    finding = next(f for f in plan.findings if f.code == "XP506")
    assert (finding.expected, finding.actual, finding.place.cell) == ("结转结余率", "结余结转率", "C5")
    assert "F5" not in {write.cell for write in plan.writes}


def test_an_unknown_and_a_missing_indicator_are_found() -> None:
    plan, _ = planned(SHEET.replace("结转结余率", "电子政务评估"))
    assert codes(plan) == ["XP505", "XP507"]


def test_equal_names_are_told_apart_by_what_is_above_them() -> None:
    leaves: Tree = {("甲方面", "甲", "完成率"): Decimal(2), ("乙方面", "乙", "完成率"): Decimal(3)}
    picture = "一级指标|二级指标|三级指标|分值|得分\n乙方面|乙|完成率|3|\n甲方面|甲|完成率|2|"
    scheme = scheme_of(leaves)
    book, sheet = opened(workbook_of(drawn(picture)))
    plan = plan_fill(sheet, book, results_of(scheme), {})
    assert plan.findings == ()
    assert {write.cell: write.new for write in plan.writes} == {"E2": 3, "E3": 2}


def test_two_rows_that_nothing_tells_apart_are_not_filled() -> None:
    twice = SHEET.replace("合计|<|<|6|||", "过程|资金管理|财务合规性|1|戊||\n过程|资金管理|结转结余率|3|丁||")
    plan, _ = planned(twice)
    assert codes(plan) == ["XP507", "XP508"]


def test_a_sheet_without_a_score_column_is_an_error() -> None:
    plan, _ = planned(SHEET.replace("自评得分", "佐证材料"))
    assert "XP502" in codes(plan)


def test_cells_merged_over_several_indicators_are_not_filled() -> None:
    plan, _ = planned(SHEET.replace("1.5|乙||", "1.5|乙|^|^"))
    assert codes(plan) == ["XP517"] * 4


def test_check_points_scored_row_by_row_get_a_score_each(scheme: Scheme, results: Results) -> None:
    picture = """
三级指标|评分要点|分值|自评得分
整体绩效目标合理性|一|1|
^|二|1|
^|三|1|
^|四|1|
^|五|1|
结转结余率|比率|3|
"""
    book, sheet = opened(workbook_of(drawn(picture)))
    plan = plan_fill(sheet, book, results, {})
    assert [w.new for w in plan.writes if w.indicator == "target_reasonableness"] == [1] * 5
    book, sheet = opened(workbook_of(drawn(picture.replace("四|1|\n^|五|1|", "四|2|"))))
    assert "XP518" in codes(plan_fill(sheet, book, results, {}))
    assert scheme.full == 100


def test_the_unit_on_the_form_is_compared_and_kept() -> None:
    named = SHEET.replace("填报单位：|||", "填报单位：|别的局||")
    plan, _ = planned(named, fields={"unit": "示例局"})
    assert codes(plan) == ["XP519"]
    plan, _ = planned(SHEET, fields={"unit": "示例局"})
    assert {write.cell: write.new for write in plan.writes}["B1"] == "示例局"


def test_a_score_that_the_format_would_round_on_sight_gets_decimals() -> None:
    import xlsxwriter

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("评分表")
    whole = book.add_format({"num_format": "0"})
    for row, values in enumerate(
        (("三级指标", "分值", "自评得分"), ("编制合理性", 1.5, None), ("结转结余率", 3, None))
    ):
        sheet.write_row(row, 0, values)
        sheet.write_blank(row, 2, None, whole) if row else None
    book.close()
    opened_book, found = opened(stream.getvalue())
    plan = plan_fill(found, opened_book, results_of(scheme_of(LEAVES)), {})
    assert {w.cell: w.number_format for w in plan.writes} == {"C2": "0.00", "C3": None}


def restricted(validation: dict[str, object], *, protect: bool = False) -> FillPlan:
    import xlsxwriter

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("评分表")
    for row, values in enumerate(
        (("三级指标", "分值", "自评得分"), ("编制合理性", 1.5, None), ("结转结余率", 3, None))
    ):
        sheet.write_row(row, 0, values)
    if validation:
        sheet.data_validation("C2:C3", validation)
    if protect:
        sheet.protect()
    book.close()
    opened_book, found = opened(stream.getvalue())
    return plan_fill(found, opened_book, results_of(scheme_of(LEAVES)), {})


def test_a_value_outside_the_cells_list_is_not_written() -> None:
    plan = restricted({"validate": "list", "source": [0, 1, 2, 3]})
    finding = next(f for f in plan.findings if f.code == "XP515")
    assert (finding.subject, finding.expected) == ("编制合理性", "1.5")
    assert [w.cell for w in plan.writes] == ["C3"]


@pytest.mark.parametrize(
    "limits",
    [
        {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 5},
        {"validate": "decimal", "criteria": ">=", "value": 2},
    ],
)
def test_a_value_outside_the_cells_limits_is_not_written(limits: dict[str, object]) -> None:
    plan = restricted(limits)
    assert "XP516" in codes(plan)
    assert [w.cell for w in plan.writes] == ["C3"]


def test_locked_cells_are_reported_with_what_should_stand_there() -> None:
    plan = restricted({}, protect=True)
    assert [f.expected for f in plan.findings if f.code == "XP511"] == ["1.5", "3"]
    assert plan.writes == ()


def test_an_xls_cannot_be_filled_and_says_what_to_do() -> None:
    sheet = read_scoring_sheet(drawn(SHEET, file="评分表.xls"))
    assert sheet is not None
    plan = unfillable(sheet, "文件其实是 .xls 旧格式")
    assert not plan.writable
    assert plan.findings[0].code == "XP503"
    assert "另存为 .xlsx" in plan.findings[0].hint


@settings(max_examples=60, deadline=None)
@given(layout=layouts(), leaves=tree())
def test_scores_land_in_the_row_of_their_indicator_in_any_layout(layout: Layout, leaves: Tree) -> None:
    scheme = scheme_of(leaves)
    results = results_of(scheme)
    book, sheet = opened(workbook_of(sheet_of(leaves, layout)))
    texts = {leaf.id: f"说明{leaf.name}" for leaf in scheme.leaves()}
    plan = plan_fill(sheet, book, results, texts)
    assert plan.findings == ()
    _, again = opened(fill(plan, book).data)
    shown = {leaf.path: again.grid.value(*leaf.score_cell) for leaf in again.leaves if leaf.score_cell}
    said = {leaf.name: again.grid.value(*leaf.text_cell) for leaf in again.leaves if leaf.text_cell}
    assert shown == leaves
    assert said == {path[-1]: f"说明{path[-1]}" for path in leaves}
