"""The door to a workbook that nobody has open: the lossless editor of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.hosts.host import Block, Host, HostError, Writable
from xlperf.ooxml import Workbook
from xlperf.ooxml.addresses import cell_address, cell_position, read_range
from xlperf.outputs import is_open_elsewhere

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from xlperf.ooxml.sheet import Sheet


class FileHost(Host):
    """A workbook file, in which only what is written changes."""

    def __init__(self, path: Path, book: Workbook) -> None:
        self._path = path
        self._book = book
        self.name = path.name

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read the file. Raises UnreadableWorkbook, or HostError when it is open in a spreadsheet program."""
        if is_open_elsewhere(path):
            raise HostError(f"“{path.name}”正被打开：关闭后再试一次，或者用实时方式写进打开的工作簿（--live）")
        return cls(path, Workbook.open(path))

    def sheets(self) -> tuple[str, ...]:
        """Return the names of the worksheets."""
        return self._book.sheet_names

    def read(self, sheet: str, area: str) -> Block:
        """Return the values of an area."""
        block = read_range(area)
        if block is None:
            raise ValueError(f"“{area}”不是单元格区域")
        found = self._sheet(sheet)
        return tuple(
            tuple(found.value_at(row, column) for column in range(block.left, block.right + 1))
            for row in range(block.top, block.bottom + 1)
        )

    def write(self, sheet: str, cell: str, rows: Sequence[Sequence[Writable]]) -> None:
        """Write rows of values. Raises EditRefused for a cell that may not be written."""
        top, left = cell_position(cell)
        target = self._sheet(sheet)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                target.set(cell_address(top + i, left + j), value)

    def set_looks(
        self, sheet: str, cell: str, *, number_format: str | None = None, wrap_text: bool | None = None
    ) -> None:
        """Change number format and wrapping of a cell that holds no formula."""
        target = self._sheet(sheet)
        value = target[cell].value
        if isinstance(value, Writable):
            target.set(cell, value, number_format=number_format, wrap_text=wrap_text)

    def formula(self, sheet: str, cell: str) -> str:
        """Return the formula, or an empty text."""
        found = self._sheet(sheet)[cell].formula
        return "" if found is None else f"={found}"

    def locked(self, sheet: str, cell: str) -> bool:
        """Say whether the sheet is protected and the cell locked."""
        return self._sheet(sheet)[cell].locked

    def merged_anchor(self, sheet: str, cell: str) -> str:
        """Return the upper left cell of the merged range."""
        found = self._sheet(sheet)[cell]
        return found.merged_anchor or found.address

    def save(self) -> None:
        """Save the file in place, whole or not at all. Raises ChangedOnDisk or WorkbookInUse."""
        self._book.save(self._path)

    def leave(self) -> None:
        """Forget the edits that were not saved."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.leave()

    def _sheet(self, name: str) -> Sheet:
        if name not in self._book:
            raise HostError(f"“{self.name}”里没有工作表“{name}”，有：{'、'.join(self._book.sheet_names)}")
        return self._book[name]
