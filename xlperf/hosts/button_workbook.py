"""更新.xlsm: the workbook with the buttons, the state of the last run, and the findings with links to their cells."""

from __future__ import annotations

import io
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from xlperf.hosts.state_sheet import FIRST_ROW, FONT, LAST_ROW, TITLE_COLOUR, WIDTHS, write_state
from xlperf.hosts.vba.project import build_project
from xlperf.outputs import write_whole
from xlperf.unit import OUTPUTS, QUESTIONNAIRE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xlperf.hosts.button_state import ButtonState

STATE_WORKBOOK: Final = ".xlperf/state.xlsx"
REQUEST: Final = ".xlperf/request"
MODULE: Final = "XlperfButtons"
BUTTONS: Final = (
    ("RefreshMonth", "刷新本月"),
    ("CheckFigures", "检查"),
    ("MakeReport", "生成报告"),
    ("OpenWorkingPaper", "打开底稿"),
    ("ShowLatest", "显示最新结果"),
)
"""Macro and caption."""

_SHEETS: Final = ("Sheet1", "Sheet2")
"""Code names, by which the VBA project knows the sheets."""
_HOW: Final = "把导出的表放进“数据”文件夹（按月的放进 2024-05 这样的子文件夹），保存并关闭“成果”里的文件，再按按钮。"
_NO_REACTION: Final = "按了没有反应，是宏被禁用了：不必打开宏，双击同一文件夹里的“每月更新”，效果一样。"
BLOCKED: Final = (
    "这台电脑不让表格软件启动别的程序（或者程序换了位置）。可以这样做：① 双击同一文件夹里的“每月更新”；"
    "② 如果正开着“xlperf watch”的窗口，它已经收到这次请求，等它说完成后按“显示最新结果”；"
    "③ 程序换了位置的，在命令行运行 xlperf excel 重新生成本文件。"
)


def write_button_workbook(path: Path, state: ButtonState, command: str) -> None:
    """Write 更新.xlsm whole; ``command`` is what the buttons run, as one command line.

    Raises UnusableInput when the file cannot be written.
    """
    write_whole(path, button_workbook(state, command))


def write_state_workbook(path: Path, state: ButtonState) -> None:
    """Write the state alone, from which an open 更新.xlsm copies it. Raises UnusableInput."""
    write_whole(path, _workbook(lambda book: write_state(_sheet(book), book, state)))


def button_workbook(state: ButtonState, command: str) -> bytes:
    """Give the bytes of 更新.xlsm."""

    def write(book: Any) -> None:  # noqa: ANN401 - XlsxWriter is untyped
        sheet = _sheet(book)
        _write_head(sheet, book, state)
        write_state(sheet, book, state)
        _write_settings(book, command)
        source = resources.files("xlperf.hosts.vba").joinpath(f"{MODULE}.bas").read_text(encoding="ascii")
        project = io.BytesIO(build_project({MODULE: source}, _SHEETS))
        book.add_vba_project(project, is_stream=True)
        book.set_vba_name("ThisWorkbook")
        for worksheet, name in zip(book.worksheets(), _SHEETS, strict=True):
            worksheet.set_vba_name(name)

    return _workbook(write)


def _workbook(write: Callable[[Any], None]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    write(book)
    book.close()
    return stream.getvalue()


def _sheet(book: Any) -> Any:  # noqa: ANN401 - XlsxWriter is untyped
    sheet = book.add_worksheet("更新")
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet


def _write_head(sheet: Any, book: Any, state: ButtonState) -> None:  # noqa: ANN401
    title = book.add_format({**FONT, "font_size": 18, "bold": True, "font_color": TITLE_COLOUR})
    note = book.add_format({**FONT, "font_size": 10, "font_color": "#595959", "text_wrap": True})
    sheet.set_row(0, 34)
    sheet.write_string(0, 1, f"绩效自评 · 每月更新{f'　{state.unit}' if state.unit else ''}", title)
    sheet.set_row(1, 20)
    sheet.merge_range(1, 1, 1, 5, _HOW, note)
    sheet.set_row(2, 42)
    left = 0
    for macro, caption in BUTTONS:
        width = 150
        sheet.insert_button(
            2, 1, {"macro": macro, "caption": caption, "width": width, "height": 38, "x_offset": left, "y_offset": 8}
        )
        left += width + 14
    sheet.set_row(3, 20)
    sheet.merge_range(3, 1, 3, 5, _NO_REACTION, note)
    sheet.freeze_panes(FIRST_ROW - 1, 0)
    book.define_name("xlperf_message", f"='更新'!$B${FIRST_ROW}")


def _write_settings(book: Any, command: str) -> None:  # noqa: ANN401
    """Write what the macros need to know and say into the hidden second sheet, each in a named cell."""
    settings = {
        "command": command,
        "rows": f"{FIRST_ROW}:{LAST_ROW}",
        "state": STATE_WORKBOOK,
        "request": REQUEST,
        "answers": QUESTIONNAIRE,
        "working_paper": f"{OUTPUTS}/计算底稿.xlsx",
        "busy": "正在运行，请稍候……",
        "blocked": BLOCKED,
        "no_state": "程序运行完了，但结果没能读出来：关闭本文件再打开，就能看到。",
        "no_working_paper": "还没有计算底稿：先按“刷新本月”。",
    }
    sheet = book.add_worksheet("设置")
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    for row, (name, value) in enumerate(settings.items()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
        book.define_name(f"xlperf_{name}", f"='设置'!$B${row + 1}")
    sheet.hide()
