from __future__ import annotations

import pytest

from tests.source.grids import grid_of
from xlperf.source.detail import coded_rows, total_row
from xlperf.source.layout import read_layout

HEAD = "项目||||本年支出合计|基本支出\n支出功能分类科目编码|||科目名称||\n类|款|项|栏次|1|2\n"


@pytest.mark.parametrize(
    "body",
    [
        "|||合计|9|9\n201|||一般公共服务支出|9|9\n20103|||政府办公厅事务|9|9\n2010301|||行政运行|9|9",
        "合计||||9|9\n'201|||一般公共服务支出|9|9\n'201|'03||政府办公厅事务|9|9\n'201|'03|'01|行政运行|9|9",
        "合计||||9|9\n201|||一般公共服务支出|9|9\n201|20103||政府办公厅事务|9|9\n201|20103|2010301|行政运行|9|9",
    ],
)
def test_codes_are_read_whole_split_or_growing(body: str) -> None:
    grid = grid_of(HEAD + body)
    layout = read_layout(grid, 0, grid.height)
    assert layout is not None
    (block,) = layout.blocks
    assert [(row.code, row.level, row.name) for row in coded_rows(block)] == [
        ("201", "类", "一般公共服务支出"),
        ("20103", "款", "政府办公厅事务"),
        ("2010301", "项", "行政运行"),
    ]
    total = total_row(block)
    assert total is not None
    assert total.raw == "合计"
