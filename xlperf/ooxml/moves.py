"""Rows move on one sheet: what that does to a formula, a name, a reference anywhere in the workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlperf.ooxml.addresses import Range, read_range, read_ranges
from xlperf.ooxml.errors import EditRefused
from xlperf.ooxml.formulas import (
    Edit,
    Inserted,
    UnreadableFormula,
    shift,
    shift_name,
    shift_reference,
    shift_sqref,
    translate,
)

if TYPE_CHECKING:
    from xlperf.ooxml.formulas import Rewritten


@dataclass(frozen=True, slots=True)
class Move:
    """Rows inserted into or deleted from the sheet ``edited``."""

    edited: str
    edit: Edit
    sheets: tuple[str, ...]
    """All tabs in order."""

    def is_edited(self, sheet: str | None) -> bool:
        """Tell whether a sheet is the edited one."""
        return sheet is not None and sheet.casefold() == self.edited.casefold()

    def formula(self, text: str, home: str | None, place: str) -> str:
        """Let a formula on ``home`` follow.

        Raises:
            EditRefused: if it cannot be moved safely; names ``place``.
        """
        return self._sure(text, shift(text, home, self.edited, self.edit, sheets=self.sheets), home, place)

    def name(self, text: str, place: str) -> str:
        """Let the definition of a name follow.

        Raises:
            EditRefused: if it cannot be moved safely; names ``place``.
        """
        return self._sure(text, shift_name(text, self.edited, self.edit, sheets=self.sheets), None, place)

    def _sure(self, text: str, after: Rewritten, home: str | None, place: str) -> str:
        if after.problem is None:
            return after.text
        concerns = self.is_edited(home) or self.edited.casefold() in text.casefold() or ":" in text.partition("!")[0]
        if not concerns:
            return text
        raise EditRefused(
            f"“{self.edited}”的行没有动：{place} 的公式（={text}）不能安全地随行移动"
            f"（{after.problem}），请先在 Excel 里改好它"
        )

    def reference(self, text: str) -> str | None:
        """Let a bare reference on the edited sheet follow; None if it was deleted; as it is if it is none."""
        try:
            return shift_reference(text, self.edit)
        except UnreadableFormula:
            return text

    def references(self, sqref: str) -> str:
        """Let a list of references on the edited sheet follow; empty if all were deleted."""
        try:
            return shift_sqref(sqref, self.edit)
        except UnreadableFormula:
            return sqref

    def relative_formula(self, text: str, sqref: str, home: str, place: str) -> str:
        """Let a formula that is written for the first cell of ``sqref`` follow, also if that cell is deleted."""
        if self.is_edited(home) and not isinstance(self.edit, Inserted):
            blocks = read_ranges(sqref)
            first = self._first_kept(blocks)
            if first is not None and blocks:
                text = translate(text, first[0] - blocks[0].top, first[1] - blocks[0].left).text
        return self.formula(text, home, place)

    def _first_kept(self, blocks: list[Range]) -> tuple[int, int] | None:
        for block in blocks:
            row = block.top if self.edit.moved(block.top) is not None else self.edit.first + self.edit.count
            if row <= block.bottom:
                return row, block.left
        return None

    def cuts(self, block: Range) -> bool:
        """Tell whether the edit falls inside a block that must stay whole."""
        first, last = self.edit.first, self.edit.first + self.edit.count - 1
        if isinstance(self.edit, Inserted):
            return block.top < first <= block.bottom
        return first <= block.bottom and last >= block.top and not (first <= block.top and block.bottom <= last)


def moved_range(move: Move, block: Range) -> Range | None:
    """Give where a block is afterwards."""
    after = move.reference(str(block))
    return read_range(after) if after is not None else None
