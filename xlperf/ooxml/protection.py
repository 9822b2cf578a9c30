"""Protection (保护): which cells may be written, and why others may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.ooxml.addresses import Range, read_range, read_ranges
from xlperf.ooxml.text import whole_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xlperf.ooxml.markup import Element
    from xlperf.ooxml.package import Package
    from xlperf.ooxml.styles import Style

_PASSWORDS = ("password", "hashValue", "securityDescriptor")


class Protection:
    """What a sheet's protection allows."""

    def __init__(self, root: Element, style_at: Callable[[int, int], Style]) -> None:
        element = root.first("sheetProtection")
        self.is_on = element is not None and element.is_on("sheet")
        self._element = element
        self._style_at = style_at
        ranges = root.first("protectedRanges")
        self._open = [
            block
            for item in (ranges.all("protectedRange") if ranges is not None else [])
            if not any(item.get(name) for name in _PASSWORDS)
            for block in read_ranges(item.get("sqref"))
        ]

    def locks(self, row: int, column: int) -> bool:
        """Tell whether a cell may not be written."""
        if not self.is_on or any(block.covers(row, column) for block in self._open):
            return False
        return self._style_at(row, column).locked

    def forbids(self, action: str) -> bool:
        """Tell whether ``insertRows`` or ``deleteRows`` is forbidden: it is unless allowed by name."""
        return self.is_on and self._element is not None and not self._allows(self._element, action)

    @staticmethod
    def _allows(element: Element, action: str) -> bool:
        return action in element.attributes and not element.is_on(action)


def table_headers(package: Package, part: str) -> Iterator[tuple[Range, str]]:
    """Give the header rows of the tables on a sheet, each with the table's name."""
    for link in package.relationships(part):
        if link.kind == "table" and (name := package.find(link.target)) is not None:
            table = package.document(name).root
            block = read_range(table.get("ref"))
            height = whole_number(table.get("headerRowCount", "1"), 1)
            if block is not None and height:
                yield block._replace(bottom=block.top + height - 1), table.get("displayName") or table.get("name")


def pivot_outputs(package: Package, part: str) -> Iterator[tuple[Range, str]]:
    """Give what the pivot tables on a sheet fill, each with the pivot table's name."""
    for link in package.relationships(part):
        if link.kind == "pivotTable" and (name := package.find(link.target)) is not None:
            pivot = package.document(name).root
            location = pivot.first("location")
            block = read_range(location.get("ref")) if location is not None else None
            if block is not None:
                yield block, pivot.get("name")
