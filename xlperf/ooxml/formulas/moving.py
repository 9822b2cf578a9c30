"""Formulas follow their cells: rows and columns inserted or deleted, sheets renamed or copied, formulas copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from xlperf.ooxml.formulas.references import LAST_COLUMN, LAST_ROW, Area, Corner, parse_area
from xlperf.ooxml.formulas.tokens import (
    Kind,
    SheetPrefix,
    Token,
    UnreadableFormula,
    join,
    read_prefix,
    same_sheet,
    tokens,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Axis = Literal["row", "column"]
_LAST: Final[dict[Axis, int]] = {"row": LAST_ROW, "column": LAST_COLUMN}
_GONE: Final = "#REF!"


@dataclass(frozen=True, slots=True)
class Inserted:
    """``count`` blank rows (or columns) inserted before number ``first``, counted from 1."""

    first: int
    count: int
    axis: Axis = "row"

    def moved(self, number: int) -> int | None:
        """Return where row (or column) ``number`` is afterwards; None if it was pushed off the sheet."""
        after = number + self.count if number >= self.first else number
        return after if after <= _LAST[self.axis] else None

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return where a block is afterwards: it grows when the rows are inserted inside it."""
        start = self.moved(first)
        return None if start is None else (start, self.moved(last) or _LAST[self.axis])


@dataclass(frozen=True, slots=True)
class Deleted:
    """``count`` rows (or columns) deleted from number ``first`` on, counted from 1."""

    first: int
    count: int
    axis: Axis = "row"

    def moved(self, number: int) -> int | None:
        """Return where row (or column) ``number`` is afterwards; None if it was deleted."""
        if number < self.first:
            return number
        return number - self.count if number >= self.first + self.count else None

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return where a block is afterwards: it shrinks by what it lost; None if nothing is left."""
        start = self.moved(first) or self.first
        end = self.moved(last) or self.first - 1
        return (start, end) if start <= end else None


Edit = Inserted | Deleted


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A formula after a move; ``problem`` says in Chinese what was left as it was, and why."""

    text: str
    problem: str | None = None


def shift(
    formula: str, home_sheet: str | None, edited_sheet: str, edit: Edit, *, sheets: Sequence[str] = ()
) -> Rewritten:
    """Let a cell's formula follow rows (or columns) inserted into or deleted from a sheet, as Excel does.

    Args:
        formula: as the file has it, without a leading ``=``.
        home_sheet: the sheet the formula stands on; None where every reference names its sheet (charts).
        edited_sheet: the sheet that was edited.
        edit: what was done.
        sheets: all sheets in the order of their tabs; with it a span (``一月:三月!A1``) that does not
            contain the edited sheet is known to be untouched.

    A reference to what was deleted becomes ``#REF!``. A span of sheets over the edited sheet is left and
    reported, since its other sheets did not move; so is a formula that cannot be read.
    """
    return _rewrite(formula, _Shift(home_sheet, edited_sheet, edit, tuple(sheets)))


def shift_name(refers_to: str, edited_sheet: str, edit: Edit, *, sheets: Sequence[str] = ()) -> Rewritten:
    """Let a defined name (or a print area or title) follow an edit: only its fixed (``$``) parts move.

    The relative parts of a name are distances from the cell that uses it, so no edit moves them.
    """
    return _rewrite(refers_to, _Shift(None, edited_sheet, edit, tuple(sheets), fixed_only=True))


def shift_reference(reference: str, edit: Edit) -> str | None:
    """Move one bare reference (``ref="A1:C9"``); None if all of it was deleted.

    Raises:
        UnreadableFormula: if it is no reference.
    """
    area = parse_area(reference)
    if area is None:
        raise UnreadableFormula(f"不是单元格引用：{reference}")
    after = move_area(area, edit)
    return None if after is None else _unchanged_or_text(area, after, reference)


def shift_sqref(sqref: str, edit: Edit) -> str:
    """Move a list of bare references (``sqref="A1:B2 C3"``); empty if all of them were deleted.

    Raises:
        UnreadableFormula: if one of them is no reference.
    """
    moved = [shift_reference(reference, edit) for reference in sqref.split()]
    kept = " ".join(reference for reference in moved if reference is not None)
    return sqref if kept.split() == sqref.split() else kept


def translate(formula: str, rows: int, columns: int) -> Rewritten:
    """Copy a formula so many rows down and columns right: relative references move, ``$`` ones stay.

    This is also how a member of a shared formula follows from its master.
    """
    return _rewrite(formula, lambda token: _translated(token, rows, columns))


def rename_sheet(formula: str, old: str, new: str) -> Rewritten:
    """Let a formula (or a name's definition) follow a sheet that was renamed."""
    return _rewrite(formula, lambda token: _renamed(token, old, new, spans=True))


def copy_sheet(formula: str, source: str, copy: str) -> Rewritten:
    """Let a formula on the copy of a sheet mean the copy where it named its own sheet; spans stay."""
    return _rewrite(formula, lambda token: _renamed(token, source, copy, spans=False))


