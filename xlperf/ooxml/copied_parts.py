"""Copying a sheet: the parts that belong to it get new names; those it shares with others stay shared."""

from __future__ import annotations

import posixpath
import re
import uuid
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.errors import EditRefused
from xlperf.ooxml.text import whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlperf.ooxml.markup import Element
    from xlperf.ooxml.package import Package, Relationship
    from xlperf.ooxml.sheet import Sheet
    from xlperf.ooxml.workbook import Workbook

_SHARED: Final = frozenset(
    {"image", "pivotCacheDefinition", "theme", "styles", "media", "hyperlink", "slide", "person"}
)
_LEFT_OUT: Final = frozenset({"tableSingleCells"})
"""Excel, too, leaves the mapping to XML with the sheet that had it."""
_NOT_COPIED: Final = {"slicer": "切片器", "timeline": "日程表", "model": "数据模型"}
_FORMULA_PARTS: Final = (
    "chart+xml",
    "chartex+xml",
    "chartshapes+xml",
    "drawing+xml",
    "controlproperties+xml",
    "table+xml",
)
_LINKS: Final = ("textlink", "fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx")
_VML_FORMULAS: Final = frozenset({"FmlaLink", "FmlaRange", "FmlaPict", "FmlaTxbx", "FmlaGroup"})
_GUID: Final = re.compile(rb"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
_OWN_ID: Final = re.compile(rb"(\s(?:id|parentId)=[\"'])(" + _GUID.pattern + rb")")
_DIGITS: Final = re.compile(r"\d*(?=\.[^.]*$)")
_DEEPEST: Final = 12


def copy_tables(book: Workbook, source: Sheet, copy: str) -> dict[str, str]:
    """Choose names for the tables of the copied sheet, since a workbook has each name once.

    Returns:
        The new name of each table by its old one.
    """
    package = book.package
    tables = [package.document(name).root for name in _tables(package)]
    taken = {table.get(key).casefold() for table in tables for key in ("name", "displayName")}
    taken |= {name.casefold() for name in book.defined_names}
    renamed: dict[str, str] = {}
    for link in package.relationships(source.part):
        name = package.find(link.target) if link.kind == "table" else None
        if name is None:
            continue
        old = package.document(name).root.get("displayName") or package.document(name).root.get("name")
        number = 2
        while f"{old}_{number}".casefold() in taken:
            number += 1
        renamed[old] = f"{old}_{number}"
        taken.add(renamed[old].casefold())
    _ = copy
    return renamed


def _tables(package: Package) -> list[str]:
    return [
        name for name in package.names if package.content_type(name).endswith("table+xml") and _is_table(package, name)
    ]


def _is_table(package: Package, name: str) -> bool:
    return package.document(name).root.name == "table"


def copy_parts(package: Package, source: str, copy: str, follow: Callable[[str], str]) -> None:
    """Copy the relationships of a sheet and the parts they lead to.

    Args:
        package: the package.
        source: the part of the sheet.
        copy: the part of its copy.
        follow: lets a formula mean the copy, and a table by its new name.

    Raises:
        EditRefused: if one of them cannot be copied safely.
    """
    fresh: dict[bytes, bytes] = {}
    _copy_relationships(package, source, copy, follow, fresh, {source: copy}, 0)


def _copy_relationships(  # noqa: PLR0913, PLR0917 - what the recursion carries along
    package: Package,
    source: str,
    copy: str,
    follow: Callable[[str], str],
    fresh: dict[bytes, bytes],
    copies: dict[str, str],
    depth: int,
) -> None:
    from xlperf.ooxml.package import relationships_of

    name = package.find(relationships_of(source))
    if name is None:
        return
    if depth > _DEEPEST:
        raise EditRefused("没有复制工作表：它的部件互相引用得太深，请在 Excel 里复制")
    target_name = relationships_of(copy)
    package.add(target_name, package.content(name), "")
    for link in package.relationships(source):
        if link.kind in _NOT_COPIED:
            raise EditRefused(f"没有复制工作表：它有{_NOT_COPIED[link.kind]}，不能安全地复制，请在 Excel 里复制")
    for link in package.relationships(copy):
        _copy_link(package, link, copy, follow, fresh, copies, depth)
    package.renew(target_name)


def _copy_link(  # noqa: PLR0913, PLR0917 - what the recursion carries along
    package: Package,
    link: Relationship,
    copy: str,
    follow: Callable[[str], str],
    fresh: dict[bytes, bytes],
    copies: dict[str, str],
    depth: int,
) -> None:
    if link.kind in _LEFT_OUT:
        link.element.remove()
        return
    part = package.find(link.target) if not link.is_external else None
    if part is None or link.kind in _SHARED:
        if part is not None and not link.element.get("Target").startswith("/"):
            link.element.set("Target", posixpath.relpath(part, posixpath.dirname(copy) or "."))
        return
    if part not in copies:
        copies[part] = package.new_name(_pattern(part))
        _copy_part(package, part, copies[part], link.kind, follow, fresh)
        _copy_relationships(package, part, copies[part], follow, fresh, copies, depth + 1)
    link.element.set("Target", posixpath.relpath(copies[part], posixpath.dirname(copy) or "."))


def _pattern(part: str) -> str:
    """Give the pattern of names for copies of a part: its own with another number."""
    braced = part.replace("{", "{{").replace("}", "}}")
    return _DIGITS.sub("{}", braced, count=1) if _DIGITS.search(braced) else braced + "{}"


def _copy_part(  # noqa: PLR0913, PLR0917 - what the recursion carries along
    package: Package, part: str, copy: str, kind: str, follow: Callable[[str], str], fresh: dict[bytes, bytes]
) -> None:
    content = package.content(part)
    if kind == "threadedComment":
        content = _OWN_ID.sub(lambda match: match[1] + _fresh(match[2], fresh), content)
    elif kind == "comments":  # the authors of threaded comments are called tc={id}
        content = _GUID.sub(lambda match: _fresh(match[0], fresh), content)
    type_ = package.content_type(part)
    package.add(copy, content, type_)
    if kind == "vmlDrawing":
        for element in package.document(copy).root.walk():
            if element.name in _VML_FORMULAS and element.text:
                element.set_text(follow(element.text))
    elif type_.lower().endswith(_FORMULA_PARTS):
        _follow(package, package.document(copy).root, follow)


def _fresh(guid: bytes, known: dict[bytes, bytes]) -> bytes:
    return known.setdefault(guid, f"{{{str(uuid.uuid5(uuid.NAMESPACE_OID, guid.decode())).upper()}}}".encode())


def _follow(package: Package, root: Element, follow: Callable[[str], str]) -> None:
    for element in root.walk():
        if (
            element.name in ("f", "calculatedColumnFormula", "totalsRowFormula")
            and element.text
            and not element.children
        ):
            element.set_text(follow(element.text))
        for name in _LINKS:
            if element.get(name):
                element.set(name, follow(element.get(name)))
    if root.name == "table":
        _name_table(package, root, follow)


def _name_table(package: Package, root: Element, follow: Callable[[str], str]) -> None:
    ids = [package.document(name).root.get("id") for name in _tables(package)]
    new = follow(f"{root.get('displayName')}[]").removesuffix("[]")
    root.set("id", str(1 + max((whole_number(number) for number in ids), default=0)))
    root.set("name", new)
    root.set("displayName", new)
