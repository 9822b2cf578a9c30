"""更新.xlsm: its parts, what it shows, its links, and its macros run in LibreOffice."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from importlib import resources
from typing import TYPE_CHECKING, Final

import pytest
from openpyxl import load_workbook

from xlperf.findings import Finding, Kind, Place, Severity
from xlperf.hosts.button_state import ButtonState
from xlperf.hosts.button_workbook import (
    BUTTONS,
    MODULE,
    REQUEST,
    button_workbook,
    write_button_workbook,
    write_state_workbook,
)
from xlperf.unit import BUTTON_WORKBOOK

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings
    from openpyxl.worksheet.worksheet import Worksheet

COMMAND: Final = r'"C:\用户 甲\python.exe" -m xlperf.hosts.press'
STATE: Final = ButtonState(
    unit="示例局",
    action="刷新本月",
    finished=datetime(2024, 6, 3, 9, 12),  # noqa: DTZ001 - the clock on the wall
    outcome="刷新本月完成，有 1 条必须修改，见下面的核对意见。",
    lines=(("得分", "99.95 分（满分 100 分）"),),
    outputs=(("评分表", "成果/评分表.xlsx"),),
    changes=("新增项目：评优经费",),
    findings=(
        Finding(
            "XP301",
            Kind.SUM,
            Severity.ERROR,
            "合计不等于分项之和",
            Place("数据/决算.xls", "Z01 总表(01表)'甲", "E12"),
            hint="核对后改正",
        ),
        Finding("XP401", Kind.TWO, Severity.WARNING, "=2+3 两处不一致", explanation="口径不同"),
    ),
)


@pytest.fixture
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(button_workbook(STATE, COMMAND))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def sheet() -> Worksheet:
    return load_workbook(io.BytesIO(button_workbook(STATE, COMMAND)), keep_vba=True)["更新"]


def shown(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_every_button_is_bound_to_a_macro_that_is_there(parts: dict[str, bytes]) -> None:
    drawing = parts["xl/drawings/vmlDrawing1.vml"].decode()
    bound = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawing)
    source = resources.files("xlperf.hosts.vba").joinpath(f"{MODULE}.bas").read_text(encoding="ascii")
    assert bound == [macro for macro, _ in BUTTONS]
    assert re.findall(r"^Public Sub (\w+)\(\)", source, re.MULTILINE) == [macro for macro, _ in BUTTONS]
    for _, caption in BUTTONS:
        assert f">{caption}</font>" in drawing


def test_the_vba_project_knows_the_sheets_by_their_code_names(parts: dict[str, bytes]) -> None:
    assert b'codeName="ThisWorkbook"' in parts["xl/workbook.xml"]
    assert b'codeName="Sheet1"' in parts["xl/worksheets/sheet1.xml"]
    assert b'codeName="Sheet2"' in parts["xl/worksheets/sheet2.xml"]
    assert b"macroEnabled" in parts["[Content_Types].xml"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of a package that olevba uses
def test_olevba_reads_the_macros_and_finds_none_that_starts_by_itself() -> None:
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser(BUTTON_WORKBOOK, data=button_workbook(STATE, COMMAND))
    source = {name: code for _, _, name, code in parser.extract_macros()}[f"{MODULE}.bas"]
    assert all(f"Sub {macro}()" in source for macro, _ in BUTTONS)
    assert not [keyword for kind, keyword, _ in parser.analyze_macros() if kind == "AutoExec"]
    parser.close()


def test_the_last_run_is_shown(sheet: Worksheet) -> None:
    words = shown(sheet)
    for text in (
        "绩效自评 · 每月更新　示例局",
        STATE.outcome,
        "刷新本月（2024-06-03 09:12）",
        "99.95 分（满分 100 分）",
        "新增项目：评优经费",
        "必须修改",
        "合计不等于分项之和",
        "已说明：口径不同",
    ):
        assert text in words


def test_findings_and_results_link_to_their_files_and_cells(sheet: Worksheet) -> None:
    links = [word for word in shown(sheet) if word.startswith("=HYPERLINK")]
    assert links == [
        '=HYPERLINK("成果/评分表.xlsx","成果/评分表.xlsx")',
        "=HYPERLINK(\"数据/决算.xls#'Z01 总表(01表)''甲'!E12\",\"数据/决算.xls Z01 总表(01表)'甲!E12\")",
    ]


def test_text_that_begins_with_an_equals_sign_stays_text(sheet: Worksheet) -> None:
    cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=2+3"))
    assert cell.data_type == "s"


def test_a_state_before_the_first_run_says_what_to_do() -> None:
    first = load_workbook(io.BytesIO(button_workbook(ButtonState(), COMMAND)))["更新"]
    assert "还没有运行过。把导出的表放进“数据”文件夹，再按上面的按钮。" in shown(first)
    assert "最近一次" not in shown(first)


def test_hundreds_of_findings_fit_into_the_rows_that_the_macro_copies() -> None:
    many = tuple(Finding("XP301", Kind.SUM, Severity.HINT, f"第{n}条") for n in range(1000))
    changes = tuple(f"变化{n}" for n in range(300))
    book = load_workbook(io.BytesIO(button_workbook(ButtonState(action="检查", findings=many, changes=changes), "x")))
    rows = next(
        cell.value for row in book["设置"].iter_rows() for cell in row if re.fullmatch(r"\d+:\d+", str(cell.value))
    )
    assert book["更新"].max_row <= int(str(rows).partition(":")[2])
    assert "另有 600 条，见计算底稿.xlsx 的“检查结果”" in shown(book["更新"])


def test_a_link_too_long_for_a_formula_is_plain_text() -> None:
    place = Place("数据/" + "长" * 300 + ".xlsx", "表", "A1")
    state = ButtonState(action="检查", findings=(Finding("XP301", Kind.SUM, Severity.HINT, "甲", place),))
    assert str(place) in shown(load_workbook(io.BytesIO(button_workbook(state, "x")))["更新"])


def test_what_the_macros_need_is_in_named_cells_of_a_hidden_sheet() -> None:
    book = load_workbook(io.BytesIO(button_workbook(STATE, COMMAND)))
    source = resources.files("xlperf.hosts.vba").joinpath(f"{MODULE}.bas").read_text(encoding="ascii")
    asked = set(re.findall(r'(?:Setting|Beside)\("(\w+)"\)|Say "(\w+)"', source))
    names = {name for pair in asked for name in pair if name}
    assert names <= {name.removeprefix("xlperf_") for name in book.defined_names}
    assert book["设置"].sheet_state == "hidden"
    assert COMMAND in shown(book["设置"])


def test_the_state_alone_has_the_same_rows_in_the_same_places(unit_folder: Path) -> None:
    path = unit_folder / ".xlperf" / "state.xlsx"
    write_state_workbook(path, STATE)
    alone, whole = load_workbook(path)["更新"], load_workbook(io.BytesIO(button_workbook(STATE, COMMAND)))["更新"]
    for row in range(5, whole.max_row + 1):
        assert [cell.value for cell in alone[row]] == [cell.value for cell in whole[row]]


@pytest.mark.office
def test_where_no_program_may_be_started_the_macro_leaves_a_request_and_says_how_to_go_on(
    app: xlwings.App, unit_folder: Path
) -> None:
    write_button_workbook(unit_folder / BUTTON_WORKBOOK, STATE, COMMAND)
    book = app.books.open(unit_folder / BUTTON_WORKBOOK)
    message = book.sheets["更新"]["B5"]
    assert message.value == STATE.outcome
    for macro, action in (("RefreshMonth", "refresh"), ("CheckFigures", "check"), ("MakeReport", "report")):
        message.value = "（还没有按）"
        book.macro(f"{MODULE}.{macro}")()
        assert message.value.startswith("这台电脑不让表格软件启动别的程序")
        assert (unit_folder / REQUEST).read_text().strip() == action


@pytest.mark.office
def test_without_a_working_paper_the_macro_says_to_refresh_first(app: xlwings.App, unit_folder: Path) -> None:
    write_button_workbook(unit_folder / BUTTON_WORKBOOK, STATE, COMMAND)
    book = app.books.open(unit_folder / BUTTON_WORKBOOK)
    book.macro(f"{MODULE}.OpenWorkingPaper")()
    assert book.sheets["更新"]["B5"].value == "还没有计算底稿：先按“刷新本月”。"
