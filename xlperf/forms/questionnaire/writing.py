"""Making a fresh 填报表.xlsx with openpyxl: drop-down lists, comments, colours on what is not answered yet."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.answers import Answers
from xlperf.forms.questionnaire.layout import (
    FINDINGS,
    GUIDE,
    NUMBERS,
    OPTIONAL,
    PROJECT_FUNDS,
    PROJECT_SHEETS,
    PROJECTS,
    RULED_ROWS,
    SHEETS,
    SPARE_ROWS,
    TARGETS,
    TEXTS,
    Field,
    SheetSpec,
    figure_format,
)
from xlperf.forms.questionnaire.renewing import Renewed, renewed
from xlperf.forms.questionnaire.rows import Row, all_rows, is_needed, target_indicators
from xlperf.outputs import write_whole
from xlperf.source.grid import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from openpyxl.styles import Alignment
    from openpyxl.worksheet.worksheet import Worksheet

    from xlperf.findings import Finding
    from xlperf.scheme.model import Question, Scheme

FONT: Final = "宋体"
HEAD_FONT: Final = "黑体"
HEAD_COLOUR: Final = "DCE6F1"
TYPED_COLOUR: Final = "FFFFFF"
FIXED_COLOUR: Final = "F2F2F2"
OPEN_COLOUR: Final = "FFF2CC"
LONG_TEXT_HEIGHT: Final = 150
SHORT_TEXT_HEIGHT: Final = 24
NARROW: Final = 20
"""Columns up to this width hold a figure or a word."""
CENTRED: Final = frozenset(
    {"mark", "unit", "value", "score", "weight", "target", "actual", "code", "goal", "start", "end", "nature"}
)
SHORT_SECTIONS: Final = frozenset({"", "封面"})
"""Sections of the report whose texts are a few words."""

_GUIDE: Final = (
    "这份表收集决算报表里没有、只有本单位知道的内容。填好、保存、关闭后，再运行一次 xlperf run。",
    "一、只填白色和黄色的单元格：黄色是还没有填的，填好后自动变白；灰色的不用改。",
    "二、可以调整列宽、行高，可以改变行的顺序，可以在“绩效目标”“项目”“重点工作”里添加行；不要改表头。",
    "三、检查点：逐条选是、否、部分或不适用；选“部分”“否”的，在说明栏写明情况，会写进报告的扣分原因。",
    "四、填报数：只填数字。百分数写成 95.91% 的形式。",
    "五、得分核定：一般留空。要改程序算出的得分，必须写明理由；有扣分的，写明扣分原因。",
    "六、文字：报告中的段落，每个单元格可以写多段，段与段之间空一行。",
    "七、问题说明：核对时发现的、需要说明的问题列在这里，写上您的说明后不再提示。",
    "程序只会在末尾添加新的行，已经填写的内容永远不会被改动。",
)


def write_questionnaire(  # noqa: PLR0913 - what is asked, by name
    path: Path,
    scheme: Scheme,
    answers: Answers | None = None,
    findings: Iterable[Finding] = (),
    *,
    unit: str = "",
    year: int | None = None,
) -> Renewed | None:
    """Make 填报表.xlsx where there is none; else add what is new at the end of its sheets and touch nothing else.

    Returns:
        What was added to an existing file; None when the file was made.

    Raises:
        UnreadableWorkbook: what is there is no .xlsx that can be edited; it stays as it is.
    """
    if not path.exists():
        write_whole(path, questionnaire(scheme, answers, findings, unit=unit, year=year))
        return None
    result = renewed(path, scheme, findings)
    if result.added:
        write_whole(path, result.data)
    return result


def questionnaire(  # noqa: PLR0913 - what is asked, by name
    scheme: Scheme,
    answers: Answers | None = None,
    findings: Iterable[Finding] = (),
    *,
    unit: str = "",
    year: int | None = None,
    more: Mapping[str, Sequence[Row]] | None = None,
) -> bytes:
    """Make a fresh questionnaire, with the answers that are known already.

    ``more`` are rows by sheet that stand in place of those of the answers: projects with their funds and targets.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "xlperf"
    book.properties.created = book.properties.modified = datetime(scheme.year + 1, 1, 1)  # noqa: DTZ001 - no zone in the file
    guide = book.active
    if guide is None:
        raise AssertionError("openpyxl makes a workbook with one sheet")
    _guide(guide, scheme, unit, year)
    rows: dict[str, Sequence[Row]] = {**all_rows(scheme, answers or Answers(), tuple(findings)), **(more or {})}
    at = SHEETS.index(PROJECTS) + 1
    for spec in (*SHEETS[:at], *PROJECT_SHEETS, *SHEETS[at:]):
        if is_needed(spec, scheme):
            _Writer(book.create_sheet(spec.name), spec, scheme).write(rows.get(spec.name, ()))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _guide(sheet: Worksheet, scheme: Scheme, unit: str, year: int | None) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.title = GUIDE
    sheet.column_dimensions["A"].width = 110
    sheet["A1"] = "绩效自评填报表"
    sheet["A1"].font = Font(name=HEAD_FONT, size=18)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 36
    about = "　　".join(part for part in (unit, f"{year or scheme.year} 年度", scheme.title) if part)
    for row, text in enumerate((about, *_GUIDE), 2):
        cell = sheet.cell(row, 1, text)
        cell.font = Font(name=FONT, size=12)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[row].height = 30
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


