"""Plain xlwings code over LibreOffice."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from xlperf.hosts.host import HostError
from xlperf.hosts.libreoffice.office import Office

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings

MAY = datetime(2024, 5, 31)  # noqa: DTZ001 - cells know no zones
MORNING = MAY.replace(hour=8, minute=30)

pytestmark = pytest.mark.office


@pytest.fixture
def sheet(app: xlwings.App) -> xlwings.Sheet:
    return app.books.add().sheets[0]


def test_values_come_back_as_xlwings_gives_them(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1, 2.5, "文字"], [True, date(2024, 5, 31), None]]
    assert sheet["A1:C2"].value == [[1.0, 2.5, "文字"], [True, MAY, None]]
    assert sheet["A1"].value == 1.0
    assert sheet["A1:C1"].value == [1.0, 2.5, "文字"]
    assert sheet["A1:C1"].options(ndim=2).value == [[1.0, 2.5, "文字"]]


def test_figures_become_numbers_unless_an_apostrophe_keeps_them_text(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["12", "'0012", "50%"]]
    assert sheet["A1:C1"].value == [12.0, "0012", 0.5]


def test_a_moment_keeps_its_time(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = MORNING
    assert sheet["A1"].value == MORNING


def test_formulas_are_excels_and_follow_their_cells_at_once(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[2], [3]]
    sheet["A3"].formula = "=SUM(A1:A2)*IF(A1>1,10,1)"
    assert sheet["A3"].value == 50.0
    assert sheet["A3"].formula == "=SUM(A1:A2)*IF(A1>1,10,1)"
    sheet["A1"].value = 4
    assert sheet["A3"].value == 70.0


def test_a_formula_for_several_cells_moves_its_references(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1], [2], [3]]
    sheet["B1:B3"].formula = "=A1*2"
    assert sheet["B1:B3"].value == [2.0, 4.0, 6.0]
    assert sheet["B1:B2"].formula == (("=A1*2",), ("=A2*2",))


def test_errors_are_blank_or_their_text_as_in_xlwings(sheet: xlwings.Sheet) -> None:
    sheet["A1"].formula = "=1/0"
    sheet["A2"].formula = "=NA()"
    assert sheet["A1:A2"].value == [None, None]
    assert sheet["A1:A2"].options(err_to_str=True).value == ["#DIV/0!", "#N/A"]


def test_merged_cells_know_their_anchor(sheet: xlwings.Sheet) -> None:
    sheet["B2:C3"].merge()
    assert sheet["C3"].merge_cells
    assert sheet["C3"].merge_area.address == "$B$2:$C$3"
    sheet["B2"].unmerge()
    assert not sheet["C3"].merge_cells


def test_ranges_are_found_by_every_way_of_writing_them(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1, 2], [3, 4], [5, 6]]
    assert sheet[0:2, 0:2].value == [[1.0, 2.0], [3.0, 4.0]]
    assert sheet.range((3, 1), (3, 2)).value == [5.0, 6.0]
    assert sheet["B:B"].address == "$B$1:$B$1048576"
    assert sheet["A1"].expand().address == "$A$1:$B$3"
    assert sheet["A1"].current_region.address == "$A$1:$B$3"
    assert sheet["A1"].end("down").address == "$A$3"
    assert sheet["A100"].end("up").address == "$A$3"
    assert sheet["A1"].end("right").address == "$B$1"
    assert sheet.used_range.address == "$A$1:$B$3"
    assert [cell.value for cell in sheet["A1:B1"]] == [1.0, 2.0]


def test_sheets_are_found_whatever_their_case_and_missing_ones_are_named(app: xlwings.App) -> None:
    book = app.books.add()
    book.sheets.add("Figures", after=book.sheets[0])
    assert book.sheets["FIGURES"].index == 2
    assert "figures" in book.sheets
    with pytest.raises(KeyError):
        book.sheets["nothing"]
    book.sheets["Figures"].delete()
    assert len(book.sheets) == 1


def test_number_formats_and_wrapping_are_set(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = 0.0366
    sheet["A1"].number_format = "0.00%"
    sheet["A1"].wrap_text = True
    assert sheet["A1"].number_format == "0.00%"
    assert sheet["A1"].wrap_text


def test_clearing_empties_cells(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1, 2]]
    sheet["A1"].clear_contents()
    assert sheet["A1:B1"].value == [None, 2.0]
    sheet.clear()
    assert sheet["B1"].value is None


def test_a_table_of_pandas_goes_in_and_comes_out(sheet: xlwings.Sheet) -> None:
    import pandas as pd

    table = pd.DataFrame({"项目": ["甲", "乙"], "支出": [1.5, None]})
    sheet["A1"].options(index=False).value = table
    assert sheet["A1:B3"].value == [["项目", "支出"], ["甲", 1.5], ["乙", None]]


def test_a_workbook_is_saved_under_a_chinese_name_and_opened_again(app: xlwings.App, tmp_path: Path) -> None:
    path = tmp_path / "评分 表.xlsx"
    book = app.books.add()
    book.sheets[0]["A1"].value = [[1.5], ["=A1*2"]]
    book.save(path)
    book.close()
    again = app.books.open(path)
    assert again.name == "评分 表.xlsx"
    assert again.sheets[0]["A1:A2"].value == [1.5, 3.0]
    assert app.books.open(path) == again, "an open workbook is found, not opened twice"
    again.sheets[0]["A1"].value = 2
    again.save()
    again.to_pdf(tmp_path / "评分表.pdf")
    assert (tmp_path / "评分表.pdf").read_bytes().startswith(b"%PDF")


def test_the_system_s_other_packages_stay_out_of_reach(uno_office: Office) -> None:
    assert uno_office.version()
    assert not [path for path in sys.path if path.endswith("dist-packages")]
    assert __import__.__module__ == "builtins"


def test_a_file_that_is_no_workbook_is_refused_in_chinese(app: xlwings.App, tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(HostError, match=r"坏\.xlsx"):
        app.books.open(path)


def test_a_pipe_on_which_nobody_listens_is_named() -> None:
    with pytest.raises(HostError, match="nobody-there"):
        Office("nobody-there")


def test_a_missing_program_is_said_in_chinese() -> None:
    with pytest.raises(HostError, match="没有找到 LibreOffice"):
        Office.start(program="no-such-office")
