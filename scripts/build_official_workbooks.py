"""Build the blank official scoring workbooks (官方评分表) in workbooks/<scheme>/ from the schemes.

Each looks as a finance bureau's does: merged two-row heading, subtotals by formula, text box, picture, comments,
drop-down lists, conditional formats, a protected sheet of instructions and a hidden sheet of lists. Names, marks and
criteria are the scheme's; the same scheme gives the same bytes.
"""

from __future__ import annotations

import io
import struct
import sys
import zlib
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from xlperf.scheme.model import Indicator, Scheme

ROOT: Final = Path(__file__).resolve().parent.parent
LEVELS: Final = ("一级指标", "二级指标", "三级指标", "四级指标")
LEAST_LINES: Final = 5
"""Lines that a row leaves for 自评说明."""
LIST_SHEET: Final = "选项"
CHOICES: Final = ("是", "否", "不适用")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form: what stands in it, its two headings, its width in characters."""

    kind: str
    """number, name, mark, definition, criteria, score, text, evidence, ready or review."""
    heading: str
    below: str = ""
    width: float = 10
    level: int = 0
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How one authority lays its form out (版式)."""

    scheme: str
    file: str
    sheet: str
    columns: tuple[Column, ...]
    fill: str = "#DCE6F1"
    font: str = "宋体"
    title_font: str = "方正小标宋简体"
    annex: str = "附件1"
    subtotals: bool = True
    protected: bool = False
    notes: tuple[str, ...] = ()


NOTES: Final = (
    "1.本表由预算部门（单位）据实填报，自评得分保留两位小数，不得高于该项指标分值。",
    "2.“自评说明”填写得分依据、计算过程；扣分的指标须逐项说明扣分原因。",
    "3.“佐证材料”填写材料名称，材料原件另附并按指标顺序编号。",
    "4.本年度未发生的事项，按评分标准的规定计分，并在“自评说明”中注明。",
    "5.浅黄色单元格为填报区域；小计、合计和评价等级由公式生成，请勿改动。",
)

NATIONAL_NOTES: Final = (
    "1.本表按照预算绩效评价共性指标体系框架设置，由部门（单位）据实填报，自评得分保留两位小数，不得高于该项指标分值。",
    "2.“自评说明”填写得分依据、计算过程；扣分的指标须逐项说明扣分原因。",
    "3.“佐证材料”填写材料名称，材料原件另附并按序号编号。",
    "4.本部门不涉及的指标，在“自评说明”中注明“不适用”，总分按其余指标重新折算。",
    "5.浅黄色单元格为填报区域；合计和评价等级由公式生成，请勿改动。",
)
STEPS_NOTES: Final = (
    "1.本表由部门（单位）对照评分细则逐项自评，得分保留两位小数，不得高于标准分。",
    "2.“评分依据”写明数据来源、计算过程和扣分原因；本部门不涉及的指标注明“不适用”，总分按其余指标重新折算。",
    "3.“证明材料”填写材料名称，材料原件另附。",
    "4.本表已加保护，只能填写浅黄色单元格；小计、合计和评价等级由公式生成。",
)

SCORE_COMMENT: Final = "填写数字，不超过该项指标分值。"
EVIDENCE_COMMENT: Final = "填写材料名称，多项材料用分号隔开。"

GD_DISTRICT: Final = Look(
    scheme="gd-district-2023",
    file="部门整体支出绩效自评信息指标评分表.xlsx",
    sheet="评分表",
    columns=(
        Column("name", "一级指标", "名称", 11, 1),
        Column("mark", "一级指标", "分值", 6, 1),
        Column("name", "二级指标", "名称", 9, 2),
        Column("mark", "二级指标", "分值", 6, 2),
        Column("name", "三级指标", "名称", 17, 3),
        Column("mark", "三级指标", "分值", 6, 3),
        Column("definition", "指标解释", "", 28),
        Column("criteria", "评分标准", "", 48),
        Column("score", "自评得分", "", 9, comment=SCORE_COMMENT),
        Column("text", "自评说明", "", 52),
        Column("evidence", "佐证材料", "名称", 26, comment=EVIDENCE_COMMENT),
        Column("ready", "佐证材料", "是否齐全", 9),
        Column("review", "财政部门\n复核得分", "", 9),
    ),
    notes=NOTES,
)

