"""Build workbooks/common/绩效目标运行监控表.xlsx, the blank monitoring form in the layout of 财预〔2019〕136号.

One sheet for the department (funds by source, performance targets) and one for its projects; the same bytes each time.
"""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from xlperf.outputs import write_whole  # noqa: E402

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

TARGET: Final = ROOT / "workbooks" / "common" / "绩效目标运行监控表.xlsx"
FONT: Final = "宋体"
TITLE_FONT: Final = "方正小标宋简体"
HEAD: Final = "#DCE6F1"
OPEN: Final = "#FFFDE7"
MONEY: Final = "#,##0.00"
RATE: Final = "0.00%"
WIDTHS: Final = (12, 13, 24, 9, 11, 9, 15, 14, 8, 8, 8, 8, 8, 22, 8, 8, 10, 14)
FUNDS: Final = (
    "年度资金总额",
    "其中：一般公共预算拨款",
    "政府性基金预算拨款",
    "国有资本经营预算拨款",
    "财政专户管理资金",
    "上年结转资金",
    "其他资金",
)
FUND_HEADINGS: Final = (
    ("资金来源", 0, 2),
    ("年初预算", 3, 4),
    ("调整预算数", 5, 6),
    ("调整后预算数", 7, 8),
    ("预算执行数", 9, 11),
    ("预算执行率", 12, 12),
    ("全年预计执行数", 13, 14),
    ("备注", 15, 17),
)
TARGET_ROWS: Final = 24
PROJECT_ROWS: Final = 40
REASONS: Final = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明")
CHANCES: Final = ("确定能", "有可能", "完全不可能")
PROJECT_COLUMNS: Final = (
    ("序号", 6),
    ("项目编码", 16),
    ("项目名称", 36),
    ("资金来源", 18),
    ("年初预算", 13),
    ("调整预算数", 13),
    ("调整后预算数", 13),
    ("当月支出", 13),
    ("预算执行数", 13),
    ("预算执行率", 11),
    ("全年预计执行数", 14),
    ("偏差原因", 28),
    ("整改措施", 28),
)


