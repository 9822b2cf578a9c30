"""A second look at a workbook (复查): the error cells and uncomputed formulas that the fast reader shows as blanks."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING, Final

from xlperf.source.grid import ErrorValue, Span
from xlperf.source.kinds import FileKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

Cells = dict[tuple[int, int], ErrorValue]

UNCOMPUTED: Final = ErrorValue("公式未计算")
"""A formula whose result was never stored: the file was made by a program that does not calculate."""

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT_MAIN: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATIONS: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT_P: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_CALC_TYPE: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"

_BIFF_CODES: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!",
    0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
_BIFF_ERROR = re.compile(
    rb"\x05\x02\x08\x00.{6}[\x00\x07\x0f\x17\x1d\x24\x2a]\x01|"
    rb"\x02\x00[\x00\x07\x0f\x17\x1d\x24\x2a]\x00\x00\x00\xff\xff",
    re.DOTALL,
)
_XLSX_SUSPECT = re.compile(
    rb"""t=["']e["']|</f>\s*</c>|</f>\s*<v\s*/>|</f>\s*<v>\s*</v>|<f[^>]*/>\s*(?:</c>|<v\s*/>)"""
)
_CELL_NAME = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


def error_cells(data: bytes, kind: FileKind) -> Mapping[str, Cells]:
    """Find the cells that show an error, by sheet name; sheets without any are left out."""
    match kind:
        case FileKind.XLSX:
            return _xlsx_errors(data)
        case FileKind.XLS:
            return _xls_errors(data) if _BIFF_ERROR.search(data) else {}
        case FileKind.XLSB:
            return _xlsb_errors(data)
        case FileKind.ODS:
            return _ods_errors(data)
        case _:
            return {}


def ods_merged(data: bytes) -> Mapping[str, tuple[Span, ...]]:
    """Find the merged ranges of an .ods workbook, which the fast reader does not give, by sheet name."""
    merged: dict[str, list[Span]] = {}
    if b"-columns-spanned" not in (content := _part(data, "content.xml")) and b"-rows-spanned" not in content:
        return {}
    for sheet, row, column, cell in _ods_cells(content):
        down = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        across = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        if down > 1 or across > 1:
            merged.setdefault(sheet, []).append(Span(row, column, row + down - 1, column + across - 1))
    return {sheet: tuple(spans) for sheet, spans in merged.items()}


def farthest_cells(data: bytes, kind: FileKind) -> int:
    """Say how many cells the largest sheet of a zipped workbook would take when laid out as a rectangle."""
    if kind is not FileKind.XLSX:
        return 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return max((_extent(package.read(part)) for part in _sheet_parts(package).values()), default=0)


