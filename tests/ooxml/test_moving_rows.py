from __future__ import annotations

from decimal import Decimal

import pytest

from tests.ooxml import books
from xlperf.ooxml import EditRefused, Workbook
from xlperf.ooxml.addresses import read_range


def opened(content: bytes | None = None) -> Workbook:
    return Workbook.open(content or books.rich())


def reread(book: Workbook) -> Workbook:
    return Workbook.open(book.to_bytes())


def test_inserting_rows_moves_cells_formulas_and_names() -> None:
    book = opened()
    book["评分表"].insert_rows(5, 2)
    after = reread(book)
    sheet = after["评分表"]
    assert sheet["A7"].value == "指标5"
    assert sheet["C7"].formula == "B7*2"
    assert sheet["C4"].formula == "B4*2"
    assert sheet["B15"].formula == "SUM(B3:B14)"
    assert sheet["C15"].formula == "SUM($C$3:$C$14)+'项目 明细'!B2"
    assert after["项目 明细"]["B5"].formula == "评分表!B15"
    assert after.defined_names["满分"] == "评分表!$B$15"
    assert after.defined_names_of("评分表")["_xlnm.print_area"] == "评分表!$A$1:$E$18"
    assert after.defined_names_of("评分表")["_xlnm.print_titles"] == "评分表!$1:$2"


def test_inserting_rows_moves_what_is_around_and_beside_them() -> None:
    book = opened()
    book["评分表"].insert_rows(5, 2)
    parts = books.parts_of(book.to_bytes())
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for expected in (
        '<mergeCell ref="A16:A18"/>',
        'sqref="D3:D14"',
        'sqref="D15"',
        '<conditionalFormatting sqref="B3:B14"><cfRule',
        "<formula>$B$15</formula>",
        '<autoFilter ref="A2:D14"/>',
        '<brk id="10"',
        '<ignoredError sqref="A3:A14"',
        '<hyperlink ref="A14"',
        "<xm:f>评分表!B3:B14</xm:f>",
        '<row r="9" spans="1:4" s="1" customFormat="1" ht="30" hidden="1"',
    ):
        assert expected in sheet
    chart = parts["xl/charts/chart1.xml"].decode()
    assert "<c:f>评分表!$A$3:$A$14</c:f>" in chart
    comments = parts["xl/comments1.xml"].decode()
    assert 'ref="C7"' in comments
    assert 'ref="C11"' in comments
    drawing = parts["xl/drawings/drawing1.xml"].decode()
    assert "<xdr:row>9</xdr:row>" in drawing
    notes = parts["xl/drawings/vmlDrawing1.vml"].decode()
    assert "<x:Row>6</x:Row>" in notes


def test_new_rows_take_over_formats_formulas_and_lists_of_the_row_they_are_like() -> None:
    book = opened()
    sheet = book["评分表"]
    sheet["D12"] = "是"
    sheet.insert_rows(13, 2, like=12)
    after = reread(book)["评分表"]
    assert [after[f"C{row}"].formula for row in (12, 13, 14)] == ["B12*2", "B13*2", "B14*2"]
    assert after["D14"].choices == ("是", "否", "部分")
    assert after["A13"].value is None
    assert after["A13"].style == after["A12"].style
    assert after["B15"].formula == "SUM(B3:B12)"


def test_deleting_rows_leaves_ref_errors_and_takes_what_was_on_them() -> None:
    book = opened()
    book["评分表"].delete_rows(9, 5)
    after = reread(book)
    sheet = after["评分表"]
    assert sheet["A9"].merged_anchor == "A9"
    assert after["项目 明细"]["B5"].formula == "评分表!#REF!"
    assert after.defined_names["满分"] == "评分表!#REF!"
    assert list(sheet.comments) == ["C5"]
    parts = books.parts_of(book.to_bytes())
    assert parts["xl/drawings/vmlDrawing1.vml"].count(b'ObjectType="Note"') == 1
    assert b"<hyperlink " not in parts["xl/worksheets/sheet1.xml"]
    assert b"<hyperlinks>" not in parts["xl/worksheets/sheet1.xml"]