NATIONAL_FRAME: Final = Look(
    scheme="national-frame-2013",
    file="部门整体支出绩效评价共性指标评分表.xlsx",
    sheet="共性指标评分",
    columns=(
        Column("number", "序号", "", 6),
        Column("name", "一级指标", "", 9, 1),
        Column("name", "二级指标", "", 12, 2),
        Column("name", "三级指标", "", 18, 3),
        Column("mark", "分值", "", 7, 3),
        Column("definition", "指标解释", "", 34),
        Column("criteria", "指标说明及评分标准", "", 52),
        Column("score", "自评\n得分", "", 9, comment=SCORE_COMMENT),
        Column("text", "自评说明（含扣分原因）", "", 52),
        Column("evidence", "佐证材料", "", 28, comment=EVIDENCE_COMMENT),
    ),
    fill="#E2EFDA",
    font="仿宋_GB2312",
    title_font="黑体",
    annex="附表",
    subtotals=False,
    notes=NATIONAL_NOTES,
)

STEPS_CORRIDOR: Final = Look(
    scheme="steps-corridor-2023",
    file="部门整体支出绩效评价指标评分表.xlsx",
    sheet="指标评分",
    columns=(
        Column("name", "一级指标", "", 14, 1),
        Column("name", "二级指标", "", 20, 2),
        Column("criteria", "评分细则", "", 56),
        Column("mark", "标准分", "", 8, 2),
        Column("score", "单位自评", "得分", 9, comment=SCORE_COMMENT),
        Column("text", "单位自评", "评分依据", 52),
        Column("evidence", "单位自评", "证明材料", 28, comment=EVIDENCE_COMMENT),
        Column("ready", "材料是否\n齐全", "", 9),
        Column("review", "考核组\n得分", "", 9),
    ),
    fill="#FCE4D6",
    annex="表二",
    protected=True,
    notes=STEPS_NOTES,
)

LOOKS: Final = (GD_DISTRICT, NATIONAL_FRAME, STEPS_CORRIDOR)


