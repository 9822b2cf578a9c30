"""What is calculated here, and what Excel is told: the chain of formula cells, to calculate when it opens the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.addresses import cell_address

if TYPE_CHECKING:
    from xlperf.ooxml.package import Package
    from xlperf.ooxml.sheet import Sheet

_BEFORE_CALCULATION: Final = ("definedNames", "externalReferences", "functionGroups", "sheets")


@dataclass(frozen=True, slots=True)
class Recalculation:
    """What became of the formulas that depend on edited cells."""

    written: tuple[str, ...] = ()
    """Cells whose stored result was brought up to date: 表名!B7."""
    left: dict[str, str] = field(default_factory=dict)
    """Cells whose stored result may be out of date until Excel calculates, with the reason."""


def forget_formula(sheet: Sheet, row: int, column: int) -> None:
    """Take a cell out of the chain of formula cells; the chain goes when nothing is left of it."""
    package, workbook = sheet.book.package, sheet.book.part
    part = package.related(workbook, "calcChain")
    if part is None:
        return
    wanted = (sheet.book.id_of(sheet.name), cell_address(row, column))
    chain = package.document(part).root
    entries = chain.all("c")
    sheet_id = ""
    for at, entry in enumerate(entries):
        sheet_id = entry.get("i", sheet_id)
        if (sheet_id, entry.get("r")) == wanted:
            following = entries[at + 1] if at + 1 < len(entries) else None
            if following is not None and "i" not in following.attributes:  # it went on from this one
                following.set("i", sheet_id)
            entry.remove()
    if not chain.all("c"):
        drop_chain(package, workbook)


def drop_chain(package: Package, workbook: str) -> None:
    """Take out the chain of formula cells, which Excel makes again."""
    for link in package.relationships(workbook):
        if link.kind == "calcChain":
            link.element.remove()
            part = package.find(link.target)
            if part is not None:
                package.remove(part)


def calculate_on_load(package: Package, workbook: str) -> None:
    """Have Excel calculate every formula when it opens the file."""
    root = package.document(workbook).root
    properties = root.first("calcPr")
    if properties is not None:
        properties.set("fullCalcOnLoad", "1")
        return
    markup = f'<{root.prefix}calcPr fullCalcOnLoad="1"/>'.encode()
    before = next((found for name in _BEFORE_CALCULATION if (found := root.first(name)) is not None), None)
    if before is not None:
        before.insert_after(markup)
