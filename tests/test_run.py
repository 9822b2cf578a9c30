"""The whole way on the example unit, and on every kind of bad input: right words, right exit, nothing half-written."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from xlperf.cli import status
from xlperf.examples import make_example
from xlperf.ooxml import Workbook, compare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORM = "部门整体支出绩效自评信息指标评分表.xlsx"
EXPORT = "数据/2023年度部门决算报表.xls"


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    make_example(tmp_path / "单位")
    return tmp_path / "单位"


def call(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, str, str]:
    code = status(arguments)
    told = capsysbinary.readouterr()
    return code, told.out.decode(), told.err.decode()


def run_json(
    capsysbinary: pytest.CaptureFixture[bytes], unit: Path, command: str = "run"
) -> tuple[int, dict[str, Any]]:
    code, out, _ = call(capsysbinary, command, str(unit), "--json")
    return code, json.loads(out)


def codes(document: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in document["findings"]}


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_example_gives_the_known_figures_and_no_finding(
    unit: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, document = run_json(capsysbinary, unit)
    shown = {i["name"]: i["display"] for i in document["indicators"]}
    assert code == 0
    assert (document["score"], document["full"], document["findings"]) == ("99.95", "100", [])
    assert shown["结转结余率"] == "3.66%"
    assert shown["公用经费控制率"] == "91.27%"
    assert shown["“三公”经费控制情况"] == "41.27%"
    assert shown["固定资产利用率"] == "100.00%"
    assert len(document["indicators"]) == 31
    assert sum(Decimal(i["score"]) for i in document["indicators"]) == Decimal("99.95")


def test_run_changes_nothing_outside_the_results(unit: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    before = snapshot(unit)
    run_json(capsysbinary, unit)
    after = {name: data for name, data in snapshot(unit).items() if not name.startswith("成果/")}
    assert after == before


def test_only_the_scoring_sheet_and_what_it_forces_changes(
    unit: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    run_json(capsysbinary, unit)
    found = compare(unit / FORM, unit / "成果" / FORM)
    assert not found.lost
    assert not found.added
    with zipfile.ZipFile(unit / FORM) as blank, zipfile.ZipFile(unit / "成果" / FORM) as filled:
        changed = {n for n in blank.namelist() if blank.read(n) != filled.read(n)}
    assert changed <= {
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/workbook.xml",
        "xl/styles.xml", "xl/calcChain.xml",
    }  # fmt: skip


def test_the_filled_workbook_shows_the_total(unit: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    _, document = run_json(capsysbinary, unit)
    book = Workbook.open(unit / "成果" / FORM)
    for indicator in document["indicators"]:
        sheet, cell = indicator["cells"]["score"].split("!")
        assert book[sheet][cell].value == Decimal(indicator["score"])


def test_running_twice_gives_the_same_bytes(unit: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    run_json(capsysbinary, unit)
    first = snapshot(unit / "成果")
    run_json(capsysbinary, unit)
    assert snapshot(unit / "成果") == first


def test_check_and_dry_run_write_nothing(unit: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    before = snapshot(unit)
    assert call(capsysbinary, "check", str(unit))[0] == 0
    code, out, _ = call(capsysbinary, "fill", str(unit), "--dry-run")
    assert code == 0
    assert "结转结余率" in out
    assert snapshot(unit) == before


def test_a_bare_folder_with_what_was_received_works(
    unit: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    bare = tmp_path / "只有两个文件"
    bare.mkdir()
    shutil.copyfile(unit / EXPORT, bare / "导出.xls")
    shutil.copyfile(unit / FORM, bare / "表.xlsx")
    _, document = run_json(capsysbinary, bare)
    assert document["unit"] == "示例区政务服务数据管理局"
    assert document["scheme"] == "gd-district-2023"
    rate = next(i for i in document["indicators"] if i["name"] == "结转结余率")
    assert (rate["score"], rate["display"], rate["inputs"][0]["file"]) == ("3", "3.66%", "导出.xls")
    assert document["score"] is None
    assert (bare / "填报表.xlsx").is_file()


def test_run_imports_nothing_that_it_does_not_need(unit: Path) -> None:
    script = (
        "import sys; from xlperf.cli import status; code = status(['run', sys.argv[1]]); "
        "heavy = {'pandas', 'numpy', 'openpyxl', 'xlwings'} & set(sys.modules); sys.exit(','.join(heavy) or code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(unit)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


def test_explain_goes_down_to_the_cell(unit: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = call(capsysbinary, "explain", "结转结余率", str(unit))
    assert code == 0
    assert "32.19 ÷ (33.27 + 847.43) × 100% = 3.66%" in out
    assert "2023年度部门决算报表.xls" in out
    code, _, err = call(capsysbinary, "explain", "结转结余", str(unit))
    assert code == 2
    assert "是不是“结转结余率”" in err


def remove_tables(unit: Path) -> None:
    (unit / EXPORT).unlink()


def html_export(unit: Path) -> None:
    (unit / EXPORT).write_text("<html><table><tr><td>1</td></tr></table></html>", encoding="utf-8")


def truncated_form(unit: Path) -> None:
    data = (unit / FORM).read_bytes()
    (unit / FORM).write_bytes(data[: len(data) // 2])


def other_year(unit: Path) -> None:
    text = (unit / "单位.toml").read_text(encoding="utf-8")
    (unit / "单位.toml").write_text(text.replace("2023\n", "2022\n", 1), encoding="utf-8")


def other_unit(unit: Path) -> None:
    text = (unit / "单位.toml").read_text(encoding="utf-8")
    (unit / "单位.toml").write_text(text.replace("示例区政务服务数据管理局", "另一区财政局"), encoding="utf-8")


def set_form(unit: Path, sheet: str, cell: str, value: object) -> None:
    book = Workbook.open(unit / FORM)
    book[sheet].set(cell, value)
    book.save(unit / FORM)


def find(unit: Path, file: str, sheet: str, text: str) -> tuple[int, int]:
    grid = Workbook.open(unit / file)[sheet].grid()
    return next((row, column) for row, column, value in grid.cells() if value == text)


def unknown_indicator(unit: Path) -> None:
    row, column = find(unit, FORM, "评分表", "资产盘点情况")
    set_form(unit, "评分表", f"{'ABCDEFGH'[column]}{row + 1}", "资产出租情况")


def no_score_column(unit: Path) -> None:
    row, column = find(unit, FORM, "评分表", "自评得分")
    set_form(unit, "评分表", f"{'ABCDEFGHIJKLM'[column]}{row + 1}", "备用")


def two_forms(unit: Path) -> None:
    shutil.copyfile(unit / FORM, unit / "另一份评分表.xlsx")


def answer(unit: Path, sheet: str, heading: str, row: int, value: object) -> None:
    book = Workbook.open(unit / "填报表.xlsx")
    grid = book[sheet].grid()
    top, column = next((r, c) for r, c, v in grid.cells() if isinstance(v, str) and v.startswith(heading))
    book[sheet].set(f"{'ABCDEFGHIJKLMN'[column]}{top + row + 1}", value)
    book.save(unit / "填报表.xlsx")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (remove_tables, "决算"),
        (html_export, "网页"),
        (truncated_form, "损坏"),
        (other_year, "年度"),
        (other_unit, "编制单位"),
        (unknown_indicator, "资产出租情况"),
        (no_score_column, "得分"),
        (two_forms, "另一份评分表.xlsx"),
        (lambda unit: answer(unit, "检查点", "选择", 1, "也许"), "也许"),
        (lambda unit: answer(unit, "得分核定", "核定", 1, Decimal(99)), "99"),
        (lambda unit: answer(unit, "填报数", "填写", 1, "很多"), "很多"),
        (lambda unit: answer(unit, "填报数", "填写", 1, Decimal(-3)), "-3"),
    ],
)
def test_bad_input_is_a_finding_with_place_and_advice(
    unit: Path, capsysbinary: pytest.CaptureFixture[bytes], spoil: Callable[[Path], None], words: str
) -> None:
    spoil(unit)
    code, document = run_json(capsysbinary, unit)
    grave = [f for f in document["findings"] if f["severity"] in {"error", "warning"}]
    assert any(words in f["message"] + f["place"]["file"] for f in grave), [f["message"] for f in grave]
    assert all(f["hint"] for f in grave)
    assert code == int(any(f["severity"] == "error" for f in grave))


@pytest.mark.parametrize("name", ["没有", "空的"])
def test_a_folder_without_anything_is_refused(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], name: str
) -> None:
    (tmp_path / "空的").mkdir()
    code, out, err = call(capsysbinary, "run", str(tmp_path / name))
    assert (code, out) == (2, "")
    assert err.startswith("错误：")
    assert list((tmp_path / "空的").iterdir()) == []


def test_a_file_that_is_still_open_is_told(unit: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (unit / ".~lock.填报表.xlsx#").write_bytes(b"")
    code, document = run_json(capsysbinary, unit)
    found = [(f["severity"], f["place"]["file"]) for f in document["findings"] if f["code"] == "XP133"]
    assert (code, found) == (0, [("hint", "填报表.xlsx")])


def test_an_open_workbook_is_not_replaced(unit: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    run_json(capsysbinary, unit)
    before = (unit / "成果" / FORM).read_bytes()
    (unit / "成果" / f"~${FORM}").write_bytes(b"")
    answer(unit, "检查点", "选择", 1, "否")
    _, document = run_json(capsysbinary, unit)
    assert (unit / "成果" / FORM).read_bytes() == before
    assert "XP801" in codes(document)
