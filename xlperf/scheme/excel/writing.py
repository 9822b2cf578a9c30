"""Making 指标体系.xlsx with openpyxl: drop-down lists, comments on every column, text that stays text."""

from __future__ import annotations

import io
import math
import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from xlperf.scheme.excel.layout import (
    ABOUT,
    ABOUT_ROWS,
    GUIDE,
    HOW,
    INHERITED,
    REMOVED,
    SHEETS,
    Column,
    Sheet,
)
from xlperf.source.grid import column_letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from xlperf.scheme.excel.rows import Row

FONT: Final = "宋体"
HEAD_FONT: Final = "黑体"
HEAD_COLOUR: Final = "DCE6F1"
SHOWN_COLOUR: Final = "EDEDED"
"""Of rows that only show what comes from the scheme that this one builds on."""
SPARE_ROWS: Final = 12
"""Empty rows, ready for what an officer adds."""
RULED_ROWS: Final = 1500
"""Rows that drop-down lists cover."""
HEADING_ROW: Final = 2
LONGEST_LIST: Final = 255
"""Characters of a drop-down list that Excel takes."""
FROZEN_AFTER: Final = {"编号", "名称"}

_LEADS: Final = (
    "这份工作簿是一个指标体系的全部内容：数据从哪里来、有哪些指标、怎么算、怎么评分。可以直接修改。",
    (
        "一、改好后保存、关闭，运行 xlperf scheme import 指标体系.xlsx，程序检查后生成 scheme.yaml；"
        "有错的一次全部列出，写明工作表和单元格，不生成文件。"
    ),
    "二、表头的批注说明每一栏写什么；有下拉列表的从列表里选。可以添加行、调整列宽、改变行的顺序，不要改表头和工作表的名称。",
    "三、“指标”一行一个指标，上级写编号；“评分规则”里每一档、每一条要点各写一行，编号与“指标”相同。",
    (
        "四、灰色的行是沿用别的指标体系的，只供对照。要改指标，把“做法”改成“改”，只留要改的栏；"
        "其他工作表里要改的，把“做法”清空再改。"
    ),
    f"五、沿用的内容里有、本体系不要的一栏，写“{REMOVED}”；整行不要的，“做法”选“去掉”（指标选“删”）。",
    "六、“例子”用来检验公式和规则，导入时自动运行；改了分值和规则，相应的例子也要改。",
    "七、scheme.yaml 里以 # 开头的说明文字不在这份工作簿里。",
)
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def written_workbook(rows: Mapping[str, Sequence[Row]], title: str, *, extends: bool) -> bytes:
    """Write rows by sheet; the same rows give the same sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "xlperf"
    book.properties.created = book.properties.modified = datetime(2024, 1, 1)  # noqa: DTZ001 - no zone in the file
    guide = book.active
    if guide is None:
        raise AssertionError("openpyxl makes a workbook with one sheet")
    _guide(guide, title)
    for sheet in SHEETS:
        _Writer(book.create_sheet(sheet.name), sheet, extends=extends).write(rows.get(sheet.name, ()))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _guide(sheet: Worksheet, title: str) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = GUIDE
    sheet.column_dimensions["A"].width = 112
    sheet["A1"] = "指标体系"
    sheet["A1"].font = Font(name=HEAD_FONT, size=18)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 36
    for row, text in enumerate((title, *_LEADS), 2):
        cell = sheet.cell(row, 1, _safe(text))
        cell.data_type = "s"
        cell.font = Font(name=FONT, size=12)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[row].height = 18 * _lines(text, 96) + 14
    sheet.sheet_view.showGridLines = False
    _page(sheet)


class _Writer:
    """Writes one sheet."""

    def __init__(self, sheet: Worksheet, spec: Sheet, *, extends: bool) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self.sheet, self.spec, self.extends = sheet, spec, extends
        line = Side(style="thin", color="A6A6A6")
        self.border = Border(left=line, right=line, top=line, bottom=line)
        self.font, self.shown_font = Font(name=FONT, size=11), Font(name=FONT, size=11, color="7F7F7F")
        self.head_font = Font(name=HEAD_FONT, size=11)
        self.head_fill = PatternFill("solid", fgColor=HEAD_COLOUR)
        self.shown_fill = PatternFill("solid", fgColor=SHOWN_COLOUR)
        self.middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.left = Alignment(horizontal="left", vertical="center", wrap_text=True)

    def write(self, rows: Sequence[Row]) -> None:
        """Write lead, heading, rows, spare rows and lists."""
        self._head()
        spare = 0 if self.spec is ABOUT else SPARE_ROWS
        shown = {row[self.spec.name_column].value for row in rows if HOW in row and row[HOW].value == INHERITED}
        number = HEADING_ROW
        for number, row in enumerate(rows, HEADING_ROW + 1):
            self._row(number, row, grey=self._is_shown(row, shown))
        for blank in range(number + 1, number + 1 + spare):
            self._row(blank, {}, grey=False)
        self._lists()
        _page(self.sheet)
        self.sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"

    def _is_shown(self, row: Row, shown: set[str]) -> bool:
        name = row.get(self.spec.name_column)
        return HOW in self.spec.headings and name is not None and name.value in shown

    def _head(self) -> None:
        from openpyxl.comments import Comment

        self.sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=min(8, len(self.spec.columns)))
        lead = self.sheet.cell(1, 1, self.spec.lead)
        lead.font, lead.alignment = self.font, self.left
        self.sheet.row_dimensions[1].height = 36
        for index, column in enumerate(self.spec.columns, 1):
            cell = self.sheet.cell(HEADING_ROW, index, column.heading)
            cell.font, cell.fill, cell.alignment, cell.border = self.head_font, self.head_fill, self.middle, self.border
            wide = self.sheet.column_dimensions[column_letters(index - 1)]
            wide.width, wide.number_format, wide.alignment = column.width, "@", self.left
            if column.note:
                cell.comment = Comment(column.note, "xlperf", width=280, height=40 + 18 * _lines(column.note, 34))
        self.sheet.row_dimensions[HEADING_ROW].height = 26
        frozen = max(i for i, c in enumerate(self.spec.columns) if c.heading == self.spec.name_column) + 1
        self.sheet.freeze_panes = f"{column_letters(frozen)}{HEADING_ROW + 1}"

    def _row(self, number: int, row: Row, *, grey: bool) -> None:
        lines = 1
        for index, column in enumerate(self.spec.columns, 1):
            cell = self.sheet.cell(number, index)
            text = row[column.heading].value if column.heading in row else ""
            if text:
                cell.value = _safe(text)
                cell.data_type = "s"  # also when it begins with =
                lines = max(lines, _lines(text, column.width))
            cell.number_format = "@"
            cell.font, cell.border = self.shown_font if grey else self.font, self.border
            cell.alignment = self.middle if column.width <= 10 else self.left
            if grey or (self.spec is ABOUT and column.heading != "内容"):
                cell.fill = self.shown_fill
        self.sheet.row_dimensions[number].height = min(max(20, 15 * lines + 6), 400)

    def _lists(self) -> None:
        for index, column in enumerate(self.spec.columns):
            letter = column_letters(index)
            where = f"{letter}{HEADING_ROW + 1}:{letter}{RULED_ROWS}"
            if column.choices:
                self._list(_choices(column, extends=self.extends), where, strict=True)
            elif column.names_of:
                self._list(_names(column.names_of), where, strict=False)
        if self.spec is ABOUT:
            for number, (_, _, choices) in enumerate(ABOUT_ROWS, HEADING_ROW + 1):
                if choices:
                    self._list(f'"{",".join(choices)}"', f"B{number}", strict=True)

    def _list(self, formula: str, where: str, *, strict: bool) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        listed = DataValidation(type="list", formula1=formula, allow_blank=True)
        listed.showErrorMessage = strict
        listed.errorTitle, listed.error = "填写有误", "请从下拉列表里选一个。"
        self.sheet.add_data_validation(listed)
        listed.add(where)


def _choices(column: Column, *, extends: bool) -> str:
    removable = extends and column.heading != HOW and REMOVED not in column.choices
    return f'"{",".join((*column.choices, *((REMOVED,) if removable else ())))}"'


def _names(sheet_name: str) -> str:
    sheet = next(sheet for sheet in SHEETS if sheet.name == sheet_name)
    index = next(i for i, column in enumerate(sheet.columns) if column.heading == sheet.name_column)
    letter = column_letters(index)
    return f"'{sheet_name}'!${letter}${HEADING_ROW + 1}:${letter}${RULED_ROWS}"


def _page(sheet: Worksheet) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    footer = sheet.HeaderFooter.oddFooter
    if footer is not None:
        footer.center.text = "第 &P 页，共 &N 页"


def _safe(text: str) -> str:
    """Write what XML cannot hold as Excel does (_x0007_), and what looks like that so that it stays as it is."""
    escaped = _ESCAPED.sub("_x005F_", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", escaped)


def _lines(text: str, width: float) -> int:
    """Estimate the lines of a wrapped text: a Chinese character is as wide as two Latin ones."""
    return sum(max(1, math.ceil(sum(1 if sign.isascii() else 2 for sign in part) / width)) for part in text.split("\n"))
