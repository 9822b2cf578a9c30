"""Build the Word template of the project report (项目支出绩效自评报告.docx), in the form of the department's."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import build_word_templates as form  # noqa: E402
from docx import Document  # noqa: E402
from docx.enum.section import WD_SECTION  # noqa: E402
from docx.enum.table import WD_ALIGN_VERTICAL  # noqa: E402
from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: E402
from docx.oxml import OxmlElement, parse_xml  # noqa: E402
from docx.oxml.ns import nsdecls, qn  # noqa: E402
from docx.shared import Twips  # noqa: E402

from xlperf.narrative.word.packing import packed  # noqa: E402

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table

TARGET: Final = ROOT / "templates" / "national-project-2020" / "项目支出绩效自评报告.docx"
COLUMNS: Final = (
    ("序号", 600, "{{ 行.序号 }}"),
    ("项目名称", 2345, "{{ 行.名称 }}"),
    ("年初预算数（万元）", 1050, "{{ 行.年初数 }}"),
    ("全年预算数（万元）", 1050, "{{ 行.预算数 }}"),
    ("全年执行数（万元）", 1050, "{{ 行.执行数 }}"),
    ("执行率", 1300, "{{ 行.执行率 }}"),
    ("得分", 800, "{{ 行.得分数 }}"),
    ("等级", 650, "{{ 行.等级格 }}"),
)


def build() -> bytes:
    """Build the template."""
    document = Document()
    form.drop_parts(document)
    form.clear_styles(document)
    form.set_defaults(document)
    form.define_styles(document)
    form.new_style(document, "图", form.FANG, align="center", line=240)
    style = document.styles["图"].element.find(qn("w:pPr")).find(qn("w:spacing"))
    style.set(qn("w:lineRule"), "auto")
    form.write_fonts(document)
    form.write_settings(document)
    _write_cover(document)
    _write_body(document)
    form.write_properties(document)
    document.core_properties.title = "项目支出绩效自评报告"
    stream = io.BytesIO()
    document.save(stream)
    return packed(stream.getvalue())


def _write_cover(document: WordDocument) -> None:
    form.set_page(document.sections[0])
    title = document.add_paragraph("{{ 年度 }}年度项目支出绩效自评报告", style="Title")
    title.paragraph_format.space_before = Twips(form.LINE_PITCH * 5)
    title.paragraph_format.space_after = Twips(form.LINE_PITCH * 5)
    for label, tag in (
        ("项目名称", "{{ 项目名称 }}"),
        ("主管部门", "{{ 主管部门 }}"),
        ("填报人", "{{ 填报.填报人 }}"),
        ("联系电话", "{{ 填报.联系电话 }}"),
        ("填报日期", "{{ 填报.填报日期 }}"),
    ):
        line = document.add_paragraph(f"{label}：{tag}", style="封面项目")
        line.paragraph_format.space_after = Twips(form.LINE_PITCH // 2)


def _write_body(document: WordDocument) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    form.set_page(section)
    form.number_pages(section)
    writer = form.Writer(document)
    heading, text = writer.heading, writer.each
    heading(1, "一、项目概况")
    for words, source in (("（一）项目基本情况", "概况"), ("（二）项目起止时间", "起止"), ("（三）预期效益", "效益")):
        heading(2, words)
        text(f"段落.{source}")
    heading(1, "二、项目执行基本情况")
    text("段落.执行")
    document.add_paragraph("{{ 年度 }}年度项目预算执行和自评得分表", style="表题")
    _write_table(document)
    document.add_paragraph("执行率图", style="图").paragraph_format.space_before = Twips(form.LINE_PITCH // 2)
    text("段落.监督")
    heading(1, "三、项目绩效目标实现的自我评价")
    document.add_paragraph("{%p for 项 in 项目 %}", style="Body Text")
    heading(2, "{{ 项.编号 }}{{ 项.名称 }}")
    for words, source in (
        ("1.绩效目标完成情况", "项.目标段"),
        ("2.实施效果", "项.效果段"),
        ("3.偏差原因和改进措施", "项.偏差段"),
    ):
        heading(3, words)
        text(source)
    document.add_paragraph("{%p endfor %}", style="Body Text")
    signature = document.add_paragraph("{{ 单位名称 }}", style="落款")
    signature.paragraph_format.space_before = Twips(form.LINE_PITCH * 2)
    signature.paragraph_format.keep_with_next = True
    document.add_paragraph("{{ 填报.填报日期 }}", style="落款")


def _write_table(document: WordDocument) -> None:
    table = document.add_table(rows=5, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    _set_widths(table)
    for cell, (words, _, _) in zip(table.rows[0].cells, COLUMNS, strict=True):
        form.write_cell(cell.paragraphs[0], words, font=form.HEI, centred=True)
    form.write_cell(table.rows[1].cells[0].paragraphs[0], "{%tr for 行 in 项目 %}")
    for number, (cell, (_, _, tag)) in enumerate(zip(table.rows[2].cells, COLUMNS, strict=True)):
        form.write_cell(cell.paragraphs[0], tag, centred=number != 1)
        if number in {2, 3, 4}:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    form.write_cell(table.rows[3].cells[0].paragraphs[0], "{%tr endfor %}")
    total = table.rows[4].cells
    form.write_cell(total[0].merge(total[1]).paragraphs[0], "合计", font=form.HEI, centred=True)
    for at, key in ((2, "年初数"), (3, "预算数"), (4, "执行数"), (5, "执行率")):
        form.write_cell(total[at].paragraphs[0], f"{{{{ 合计.{key} }}}}", centred=True)
        if at < 5:
            total[at].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for at in (6, 7):
        form.write_cell(total[at].paragraphs[0], "—", centred=True)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - no property in python-docx
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - as above


def _set_widths(table: Table) -> None:
    properties = table._tbl.tblPr  # noqa: SLF001 - as above
    for tag in ("w:tblW", "w:jc"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    properties.append(parse_xml(f'<w:tblW {nsdecls("w")} w:w="{form.TEXT_WIDTH}" w:type="dxa"/>'))
    properties.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="center"/>'))
    for column, (_, width, _) in zip(table.columns, COLUMNS, strict=True):
        column.width = Twips(width)
        for cell in column.cells:
            cell.width = Twips(width)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER


if __name__ == "__main__":
    TARGET.write_bytes(build())
    print(TARGET.relative_to(ROOT))
