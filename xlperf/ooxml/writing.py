"""Writing one cell: whether it may be written, and how it is written."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

from xlperf.ooxml.addresses import Range, cell_address, read_range
from xlperf.ooxml.calculation import forget_formula
from xlperf.ooxml.changes import Change
from xlperf.ooxml.errors import FormulaCell, MergedCell, ProtectedCell
from xlperf.ooxml.markup import with_attribute
from xlperf.ooxml.protection import pivot_outputs, table_headers
from xlperf.ooxml.rows import CellMarkup
from xlperf.ooxml.shared_formulas import hand_over
from xlperf.ooxml.styles import DATE_FORMAT, DATE_TIME_FORMAT
from xlperf.ooxml.text import text_element
from xlperf.ooxml.values import checked, number_text, serial

if TYPE_CHECKING:
    from xlperf.ooxml.rows import Row
    from xlperf.ooxml.sheet import Sheet
    from xlperf.ooxml.values import Writable

_DROPPED = re.compile(rb"\s(?:t|cm|vm|ph)\s*=\s*(?:\"[^\"]*\"|'[^']*')")


class StyleChange(TypedDict):
    """What of a cell's format is to be changed; None leaves it."""

    number_format: str | None
    wrap_text: bool | None


class CellWriter:
    """Writes the cells of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def write(self, row: int, column: int, value: object, style: StyleChange, *, replace_formula: bool = False) -> None:
        """Write a value if the cell may be written; see ``Sheet.set``."""
        sheet = self._sheet
        place = f"{sheet.name}!{cell_address(row, column)}"
        new = checked(value, place)
        self._refuse_protected(row, column, place)
        formula = sheet.formulas.all.get((row, column))
        if formula is not None:
            if formula.kind in ("array", "dataTable"):
                raise FormulaCell(f"{place} 是数组公式或模拟运算表，不能改写，请在 Excel 里修改公式本身")
            if not replace_formula:
                raise FormulaCell(f"{place} 是公式（={sheet.formula_at(row, column)}），没有改写，请改它引用的单元格")
        before = sheet.markup_at(row, column)
        old = sheet.value_of(before)
        old_formula = sheet.formulas.text_of(formula) if formula is not None else None
        unchanged = old == new and isinstance(old, bool) == isinstance(new, bool) and old_formula is None
        if unchanged and style["number_format"] is None and style["wrap_text"] is None:
            return
        if formula is not None:
            if formula.group:
                hand_over(sheet, formula)
            forget_formula(sheet, row, column)
        written = self._put(row, column, before, new, style)
        if formula is not None:
            sheet.formulas.reread()
        # a number is read as it is written, in a cell with a date format as a day
        now = new if new is None or isinstance(new, (str, bool)) else sheet.value_of(written)
        sheet.book.note_change(sheet, Change(sheet.name, cell_address(row, column), old, now, old_formula))

    def _refuse_protected(self, row: int, column: int, place: str) -> None:
        sheet = self._sheet
        if sheet.protection.locks(row, column):
            raise ProtectedCell(f"{place} 被工作表保护锁定，没有写入，请先在 Excel 里撤销保护或解除该单元格的锁定")
        merged = sheet.merged_range_at(row, column)
        if merged is not None and (row, column) != (merged.top, merged.left):
            raise MergedCell(
                f"{place} 在合并单元格 {merged} 里，值只能写在左上角的 {merged.anchor}，请改写 {merged.anchor}"
            )
        for block, name in self._tables:
            if block.covers(row, column):
                raise ProtectedCell(f"{place} 是表格“{name}”的标题行，改动会破坏表格，请在 Excel 里修改")
        for block, name in self._pivots:
            if block.covers(row, column):
                raise ProtectedCell(f"{place} 在数据透视表“{name}”里，刷新时会被覆盖，请改写它的数据源")
        for formula in sheet.formulas.blocks:
            inside = formula.block is not None and formula.block.covers(row, column)
            if inside and (row, column) != (formula.row, formula.column):
                anchor = cell_address(formula.row, formula.column)
                raise FormulaCell(f"{place} 显示的是 {sheet.name}!{anchor} 的数组公式结果，不能单独改写，请改那个公式")

    @cached_property
    def _tables(self) -> list[tuple[Range, str]]:
        return list(table_headers(self._sheet.book.package, self._sheet.part))

    @cached_property
    def _pivots(self) -> list[tuple[Range, str]]:
        return list(pivot_outputs(self._sheet.book.package, self._sheet.part))

    def _put(
        self, row_number: int, column: int, before: CellMarkup | None, value: Writable, change: StyleChange
    ) -> CellMarkup | None:
        sheet = self._sheet
        prefix = sheet.rows.prefix
        base = sheet.style_index_at(row_number, column) if before is None else before.style
        style = self._style(base, value, change)
        if before is None and value is None and style == base:
            return None
        row = sheet.rows.obtain(row_number)
        kind, inside = self._content(value)
        attributes = self._attributes(row, column, before, style, kind)
        has_more = before is not None and before.inside is not None and b"extLst" in before.inside
        rest = before.children(prefix).rest if before is not None and has_more else b""
        if before is not None and before.type == "s":
            self._count_string(-1)
        lead = before.lead if before is not None else b""
        written = CellMarkup(column, lead, attributes, inside + rest or None)
        row.put(written)
        if before is None:
            widen_dimension(sheet, row_number, column)
        return written

    @staticmethod
    def _attributes(row: Row, column: int, before: CellMarkup | None, style: int, kind: str) -> bytes:
        if before is None:
            attributes = f' r="{cell_address(row.number, column)}"'.encode()
        else:
            attributes = _DROPPED.sub(b"", before.attributes)
        if style and (before is None or style != before.style):
            attributes = with_attribute(b"<c" + attributes + b">", "s", str(style))[2:-1]
        return attributes.rstrip() + f' t="{kind}"'.encode() if kind else attributes

    def _content(self, value: Writable) -> tuple[str, bytes]:
        """Write a value: the cell's type and what stands inside it."""
        prefix = self._sheet.rows.prefix
        v = prefix.encode() + b"v"
        if value is None:
            return "", b""
        if isinstance(value, str):
            strings = self._sheet.book.strings
            if strings is None:
                inline = prefix.encode() + b"is"
                return "inlineStr", b"<%b>%b</%b>" % (inline, text_element(prefix, value), inline)
            strings.references += 1
            return "s", b"<%b>%d</%b>" % (v, strings.index_of(value), v)
        if isinstance(value, bool):
            return "b", b"<%b>%d</%b>" % (v, value, v)
        if isinstance(value, date):
            text = number_text(serial(value, is_1904=self._sheet.book.is_1904))
        else:
            text = number_text(value)
        return "", b"<%b>%b</%b>" % (v, text.encode(), v)

    def _count_string(self, by: int) -> None:
        strings = self._sheet.book.strings
        if strings is not None:
            strings.references += by

    def _style(self, base: int, value: Writable, change: StyleChange) -> int:
        number_format, wrap_text = change["number_format"], change["wrap_text"]
        book = self._sheet.book
        if number_format is None and isinstance(value, date):
            styles = book.obtain_styles()
            if not styles[base].shows_date:
                number_format = DATE_TIME_FORMAT if isinstance(value, datetime) else DATE_FORMAT
        if number_format is None and wrap_text is None:
            return base
        return book.obtain_styles().varied(base, number_format=number_format, wrap_text=wrap_text)


def widen_dimension(sheet: Sheet, row: int, column: int) -> None:
    """Let the sheet's stated dimension take in a new cell."""
    element = sheet.data.frame.root.first("dimension")
    block = read_range(element.get("ref")) if element is not None else None
    if element is None or block is None or block.covers(row, column):
        return
    if not sheet.rows.numbers and block == Range(1, 1, 1, 1):
        block = Range(row, column, row, column)  # an empty sheet says A1
    wider = Range(min(block.top, row), min(block.left, column), max(block.bottom, row), max(block.right, column))
    element.set("ref", str(wider))
