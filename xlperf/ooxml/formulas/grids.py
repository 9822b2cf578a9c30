"""Rectangles of values: blocks of cells read when asked for, and arrays that formulas compute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from xlperf.ooxml.formulas.values import Unsure, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LARGEST: Final = 200_000
_LARGEST_REPEATED: Final = 10_000


class Cells(Protocol):
    """Where a block reads its cells."""

    def at(self, sheet: str, row: int, column: int) -> Value:
        """Return a cell's value; raises Unsure if it is not known."""

    def extent(self, sheet: str) -> tuple[int, int]:
        """Return the last row and the last column with content."""


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of one sheet, from ``top``, ``left`` on; whole columns are as tall as the sheet can be."""

    cells: Cells
    sheet: str
    top: int
    left: int
    height: int
    width: int

    def get(self, row: int, column: int) -> Value:
        """Return a value; row and column count from 0 within the block."""
        return self.cells.at(self.sheet, self.top + row, self.left + column)

    @property
    def used(self) -> tuple[int, int]:
        """How many rows and columns, from the first, can hold anything."""
        last_row, last_column = self.cells.extent(self.sheet)
        return (
            max(0, min(self.height, last_row - self.top + 1)),
            max(0, min(self.width, last_column - self.left + 1)),
        )

    def part(self, row: int, column: int, height: int, width: int) -> Block:
        """Return the block of another size whose first cell lies at ``row``, ``column`` (from 0)."""
        return Block(self.cells, self.sheet, self.top + row, self.left + column, height, width)


@dataclass(frozen=True, slots=True)
class Array:
    """Values that a formula holds or computes."""

    rows: tuple[tuple[Value, ...], ...]

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0])

    @property
    def used(self) -> tuple[int, int]:
        """All of it."""
        return self.height, self.width

    def get(self, row: int, column: int) -> Value:
        """Return a value; row and column count from 0."""
        return self.rows[row][column]

    def part(self, row: int, column: int, height: int, width: int) -> Array:
        """Return a part of it."""
        return Array(tuple(line[column : column + width] for line in self.rows[row : row + height]))


Grid = Block | Array
Operand = Grid | Value
"""What an argument can be: a rectangle of values or a single value."""


def values(grid: Grid) -> Iterator[Value]:
    """Go through the values row by row, without the blanks beyond the used part of the sheet."""
    rows, columns = grid.used
    return (grid.get(row, column) for row in range(rows) for column in range(columns))


def paired(grids: list[Grid]) -> Iterator[tuple[Value, ...]]:
    """Go through grids of the same size side by side, as far as one of them is used."""
    rows = max(grid.used[0] for grid in grids)
    columns = max(grid.used[1] for grid in grids)
    return (tuple(grid.get(row, column) for grid in grids) for row in range(rows) for column in range(columns))


def as_grid(operand: Operand) -> Grid:
    """Take a single value as a rectangle of one."""
    return operand if isinstance(operand, Block | Array) else Array(((operand,),))


def combine(work: Callable[..., Value], operands: list[Operand]) -> Array:
    """Work element by element; a single row, column or value is repeated to fit.

    Raises:
        Unsure: if the sizes do not fit each other or are very large.
    """
    grids = [as_grid(operand) for operand in operands]
    height, width = max(g.height for g in grids), max(g.width for g in grids)
    repeated = any((g.height, g.width) not in ((1, 1), (height, width)) for g in grids)
    if height * width > (_LARGEST_REPEATED if repeated else _LARGEST):
        raise Unsure("数组过大")
    if any(g.height not in (1, height) or g.width not in (1, width) for g in grids):
        raise Unsure("数组大小不一致")
    return Array(
        tuple(
            tuple(work(*(_repeated(grid, row, column) for grid in grids)) for column in range(width))
            for row in range(height)
        )
    )


def _repeated(grid: Grid, row: int, column: int) -> Value:
    return grid.get(row if grid.height > 1 else 0, column if grid.width > 1 else 0)
