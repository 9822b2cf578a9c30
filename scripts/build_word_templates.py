"""Build the Word templates of the report (自评报告.docx) in the form of GB/T 9704-2012; run again after a change.

    python scripts/build_word_templates.py

The layout of an official document, part 7: A4, 22 lines of 28 characters, 3号仿宋 text, 2号小标宋 title, headings in
黑体, 楷体 and 仿宋. Fonts are named with fallbacks and not embedded. The tags are those of docxtpl.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, Twips

from xlperf.narrative.word.packing import packed

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.text.run import CT_R
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.table import Table
    from docx.text.paragraph import Paragraph

ROOT: Final = Path(__file__).resolve().parent.parent
TARGETS: Final = ("gd-district-2023", "common")
NAME: Final = "自评报告.docx"

SONG, FANG, KAI, HEI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
WESTERN: Final = "Times New Roman"
ALTERNATIVES: Final = {
    SONG: "方正小标宋_GBK,小标宋,华文中宋,STZhongsong,Noto Serif CJK SC",
    FANG: "仿宋,FangSong,FangSong_GB2312,华文仿宋,STFangsong,FandolFang R,Noto Serif CJK SC",
    KAI: "楷体,KaiTi,KaiTi_GB2312,华文楷体,STKaiti,FandolKai,Noto Serif CJK SC",
    HEI: "SimHei,黑体-简,华文黑体,STHeiti,Noto Sans CJK SC",
    "宋体": "SimSun,NSimSun,华文宋体,Noto Serif CJK SC",
}

BODY_SIZE: Final = 16
"""3号, in points."""
TITLE_SIZE: Final = 22
"""2号."""
PAGE_NUMBER_SIZE: Final = 14
"""4号."""
LINE_PITCH: Final = 579
"""One of 22 lines on 225 mm, in twentieths of a point."""
CHARACTER_SPACE: Final = -849
"""What 28 characters on 156 mm are narrower than 3号, in 4096ths of a point."""
CHARACTER_CONDENSING: Final = -5
"""The same in the text itself, in twentieths of a point: not every program reads the grid of characters."""
INDENT: Final = 2
"""Characters by which a paragraph's first line is indented."""
TEXT_WIDTH: Final = 8845
"""156 mm in twentieths of a point."""
COLUMNS: Final = (
    ("{{ 表头.一级 }}", 2250),
    ("{{ 表头.二级 }}", 2000),
    ("{{ 表头.三级 }}", 2495),
    ("满分", 900),
    ("自评得分", 1200),
)

KEPT_STYLES: Final = {"Normal", "Title", "Body Text", "Header", "Footer", "Table Grid", "Normal Table"} | {
    "Default Paragraph Font",
    "No List",
    *(f"Heading {level}" for level in range(1, 6)),
}


def build() -> bytes:
    """Build the template."""
    document = Document()
    drop_parts(document)
    clear_styles(document)
    set_defaults(document)
    define_styles(document)
    write_fonts(document)
    write_settings(document)
    _write_cover(document)
    _write_body(document)
    write_properties(document)
    stream = io.BytesIO()
    document.save(stream)
    return packed(stream.getvalue())


def drop_parts(document: WordDocument) -> None:
    """Leave out what python-docx brings along and the report does not use."""
    unused = ("customXml", "stylesWithEffects", "webSettings", "numbering", "thumbnail")
    for owner in (document.part, document.part.package):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.rpartition("/")[2] in unused:
                del owner.rels[key]


def clear_styles(document: WordDocument) -> None:
    """Leave only the styles in use, so that Word's list of styles is short."""
    element = document.styles.element
    for style in list(element.findall(qn("w:style"))):
        name = style.find(qn("w:name")).get(qn("w:val"))
        if name.casefold() not in {kept.casefold() for kept in KEPT_STYLES}:
            element.remove(style)
        else:
            for link in style.findall(qn("w:link")):
                style.remove(link)


def _fonts(element: CT_R, east_asian: str) -> None:
    """Name the fonts of a run or style: Chinese by ``east_asian``, western text in Times New Roman."""
    properties = element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for slot in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{slot}"), WESTERN)
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:hint"), "eastAsia")
    properties.insert(0, fonts)


