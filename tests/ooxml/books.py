"""Small workbooks with the features that the editor has to keep, made by libraries or by hand."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def written(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """A workbook made with XlsxWriter."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    fill(book)
    book.close()
    return memory.getvalue()


def rich() -> bytes:
    """One of everything that XlsxWriter can make: charts, notes, tables, sparklines, controls and more."""
    return written(_fill_rich)


def _fill_rich(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("评分表")
    other = book.add_worksheet("项目 明细")
    bold = book.add_format({"bold": True, "num_format": "0.00%"})
    sheet.merge_range("A1:D1", "部门整体支出绩效自评", bold)
    sheet.write_row("A2", ["指标", "分值", "得分", "备注"])
    for row in range(3, 13):
        sheet.write(f"A{row}", f"指标{row}")
        sheet.write(f"B{row}", row)
        sheet.write_formula(f"C{row}", f"=B{row}*2", None, row * 2)
    sheet.write_formula("B13", "=SUM(B3:B12)", None, sum(range(3, 13)))
    sheet.write_formula("C13", "=SUM($C$3:$C$12)+'项目 明细'!B2", None, 2 * sum(range(3, 13)) + 5)
    sheet.merge_range("A14:A16", "合并")
    sheet.write_rich_string("D3", "普通", bold, "粗体")
    sheet.write_comment("C5", "依据：决算批复")
    sheet.write_comment("C9", "第二条")
    sheet.data_validation("D3:D12", {"validate": "list", "source": ["是", "否", "部分"]})
    sheet.data_validation("D13", {"validate": "list", "source": "='项目 明细'!$D$1:$D$3"})
    sheet.conditional_format("B3:B12", {"type": "cell", "criteria": ">", "value": "$B$13", "format": bold})
    sheet.conditional_format("C3:C12", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("E3", {"range": "B3:B12"})
    sheet.write_url("A12", "internal:'项目 明细'!B2", string="去明细")
    sheet.insert_textbox("F3", "说明")
    sheet.insert_button("F12", {"caption": "刷新"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "=评分表!$A$3:$A$12", "values": "=评分表!$B$3:$B$12"})
    sheet.insert_chart("H8", chart)
    sheet.set_h_pagebreaks([8])
    sheet.print_area("A1:E16")
    sheet.repeat_rows(0, 1)
    sheet.freeze_panes(2, 1)
    sheet.autofilter("A2:D12")
    sheet.set_row(6, 30, bold, {"hidden": True})
    sheet.set_column("J:J", 12, bold)
    sheet.ignore_errors({"number_stored_as_text": "A3:A12"})
    other.write_row("A1", ["项目", "金额"])
    other.write_row("A2", ["甲", 5])
    other.write_row("A3", ["乙", 7])
    other.write_column("D1", ["一", "二", "三"])
    other.add_table("F1:G4", {"name": "明细", "columns": [{"header": "名"}, {"header": "数"}]})
    other.write_array_formula("I1:I3", "{=A1:A3}", None, "项目")
    other.write_formula("B5", "=评分表!B13", None, sum(range(3, 13)))
    book.define_name("满分", "=评分表!$B$13")


def protected() -> bytes:
    """A protected sheet with one open cell, in a workbook whose structure is open."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("表")
        sheet.write("A1", "锁定")
        sheet.write("B1", 1, book.add_format({"locked": False}))
        sheet.protect()

    return written(fill)


def plain(rows: list[list[object]], name: str = "Sheet1") -> bytes:
    """A workbook made with openpyxl, of plain values and formulas."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(row)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A package of parts."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return memory.getvalue()


def by_hand(rows: str, **changed: str | bytes | None) -> bytes:
    """A package written by hand around the given rows.

    Args:
        rows: what stands inside ``sheetData``.
        changed: other contents by part: ``workbook``, ``sheet``, ``styles``, ``strings``, ``types``, ``links``.
    """
    sheet = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    workbook = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    types = (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    kinds = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet"}
    kinds |= {"sharedStrings": "sharedStrings"} if changed.get("strings") else {}
    kinds |= {"styles": "styles"} if changed.get("styles") else {}
    for part, kind in kinds.items():
        types += f'<Override PartName="/xl/{part}.xml" ContentType="{SPREADSHEET}.{kind}+xml"/>'
    types += "</Types>"
    root = (
        f'{HEAD}<Relationships xmlns="{PACKAGE_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="/xl/workbook.xml"/></Relationships>'
    )
    links = (
        f'{HEAD}<Relationships xmlns="{PACKAGE_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    )
    if changed.get("strings"):
        links += f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    if changed.get("styles"):
        links += f'<Relationship Id="rId3" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    parts: dict[str, bytes | str | None] = {
        "[Content_Types].xml": changed.get("types") or types,
        "_rels/.rels": changed.get("root") or root,
        "xl/workbook.xml": changed.get("workbook") or workbook,
        "xl/_rels/workbook.xml.rels": changed.get("links") or links + "</Relationships>",
        "xl/worksheets/sheet1.xml": changed.get("sheet") or sheet,
        "xl/sharedStrings.xml": changed.get("strings"),
        "xl/styles.xml": changed.get("styles"),
    }
    return packed({name: content for name, content in parts.items() if content is not None})


def sheet_of(content: bytes, name: str = "xl/worksheets/sheet1.xml") -> str:
    """A sheet's part as text."""
    return parts_of(content)[name].decode()
