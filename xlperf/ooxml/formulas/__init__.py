"""Formulas of a workbook as text and values: moving them along with their cells, and their results.

Nothing here knows of zip or XML. Formulas are written as in the file: without the leading ``=``, English
function names, ``_xlfn.`` prefixes. What is not surely understood is handed back as it was, with the reason.

Following an edit (each gives ``Rewritten(text, problem)``; ``problem`` is None or one Chinese sentence):

- ``shift(formula, home_sheet, edited_sheet, Inserted(first=20, count=3))`` or ``Deleted(first, count)`` (add
  ``axis="column"`` for columns): formulas of cells on every sheet, charts (``home_sheet=None``).
- ``shift_name(refers_to, edited_sheet, edit)``: defined names, print areas and titles.
- ``shift_reference("A1:C9", edit)`` gives text or None, ``shift_sqref("A1:B2 C3", edit)`` text, maybe empty.
- ``translate(formula, rows, columns)``: a row's formulas copied down; members of a shared formula.
- ``rename_sheet(formula, old, new)``, ``copy_sheet(formula, source, copy)``.

A conditional format's or validation's formula is written for the first cell of its ``sqref``. If that cell is
deleted, ``translate`` the formula to the first cell that stays, then ``shift`` it; so for the master of a shared
formula. Members of a shared formula that spans the edit may part: translate each, then shift each.

Results (not imported here, for the sake of start-up): ``recalculating.recalculate(book, edited)`` works out what
depends on edited cells and gives ``values`` and ``left``; ``recalculating.Book`` says what it asks of a workbook,
``doubles.number_text`` writes a result as Excel does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlperf.ooxml.formulas.moving import (
        Deleted,
        Edit,
        Inserted,
        Rewritten,
        copy_sheet,
        rename_sheet,
        shift,
        shift_name,
        shift_reference,
        shift_sqref,
        translate,
    )
    from xlperf.ooxml.formulas.tokens import UnreadableFormula

__all__ = [
    "Deleted",
    "Edit",
    "Inserted",
    "Rewritten",
    "UnreadableFormula",
    "copy_sheet",
    "rename_sheet",
    "shift",
    "shift_name",
    "shift_reference",
    "shift_sqref",
    "translate",
]


def __getattr__(name: str) -> object:
    """Load what is asked for: most workbooks are read and filled without moving a formula."""
    if name not in __all__:
        raise AttributeError(f"module 'xlperf.ooxml.formulas' has no attribute {name!r}")
    return getattr(import_module("xlperf.ooxml.formulas.moving"), name)
