"""What was edited: cell by cell, the old value and the new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlperf.ooxml.values import CellValue


@dataclass(frozen=True, slots=True)
class Change:
    """One cell before and after (改动)."""

    sheet: str
    cell: str
    """Its address as it is now, after rows have moved."""
    old: CellValue
    new: CellValue
    old_formula: str | None = None
    """The formula that was replaced, if there was one."""
