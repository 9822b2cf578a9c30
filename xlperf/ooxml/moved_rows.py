"""Rows move: the rows themselves are renumbered, and the formulas of every sheet follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.addresses import Range, cell_address
from xlperf.ooxml.errors import EditRefused
from xlperf.ooxml.formulas import Inserted, translate
from xlperf.ooxml.markup import attributes_of, tag_end, with_attribute, without_attribute
from xlperf.ooxml.moves import moved_range
from xlperf.ooxml.rows import CellMarkup, Row
from xlperf.ooxml.shared_formulas import with_formula
from xlperf.ooxml.text import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.ooxml.formula_cells import FormulaMarkup
    from xlperf.ooxml.moves import Move
    from xlperf.ooxml.rows import Rows
    from xlperf.ooxml.sheet import Sheet

_NOT_COPIED: Final = ("r", "hidden", "collapsed")


@dataclass(frozen=True, slots=True)
class NewFormula:
    """A formula to be written: attributes of its element (None leaves them) and text."""

    formula: FormulaMarkup
    text: str
    block: Range | None = None
    """For a shared or array formula, what it stands for now."""
    is_plain: bool = False
    """Whether it is no longer shared."""
    inputs: tuple[tuple[str, str], ...] = ()
    """For a data table, its input cells."""


def moved_formulas(sheet: Sheet, move: Move) -> list[NewFormula]:
    """Work out the formulas of a sheet that change, without changing anything.

    Raises:
        EditRefused: if one of them cannot be moved safely.
    """
    found: list[NewFormula] = []
    for formula in sheet.formulas.all.values():
        if formula.group or (move.is_edited(sheet.name) and move.edit.moved(formula.row) is None):
            continue
        place = f"{sheet.name}!{cell_address(formula.row, formula.column)}"
        text = move.formula(formula.text, sheet.name, place) if formula.text else ""
        block = formula.block
        if block is not None and move.is_edited(sheet.name):
            block = moved_range(move, block)
        inputs = tuple(_moved_inputs(formula, move, place)) if move.is_edited(sheet.name) else ()
        if text != formula.text or block != formula.block or inputs:
            found.append(NewFormula(formula, text, block, inputs=inputs))
    for group in {formula.group for formula in sheet.formulas.all.values() if formula.group}:
        found += _moved_group(sheet, sheet.formulas.members(group), move)
    return found


def _moved_inputs(formula: FormulaMarkup, move: Move, place: str) -> Iterator[tuple[str, str]]:
    for name, cell in formula.inputs:
        after = move.reference(cell)
        if after is None:
            raise EditRefused(f"“{move.edited}”的行没有删：{place} 的模拟运算表要用 {cell}，请先在 Excel 里改好它")
        if after != cell:
            yield name, after


def _moved_group(sheet: Sheet, members: list[FormulaMarkup], move: Move) -> list[NewFormula]:
    """Move a shared formula: it stays shared if its members still follow from the first of them."""
    here = move.is_edited(sheet.name)
    kept: list[tuple[FormulaMarkup, int, str]] = []
    changed = False
    for member in members:
        row = move.edit.moved(member.row) if here else member.row
        before = sheet.formulas.text_of(member)
        if row is None or not before:
            changed = True
            continue
        after = move.formula(before, sheet.name, f"{sheet.name}!{cell_address(member.row, member.column)}")
        changed = changed or after != before or row != member.row
        kept.append((member, row, after))
    if not changed or not kept:
        return []
    master, master_row, master_text = next((one for one in kept if one[0].text), kept[0])
    follows = all(
        translate(master_text, row - master_row, member.column - master.column).text == text
        for member, row, text in kept
    )
    if not follows or len(kept) == 1:
        return [NewFormula(member, text, is_plain=True) for member, _, text in kept]
    rows, columns = [row for _, row, _ in kept], [member.column for member, _, _ in kept]
    block = Range(min(rows), min(columns), max(rows), max(columns))
    return [NewFormula(master, master_text, block)]


def write_formulas(sheet: Sheet, formulas: list[NewFormula]) -> None:
    """Write formulas into their cells, still where they were before the rows move."""
    prefix = sheet.rows.prefix
    for new in formulas:
        row = sheet.rows.find(new.formula.row)
        cell = row.cell(new.formula.column) if row is not None else None
        if row is not None and cell is not None:
            row.put(with_formula(cell, prefix, _formula_attributes(cell, prefix, new), new.text))


def _formula_attributes(cell: CellMarkup, prefix: str, new: NewFormula) -> bytes:
    tag = b"<f" + (cell.children(prefix).formula_attributes or b"") + b">"
    if new.is_plain:
        for name in ("t", "ref", "si"):
            tag = without_attribute(tag, name)
    elif new.block is not None:
        tag = with_attribute(tag, "ref", str(new.block))
        if new.formula.group:  # the next member holds the text where the first one was deleted
            tag = with_attribute(with_attribute(tag, "t", "shared"), "si", new.formula.group)
    for name, value in new.inputs:
        tag = with_attribute(tag, name, value)
    return tag[2:-1]


@lru_cache(maxsize=16)
def _references(prefix: str) -> re.Pattern[bytes]:
    attribute = rb"\s+[^\s=>\"']+\s*=\s*(?:\"[^\"]*\"|'[^']*')"
    return re.compile(
        rb"(<%bc(?:%b)*?\s+r\s*=\s*[\"']\s*)([A-Za-z]{1,3})[0-9]+" % (re.escape(prefix.encode()), attribute)
    )


def moved_rows(rows: Rows, move: Move, new_rows: bytes) -> bytes:
    """Write all rows with their new numbers, deleted ones left out, ``new_rows`` put in."""
    pieces: list[bytes] = []
    is_due = isinstance(move.edit, Inserted)
    for number, gap, markup in rows.markups():
        after = move.edit.moved(number)
        if is_due and number >= move.edit.first:
            pieces.append(new_rows)
            is_due = False
        if after is not None:
            pieces += [gap, markup if after == number else _renumbered(markup, rows, after)]
    if is_due:
        pieces.append(new_rows)
    pieces.append(rows.after_last)
    return b"".join(pieces)


def _renumbered(markup: bytes, rows: Rows, number: int) -> bytes:
    end = tag_end(markup, 0)
    tag = with_attribute(markup[:end], "r", str(number))
    if b"<!" not in markup:  # neither comments nor CDATA that could look like cells
        digits = b"%d" % number  # a template would be compiled anew for every row
        return tag + _references(rows.prefix).sub(lambda found: found[1] + found[2] + digits, markup[end:])
    row = rows.cut(markup, number)
    for cell in row.cells:
        if "r" in attributes_of(b"<c" + cell.attributes + b">"):
            cell.attributes = with_attribute(b"<c" + cell.attributes + b">", "r", cell_address(number, cell.column))[
                2:-1
            ]
    row.tag = tag if not tag.endswith(b"/>") else tag[:-2] + b">"
    return row.markup(rows.prefix.encode())


def rows_like(sheet: Sheet, like: int, like_after: int, first: int, last: int) -> bytes:
    """Write new rows with the height, formats and formulas of another one.

    Args:
        sheet: the sheet, its formulas already moved, its rows not yet.
        like: the row to take them from, as numbered before the move.
        like_after: its number afterwards.
        first: the first new row.
        last: the last new row.
    """
    model = sheet.rows.peek(like)
    if model is None:
        return b""
    sheet.formulas.reread()
    return b"".join(_row_like(sheet, model, like_after, number) for number in range(first, last + 1))


def _row_like(sheet: Sheet, model: Row, like_after: int, number: int) -> bytes:
    prefix = sheet.rows.prefix
    tag = model.tag
    for name in _NOT_COPIED:
        tag = without_attribute(tag, name)
    name_end = len(prefix) + len("<row")
    tag = tag[:name_end] + b' r="%d"' % number + tag[name_end:]
    cells: list[CellMarkup] = []
    for cell in model.cells:
        attributes = f' r="{cell_address(number, cell.column)}"'
        if cell.has_style:
            attributes += f' s="{cell.style}"'
        formula = sheet.formulas.all.get((model.number, cell.column))
        inside = None
        if formula is not None and formula.kind in ("normal", "shared"):
            text = translate(sheet.formulas.text_of(formula), number - like_after, 0).text
            inside = f"<{prefix}f>".encode() + escaped(text) + f"</{prefix}f>".encode()
        cells.append(CellMarkup(cell.column, b"", attributes.encode(), inside))
    return Row(number, tag, cells, b"").markup(prefix.encode())
