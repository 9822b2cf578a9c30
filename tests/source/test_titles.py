from __future__ import annotations

import pytest

from tests.strategies.final_accounts_scheme import final_accounts_scheme
from xlperf.source.titles import form_codes, match_codes, match_sheet_name, match_title, sheet_codes

SPECS = final_accounts_scheme().tables


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("收入支出决算总表", "财决01表"),
        ("收 入 支 出 决 算 总 表", "财决01表"),
        ("2023年度收入支出决算总表", "财决01表"),
        ("二〇二三年度收入支出决算总表", "财决01表"),
        ("示例区教育局2023年度收入支出决算总表（汇总）", "财决01表"),
        ("附件2：财政拨款收入支出决算总表(财决01－1表)", "财决01-1表"),
        ("支出决算表", "财决04表"),
        ("支出决算明细表（续）", "财决05表"),
        ("一般公共预算财政拨款收入支出决算表", "财决07表"),
        ("机构运行信息表", "财决附03表"),
    ],
)
def test_a_title_is_known_however_it_is_written(text: str, table: str) -> None:
    match = match_title(text, SPECS)
    assert match is not None
    assert match.table == table


@pytest.mark.parametrize(
    "text",
    ["一般公共预算财政拨款支出决算表", "政府性基金预算财政拨款收入支出决算总表", "国有资本经营预算收入决算表",
     "三公经费支出决算表", "收入支出决算总表填报说明", "项目"],
)  # fmt: skip
def test_another_table_is_not_taken_for_one_whose_title_it_ends_with(text: str) -> None:
    assert match_title(text, SPECS) is None


def test_a_table_that_goes_on_says_so() -> None:
    match = match_title("支出决算明细表（续表）", SPECS)
    assert match is not None
    assert match.continued


@pytest.mark.parametrize(
    ("sheet", "table"),
    [
        ("Z01 收入支出决算总表(财决01表)", "财决01表"),
        ("Z01_1 财政拨款收入支出决算总表(财决01-1表)", "财决01-1表"),
        ("Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-", "财决08-1表"),
        ("Z08 一般公共预算财政拨款支出决算明细表(财决08表)", "财决08表"),
        ("2023年示例区政务服务数据管理局一般公共预算财政拨款收入支出决", None),
        ("F03 机构运行信息表(财决附03表)", "财决附03表"),
        ("CS08 资产负债简表", "资产负债简表"),
        ("QB12 资产负债简表", "资产负债简表"),
        ("Sheet1", None),
    ],
)
def test_a_sheet_name_is_known_even_when_it_was_cut(sheet: str, table: str | None) -> None:
    match = match_sheet_name(sheet[:31], SPECS)
    assert (match.table if match else None) == table


def test_form_numbers_are_written_in_many_ways() -> None:
    assert form_codes("财决01-1表") == form_codes("财决０１－１表") == form_codes("（财决 01—1 表）") == {"财决1-1"}
    assert sheet_codes("Z01_1") == {"财决1-1"}
    assert sheet_codes("F03") == {"财决附3"}
    assert sheet_codes("GK04") == form_codes("公开04表") == {"公开4"}


def test_a_form_number_names_a_table_only_when_it_is_the_only_one() -> None:
    assert match_codes({"财决附3"}, SPECS) == "财决附03表"
    assert match_codes({"财决附3", "财决1"}, SPECS) is None
    assert match_codes(set(), SPECS) is None
