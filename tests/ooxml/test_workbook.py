from __future__ import annotations

import io
import os
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.ooxml import books
from xlperf.errors import XlperfError
from xlperf.ooxml import ChangedOnDisk, UnreadableWorkbook, Workbook, WorkbookInUse, compare

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "评分表.xlsx"
    path.write_bytes(books.rich())
    return path


def test_paths_bytes_and_files_open_alike(path: Path) -> None:
    content = path.read_bytes()
    for source in (path, str(path), content, io.BytesIO(content)):
        assert Workbook.open(source).sheet_names == ("评分表", "项目 明细")


def test_a_missing_sheet_is_a_key_error_that_names_the_others(path: Path) -> None:
    with pytest.raises(KeyError, match="评分表、项目 明细"):
        Workbook.open(path)["没有"]


def test_saving_in_place_replaces_what_was_read(path: Path) -> None:
    book = Workbook.open(path)
    book["评分表"]["B3"] = Decimal("2.5")
    book.save(path)
    book["评分表"]["B4"] = Decimal(9)
    book.save(path)
    sheet = Workbook.open(path)["评分表"]
    assert (sheet["B3"].value, sheet["B4"].value) == (Decimal("2.5"), 9)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_file_that_was_changed_meanwhile_is_not_replaced(path: Path) -> None:
    book = Workbook.open(path)
    other = books.plain([[1]])
    path.write_bytes(other)
    with pytest.raises(ChangedOnDisk, match=r"评分表.xlsx"):
        book.save(path)
    assert path.read_bytes() == other


def test_a_file_that_was_never_read_is_replaced_only_when_asked(path: Path) -> None:
    book = Workbook.open(path)
    there = path.with_name("别的.xlsx")
    there.write_bytes(b"x")
    with pytest.raises(ChangedOnDisk, match=r"别的.xlsx"):
        book.save(there)
    book.save(there, replace_other=True)
    assert compare(path, there).is_same


@pytest.mark.parametrize("lock", ["~$评分表.xlsx", ".~评分表.xlsx", ".~lock.评分表.xlsx#"])
def test_a_workbook_that_is_open_elsewhere_is_not_replaced(path: Path, lock: str) -> None:
    book = Workbook.open(path)
    path.with_name(lock).touch()
    with pytest.raises(WorkbookInUse, match=r"评分表.xlsx"):
        book.save(path)


def test_a_missing_folder_is_said(path: Path) -> None:
    with pytest.raises(ChangedOnDisk, match="不存在"):
        Workbook.open(path).save(path.parent / "没有" / "a.xlsx")


@pytest.mark.skipif(os.name == "nt", reason="permissions are POSIX / 权限位只在 POSIX 上有")
def test_permissions_are_kept(path: Path) -> None:
    path.chmod(0o640)
    Workbook.open(path).save(path)
    assert path.stat().st_mode & 0o777 == 0o640


def test_chart_sheets_are_no_worksheets() -> None:
    def fill(book):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        sheet = book.add_worksheet("数据")
        sheet.write("A1", 1)
        chart = book.add_chart({"type": "pie"})
        chart.add_series({"values": "=数据!$A$1:$A$1"})
        book.add_chartsheet("图").set_chart(chart)

    assert Workbook.open(books.written(fill)).sheet_names == ("数据",)


def test_changes_list_the_first_old_and_the_last_new_value() -> None:
    book = Workbook.open(books.rich())
    sheet = book["评分表"]
    sheet["B3"] = 1
    sheet["B3"] = 2
    sheet["B4"] = 4  # as it was
    assert [(c.sheet, c.cell, c.old, c.new) for c in book.changes] == [("评分表", "B3", 3, 2)]


def test_calculation_on_load_is_asked_for_where_there_are_formulas() -> None:
    for rows, expected in (([[1, "=A1+1"]], True), ([[1, 2]], False)):
        content = books.packed(
            {
                name: part.replace(b' fullCalcOnLoad="1"', b"").replace(b'<calcPr calcId="124519"/>', b"")
                for name, part in books.parts_of(books.plain(rows)).items()
            }
        )
        book = Workbook.open(content)
        book["Sheet1"]["A1"] = 5
        workbook = books.parts_of(book.to_bytes())["xl/workbook.xml"].decode()
        assert ("<calcPr fullCalcOnLoad=" in workbook) is expected
        if expected:
            assert workbook.index("<definedNames") < workbook.index("<calcPr") if "<definedNames" in workbook else True


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空的"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        ("科目,金额\n甲,1\n".encode(), "CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls"),
        (b"\x00\x01\x02" * 40, "不是工作簿"),
        (books.packed({"word/document.xml": "<a/>", "[Content_Types].xml": "<Types/>"}), "Word"),
        (books.packed({"mimetype": "x", "content.xml": "<a/>"}), "OpenDocument"),
        (books.packed({"表.xlsx": b"PK"}), "解压"),
        (books.rich()[:-3000], "不完整"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "评分表.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableWorkbook, match=rf"评分表.xlsx.*{says}"):
        Workbook.open(path)


def test_a_missing_file_is_said() -> None:
    with pytest.raises(XlperfError, match="没有这个文件"):
        Workbook.open("没有.xlsx")


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_comments_are_read_and_added_where_excel_and_openpyxl_find_them() -> None:
    book = Workbook.open(books.rich())
    book["评分表"].add_comment("D4", "请补 <附件> & 说明", author="审核")
    book["项目 明细"].add_comment("B2", "金额单位：万元")
    after = book.to_bytes()
    sheet = Workbook.open(after)["评分表"]
    assert sheet["D4"].comment == "请补 <附件> & 说明"
    assert sheet["C5"].comment == "依据：决算批复"
    read = openpyxl.load_workbook(io.BytesIO(after))
    assert read["评分表"]["D4"].comment.text == "请补 <附件> & 说明"
    assert read["项目 明细"]["B2"].comment.text == "金额单位：万元"
    drawing = books.parts_of(after)["xl/drawings/vmlDrawing1.vml"].decode()
    assert "<x:Row>3</x:Row><x:Column>3</x:Column>" in drawing
    with pytest.raises(XlperfError, match="已有批注"):
        book["评分表"].add_comment("C5", "再来")


def test_compare_names_parts_and_cells() -> None:
    book = Workbook.open(books.rich())
    book["评分表"]["B3"] = 8
    after = book.to_bytes()
    found = compare(books.rich(), after)
    assert found.added == found.lost == ()
    cells = {f"{cell.sheet}!{cell.cell}" for cell in found.cells}
    assert {"评分表!B3", "评分表!C3", "评分表!B13", "评分表!C13", "项目 明细!B5"} == cells
    assert compare(after, after).is_same
