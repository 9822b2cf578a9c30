from __future__ import annotations

from tests.source.grids import grid_of
from tests.source.published import FISCAL, INCOME, SUMMARY, THREE_PUBLIC
from xlperf.source.grid import Span
from xlperf.source.layout import Block, read_layout


def blocks_of(text: str, *merged: Span) -> tuple[Block, ...]:
    grid = grid_of(text, merged=merged)
    layout = read_layout(grid, 0, grid.height)
    assert layout is not None
    return layout.blocks


def headings(block: Block) -> list[str]:
    return [column.heading for column in block.columns]


def labels(block: Block) -> list[str]:
    return [row.raw for row in block.rows]


def test_blocks_side_by_side_are_told_apart() -> None:
    income, spending = blocks_of(SUMMARY)
    assert income.path == ("收入", "项目")
    assert headings(income) == ["收入/金额"]
    assert labels(spending)[0] == "一、一般公共服务支出"
    assert labels(income)[-1] == "总计"


def test_line_numbers_are_no_amounts_and_notes_no_rows() -> None:
    income, spending = blocks_of(SUMMARY)
    assert [column.index for block in (income, spending) for column in block.columns] == [2, 5]
    assert not any("注" in label for label in labels(income))


def test_headings_of_several_rows_are_read_with_and_without_merging() -> None:
    unmerged = """
    项目|行次|年初预算数||决算数|
    ||小计|一般公共预算|小计|一般公共预算
    本年支出合计|1|5|5|4|4
    """
    repeated = """
    项目|行次|年初预算数|年初预算数|决算数|决算数
    项目|行次|小计|一般公共预算|小计|一般公共预算
    本年支出合计|1|5|5|4|4
    """
    expected = ["年初预算数/小计", "年初预算数/一般公共预算", "决算数/小计", "决算数/一般公共预算"]
    merged = (Span(0, 0, 1, 0), Span(0, 1, 1, 1), Span(0, 2, 0, 3), Span(0, 4, 0, 5))
    assert headings(blocks_of(unmerged)[0]) == expected
    assert headings(blocks_of(repeated)[0]) == expected
    assert headings(blocks_of(unmerged, *merged)[0]) == expected


def test_a_table_without_labels_is_read_by_its_headings() -> None:
    (block,) = blocks_of(THREE_PUBLIC)
    assert block.label_column is None
    assert "决算数/公务用车购置及运行维护费/公务用车运行维护费" in headings(block)
    assert len(block.rows) == 1


def test_codes_lead_the_names_of_a_detail_table() -> None:
    (block,) = blocks_of(INCOME)
    assert block.code_columns == (0,)
    assert labels(block)[0] == "合计"
    assert headings(block)[0] == "本年收入合计"


def test_a_heading_printed_again_is_no_row() -> None:
    (block,) = blocks_of("项目|决算数\n一、基本支出|5\n项目|决算数\n二、项目支出|6")
    assert labels(block) == ["一、基本支出", "二、项目支出"]


def test_an_office_list_with_other_headings_is_read_too() -> None:
    (block,) = blocks_of("资产类别|数量|原值|在用|闲置\n房屋|1|5|5|\n车辆|2|3|3|\n固定资产合计|3|8|8|")
    assert headings(block) == ["数量", "原值", "在用", "闲置"]
    assert labels(block)[-1] == "固定资产合计"


def test_groups_left_of_the_labels_stand_above_them() -> None:
    (block,) = blocks_of(
        "类别|项目|金额\n固定资产|房屋|5\n固定资产|车辆|3\n无形资产|软件|1",
    )
    assert block.rows[0].above == ("固定资产",)


def test_a_sheet_of_words_is_no_table() -> None:
    grid = grid_of("目录\n一、收入支出决算总表\n二、收入决算表")
    assert read_layout(grid, 0, grid.height) is None


def test_published_fiscal_table_has_its_budgets_beside_the_total() -> None:
    _, spending = blocks_of(FISCAL)
    assert headings(spending)[:2] == ["支     出/合计".replace("     ", " "), "支 出/一般公共预算财政拨款"]


def test_columns_numbered_with_stems_and_figures_belong_to_the_heading() -> None:
    (block,) = blocks_of("项目|行次|金额\n甲|乙|1\n一、基本支出|1|5\n二、项目支出|2|6")
    assert labels(block) == ["一、基本支出", "二、项目支出"]