class _LeftAlone(Exception):
    """Raised for a reference that is not moved, with the reason."""


def _rewrite(formula: str, change: Callable[[Token], Token]) -> Rewritten:
    try:
        pieces = tokens(formula)
    except UnreadableFormula as error:
        return Rewritten(formula, f"公式读不懂，未作调整：{error}")
    problem: str | None = None
    changed: list[Token] = []
    for token in pieces:
        try:
            changed.append(change(token))
        except _LeftAlone as reason:
            problem = str(reason)
            changed.append(token)
    return Rewritten(join(changed), problem)


@dataclass(frozen=True, slots=True)
class _Shift:
    home_sheet: str | None
    edited_sheet: str
    edit: Edit
    sheets: tuple[str, ...]
    fixed_only: bool = False

    def __call__(self, token: Token) -> Token:
        if token.kind is not Kind.AREA or not self._concerns(token):
            return token
        area = parse_area(token.text)
        if area is None or (self.fixed_only and not _is_fixed(area, self.edit.axis)):
            return token
        after = move_area(area, self.edit)
        if after == area:
            return token
        if _span_of(token) is not None:
            raise _LeftAlone(f"跨表引用 {token.sheet}{token.text} 包含被改动的“{self.edited_sheet}”，未作调整")
        return Token(Kind.ERROR, _GONE, token.sheet) if after is None else token._replace(text=after.text)

    def _concerns(self, token: Token) -> bool:
        if not token.sheet:
            return self.home_sheet is not None and same_sheet(self.home_sheet, self.edited_sheet)
        span = _span_of(token)
        if span is not None:
            return self._spans_edited(span)
        prefix = read_prefix(token.sheet)
        return prefix is not None and not prefix.book and same_sheet(prefix.first, self.edited_sheet)

    def _spans_edited(self, span: SheetPrefix) -> bool:
        tabs = [name.casefold() for name in self.sheets]
        wanted = [name.casefold() for name in (span.first, span.last, self.edited_sheet)]
        if not all(name in tabs for name in wanted):
            return True
        first, last, edited = (tabs.index(name) for name in wanted)
        return min(first, last) <= edited <= max(first, last)


def _span_of(token: Token) -> SheetPrefix | None:
    prefix = read_prefix(token.sheet)
    return prefix if prefix is not None and prefix.last and not prefix.book else None


def _is_fixed(area: Area, axis: Axis) -> bool:
    return all(c.row_fixed if axis == "row" else c.column_fixed for c in area.corners)


def move_area(area: Area, edit: Edit) -> Area | None:
    """Move an area on the edited sheet; None if nothing of it is left."""
    bounds = [c.row if edit.axis == "row" else c.column for c in area.corners]
    start, end = bounds
    if start is None or end is None:  # whole columns do not mind rows, nor whole rows columns
        return area
    if area.last is None:
        number = edit.moved(start)
        return None if number is None else Area(_placed(area.first, number, edit.axis))
    low, high = min(start, end), max(start, end)
    if (low, high) == (1, _LAST[edit.axis]):  # all rows stay all rows
        return area
    span = edit.span(low, high)
    if span is None:
        return None
    new_start, new_end = span if start <= end else span[::-1]
    return Area(_placed(area.first, new_start, edit.axis), _placed(area.last, new_end, edit.axis))


def _placed(corner: Corner, number: int, axis: Axis) -> Corner:
    return corner._replace(row=number) if axis == "row" else corner._replace(column=number)


def _unchanged_or_text(before: Area, after: Area, text: str) -> str:
    return text if after == before else after.text


def _translated(token: Token, rows: int, columns: int) -> Token:
    area = parse_area(token.text) if token.kind is Kind.AREA else None
    if area is None:
        return token
    corners = [_offset(corner, rows, columns) for corner in area.corners]
    first, last = corners
    if first is None or last is None:
        return Token(Kind.ERROR, _GONE, token.sheet)
    after = Area(first, None if area.last is None else last)
    return token._replace(text=_unchanged_or_text(area, after, token.text))


def _offset(corner: Corner, rows: int, columns: int) -> Corner | None:
    row = corner.row if corner.row is None or corner.row_fixed else corner.row + rows
    column = corner.column if corner.column is None or corner.column_fixed else corner.column + columns
    inside = (row is None or 1 <= row <= LAST_ROW) and (column is None or 1 <= column <= LAST_COLUMN)
    return corner._replace(row=row, column=column) if inside else None


def _renamed(token: Token, old: str, new: str, *, spans: bool) -> Token:
    prefix = read_prefix(token.sheet) if token.sheet else None
    if prefix is None or prefix.book or (prefix.last and not spans):
        return token
    after = SheetPrefix(*(new if name and same_sheet(name, old) else name for name in (prefix.first, prefix.last)))
    return token if after == prefix else token._replace(sheet=after.text)
