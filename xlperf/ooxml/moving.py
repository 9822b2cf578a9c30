"""Inserting and deleting rows: everything in the workbook that points below them follows, or nothing happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.ooxml.calculation import drop_chain
from xlperf.ooxml.errors import EditRefused, ProtectedCell
from xlperf.ooxml.formulas import Deleted, Inserted
from xlperf.ooxml.formulas.references import LAST_ROW
from xlperf.ooxml.moved_frame import extend_to_new_rows, move_frame
from xlperf.ooxml.moved_parts import move_names, move_parts_of, move_shared_parts, refuse_immovable
from xlperf.ooxml.moved_rows import moved_formulas, moved_rows, rows_like, write_formulas
from xlperf.ooxml.moves import Move

if TYPE_CHECKING:
    from xlperf.ooxml.sheet import Sheet


def insert_rows(sheet: Sheet, before: int, count: int, like: int | None) -> None:
    """Insert rows; see ``Sheet.insert_rows``."""
    _refuse_numbers(sheet, before, count)
    if like is not None and not 1 <= like <= LAST_ROW:
        raise EditRefused(f"“{sheet.name}”没有插入行：没有第 {like} 行可以照着做")
    if sheet.protection.forbids("insertRows"):
        raise ProtectedCell(f"工作表“{sheet.name}”有保护，不允许插入行，请先在 Excel 里撤销保护")
    for number in sheet.rows.numbers:
        row = sheet.rows.peek(number) if number >= before and number + count > LAST_ROW else None
        if row is not None and any(cell.inside for cell in row.cells):
            raise EditRefused(f"“{sheet.name}”没有插入行：第 {number} 行会被挤出工作表")
    _move(sheet, Inserted(before, count), like)


def delete_rows(sheet: Sheet, first: int, count: int) -> None:
    """Delete rows; see ``Sheet.delete_rows``."""
    _refuse_numbers(sheet, first, count)
    if sheet.protection.forbids("deleteRows"):
        raise ProtectedCell(f"工作表“{sheet.name}”有保护，不允许删除行，请先在 Excel 里撤销保护")
    _move(sheet, Deleted(first, count), None)


def _refuse_numbers(sheet: Sheet, first: int, count: int) -> None:
    if not (1 <= first <= LAST_ROW and 1 <= count <= LAST_ROW and first + count - 1 <= LAST_ROW):
        raise EditRefused(f"“{sheet.name}”没有第 {first} 到 {first + count - 1} 行，请检查行号和行数")


def _move(sheet: Sheet, edit: Inserted | Deleted, like: int | None) -> None:
    book = sheet.book
    move = Move(sheet.name, edit, tuple(tab.get("name") for tab in book.tabs))
    with book.one_edit():
        refuse_immovable(sheet, move)
        dirty: set[tuple[str, int, int]] = set()
        for other in book:
            formulas = moved_formulas(other, move)
            write_formulas(other, formulas)
            dirty |= {(other.name, new.formula.row, new.formula.column) for new in formulas}
        dirty |= {
            (sheet.name, row, column)
            for row, column in sheet.formulas.all
            if row >= edit.first and edit.moved(row) is not None
        }
        new_rows = _move_rows(sheet, move, like)
        for other in book:
            move_frame(other.data.frame.root, other.name, move)
            move_parts_of(other, move)
        if like is not None and isinstance(edit, Inserted):
            extend_to_new_rows(sheet.data.frame.root, edit.moved(like) or like, edit.first, edit.first + edit.count - 1)
        move_names(book, move)
        move_shared_parts(book, move)
        drop_chain(book.package, book.part)
        sheet.data.replace_rows(new_rows)
        book.touched |= dirty
        book.moved_changes(sheet, edit.moved)
        book.is_edited = True
    book.touched |= _new_formulas(sheet, edit)


def _move_rows(sheet: Sheet, move: Move, like: int | None) -> bytes:
    edit = move.edit
    added = b""
    if isinstance(edit, Inserted) and like is not None:
        added = rows_like(sheet, like, edit.moved(like) or like, edit.first, edit.first + edit.count - 1)
    if isinstance(edit, Deleted) and sheet.book.strings is not None:
        sheet.book.strings.references -= sum(
            cell.type == "s"
            for number in sheet.rows.numbers
            if edit.moved(number) is None and (row := sheet.rows.peek(number)) is not None
            for cell in row.cells
        )
    return moved_rows(sheet.rows, move, added)


def _new_formulas(sheet: Sheet, edit: Inserted | Deleted) -> set[tuple[str, int, int]]:
    if isinstance(edit, Deleted):
        return set()
    last = edit.first + edit.count
    return {(sheet.name, row, column) for row, column in sheet.formulas.all if edit.first <= row < last}