class Form:
    """The form while it is drawn."""

    def __init__(self, stream: io.BytesIO) -> None:
        self.book = xlsxwriter.Workbook(stream, {"in_memory": True})
        self.book.set_properties({"title": "绩效目标运行监控表", "created": datetime(2024, 1, 2)})  # noqa: DTZ001 - no zone in the file
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(self, **properties: object) -> Format:
        """Give a format, made once."""
        base: dict[str, object] = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True}
        key = tuple(sorted((base | properties).items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(key))
        return self.formats[key]

    def head(self) -> Format:
        """Give the format of a heading."""
        return self.style(border=1, bold=True, align="center", bg_color=HEAD)

    def draw(self) -> None:
        """Draw both sheets."""
        self.department(self.book.add_worksheet("绩效目标运行监控表"))
        self.projects(self.book.add_worksheet("项目预算执行监控"))
        self.book.close()

    def department(self, sheet: Worksheet) -> None:
        """Draw the sheet of the department."""
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        last = len(WIDTHS) - 1
        self.top(sheet, "部门整体支出绩效目标运行监控表", last)
        row = 3
        for text, left, right in FUND_HEADINGS:
            self.span(sheet, row, left, row, right, text, self.head())
        sheet.set_row(row, 24)
        for label in FUNDS:
            row += 1
            self.fund(sheet, row, label)
        self.targets(sheet, row + 1)
        self.paper(sheet)

    def fund(self, sheet: Worksheet, row: int, label: str) -> None:
        """Draw a row of the funds grid."""
        self.span(sheet, row, 0, row, 2, label, self.style(border=1, indent=0 if "总额" in label else 1))
        for text, left, right in FUND_HEADINGS[1:]:
            look: dict[str, object] = {"border": 1, "align": "center", "bg_color": OPEN}
            if text != "备注":
                look["num_format"] = RATE if text == "预算执行率" else MONEY
            self.span(sheet, row, left, row, right, "", self.style(**look))
        sheet.set_row(row, 20)

    def targets(self, sheet: Worksheet, row: int) -> None:
        """Draw heading and blank rows of the targets."""
        single = ("一级指标", "二级指标", "三级指标", "计算符号", "年度指标值", "计量单位")
        for column, text in enumerate((*single, "1—　月执行情况", "全年预计完成情况")):
            self.span(sheet, row, column, row + 1, column, text, self.head())
        self.span(sheet, row, 8, row, 13, "偏差原因分析", self.head())
        self.span(sheet, row, 14, row, 16, "完成目标可能性", self.head())
        for column, text in enumerate((*REASONS, *CHANCES), 8):
            sheet.write_string(row + 1, column, text, self.head())
        self.span(sheet, row, 17, row + 1, 17, "备注", self.head())
        sheet.set_row(row, 20)
        sheet.set_row(row + 1, 30)
        first = row + 2
        for at in range(first, first + TARGET_ROWS):
            for column in range(len(WIDTHS)):
                align = "left" if column in {2, 13, 17} else "center"
                sheet.write_blank(at, column, None, self.style(border=1, align=align, bg_color=OPEN))
            sheet.set_row(at, 24)
        tick = {"validate": "list", "source": ["√"], "ignore_blank": True, "show_error": False}
        sheet.data_validation(first, 8, first + TARGET_ROWS - 1, 12, tick)
        sheet.data_validation(first, 14, first + TARGET_ROWS - 1, 16, tick)
        words = "注：偏差原因和完成目标可能性在对应栏打“√”；偏离目标的指标须填写原因说明。浅黄色单元格为填报区域。"
        sheet.merge_range(first + TARGET_ROWS, 0, first + TARGET_ROWS, len(WIDTHS) - 1, words, self.style(font_size=9))
        sheet.freeze_panes(3, 0)

    def projects(self, sheet: Worksheet) -> None:
        """Draw the sheet of the projects."""
        for column, (_, width) in enumerate(PROJECT_COLUMNS):
            sheet.set_column(column, column, width)
        self.top(sheet, "项目预算执行监控表", len(PROJECT_COLUMNS) - 1)
        for column, (text, _) in enumerate(PROJECT_COLUMNS):
            sheet.write_string(3, column, text, self.head())
        sheet.set_row(3, 28)
        for row in range(4, 4 + PROJECT_ROWS):
            for column, (text, _) in enumerate(PROJECT_COLUMNS):
                look: dict[str, object] = {"border": 1, "bg_color": OPEN}
                if 4 <= column <= 10:
                    look |= {"align": "right", "num_format": RATE if text == "预算执行率" else MONEY}
                elif column in {0, 1, 3}:
                    look |= {"align": "center"}
                sheet.write_blank(row, column, None, self.style(**look))
            sheet.set_row(row, 22)
        words = "注：同一项目有多个资金来源的，每个来源一行。“全年预计执行数”“偏差原因”“整改措施”由项目负责人填写。"
        below = 4 + PROJECT_ROWS
        sheet.merge_range(below, 0, below, len(PROJECT_COLUMNS) - 1, words, self.style(font_size=9))
        sheet.freeze_panes(4, 3)
        self.paper(sheet)

    def top(self, sheet: Worksheet, title: str, last: int) -> None:
        """Draw the title, the period, the unit."""
        sheet.merge_range(0, 0, 0, last, title, self.style(font_name=TITLE_FONT, font_size=18, align="center"))
        sheet.set_row(0, 36)
        sheet.merge_range(1, 0, 1, last, "（　　年1—　月）", self.style(font_size=12, align="center"))
        sheet.set_row(1, 20)
        self.span(sheet, 2, 0, 2, 2, "填报单位：", self.style(font_size=11))
        self.span(sheet, 2, last - 1, 2, last, "金额单位：万元", self.style(font_size=11, align="right"))
        sheet.set_row(2, 22)

    def span(  # noqa: PLR0913, PLR0917 - two corners, as in Excel
        self, sheet: Worksheet, top: int, left: int, bottom: int, right: int, text: str, style: Format
    ) -> None:
        """Write a cell, merged where it is more than one."""
        if (top, left) == (bottom, right):
            sheet.write(top, left, text or None, style)
        else:
            sheet.merge_range(top, left, bottom, right, text, style)

    def paper(self, sheet: Worksheet) -> None:
        """Set up printing: A3 across, one page wide."""
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&C&9第 &P 页，共 &N 页")
        sheet.hide_gridlines(2)


def build() -> None:
    """Write the blank form."""
    stream = io.BytesIO()
    Form(stream).draw()
    write_whole(TARGET, stream.getvalue())
    print(f"已生成 {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    build()
