"""A workbook made of a table of cells, and what formulas over it give."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from xlperf.ooxml.formulas.network import CellFormula
from xlperf.ooxml.formulas.recalculating import Recalculation, recalculate
from xlperf.ooxml.formulas.references import parse_area
from xlperf.ooxml.formulas.values import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlperf.ooxml.formulas.values import Value


def address(text: str, home: str = "表") -> Address:
    """Read ``B7`` or ``乙!B7``."""
    sheet, _, cell = text.rpartition("!")
    area = parse_area(cell)
    assert area is not None
    assert area.first.row is not None
    assert area.first.column is not None
    return Address(sheet or home, area.first.row, area.first.column)


@dataclass
class CellBook:
    """A workbook given as cells (``"B7": 3.0``; ``"B8": "=B7*2"`` without a stored result)."""

    cells: Mapping[str, Value]
    names: Mapping[tuple[str | None, str], str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    covers: Mapping[str, str] = field(default_factory=dict)
    stored: Mapping[str, Value] = field(default_factory=dict)
    date_1904: bool = False
    full_precision: bool = True

    def __post_init__(self) -> None:
        content = {address(at): value for at, value in self.cells.items()}
        self.sheets = tuple(dict.fromkeys(("表", *(at.sheet for at in content))))
        covers = {address(at): area for at, area in self.covers.items()}
        stored = {address(at): value for at, value in self.stored.items()}
        self.formulas = {
            at: CellFormula(value[1:], covers.get(at), at in stored)
            for at, value in content.items()
            if isinstance(value, str) and value.startswith("=")
        }
        self.contents = {**content, **dict.fromkeys(self.formulas), **stored}
        self.extents = {
            sheet: (
                max(at.row for at in content if at.sheet == sheet),
                max(at.column for at in content if at.sheet == sheet),
            )
            for sheet in {at.sheet for at in content}
        }

    def value(self, at: Address) -> Value:
        return self.contents.get(at)

    def extent(self, sheet: str) -> tuple[int, int]:
        return self.extents.get(sheet, (0, 0))

    def is_hidden(self, sheet: str, row: int) -> bool:
        return sheet == "表" and row in self.hidden

    def recalculated(self, *edited: str) -> Recalculation:
        return recalculate(self, [address(at) for at in edited])


@pytest.fixture(scope="session")
def cell_book() -> type[CellBook]:
    """The workbook of a table of cells."""
    return CellBook


@pytest.fixture(scope="session")
def calculate() -> Callable[..., Value | None]:
    """The result of one formula in Z99; a text that begins with 未算： where it is left."""

    def result(formula: str, cells: Mapping[str, Value] | None = None, **options: object) -> Value:
        book = CellBook({**(cells or {}), "Z99": "=" + formula}, **options)  # type: ignore[arg-type]
        done = book.recalculated()
        at = address("Z99")
        return done.values[at] if at in done.values else f"未算：{done.left[at]}"

    return result