class _Writer:
    """Writes one sheet."""

    def __init__(self, sheet: Worksheet, spec: SheetSpec, scheme: Scheme) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self.sheet, self.spec, self.scheme = sheet, spec, scheme
        line = Side(style="thin", color="A6A6A6")
        self.border = Border(left=line, right=line, top=line, bottom=line)
        self.font = Font(name=FONT, size=11)
        self.head_font = Font(name=HEAD_FONT, size=11)
        self.head_fill = PatternFill("solid", fgColor=HEAD_COLOUR)
        self.fixed_fill = PatternFill("solid", fgColor=FIXED_COLOUR)
        self.middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.left = Alignment(horizontal="left", vertical="center", wrap_text=True)
        self.top = Alignment(horizontal="left", vertical="top", wrap_text=True)

    def write(self, rows: Sequence[Row]) -> None:
        """Write heading, rows, spare rows, lists and colours."""
        self._head()
        spare: list[Row] = [{} for _ in range(SPARE_ROWS if self.spec.open or self.spec is FINDINGS else 0)]
        for number, row in enumerate([*rows, *spare], 3):
            self._row(number, row)
        self._lists()
        self._colours(2 + len(rows))
        self._page()

    def _head(self) -> None:
        from openpyxl.comments import Comment

        last = len(self.spec.fields)
        self.sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
        lead = self.sheet.cell(1, 1, self.spec.lead)
        lead.font, lead.alignment = self.font, self.left
        self.sheet.row_dimensions[1].height = 36
        for column, field in enumerate(self.spec.fields, 1):
            cell = self.sheet.cell(2, column, field.heading)
            cell.font, cell.fill, cell.alignment, cell.border = self.head_font, self.head_fill, self.middle, self.border
            letter = column_letters(cell.column - 1)
            self.sheet.column_dimensions[letter].width = field.width
            if field.key == "id":
                self.sheet.column_dimensions[letter].hidden = True
            if field.comment:
                cell.comment = Comment(field.comment, "xlperf", width=260, height=70)
        self.sheet.row_dimensions[2].height = 26
        self.sheet.freeze_panes = "A3"

    def _row(self, number: int, row: Row) -> None:
        for column, field in enumerate(self.spec.fields, 1):
            value = row.get(field.key)
            cell = self.sheet.cell(number, column)
            if value not in {None, ""}:
                cell.value = float(value) if isinstance(value, Decimal) else value
                if isinstance(value, str):
                    cell.data_type = "s"  # also when it begins with =
            cell.font, cell.border = self.font, self.border
            cell.alignment = self._alignment(field)
            if not field.typed:
                cell.fill = self.fixed_fill
            cell.number_format = self._number_format(field, row)
        if self.spec is NUMBERS and (question := self.scheme.questions.get(str(row.get("id", "")))):
            self._ask(number, question)
        self.sheet.row_dimensions[number].height = self._height(row)

    def _alignment(self, field: Field) -> Alignment:
        if self.spec is TEXTS and field.key == "text":
            return self.top
        centred = field.choices or (field.key in CENTRED and field.width <= NARROW)
        return self.middle if centred else self.left

    def _number_format(self, field: Field, row: Row) -> str:
        if self.spec is NUMBERS and field.key == "value":
            return figure_format(str(row.get("unit", "")))
        if self.spec in {PROJECTS, PROJECT_FUNDS} and field.key in {"initial", "budget", "spent"}:
            return "#,##0.00"
        return "General"

    def _ask(self, number: int, question: Question) -> None:
        """Show the help text of a question beside its cell, and its choices as a list."""
        from openpyxl.comments import Comment
        from openpyxl.worksheet.datavalidation import DataValidation

        cell = self.sheet.cell(number, self.spec.index("value") + 1)
        if question.help:
            cell.comment = Comment(question.help, "xlperf", width=300, height=90)
        if question.choices:
            listed = DataValidation(type="list", formula1=f'"{",".join(question.choices)}"', allow_blank=True)
            self.sheet.add_data_validation(listed)
            listed.add(cell.coordinate)

    def _height(self, row: Row) -> float:
        if self.spec is TEXTS:
            question = self.scheme.questions.get(str(row.get("id", "")))
            if not (question and question.section not in SHORT_SECTIONS):
                return SHORT_TEXT_HEIGHT
            return max(LONG_TEXT_HEIGHT, min(_lines(str(row.get("text", "")), 100) * 16 + 12, 400))
        lines = max(
            (
                _lines(str(row[field.key]), field.width)
                for field in self.spec.fields
                if field.key in row and field.key != "id"
            ),
            default=1,
        )
        return max(22, lines * 15 + 6)

    def _lists(self) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        for column, field in enumerate(self.spec.fields, 1):
            choices = field.choices
            if self.spec is TARGETS and field.key == "indicator":
                choices = target_indicators(self.scheme)
            if not choices:
                continue
            listed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            listed.errorTitle, listed.error, listed.showErrorMessage = "填写有误", "请从下拉列表里选一个。", True
            letter = column_letters(column - 1)
            self.sheet.add_data_validation(listed)
            listed.add(f"{letter}3:{letter}{RULED_ROWS}")

    def _colours(self, last: int) -> None:
        """Colour what is asked and not answered."""
        from openpyxl.formatting.rule import FormulaRule
        from openpyxl.styles import PatternFill

        waiting = {"检查点": "choice", "填报数": "value", "文字": "text", "问题说明": "explanation"}.get(self.spec.name)
        if waiting is None or last < 3:
            return
        fill = PatternFill("solid", bgColor=OPEN_COLOUR, fgColor=OPEN_COLOUR)
        letter = column_letters(self.spec.index(waiting))
        formula = f'AND($A3<>"",LEN(TRIM({letter}3))=0,ISERROR(FIND("{OPTIONAL}",$B3)))'
        rule = FormulaRule(formula=[formula], fill=fill)  # type: ignore[no-untyped-call]
        self.sheet.conditional_formatting.add(f"{letter}3:{letter}{RULED_ROWS}", rule)

    def _page(self) -> None:
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet = self.sheet
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = "1:2"
        footer = sheet.HeaderFooter.oddFooter
        if footer is not None:
            footer.center.text = "第 &P 页，共 &N 页"
        sheet.page_margins.left = sheet.page_margins.right = 0.5


def _lines(text: str, width: float) -> int:
    per_line = max(int(width / 2), 1)
    return sum(max(1, -(-len(part) // per_line)) for part in text.split("\n"))