def test_inserting_and_deleting_again_gives_the_same_sheet() -> None:
    content = books.rich()
    for at in (1, 3, 8, 14, 16, 60):
        book = opened(content)
        sheet = book["评分表"]
        sheet.insert_rows(at, 3, like=max(at - 1, 1))
        sheet.delete_rows(at, 3)
        old, new = books.parts_of(content), books.parts_of(book.to_bytes())
        changed = {name for name in old if old[name] != new.get(name)}
        assert changed <= {"xl/drawings/vmlDrawing1.vml"}, at


def test_a_shared_formula_stays_shared_only_if_its_members_still_follow() -> None:
    def shared(text: str) -> Workbook:
        rows = "".join(
            f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}"><f t="shared" si="0"{extra}</f></c></row>'
            for r, extra in ((2, f' ref="B2:B5">{text}'), (3, "/>"), (4, "/>"), (5, "/>"))
        ).replace("/></f>", "/>")
        return opened(books.by_hand(rows))

    book = shared("A2*2")
    book["Sheet1"].insert_rows(4)
    sheet = book["Sheet1"]
    assert [sheet[f"B{r}"].formula for r in (2, 3, 5, 6)] == ["A2*2", "A3*2", "A5*2", "A6*2"]
    assert 't="shared" si="0" ref="B2:B6"' in books.sheet_of(book.to_bytes())

    book = shared("A1*2")
    book["Sheet1"].insert_rows(4)
    sheet = book["Sheet1"]
    assert [sheet[f"B{r}"].formula for r in (2, 3, 5, 6)] == ["A1*2", "A2*2", "A3*2", "A5*2"]
    assert "shared" not in books.sheet_of(book.to_bytes())

    book = shared("A2*2")
    book["Sheet1"].delete_rows(2)
    sheet = book["Sheet1"]
    assert [sheet[f"B{r}"].formula for r in (2, 3, 4)] == ["A2*2", "A3*2", "A4*2"]


@pytest.mark.parametrize(
    ("sheet", "edit", "reason"),
    [
        ("项目 明细", lambda s: s.insert_rows(2), "数组公式"),
        ("项目 明细", lambda s: s.delete_rows(2, 1), "数组公式"),
        ("项目 明细", lambda s: s.delete_rows(1, 3), "标题行"),
        ("评分表", lambda s: s.delete_rows(2, 1), "筛选"),
        ("评分表", lambda s: s.delete_rows(7, 60), "图形"),
        ("评分表", lambda s: s.insert_rows(0), "行号"),
        ("评分表", lambda s: s.insert_rows(5, 1_048_570), "挤出"),
    ],
)
def test_what_cannot_be_moved_safely_is_refused_by_name_and_nothing_happens(sheet, edit, reason) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    content = books.rich()
    book = opened(content)
    with pytest.raises(EditRefused, match=reason):
        edit(book[sheet])
    assert book.to_bytes() == content


def test_edits_before_and_after_a_move_are_kept_and_listed_where_they_are_now() -> None:
    book = opened()
    sheet = book["评分表"]
    sheet["B10"] = Decimal(99)
    sheet.insert_rows(5, 2)
    sheet["B4"] = Decimal(44)
    assert [(change.cell, change.new) for change in book.changes] == [("B4", 44), ("B12", 99)]
    after = reread(book)["评分表"]
    assert (after["B12"].value, after["B4"].value) == (99, 44)
    assert after["B15"].value == sum(range(3, 13)) - 10 + 99 - 4 + 44


def test_tables_grow_with_their_rows() -> None:
    book = opened()
    sheet = book["项目 明细"]
    sheet.insert_rows(5)
    assert b'ref="F1:G4"' in books.parts_of(book.to_bytes())["xl/tables/table1.xml"]
    book = opened(books.written(lambda b: b.add_worksheet("表").add_table("A1:B4", {"name": "明细"})))
    book["表"].insert_rows(3)
    assert b'ref="A1:B5"' in books.parts_of(book.to_bytes())["xl/tables/table1.xml"]
    assert read_range("A1:B5") is not None
