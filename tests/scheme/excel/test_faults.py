"""What is wrong in 指标体系.xlsx is said all at once, by sheet and cell; nothing is written then."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from xlperf.cli import status
from xlperf.errors import UnusableInput
from xlperf.scheme import base_tree, checked_tree
from xlperf.scheme.excel import read_scheme_workbook, scheme_workbook
from xlperf.scheme.nodes import Fields
from xlperf.scheme.yaml_nodes import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SMALL = """\
指标体系: small
名称: 小例
年度: 2023
数据项: {支出: {位置: {表: 甲, 行: 支出, 栏: 决算数}}, 预算: {公式: 支出 × 2}}
数据表: {甲: {标题: 甲表}}
参数: {标准: {单位: "%", 依据: 某办法, 值: {2022-01-01: 85%, 2023-01-01: 90%}}}
等级: {优: 90}
指标:
  - 名称: 甲类
    编号: a
    满分: 60
    下级:
      - {名称: 完成率, 编号: rate, 满分: 60, 公式: 支出 ÷ 预算, 评分: {分段: {≥标准: 60, 其余: 0}}, 依据: 某办法}
  - {名称: 乙, 编号: b, 满分: 40, 评分: {要点: {健全: 20, 执行: 20}}, 依据: 某办法}
"""
NEXT = """\
指标体系: next
名称: 下一年
年度: 2024
沿用: gd-district-2023
改指标: {carryover_rate: {待核: ""}}
"""


def tree(text: str) -> Fields:
    found, faults = read_yaml(text.encode(), "scheme.yaml")
    assert isinstance(found, Fields)
    assert faults == ()
    return found


def changed(change: Callable[[Any], None], text: str = SMALL) -> bytes:
    own = tree(text)
    book = openpyxl.load_workbook(
        BytesIO(scheme_workbook(own, base_tree("gd-district-2023") if "沿用" in text else None))
    )
    change(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def faults(data: bytes) -> list[tuple[str, str, str]]:
    book = read_scheme_workbook(data, "指标体系.xlsx", base_tree)
    findings = (*book.findings, *checked_tree(book.tree).findings)
    return [(finding.code, f"{finding.place.sheet}!{finding.place.cell}", finding.message) for finding in findings]


def cell(book: Any, sheet: str, name: str, heading: str) -> Any:
    """Find the cell of a row by its name and of a column by its heading."""
    page = book[sheet]
    headings = {c.value: c.column for c in page[2]}
    key = {"指标": "编号", "评分规则": "编号", "基本信息": "项目", "等级": "等级", "例子": "例子"}.get(sheet, "名称")
    row = next(c.row for c in page[openpyxl.utils.get_column_letter(headings[key])] if c.value == name)
    return page.cell(row, headings[heading])


def test_a_workbook_as_exported_has_no_fault() -> None:
    assert faults(changed(lambda _: None)) == []
    assert faults(changed(lambda _: None, NEXT)) == []


def test_all_faults_are_said_at_once_with_sheet_and_cell() -> None:
    where: list[str] = []

    def spoil(book: Any) -> None:
        for sheet, name, heading, value in (
            ("指标", "rate", "公式", "支出 ÷ 预箅"),
            ("指标", "b", "满分", "四十"),
            ("数据项", "支出", "表", "乙"),
            ("评分规则", "b", "规则", "要点分"),
        ):
            spot = cell(book, sheet, name, heading)
            spot.value = value
            where.append(f"{sheet}!{spot.coordinate}")

    found = faults(changed(spoil))
    assert set(where) <= {place for _, place, _ in found}
    assert any("是不是“预算”" in message for _, _, message in found)


def test_a_name_written_twice_is_a_fault_with_both_cells() -> None:
    def again(book: Any) -> None:
        book["数据项"]["B5"], book["数据项"]["I5"] = "预算", "支出 × 3"

    assert [(code, place) for code, place, _ in faults(changed(again))] == [("XP250", "数据项!I5")]


def test_a_figure_may_stand_in_several_places_and_a_parameter_on_several_days() -> None:
    def add(book: Any) -> None:
        for column, value in zip("BDEF", ("支出", "甲", "支出合计", "决算数"), strict=True):
            book["数据项"][f"{column}6"] = value
        for column, value in zip("BDE", ("标准", "2024-01-01", 0.95), strict=True):
            book["参数"][f"{column}9"] = value

    book = read_scheme_workbook(changed(add), "指标体系.xlsx", base_tree)
    scheme = checked_tree(book.tree).scheme
    assert len(scheme.facts["支出"].locations) == 2
    assert scheme.parameters is not None
    assert [str(value) for _, value in scheme.parameters["标准"].values] == ["0.85", "0.9", "0.95"]


@pytest.mark.parametrize(
    ("sheet", "name", "heading", "value", "code"),
    [
        ("指标", "rate", "上级", "aa", "XP209"),
        ("指标", "a", "上级", "rate", "XP208"),
        ("指标", "rate", "做法", "修改", "XP208"),
        ("指标", "b", "编号", None, "XP252"),
        ("评分规则", "b", "编号", "c", "XP209"),
        ("数据项", "支出", "名称", None, "XP252"),
    ],
)
def test_a_fault_of_the_rows_is_said(sheet: str, name: str, heading: str, value: str | None, code: str) -> None:
    def spoil(book: Any) -> None:
        cell(book, sheet, name, heading).value = value

    found = faults(changed(spoil))
    assert code in {found_code for found_code, _, _ in found}
    assert all(place.count("!") == 1 and place.split("!")[0] for _, place, _ in found)


def test_an_unknown_column_is_a_fault_and_an_unknown_sheet_a_warning() -> None:
    def spoil(book: Any) -> None:
        book["指标"].cell(2, 30).value, book["指标"].cell(3, 30).value = "满份", "60"
        book.create_sheet("指标 (2)")["A1"] = "旧的"

    found = faults(changed(spoil))
    assert [(code, place) for code, place, _ in found] == [("XP254", "指标 (2)!"), ("XP251", "指标!AD2")]
    assert "是不是“满分”" in found[1][2]


def test_a_change_in_a_row_that_only_shows_the_base_is_a_fault() -> None:
    def spoil(book: Any) -> None:
        cell(book, "指标", "asset_inventory", "满分").value = "3"
        cell(book, "评分规则", "asset_data_quality", "得分").value = "2"
        cell(book, "数据项", "本年收入合计", "行").value = "收入合计"

    found = faults(changed(spoil, NEXT))
    assert {code for code, _, _ in found} == {"XP253"}
    assert {place.split("!")[0] for _, place, _ in found} == {"指标", "评分规则", "数据项"}


def test_a_shown_row_becomes_a_change_when_it_says_so() -> None:
    def change(book: Any) -> None:
        cell(book, "指标", "asset_inventory", "评分标准").value = "每年盘点两次。"
        cell(book, "指标", "asset_inventory", "做法").value = "改"

    book = read_scheme_workbook(changed(change, NEXT), "指标体系.xlsx", base_tree)
    assert book.findings == ()
    checked = checked_tree(book.tree)
    assert checked.errors == ()
    assert checked.scheme["asset_inventory"].criteria == "每年盘点两次。"
    assert len(checked.scheme["asset_inventory"].points) == 2


def test_figures_and_days_typed_as_excel_does_are_understood() -> None:
    def retype(book: Any) -> None:
        from datetime import datetime

        cell(book, "指标", "rate", "满分").value = 60
        cell(book, "参数", "标准", "起始日期").value = datetime(2021, 1, 1)  # noqa: DTZ001 - as Excel has it
        cell(book, "参数", "标准", "数值").value = 0.8

    book = read_scheme_workbook(changed(retype), "指标体系.xlsx", base_tree)
    checked = checked_tree(book.tree)
    assert checked.findings == ()
    assert checked.scheme["rate"].full == 60
    assert checked.scheme.parameters is not None
    first, *_ = checked.scheme.parameters["标准"].values
    assert (str(first[0]), str(first[1])) == ("2021-01-01", "0.8")


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableInput, match="指标体系工作簿"):
        read_scheme_workbook(data, "指标体系.xlsx", base_tree)


def test_a_workbook_of_something_else_is_refused() -> None:
    stream = BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "别的"  # type: ignore[index]
    book.save(stream)
    with pytest.raises(UnusableInput, match="基本信息"):
        read_scheme_workbook(stream.getvalue(), "别的.xlsx", base_tree)


def test_import_writes_nothing_while_there_is_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def spoil(book: Any) -> None:
        cell(book, "指标", "rate", "满分").value = "50"

    (tmp_path / "指标体系.xlsx").write_bytes(changed(spoil))
    target = tmp_path / "我的" / "scheme.yaml"
    assert status(["scheme", "import", str(tmp_path / "指标体系.xlsx"), "-o", str(target)]) == 2
    told = capsys.readouterr()
    assert "指标!" in told.out
    assert "没有写文件" in told.err
    assert not target.parent.exists()


def test_export_and_import_bring_scheme_and_examples_and_never_overwrite(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, target = tmp_path / "指标体系.xlsx", tmp_path / "我的" / "scheme.yaml"
    assert status(["scheme", "export", "steps-corridor-2023", "-o", str(book)]) == 0
    assert status(["scheme", "export", "steps-corridor-2023", "-o", str(book)]) == 2
    assert status(["scheme", "import", str(book), "-o", str(target)]) == 0
    assert status(["scheme", "test", str(target)]) == 0
    assert status(["scheme", "import", str(book), "-o", str(target)]) == 2
    assert status(["scheme", "import", str(book), "-o", str(target), "--force"]) == 0
    capsys.readouterr()
    assert status(["scheme", "diff", "steps-corridor-2023", str(book)]) == 0
    assert capsys.readouterr().out == "两个指标体系的内容完全相同。\n"


def test_an_example_that_no_longer_holds_stops_the_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "指标体系.xlsx"
    assert status(["scheme", "export", "steps-corridor-2023", "-o", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    page = book["例子"]
    row = next(r for r in range(3, page.max_row) if page.cell(r, 2).value == "结果" and page.cell(r, 5).value)
    page.cell(row, 5).value = "1.23"
    book.save(path)
    capsys.readouterr()
    assert status(["scheme", "import", str(path), "-o", str(tmp_path / "我的")]) == 2
    assert f"例子!C{row}" in capsys.readouterr().out
