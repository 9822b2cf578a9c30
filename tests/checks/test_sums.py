from __future__ import annotations

from tests.source.grids import grid_of
from xlperf.checks.sums import column_sums, row_sums
from xlperf.source.layout import Block, read_layout


def block_of(text: str) -> Block:
    grid = grid_of(text)
    layout = read_layout(grid, 0, grid.height)
    assert layout is not None
    return layout.blocks[0]


def told(text: str) -> dict[str, list[str]]:
    """Which row is taken for the sum of which."""
    return {r.total.label.key: [part.label.key for part in r.parts] for r in row_sums(block_of(text))}


def test_a_total_below_is_the_sum_of_the_numbered_rows_above_it() -> None:
    assert told("项目|决算数\n一、甲收入|1\n二、乙收入|2\n　其中：丙|1\n本年收入合计|3") == {
        "本年收入合计": ["甲收入", "乙收入"]
    }


def test_a_grand_total_adds_balances_to_the_total_of_the_year() -> None:
    text = "项目|决算数\n本年支出合计|3\n结余分配|0\n年末结转和结余|1\n　基本支出结转|1\n总计|4"
    assert told(text)["总计"] == ["本年支出合计", "结余分配", "年末结转和结余"]


def test_a_row_above_is_the_sum_of_the_numbers_under_it_without_parts_of_them() -> None:
    text = "项目|决算数\n（一）支出合计|6\n1．出国|1\n2．公车|2\n（1）购置|1\n（2）运行|1\n3．接待|3\n其中：外事|1"
    assert told(text) == {"支出合计": ["出国", "公车", "接待"], "公车": ["购置", "运行"]}


def test_basic_spending_is_staff_and_office() -> None:
    text = "项目|决算数\n一、基本支出|3\n人员经费|1\n公用经费|2\n二、项目支出|4"
    assert told(text) == {"基本支出": ["人员经费", "公用经费"]}


def test_economic_classes_add_up_to_the_total_above_them() -> None:
    text = "项目|决算数\n一、基本支出|1\n二、项目支出|2\n经济分类支出合计|3\n一、工资|1\n二、商品|2\n本年支出合计|3"
    assert told(text) == {"经济分类支出合计": ["工资", "商品"], "本年支出合计": ["基本支出", "项目支出"]}


def sums(text: str) -> dict[str, list[str]]:
    """Which column is taken for the sum of which."""
    found = column_sums(block_of(text).columns)
    return {relation.total.heading: [part.heading for part in relation.parts] for relation in found}


def test_a_leading_sum_is_the_sum_of_the_columns_beside_it() -> None:
    assert sums("项目|小计|一般公共预算|政府性基金\n甲|1|1|0") == {"小计": ["一般公共预算", "政府性基金"]}


def test_groups_of_columns_are_added_by_their_own_sums() -> None:
    text = "项目|合计|工资||商品|\n||小计|基本工资|小计|办公费\n甲|2|1|1|1|1"
    assert sums(text)["合计"] == ["工资/小计", "商品/小计"]


def test_shares_and_parts_are_not_added() -> None:
    assert sums("项目|合计|甲支出|其中：乙支出|丙支出|占比\n一|2|1|1|1|0.5") == {"合计": ["甲支出", "丙支出"]}


def test_stages_of_a_budget_are_not_added() -> None:
    assert sums("项目|年初预算数|全年预算数|决算数\n一|2|1|1") == {}
