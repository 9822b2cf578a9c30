from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.ooxml import books
from xlperf.ooxml import EditRefused, FormulaCell, MergedCell, ProtectedCell, Workbook
from xlperf.source.grid import ErrorValue


def edited(content: bytes, cells: dict[str, object], sheet: str = "Sheet1") -> bytes:
    book = Workbook.open(content)
    for address, value in cells.items():
        book[sheet].set(address, value)  # type: ignore[arg-type]
    return book.to_bytes()


def test_every_part_but_the_edited_ones_stays_byte_for_byte() -> None:
    content = books.rich()
    after = edited(content, {"B3": Decimal("2.5"), "D4": "是", "L40": "新的"}, "评分表")
    old, new = books.parts_of(content), books.parts_of(after)
    assert list(old) == list(new)
    changed = {name for name in old if old[name] != new[name]}
    assert changed == {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",  # a formula there depends on B3
        "xl/sharedStrings.xml",
    }


def test_only_the_bytes_of_the_cell_change() -> None:
    rows = '<row r="1"><c r="A1" s="0"><v>1</v></c><!-- 注 --><c r="B1" ><v>2</v></c></row>'
    after = books.sheet_of(edited(books.by_hand(rows), {"A1": 5}))
    assert '<row r="1"><c r="A1" s="0"><v>5</v></c><!-- 注 --><c r="B1" ><v>2</v></c></row>' in after


def test_a_new_cell_comes_between_its_neighbours_and_widens_spans_and_dimension() -> None:
    sheet = (
        f'<worksheet xmlns="{books.MAIN}"><dimension ref="B2:C2"/><sheetData><row r="2" spans="2:3">'
        '<c r="B2"><v>1</v></c><c r="C2"><v>2</v></c></row></sheetData></worksheet>'
    )
    after = books.sheet_of(edited(books.by_hand("", sheet=sheet), {"E2": 3, "A2": 0, "B4": 9}))
    assert '<dimension ref="A2:E4"/>' in after
    assert '<row r="2" spans="1:5"><c r="A2"><v>0</v></c><c r="B2">' in after
    assert '<c r="E2"><v>3</v></c></row><row r="4"><c r="B4"><v>9</v></c></row></sheetData>' in after


def test_rows_and_cells_without_references_follow_each_other() -> None:
    content = books.by_hand("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    sheet = Workbook.open(content)["Sheet1"]
    assert [sheet[a].value for a in ("A1", "B1", "A2")] == [1, 2, 3]
    after = Workbook.open(edited(content, {"B1": 7, "C1": 8, "B2": 9}))["Sheet1"]
    assert [after[a].value for a in ("A1", "B1", "C1", "A2", "B2")] == [1, 7, 8, 3, 9]


def test_an_empty_sheet_closed_at_once_is_opened() -> None:
    sheet = f'<worksheet xmlns="{books.MAIN}"><dimension ref="A1"/><sheetData/></worksheet>'
    after = books.sheet_of(edited(books.by_hand("", sheet=sheet), {"C3": 1}))
    assert '<sheetData><row r="3"><c r="C3"><v>1</v></c></row></sheetData>' in after
    assert 'ref="C3"' in after


def test_prefixed_strict_packages_keep_their_prefix() -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{books.STRICT_MAIN}"><x:sheetData>'
        '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    workbook = (
        f'<y:workbook xmlns:y="{books.STRICT_MAIN}" xmlns:q="{books.STRICT_RELATIONS}"><y:sheets>'
        '<y:sheet name="Sheet1" sheetId="1" q:id="rId1"/></y:sheets></y:workbook>'
    )
    content = books.by_hand("", sheet=sheet, workbook=workbook)
    after = books.sheet_of(edited(content, {"A1": 2, "B1": "字"}))
    assert '<x:c r="A1"><x:v>2</x:v></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>字</x:t></x:is></x:c>' in after


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "gb18030"])
def test_a_part_keeps_its_encoding(codec: str) -> None:
    name = {"utf-16": "UTF-16", "utf-8-sig": "UTF-8", "gb18030": "GB18030"}[codec]
    sheet = (
        f'<?xml version="1.0" encoding="{name}"?><worksheet xmlns="{books.MAIN}"><sheetData>'
        '<row r="1"><c r="A1" t="str"><v>旧</v></c></row></sheetData></worksheet>'
    )
    content = books.by_hand("", sheet=sheet.encode(codec))
    after = edited(content, {"B1": "新"})
    assert "<t>新</t>" in books.parts_of(after)["xl/worksheets/sheet1.xml"].decode(codec)
    assert Workbook.open(after)["Sheet1"]["A1"].value == "旧"


