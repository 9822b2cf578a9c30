from __future__ import annotations

import io
import struct
import zipfile
from decimal import Decimal

import openpyxl
import xlsxwriter
import xlwt

from xlperf.source.grid import ErrorValue, Grid, Span
from xlperf.source.kinds import FileKind, kind_of
from xlperf.source.second_look import UNCOMPUTED
from xlperf.source.workbook import exact, read_grids


def read(data: bytes, kind: FileKind) -> list[Grid]:
    assert kind_of(data) is kind
    return list(read_grids(data, kind, "表", "0" * 64))


def test_error_cells_of_xlsx_are_told_from_blank_ones() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.add_worksheet("空")
    sheet = book.add_worksheet("收入 & 支出")
    sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("C2", "=1+1", None, 2)
    sheet.write("B3", 7)
    book.close()
    _, grid = read(stream.getvalue(), FileKind.XLSX)
    assert grid.value(1, 1) == ErrorValue("#DIV/0!")
    assert grid.value(1, 2) == Decimal(2)
    assert grid.value(1, 0) is None
    assert grid.value(2, 1) == Decimal(7)


def test_a_formula_whose_result_was_never_stored_is_an_error_not_a_blank() -> None:
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["D4"] = "=SUM(D1:D3)"
    book.active["A1"] = "项目"
    book.save(stream)
    (grid,) = read(stream.getvalue(), FileKind.XLSX)
    assert grid.value(3, 3) == UNCOMPUTED


def test_error_cells_of_xls_are_told_from_blank_ones() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.row(2).set_cell_error(1, 0x17)
    sheet.write(2, 2, 5)
    stream = io.BytesIO()
    book.save(stream)
    (grid,) = read(stream.getvalue(), FileKind.XLS)
    assert grid.value(2, 1) == ErrorValue("#REF!")
    assert grid.value(2, 2) == Decimal(5)
    assert grid.value(2, 0) is None


def ods(rows: str) -> bytes:
    spaces = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    calc = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        package.writestr(
            "content.xml",
            f"<office:document-content{spaces}{calc}><office:body><office:spreadsheet>"
            f'<table:table table:name="表">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return stream.getvalue()


def test_error_cells_and_merged_ranges_of_ods_are_found() -> None:
    (grid,) = read(
        ods(
            '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row><table:table-row>'
            '<table:table-cell table:number-columns-repeated="2"/>'
            '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p>'
            "</table:table-cell></table:table-row><table:table-row>"
            '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1" '
            'office:value-type="string"><text:p>收入</text:p></table:table-cell><table:covered-table-cell/>'
            "</table:table-row>"
        ),
        FileKind.ODS,
    )
    assert grid.value(2, 2) == ErrorValue("#REF!")
    assert grid.merged == (Span(3, 0, 3, 1),)
    assert grid.text(3, 1) == "收入"


def record(number: int, body: bytes = b"") -> bytes:
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    size, tail = len(body), b""
    while size > 127:
        tail += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + tail + bytes([size]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb() -> bytes:
    """A binary workbook of one sheet: B2 is #N/A, C2 is 12.5, A3 is a text."""
    main = "http://schemas.openxmlformats.org"
    sheet = record(129) + record(148, struct.pack("<4I", 1, 2, 0, 2)) + record(145)
    sheet += record(0, struct.pack("<2I", 1, 0) + b"\0" * 9)
    sheet += record(3, struct.pack("<2I", 1, 0) + b"\x2a")
    sheet += record(5, struct.pack("<2Id", 2, 0, 12.5))
    sheet += record(0, struct.pack("<2I", 2, 0) + b"\0" * 9)
    sheet += record(6, struct.pack("<2I", 0, 0) + wide("支出")) + record(146) + record(130)
    workbook = record(131) + record(143) + record(156, struct.pack("<2I", 0, 1) + wide("rId1") + wide("决算"))
    workbook += record(144) + record(132)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{main}/package/2006/content-types">'
            '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        )
        package.writestr("xl/workbook.bin", workbook)
        package.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{main}/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{main}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/>'
            "</Relationships>",
        )
        package.writestr("xl/worksheets/sheet1.bin", sheet)
    return stream.getvalue()


def test_a_binary_workbook_is_read_with_its_error_cells() -> None:
    (grid,) = read(xlsb(), FileKind.XLSB)
    assert grid.sheet == "决算"
    assert grid.value(1, 1) == ErrorValue("#N/A")
    assert grid.value(1, 2) == Decimal("12.5")
    assert grid.value(2, 0) == "支出"


def test_numbers_are_given_as_the_spreadsheet_shows_them() -> None:
    assert exact(0.1 + 0.2) == Decimal("0.3")
    assert str(exact(5.0)) == "5"
    assert exact(8474318.52) == Decimal("8474318.52")
    assert exact(1e20) == Decimal("1e20")
