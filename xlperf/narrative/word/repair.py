"""What rendering leaves undone in the layout: cells to merge, cells without a paragraph, tables without rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.narrative.outline import MERGE_UP

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BEFORE_MERGE: Final = frozenset({f"{W}tcW", f"{W}gridSpan", f"{W}cnfStyle", f"{W}hMerge"})


def repair(body: Element) -> None:
    """Make a rendered body valid again, in place."""
    for table in list(body.iter(f"{W}tbl")):
        rows = table.findall(f"{W}tr")
        if not rows:
            _remove_table(table)
            continue
        for row in rows:
            _fill_cells(row)
        _merge_marked(rows)


def _remove_table(table: Element) -> None:
    parent = table.getparent()
    if parent is None:
        return
    if parent.tag == f"{W}tc":
        parent.append(parent.makeelement(f"{W}p"))
    parent.remove(table)


def _fill_cells(row: Element) -> None:
    """Give every cell the paragraph that it must end with."""
    for cell in row.findall(f"{W}tc"):
        if len(cell) == 0 or cell[-1].tag != f"{W}p":
            cell.append(cell.makeelement(f"{W}p"))


def _merge_marked(rows: list[Element]) -> None:
    """Merge the cells that are marked as going on from above, column by column."""
    above: dict[int, Element] = {}
    for row in rows:
        column = 0
        for cell in row.findall(f"{W}tc"):
            if _text(cell) == MERGE_UP:
                if column in above:
                    _set_merge(above[column], "restart")
                    _set_merge(cell, "continue")
                _empty(cell)
            else:
                above[column] = cell
            column += _span(cell)


def _text(cell: Element) -> str:
    return "".join(text.text or "" for text in cell.iter(f"{W}t")).strip()


def _span(cell: Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return int(span.get(f"{W}val", "1")) if span is not None else 1


def _set_merge(cell: Element, kind: str) -> None:
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = cell.makeelement(f"{W}tcPr")
        cell.insert(0, properties)
    merge = properties.find(f"{W}vMerge")
    if merge is None:
        merge = properties.makeelement(f"{W}vMerge")
        position = sum(1 for child in properties if child.tag in _BEFORE_MERGE)
        properties.insert(position, merge)
    merge.set(f"{W}val", kind)


def _empty(cell: Element) -> None:
    for text in cell.iter(f"{W}t"):
        text.text = ""