def set_defaults(document: WordDocument) -> None:
    """Set the fonts and language that hold where nothing else is said."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(run):
        run.remove(child)
    for child in parse_xml(
        f'<w:rPr {nsdecls("w")}><w:rFonts w:ascii="{WESTERN}" w:hAnsi="{WESTERN}" w:cs="{WESTERN}" '
        f'w:eastAsia="{FANG}" w:hint="eastAsia"/><w:kern w:val="2"/><w:sz w:val="{BODY_SIZE * 2}"/>'
        f'<w:szCs w:val="{BODY_SIZE * 2}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
    ):
        run.append(child)
    paragraph = defaults.find(qn("w:pPrDefault")).find(qn("w:pPr"))
    for child in list(paragraph):
        paragraph.remove(child)


def define_styles(document: WordDocument) -> None:
    """Define the styles of an official document."""
    _style(document, "Normal", FANG)
    _style(document, "Body Text", FANG, indent=INDENT)
    _style(document, "Title", SONG, size=TITLE_SIZE, align="center", line=700)
    for level, font in enumerate((HEI, KAI, FANG, FANG, FANG), 1):
        _style(document, f"Heading {level}", font, bold=level == 3, indent=INDENT, heading=level)
    _style(document, "Header", FANG, size=PAGE_NUMBER_SIZE)
    _style(document, "Footer", FANG, size=PAGE_NUMBER_SIZE)
    new_style(document, "封面项目", FANG, indent_left=3)
    new_style(document, "附表", HEI, keep_next=True)
    new_style(document, "表题", HEI, size=PAGE_NUMBER_SIZE, align="center", keep_next=True)
    new_style(document, "表格文字", FANG, size=10.5, align="left", line=300)
    new_style(document, "落款", FANG, align="right", indent_right=4)


def _style(  # noqa: PLR0913 - the settings of one style, by name
    document: WordDocument,
    name: str,
    font: str,
    *,
    size: float = BODY_SIZE,
    bold: bool = False,
    align: str = "both",
    indent: int = 0,
    indent_left: int = 0,
    indent_right: int = 0,
    line: int = LINE_PITCH,
    heading: int = 0,
    keep_next: bool = False,
) -> None:
    """Set a style whole: nothing of what python-docx brings along is left.

    Lines and characters are set by the style and not by the grid, so that Word, WPS and LibreOffice agree.
    """
    element = document.styles[name].element
    for tag in ("w:pPr", "w:rPr"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    one = BODY_SIZE * 20
    condensed = f'<w:spacing w:val="{CHARACTER_CONDENSING}"/>' if size == BODY_SIZE else ""
    keep = "<w:keepNext/><w:keepLines/>" if heading or keep_next else ""
    outline = f'<w:outlineLvl w:val="{heading - 1}"/>' if heading else ""
    indents = "".join(
        f' w:{slot}Chars="{count * 100}" w:{slot}="{count * one}"'
        for slot, count in (("left", indent_left), ("right", indent_right), ("firstLine", indent))
    )
    element.append(
        parse_xml(
            f'<w:pPr {nsdecls("w")}>{keep}<w:widowControl/><w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'
            f'<w:ind{indents}/><w:jc w:val="{align}"/>{outline}</w:pPr>'
        )
    )
    element.append(
        parse_xml(
            f'<w:rPr {nsdecls("w")}><w:rFonts w:ascii="{WESTERN}" w:hAnsi="{WESTERN}" w:cs="{WESTERN}" '
            f'w:eastAsia="{font}" w:hint="eastAsia"/><w:b w:val="{int(bold)}"/><w:bCs w:val="{int(bold)}"/>'
            f'<w:color w:val="000000"/>{condensed}<w:kern w:val="2"/>'
            f'<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/></w:rPr>'
        )
    )


def new_style(  # noqa: PLR0913 - as above
    document: WordDocument,
    name: str,
    font: str,
    *,
    size: float = BODY_SIZE,
    align: str = "both",
    indent_left: int = 0,
    indent_right: int = 0,
    line: int = LINE_PITCH,
    keep_next: bool = False,
) -> None:
    """Add a style of our own."""
    style = document.styles.add_style(name, 1)
    style.base_style = document.styles["Normal"]
    _style(
        document,
        name,
        font,
        size=size,
        align=align,
        indent_left=indent_left,
        indent_right=indent_right,
        line=line,
        keep_next=keep_next,
    )


def write_fonts(document: WordDocument) -> None:
    """List the fonts with what to take where one is not installed; none is embedded."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"swiss" if name == HEI else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for name, others in ALTERNATIVES.items()
    )
    western = (
        f'<w:font w:name="{WESTERN}"><w:altName w:val="Liberation Serif,Nimbus Roman"/>'
        '<w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font>'
    )
    part = next(p for p in document.part.package.iter_parts() if p.partname == "/word/fontTable.xml")
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{western}{fonts}</w:fonts>'
    part._blob = xml.encode()  # noqa: SLF001 - python-docx has no other way to this part


