"""Final-accounts tables moved about: other places, wordings, units and formats, the same figures."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from xlperf.amounts import MONEY_UNITS, plain
from xlperf.source.grid import Grid, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlperf.source.grid import CellValue

FULL_WIDTH: Final = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
OTHER_WORDS: Final = {
    "全年预算数": ("全年预算数", "调整预算数", "全 年 预 算 数", "全年预算数（调整预算数）"),
    "年初预算数": ("年初预算数", "年初\n预算数", "2023年年初预算数"),
    "决算数": ("决算数", "决算数", "决  算  数", "2023年决算数"),
    "　　日常公用经费": ("　　日常公用经费", "日常公用经费", "（二）日常公用经费", "  公用经费", "2.日常公用经费"),
    "　　人员经费": ("　　人员经费", "人员经费", "（一）人员经费", "1．人员经费"),
    "使用非财政拨款结余（含专用结余）": ("使用非财政拨款结余（含专用结余）", "使用非财政拨款结余"),
    "项目（按功能分类）": ("项目（按功能分类）", "项目(按功能分类)", "项 目"),
    "一、一般公共预算财政拨款收入": ("一、一般公共预算财政拨款收入", "一.一般公共预算财政拨款收入", "一、财政拨款收入"),
    "　　1．因公出国（境）费": ("　　1．因公出国（境）费", "1.因公出国(境)费", "１、因公出国（境）费"),
    "（一）支出合计": ("（一）支出合计", "(一)支出合计", "（一） 支出合计"),
    "金额单位：元": ("金额单位：元", "单位：元", "金额单位:人民币元"),
}  # fmt: skip
"""Wordings that stand for one another in tables of different years and programs."""


@dataclass(frozen=True, slots=True)
class Move:
    """What is changed about a table without changing what it says."""

    down: int = 0
    right: int = 0
    unit: str = "元"
    merging: str = "merged"
    """merged, repeated (the text in every cell instead), or lost (only the first cell, no merging)."""
    numbers: str = "number"
    """number, or as text: plain, grouped, wide, spaced, yen."""
    spaced_title: bool = False
    prefix: str = ""
    sheet: str = "Sheet1"
    file: str = "数据/决算.xls"
    words: int = 0
    """Which of the other wordings is used."""
    note: bool = False
    """Whether a note stands under the table."""
    hidden: bool = False


moves = st.builds(
    Move,
    down=st.integers(0, 6),
    right=st.integers(0, 4),
    unit=st.sampled_from(["元", "千元", "万元"]),
    merging=st.sampled_from(["merged", "repeated", "lost"]),
    numbers=st.sampled_from(["number", "plain", "grouped", "wide", "spaced", "yen"]),
    spaced_title=st.booleans(),
    prefix=st.sampled_from(["", "2023年度", "示例区政务服务数据管理局2023年度", "附件2：", "表1 "]),
    sheet=st.sampled_from(["Sheet1", "表", "1", "决算 (2)", "Z99 乱写的名字"]),
    file=st.sampled_from(["数据/决算.xls", "数据/新建 Microsoft Excel 工作表.xlsx", "a/b/20240301导出.et"]),
    words=st.integers(0, 4),
    note=st.booleans(),
    hidden=st.booleans(),
)


def moved(grid: Grid, move: Move) -> Grid:
    """Give a table with a move applied to it."""
    rows = [[_cell(value, row, move) for value in values] for row, values in enumerate(grid.rows)]
    merged = grid.merged
    if move.merging != "merged":
        merged = tuple(span for span in grid.merged if span.top == 0)
    if move.merging == "repeated":
        _repeat(rows, [span for span in grid.merged if span.top > 0])
    if move.note:
        rows.append(["注：本表反映部门本年度的收支情况。"])
    blank: list[CellValue] = [None] * move.right
    shifted: list[list[CellValue]] = [[] for _ in range(move.down)] + [blank + values for values in rows]
    if move.down >= 2:
        shifted[0] = [*blank, "附表"]
    spans = (Span(s.top + move.down, s.left + move.right, s.bottom + move.down, s.right + move.right) for s in merged)
    return replace(
        grid, file=move.file, sheet=move.sheet, rows=tuple(map(tuple, shifted)), merged=tuple(spans), hidden=move.hidden
    )


def _cell(value: CellValue, row: int, move: Move) -> CellValue:
    if isinstance(value, Decimal):
        return value if value == value.to_integral_value() and abs(value) < 100 else _amount(value, move)
    if not isinstance(value, str):
        return value
    if row == 0:
        title = " ".join(value) if move.spaced_title else value
        return f"{move.prefix}{title}"
    others = OTHER_WORDS.get(value, (value,))
    return (
        others[move.words % len(others)].replace("元", move.unit)
        if "单位：" in value
        else others[move.words % len(others)]
    )


def _amount(value: Decimal, move: Move) -> CellValue:
    """Restate an amount in the unit of the move, as a number or in one of the ways in which numbers are typed."""
    stated = value / MONEY_UNITS[move.unit]
    grouped = f"{stated:,}"
    return {
        "number": stated,
        "plain": plain(stated),
        "grouped": grouped,
        "wide": grouped.translate(FULL_WIDTH),
        "spaced": f"\u3000{grouped}\xa0",
        "yen": f"￥{grouped}",
    }[move.numbers]


def _repeat(rows: list[list[CellValue]], spans: Sequence[Span]) -> None:
    """Write the text of each merged range into all of its cells."""
    for span in spans:
        text = rows[span.top][span.left] if span.left < len(rows[span.top]) else None
        for row in range(span.top, span.bottom + 1):
            rows[row].extend([None] * (span.right + 1 - len(rows[row])))
            rows[row][span.left : span.right + 1] = [text] * (span.right + 1 - span.left)


def to_xlsx(grids: Sequence[Grid]) -> bytes:
    """Write grids as an .xlsx workbook."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for number, grid in enumerate(grids):
        sheet = book.add_worksheet(f"{number}{grid.sheet}"[:31])
        for row, column, value in grid.cells():
            sheet.write(row, column, float(value) if isinstance(value, Decimal) else value)
        for span in grid.merged:
            sheet.merge_range(span.top, span.left, span.bottom, span.right, grid.text(span.top, span.left))
    book.close()
    return stream.getvalue()


