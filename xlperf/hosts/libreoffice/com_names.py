"""The few properties that are asked of Excel's own objects, under Excel's names, answered by LibreOffice.

xlwings leaves protection and formulas to ``.api``, the program's own object. With the same names here the code that
asks Excel on Windows is the code that is tested against LibreOffice.
"""

# ruff: noqa: N802 - the names are Excel's

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlperf.hosts.libreoffice.bridge import UnoObject


@dataclass(frozen=True, slots=True)
class SheetApi:
    """A worksheet as Excel's object model names it."""

    uno: UnoObject

    @property
    def ProtectContents(self) -> bool:
        """Say whether the sheet is protected."""
        return bool(self.uno.isProtected())


@dataclass(frozen=True, slots=True)
class RangeApi:
    """A cell as Excel's object model names it; of a range, its upper left cell."""

    uno: UnoObject

    @property
    def HasFormula(self) -> bool:
        """Say whether the cell holds a formula."""
        return bool(self._cell.Type.value == "FORMULA")

    @property
    def Locked(self) -> bool:
        """Say whether the cell is locked once its sheet is protected."""
        return bool(self._cell.CellProtection.IsLocked)

    @property
    def _cell(self) -> UnoObject:
        return self.uno.getCellByPosition(0, 0)
