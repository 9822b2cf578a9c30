"""Results of formulas after an edit: those that we can work out are written, the rest is left to Excel."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import isclose
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.calculation import Recalculation
from xlperf.ooxml.errors import UnreadableWorkbook
from xlperf.ooxml.markup import with_attribute, without_attribute
from xlperf.ooxml.rows import CellMarkup, patterns
from xlperf.ooxml.text import escaped, to_excel
from xlperf.ooxml.values import ErrorValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlperf.ooxml.formulas.network import CellFormula
    from xlperf.ooxml.formulas.values import Address, Value
    from xlperf.ooxml.rows import Row
    from xlperf.ooxml.sheet import Sheet
    from xlperf.ooxml.workbook import Workbook

_CLOSE: Final = 1e-13
"""Excel and we may add in another order: a result that differs by less is the same."""


def recalculate_dependents(book: Workbook) -> Recalculation:
    """Work out the formulas that depend on edited cells and write their results into the sheets."""
    try:
        if not any(sheet.has_formulas for sheet in book):
            return Recalculation()
    except UnreadableWorkbook:  # a sheet that nobody edits is damaged: Excel will say so
        return Recalculation()
    from xlperf.ooxml.formulas.recalculating import recalculate
    from xlperf.ooxml.formulas.values import Address

    view = CalculationView(book)
    edited = [Address(*cell) for cell in sorted(book.touched)]
    done = recalculate(view, edited)
    written = [str_of(address) for address, value in done.values.items() if _write(book, view, address, value)]
    return Recalculation(tuple(written), {str_of(address): reason for address, reason in done.left.items()})


def str_of(address: Address) -> str:
    """Write an address as 表名!B7."""
    from xlperf.ooxml.addresses import cell_address

    return f"{address.sheet}!{cell_address(address.row, address.column)}"


class CalculationView:
    """A workbook as its formulas see it."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.sheets: Sequence[str] = [tab.get("name") for tab in book.tabs]
        self.formulas: Mapping[Address, CellFormula] = dict(_formulas(book))
        self.names: Mapping[tuple[str | None, str], str] = dict(book.all_names())
        self.date_1904: bool = book.is_1904
        properties = book.root.first("calcPr")
        precision = properties.get("fullPrecision") if properties is not None else ""
        self.full_precision: bool = precision.lower() not in ("0", "false", "off")
        self._rows: dict[tuple[str, int], Row | None] = {}
        self._values: dict[Address, Value] = {}
        self._extents: dict[str, tuple[int, int]] = {}
        self._hidden: dict[str, frozenset[int]] = {}

    def value(self, at: Address) -> Value:
        """Give what a cell holds; the stored result of a formula."""
        if at not in self._values:
            self._values[at] = self._read(at) if at.sheet in self._book else None
        return self._values[at]

    def _read(self, at: Address) -> Value:
        rows = self._book[at.sheet].rows
        key = at.sheet, at.row
        if key not in self._rows:
            self._rows[key] = rows.peek(at.row)
        row = self._rows[key]
        cell = row.cell(at.column) if row is not None else None
        return _value(self._book.reader.plain(cell, rows.prefix)) if cell is not None else None

    def extent(self, sheet: str) -> tuple[int, int]:
        """Give the last row and column that hold something."""
        if sheet not in self._book:
            return 0, 0
        if sheet not in self._extents:
            rows = self._book[sheet].rows
            last = max((n for n in {*rows.numbers, *rows.opened}), default=0)
            self._extents[sheet] = last, rows.last_column
        return self._extents[sheet]

    def is_hidden(self, sheet: str, row: int) -> bool:
        """Tell whether a row is hidden or filtered out."""
        if sheet not in self._hidden:
            self._hidden[sheet] = self._book[sheet].hidden_rows if sheet in self._book else frozenset()
        return row in self._hidden[sheet]


def _formulas(book: Workbook) -> Iterator[tuple[Address, CellFormula]]:
    from xlperf.ooxml.formulas.network import CellFormula
    from xlperf.ooxml.formulas.values import Address

    for sheet in (sheet for sheet in book if sheet.has_formulas):
        for (row, column), formula in sheet.formulas.all.items():
            covers = str(formula.block) if formula.kind in ("array", "dataTable") and formula.block else None
            text = sheet.formulas.text_of(formula)
            yield Address(sheet.name, row, column), CellFormula(text, covers, stored=formula.is_stored)


def _value(found: object) -> Value:
    from xlperf.ooxml.formulas import values

    if isinstance(found, Decimal):
        return float(found)
    if isinstance(found, ErrorValue):
        return next((error for error in values.ErrorValue if error.value == found.text), values.ErrorValue.VALUE)
    return found if isinstance(found, (str, bool)) else None


def _write(book: Workbook, view: CalculationView, address: Address, value: Value) -> bool:
    """Write a result; not where it is the same, nor a first one into a sheet that is not edited otherwise."""
    sheet = book[address.sheet]
    formula = sheet.formulas.all[address.row, address.column]
    if not formula.is_stored and not _is_edited(sheet):
        return False
    stored = view.value(address)
    if formula.is_stored and _same(stored, value):
        return False
    row = sheet.rows.find(address.row)
    cell = row.cell(address.column) if row is not None else None
    if row is None or cell is None:
        return False
    row.put(_with_result(cell, sheet.rows.prefix, value))
    return True


def _is_edited(sheet: Sheet) -> bool:
    return any(name == sheet.name for name, _, _ in sheet.book.touched)


def _same(stored: Value, value: Value) -> bool:
    if isinstance(stored, bool) or isinstance(value, bool) or type(stored) is not type(value):
        return stored is value
    if isinstance(stored, float) and isinstance(value, float):
        return isclose(stored, value, rel_tol=_CLOSE)
    return stored == value


def _with_result(cell: CellMarkup, prefix: str, value: Value) -> CellMarkup:
    from xlperf.ooxml.formulas import doubles, values

    kind, text = "", ""
    if isinstance(value, bool):
        kind, text = "b", str(int(value))
    elif isinstance(value, str):
        kind, text = "str", to_excel(value)
    elif isinstance(value, values.ErrorValue):
        kind, text = "e", value.value
    else:
        text = doubles.number_text(value or 0.0)
    tag = without_attribute(without_attribute(b"<c" + cell.attributes + b">", "t"), "vm")
    tag = with_attribute(tag, "t", kind) if kind else tag
    name = prefix.encode() + b"v"
    written = b"<%b>%b</%b>" % (name, escaped(text), name)
    return replace(cell, attributes=tag[2:-1], inside=_with_value(cell.inside or b"", prefix, written))


def _with_value(inside: bytes, prefix: str, written: bytes) -> bytes:
    """Put a result behind the formula, instead of the one that is there."""
    pieces: list[bytes] = []
    at = 0
    for match in patterns(prefix).child.finditer(inside):
        pieces.append(inside[at : match.start()])
        at = match.end()
        if match["name"] not in (b"v", b"is"):
            pieces.append(match[0])
        if match["name"] == b"f":
            pieces.append(written)
    return b"".join([*pieces, inside[at:]])
