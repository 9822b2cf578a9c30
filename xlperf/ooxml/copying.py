"""Copying a sheet within its workbook, with the parts that belong to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.addresses import cell_address
from xlperf.ooxml.calculation import drop_chain
from xlperf.ooxml.copied_parts import copy_parts, copy_tables
from xlperf.ooxml.errors import EditRefused, ProtectedCell
from xlperf.ooxml.formulas import copy_sheet as meaning_the_copy
from xlperf.ooxml.markup import attributes_of, tag_end, with_attribute, without_attribute
from xlperf.ooxml.shared_formulas import with_formula
from xlperf.ooxml.text import escaped, length_in_excel, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlperf.ooxml.markup import Element
    from xlperf.ooxml.sheet import Sheet
    from xlperf.ooxml.workbook import Workbook

_LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_WORKSHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_FORMULAS: Final = frozenset({"f", "formula", "formula1", "formula2"})
_LINKS: Final = ("location", "linkedCell", "listFillRange")


def copy_sheet(book: Workbook, source: Sheet, name: str) -> Sheet:
    """Copy a sheet to the end of the tabs; see ``Workbook.copy_sheet``."""
    _refuse_name(book, name)
    protection = book.root.first("workbookProtection")
    if protection is not None and protection.is_on("lockStructure"):
        raise ProtectedCell("工作簿的结构有保护，不允许添加工作表，请先在 Excel 里撤销“保护工作簿”")
    with book.one_edit():
        package = book.package
        part = package.new_name(f"{source.part.rpartition('/')[0]}/sheet{{}}.xml".lstrip("/"))
        package.add(part, package.content(source.part), package.content_type(source.part) or _WORKSHEET_TYPE)
        renamed = copy_tables(book, source, part)

        def follow(text: str) -> str:
            for old, new in renamed.items():
                text = _table_renamed(text, old, new)
            return meaning_the_copy(text, source.name, name).text

        copy_parts(package, source.part, part, follow)
        _add_tab(book, source.name, name, part)
        _copy_names(book, source.name, name)
        book.forget_sheets()
        _follow(book[name], follow)
        if book.strings is not None:
            book.strings.references += sum(cell.type == "s" for row in source.rows.all() for cell in row.cells)
        drop_chain(package, book.part)
        book.is_edited = True
        book.touched |= {(name, row, column) for row, column in book[name].formulas.all}
    return book[name]


def _refuse_name(book: Workbook, name: str) -> None:
    problem = ""
    if not name or length_in_excel(name) > _LONGEST_NAME:
        problem = f"要有 1 到 {_LONGEST_NAME} 个字"
    elif _NOT_IN_NAMES.search(name) or name.startswith("'") or name.endswith("'"):
        problem = "不能有 [ ] : * ? / \\，首尾不能是单引号"
    elif name.casefold() in {tab.get("name").casefold() for tab in book.tabs}:
        problem = "已经有同名的工作表"
    if problem:
        raise EditRefused(f"没有复制工作表：名称“{name}”不行，{problem}，请换一个名称")


def _table_renamed(formula: str, old: str, new: str) -> str:
    return re.sub(rf"(?<![\w.\\]){re.escape(old)}(?=\[)", lambda _: new, formula, flags=re.IGNORECASE)


def _add_tab(book: Workbook, source: str, name: str, part: str) -> None:
    package = book.package
    id_ = package.relate(book.part, "worksheet", part)
    group = book.root.first("sheets")
    model = next(tab for tab in book.tabs if tab.get("name") == source)
    number = 1 + max(0, *(whole_number(tab.get("sheetId")) for tab in book.tabs))
    tag = model.markup[: tag_end(model.markup, 0)]
    relation = next((key for key in attributes_of(tag) if key.endswith(":id")), "r:id")
    tag = with_attribute(without_attribute(tag, "state"), "name", name)
    tag = with_attribute(with_attribute(tag, "sheetId", str(number)), relation, id_)
    if group is not None:
        group.append(tag if tag.endswith(b"/>") else tag[:-1] + b"/>")
    package.renew(book.part)


def _copy_names(book: Workbook, source: str, name: str) -> None:
    """Give the copy the names of the sheet, and names of its own for those of the workbook that mean the sheet."""
    group = book.root.first("definedNames")
    if group is None:
        return
    tabs = [tab.get("name") for tab in book.tabs]
    at, copy_at = tabs.index(source), tabs.index(name)
    own = {e.get("name").casefold() for e in group.all("definedName") if e.get("localSheetId") == str(at)}
    for element in group.all("definedName"):
        text = meaning_the_copy(element.text, source, name).text
        is_own = element.get("localSheetId") == str(at)
        is_of_all = "localSheetId" not in element.attributes and element.get("name").casefold() not in own
        if is_own or (is_of_all and text != element.text):
            tag = with_attribute(element.markup[: tag_end(element.markup, 0)], "localSheetId", str(copy_at))
            closing = f"</{element.prefix}definedName>".encode()
            group.append(tag + escaped(text) + closing)
    book.package.renew(book.part)


def _follow(sheet: Sheet, follow: Callable[[str], str]) -> None:
    """Let the formulas on the copy mean the copy; take off what only one sheet of a workbook may have."""
    root = sheet.data.frame.root
    for element in root.walk():
        _follow_element(element, follow)
    for name in ("xr:uid",):
        root.document.splices[root.start, root.open_end] = without_attribute(
            root.document.splices.get((root.start, root.open_end), root.document.content[root.start : root.open_end]),
            name,
        )
    for formula in list(sheet.formulas.all.values()):
        if formula.text and (text := follow(formula.text)) != formula.text:
            row = sheet.rows.find(formula.row)
            cell = row.cell(formula.column) if row is not None else None
            if row is None or cell is None:
                raise AssertionError(cell_address(formula.row, formula.column))
            attributes = cell.children(sheet.rows.prefix).formula_attributes or b""
            row.put(with_formula(cell, sheet.rows.prefix, attributes, text))
    sheet.formulas.reread()


def _follow_element(element: Element, follow: Callable[[str], str]) -> None:
    if element.name in _FORMULAS and element.text and not element.children:
        element.set_text(follow(element.text))
    elif element.name == "sheetPr":
        element.unset("codeName")
    elif element.name == "sheetView":
        element.unset("tabSelected")
    elif element.name == "cfvo" and "!" in element.get("val"):
        element.set("val", follow(element.get("val")))
    for name in _LINKS:
        if element.get(name) and not (name == "location" and element.name != "hyperlink"):
            element.set(name, follow(element.get(name)))
