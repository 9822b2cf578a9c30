from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.source.budget_execution import Measure, month_in, read_execution_table
from xlperf.source.execution_heading import measure_of
from xlperf.source.grid import CellValue, ErrorValue, Grid, Span

HEADS = ("编码", "预算项目", "资金来源", "年初预算数", "调整预算数", "调整后预算数", "当月支出", "累计支出")
ROW = ("A01", "政务服务中心经费", "财政拨款", Decimal(100), Decimal(-10), Decimal(90), Decimal("1.5"), Decimal("30.25"))


def grid(*rows: tuple[CellValue, ...], merged: tuple[Span, ...] = (), file: str = "数据/2024-05/执行.xlsx") -> Grid:
    return Grid(file, "0" * 64, "Sheet1", rows, merged)


def test_a_plain_export_is_read_in_yuan_with_its_cells() -> None:
    table = read_execution_table(grid(("2024年5月预算执行情况表",), (None, None, None, "单位：万元"), HEADS, ROW))
    assert table is not None
    assert (table.month, table.unit, table.unit_stated) == ("2024-05", "万元", True)
    (line,) = table.lines
    assert (line.code, line.name, line.fund, line.row) == ("A01", "政务服务中心经费", "财政拨款", 4)
    assert line.amount(Measure.CUMULATIVE) == Decimal(302500)
    assert line.place(Measure.CUMULATIVE).cell == "H4"
    assert line.budget == Decimal(900000)


@given(st.permutations(range(8)), st.integers(0, 3), st.integers(0, 2), st.sampled_from(["元", "千元", "万元"]))
def test_the_order_of_columns_and_rows_above_do_not_matter(order: list[int], above: int, left: int, unit: str) -> None:
    factor = {"元": 1, "千元": 1000, "万元": 10000}[unit]
    pad = (None,) * left
    rows = [(None,)] * above + [
        (*pad, f"金额单位：{unit}"),
        (*pad, *(HEADS[i] for i in order)),
        (*pad, *(ROW[i] for i in order)),
    ]
    table = read_execution_table(grid(*rows))
    assert table is not None
    (line,) = table.lines
    assert (line.code, line.name, line.fund) == ROW[:3]
    assert [line.amount(m) for m in (Measure.INITIAL, Measure.ADJUSTMENT, Measure.MONTH)] == [
        Decimal(100) * factor,
        Decimal(-10) * factor,
        Decimal("1.5") * factor,
    ]


def test_a_heading_of_two_rows_is_read() -> None:
    table = read_execution_table(
        grid(
            ("单位：元",),
            ("项目", None, "预算数", None, "支出数", None),
            ("编码", "名称", "年初预算", "调整后预算数", "本月", "1-5月累计支出"),
            ("1", "甲", Decimal(10), Decimal(12), Decimal(1), Decimal(5)),
            merged=(Span(1, 0, 1, 1), Span(1, 2, 1, 3), Span(1, 4, 1, 5)),
        )
    )
    assert table is not None
    assert table.lines[0].amount(Measure.ADJUSTED) == 12
    assert table.lines[0].amount(Measure.CUMULATIVE) == 5


def test_totals_and_remarks_are_no_projects() -> None:
    rows = [
        HEADS,
        ROW,
        (None, "合计", *ROW[2:]),
        (None, "政务类小计", *ROW[2:]),
        (None, "备注：不含上年结转", Decimal(1)),
    ]
    table = read_execution_table(grid(*rows))
    assert table is not None
    assert [line.name for line in table.lines] == ["政务服务中心经费"]


def test_a_project_with_two_sources_of_funds_is_two_lines() -> None:
    second = (None, None, "其他资金", *ROW[3:])
    table = read_execution_table(grid(HEADS, ROW, second, merged=(Span(1, 0, 2, 0), Span(1, 1, 2, 1))))
    assert table is not None
    assert [(line.code, line.fund) for line in table.lines] == [("A01", "财政拨款"), ("A01", "其他资金")]


def test_dash_blank_error_and_text_are_told_apart() -> None:
    row = (*ROW[:3], "—", None, ErrorValue("#REF!"), "约3万", "１，２００．５")
    table = read_execution_table(grid(HEADS, row))
    assert table is not None
    (line,) = table.lines
    assert line.amount(Measure.INITIAL) == 0
    assert line.amount(Measure.ADJUSTMENT) is None
    assert line.amount(Measure.CUMULATIVE) == Decimal("1200.5")
    assert [(f.code, f.place.cell) for f in table.findings] == [("XP105", "F2"), ("XP106", "G2"), ("XP111", "")]


def test_other_tables_are_no_execution_tables() -> None:
    assert (
        read_execution_table(grid(("项目", "行次", "年初预算数", "决算数"), ("一、收入", Decimal(1), None, None)))
        is None
    )
    assert read_execution_table(grid()) is None


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2024年1-5月执行情况", "2024-05"),
        ("截至2024年11月30日", "2024-11"),
        ("2024-05", "2024-05"),
        ("执行表202405.xls", "2024-05"),
        ("２０２４年５月", "2024-05"),
        ("2024年预算", ""),
        ("44010120231234", ""),
    ],
)
def test_the_month_is_read_from_titles_and_names(text: str, month: str) -> None:
    assert month_in(text) == month


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("项目代码", Measure.CODE),
        ("年初预算（万元）", Measure.INITIAL),
        ("全年预算数", Measure.ADJUSTED),
        ("调整后\n预算数", Measure.ADJUSTED),
        ("预算调整数", Measure.ADJUSTMENT),
        ("本月支出数", Measure.MONTH),
        ("累计执行数", Measure.CUMULATIVE),
        ("1-5月支出", Measure.CUMULATIVE),
        ("执行率", None),
        ("备注", None),
    ],
)
def test_headings_are_known_by_their_words(words: str, measure: Measure | None) -> None:
    assert measure_of(words) is measure
