"""Build the blank 项目支出绩效自评表.xlsx of the national project scheme; the same scheme gives the same bytes."""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from xlperf.projects.scheme import ProjectScheme, load_project_scheme  # noqa: E402

if TYPE_CHECKING:
    from xlsxwriter.format import Format

NAME: Final = "项目支出绩效自评表.xlsx"
SCHEMES: Final = ("national-project-2020", "sichuan-project-2022", "cost-project-2021")
WIDTHS: Final = (7, 10, 13, 25, 14, 14, 8, 9.5, 25)
ROWS_EACH: Final = 2
"""Rows that the blank form leaves for each second-level indicator."""
NOTES: Final = (
    "1.其他资金包括和财政拨款一起用于同一项目的单位自有资金、社会资金等。",
    (
        "2.定性指标按达成年度指标、部分达成年度指标并具有一定效果、未达成年度指标且效果较差三档，"
        "分别按分值的 100%～80%（含）、80%～60%（含）、60%～0% 计分。"
    ),
    "3.预算执行率低于 90%、指标没有完成、完成值超过指标值 30% 的，分析原因并写明改进措施。",
)


class ProjectFormBuilder:
    """One blank form while it is being drawn."""

    def __init__(self, scheme: ProjectScheme, stream: io.BytesIO) -> None:
        self.scheme = scheme
        self.book = xlsxwriter.Workbook(stream, {"in_memory": True})
        self.book.set_properties({"title": scheme.form_title, "created": datetime(2021, 1, 4)})  # noqa: DTZ001 - no zone in the file
        self.sheet = self.book.add_worksheet("自评表")
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(self, **more: object) -> Format:
        """Give a format, made once."""
        base: dict[str, Any] = {
            "font_name": "宋体",
            "font_size": 10.5,
            "align": "center",
            "valign": "vcenter",
            "text_wrap": True,
            "border": 1,
        }
        key = tuple(sorted((base | more).items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(key))
        return self.formats[key]

    def merge(  # noqa: PLR0913, PLR0917 - two corners, as in Excel
        self, top: int, left: int, bottom: int, right: int, text: str, style: Format | None = None
    ) -> None:
        """Merge a range, or write one cell."""
        style = style or self.style()
        if (top, left) == (bottom, right):
            self.sheet.write(top, left, text or None, style)
        else:
            self.sheet.merge_range(top, left, bottom, right, text, style)

    def draw(self) -> None:
        """Draw the whole form."""
        self.head()
        self.funds()
        self.goals()
        first, end = self.indicators()
        self.foot(first, end)
        self.rules(first, end)
        self.page(end + 1 + len(NOTES))
        self.book.close()

    def head(self) -> None:
        """Draw title, year, names."""
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        title = self.style(font_name="方正小标宋简体", font_size=18, border=0)
        self.merge(0, 0, 0, 8, self.scheme.form_title, title)
        self.merge(1, 0, 1, 8, "（      年度）", self.style(border=0))
        self.sheet.set_row(0, 34)
        self.sheet.set_row(1, 20)
        left = self.style(align="left")
        self.merge(2, 0, 2, 1, "项目名称")
        self.merge(2, 2, 2, 8, "", left)
        self.merge(3, 0, 3, 1, "主管部门")
        self.merge(3, 2, 3, 3, "", left)
        self.sheet.write(3, 4, "实施单位", self.style())
        self.merge(3, 5, 3, 8, "", left)
        for row in (2, 3):
            self.sheet.set_row(row, 26)

    def funds(self) -> None:
        """Draw the funds by source; rate and score by formula."""
        money, rate, plain = self.style(num_format="#,##0.00"), self.style(num_format="0.00%"), self.style()
        mark, score = self.style(num_format="General"), self.style(num_format="0.00##")
        self.merge(4, 0, 8, 1, f"项目资金\n（{self.scheme.money_unit}）")
        for column, text in enumerate(
            ("", "年初预算数", "全年预算数\n（A）", "全年执行数\n（B）", "分值", "执行率\n（B/A）", "得分"), 2
        ):
            self.sheet.write(4, column, text or None, plain)
        self.sheet.set_row(4, 32)
        labels = ["年度资金总额", *self.scheme.sources]
        for at, label in enumerate(labels):
            row = 5 + at
            text = f"其中：{label}" if at == 1 else f"      {label}" if at > 1 else label
            self.sheet.write(row, 2, text, self.style(align="left" if at else "center", font_size=9.5))
            for column in (3, 4, 5):
                self.sheet.write_blank(row, column, None, money)
            self.sheet.write_formula(row, 7, f'=IF(N(E{row + 1})=0,"",F{row + 1}/E{row + 1})', rate, "")
            if at:
                self.sheet.write(row, 6, "—", plain)
                self.sheet.write(row, 8, "—", plain)
            self.sheet.set_row(row, 24)
        self.sheet.write(5, 6, float(self.scheme.execution_mark), mark)
        self.sheet.write_formula(5, 8, '=IF(N(E6)=0,"",ROUND(MAX(0,MIN(F6/E6,1))*G6,2))', score, "")

    def goals(self) -> None:
        """Draw the goal of the year and what was reached."""
        self.merge(9, 0, 10, 1, "年度总体\n目标")
        self.merge(9, 2, 9, 5, "预期目标")
        self.merge(9, 6, 9, 8, "实际完成情况")
        text = self.style(align="left", valign="top")
        self.merge(10, 2, 10, 5, "", text)
        self.merge(10, 6, 10, 8, "", text)
        self.sheet.set_row(9, 22)
        self.sheet.set_row(10, 96)

    def indicators(self) -> tuple[int, int]:
        """Draw the rows of indicators; return the first row and the row after them."""
        mark_word = "权重" if self.scheme.weights else "分值"
        heads = ("一级指标", "二级指标", "三级指标", "年度\n指标值", "实际\n完成值", mark_word, "得分")
        for column, text in enumerate((*heads, "偏差原因分析\n及改进措施"), 1):
            self.sheet.write(11, column, text, self.style(bold=True))
        self.sheet.set_row(11, 32)
        row = 12
        left, score = self.style(align="left"), self.style(num_format="0.00##")
        for level in self.scheme.firsts:
            start = row
            for second in level.seconds:
                top = row
                for number in range(1, ROWS_EACH + 1):
                    self.sheet.write(row, 3, f"指标{number}：", left)
                    for column, style in ((4, None), (5, None), (6, None), (7, score), (8, left)):
                        self.sheet.write_blank(row, column, None, style or self.style())
                    row += 1
                self.merge(top, 2, row - 1, 2, second)
            words = f"{level.name}\n（{level.mark:f}分）" if level.mark is not None else level.name
            self.merge(start, 1, row - 1, 1, words)
        self.merge(11, 0, row - 1, 0, "绩\n效\n指\n标", self.style(bold=True))
        return 12, row

    def foot(self, first: int, end: int) -> None:
        """Draw the total by formula, and the notes."""
        bold = self.style(bold=True)
        score = self.style(bold=True, num_format="0.00##")
        self.merge(end, 0, end, 5, "总分", bold)
        marks, scores = f"G{first + 1}:G{end}", f"H{first + 1}:H{end}"
        self.sheet.write_formula(end, 6, f"=G6+SUM({marks})", bold, float(self.scheme.execution_mark))
        self.sheet.write_formula(end, 7, f'=IF(COUNT({scores})=0,"",ROUND(N(I6)+SUM({scores}),2))', score, "")
        self.sheet.write_blank(end, 8, None, bold)
        self.sheet.set_row(end, 26)
        note = self.style(border=0, align="left", font_size=9)
        for number, text in enumerate(NOTES, end + 1):
            self.merge(number, 0, number, 8, text if number > end + 1 else f"注：{text}", note)
            self.sheet.set_row(number, 28 if len(text) > 55 else 16)

    def rules(self, first: int, end: int) -> None:
        """Add the drop-down list of qualitative results and the limit on scores."""
        self.sheet.data_validation(
            first,
            5,
            end - 1,
            5,
            {
                "validate": "list",
                "source": [band.name for band in self.scheme.bands],
                "show_error": False,
                "input_title": "实际完成值",
                "input_message": "定量指标填数；定性指标可从列表里选，或填完成的百分比。",
            },
        )
        self.sheet.data_validation(
            first,
            7,
            end - 1,
            7,
            {
                "validate": "decimal",
                "criteria": "between",
                "minimum": 0,
                "maximum": f"=$G{first + 1}",
                "error_title": "得分有误",
                "error_message": "得分应在 0 与该项分值之间。",
            },
        )

    def page(self, last: int) -> None:
        """Set up printing on A4."""
        sheet = self.sheet
        sheet.set_portrait()
        sheet.set_paper(9)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, 0, last - 1, 8)
        sheet.set_footer("&C第 &P 页，共 &N 页")


def project_form(scheme: ProjectScheme) -> bytes:
    """Draw the blank form of a scheme."""
    stream = io.BytesIO()
    ProjectFormBuilder(scheme, stream).draw()
    return stream.getvalue()


def build() -> None:
    """Write the blank form of every shipped project scheme."""
    for scheme_id in SCHEMES:
        path = ROOT / "workbooks" / scheme_id / NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(project_form(load_project_scheme(scheme_id)))
        print(f"已生成 {path.relative_to(ROOT)}")


if __name__ == "__main__":
    build()