def _extent(sheet: bytes) -> int:
    """Rows × columns that the last row and the widest cell name span."""
    rows = [int(number) for number in re.findall(rb"""<row [^>]*?r=["'](\d+)""", sheet[-200_000:])]
    rows += [int(number) for number in re.findall(rb"""<row [^>]*?r=["'](\d+)""", sheet[:200_000])]
    letters = {bytes(name) for name in re.findall(rb"""<c [^>]*?r=["']([A-Z]{1,3})\d""", sheet)}
    return max(rows, default=0) * max((_column_number(name.decode()) + 1 for name in letters), default=0)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def _parsed(data: bytes) -> etree._Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Map sheet names to the parts that hold them."""
    names = {name.lower(): name for name in package.namelist()}
    workbook = names.get("xl/workbook.xml")
    links = names.get("xl/_rels/workbook.xml.rels")
    if workbook is None or links is None:
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in _parsed(package.read(links))}
    parts: dict[str, str] = {}
    for element in _parsed(package.read(workbook)).iter(f"{_MAIN}sheet", f"{_STRICT_MAIN}sheet"):
        link = next((element.get(f"{{{space}}}id") for space in _RELATIONS if element.get(f"{{{space}}}id")), None)
        target = (targets.get(link) or "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path.lower() in names:
            parts[element.get("name", "")] = names[path.lower()]
    return parts


def _xlsx_errors(data: bytes) -> dict[str, Cells]:
    found: dict[str, Cells] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for sheet, part in _sheet_parts(package).items():
            content = package.read(part)
            if _XLSX_SUSPECT.search(content) and (cells := _sheet_xml_errors(content)):
                found[sheet] = cells
    return found


def _sheet_xml_errors(content: bytes) -> Cells:
    cells: Cells = {}
    for cell in _parsed(content).iter(f"{_MAIN}c", f"{_STRICT_MAIN}c"):
        name = _CELL_NAME.fullmatch(cell.get("r", ""))
        if name is None:
            continue
        space = str(cell.tag).partition("}")[0] + "}"
        shown = cell.findtext(f"{space}v")
        place = (int(name[2]) - 1, _column_number(name[1]))
        if cell.get("t") == "e":
            cells[place] = ErrorValue(shown or "#VALUE!")
        elif not shown and cell.find(f"{space}f") is not None and cell.get("t") != "str":
            cells[place] = UNCOMPUTED
    return cells


def _xls_errors(data: bytes) -> dict[str, Cells]:
    import xlrd

    book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), ragged_rows=True)
    found: dict[str, Cells] = {}
    for sheet in book.sheets():
        cells = {
            (row, column): ErrorValue(_BIFF_CODES.get(int(cell.value), "#VALUE!"))
            for row in range(sheet.nrows)
            for column, cell in enumerate(sheet.row(row))
            if cell.ctype == xlrd.XL_CELL_ERROR
        }
        if cells:
            found[sheet.name] = cells
    return found


def _xlsb_errors(data: bytes) -> dict[str, Cells]:
    """Read the records BrtCellError and BrtFmlaError of each sheet part."""
    found: dict[str, Cells] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        targets = {
            link.get("Id"): link.get("Target", "") for link in _parsed(package.read("xl/_rels/workbook.bin.rels"))
        }
        for record, body in _records(package.read("xl/workbook.bin")):
            if record != 156:  # BrtBundleSh
                continue
            link, end = _wide_string(body, 8)
            name, _ = _wide_string(body, end)
            path = (targets.get(link) or "").lstrip("/")
            content = package.read(path if path.startswith("xl/") else f"xl/{path}")
            if cells := dict(_xlsb_sheet_errors(content)):
                found[name] = cells
    return found


def _xlsb_sheet_errors(content: bytes) -> Iterator[tuple[tuple[int, int], ErrorValue]]:
    row = 0
    for record, body in _records(content):
        if record == 0:  # BrtRowHdr
            (row,) = struct.unpack_from("<I", body)
        elif record in {3, 11}:  # BrtCellError, BrtFmlaError
            (column,) = struct.unpack_from("<I", body)
            yield (row, column), ErrorValue(_BIFF_CODES.get(body[8], "#VALUE!"))


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Cut a binary part into its records: number and length are stored seven bits to a byte."""
    at = 0
    while at < len(content):
        record = content[at]
        at += 1
        if record & 0x80:
            record = (record & 0x7F) | (content[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        for _ in range(4):
            byte = content[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield record, content[at : at + size]
        at += size


def _wide_string(body: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le"), end


def _ods_errors(data: bytes) -> dict[str, Cells]:
    content = _part(data, "content.xml")
    if b'calcext:value-type="error"' not in content:
        return {}
    found: dict[str, Cells] = {}
    for sheet, row, column, cell in _ods_cells(content):
        if cell.get(_CALC_TYPE) == "error":
            shown = "".join(str(text) for p in cell.iter(_TEXT_P) for text in p.itertext())
            found.setdefault(sheet, {})[row, column] = ErrorValue(shown or "#VALUE!")
    return found


def _ods_cells(content: bytes) -> Iterator[tuple[str, int, int, etree._Element]]:
    """Go through the cells of an .ods workbook with sheet, row and column; repeated cells come once."""
    covered = f"{_TABLE}covered-table-cell"
    for sheet in _parsed(content).iter(f"{_TABLE}table"):
        row = 0
        for line in sheet.iter(f"{_TABLE}table-row"):
            column = 0
            for cell in line.iterchildren(f"{_TABLE}table-cell", covered):
                if cell.tag != covered:
                    yield sheet.get(f"{_TABLE}name", ""), row, column, cell
                column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            row += int(line.get(f"{_TABLE}number-rows-repeated", "1"))