def test_comments_cdata_and_greater_signs_do_not_mislead() -> None:
    rows = (
        '<!-- <row r="1"> --><row r="1"><c r="A1" t="str" x="a>b"><v><![CDATA[</v></c><c r="Z1">]]></v></c>'
        '<?pi <c r="B1"/> ?><c r="B1"><v>2</v></c></row>'
    )
    content = books.by_hand(rows)
    sheet = Workbook.open(content)["Sheet1"]
    assert sheet["A1"].value == '</v></c><c r="Z1">'
    assert sheet["B1"].value == 2
    after = books.sheet_of(edited(content, {"B1": 3}))
    assert after.replace("<v>3</v>", "<v>2</v>") == books.sheet_of(content)


def test_a_cell_keeps_its_style_and_extension_and_loses_what_belongs_to_the_old_value() -> None:
    rows = '<row r="1"><c r="A1" s="0" t="s" cm="1" vm="2" ph="1"><v>0</v><extLst><ext uri="u"/></extLst></c></row>'
    strings = f'<sst xmlns="{books.MAIN}" count="1" uniqueCount="1"><si><t>旧</t></si></sst>'
    after = edited(books.by_hand(rows, strings=strings), {"A1": Decimal("1.50")})
    assert '<c r="A1" s="0"><v>1.5</v><extLst><ext uri="u"/></extLst></c>' in books.sheet_of(after)
    assert 'count="0" uniqueCount="1"' in books.parts_of(after)["xl/sharedStrings.xml"].decode()


def test_shared_strings_are_added_once_before_an_extension() -> None:
    strings = (
        f'<sst xmlns="{books.MAIN}" count="1" uniqueCount="1">'
        '<si><r><t>旧</t></r><rPh sb="0" eb="1"><t>jiu</t></rPh></si>'
        "<extLst/></sst>"
    )
    content = books.by_hand('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=strings)
    assert Workbook.open(content)["Sheet1"]["A1"].value == "旧"
    after = books.parts_of(edited(content, {"B1": "新", "C1": "新", "D1": " 空 "}))["xl/sharedStrings.xml"].decode()
    assert 'count="4" uniqueCount="3"' in after
    assert '</rPh></si><si><t>新</t></si><si><t xml:space="preserve"> 空 </t></si><extLst/></sst>' in after


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1E+2"), "100"),
        (Decimal("0.10"), "0.1"),
        (Decimal("-0"), "0"),
        (Decimal("1E-7"), "0.0000001"),
        (10**15, "1000000000000000"),
    ],
)
def test_numbers_are_written_as_shortest_decimal_text(value: Decimal | int, text: str) -> None:
    assert f"<v>{text}</v>" in books.sheet_of(edited(books.by_hand(""), {"A1": value}))


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), "长" * 32_768, 1.5, date(1899, 1, 1)])
def test_what_no_cell_can_hold_is_refused(value: object) -> None:
    with pytest.raises(EditRefused, match=r"Sheet1!A1|单元格"):
        edited(books.by_hand(""), {"A1": value})


def test_text_is_text_whatever_it_looks_like() -> None:
    texts = {
        "A1": "=1+1",
        "A2": "_x0041_",
        "A3": "换\n行\r\t",
        "A4": "\x07",
        "A5": "😀 & <b>",
        "A6": " 两边 ",
        "A7": "",
    }
    after = Workbook.open(edited(books.plain([[1]]), dict(texts), "Sheet1"))["Sheet1"]
    assert {address: after[address].value for address in texts} == texts
    assert after["A1"].formula is None