def to_xls(grids: Sequence[Grid]) -> bytes:
    """Write grids as a BIFF8 workbook."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for number, grid in enumerate(grids):
        sheet = book.add_sheet(f"{number}{grid.sheet}"[:31], cell_overwrite_ok=True)
        for row, column, value in grid.cells():
            sheet.write(row, column, float(value) if isinstance(value, Decimal) else value)
        for span in grid.merged:
            text = grid.text(span.top, span.left)
            sheet.write_merge(span.top, span.bottom, span.left, span.right, text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def to_ods(grids: Sequence[Grid]) -> bytes:
    """Write grids as an .ods workbook, blank cells and rows run together as office programs do."""
    tables = "".join(
        f'<table:table table:name="{escape(f"{number}{grid.sheet}")}">{_ods_rows(grid)}</table:table>'
        for number, grid in enumerate(grids)
    )
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", mimetype)
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", content)
    return stream.getvalue()


def _ods_rows(grid: Grid) -> str:
    spans = {(span.top, span.left): span for span in grid.merged}
    width = grid.width
    return "".join(
        "<table:table-row>"
        + "".join(_ods_cell(grid, row, column, spans.get((row, column))) for column in range(width))
        + "</table:table-row>"
        for row in range(grid.height)
    )


def _ods_cell(grid: Grid, row: int, column: int, span: Span | None) -> str:
    if span is None and (row, column) in grid.anchors:
        return "<table:covered-table-cell/>"
    spanned = (
        f' table:number-rows-spanned="{span.bottom - span.top + 1}"'
        f' table:number-columns-spanned="{span.right - span.left + 1}"'
        if span
        else ""
    )
    value = grid.value(row, column)
    if value is None:
        return f"<table:table-cell{spanned}/>"
    if isinstance(value, Decimal):
        return f'<table:table-cell{spanned} office:value-type="float" office:value="{value}"/>'
    text = "</text:p><text:p>".join(escape(line) for line in str(value).split("\n"))
    return f'<table:table-cell{spanned} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


WRITERS: Final[dict[str, Callable[[Sequence[Grid]], bytes]]] = {"xlsx": to_xlsx, "xls": to_xls, "ods": to_ods}
