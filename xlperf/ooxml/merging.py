"""Merging cells anew inside an area (合并单元格), and the heights of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.ooxml.addresses import Range, read_range
from xlperf.ooxml.errors import ProtectedCell
from xlperf.ooxml.markup import with_attribute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlperf.ooxml.markup import Element
    from xlperf.ooxml.sheet import Sheet


def remerge(sheet: Sheet, area: Range, blocks: Iterable[Range]) -> None:
    """Undo the merges that lie wholly inside an area and merge these blocks instead; other merges stay.

    Raises:
        ProtectedCell: the sheet's protection forbids it.
    """
    if sheet.protection.is_on:
        raise ProtectedCell(f"工作表“{sheet.name}”有保护，不能合并单元格，请先在 Excel 里撤销保护")
    with sheet.book.one_edit():
        group = sheet.data.frame.root.first("mergeCells")
        if group is not None:
            _replace(group, area, [block for block in blocks if block.anchor != str(block)])
        sheet.book.is_edited = True


def _replace(group: Element, area: Range, wanted: list[Range]) -> None:
    items = group.all("mergeCell")
    inside = [item for item in items if (block := read_range(item.get("ref"))) and _within(block, area)]
    left = len(items) - len(inside) + len(wanted)
    if not left:
        group.remove()
        return
    for item in inside:
        item.remove()
    for block in wanted:
        group.append(f'<{group.prefix}mergeCell ref="{block}"/>'.encode())
    if "count" in group.attributes:
        group.set("count", str(left))


def set_height(sheet: Sheet, row: int, points: float) -> None:
    """Give a row a height of its own; a row that the file does not have is left alone."""
    found = sheet.rows.find(row)
    if found is not None:
        found.tag = with_attribute(with_attribute(found.tag, "ht", f"{points:g}"), "customHeight", "1")
        found.changed = True
        sheet.book.is_edited = True


def height_of(sheet: Sheet, row: int) -> float | None:
    """Give the height of a row in points; None where it has none of its own."""
    found = sheet.rows.find(row)
    try:
        return float(found.attributes["ht"]) if found is not None else None
    except (KeyError, ValueError):
        return None


def _within(block: Range, area: Range) -> bool:
    return (
        area.top <= block.top and block.bottom <= area.bottom and area.left <= block.left and block.right <= area.right
    )
