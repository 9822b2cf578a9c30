"""Rows move: drawings, form controls and notes that are anchored to cells follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.errors import EditRefused
from xlperf.ooxml.formulas import Inserted
from xlperf.ooxml.text import whole_number

if TYPE_CHECKING:
    from xlperf.ooxml.markup import Document, Element
    from xlperf.ooxml.moves import Move

_VML_FORMULAS: Final = frozenset({"FmlaLink", "FmlaRange", "FmlaPict", "FmlaTxbx", "FmlaGroup"})
_ANCHOR_NUMBERS: Final = 8


def move_drawing(root: Element, home: str, move: Move) -> None:
    """Let the shapes of a drawing on the edited sheet follow."""
    for anchor in root.children:
        if anchor.name in ("twoCellAnchor", "oneCellAnchor"):
            how = anchor.get("editAs", "twoCell")
            named = next((e.get("name") for e in anchor.walk() if e.name == "cNvPr"), "")
            move_anchor(
                anchor,
                move,
                moves=how != "absolute" or anchor.name == "oneCellAnchor",
                sizes=how == "twoCell" and anchor.name == "twoCellAnchor",
                what=f"工作表“{home}”的图形“{named}”",
            )


def move_anchor(anchor: Element, move: Move, *, moves: bool, sizes: bool, what: str) -> None:
    """Let the ``from`` and ``to`` of an anchor follow.

    Raises:
        EditRefused: if nothing would be left of a shape that follows its cells' size.
    """
    start, end = _corner(anchor.first("from")), _corner(anchor.first("to"))
    if not moves or start is None:
        return
    top, top_offset = start
    new_top = _moved_edge(top, move)
    if end is not None:
        bottom, bottom_offset = end
        if not sizes:
            _set_corner(anchor.first("to"), bottom + new_top - top, None)
        else:
            at_edge = bottom_offset == 0 and bottom > top and bottom + 1 == move.edit.first
            new_bottom = bottom if at_edge and isinstance(move.edit, Inserted) else _moved_edge(bottom, move)
            if move.edit.moved(top + 1) is None and move.edit.moved(bottom + 1) is None:
                raise EditRefused(f"“{move.edited}”的行没有删：{what}整个在要删除的行里，请先在 Excel 里移开或删除它")
            _set_corner(anchor.first("to"), new_bottom, 0 if move.edit.moved(bottom + 1) is None else None)
    _set_corner(anchor.first("from"), new_top, 0 if move.edit.moved(top + 1) is None and top_offset else None)


def _moved_edge(row: int, move: Move) -> int:
    """Let a row counted from 0 follow; a deleted one gives the first row after."""
    after = move.edit.moved(row + 1)
    return (move.edit.first if after is None else after) - 1


def _corner(element: Element | None) -> tuple[int, int] | None:
    row = element.first("row") if element is not None else None
    number = whole_number(row.text) if row is not None else -1
    if element is None or number < 0:
        return None
    offset = element.first("rowOff")
    return number, whole_number(offset.text, 0) if offset is not None else 0


def _set_corner(element: Element | None, row: int, offset: int | None) -> None:
    if element is None:
        return
    number, shift = element.first("row"), element.first("rowOff")
    if number is not None:
        number.set_text(str(row))
    if shift is not None and offset is not None:
        shift.set_text(str(offset))


def move_legacy_drawing(document: Document, home: str, move: Move) -> None:
    """Let the notes and controls of a VML drawing follow; notes on deleted rows go."""
    for shape in list(document.root.walk()):
        data = shape.first("ClientData") if shape.name in ("shape", "rect", "group", "oval", "line") else None
        if data is None:
            continue
        for element in data.children:
            if element.name in _VML_FORMULAS and element.text:
                element.set_text(move.formula(element.text, home, f"工作表“{home}”的控件"))
        if move.is_edited(home):
            _move_shape(shape, data, move)


def _move_shape(shape: Element, data: Element, move: Move) -> None:
    row, anchor = data.first("Row"), data.first("Anchor")
    is_note = data.get("ObjectType") == "Note" and row is not None
    if is_note and row is not None and whole_number(row.text) >= 0:
        after = move.edit.moved(whole_number(row.text) + 1)
        if after is None:
            shape.remove()
            return
        row.set_text(str(after - 1))
    stays = data.first("MoveWithCells")
    if anchor is None or (stays is not None and stays.text.strip().lower() not in ("f", "false") and not is_note):
        return
    numbers = re.findall(r"-?\d+", anchor.text)
    if len(numbers) == _ANCHOR_NUMBERS:
        top, bottom = whole_number(numbers[2], 0), whole_number(numbers[6], 0)
        new_top = max(0, _moved_edge(top, move))
        numbers[2], numbers[6] = str(new_top), str(max(new_top, _moved_edge(bottom, move)))
        if is_note:
            numbers[6] = str(new_top + bottom - top)
        anchor.set_text(", ".join(numbers))
