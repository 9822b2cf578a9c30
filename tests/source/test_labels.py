from __future__ import annotations

import pytest

from xlperf.source.labels import folded_label, heading_forms, is_text, money_unit_in, most_similar, read_label


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("一、基本支出", "基本支出"),
        ("　　人员经费", "人员经费"),
        ("1．因公出国（境）费", "因公出国(境)费"),
        ("２、公务用车购置及运行维护费", "公务用车购置及运行维护费"),
        ("（1）公务用车购置费", "公务用车购置费"),
        ("　　其中：外事接待费", "外事接待费"),
        ("（一）支出合计", "支出合计"),
        ("㈠支出合计", "支出合计"),
        ("①货物", "货物"),
        ("一、“三公”经费支出", "三公经费支出"),
        ("二十一、国有资本经营预算支出", "国有资本经营预算支出"),
        ("本年\n收入 合 计：", "本年收入合计"),
        ("减：固定资产累计折旧", "固定资产累计折旧"),
        ("一般公共服务支出", "一般公共服务支出"),
        ("三公经费", "三公经费"),
    ],
)
def test_a_label_is_looked_up_without_numbering_and_blanks(written: str, key: str) -> None:
    assert read_label(written).key == key


def test_what_stands_in_brackets_at_the_end_may_be_left_out() -> None:
    assert read_label("使用非财政拨款结余（含专用结余）").forms == (
        "使用非财政拨款结余(含专用结余)",
        "使用非财政拨款结余",
    )
    assert read_label("资本性支出（基本建设）").forms[0] != read_label("资本性支出").forms[0]


def test_numbering_indent_and_parts_are_told() -> None:
    label = read_label("　　其中：（2）外事接待费")
    assert (label.numbering and (label.numbering.level, label.numbering.ordinal)) == (4, 2)
    assert label.indent == 4
    assert label.part


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("2023年决算数", "决算数"),
        ("决算数（万元）", "决算数"),
        ("全年预算数（调整预算数）", "调整预算数"),
        ("全年预算数（调整预算数）", "全年预算数"),
        ("其中：教育收费", "教育收费"),
        ("年初\n预算数", "年初预算数"),
    ],
)
def test_a_heading_is_looked_up_without_year_unit_and_brackets(written: str, form: str) -> None:
    assert form in heading_forms(written)


def test_a_unit_in_brackets_is_the_unit_of_the_column() -> None:
    assert money_unit_in("决算数（万元）") == "万元"
    assert money_unit_in("（单位：千元）") == "千元"
    assert money_unit_in("团组数（个）") == ""


def test_all_kinds_of_quotes_brackets_and_dashes_fold_alike() -> None:
    assert folded_label("财决０１－１表") == folded_label("财决01—1表") == "财决01-1表"
    assert folded_label("〔境〕“三公”") == folded_label("【境】'三公'") == "(境)三公"


@pytest.mark.parametrize(("value", "text"), [("收入", True), ("—", False), ("一", False), ("1,234", False), (5, False)])
def test_words_are_told_from_numbers_and_strokes(value: object, text: bool) -> None:
    assert is_text(value) is text


def test_a_near_miss_is_proposed_but_never_the_opposite() -> None:
    rows = ["一、年末财政拨款结转与结余", "本年收入合计"]
    assert most_similar(["年末财政拨款结转和结余"], rows) == rows[0]
    assert most_similar(["年初财政拨款结转和结余"], rows) == ""
    assert most_similar(["结余分配"], ["结余分配和转入事业基金的说明文字"]) == ""
