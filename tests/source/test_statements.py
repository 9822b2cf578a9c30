from __future__ import annotations

import pytest

from tests.source.grids import grid_of
from xlperf.source.statements import read_statements, year_in_name


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("金额单位：元", "元"),
        ("单位：万元", "万元"),
        ("金额单位:人民币千元", "千元"),
        ("单位（万元）", "万元"),
        ("（单位：元）", "元"),
        ("编制单位：示例区教育局 2023年度 单位：万元", "万元"),
        ("(万元)", "万元"),
    ],
)
def test_the_money_unit_is_read_from_the_sheet(cell: str, unit: str) -> None:
    said = read_statements(grid_of(f"收入支出决算总表\n{cell}\n项目|决算数"), 0, 2, 2)
    assert [statement.text for statement in said.units] == [unit]
    assert said.units[0].cell == "A2"


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("编制单位：示例区教育局", "示例区教育局"),
        ("部门：示例区教育局|||单位：元", "示例区教育局"),
        ("单位名称（公章）：示例区教育局", "示例区教育局"),
        ("编制单位|示例区教育局", "示例区教育局"),
        ("编制单位：示例区教育局2023年度金额单位：元", "示例区教育局"),
        ("单位：万元", None),
        ("编制单位：", None),
    ],
)
def test_the_reporting_unit_is_read_from_the_sheet(row: str, name: str | None) -> None:
    said = read_statements(grid_of(f"收入支出决算总表\n{row}\n项目|决算数"), 0, 2, 2)
    assert (said.entity.text if said.entity else None) == name


@pytest.mark.parametrize(
    ("above", "year"),
    [
        ("2023年度", 2023),
        ("2023年度收入支出决算总表", 2023),
        ("二〇二三年度", 2023),
        ("2022年12月31日", 2022),
        ("打印日期：2024年3月5日|2023年度", 2023),
        ("2023年收入支出决算总表", 2023),
        ("2023年", 2023),
        ("填报时间：2024年", None),
        ("示财〔2024〕5号", None),
        ("收入支出决算总表", None),
    ],
)
def test_the_year_is_read_from_the_rows_above_the_heading(above: str, year: int | None) -> None:
    assert read_statements(grid_of(f"{above}\n项目|2021年决算数"), 0, 1, 1).year == year


def test_the_year_may_come_from_the_name_of_the_sheet_or_file() -> None:
    grid = grid_of("项目|决算数", sheet="Z01", file="数据/2022年度部门决算报表.xls")
    assert (read_statements(grid, 0, 0, 0).year, read_statements(grid, 0, 0, 0).year_cell) == (2022, "")
    assert year_in_name("20240301导出.xls") is None
    assert year_in_name("2024年报送/决算.xls") is None
    assert (year_in_name("2022", bare=True), year_in_name("2022决算", bare=True)) == (2022, 2022)
