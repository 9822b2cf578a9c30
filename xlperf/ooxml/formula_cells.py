"""The formulas of a sheet: plain, shared, array; found without taking the rest of the sheet apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.addresses import Range, read_range
from xlperf.ooxml.markup import attributes_of
from xlperf.ooxml.text import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.ooxml.rows import CellMarkup, Row, Rows

_FORMULA: Final = re.compile(rb"<(?:[^\s<>/!?:]{1,40}:)?f[\s/>]")
_FIRST_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class FormulaMarkup:
    """A formula as the file writes it."""

    row: int
    column: int
    kind: str
    """normal, shared, array, dataTable."""
    text: str
    """Its own text; empty for the members of a shared formula."""
    block: Range | None
    """The cells that a shared, array or table formula stands for."""
    group: str
    """The number of a shared formula."""
    inputs: tuple[tuple[str, str], ...] = ()
    """The input cells of a data table, by attribute."""
    is_stored: bool = True
    """Whether the file has a result."""


def formula_of(row: int, cell: CellMarkup, prefix: str) -> FormulaMarkup | None:
    """Read the formula of a cell; None if it has none."""
    if cell.inside is None or b"f" not in cell.inside:
        return None
    inside = cell.children(prefix)
    if inside.formula_attributes is None:
        return None
    attributes = attributes_of(b"<f" + inside.formula_attributes + b">")
    kind = attributes.get("t", b"normal").decode()
    reference = attributes.get("ref", b"").decode()
    group = attributes.get("si", b"").decode() if kind == "shared" else ""
    inputs = tuple((name, attributes[name].decode()) for name in ("r1", "r2") if attributes.get(name))
    text = unescaped(inside.formula)
    # openpyxl writes <v/> for "no result"; where the result is a text, it is the empty text
    stored = bool(inside.value or inside.inline) or (
        inside.value is not None and attributes_of(b"<c" + cell.attributes + b">").get("t") == b"str"
    )
    return FormulaMarkup(row, cell.column, kind, text, read_range(reference), group, inputs, stored)


class SheetFormulas:
    """The formulas of one sheet, read at once when one of them is asked for."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._found: dict[tuple[int, int], FormulaMarkup] | None = None
        self._masters: dict[str, FormulaMarkup] = {}
        self._blocks: list[FormulaMarkup] = []

    def forget(self, row: int, column: int) -> None:
        """Note that a cell holds no formula any more."""
        if self._found is not None:
            self._found.pop((row, column), None)

    def reread(self) -> None:
        """Read the formulas again when they are next asked for."""
        self._found = None

    @property
    def all(self) -> dict[tuple[int, int], FormulaMarkup]:
        """All formulas by row and column."""
        if self._found is None:
            self._found = {(formula.row, formula.column): formula for formula in self._read()}
            self._blocks = [f for f in self._found.values() if f.kind in ("array", "dataTable")]
            self._masters = {
                formula.group: formula for formula in self._found.values() if formula.group and formula.text
            }
        return self._found

    def _read(self) -> Iterator[FormulaMarkup]:
        for row in rows_with_formulas(self._rows):
            for cell in row.cells:
                formula = formula_of(row.number, cell, self._rows.prefix)
                if formula is not None:
                    yield formula

    def text_at(self, row: int, column: int) -> str | None:
        """Give the formula of a cell; a member of a shared formula has it from the master."""
        formula = self.all.get((row, column))
        return self.text_of(formula) if formula is not None else None

    def text_of(self, formula: FormulaMarkup) -> str:
        """Give the text of a formula, worked out for the members of a shared one."""
        if formula.text or not formula.group:
            return formula.text
        master = self._masters.get(formula.group)
        if master is None:
            return ""
        from xlperf.ooxml.formulas import translate

        return translate(master.text, formula.row - master.row, formula.column - master.column).text

    def members(self, group: str) -> list[FormulaMarkup]:
        """Give the cells of a shared formula, in the order of the sheet."""
        return [formula for _, formula in sorted(self.all.items()) if formula.group == group]

    @property
    def blocks(self) -> list[FormulaMarkup]:
        """The array formulas and data tables, whose results fill a block that cannot be written into."""
        _ = self.all
        return self._blocks


def may_have_formulas(content: bytes) -> bool:
    """Tell from a sheet's part as it is written whether it can have a formula."""
    return b"\0" in content[:_FIRST_BYTES] or _FORMULA.search(content) is not None  # in UTF-16 it is not looked for


def rows_with_formulas(rows: Rows) -> Iterator[Row]:
    """Go through the rows in which a formula may stand, in order."""
    opening = b"<" + rows.prefix.encode() + b"f"
    wanted = set(rows.opened)
    found = rows.content.find(opening, rows.first)
    for number, end in zip(rows.numbers, rows.ends, strict=True):
        if found < 0:
            break
        if found < end:
            wanted.add(number)
            found = rows.content.find(opening, end)
    for number in sorted(wanted):
        row = rows.peek(number)
        if row is not None:
            yield row
