"""Lossless editing of .xlsx, .xlsm, .xltx and .xltm: everything that is not edited stays byte for byte.

::

    book = Workbook.open("评分表.xlsx")           # path, bytes or binary file
    book.sheet_names, book.defined_names         # worksheets only; names with what they refer to
    sheet = book["评分表"]                        # KeyError names the sheets that there are
    cell = sheet["H12"]                          # or sheet.cell(12, 8)
    cell.value, cell.formula, cell.locked, cell.merged_anchor, cell.style.number_format
    cell.comment, cell.validation, cell.choices  # choices: the items of its drop-down list
    sheet["H12"] = Decimal("2.5")                # str, int, Decimal, bool, date, datetime, None
    sheet.set("I12", "说明", wrap_text=True, number_format="@", replace_formula=False)
    sheet.grid()                                 # xlperf.source.grid.Grid: values from A1, merged ranges
    sheet.formulas.text_at(12, 8)                # or cell.formula
    sheet.merged_ranges, sheet.hidden, sheet.hidden_rows, sheet.hidden_columns
    sheet.comments, sheet.add_comment("H12", "依据：决算批复", author="xlperf")
    sheet.validations, sheet.protection.is_on
    sheet.insert_rows(20, 3, like=19); sheet.delete_rows(30, 1); book.copy_sheet("项目", "项目（2）")
    book.changes                                 # Change(sheet, cell, old, new, old_formula)
    book.save("out.xlsx")                        # atomic; refuses to replace what it did not read
    compare("评分表.xlsx", "out.xlsx")            # parts added, lost, changed; cells that changed

Numbers are read as Decimal, days as date or datetime, errors as ErrorValue. A refused edit raises ProtectedCell,
FormulaCell or MergedCell (all EditRefused) and changes nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from xlperf.ooxml.changes import Change
from xlperf.ooxml.errors import (
    ChangedOnDisk,
    EditRefused,
    FormulaCell,
    MergedCell,
    ProtectedCell,
    UnreadableWorkbook,
    WorkbookInUse,
)
from xlperf.ooxml.workbook import Workbook

if TYPE_CHECKING:
    from xlperf.ooxml.comparing import CellDifference, Comparison, Look, compare

__all__ = [
    "CellDifference",
    "Change",
    "ChangedOnDisk",
    "Comparison",
    "EditRefused",
    "FormulaCell",
    "Look",
    "MergedCell",
    "ProtectedCell",
    "UnreadableWorkbook",
    "Workbook",
    "WorkbookInUse",
    "compare",
]


def __getattr__(name: str) -> object:
    if name not in ("CellDifference", "Comparison", "Look", "compare"):
        raise AttributeError(f"module 'xlperf.ooxml' has no attribute {name!r}")
    return getattr(import_module("xlperf.ooxml.comparing"), name)
