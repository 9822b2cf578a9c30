from __future__ import annotations

import io
from decimal import Decimal

import pytest
import xlsxwriter

from tests.scoring.test_execution import line
from xlperf.answers import Target
from xlperf.forms.kept import Kept
from xlperf.forms.monitoring.content import Monitored, row_of_fund
from xlperf.forms.monitoring.layout import Item, Part, find_tables, is_monitoring_form
from xlperf.forms.monitoring.planning import fill_monitoring, plan_monitoring, with_room
from xlperf.ooxml import Workbook
from xlperf.resources import workbooks
from xlperf.scoring.execution import execution_of

BLANK = workbooks() / "common" / "绩效目标运行监控表.xlsx"
TARGETS = (Target("a", "网上办理率", "≥", "70", "%", "74.2", group="质量指标"),)


def filled(blank: bytes, monitored: Monitored) -> Workbook:
    data = with_room(blank, monitored)
    plan = plan_monitoring(data, "监控表.xlsx", monitored, Kept())
    return Workbook.open(fill_monitoring(plan, data)[0])


def a_month(count: int = 2) -> Monitored:
    lines = [line(f"P{n:02d}", "1000000", "250000", "一般公共预算拨款") for n in range(count)]
    return Monitored("某局", execution_of("2024-05", lines), TARGETS)


def national_form(unit: str = "万元") -> bytes:
    """A form as the ministry printed it: months in the headings, labels of funds beside 项目资金."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("监控")
    sheet.write(0, 0, "项目支出绩效目标执行监控表")
    sheet.write(1, 0, "（2024年1-7月）")
    sheet.merge_range(2, 0, 5, 0, f"项目资金（{unit}）")
    for column, text in enumerate(
        ("", "", "年初预算数", "调整后预算数", "1-7月执行数", "1-7月执行率", "全年预计执行数")
    ):
        if text:
            sheet.write(2, column, text)
    for row, text in enumerate(("年度资金总额：", "其中：本年一般公共预算拨款", "其他资金"), 3):
        sheet.write(row, 1, text)
    heads = ("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "1-7月执行情况", "全年预计完成情况")
    for column, text in enumerate(heads):
        sheet.write(6, column, text)
    for row in range(7, 10):
        for column in range(7):
            sheet.write_blank(row, column, None, book.add_format({"border": 1}))
    sheet.write(10, 0, "注：偏差原因另附。")
    book.close()
    return stream.getvalue()


def test_the_shipped_form_has_funds_projects_and_targets() -> None:
    book = Workbook.open(BLANK)
    grids = [sheet.grid() for sheet in book]
    assert is_monitoring_form(grids)
    parts = [table.part for table in find_tables(grids, {})]
    assert parts == [Part.FUNDS, Part.TARGETS, Part.PROJECTS]


def test_the_shipped_form_is_filled_in_wan_yuan() -> None:
    book = filled(BLANK.read_bytes(), a_month())
    funds, projects = book["绩效目标运行监控表"], book["项目预算执行监控"]
    assert (funds["J5"].value, funds["M5"].value) == (Decimal(50), Decimal("0.25"))
    assert funds["J6"].value == 50
    assert funds["A2"].value == "（2024年1—5月）"
    assert funds["A3"].value == "填报单位：某局"
    assert funds["G12"].value == "1—5月执行情况"
    assert [funds[f"{c}14"].value for c in "ABCDEFG"] == [
        "产出指标",
        "质量指标",
        "网上办理率",
        "≥",
        70,
        "%",
        Decimal("74.2"),
    ]
    assert [projects[f"{c}5"].value for c in "ABCDI"] == [1, "P00", "项目P00", "一般公共预算拨款", 25]


@pytest.mark.parametrize(("unit", "spent"), [("万元", 50), ("元", 500_000)])
def test_a_form_of_another_layout_is_filled_by_its_labels(unit: str, spent: int) -> None:
    sheet = filled(national_form(unit), a_month())["监控"]
    assert (sheet["E4"].value, sheet["E5"].value, sheet["E6"].value) == (spent, spent, None)
    assert sheet["F4"].value == Decimal("0.25")
    assert sheet["A2"].value == "（2024年1—5月）"
    assert sheet["F7"].value == "1-5月执行情况"
    assert sheet["D8"].value == "网上办理率"


def test_more_projects_than_rows_get_rows_of_their_own() -> None:
    projects = filled(BLANK.read_bytes(), a_month(45))["项目预算执行监控"]
    assert projects["B49"].value == "P44"
    assert str(projects["A50"].value).startswith("注：")


def test_a_budget_of_nothing_leaves_the_rate_blank() -> None:
    monitored = Monitored("某局", execution_of("2024-05", [line("1", "0", "5")]))
    assert filled(BLANK.read_bytes(), monitored)["项目预算执行监控"]["J5"].value is None


def test_formulas_stay_and_what_somebody_typed_is_a_finding() -> None:
    book = Workbook.open(BLANK)
    book["项目预算执行监控"].set("G5", "见附件")
    plan = plan_monitoring(book.to_bytes(), "监控表.xlsx", a_month(), Kept())
    (finding,) = plan.findings
    assert (finding.code, finding.place.cell) == ("XP561", "G5")


@pytest.mark.parametrize(
    ("fund", "row"),
    [
        ("财政拨款", "其中：一般公共预算拨款"),
        ("一般公共预算财政拨款", "其中：一般公共预算拨款"),
        ("政府性基金", "政府性基金预算拨款"),
        ("上年结转", "上年结转资金"),
        ("事业收入", "其他资金"),
        ("没见过的来源", "其他资金"),
    ],
)
def test_a_source_of_funds_finds_its_row(fund: str, row: str) -> None:
    labels = ["年度资金总额", "其中：一般公共预算拨款", "政府性基金预算拨款", "上年结转资金", "其他资金"]
    assert row_of_fund(fund, labels) == row


def test_a_source_without_a_row_is_said() -> None:
    assert row_of_fund("事业收入", ["合计", "一般公共预算"]) is None
    assert Item.FUND == "资金来源"
