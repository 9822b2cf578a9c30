from __future__ import annotations

import io

import openpyxl
import pytest

from tests.ooxml import books
from xlperf.ooxml import EditRefused, Workbook


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_copy_has_everything_under_new_part_names() -> None:
    content = books.rich()
    book = Workbook.open(content)
    copy = book.copy_sheet("评分表", "评分表（2）")
    after = book.to_bytes()
    old, new = books.parts_of(content), books.parts_of(after)
    assert set(new) - set(old) == {
        "xl/worksheets/sheet3.xml",
        "xl/worksheets/_rels/sheet3.xml.rels",
        "xl/drawings/drawing2.xml",
        "xl/drawings/_rels/drawing2.xml.rels",
        "xl/drawings/vmlDrawing2.vml",
        "xl/charts/chart2.xml",
        "xl/comments2.xml",
    }
    for name in set(old) - {
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        "xl/sharedStrings.xml",
    }:
        assert old[name] == new[name]
    assert copy.comments.keys() == book["评分表"].comments.keys()
    assert copy.merged_ranges == book["评分表"].merged_ranges
    assert [sheet.title for sheet in openpyxl.load_workbook(io.BytesIO(after))] == [
        "评分表",
        "项目 明细",
        "评分表（2）",
    ]


def test_formulas_charts_and_names_of_the_copy_mean_the_copy() -> None:
    book = Workbook.open(books.rich())
    copy = book.copy_sheet("评分表", "评分表（2）")
    parts = books.parts_of(book.to_bytes())
    assert copy["C13"].formula == "SUM($C$3:$C$12)+'项目 明细'!B2"
    assert b"<c:f>'\xe8\xaf\x84" in parts["xl/charts/chart2.xml"]
    assert book.defined_names_of("评分表（2）")["_xlnm.print_area"] == "'评分表（2）'!$A$1:$E$16"
    assert book.defined_names_of("评分表（2）")["满分"] == "'评分表（2）'!$B$13"
    assert book.defined_names["满分"] == "评分表!$B$13"
    assert b'tabSelected="1"' not in parts["xl/worksheets/sheet3.xml"]


def test_tables_of_the_copy_get_names_of_their_own() -> None:
    def fill(book):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        sheet = book.add_worksheet("表")
        sheet.add_table("A1:B4", {"name": "明细", "columns": [{"header": "名"}, {"header": "数"}]})
        sheet.write_formula("D1", "=SUM(明细[数])")

    book = Workbook.open(books.written(fill))
    copy = book.copy_sheet("表", "表2")
    table = books.parts_of(book.to_bytes())["xl/tables/table2.xml"].decode()
    assert 'id="2" name="明细_2" displayName="明细_2"' in table
    assert copy["D1"].formula == "SUM(明细_2[数])"


def test_the_copy_is_edited_without_touching_the_original() -> None:
    book = Workbook.open(books.rich())
    copy = book.copy_sheet("评分表", "副本")
    copy["B3"] = 50
    assert book["评分表"]["B3"].value == 3
    after = Workbook.open(book.to_bytes())
    assert (after["副本"]["B3"].value, after["评分表"]["B3"].value) == (50, 3)
    assert after["副本"]["B13"].value == sum(range(3, 13)) - 3 + 50
    assert after["副本"]["A3"].value == "指标3"


@pytest.mark.parametrize("name", ["", "评分表", "a/b", "'引号", "长" * 32])
def test_a_name_that_excel_does_not_take_is_refused(name: str) -> None:
    content = books.rich()
    book = Workbook.open(content)
    with pytest.raises(EditRefused, match="没有复制工作表"):
        book.copy_sheet("评分表", name)
    assert book.to_bytes() == content


def test_a_missing_sheet_is_a_key_error_that_names_the_others() -> None:
    with pytest.raises(KeyError, match="评分表、项目 明细"):
        Workbook.open(books.rich()).copy_sheet("没有", "新")
