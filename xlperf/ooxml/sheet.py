"""A worksheet: read by labels or addresses, edited cell by cell or by rows."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from xlperf.ooxml.addresses import Range, cell_address, cell_position, read_range
from xlperf.ooxml.cells import Cell
from xlperf.ooxml.comments import Comment, read_comments
from xlperf.ooxml.formula_cells import SheetFormulas, may_have_formulas
from xlperf.ooxml.protection import Protection
from xlperf.ooxml.sheetpart import SheetPart
from xlperf.ooxml.styles import Style
from xlperf.ooxml.text import whole_number
from xlperf.ooxml.validations import Validation, read_validations
from xlperf.ooxml.writing import CellWriter, StyleChange
from xlperf.source.grid import Grid, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.ooxml.markup import Element
    from xlperf.ooxml.rows import CellMarkup, Rows
    from xlperf.ooxml.values import CellValue, Writable
    from xlperf.ooxml.workbook import Workbook

_SHEET_REFERENCE = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?([$A-Za-z0-9:]+)")
_MOST_CHOICES = 5_000
_TALLEST_MERGE = 100_000
_READ_ONCE = (
    "data",
    "merged_ranges",
    "_merged_by_row",
    "formulas",
    "protection",
    "validations",
    "comments",
    "_writer",
    "_column_styles",
)


class Sheet:
    """A worksheet of a workbook (工作表)."""

    def __init__(self, book: Workbook, name: str, part: str, state: str) -> None:
        self.book = book
        self.name = name
        self.part = part
        self.state = state or "visible"

    @property
    def hidden(self) -> bool:
        """Whether the sheet's tab is hidden."""
        return self.state.lower() != "visible"

    @cached_property
    def data(self) -> SheetPart:
        """Its part, read when first needed.

        Raises:
            UnreadableWorkbook: if it is malformed.
        """
        return SheetPart(self.book.package.content(self.part), self.part)

    @property
    def is_loaded(self) -> bool:
        """Whether the part has been read."""
        return "data" in self.__dict__

    @property
    def has_formulas(self) -> bool:
        """Whether it can have formulas; a sheet that was not read yet is only looked through for them."""
        return may_have_formulas(self.rows.content if self.is_loaded else self.book.package.content(self.part))

    @property
    def rows(self) -> Rows:
        """The rows of its part."""
        return self.data.rows

    def forget(self) -> None:
        """Forget what was read, to read it again from the package."""
        for name in _READ_ONCE:
            self.__dict__.pop(name, None)

    # Reading

    def __getitem__(self, address: str) -> Cell:
        """Give a cell by its address.

        Raises:
            ValueError: if that is no address.
        """
        return Cell(self, *cell_position(address))

    def cell(self, row: int, column: int) -> Cell:
        """Give a cell by row and column, counted from 1."""
        return Cell(self, row, column)

    def markup_at(self, row: int, column: int) -> CellMarkup | None:
        """Give a cell as it is written; None if the file has none there."""
        found = self.rows.find(row)
        return found.cell(column) if found is not None else None

    def value_at(self, row: int, column: int) -> CellValue:
        """Give what a cell holds."""
        return self.value_of(self.markup_at(row, column))

    def value_of(self, markup: CellMarkup | None) -> CellValue:
        """Give what a cell holds that is written so."""
        return self.book.reader.value(markup, self.rows.prefix) if markup is not None else None

    def formula_at(self, row: int, column: int) -> str | None:
        """Give a cell's formula without the leading ``=``."""
        return self.formulas.text_at(row, column)

    def style_at(self, row: int, column: int) -> Style:
        """Give a cell's format; where there is no cell, its row's or column's."""
        index = self.style_index_at(row, column)
        return self.book.styles[index] if self.book.styles is not None else Style(index)

    def style_index_at(self, row: int, column: int) -> int:
        """Give the index of the format that a cell has or a new one would get."""
        found = self.rows.find(row)
        markup = found.cell(column) if found is not None else None
        if markup is not None:
            return markup.style
        if found is not None:
            attributes = found.attributes
            style = whole_number(attributes.get("s", b""))
            if style >= 0 and attributes.get("customFormat", b"").lower() in (b"1", b"true"):
                return style
        return next((style for first, last, style in self._column_styles if first <= column <= last), 0)

    @cached_property
    def _column_styles(self) -> list[tuple[int, int, int]]:
        return [
            (first, last, style)
            for first, last, element in self._columns()
            if (style := whole_number(element.get("style"))) >= 0
        ]

    def _columns(self) -> Iterator[tuple[int, int, Element]]:
        for group in self.data.frame.root.all("cols"):
            for element in group.all("col"):
                first, last = whole_number(element.get("min")), whole_number(element.get("max"))
                if 1 <= first <= last:
                    yield first, last, element

    def width_of(self, column: int) -> float:
        """Give the width of a column in characters; 8.43 where none is set."""
        for first, last, element in self._columns():
            if first <= column <= last and element.get("width"):
                return float(element.get("width"))
        return 8.43

    def grid(self) -> Grid:
        """Read the sheet as a grid of values from A1, for finding cells by their labels."""
        table: list[tuple[CellValue, ...]] = []
        prefix, value = self.rows.prefix, self.book.reader.value
        for row in self.rows.all():
            line: list[CellValue] = []
            for cell in row.cells:
                found = value(cell, prefix)
                if found is not None:
                    line.extend([None] * (cell.column - 1 - len(line)))
                    line.append(found)
            if line:
                table.extend([()] * (row.number - 1 - len(table)))
                table.append(tuple(line))
        return Grid(
            file=self.book.name,
            sha256=self.book.sha256,
            sheet=self.name,
            rows=tuple(table),
            merged=tuple(Span(m.top - 1, m.left - 1, m.bottom - 1, m.right - 1) for m in self.merged_ranges),
            hidden=self.hidden,
            hidden_rows=frozenset(row - 1 for row in self.hidden_rows),
        )

    @cached_property
    def formulas(self) -> SheetFormulas:
        """The formulas of the sheet by address."""
        return SheetFormulas(self.rows)

    @cached_property
    def merged_ranges(self) -> tuple[Range, ...]:
        """The merged ranges."""
        groups = self.data.frame.root.all("mergeCells")
        found = (read_range(item.get("ref")) for group in groups for item in group.all("mergeCell"))
        return tuple(block for block in found if block is not None)

    def merged_range_at(self, row: int, column: int) -> Range | None:
        """Give the merged range that a cell lies in."""
        return next((block for block in self._merged_by_row.get(row, ()) if block.left <= column <= block.right), None)

    @cached_property
    def _merged_by_row(self) -> dict[int, list[Range]]:
        by_row: dict[int, list[Range]] = {}
        for block in self.merged_ranges:
            for row in range(block.top, min(block.bottom, block.top + _TALLEST_MERGE) + 1):
                by_row.setdefault(row, []).append(block)
        return by_row

    @property
    def hidden_rows(self) -> frozenset[int]:
        """The hidden rows, those of height 0 too; counted from 1."""
        on = (b"1", b"true")
        return frozenset(
            number
            for number, attributes in self.rows.tags()
            if attributes.get("hidden", b"").lower() in on or attributes.get("ht") in (b"0", b"0.0")
        )

    @property
    def hidden_columns(self) -> frozenset[int]:
        """The hidden columns; counted from 1."""
        return frozenset(
            column
            for first, last, element in self._columns()
            if element.is_on("hidden")
            for column in range(first, min(last, 16_384) + 1)
        )

    @cached_property
    def protection(self) -> Protection:
        """Which of its cells may be written."""
        return Protection(self.data.frame.root, self.style_at)

    @cached_property
    def validations(self) -> tuple[Validation, ...]:
        """What its cells accept."""
        return tuple(read_validations(self.data.frame.root))

    def choices_of(self, validation: Validation) -> tuple[str, ...] | None:
        """Give the items of a drop-down list; None if only Excel can work them out."""
        if validation.kind != "list":
            return None
        if validation.literal_choices is not None:
            return validation.literal_choices
        return self._listed(validation.formula1.strip().removeprefix("="))

    def _listed(self, reference: str) -> tuple[str, ...] | None:
        defined = self.book.defined_names_of(self.name).get(reference.casefold())
        match = _SHEET_REFERENCE.fullmatch(defined if defined is not None else reference)
        if match is None:
            return None
        sheet_name = (match[1] or "").replace("''", "'") or match[2] or self.name
        block = read_range(match[3])
        if block is None or sheet_name not in self.book.sheet_names:
            return None
        if (block.bottom - block.top + 1) * (block.right - block.left + 1) > _MOST_CHOICES:
            return None
        sheet = self.book[sheet_name]
        cells = (
            sheet.value_at(row, column)
            for row in range(block.top, block.bottom + 1)
            for column in range(block.left, block.right + 1)
        )
        return tuple(str(value) for value in cells if value is not None)

    @cached_property
    def comments(self) -> dict[str, Comment]:
        """Its comments by address."""
        part = self.book.package.related(self.part, "comments")
        return read_comments(self.book.package.document(part).root) if part is not None else {}

    # Writing

    def __setitem__(self, address: str, value: Writable) -> None:
        """Write a value into a cell, keeping its format; see ``set``."""
        self.set(address, value)

    def set(
        self,
        address: str,
        value: Writable,
        *,
        number_format: str | None = None,
        wrap_text: bool | None = None,
        replace_formula: bool = False,
    ) -> None:
        """Write a value into a cell, keeping its format but for what is named.

        Text is written as text, also when it begins with ``=``. None empties the cell.

        Args:
            address: such as ``H12``.
            value: text, int, Decimal, bool, date, datetime or None.
            number_format: a new number format, as Excel writes it: ``0.00%``.
            wrap_text: whether lines wrap.
            replace_formula: whether a formula may be replaced by the value.

        Raises:
            ProtectedCell: locked, in a pivot table, or a table's header.
            FormulaCell: it holds a formula, or part of an array formula's result.
            MergedCell: inside a merged range; the message names the anchor.
            EditRefused: a value that no cell can hold.
            ValueError: ``address`` is no address.
        """
        row, column = cell_position(address)
        self._writer.write(
            row,
            column,
            value,
            StyleChange(number_format=number_format, wrap_text=wrap_text),
            replace_formula=replace_formula,
        )

    @cached_property
    def _writer(self) -> CellWriter:
        return CellWriter(self)

    def add_comment(self, address: str, text: str, author: str = "") -> None:
        """Add a comment to a cell that has none.

        Raises:
            EditRefused: if the cell has a comment already, or the sheet's protection forbids it.
            ValueError: ``address`` is no address.
        """
        from xlperf.ooxml.comment_writing import add_comment

        add_comment(self, cell_address(*cell_position(address)), text, author)
        self.__dict__.pop("comments", None)

    def insert_rows(self, before: int, count: int = 1, *, like: int | None = None) -> None:
        """Insert rows; everything in the workbook that points below follows.

        Args:
            before: the row number that the first new row gets.
            count: how many.
            like: the row (as numbered before) whose height, formats and formulas the new rows take over.

        Raises:
            EditRefused: if something could not be moved safely; it is named.
        """
        from xlperf.ooxml.moving import insert_rows

        insert_rows(self, before, count, like)

    def delete_rows(self, first: int, count: int = 1) -> None:
        """Delete rows; everything in the workbook that points below follows.

        Raises:
            EditRefused: if something could not be moved safely; it is named.
        """
        from xlperf.ooxml.moving import delete_rows

        delete_rows(self, first, count)

    def __repr__(self) -> str:
        return f"<Sheet {self.name}>"
