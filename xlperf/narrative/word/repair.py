"""What rendering leaves undone in the layout: cells to merge, cells without a paragraph, tables without rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.narrative.outline import MERGE_LEFT, MERGE_UP

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BEFORE_SPAN: Final = frozenset({f"{W}cnfStyle", f"{W}tcW"})
_BEFORE_MERGE: Final = _BEFORE_SPAN | {f"{W}gridSpan", f"{W}hMerge"}


def repair(body: Element) -> None:
    """Make a rendered body valid again, in place."""
    for table in list(body.iter(f"{W}tbl")):
        rows = table.findall(f"{W}tr")
        if not rows:
            _remove_table(table)
            continue
        for row in rows:
            _fill_cells(row)
            _merge_left(row)
        _merge_up(rows)


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


def _merge_left(row: Element) -> None:
    """Widen a cell over those that are marked as part of it."""
    kept: Element | None = None
    for cell in row.findall(f"{W}tc"):
        if _text(cell) != MERGE_LEFT:
            kept = cell
        elif kept is None:
            _empty(cell)
        else:
            _widen(kept, cell)
            row.remove(cell)


def _widen(cell: Element, by: Element) -> None:
    """Let a cell span the columns of another as well, and be as much wider."""
    columns = _span(cell) + _span(by)
    properties = _properties(cell)
    for width, more in zip(cell.iterfind(f"{W}tcPr/{W}tcW"), by.iterfind(f"{W}tcPr/{W}tcW"), strict=False):
        width.set(f"{W}w", str(int(width.get(f"{W}w", "0")) + int(more.get(f"{W}w", "0"))))
    span = properties.find(f"{W}gridSpan")
    if span is None:
        span = properties.makeelement(f"{W}gridSpan")
        properties.insert(sum(1 for child in properties if child.tag in _BEFORE_SPAN), span)
    span.set(f"{W}val", str(columns))


def _properties(cell: Element) -> Element:
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = cell.makeelement(f"{W}tcPr")
        cell.insert(0, properties)
    return properties


def _merge_up(rows: list[Element]) -> None:
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
    properties = _properties(cell)
    merge = properties.find(f"{W}vMerge")
    if merge is None:
        merge = properties.makeelement(f"{W}vMerge")
        position = sum(1 for child in properties if child.tag in _BEFORE_MERGE)
        properties.insert(position, merge)
    merge.set(f"{W}val", kind)


def _empty(cell: Element) -> None:
    for text in cell.iter(f"{W}t"):
        text.text = ""