class Form:
    """One official form while it is being drawn."""

    def __init__(self, scheme: Scheme, look: Look, stream: io.BytesIO) -> None:
        self.scheme = scheme
        self.look = look
        self.book = xlsxwriter.Workbook(stream, {"in_memory": True})
        self.book.set_properties(
            {"title": scheme.form_title, "author": scheme.authority, "created": datetime(scheme.year + 1, 1, 2)}  # noqa: DTZ001
        )
        self.sheet: Worksheet = self.book.add_worksheet(look.sheet)
        self.last = len(look.columns) - 1
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.subtotals: list[tuple[int, Indicator]] = []
        self.count = 0

    def style(self, **properties: object) -> Format:
        """Give the format with these properties, made once."""
        base: dict[str, Any] = {"font_name": self.look.font, "font_size": 10, "valign": "vcenter", "text_wrap": True}
        key = tuple(sorted((base | properties).items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(key))
        return self.formats[key]

    def cell_style(self, column: Column, **more: object) -> Format:
        """Give the format of a body cell of a column."""
        properties: dict[str, Any] = {"border": 1}
        match column.kind:
            case "mark":
                properties |= {"align": "center", "num_format": "General"}
            case "score" | "review":
                properties |= {"align": "center", "num_format": "0.00##"}
            case "name" | "ready":
                properties |= {"align": "center"}
        if column.kind in {"score", "text", "evidence", "ready"}:
            properties |= {"bg_color": "#FFFDE7", "locked": False}
        return self.style(**(properties | more))

    def columns(self, kind: str, level: int = 0) -> Iterator[tuple[int, Column]]:
        """Go through the columns of a kind (and level)."""
        for index, column in enumerate(self.look.columns):
            if column.kind == kind and level in (0, column.level):
                yield index, column

    def date_column(self) -> int:
        """Give the column of 填报日期, the second wide one."""
        wide = [index for index, column in enumerate(self.look.columns) if column.width >= 26]
        return min(wide[1], self.last - 1)

    def merge(  # noqa: PLR0913, PLR0917 - two corners, as in Excel
        self, top: int, left: int, bottom: int, right: int, text: object, style: Format
    ) -> None:
        """Merge a range, or write one cell where there is nothing to merge."""
        if (top, left) == (bottom, right):
            self.sheet.write(top, left, text, style)
        else:
            self.sheet.merge_range(top, left, bottom, right, text, style)

    def head(self) -> int:
        """Draw title, unit, date and the two-row heading; return the first row of the body."""
        sheet, last = self.sheet, self.last
        for index, column in enumerate(self.look.columns):
            sheet.set_column(index, index, column.width)
        sheet.set_row(0, 22)
        sheet.write(0, 2, self.look.annex, self.style(font_name="黑体", font_size=12, text_wrap=False))
        sheet.write(0, last, "单位：分、万元", self.style(align="right", text_wrap=False))
        sheet.set_row(1, 36)
        title = self.style(font_name=self.look.title_font, font_size=20, align="center", bold=True)
        self.merge(1, 0, 1, last, f"{self.scheme.form_title}（{self.scheme.year}年度）", title)
        sheet.set_row(2, 24)
        plain = self.style(text_wrap=False)
        date = self.date_column()
        self.merge(2, 0, 2, 1, "填报单位：", plain)
        self.merge(2, 2, 2, date - 1, "", self.style(bottom=1, locked=False))
        sheet.write(2, date, "填报日期：", self.style(align="right"))
        self.merge(2, date + 1, 2, min(date + 2, last), "", self.style(bottom=1, align="left", locked=False))
        heading = self.style(
            bold=True, align="center", border=1, bg_color=self.look.fill, font_name="黑体", font_size=10.5
        )
        left = 0
        for text, group in groupby(self.look.columns, lambda column: column.heading):
            members = list(group)
            right = left + len(members) - 1
            if members[0].below:
                self.merge(3, left, 3, right, text, heading)
                for index, member in enumerate(members):
                    sheet.write(4, left + index, member.below, heading)
            else:
                self.merge(3, left, 4, right, text, heading)
            for index, member in enumerate(members):
                if member.comment:
                    row = 4 if member.below else 3
                    sheet.write_comment(row, left + index, member.comment, {"author": self.scheme.authority})
            left = right + 1
        sheet.set_row(3, 24)
        sheet.set_row(4, 24)
        sheet.freeze_panes(5, max(index for index, _ in self.columns("name")) + 1)
        return 5

    def body(self, row: int) -> int:
        """Draw the tree from ``row`` on; return the row after it."""
        for top in self.scheme.indicators:
            start = row
            row = self.branch(top, 1, row)
            if self.look.subtotals:
                self.subtotal(top, start, row)
                row += 1
        return row

    def branch(self, node: Indicator, level: int, row: int) -> int:
        """Draw a node beside its leaves; return the row after them."""
        start = row
        if node.children:
            for child in node.children:
                row = self.branch(child, level + 1, row)
        else:
            self.leaf(node, row)
            row += 1
        for index, column in self.columns("name", level):
            self.merge(start, index, row - 1, index, node.name, self.cell_style(column, bold=level == 1))
        for index, column in self.columns("mark", level):
            self.merge(start, index, row - 1, index, float(node.full), self.cell_style(column))
        return row

    def leaf(self, node: Indicator, row: int) -> None:
        """Draw what stands beside a third-level indicator."""
        texts = {"definition": node.definition, "criteria": node.criteria}
        lines = LEAST_LINES
        for index, column in enumerate(self.look.columns):
            if column.kind in {"name", "mark"}:
                continue
            if column.kind == "number":
                self.count += 1
                self.sheet.write_number(row, index, self.count, self.style(border=1, align="center"))
                continue
            text = texts.get(column.kind, "")
            self.sheet.write(row, index, text or None, self.cell_style(column))
            lines = max(lines, lines_needed(text, column.width))
        self.sheet.set_row(row, min(15 * lines + 6, 400))

    def subtotal(self, top: Indicator, start: int, row: int) -> None:
        """Draw the subtotal of a level-1 indicator under its rows."""
        style = self.style(border=1, bold=True, align="center", bg_color="#F2F2F2", num_format="General")
        names = [index for index, _ in self.columns("name")]
        mark = max(index for index, _ in self.columns("mark"))
        for index in range(self.last + 1):
            self.sheet.write_blank(row, index, None, style)
        self.merge(row, names[0], row, mark - 1, f"{top.name}小计", style)
        self.sum_formula(row, mark, start, row - 1, float(top.full), style)
        for kind in ("score", "review"):
            for index, _ in self.columns(kind):
                self.sum_formula(row, index, start, row - 1, 0, style)
        self.sheet.set_row(row, 20)
        self.subtotals.append((row, top))

    def sum_formula(  # noqa: PLR0913, PLR0917 - a cell, its range and its look
        self, row: int, column: int, start: int, end: int, value: float, style: Format
    ) -> None:
        """Write a SUM over the cells above."""
        name = letters(column)
        self.sheet.write_formula(row, column, f"=SUM({name}{start + 1}:{name}{end + 1})", style, value)

    def foot(self, first: int, row: int) -> int:
        """Draw total, grade and signatures; return the row after them."""
        style = self.style(border=1, bold=True, align="center", bg_color=self.look.fill, num_format="General")
        names = [index for index, _ in self.columns("name")]
        mark = max(index for index, _ in self.columns("mark"))
        score = next(index for index, _ in self.columns("score"))
        for line in (row, row + 1):
            for index in range(self.last + 1):
                self.sheet.write_blank(line, index, None, style)
            self.sheet.set_row(line, 24)
        self.merge(row, names[0], row, mark - 1, "合计", style)
        review = [index for index, _ in self.columns("review")]
        for index, value in [(mark, float(self.scheme.full)), (score, 0), *((index, 0) for index in review)]:
            name = letters(index)
            parts = "+".join(f"{name}{at + 1}" for at, _ in self.subtotals)
            formula = f"={parts}" if parts else f"=SUM({name}{first + 1}:{name}{row})"
            self.sheet.write_formula(row, index, formula, style, value)
        self.merge(row + 1, names[0], row + 1, mark - 1, "评价等级", style)
        self.sheet.write_formula(row + 1, score, self.grade_formula(row, score), style, "")
        self.book.define_name("自评总分", f"='{self.look.sheet}'!${letters(score)}${row + 1}")
        plain = self.style(text_wrap=False)
        self.sheet.set_row(row + 2, 30)
        date = self.date_column()
        for index, label in ((0, "填报人："), (date - 1, "联系电话："), (date + 2, "单位负责人（签章）：")):
            self.sheet.write(row + 2, index, label, plain)
            self.sheet.write_blank(row + 2, index + 1, None, self.style(text_wrap=False, locked=False))
        return row + 3

    def grade_formula(self, row: int, score: int) -> str:
        """Give the grade of the total by formula; empty while nothing is scored."""
        name = letters(score)
        formula = '""'
        for grade in sorted(self.scheme.grades, key=lambda grade: grade.low):
            formula = f'IF({name}{row + 1}>={grade.low:f},"{grade.name}",{formula})'
        return f'=IF({name}{row + 1}=0,"",{formula})'

    def rules(self, first: int, end: int) -> None:
        """Add drop-down lists, limits on scores and conditional formats to the body."""
        mark = letters(max(index for index, _ in self.columns("mark")))
        for kind in ("score", "review"):
            for index, _ in self.columns(kind):
                name = letters(index)
                limit = {
                    "validate": "decimal",
                    "criteria": "between",
                    "minimum": 0,
                    "maximum": f"=${mark}{first + 1}",
                    "error_title": "得分有误",
                    "error_message": "得分应在 0 与该项分值之间。",
                }
                over = {
                    "type": "formula",
                    "criteria": f"=AND(ISNUMBER({name}{first + 1}),{name}{first + 1}>${mark}{first + 1})",
                    "format": self.book.add_format({"font_color": "#C00000", "bg_color": "#FFC7CE", "bold": True}),
                }
                self.sheet.data_validation(first, index, end - 1, index, limit)
                self.sheet.conditional_format(first, index, end - 1, index, over)
        for index, _ in self.columns("ready"):
            choice = {"validate": "list", "source": "=是否选项", "input_title": "佐证材料", "input_message": "请选择"}
            self.sheet.data_validation(first, index, end - 1, index, choice)

    def instructions(self) -> None:
        """Draw the protected sheet of instructions and the hidden sheet of lists."""
        notes = self.book.add_worksheet("填表说明")
        notes.set_column(0, 0, 100)
        notes.write(0, 0, "填表说明", self.style(font_name="黑体", font_size=16, align="center"))
        for row, text in enumerate(self.look.notes, 1):
            notes.write(row, 0, text, self.style(font_size=12))
            notes.set_row(row, 24)
        row = len(self.look.notes) + 2
        notes.write_formula(
            row, 0, '="当前自评总分："&TEXT(自评总分,"0.00")', self.style(font_size=12), "当前自评总分：0.00"
        )
        notes.protect()
        notes.set_paper(9)
        lists = self.book.add_worksheet(LIST_SHEET)
        lists.write_column(0, 0, CHOICES)
        self.book.define_name("是否选项", f"={LIST_SHEET}!$A$1:$A${len(CHOICES)}")
        lists.hide()

    def box(self, row: int) -> int:
        """Draw the text box of instructions under the table; return the last row that it covers."""
        self.sheet.insert_textbox(
            row,
            0,
            "填报说明：\n" + "\n".join(self.look.notes),
            {
                "width": 1100,
                "height": 130,
                "font": {"name": "楷体", "size": 11},
                "line": {"color": "#7F7F7F", "dash_type": "dash"},
                "fill": {"color": "#FBFBFB"},
                "align": {"vertical": "middle"},
            },
        )
        return row + 6

    def page(self, bottom: int) -> None:
        """Set up printing: A3 across, heading on every page, page numbers."""
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3, 4)
        sheet.print_area(0, 0, bottom, self.last)
        sheet.set_header(f"&R&9{self.scheme.authority}")
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.insert_image(
            0,
            0,
            "标志.png",
            {"image_data": io.BytesIO(emblem()), "x_scale": 0.5, "y_scale": 0.5, "description": "标志"},
        )
        if self.look.protected:
            sheet.protect()

    def draw(self) -> None:
        """Draw the whole workbook."""
        first = self.head()
        end = self.body(first)
        row = self.foot(first, end)
        self.rules(first, end)
        self.instructions()
        self.page(self.box(row))
        self.book.close()


