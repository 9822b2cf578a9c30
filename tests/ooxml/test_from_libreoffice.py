"""Workbooks that LibreOffice wrote are edited without loss, and LibreOffice opens what comes out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.ooxml import books
from xlperf.ooxml import FormulaCell, MergedCell, Workbook, compare

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office


@pytest.fixture(scope="module")
def made(office: Office, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("made")
    source = folder / "评分表.xlsx"
    source.write_bytes(books.rich())
    return office.convert(source, to="xlsx", out=folder / "out").read_bytes()


@pytest.mark.office
def test_only_edited_cells_and_their_dependents_change(made: bytes) -> None:
    book = Workbook.open(made)
    sheet = book["评分表"]
    with pytest.raises(FormulaCell):
        sheet["C3"] = 1
    with pytest.raises(MergedCell):
        sheet["A15"] = "字"
    sheet["B3"], sheet["AN30"] = Decimal("2.5"), "新的说明"
    found = compare(made, book.to_bytes())
    assert found.added == found.lost == ()
    assert {f"{cell.sheet}!{cell.cell}" for cell in found.cells} == {
        "评分表!B3",
        "评分表!C3",
        "评分表!B13",
        "评分表!C13",
        "评分表!AN30",
        "项目 明细!B5",
    }
    tables = {"xl/workbook.xml", "xl/sharedStrings.xml"}
    assert set(found.changed) <= tables | {book[name].part for name in ("评分表", "项目 明细")}


@pytest.mark.office
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_moved_rows_and_copied_sheets_open_in_libreoffice(made: bytes, office: Office, tmp_path: Path) -> None:
    book = Workbook.open(made)
    sheet = book["评分表"]
    sheet.insert_rows(8, 2, like=7)
    sheet.add_comment("D4", "请补附件")
    copy = book.copy_sheet("评分表", "评分表（2）")
    sheet["B3"] = 100
    edited = tmp_path / "改.xlsx"
    book.save(edited)
    assert openpyxl.load_workbook(edited).sheetnames == ["评分表", "项目 明细", "评分表（2）"]
    seen = Workbook.open(office.convert(edited, to="xlsx", out=tmp_path / "seen"))
    again = seen["评分表"]
    ours = Workbook.open(edited)["评分表"]
    assert again["B15"].value == ours["B15"].value == sum(range(3, 13)) + 97
    assert again["B15"].formula == "SUM(B3:B14)"
    assert again["D4"].comment == "请补附件"
    assert seen["评分表（2）"]["B15"].value == copy["B15"].value == sum(range(3, 13))
