"""The chart of execution rates (执行率图): a native chart that Word and WPS can edit, with its data as a workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from xlperf.amounts import plain, round_half_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from xlperf.projects.result import ProjectResult

EMU: Final = 36_000
"""English Metric Units in a millimetre."""
WIDTH_MM: Final = 150
LEAST_MM: Final = 55
MOST_MM: Final = 200
EACH_MM: Final = 8
REACHED, BEHIND = "4472C4", "C0504D"
_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_NAME: Final = 20


def add_chart(document: Any, paragraph: Any, results: Sequence[ProjectResult]) -> None:  # noqa: ANN401 - python-docx
    """Put the chart into a paragraph; projects whose rate cannot be computed are left out."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    shown = [(result.name, result.execution.rate) for result in results if result.execution.rate is not None]
    if not shown:
        paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001 - python-docx has no other way
        return
    rows = [(_short(name), round_half_up(rate * 100, 2)) for name, rate in shown]
    line = results[0].scheme.reason_below * 100
    package = document.part.package
    book = Part(PackURI("/word/embeddings/execution.xlsx"), _BOOK_TYPE, chart_data(rows), package)
    chart = Part(PackURI("/word/charts/chart1.xml"), _CHART_TYPE, b"", package)
    book_id = chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    chart._blob = chart_xml(rows, line, book_id).encode()  # noqa: SLF001 - as above
    chart_id = document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    height = min(MOST_MM, max(LEAST_MM, EACH_MM * len(rows) + 25))
    for run in list(paragraph.runs):
        run._r.getparent().remove(run._r)  # noqa: SLF001 - as above
    paragraph.add_run()._r.append(parse_xml(_inline(chart_id, height)))  # noqa: SLF001 - as above


def chart_data(rows: Sequence[tuple[str, Decimal]]) -> bytes:
    """Make the workbook behind the chart, which opens on 编辑数据."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("执行率")
    sheet.set_column(0, 0, 44)
    sheet.write_row(0, 0, ("项目名称", "预算执行率（%）"))
    for row, (name, rate) in enumerate(rows, 1):
        sheet.write_string(row, 0, name)
        sheet.write_number(row, 1, float(rate))
    book.close()
    return stream.getvalue()


def chart_xml(rows: Sequence[tuple[str, Decimal]], line: Decimal, book_id: str) -> str:
    """Write the chart: bars from top to bottom, those below the line in another colour."""
    last = len(rows) + 1
    names = "".join(f'<c:pt idx="{i}"><c:v>{escape(name)}</c:v></c:pt>' for i, (name, _) in enumerate(rows))
    rates = "".join(f'<c:pt idx="{i}"><c:v>{plain(rate)}</c:v></c:pt>' for i, (_, rate) in enumerate(rows))
    behind = "".join(
        f'<c:dPt><c:idx val="{i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_fill(BEHIND)}</c:dPt>'
        for i, (_, rate) in enumerate(rows)
        if rate < line
    )
    most = 20 + max(100, *(int(rate) + 1 for _, rate in rows))
    gap = 60 if len(rows) > 3 else 120
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_MAIN}" xmlns:r="{_RELATIONS}">'
        '<c:roundedCorners val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>'
        f"{_font(12, 'defRPr')}</a:pPr><a:r>{_font(12, 'rPr')}<a:t>各项目预算执行率（%）</a:t></a:r></a:p>"
        '</c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        '<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>执行率!$B$1</c:f><c:strCache>'
        '<c:ptCount val="1"/><c:pt idx="0"><c:v>预算执行率（%）</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'{_fill(REACHED)}<c:invertIfNegative val="0"/>{behind}'
        '<c:dLbls><c:numFmt formatCode="0.00" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
        f'{_text(9)}<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>执行率!$A$2:$A${last}</c:f><c:strCache>"
        f'<c:ptCount val="{len(rows)}"/>{names}</c:strCache></c:strRef></c:cat>'
        f"<c:val><c:numRef><c:f>执行率!$B$2:$B${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(rows)}"/>{rates}</c:numCache></c:numRef></c:val></c:ser>'
        f'<c:gapWidth val="{gap}"/><c:axId val="111"/><c:axId val="112"/></c:barChart>'
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_line("7F7F7F")}{_text(9)}'
        '<c:crossAx val="112"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        '<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{most}"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>'
        f'<c:majorGridlines>{_line("D9D9D9")}</c:majorGridlines><c:numFmt formatCode="0" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_line("7F7F7F")}'
        f'{_text(9)}<c:crossAx val="111"/><c:crosses val="max"/><c:crossBetween val="between"/>'
        f'<c:majorUnit val="20"/></c:valAx></c:plotArea><c:plotVisOnly val="1"/></c:chart>{_text(9)}'
        f'<c:externalData r:id="{book_id}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _fill(colour: str) -> str:
    return f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr>'


def _line(colour: str) -> str:
    return f'<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln></c:spPr>'


def _font(points: int, tag: str) -> str:
    return (
        f'<a:{tag} lang="zh-CN" sz="{points * 100}" b="0"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        f'<a:latin typeface="Times New Roman"/><a:ea typeface="仿宋_GB2312"/></a:{tag}>'
    )


def _text(points: int) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr>{_font(points, "defRPr")}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _inline(chart_id: str, height: int) -> str:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    return (
        f'<w:drawing xmlns:w="{w}" xmlns:wp="{wp}" xmlns:a="{_MAIN}" xmlns:r="{_RELATIONS}">'
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{WIDTH_MM * EMU}" cy="{height * EMU}"/>'
        '<wp:docPr id="101" name="执行率图" descr="各项目预算执行率"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" r:id="{chart_id}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
