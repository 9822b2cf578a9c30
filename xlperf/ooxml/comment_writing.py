"""Adding a comment: its text, and the note that Excel draws for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.addresses import cell_position, read_range
from xlperf.ooxml.errors import EditRefused
from xlperf.ooxml.schema_order import insert_in_order
from xlperf.ooxml.text import escaped, text_element, whole_number

if TYPE_CHECKING:
    from xlperf.ooxml.markup import Element
    from xlperf.ooxml.package import Package
    from xlperf.ooxml.sheet import Sheet

_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHAPE_NUMBER: Final = re.compile(rb"_x0000_s(\d+)")


def add_comment(sheet: Sheet, address: str, text: str, author: str) -> None:
    """Add a comment to a cell that has none; see ``Sheet.add_comment``."""
    if address in sheet.comments:
        raise EditRefused(f"{sheet.name}!{address} 已有批注，没有再加，请先在 Excel 里看过原批注")
    if sheet.protection.is_on:
        raise EditRefused(f"工作表“{sheet.name}”有保护，不能加批注，请先在 Excel 里撤销保护")
    package = sheet.book.package
    _add_text(sheet, package, address, text, author)
    drawing = _obtain_drawing(sheet, package)
    _add_note(package, drawing, address)


def _add_text(sheet: Sheet, package: Package, address: str, text: str, author: str) -> None:
    part = package.related(sheet.part, "comments")
    if part is None:
        part = package.new_name("xl/comments{}.xml")
        namespace = sheet.data.frame.root.namespace
        empty = _EMPTY_COMMENTS.replace("{}", namespace).encode()
        package.add(part, empty, _COMMENTS_TYPE)
        package.relate(sheet.part, "comments", part)
    root = package.document(part).root
    prefix = root.prefix
    number = _author_number(root, author)
    markup = f'<{prefix}comment ref="{address}" authorId="{number}"><{prefix}text><{prefix}r>'.encode()
    markup += text_element(prefix, text) + f"</{prefix}r></{prefix}text></{prefix}comment>".encode()
    group = root.first("commentList")
    if group is None:
        raise EditRefused(f"工作表“{sheet.name}”的批注部件缺少批注列表，不能加批注，请用 Excel 或 WPS 另存一份再用")
    position = cell_position(address)
    after = next((c for c in group.all("comment") if _position(c) > position), None)
    if after is None:
        group.append(markup)
    else:
        after.insert_before(markup)
    package.renew(part)


def _position(comment: Element) -> tuple[int, int]:
    block = read_range(comment.get("ref"))
    return (block.top, block.left) if block is not None else (0, 0)


def _author_number(root: Element, author: str) -> int:
    group = root.first("authors")
    if group is None:
        return 0
    names = [element.text for element in group.all("author")]
    if author in names:
        return names.index(author)
    group.append(f"<{root.prefix}author>".encode() + escaped(author) + f"</{root.prefix}author>".encode())
    return len(names)


def _obtain_drawing(sheet: Sheet, package: Package) -> str:
    root = sheet.data.frame.root
    links = {link.id: link for link in package.relationships(sheet.part)}
    element = root.first("legacyDrawing")
    if element is not None and element.get("r:id") in links:
        found = package.find(links[element.get("r:id")].target)
        if found is not None:
            return found
    part = package.new_name("xl/drawings/vmlDrawing{}.vml")
    package.add(part, _EMPTY_DRAWING, _VML_TYPE)
    id_ = package.relate(sheet.part, "vmlDrawing", part)
    insert_in_order(root, "legacyDrawing", f"<{root.prefix}legacyDrawing {relationship_attribute(root, id_)}/>")
    return part


def relationship_attribute(root: Element, id_: str) -> str:
    """Write ``r:id`` with a prefix that is declared on the spot."""
    strict = "purl.oclc.org" in root.namespace
    namespace = (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
        if strict
        else "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
    return f'xmlns:r="{namespace}" r:id="{id_}"'


def _add_note(package: Package, part: str, address: str) -> None:
    row, column = cell_position(address)
    document = package.document(part)
    number = max((whole_number(n) for n in _SHAPE_NUMBER.findall(document.content)), default=1024) + 1
    shape = _NOTE.format(number=number, row=row - 1, column=column - 1, left=column, right=column + 2,
                         top=max(row - 2, 0), bottom=row + 3)  # fmt: skip
    if b"_x0000_t202" not in document.content:
        shape = _NOTE_TYPE + shape
    document.root.append(shape.encode())
    package.renew(part)


_VML: Final = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY_DRAWING: Final = (
    f'<xml {_VML}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'.encode()
)
_NOTE_TYPE: Final = (
    f'<v:shapetype {_VML} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NOTE: Final = (
    f'<v:shape {_VML} id="_x0000_s{{number}}" type="#_x0000_t202" '
    'style="position:absolute;margin-left:60pt;margin-top:2pt;width:140pt;height:60pt;z-index:1;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 40, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_EMPTY_COMMENTS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<comments xmlns="{}"><authors></authors><commentList></commentList></comments>'
)
