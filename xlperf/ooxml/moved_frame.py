"""Rows move: what stands around the rows of a worksheet follows (merges, formats, validations, breaks, views)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.ooxml.addresses import cell_address, read_range
from xlperf.ooxml.errors import EditRefused
from xlperf.ooxml.formulas import Inserted
from xlperf.ooxml.moved_drawings import move_anchor
from xlperf.ooxml.text import whole_number

if TYPE_CHECKING:
    from xlperf.ooxml.markup import Element
    from xlperf.ooxml.moves import Move

_CONTAINERS: Final = frozenset(
    {
        "mergeCells",
        "hyperlinks",
        "dataValidations",
        "conditionalFormattings",
        "protectedRanges",
        "ignoredErrors",
        "cellWatches",
        "sparklines",
        "sparklineGroup",
        "sparklineGroups",
        "rowBreaks",
        "ext",
        "extLst",
    }
)
_VIEW_ATTRIBUTES: Final = ("activeCell", "topLeftCell")
_FORMULA_ATTRIBUTES: Final = ("location", "linkedCell", "listFillRange", "textlink")
_FORMULAS: Final = frozenset({"f", "formula", "formula1", "formula2"})


def move_frame(root: Element, home: str, move: Move) -> None:
    """Let everything in the frame of the sheet ``home`` follow.

    Raises:
        EditRefused: if something cannot be moved safely.
    """
    elements = list(root.walk())
    for element in elements:
        _move_formulas(element, home, move)
    if not move.is_edited(home):
        return
    for element in elements:
        _move_references(element, home, move)
    for element in root.all("rowBreaks") + [b for view in elements for b in view.all("rowBreaks") if view is not root]:
        _move_breaks(element, move)


def _move_formulas(element: Element, home: str, move: Move) -> None:
    place = f"工作表“{home}”的 {_owner(element)}"
    if element.name in _FORMULAS and element.text and not element.children:
        sqref = _sqref_of(element)
        if sqref:
            element.set_text(move.relative_formula(element.text, sqref, home, place))
        else:
            element.set_text(move.formula(element.text, home, place))
    for name in _FORMULA_ATTRIBUTES:
        text = element.get(name)
        if text and not (name == "location" and element.name != "hyperlink"):
            after = _moved_link(text, home, move)
            if after is not None:
                element.set(name, after)
    if element.name == "cfvo" and not _is_number(element.get("val")) and element.get("val"):
        element.set("val", move.formula(element.get("val"), home, place))


def _moved_link(text: str, home: str, move: Move) -> str | None:
    """Let a link to a place follow; one to a deleted place, or to a name, stays as it is."""
    leading = "#" if text.startswith("#") else ""
    try:
        after = move.formula(text.removeprefix("#"), home, "超链接")
    except EditRefused:
        return None
    return None if "#REF!" in after else leading + after


def _sqref_of(element: Element) -> str:
    """The cells whose first one a formula of a conditional format or validation is written for."""
    owner = element.parent
    while owner is not None:
        if owner.name in ("conditionalFormatting", "dataValidation"):
            own = owner.first("sqref")
            return owner.get("sqref") or (own.text if own is not None else "")
        owner = owner.parent
    return ""


def _owner(element: Element) -> str:
    known = {"conditionalFormatting": "条件格式", "dataValidation": "数据有效性", "sparkline": "迷你图"}
    owner: Element | None = element
    while owner is not None:
        if owner.name in known:
            return known[owner.name]
        owner = owner.parent
    return "附加信息"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _move_references(element: Element, home: str, move: Move) -> None:
    for attribute in _VIEW_ATTRIBUTES:
        if attribute in element.attributes:
            element.set(attribute, _kept_in_view(element.get(attribute), move))
    special = _SPECIAL.get(element.name)
    if special is not None:
        special(element, home, move)
    elif "sqref" in element.attributes:
        _put(element, "sqref", move.references(element.get("sqref")) or None)
    elif "ref" in element.attributes:
        _put(element, "ref", move.reference(element.get("ref")))


def _move_control(element: Element, home: str, move: Move) -> None:
    if element.first("from") is not None:
        moves, sizes = element.is_on("moveWithCells"), element.is_on("sizeWithCells")
        move_anchor(element, move, moves=moves, sizes=sizes, what=f"工作表“{home}”的控件")


def _move_cell(element: Element, _: str, move: Move) -> None:
    if "r" in element.attributes:
        _put(element, "r", move.reference(element.get("r")))


def _move_selection(element: Element, _: str, move: Move) -> None:
    if "sqref" in element.attributes:
        first = element.get("activeCell") or cell_address(move.edit.first, 1)
        element.set("sqref", move.references(element.get("sqref")) or first)


def _move_own_cells(element: Element, _: str, move: Move) -> None:
    after = move.references(element.text)
    if after:
        element.set_text(after)
    elif element.parent is not None:
        drop(element.parent)


def _move_dimension(element: Element, _: str, move: Move) -> None:
    element.set("ref", move.reference(element.get("ref")) or "A1")


def _move_merge(element: Element, _: str, move: Move) -> None:
    """A merge of which one cell is left is none; one that some program wrote for a single cell stays."""
    before, after = element.get("ref"), move.reference(element.get("ref"))
    dissolved = after is not None and _is_one_cell(after) and not _is_one_cell(before)
    _put(element, "ref", None if dissolved else after)


def _is_one_cell(reference: str) -> bool:
    block = read_range(reference)
    return block is not None and (block.top, block.left) == (block.bottom, block.right)


def _stay(_element: Element, _home: str, _move: Move) -> None:
    """``dataRef`` names its own sheet."""


def _move_filter(element: Element, home: str, move: Move) -> None:
    if "ref" not in element.attributes:
        return
    block = read_range(element.get("ref"))
    if block is not None and not isinstance(move.edit, Inserted) and move.edit.moved(block.top) is None:
        raise EditRefused(f"“{home}”的行没有动：第 {block.top} 行是自动筛选的标题行，请先在 Excel 里取消筛选")
    _put(element, "ref", move.reference(element.get("ref")))


_SPECIAL: Final = {
    "anchor": _move_control,
    "cellWatch": _move_cell,
    "inputCells": _move_cell,
    "cellSmartTags": _move_cell,
    "selection": _move_selection,
    "sqref": _move_own_cells,
    "dimension": _move_dimension,
    "mergeCell": _move_merge,
    "autoFilter": _move_filter,
    "dataRef": _stay,
}


def _kept_in_view(address: str, move: Move) -> str:
    block = read_range(address)
    return move.reference(address) or (cell_address(move.edit.first, block.left) if block is not None else address)


def _put(element: Element, name: str, value: str | None) -> None:
    if value is None:
        drop(element)
    else:
        element.set(name, value)


def drop(element: Element) -> None:
    """Take out an element, and what held nothing else; keep the counts right."""
    parent = element.parent
    element.remove()
    if parent is None:
        return
    if not parent.children and parent.name in _CONTAINERS:
        drop(parent)
    elif "count" in parent.attributes:
        parent.set("count", str(len(parent.children)))


def _move_breaks(element: Element, move: Move) -> None:
    """A page break stays above its row; that of a deleted row goes."""
    for item in element.all("brk"):
        above = whole_number(item.get("id"))
        if above <= 0:
            continue
        after = move.edit.moved(above + 1)
        if after is None:
            item.remove()
        else:
            item.set("id", str(after - 1))
    items = element.all("brk")
    for name, kept in (("count", items), ("manualBreakCount", [item for item in items if item.is_on("man")])):
        if name in element.attributes:
            element.set(name, str(len(kept)))
    if not items:
        drop(element)


def extend_to_new_rows(root: Element, like: int, first: int, last: int) -> None:
    """Let what holds for the row ``like`` hold for the new rows: validations, conditional formats, merges."""
    for element in list(root.walk()):
        if element.name in ("dataValidation", "conditionalFormatting", "protectedRange"):
            own = element.first("sqref")
            if "sqref" in element.attributes:
                element.set("sqref", _extended(element.get("sqref"), like, first, last))
            elif own is not None:
                own.set_text(_extended(own.text, like, first, last))
    for group in root.all("mergeCells"):
        merges = [read_range(item.get("ref")) for item in group.all("mergeCell")]
        alike = [block for block in merges if block is not None and block.top == block.bottom == like]
        for row in range(first, last + 1):
            for block in alike:
                ref = block._replace(top=row, bottom=row)
                group.append(f'<{group.prefix}mergeCell ref="{ref}"/>'.encode())
        if "count" in group.attributes:
            group.set("count", str(len(merges) + len(alike) * (last - first + 1)))


def _extended(sqref: str, like: int, first: int, last: int) -> str:
    blocks = [read_range(part) for part in sqref.split()]
    added: list[str] = []
    for block in blocks:
        if block is None or not block.top <= like <= block.bottom:
            continue
        if block.top <= first and last <= block.bottom:
            continue
        added.append(str(block._replace(top=first, bottom=last)))
    return " ".join([sqref, *added])
