"""Rows move: the other parts of the workbook that point to cells follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.ooxml.addresses import read_range
from xlperf.ooxml.errors import EditRefused
from xlperf.ooxml.formulas import Inserted
from xlperf.ooxml.moved_drawings import move_drawing, move_legacy_drawing
from xlperf.ooxml.moves import moved_range
from xlperf.ooxml.text import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.ooxml.markup import Element
    from xlperf.ooxml.moves import Move
    from xlperf.ooxml.package import Package
    from xlperf.ooxml.sheet import Sheet
    from xlperf.ooxml.workbook import Workbook

_LINKS: Final = ("textlink", "fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx")
_NOT_MOVED: Final = {
    "revisionHeaders": "共享工作簿的修订记录",
}


def related_parts(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """Give the parts that a part leads to, each with the kind of its relationship."""
    for link in package.relationships(part):
        found = package.find(link.target) if not link.is_external else None
        if found is not None:
            yield link.kind, found


def refuse_immovable(sheet: Sheet, move: Move) -> None:
    """Refuse what cannot be moved safely, by name.

    Raises:
        EditRefused: array formulas, data tables, pivot tables and table headers that the edit cuts through.
    """
    package = sheet.book.package
    for formula in sheet.formulas.blocks:
        if formula.block is not None and move.cuts(formula.block):
            raise _refused(move, f"数组公式或模拟运算表 {formula.block} 会被切断")
    for kind, part in related_parts(package, sheet.part):
        if kind in _NOT_MOVED:
            raise _refused(move, f"工作表上有{_NOT_MOVED[kind]}")
        if kind == "pivotTable":
            location = package.document(part).root.first("location")
            block = read_range(location.get("ref")) if location is not None else None
            if block is not None and (move.cuts(block) or moved_range(move, block) is None):
                raise _refused(move, f"数据透视表 {block} 会被切断")
        if kind == "table":
            _refuse_cut_table(package.document(part).root, move)
    if any(kind == "revisionHeaders" for kind, _ in related_parts(package, sheet.book.part)):
        raise _refused(move, "工作簿有共享工作簿的修订记录")


def _refuse_cut_table(table: Element, move: Move) -> None:
    block = read_range(table.get("ref"))
    if block is None:
        return
    name = table.get("displayName") or table.get("name")
    height = whole_number(table.get("headerRowCount", "1"), 1)
    header = block._replace(bottom=block.top + max(height, 1) - 1)
    first, last = move.edit.first, move.edit.first + move.edit.count - 1
    if isinstance(move.edit, Inserted):
        if header.top < first <= header.bottom:
            raise _refused(move, f"表格“{name}”的标题行会被切断")
        return
    totals = whole_number(table.get("totalsRowCount"), 0)
    body_top, body_bottom = block.top + height, block.bottom - totals
    whole = first <= block.top and last >= block.bottom
    if whole or (height and first <= header.bottom and last >= header.top):
        raise _refused(move, f"要删除的行包括表格“{name}”的标题行")
    if totals and first <= block.bottom and last >= block.bottom - totals + 1:
        raise _refused(move, f"要删除的行包括表格“{name}”的汇总行")
    if first <= body_top and last >= body_bottom:
        raise _refused(move, f"表格“{name}”会一行数据也不剩")


def _refused(move: Move, why: str) -> EditRefused:
    done = "插入" if isinstance(move.edit, Inserted) else "删除"
    return EditRefused(f"“{move.edited}”没有{done}行：{why}，请先在 Excel 里处理，或换一个位置")


def move_names(book: Workbook, move: Move) -> None:
    """Let the defined names follow, print areas and titles among them."""
    group = book.root.first("definedNames")
    for element in group.all("definedName") if group is not None else []:
        if element.text:
            element.set_text(move.name(element.text, f"名称“{element.get('name')}”"))


def move_parts_of(sheet: Sheet, move: Move) -> None:
    """Let the parts that belong to one sheet follow: drawings, comments, tables, pivot tables, controls."""
    package = sheet.book.package
    is_here = move.is_edited(sheet.name)
    for kind, part in related_parts(package, sheet.part):
        if kind == "vmlDrawing":
            move_legacy_drawing(package.document(part), sheet.name, move)
        if kind in _LINKED:
            _move_links(package.document(part).root, sheet.name, move)
        if kind == "table":
            _move_formulas(package.document(part).root, sheet.name, move)
        if is_here and kind in _ANCHORED:
            _ANCHORED[kind](package.document(part).root, sheet.name, move)


def _move_links(root: Element, home: str, move: Move) -> None:
    for element in root.walk():
        for name in _LINKS:
            if element.get(name):
                element.set(name, move.formula(element.get(name), home, f"工作表“{home}”的控件或图形"))


def _move_by_ref(root: Element, _: str, move: Move) -> None:
    for element in root.walk():
        if "ref" in element.attributes:
            after = move.reference(element.get("ref"))
            if after is None:
                element.remove()
            else:
                element.set("ref", after)


def _move_pivot(root: Element, _: str, move: Move) -> None:
    location = root.first("location")
    if location is not None:
        location.set("ref", move.reference(location.get("ref")) or location.get("ref"))


def _move_mapped_cells(root: Element, _: str, move: Move) -> None:
    for element in root.walk():
        if element.name == "singleXmlCell":
            after = move.reference(element.get("r"))
            if after is None:
                raise _refused(move, f"{element.get('r')} 与 XML 数据相连")
            element.set("r", after)


def _move_formulas(table: Element, home: str, move: Move) -> None:
    for element in table.walk():
        if element.name in ("calculatedColumnFormula", "totalsRowFormula") and element.text:
            element.set_text(move.formula(element.text, home, f"表格“{table.get('displayName')}”"))


_LINKED: Final = frozenset({"drawing", "ctrlProp"})
_ANCHORED: Final = {
    "drawing": move_drawing,
    "table": _move_by_ref,
    "comments": _move_by_ref,
    "threadedComment": _move_by_ref,
    "namedSheetViews": _move_by_ref,
    "pivotTable": _move_pivot,
    "tableSingleCells": _move_mapped_cells,
}


def move_shared_parts(book: Workbook, move: Move) -> None:
    """Let the parts that may point to any sheet follow: charts, sources of pivot tables, query parameters."""
    package = book.package
    wanted = ("chart+xml", "chartex+xml", "pivotcachedefinition+xml", "connections+xml", "drawingml.chartshapes+xml")
    for part in list(package.names):
        if not part.lower().endswith(".xml") or not package.content_type(part).lower().endswith(wanted):
            continue
        root = package.document(part).root
        for element in root.walk():
            if element.name == "f" and element.text and not element.children:
                element.set_text(move.formula(element.text, None, f"图表 {part}"))
            elif element.name in ("worksheetSource", "rangeSet", "dataRef") and move.is_edited(element.get("sheet")):
                _move_source(element, move, part)
            elif element.name == "parameter" and element.get("cell"):
                element.set("cell", move.formula(element.get("cell"), None, f"查询参数 {part}"))
        if package.content_type(part).lower().endswith("chartshapes+xml"):
            _move_links(root, "", move)


def _move_source(element: Element, move: Move, part: str) -> None:
    if not element.get("ref") or element.get("r:id"):
        return
    after = move.reference(element.get("ref"))
    if after is None:
        raise _refused(move, f"数据透视表的数据源（{part}）会被删掉")
    element.set("ref", after)
