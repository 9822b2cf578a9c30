"""The official scoring workbook is found among everything that was received."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.strategies.forms import scheme_of
from tests.strategies.scoring_sheets import drawn
from xlperf.forms.matching import share_matched
from xlperf.forms.official import find_scoring_sheet

LEAVES = {
    ("投入", "预算编制", "编制合理性"): Decimal("1.5"),
    ("投入", "预算编制", "编制规范性"): Decimal("1.5"),
    ("过程", "资金管理", "结转结余率"): Decimal(3),
}
FORM = """
一级指标|二级指标|三级指标|分值|评分标准|自评得分|自评说明
投入|预算编制|编制合理性|1.5|甲||
投入|预算编制|编制规范性|1.5|乙||
过程|资金管理|结转结余率|3|丁||
"""
PROJECT = """
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
产出指标|数量指标|受理件数|100|120|10|10
产出指标|质量指标|办结率|95%|96%|20|20
效益指标|社会效益|满意率|90%|95%|20|20
"""
ACCOUNTS = "收入支出决算总表\n项目|行次|决算数\n本年收入合计|1|100"
SCHEME = scheme_of(LEAVES)


def test_the_form_is_known_by_its_indicators_not_by_its_names() -> None:
    grids = [drawn(ACCOUNTS, sheet="评分表"), drawn(PROJECT, sheet="自评表"), drawn(FORM, sheet="Sheet1")]
    found = find_scoring_sheet(grids, SCHEME)
    assert found.sheet is not None
    assert found.sheet.grid.sheet == "Sheet1"
    assert found.findings == ()
    assert [other.grid.sheet for other in found.others] == ["自评表"]


def test_two_sheets_that_fit_are_refused_with_both_places() -> None:
    found = find_scoring_sheet([drawn(FORM, sheet="甲"), drawn(FORM, sheet="乙", file="副本.xlsx")], SCHEME)
    assert found.sheet is None
    assert [finding.code for finding in found.findings] == ["XP501"]
    assert [str(place) for place in found.findings[0].places] == ["评分表.xlsx 甲", "副本.xlsx 乙"]


def test_of_two_that_fit_the_one_with_a_place_for_scores_is_taken() -> None:
    without = drawn(FORM.replace("自评得分", "指标解释"), sheet="指标体系")
    found = find_scoring_sheet([without, drawn(FORM, sheet="评分表")], SCHEME)
    assert found.sheet is not None
    assert found.sheet.grid.sheet == "评分表"


def test_of_two_that_fit_the_shown_one_is_taken() -> None:
    found = find_scoring_sheet([drawn(FORM, sheet="旧", hidden=True), drawn(FORM, sheet="新")], SCHEME)
    assert found.sheet is not None
    assert found.sheet.grid.sheet == "新"


def test_a_form_saved_anew_as_xlsx_is_taken_before_the_xls_of_the_same_name() -> None:
    old, new = drawn(FORM, file="评分表.xls"), drawn(FORM, file="评分表.xlsx")
    found = find_scoring_sheet([old, new], SCHEME)
    assert found.sheet is not None
    assert found.sheet.grid.file == "评分表.xlsx"


def test_a_hidden_form_alone_is_taken_and_said() -> None:
    found = find_scoring_sheet([drawn(FORM, hidden=True)], SCHEME)
    assert found.sheet is not None
    assert [finding.code for finding in found.findings] == ["XP504"]


@pytest.mark.parametrize("grids", [[], [drawn(ACCOUNTS)], [drawn(PROJECT)]], ids=["nothing", "accounts", "project"])
def test_no_form_is_said(grids: list[object]) -> None:
    found = find_scoring_sheet(grids, SCHEME)  # type: ignore[arg-type]
    assert found.sheet is None
    assert [finding.code for finding in found.findings] == ["XP500"]


def test_without_a_scheme_the_largest_is_taken() -> None:
    found = find_scoring_sheet([drawn(ACCOUNTS), drawn(FORM)])
    assert found.sheet is not None
    assert share_matched(found.sheet, SCHEME) == 1.0
