"""Shared formulas: one cell holds the text, the others follow from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlperf.ooxml.addresses import Range
from xlperf.ooxml.rows import CellMarkup, patterns
from xlperf.ooxml.text import escaped

if TYPE_CHECKING:
    from xlperf.ooxml.formula_cells import FormulaMarkup
    from xlperf.ooxml.sheet import Sheet


def hand_over(sheet: Sheet, formula: FormulaMarkup) -> None:
    """Let the next member hold the text of a shared formula whose master is about to go."""
    if not formula.text:
        return
    members = [member for member in sheet.formulas.members(formula.group) if not member.text]
    if not members:
        return
    from xlperf.ooxml.formulas import translate

    heir = members[0]
    text = translate(formula.text, heir.row - formula.row, heir.column - formula.column).text
    rows, columns = [m.row for m in members], [m.column for m in members]
    block = Range(min(rows), min(columns), max(rows), max(columns))
    attributes = f' t="shared" ref="{block}" si="{formula.group}"' if len(members) > 1 else ""
    row = sheet.rows.find(heir.row)
    cell = row.cell(heir.column) if row is not None else None
    if row is not None and cell is not None:
        row.put(with_formula(cell, sheet.rows.prefix, attributes.encode(), text))


def with_formula(cell: CellMarkup, prefix: str, attributes: bytes, text: str) -> CellMarkup:
    """Write another formula into a cell that has one."""
    inside = cell.inside or b""
    name = prefix.encode() + b"f"
    content = escaped(text)
    written = b"<%b%b>%b</%b>" % (name, attributes, content, name) if text else b"<%b%b/>" % (name, attributes)
    for match in patterns(prefix).child.finditer(inside):
        if match["name"] == b"f":
            return replace(cell, inside=inside[: match.start()] + written + inside[match.end() :])
    return replace(cell, inside=written + inside)
