"""检查结果 and 填写清单: every finding, every cell that was written."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.findings import Severity
from xlperf.forms.working_paper.paper import LINK_COLOUR, Column, Paper, lines_needed, put

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.worksheet import Worksheet

    from xlperf.findings import Finding
    from xlperf.forms.plan import PlannedWrite

FINDING_COLUMNS: Final = (
    Column("序号", 6),
    Column("级别", 11),
    Column("编码", 9),
    Column("内容", 62),
    Column("位置", 40),
    Column("应为", 22),
    Column("实为", 22),
    Column("怎么办", 46),
    Column("说明", 40),
)
WRITTEN_COLUMNS: Final = (
    Column("序号", 6),
    Column("工作表", 18),
    Column("单元格", 10),
    Column("项目", 44),
    Column("原内容", 34),
    Column("新内容", 100),
)
COLOURS: Final = {Severity.ERROR: "#F8CBAD", Severity.WARNING: "#FFE699", Severity.HINT: "#E2EFDA"}
ORDER: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}


def write_findings(paper: Paper, sheet: Worksheet, findings: Sequence[Finding]) -> None:
    """List the findings, those that must be mended first."""
    row = paper.table(sheet, "检查结果", FINDING_COLUMNS, frozen=3)
    if not findings:
        _nothing(paper, sheet, row, len(FINDING_COLUMNS), "没有发现问题。")
    body = paper.body()
    for at, finding in enumerate(sorted(findings, key=lambda f: ORDER[f.severity]), 1):
        put(sheet, row, 0, Decimal(at), paper.body(align="center"))
        style = paper.body(align="center", bg_color=COLOURS[finding.severity])
        put(sheet, row, 1, finding.severity.chinese, style)
        put(sheet, row, 2, finding.code, paper.body(align="center"))
        places = "\n".join(dict.fromkeys(map(str, finding.places or (finding.place,))))
        texts = (finding.message, places, finding.expected, finding.actual, finding.hint, finding.explanation)
        for column, text in enumerate(texts, 3):
            put(sheet, row, column, text, body)
        widths = [column.width for column in FINDING_COLUMNS[3:]]
        lines = max(lines_needed(text, width) for text, width in zip(texts, widths, strict=True))
        sheet.set_row(row, min(15 * lines + 5, 400))
        row += 1
    sheet.autofilter(1, 0, max(row - 1, 1), len(FINDING_COLUMNS) - 1)


def write_written(paper: Paper, sheet: Worksheet, written: Iterable[PlannedWrite], workbook: str) -> None:
    """List every cell that was written into the official workbook, old and new; a click opens the cell."""
    row = paper.table(sheet, "填写清单", WRITTEN_COLUMNS, frozen=3)
    writes = tuple(written)
    if not writes:
        _nothing(paper, sheet, row, len(WRITTEN_COLUMNS), "没有填写官方评分表。")
    body, centred = paper.body(), paper.body(align="center")
    link = paper.body(align="center", font_color=LINK_COLOUR, underline=1)
    for at, write in enumerate(writes, 1):
        put(sheet, row, 0, Decimal(at), centred)
        put(sheet, row, 1, write.sheet, centred)
        if workbook:
            name = write.sheet.replace("'", "''")
            sheet.write_url(row, 2, f"external:{workbook}#'{name}'!{write.cell}", link, write.cell)
        else:
            put(sheet, row, 2, write.cell, centred)
        put(sheet, row, 3, write.label, body)
        put(sheet, row, 4, write.old or "（空）", body)
        put(sheet, row, 5, write.new, paper.body(align="left", num_format="General"))
        lines = max(lines_needed(str(write.new), 100), lines_needed(write.label, 44))
        sheet.set_row(row, min(15 * lines + 5, 400))
        row += 1
    sheet.autofilter(1, 0, max(row - 1, 1), len(WRITTEN_COLUMNS) - 1)


def _nothing(paper: Paper, sheet: Worksheet, row: int, columns: int, words: str) -> None:
    sheet.merge_range(row, 0, row, columns - 1, words, paper.body(align="center"))
    sheet.set_row(row, 24)
