"""A native chart in a Word file (图表): drawn by XlsxWriter, its data beside it, so that Word and WPS can edit it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from xlperf.amounts import percent_text
from xlperf.narrative.word.packing import FIXED_TIME
from xlperf.narrative.word.plain_text import MAIN_PART, W, main_part, paragraph_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from lxml.etree import _Element as Element

PLACE: Final = "【图】"
"""The paragraph of a layout that the chart takes."""
_CHART: Final = "word/charts/chart1.xml"
_DATA: Final = "word/embeddings/chart1.xlsx"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_ID: Final = "rIdChart1"
_EMU: Final = 36_000
"""Units of the drawing in a millimetre."""


def with_chart(document: bytes, chart: bytes, data: bytes, size: tuple[int, int], words: str) -> bytes:
    """Put a chart into the paragraph 【图】.

    Args:
        document: the Word file.
        chart: the chart's part.
        data: the workbook with its figures.
        size: width and height in millimetres.
        words: what the chart shows, for those who cannot see it.
    """
    from lxml import etree

    root = main_part(document)
    place = next((p for p in root.iter(f"{W}p") if paragraph_text(p).strip() == PLACE), None)
    if place is None:
        return document
    for run in place.findall(f"{W}r"):
        place.remove(run)
    place.append(_drawing(size, words))
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _packaged(
        document, {MAIN_PART: xml, _CHART: chart, _DATA: data, "word/charts/_rels/chart1.xml.rels": _rels()}
    )


def chart_parts(rows: Sequence[tuple[str, Decimal | None, Decimal]], title: str) -> tuple[bytes, bytes]:
    """Draw execution rates by month against the time progress; give the chart's part and its workbook.

    Args:
        rows: month, 执行率, 序时进度.
        title: what stands above.
    """
    from datetime import datetime

    import xlsxwriter

    from xlperf.forms.working_paper.monthly import SPENT_COLOUR, TIME_COLOUR, finish_chart

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": datetime(2024, 1, 2)})  # noqa: DTZ001 - no zone in the file
    sheet = book.add_worksheet("数据")
    for column, words in enumerate(("月份", "执行率", "序时进度")):
        sheet.write_string(0, column, words)
    rate = book.add_format({"num_format": "0.00%"})
    for at, (month, done, time) in enumerate(rows, 1):
        sheet.write_string(at, 0, month if done is None else f"{month}\n{percent_text(done, 1)}")
        if done is not None:
            sheet.write_number(at, 1, float(done), rate)
        sheet.write_number(at, 2, float(time), rate)
    last = len(rows)
    columns, line = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
    months = ["数据", 1, 0, last, 0]
    columns.add_series(
        {
            "name": ["数据", 0, 1],
            "categories": months,
            "values": ["数据", 1, 1, last, 1],
            "fill": {"color": SPENT_COLOUR},
            "gap": 80,
        }
    )
    line.add_series(
        {
            "name": ["数据", 0, 2],
            "categories": months,
            "values": ["数据", 1, 2, last, 2],
            "line": {"color": TIME_COLOUR, "width": 2.25},
            "marker": {"type": "circle", "size": 5},
        }
    )
    columns.combine(line)
    finish_chart(columns, title)
    sheet.insert_chart("E2", columns)
    book.close()
    data = stream.getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        drawn = package.read("xl/charts/chart1.xml")
    linked = f'<c:externalData xmlns:r="{_OFFICE}" r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    without_print = drawn[: drawn.index(b"<c:printSettings>")] if b"<c:printSettings>" in drawn else drawn
    return without_print.removesuffix(b"</c:chartSpace>") + linked.encode(), data


def _drawing(size: tuple[int, int], words: str) -> Element:
    from lxml import etree

    width, height = (length * _EMU for length in size)
    return etree.fromstring(
        f'<w:r xmlns:w="{W[1:-1]}" xmlns:r="{_OFFICE}" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="1" name="执行率图" descr="{words}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" r:id="{_ID}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _rels() -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE}"><Relationship '
        f'Id="rId1" Type="{_OFFICE}/package" Target="../embeddings/chart1.xlsx"/></Relationships>'
    ).encode()


def _packaged(document: bytes, parts: dict[str, bytes]) -> bytes:
    """Rewrite the package with new parts, declared and related."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for entry in source.infolist():
            content = parts.pop(entry.filename) if entry.filename in parts else source.read(entry)
            if entry.filename == "[Content_Types].xml":
                content = _declared(content)
            elif entry.filename == "word/_rels/document.xml.rels":
                related = (
                    f'<Relationship Id="{_ID}" Type="{_OFFICE}/chart" Target="charts/chart1.xml"/></Relationships>'
                )
                content = content.replace(b"</Relationships>", related.encode())
            _write(written, entry.filename, content)
        for name, content in parts.items():
            _write(written, name, content)
    return target.getvalue()


def _declared(types: bytes) -> bytes:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    chart = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    more = f'<Override PartName="/{_CHART}" ContentType="{chart}"/></Types>'
    if b'Extension="xlsx"' not in types:
        more = f'<Override PartName="/{_DATA}" ContentType="{sheet}"/>{more}'
    return types.replace(b"</Types>", more.encode())


def _write(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, FIXED_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, content)