def letters(column: int) -> str:
    """Name a column counted from 0."""
    return str(xlsxwriter.utility.xl_col_to_name(column))


def lines_needed(text: str, width: float) -> int:
    """Estimate the lines of a wrapped Chinese text in a column of so many half-width characters."""
    per_line = max(int(width / 2.05), 1)
    return sum(max(1, -(-len(part) // per_line)) for part in text.split("\n"))


def emblem(size: int = 120) -> bytes:
    """Draw a plain round emblem as a PNG: a red ring around four columns under a roof."""
    middle = size / 2

    def red(x: int, y: int) -> bool:
        distance = ((x - middle) ** 2 + (y - middle) ** 2) ** 0.5
        if middle * 0.82 < distance < middle * 0.96:
            return True
        across, down = x / size, y / size
        roof = 0.26 < down < 0.42 and abs(across - 0.5) < (down - 0.24) * 1.6
        base = 0.66 < down < 0.72 and abs(across - 0.5) < 0.28
        columns = 0.45 < down < 0.64 and any(abs(across - at) < 0.025 for at in (0.32, 0.44, 0.56, 0.68))
        return roof or base or columns

    rows = b"".join(
        b"\0" + b"".join(b"\xc0\x00\x00\xff" if red(x, y) else b"\xff\xff\xff\x00" for x in range(size))
        for y in range(size)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def official_workbook(scheme: Scheme, look: Look) -> bytes:
    """Draw the blank official workbook of a scheme."""
    stream = io.BytesIO()
    Form(scheme, look, stream).draw()
    return stream.getvalue()


def build(looks: Sequence[Look] = LOOKS) -> None:
    """Write the workbook of every look beside its scheme's name."""
    from xlperf.scheme import load_scheme

    for look in looks:
        path = ROOT / "workbooks" / look.scheme / look.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(official_workbook(load_scheme(look.scheme), look))
        print(f"已生成 {path.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    build()