@pytest.mark.parametrize("is_1904", [False, True])
def test_days_are_serial_numbers_of_the_workbooks_calendar(is_1904: bool) -> None:
    workbook = (
        f'<workbook xmlns="{books.MAIN}" xmlns:r="{books.RELATIONS}"><workbookPr date1904="{int(is_1904)}"/>'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    content = books.by_hand("", workbook=workbook)
    after = edited(content, {"A1": date(2024, 5, 1), "A2": datetime(2024, 5, 1, 8, 30)})  # noqa: DTZ001
    assert f"<v>{43951 if is_1904 else 45413}</v>" in books.sheet_of(after)
    sheet = Workbook.open(after)["Sheet1"]
    assert sheet["A1"].value == date(2024, 5, 1)
    assert sheet["A2"].value == datetime(2024, 5, 1, 8, 30)  # noqa: DTZ001
    assert sheet["A1"].style.number_format == "yyyy/m/d"


def test_a_new_format_is_one_more_and_nothing_else_in_the_styles() -> None:
    content = books.rich()
    book = Workbook.open(content)
    book["评分表"].set("D5", "很长的说明", wrap_text=True)
    book["评分表"].set("D6", Decimal("0.5"), number_format="0.000%")
    book["评分表"].set("D8", Decimal("0.5"), number_format="0.000%")
    after = book.to_bytes()
    sheet = Workbook.open(after)["评分表"]
    assert sheet["D5"].style.wrap_text
    assert sheet["D6"].style.number_format == sheet["D8"].style.number_format == "0.000%"
    assert sheet["D6"].style.index == sheet["D8"].style.index
    old = books.parts_of(content)["xl/styles.xml"].decode()
    new = books.parts_of(after)["xl/styles.xml"].decode()
    assert len(new) > len(old)
    assert old[: old.index("<numFmts")] == new[: new.index("<numFmts")]
    assert old[old.index("<cellStyles") :] == new[new.index("<cellStyles") :]


def test_a_new_cell_takes_the_style_of_its_row_or_column() -> None:
    book = Workbook.open(books.rich())
    sheet = book["评分表"]
    assert sheet["J30"].style.number_format == "0.00%"
    assert sheet["K7"].style.number_format == "0.00%"
    sheet["J30"] = 1
    assert sheet["J30"].style.number_format == "0.00%"


def test_merged_cells_are_written_at_their_anchor_only() -> None:
    sheet = Workbook.open(books.rich())["评分表"]
    assert sheet["C1"].merged_anchor == "A1"
    assert sheet["A1"].merged_anchor == "A1"
    assert sheet["A2"].merged_anchor is None
    with pytest.raises(MergedCell, match=r"评分表!C1 .*A1"):
        sheet["C1"] = "字"
    sheet["A1"] = "新标题"


def test_formulas_are_not_overwritten_unless_asked() -> None:
    book = Workbook.open(books.rich())
    sheet = book["评分表"]
    assert sheet["C3"].formula == "B3*2"
    with pytest.raises(FormulaCell, match="评分表!C3"):
        sheet["C3"] = 1
    sheet.set("C3", 1, replace_formula=True)
    assert sheet["C3"].formula is None
    with pytest.raises(FormulaCell, match=r"项目 明细!I2 .*I1"):
        book["项目 明细"]["I2"] = "字"
    with pytest.raises(FormulaCell):
        book["项目 明细"].set("I1", "字", replace_formula=True)
    assert book.changes[0].old_formula == "B3*2"


def test_the_heir_of_a_shared_formula_holds_its_text() -> None:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}"><f t="shared" si="0"{extra}</f><v>{r}</v></c></row>'
        for r, extra in ((1, ' ref="B1:B3">A1*1'), (2, ">"), (3, ">"))
    )
    book = Workbook.open(books.by_hand(rows))
    sheet = book["Sheet1"]
    assert sheet["B3"].formula == "A3*1"
    sheet.set("B1", 9, replace_formula=True)
    after = Workbook.open(book.to_bytes())["Sheet1"]
    assert (after["B1"].formula, after["B2"].formula, after["B3"].formula) == (None, "A2*1", "A3*1")


