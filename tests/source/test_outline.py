from __future__ import annotations

from xlperf.source.labels import read_label
from xlperf.source.outline import parents


def above(text: str) -> dict[str, str | None]:
    """For each row of a list the row that it stands under."""
    rows = [line for line in text.split("\n") if line.strip()]
    labels = [read_label(row) for row in rows]
    found = parents(labels)
    return {
        labels[i].key: None if parent is None else labels[parent].key for i, parent in enumerate(found)
    }  # fmt: skip


def test_rows_stand_under_their_number_by_indent() -> None:
    found = above(
        "一、基本支出\n　　人员经费\n　　日常公用经费\n二、项目支出\n　　其中：基本建设类项目\n三、上缴上级支出"
    )
    assert found["人员经费"] == found["日常公用经费"] == "基本支出"
    assert found["基本建设类项目"] == "项目支出"
    assert found["项目支出"] is found["上缴上级支出"] is None


def test_rows_without_indent_stand_under_a_number_whose_series_goes_on() -> None:
    found = above("一、基本支出\n人员经费\n日常公用经费\n二、项目支出\n本年支出合计\n结余分配")
    assert found["人员经费"] == found["日常公用经费"] == "基本支出"
    assert found["本年支出合计"] is found["结余分配"] is None


def test_a_series_that_begins_anew_stands_under_the_row_before_it() -> None:
    found = above("八、其他收入\n本年收入合计\n年初财政拨款结转和结余\n一、一般公共预算财政拨款\n二、政府性基金\n总计")
    assert found["一般公共预算财政拨款"] == found["政府性基金"] == "年初财政拨款结转和结余"
    assert found["年初财政拨款结转和结余"] is found["总计"] is None


def test_four_levels_of_numbers_nest() -> None:
    found = above("一、三公\n（一）支出合计\n1．出国\n2．公车\n（1）购置\n（2）运行\n3．接待\n（二）统计数\n1．团组")
    assert found["支出合计"] == found["统计数"] == "三公"
    assert found["出国"] == found["公车"] == found["接待"] == "支出合计"
    assert found["购置"] == found["运行"] == "公车"
    assert found["团组"] == "统计数"
