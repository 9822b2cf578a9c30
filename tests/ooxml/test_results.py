from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.ooxml import books
from xlperf.ooxml import Workbook
from xlperf.source.grid import ErrorValue

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office

FORMULAS = [
    ("SUM(A1:A5)", 15),
    ('IF(A1>3,"高","低")', "低"),
    ("A1=1", True),
    ("A1/(A2-2)", "#DIV/0!"),
    ('ROUND(A3/7,4)&"分"', "0.4286分"),
    ('SUMIF(A1:A5,">2",A1:A5)', 12),
    ("B1*2", 30),
    ("IFERROR(B4,-1)", -1),
    ("COUNT(A1:A5)+MAX(A1:A5)-MIN(A1:A5)", 9),
]


def workbook() -> bytes:
    """Numbers in A, formulas with their results in B."""

    def fill(book):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        sheet = book.add_worksheet("表")
        sheet.write_column("A1", [1, 2, 3, 4, 5])
        for row, (formula, result) in enumerate(FORMULAS):
            sheet.write_formula(row, 1, f"={formula}", None, result)
        sheet.write_formula("C1", "=NOW()", None, 1)
        sheet.write_formula("C2", "=SUM(A1:A1)", None, 1)

    return books.written(fill)


def test_dependents_are_brought_up_to_date_with_the_right_type() -> None:
    book = Workbook.open(workbook())
    book["表"]["A1"] = Decimal(10)
    book["表"]["A2"] = Decimal(4)
    sheet = Workbook.open(book.to_bytes())["表"]
    values = [sheet[f"B{row}"].value for row in range(1, 10)]
    assert values == [26, "高", False, 5, "0.4286分", 26, 52, 5, 12]
    assert sheet["C2"].value == 10
    assert {cell.rpartition("!")[2] for cell in book.recalculation.written} >= {"B1", "B2", "B3", "B4", "B7", "B8"}


def test_results_that_stay_the_same_keep_their_bytes_and_volatile_ones_are_left() -> None:
    book = Workbook.open(workbook())
    book["表"]["A5"] = Decimal(6)
    after = books.sheet_of(book.to_bytes())
    assert '<c r="C1"><f>NOW()</f><v>1</v></c>' in after
    assert '<c r="B2" t="str"><f>IF(A1&gt;3,"高","低")</f><v>低</v></c>' in after
    assert "表!C1" in book.recalculation.left
    assert "XP592" in {finding.code for finding in book.findings}


def test_an_error_becomes_a_number_and_a_number_an_error() -> None:
    book = Workbook.open(workbook())
    book["表"]["A2"] = Decimal(3)
    once = Workbook.open(book.to_bytes())
    assert once["表"]["B4"].value == 1
    once["表"]["A2"] = Decimal(2)
    assert Workbook.open(once.to_bytes())["表"]["B4"].value == ErrorValue("#DIV/0!")


@pytest.mark.office
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_libreoffice_gets_the_same_results(office: Office, tmp_path: Path) -> None:
    book = Workbook.open(books.rich())
    sheet = book["评分表"]
    for row in (3, 7, 11):
        sheet[f"B{row}"] = Decimal(row) * Decimal("1.37")
    sheet.insert_rows(6, 2, like=5)
    sheet["B6"], sheet["B7"] = Decimal("2.25"), Decimal(-1)
    sheet.delete_rows(10, 1)
    book.copy_sheet("评分表", "评分表（2）")["B4"] = Decimal(77)
    ours = tmp_path / "ours.xlsx"
    book.save(ours)
    read = Workbook.open(ours)
    theirs = openpyxl.load_workbook(office.convert(ours, to="xlsx", out=tmp_path / "out"), data_only=True)
    compared = 0
    for name in read.sheet_names:
        for row, column in read[name].formulas.all:
            value = read[name].cell(row, column).value
            if isinstance(value, Decimal):
                assert float(value) == pytest.approx(theirs[name].cell(row, column).value), (name, row, column)
                compared += 1
    assert compared > 20


def test_a_sheet_without_formulas_is_not_taken_apart_for_the_results_of_others() -> None:
    def fill(book):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        sheet = book.add_worksheet("表")
        sheet.write("A1", 1)
        sheet.write_formula("B1", "=A1+数据!A1", None, 3)
        book.add_worksheet("数据").write("A1", 2)
        book.add_worksheet("底稿").write("A1", "<f>")

    book = Workbook.open(books.written(fill))
    book["表"]["A1"] = 5
    assert Workbook.open(book.to_bytes())["表"]["B1"].value == 7
    assert not book["底稿"].is_loaded
