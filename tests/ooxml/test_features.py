"""One small package for each thing that workbooks hold and libraries damage."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.ooxml import books
from xlperf.ooxml import EditRefused, FormulaCell, ProtectedCell, Workbook

if TYPE_CHECKING:
    from collections.abc import Mapping

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
SHEET = "xl/worksheets/sheet1.xml"
STYLES = (
    f'<styleSheet xmlns="{books.MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">'
    '<xf/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def worksheet(rows: str, after: str = "", before: str = "") -> str:
    """A worksheet part with something around its rows."""
    return (
        f'{books.HEAD}<worksheet xmlns="{books.MAIN}" xmlns:r="{books.RELATIONS}" xmlns:mc="{MC}" '
        f'xmlns:x14="{X14}" xmlns:xdr="{DRAWING}" mc:Ignorable="x14">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def links(*targets: tuple[str, str]) -> str:
    """Relationships rId1, rId2 …: the last segment of the type, or the whole type, and the target."""
    items = "".join(
        f'<Relationship Id="rId{at}" Type="{kind if "://" in kind else f"{books.RELATIONS}/{kind}"}" '
        f'Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{books.PACKAGE_RELATIONS}">{items}</Relationships>'


def with_parts(content: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """A package with more parts."""
    return books.packed(books.parts_of(content) | dict(parts))


def only_changed(before: bytes, after: bytes) -> set[str]:
    """The parts that an edit changed; it may neither add nor lose one."""
    old, new = books.parts_of(before), books.parts_of(after)
    assert list(old) == list(new)
    return {name for name in old if old[name] != new[name]}


def test_the_output_of_a_pivot_table_is_refused_and_its_parts_stay() -> None:
    pivot = f'<pivotTableDefinition xmlns="{books.MAIN}" name="透视表1"><location ref="A3:B8"/></pivotTableDefinition>'
    content = with_parts(
        books.by_hand('<row r="4"><c r="A4"><v>1</v></c></row>'),
        {
            "xl/worksheets/_rels/sheet1.xml.rels": links(("pivotTable", "../pivotTables/pivotTable1.xml")),
            "xl/pivotTables/pivotTable1.xml": pivot,
        },
    )
    book = Workbook.open(content)
    for address in ("A4", "B8"):
        with pytest.raises(ProtectedCell, match="透视表1"):
            book["Sheet1"][address] = 5
    book["Sheet1"]["D4"] = 5
    assert only_changed(content, book.to_bytes()) == {SHEET}


@pytest.mark.parametrize(
    ("formula", "inside"),
    [
        ('<f t="array" ref="B2:B4">A2:A4*2</f>', ("B2", "B3", "B4")),
        ('<f t="array" ref="B2">SUM(A2:A4*2)</f>', ("B2",)),
        ('<f t="dataTable" ref="B2:B4" dt2D="0" dtr="0" r1="A1"/>', ("B2", "B3", "B4")),
    ],
)
@pytest.mark.parametrize("attributes", ["", ' cm="1"'])
def test_array_formulas_spills_and_data_tables_are_never_written_into(
    formula: str, inside: tuple[str, ...], attributes: str
) -> None:
    rows = (
        f'<row r="2"><c r="A2"><v>1</v></c><c r="B2"{attributes}>{formula}<v>2</v></c></row>'
        '<row r="3"><c r="A3"><v>2</v></c><c r="B3"><v>4</v></c></row><row r="4"><c r="B4"><v>6</v></c></row>'
    )
    content = books.by_hand(rows)
    book = Workbook.open(content)
    for address in inside:
        with pytest.raises(FormulaCell, match=f"Sheet1!{address}"):
            book["Sheet1"].set(address, 5, replace_formula=True)
    assert book.to_bytes() == content
    book["Sheet1"]["A3"] = 7
    after = books.sheet_of(book.to_bytes())
    assert f'<c r="B2"{attributes}>{formula}<v>2</v></c>' in after
    assert book.recalculation.left
    book["Sheet1"].insert_rows(1, 2)
    moved = books.sheet_of(book.to_bytes())
    assert f'<c r="B4"{attributes}>' in moved
    assert 'ref="B4' in moved


def test_every_way_of_writing_text_is_read_and_replaced() -> None:
    strings = (
        f'<sst xmlns="{books.MAIN}" count="3" uniqueCount="3"><si><t>指标</t><rPh sb="0" eb="2"><t>ZHIBIAO</t></rPh>'
        '<phoneticPr fontId="1"/></si><si><r><t>红</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 字</t></r></si>'
        "<si><t/></si></sst>"
    )
    rows = (
        '<row r="1"><c r="A1" t="s" ph="1"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>'
        '<c r="D1" t="inlineStr"><is><r><t>行</t></r><r><t>内</t></r><rPh sb="0" eb="1"><t>HANG</t></rPh></is></c>'
        '<c r="E1" t="str"><v>结果</v></c><c r="F1" t="d"><v>2024-05-01</v></c></row>'
    )
    content = books.by_hand(rows, strings=strings)
    book = Workbook.open(content)
    sheet = book["Sheet1"]
    assert [sheet[f"{letter}1"].value for letter in "ABCDEF"] == ["指标", "红 字", "", "行内", "结果", date(2024, 5, 1)]
    for letter in "ABDEF":
        sheet[f"{letter}1"] = "别的"
    after = book.to_bytes()
    parts = books.parts_of(after)
    table = parts["xl/sharedStrings.xml"].decode()
    assert strings[strings.index("<si>") : -len("</sst>")] in table
    assert 'count="6" uniqueCount="4"' in table
    assert books.sheet_of(after).count('t="s"><v>3</v>') == 5
    assert "ph=" not in books.sheet_of(after)
    read = openpyxl.load_workbook(io.BytesIO(after)).active
    assert read is not None
    assert [cell.value for cell in read[1]][:2] == ["别的", "别的"]


def test_numbers_in_date_cells_are_days_and_days_elsewhere_get_a_date_format() -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>45413</v></c><c r="B1" s="2"/><c r="C1"/></row>'
    book = Workbook.open(books.by_hand(rows, styles=STYLES))
    sheet = book["Sheet1"]
    assert sheet["A1"].value == date(2024, 5, 1)
    sheet["A1"] = 45414
    sheet["B1"], sheet["C1"] = date(2024, 5, 3), date(2024, 5, 4)
    assert [change.new for change in book.changes] == [date(2024, 5, 2), date(2024, 5, 3), date(2024, 5, 4)]
    sheet["A1"] = "未填"
    after = Workbook.open(book.to_bytes())["Sheet1"]
    assert [after[f"{letter}1"].value for letter in "ABC"] == ["未填", date(2024, 5, 3), date(2024, 5, 4)]
    assert after["A1"].style.number_format == "yyyy/m/d"


def test_sheets_of_macros_dialogs_and_charts_are_left_alone_and_external_links_kept() -> None:
    workbook = (
        f'{books.HEAD}<workbook xmlns="{books.MAIN}" xmlns:r="{books.RELATIONS}"><sheets>'
        '<sheet name="宏" sheetId="1" r:id="rId2"/><sheet name="表" sheetId="2" r:id="rId1"/>'
        '<sheet name="对话框" sheetId="3" r:id="rId3"/></sheets>'
        '<externalReferences><externalReference r:id="rId4"/></externalReferences><oleSize ref="A1"/></workbook>'
    )
    content = with_parts(
        books.by_hand(
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+[1]表!$A$1</f><v>3</v></c>'
            '<c r="C1"><f>A1*2</f><v>2</v></c></row>',
            workbook=workbook,
            links=links(
                ("worksheet", "/xl/worksheets/sheet1.xml"),
                ("http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet", "macrosheets/sheet1.xml"),
                ("dialogsheet", "dialogsheets/sheet1.xml"),
                ("externalLink", "externalLinks/externalLink1.xml"),
            ),
        ),
        {
            "xl/macrosheets/sheet1.xml": "<macrosheet/>",
            "xl/dialogsheets/sheet1.xml": "<dialogsheet/>",
            "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        },
    )
    book = Workbook.open(content)
    assert book.sheet_names == ("表",)
    book["表"]["A1"] = 5
    after = book.to_bytes()
    assert only_changed(content, after) == {SHEET, "xl/workbook.xml"}
    text = books.parts_of(after)["xl/workbook.xml"].decode()
    assert '</externalReferences><calcPr fullCalcOnLoad="1"/><oleSize' in text
    assert "<f>A1*2</f><v>10</v>" in books.sheet_of(after)
    assert "<f>A1+[1]表!$A$1</f><v>3</v>" in books.sheet_of(after)
    assert list(book.recalculation.left) == ["表!B1"]


def control_sheet() -> bytes:
    """A form control as Excel writes it: in the drawing, in the VML, and inside mc:AlternateContent on the sheet."""
    anchor = (
        "<from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></from>"
        "<to><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>6</xdr:row><xdr:rowOff>0</xdr:rowOff></to>"
    )
    control = (
        '<legacyDrawing r:id="rId1"/><mc:AlternateContent><mc:Choice Requires="x14"><controls><mc:AlternateContent>'
        '<mc:Choice Requires="x14"><control shapeId="1025" r:id="rId2" name="按钮 1"><controlPr defaultSize="0">'
        f'<anchor moveWithCells="1">{anchor}</anchor></controlPr></control></mc:Choice></mc:AlternateContent>'
        "</controls></mc:Choice></mc:AlternateContent>"
    )
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"/>'
        '<v:shapetype id="_x0000_t201" coordsize="21600,21600"/>'
        '<v:shape id="_x0000_s1025" type="#_x0000_t201" o:button="t">'
        '<v:textbox><div><font>刷新<br></font></div></v:textbox><x:ClientData ObjectType="Button">'
        "<x:Anchor>1, 0, 4, 0, 3, 0, 6, 0</x:Anchor><x:FmlaMacro>[0]!刷新</x:FmlaMacro></x:ClientData></v:shape></xml>"
    )
    content = books.by_hand(
        '<row r="1"><c r="A1"><v>1</v></c></row>', sheet=worksheet('<row r="1"><c r="A1"><v>1</v></c></row>', control)
    )
    return with_parts(
        content,
        {
            "xl/worksheets/_rels/sheet1.xml.rels": links(
                ("vmlDrawing", "../drawings/vmlDrawing1.vml"), ("ctrlProp", "../ctrlProps/ctrlProp1.xml")
            ),
            "xl/drawings/vmlDrawing1.vml": vml,
            "xl/ctrlProps/ctrlProp1.xml": f'<formControlPr xmlns="{X14}" objectType="Button" fmlaLink="$A$5"/>',
            "xl/vbaProject.bin": b"\xd0\xcf",
        },
    )


def test_buttons_stay_where_they_are_and_follow_their_rows() -> None:
    content = control_sheet()
    book = Workbook.open(content)
    book["Sheet1"]["A1"] = 2
    assert only_changed(content, book.to_bytes()) == {SHEET}
    book["Sheet1"].insert_rows(2, 3)
    parts = books.parts_of(book.to_bytes())
    assert b"<x:Anchor>1, 0, 7, 0, 3, 0, 9, 0</x:Anchor>" in parts["xl/drawings/vmlDrawing1.vml"].replace(b"\n", b"")
    sheet = parts[SHEET].decode()
    assert "<xdr:row>7</xdr:row>" in sheet
    assert "<xdr:row>9</xdr:row>" in sheet
    assert b"<br>" in parts["xl/drawings/vmlDrawing1.vml"]


def test_a_comment_beside_a_button_joins_its_drawing() -> None:
    book = Workbook.open(control_sheet())
    book["Sheet1"].add_comment("A1", "依据")
    parts = books.parts_of(book.to_bytes())
    vml = parts["xl/drawings/vmlDrawing1.vml"]
    assert b'ObjectType="Button"' in vml
    assert b'ObjectType="Note"' in vml
    assert parts[SHEET].count(b"<legacyDrawing ") == 1
    assert Workbook.open(books.packed(parts))["Sheet1"]["A1"].comment == "依据"


def test_tables_with_a_totals_row_keep_it_when_rows_move() -> None:
    def fill(book):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        sheet = book.add_worksheet("表")
        columns = [{"header": "名", "total_string": "合计"}, {"header": "数", "total_function": "sum"}]
        sheet.add_table("A2:B6", {"name": "明细", "total_row": True, "columns": columns})
        sheet.write_column("B3", [1, 2, 3])

    content = books.written(fill)
    book = Workbook.open(content)
    with pytest.raises(ProtectedCell):
        book["表"]["B2"] = "别的"
    with pytest.raises(FormulaCell):
        book["表"]["B6"] = 9
    book["表"]["B3"] = 10
    assert only_changed(content, book.to_bytes()) <= {SHEET, "xl/workbook.xml"}
    book["表"].insert_rows(4, 2)
    table = books.parts_of(book.to_bytes())["xl/tables/table1.xml"].decode()
    assert 'ref="A2:B8"' in table
    assert 'totalsRowCount="1"' in table


def test_extensions_slicers_and_threaded_comments_stay_on_an_edit() -> None:
    extension = (
        f'<extLst><ext uri="{{A8765BA9-456A-4dab-B4F3-ACF838C121DE}}" xmlns:x14="{X14}"><x14:slicerList>'
        '<x14:slicer r:id="rId1"/></x14:slicerList></ext></extLst>'
    )
    content = with_parts(
        books.by_hand("", sheet=worksheet('<row r="1"><c r="A1"><v>1</v></c></row>', extension)),
        {
            "xl/worksheets/_rels/sheet1.xml.rels": links(
                ("http://schemas.microsoft.com/office/2007/relationships/slicer", "../slicers/slicer1.xml"),
                (
                    "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
                    "../threadedComments/threadedComment1.xml",
                ),
            ),
            "xl/slicers/slicer1.xml": "<slicers/>",
            "xl/threadedComments/threadedComment1.xml": "<ThreadedComments/>",
        },
    )
    book = Workbook.open(content)
    book["Sheet1"]["A1"], book["Sheet1"]["C9"] = 2, "新"
    after = book.to_bytes()
    assert only_changed(content, after) == {SHEET}
    assert books.sheet_of(after).endswith(extension + "</worksheet>")
    with pytest.raises(EditRefused):  # a slicer's cache knows its sheet: the copy would share it
        book.copy_sheet("Sheet1", "副本")


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig"])
def test_every_part_that_is_edited_keeps_its_encoding(codec: str) -> None:
    def fill(book):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["指标", 1])
        sheet.write_formula("A2", "=B1*2", None, 2)

    parts = books.parts_of(books.written(fill))
    for name in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", SHEET, "xl/_rels/workbook.xml.rels"):
        text = parts[name].decode().partition("?>")[2] if parts[name].startswith(b"<?xml") else parts[name].decode()
        declared = "UTF-16" if codec == "utf-16" else "UTF-8"
        parts[name] = f'<?xml version="1.0" encoding="{declared}"?>{text}'.encode(codec)
    book = Workbook.open(books.packed(parts))
    book["Sheet1"]["B1"], book["Sheet1"]["A1"], book["Sheet1"]["D1"] = 7, "新的", date(2024, 5, 1)
    book["Sheet1"].insert_rows(2)
    after = books.parts_of(book.to_bytes())
    for name in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", SHEET):
        assert after[name].startswith(parts[name][:2])
        after[name].decode(codec)
    again = Workbook.open(books.packed(after))["Sheet1"]
    assert (again["A1"].value, again["B1"].value, again["D1"].value) == ("新的", 7, date(2024, 5, 1))
    assert again["A3"].formula == "B1*2"


def test_targets_are_found_however_they_are_written() -> None:
    parts = books.parts_of(books.by_hand('<row r="1"><c r="A1"><v>1</v></c></row>'))
    sheet = parts.pop(SHEET)
    for target, name in (
        ("/xl/worksheets/sheet1.xml", SHEET),
        ("./worksheets/../worksheets/sheet1.xml", SHEET),
        ("worksheets\\sheet1.xml", SHEET),
        ("worksheets/Sheet1.XML", SHEET),
        ("worksheets/%E8%A1%A8%201.xml", "xl/worksheets/表 1.xml"),
        ("worksheets/表 1.xml", "xl/worksheets/%E8%A1%A8%201.xml"),
    ):
        content = books.packed({**parts, name: sheet, "xl/_rels/workbook.xml.rels": links(("worksheet", target))})
        book = Workbook.open(content)
        book["Sheet1"]["A1"] = 2
        assert only_changed(content, book.to_bytes()) == {name}, target


def test_what_an_edit_adds_to_a_prefixed_package_carries_its_prefix() -> None:
    workbook = (
        f'<x:workbook xmlns:x="{books.STRICT_MAIN}" xmlns:r="{books.STRICT_RELATIONS}" conformance="strict"><x:sheets>'
        '<x:sheet name="Sheet1" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>'
    )
    sheet = (
        f'<x:worksheet xmlns:x="{books.STRICT_MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
        '<x:c r="B1"><x:f>A1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    strict = books.STRICT_RELATIONS
    book = Workbook.open(
        books.by_hand(
            "",
            workbook=workbook,
            sheet=sheet,
            root=links((f"{strict}/officeDocument", "xl/workbook.xml")),
            links=links((f"{strict}/worksheet", "worksheets/sheet1.xml")),
        )
    )
    book["Sheet1"]["A1"], book["Sheet1"]["C1"] = 4, date(2024, 5, 1)
    book["Sheet1"].add_comment("A1", "注")
    book.copy_sheet("Sheet1", "副本")
    parts = books.parts_of(book.to_bytes())
    assert '<x:calcPr fullCalcOnLoad="1"/>' in parts["xl/workbook.xml"].decode()
    assert "<x:v>5</x:v>" in parts[SHEET].decode()
    assert "<x:legacyDrawing " in parts[SHEET].decode()
    again = Workbook.open(books.packed(parts))
    assert again.sheet_names == ("Sheet1", "副本")
    assert (again["副本"]["B1"].formula, again["副本"]["C1"].value) == ("A1+1", date(2024, 5, 1))
    assert again["Sheet1"]["A1"].comment == "注"


def test_replacing_the_formula_that_others_share_leaves_theirs() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*10</f><v>10</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>20</v></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>30</v></c></row>'
    )
    book = Workbook.open(books.by_hand(rows))
    sheet = book["Sheet1"]
    sheet.set("B1", Decimal(7), replace_formula=True)
    sheet.set("B3", None, replace_formula=True)
    sheet["A2"] = 5
    after = Workbook.open(book.to_bytes())["Sheet1"]
    assert [after[f"B{row}"].formula for row in (1, 2, 3)] == [None, "A2*10", None]
    assert [after[f"B{row}"].value for row in (1, 2, 3)] == [7, 50, None]
