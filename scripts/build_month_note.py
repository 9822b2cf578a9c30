"""Build templates/common/月度执行情况.docx, the layout of the one-page month note; run again after a change.

python3 scripts/build_month_note.py
"""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from xlperf.narrative.word.packing import packed  # noqa: E402
from xlperf.outputs import write_whole  # noqa: E402

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

TARGET: Final = ROOT / "templates" / "common" / "月度执行情况.docx"
SONG, FANG, HEI = "方正小标宋简体", "仿宋_GB2312", "黑体"
WESTERN: Final = "Times New Roman"
WIDTHS: Final = (60, 27, 26, 20, 25)
HEADINGS: Final = ("项目", "调整后预算数", "累计支出", "执行率", "比序时进度")
CELLS: Final = ("{{ row.name }}", "{{ row.budget }}", "{{ row.spent }}", "{{ row.rate }}", "{{ row.ahead }}")


def build() -> bytes:
    """Build the layout."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(16)
    section.left_margin, section.right_margin = Mm(26), Mm(26)
    _normal(document)
    _line(document, "{{ title }}", SONG, 18, centred=True, spacing=28)
    _line(document, "{{ unit }}　　（金额单位：万元）", FANG, 11, centred=True)
    _line(document, "一、总体情况", HEI, 12)
    _line(document, "{{ overall }}", FANG, 11, indent=True)
    _line(document, "【图】", FANG, 9, centred=True)
    _line(document, "二、与上月比较", HEI, 12)
    _line(document, "{%p for sentence in changes %}", FANG, 11)
    _line(document, "{{ loop.index }}.{{ sentence }}", FANG, 11, indent=True)
    _line(document, "{%p endfor %}", FANG, 11)
    _line(document, "三、低于预警线的项目", HEI, 12)
    _line(document, "{%p for sentence in behind %}", FANG, 11)
    _line(document, "{{ sentence }}", FANG, 11, indent=True)
    _line(document, "{%p endfor %}", FANG, 11)
    _line(document, "{{ table_title }}", HEI, 11, centred=True)
    _table(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "月度执行情况", "", ""
    properties.created = properties.modified = datetime(2024, 1, 2)  # noqa: DTZ001 - no zone in the file
    stream = io.BytesIO()
    document.save(stream)
    return packed(stream.getvalue())


def _normal(document: WordDocument) -> None:
    """Let paragraphs stand close, without what python-docx brings along."""
    layout = document.styles["Normal"].paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    _font(document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts(), FANG)


def _line(  # noqa: PLR0913 - how a line looks, by name
    document: WordDocument,
    text: str,
    font: str,
    size: float,
    *,
    centred: bool = False,
    indent: bool = False,
    spacing: float = 0,
) -> None:
    paragraph = document.add_paragraph()
    _write(paragraph, text, font, size)
    layout = paragraph.paragraph_format
    layout.line_spacing = Pt(spacing or size + 7) if text != "【图】" else 1.0
    if indent:
        layout.first_line_indent = Pt(size * 2)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY


def _table(document: WordDocument) -> None:
    table = document.add_table(rows=4, cols=len(WIDTHS))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        _cell(cell, heading, HEI, centred=True)
    table.rows[1].cells[0].text = "{%tr for row in rows %}"
    for column, (cell, text) in enumerate(zip(table.rows[2].cells, CELLS, strict=True)):
        _cell(cell, text, FANG, centred=column > 0)
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = Mm(width)


def _cell(cell: _Cell, text: str, font: str, *, centred: bool) -> None:
    paragraph = cell.paragraphs[0]
    _write(paragraph, text, font, 10)
    paragraph.paragraph_format.line_spacing = Pt(14)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT


def _write(paragraph: Paragraph, text: str, font: str, size: float) -> None:
    run: Run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _font(run._element.get_or_add_rPr().get_or_add_rFonts(), font)  # noqa: SLF001 - python-docx sets no eastAsia font


def _font(fonts: object, east_asian: str) -> None:
    for slot in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{slot}"), WESTERN)  # type: ignore[attr-defined]
    fonts.set(qn("w:eastAsia"), east_asian)  # type: ignore[attr-defined]


if __name__ == "__main__":
    write_whole(TARGET, build())
    print(f"已生成 {TARGET.relative_to(ROOT)}")