def write_settings(document: WordDocument) -> None:
    """Write the settings of the document."""
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    for child in parse_xml(
        f"<w:settings {nsdecls('w')}>"
        '<w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:defaultTabStop w:val="420"/>'
        '<w:drawingGridVerticalSpacing w:val="579"/><w:characterSpacingControl w:val="compressPunctuation"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    ):
        settings.append(child)


def _write_cover(document: WordDocument) -> None:
    cover = document.sections[0]
    set_page(cover)
    title = document.add_paragraph("{{ 年度 }}年度部门整体支出绩效自评报告", style="Title")
    title.paragraph_format.space_before = Twips(LINE_PITCH * 5)
    title.paragraph_format.space_after = Twips(LINE_PITCH * 5)
    for label, tag in (
        ("部门名称", "{{ 填报.部门名称 }}"),
        ("所属下级预算单位数量", "{{ 填报.下属单位数量 }}"),
        ("填报人", "{{ 填报.填报人 }}"),
        ("联系电话", "{{ 填报.联系电话 }}"),
        ("填报日期", "{{ 填报.填报日期 }}"),
    ):
        line = document.add_paragraph(f"{label}：{tag}", style="封面项目")
        line.paragraph_format.space_after = Twips(LINE_PITCH // 2)


def set_page(section: Section) -> None:
    """Set paper, margins and the grid of a section."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    properties = section._sectPr  # noqa: SLF001 - the grid has no property in python-docx
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(LINE_PITCH))
    grid.set(qn("w:charSpace"), str(CHARACTER_SPACE))
    properties.append(grid)


def _write_body(document: WordDocument) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    set_page(section)
    number_pages(section)
    heading, text = Writer(document).heading, Writer(document).each
    heading(1, "一、部门基本情况")
    heading(2, "（一）部门职能")
    text("段落.部门职能")
    heading(2, "（二）年度总体工作和重点工作任务")
    for source in ("段落.年度总体工作", "段落.重点工作任务", "段落.重点工作情况"):
        text(source)
    heading(2, "（三）部门整体支出绩效目标")
    text("段落.整体绩效目标")
    heading(2, "（四）部门整体支出情况")
    text("段落.整体支出情况")
    heading(1, "二、绩效自评情况")
    heading(2, "（一）自评结论")
    text("段落.自评结论")
    heading(2, "（二）部门整体支出绩效指标分析")
    _write_indicators(document)
    heading(2, "（三）存在问题及改进措施")
    heading(3, "1.存在问题")
    text("段落.扣分情况")
    text("段落.存在问题")
    heading(3, "2.改进措施")
    text("段落.改进措施")
    heading(1, "三、上年度绩效自评整改情况")
    text("段落.上年度整改情况")
    signature = document.add_paragraph("{{ 单位名称 }}", style="落款")
    signature.paragraph_format.space_before = Twips(LINE_PITCH * 2)
    signature.paragraph_format.keep_with_next = True
    document.add_paragraph("{{ 填报.填报日期 }}", style="落款")
    attachment = document.add_paragraph("附表", style="附表")
    attachment.paragraph_format.page_break_before = True
    document.add_paragraph("{{ 年度 }}年度部门整体支出绩效自评得分表", style="表题")
    _write_score_table(document)


class Writer:
    """Writes headings and paragraphs repeated over a list."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document

    def heading(self, level: int, words: str) -> None:
        """Write a heading."""
        self._document.add_paragraph(words, style=f"Heading {level}")

    def each(self, source: str) -> None:
        """Write a paragraph for every text of a list."""
        for tag in (f"{{%p for 段 in {source} %}}", "{{ 段 }}", "{%p endfor %}"):
            self._document.add_paragraph(tag, style="Body Text")


def _write_indicators(document: WordDocument) -> None:
    write = Writer(document)
    tag = document.add_paragraph
    tag("{%p for 节 in 指标分析 %}", style="Body Text")
    for level, condition in ((3, "if 节.层级 == 1"), (4, "elif 节.层级 == 2"), (5, "else")):
        tag(f"{{%p {condition} %}}", style="Body Text")
        write.heading(level, "{{ 节.编号 }}{{ 节.名称 }}")
    tag("{%p endif %}", style="Body Text")
    write.each("节.段落")
    tag("{%p endfor %}", style="Body Text")


def _write_score_table(document: WordDocument) -> None:
    table = document.add_table(rows=5, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    _set_widths(table)
    for cell, (words, _) in zip(table.rows[0].cells, COLUMNS, strict=True):
        write_cell(cell.paragraphs[0], words, font=HEI, centred=True)
    write_cell(table.rows[1].cells[0].paragraphs[0], "{%tr for 行 in 得分表 %}")
    tags = ("{{ 行.一级 }}", "{{ 行.二级 }}", "{{ 行.三级 }}", "{{ 行.满分 }}", "{{ 行.得分 }}")
    for number, (cell, tag) in enumerate(zip(table.rows[2].cells, tags, strict=True)):
        write_cell(cell.paragraphs[0], tag, centred=number > 2)
    write_cell(table.rows[3].cells[0].paragraphs[0], "{%tr endfor %}")
    total = table.rows[4].cells
    merged = total[0].merge(total[2])
    write_cell(merged.paragraphs[0], "合计", font=HEI, centred=True)
    for cell, tag in ((total[3], "{{ 总分.满分.number }}"), (total[4], "{{ 总分.得分.number }}")):
        write_cell(cell.paragraphs[0], tag, centred=True)
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - no property in python-docx
        properties.append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - as above


def _set_widths(table: Table) -> None:
    properties = table._tbl.tblPr  # noqa: SLF001 - as above
    for tag in ("w:tblW", "w:jc"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    properties.append(parse_xml(f'<w:tblW {nsdecls("w")} w:w="{TEXT_WIDTH}" w:type="dxa"/>'))
    properties.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="center"/>'))
    for column, (_, width) in zip(table.columns, COLUMNS, strict=True):
        column.width = Twips(width)
        for cell in column.cells:
            cell.width = Twips(width)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER


def write_cell(paragraph: Paragraph, words: str, *, font: str = FANG, centred: bool = False) -> None:
    """Write the words of a table cell."""
    paragraph.style = "表格文字"
    _fonts(paragraph.add_run(words)._r, font)  # noqa: SLF001 - the East Asian font has no property in python-docx
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def number_pages(section: Section) -> None:
    """Number pages — 1 —, at the right on odd pages and at the left on even ones, one character in."""
    properties = section._sectPr  # noqa: SLF001 - no property in python-docx
    for columns in properties.findall(qn("w:cols")):
        columns.addprevious(parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'))
    for footer, align, side in ((section.footer, "right", "right"), (section.even_page_footer, "left", "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = "Footer"
        for piece in ("— ", "PAGE", " —"):
            run = paragraph.add_run()
            run.font.size = Pt(PAGE_NUMBER_SIZE)
            _fonts(run._r, "宋体")  # noqa: SLF001 - as above
            if piece == "PAGE":
                for kind in ("begin", None, "separate", "text", "end"):
                    run._r.append(_field_piece(kind))  # noqa: SLF001 - as above
            else:
                run.text = piece
        settings = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - as above
        settings.append(parse_xml(f'<w:ind {nsdecls("w")} w:{side}Chars="100" w:{side}="280"/>'))
        settings.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{align}"/>'))


def _field_piece(kind: str | None) -> BaseOxmlElement:
    if kind is None:
        return parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> PAGE </w:instrText>')
    if kind == "text":
        return parse_xml(f"<w:t {nsdecls('w')}>1</w:t>")
    return parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>')


def write_properties(document: WordDocument) -> None:
    """Name the document and nobody else."""
    properties = document.core_properties
    properties.title = "部门整体支出绩效自评报告"
    properties.language = "zh-CN"
    for name in ("author", "comments", "keywords", "last_modified_by", "subject", "category"):
        setattr(properties, name, "")


if __name__ == "__main__":
    data = build()
    for target in TARGETS:
        path = ROOT / "templates" / target / NAME
        path.write_bytes(data)
        print(path.relative_to(ROOT))
