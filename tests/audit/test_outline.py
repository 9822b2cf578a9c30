from __future__ import annotations

import pytest

from xlperf.audit.document import Paragraph
from xlperf.audit.outline import mark_of, outline_of, stated_level


@pytest.mark.parametrize(
    ("text", "depth", "ordinal"),
    [
        ("第一部分 单位概况", 0, 1),
        ("一、基本情况", 1, 1),
        ("十二．其他", 1, 12),
        ("（三）资产管理", 2, 3),
        ("(三)资产管理", 2, 3),
        ("【二】采购管理", 2, 2),
        ("1.预算编制", 3, 1),
        ("2、目标设置", 3, 2),
        ("3.年初结转和结余", 3, 3),
        ("（4）信息公开", 4, 4),
        ("5)项目管理", 4, 5),
        ("⑥采购政策效能", 5, 6),
    ],
)
def test_numbering_is_read_in_the_styles_in_use(text: str, depth: int, ordinal: int) -> None:
    mark = mark_of(Paragraph(text, "", ((0, 1),)).plain)
    assert mark is not None
    assert (mark.depth, mark.ordinal) == (depth, ordinal)


@pytest.mark.parametrize("text", ["1.5万元用于培训", "2023年度收入", "十四五规划", "一般公共预算", "12345热线"])
def test_what_only_looks_like_numbering_is_none(text: str) -> None:
    assert mark_of(text) is None


def test_the_table_of_contents_is_told_from_the_text() -> None:
    lines = ["示例局2023年度决算", "目录", "一、收入情况", "二、支出情况", "一、收入情况", "本年收入合计3万元。"]
    outline = outline_of([Paragraph(line, "", ((0, at),)) for at, line in enumerate(lines)])
    assert [entry.contents for entry in outline] == [False, True, True, True, False, False]
    assert outline[5].path == (4,)


def test_a_level_is_known_by_its_words() -> None:
    assert stated_level("该三级指标满分1.5分") == 3
    assert stated_level("一级指标和二级指标") is None