def test_the_calculation_chain_loses_the_cell_and_goes_when_it_is_empty() -> None:
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>2+2</f><v>4</v></c></row>'
    links = (
        f'<Relationships xmlns="{books.PACKAGE_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{books.RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{books.RELATIONS}/calcChain" Target="calcChain.xml"/></Relationships>'
    )
    parts = books.parts_of(books.by_hand(rows, links=links))
    chain = f'<calcChain xmlns="{books.MAIN}"><c r="A1" i="1"/><c r="B1"/></calcChain>'
    content = books.packed(parts | {"xl/calcChain.xml": chain.encode()})
    book = Workbook.open(content)
    book["Sheet1"].set("A1", 1, replace_formula=True)
    assert b'<c r="B1" i="1"/></calcChain>' in books.parts_of(book.to_bytes())["xl/calcChain.xml"]
    book["Sheet1"].set("B1", 1, replace_formula=True)
    after = books.parts_of(book.to_bytes())
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["xl/_rels/workbook.xml.rels"]


def test_locked_cells_of_a_protected_sheet_are_refused() -> None:
    sheet = Workbook.open(books.protected())["表"]
    assert sheet["A1"].locked
    assert not sheet["B1"].locked
    with pytest.raises(ProtectedCell, match="表!A1"):
        sheet["A1"] = 1
    sheet["B1"] = 2
    with pytest.raises(ProtectedCell):
        sheet.insert_rows(1)
    with pytest.raises(EditRefused):
        sheet.add_comment("B1", "注")


def test_the_header_of_a_table_is_refused() -> None:
    sheet = Workbook.open(books.rich())["项目 明细"]
    with pytest.raises(ProtectedCell, match="明细"):
        sheet["F1"] = "新名"
    sheet["F2"] = "甲"


def test_a_refused_edit_changes_nothing() -> None:
    content = books.rich()
    book = Workbook.open(content)
    for address in ("C3", "B1"):
        with pytest.raises(EditRefused):
            book["评分表"][address] = 5
    assert book.to_bytes() == content
    assert not book.changes


def test_drop_down_lists_are_read_and_their_breach_is_a_finding() -> None:
    book = Workbook.open(books.rich())
    sheet = book["评分表"]
    assert sheet["D4"].choices == ("是", "否", "部分")
    assert sheet["D13"].choices == ("一", "二", "三")
    assert sheet["B4"].choices is None
    sheet["D4"] = "大概"
    sheet["D5"] = "是"
    assert [(f.code, f.place.cell) for f in book.findings if f.code == "XP591"] == [("XP591", "D4")]


def test_hidden_rows_and_columns_and_errors_are_seen() -> None:
    sheet_xml = (
        f'<worksheet xmlns="{books.MAIN}"><cols><col min="2" max="3" hidden="1"/></cols><sheetData>'
        '<row r="2" hidden="1"><c r="A2" t="e"><v>#DIV/0!</v></c><c r="B2" t="b"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    sheet = Workbook.open(books.by_hand("", sheet=sheet_xml))["Sheet1"]
    assert sheet.hidden_rows == {2}
    assert sheet.hidden_columns == {2, 3}
    assert sheet["A2"].value == ErrorValue("#DIV/0!")
    assert sheet["B2"].value is True


def test_the_grid_shows_values_merges_and_hidden_rows() -> None:
    grid = Workbook.open(books.rich())["评分表"].grid()
    assert grid.text(0, 3) == "部门整体支出绩效自评"
    assert grid.value(12, 1) == sum(range(3, 13))
    assert grid.hidden_rows == {6}
    assert grid.spread(15, 0) == "合并"
