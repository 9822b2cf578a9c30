"""Data validations (数据有效性): what cells accept, and the items of their drop-down lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlperf.ooxml.addresses import Range, read_ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.ooxml.markup import Element


@dataclass(frozen=True, slots=True)
class Validation:
    """One rule for the cells it covers."""

    ranges: tuple[Range, ...]
    kind: str
    """list, whole, decimal, date, time, textLength, custom; none if anything goes."""
    formula1: str
    formula2: str
    operator: str
    prompt: str
    error: str

    def covers(self, row: int, column: int) -> bool:
        """Tell whether a cell must follow it."""
        return any(block.covers(row, column) for block in self.ranges)

    @property
    def literal_choices(self) -> tuple[str, ...] | None:
        """The items written into the rule itself (``"是,否"``); None if it points to cells."""
        text = self.formula1.strip()
        if self.kind != "list" or len(text) < 2 or not (text.startswith('"') and text.endswith('"')):
            return None
        return tuple(item.strip() for item in text[1:-1].replace('""', '"').split(","))


def read_validations(root: Element) -> Iterator[Validation]:
    """Read the rules of a sheet, those of Excel 2010's extension too."""
    for element in root.walk():
        if element.name == "dataValidation":
            sqref = element.get("sqref") or _text(element, "sqref")
            yield Validation(
                tuple(read_ranges(sqref)),
                element.get("type", "none"),
                _text(element, "formula1"),
                _text(element, "formula2"),
                element.get("operator", "between"),
                element.get("prompt"),
                element.get("error"),
            )


def _text(element: Element, name: str) -> str:
    child = element.first(name)
    if child is None:
        return ""
    formula = child.first("f")
    return (formula if formula is not None else child).text
