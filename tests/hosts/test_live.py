"""The same planned writes through the file door and into an open workbook: same cells, same refusals, same findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest
import xlsxwriter

from xlperf.forms import catalogue
from xlperf.forms.plan import FillPlan
from xlperf.forms.plan import PlannedWrite as FilePlannedWrite
from xlperf.hosts.files import FileHost
from xlperf.hosts.libreoffice.host import LibreOfficeHost
from xlperf.hosts.live import CellWrite, Written, cell_writes, write_cells
from xlperf.ooxml import Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from xlperf.hosts.libreoffice.office import Office

SHEET: Final = "评分 表"
INPUTS: Final = ("B1", "B5", *(f"E{row}" for row in range(1, 13)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A protected sheet with a few cells to fill, a formula, a merged range and a cell that a person filled."""
    path = tmp_path / "评 分.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet(SHEET)
    free = book.add_format({"locked": False})
    sheet.write_string("A1", "得分")
    for cell in INPUTS:
        sheet.write_blank(cell, None, free)
    sheet.write_number("B1", 1.5, free)
    sheet.write_formula("B2", "=B1*2", free, 3)
    sheet.write_formula("B3", "=SUM(B1:B2)", None, 4.5)
    sheet.merge_range("C1:D2", "", free)
    sheet.write_string("B5", "人工写的", free)
    sheet.write_string("A6", "锁定")
    sheet.protect()
    book.add_worksheet("说明")
    book.close()
    return path


def write(cell: str, new: Decimal | str | bool | date | None, expected: Decimal | str | None = None) -> CellWrite:
    return CellWrite(SHEET, cell, new, expected, subject="结转结余率", what="自评得分")


PLAN: Final = (
    write("B1", Decimal("2.5"), Decimal("1.5")),
    write("B2", Decimal(9)),
    write("D2", "合并区域里"),
    write("C1", "合并区域左上角"),
    write("A6", Decimal(3), "锁定"),
    write("B5", "算出的", "上次写的"),
    write("E1", "0012"),
    write("E2", "=B1*100"),
    write("E3", date(2024, 5, 31)),
    write("E4", value := True),
    write("E5", "5月"),
    write("E6", "-"),
    write("E7", Decimal("0.036550")),
    write("E8", "“好”的\n第二行"),
    write("E9", "'引号开头"),
    write("E10", "TRUE"),
    write("E11", "95%"),
    replace(write("E12", Decimal("3.95")), number_format="0.00", wrap_text=True),
    CellWrite("没有这张", "A1", Decimal(1)),
)


def through_file(path: Path) -> Written:
    with FileHost.open(path) as host:
        written = write_cells(host, PLAN)
        host.save()
    return written


def through_office(path: Path, office: Office) -> Written:
    with LibreOfficeHost.open(path, office) as host:
        written = write_cells(host, PLAN)
        host.save()
    return written


def test_what_may_not_be_written_becomes_a_finding(path: Path) -> None:
    written = through_file(path)
    codes = {finding.place.cell: finding.code for finding in written.findings}
    assert codes == {
        "B2": catalogue.FORMULA_KEPT.code,
        "D2": catalogue.REFUSED.code,
        "A6": catalogue.LOCKED.code,
        "B5": catalogue.KEPT_BY_HAND.code,
        "A1": catalogue.REFUSED.code,
    }
    assert {cell.cell for cell in written.cells} == {write.address for write in PLAN} - set(codes)
    kept = next(finding for finding in written.findings if finding.code == catalogue.KEPT_BY_HAND.code)
    assert (kept.actual, kept.expected) == ("人工写的", "算出的")
    sheet = Workbook.open(path)[SHEET]
    assert sheet["B5"].value == "人工写的"
    assert sheet["B2"].formula == "B1*2"
    assert sheet["E12"].style.number_format == "0.00"


def test_writing_again_writes_nothing_and_finds_the_same(path: Path) -> None:
    first = through_file(path)
    with FileHost.open(path) as host:
        again = write_cells(host, [replace(plan, expected=plan.new) for plan in PLAN])
    assert again.cells == ()
    assert {finding.code for finding in again.findings} == {finding.code for finding in first.findings}


def test_the_plan_of_filling_is_taken_over_with_what_the_file_holds(path: Path) -> None:
    planned = FilePlannedWrite(SHEET, "B1", "结转结余率 自评得分", "score", "1.5", Decimal("2.5"), "id", "0.00")
    assert cell_writes(FillPlan(path.name, SHEET, (planned,)), Workbook.open(path)) == (
        CellWrite(SHEET, "B1", Decimal("2.5"), Decimal("1.5"), "结转结余率", "自评得分", "0.00"),
    )


def test_a_cell_that_the_editor_refuses_is_a_finding_and_the_others_are_written(path: Path) -> None:
    plan = [write("E1", Decimal("1E+400")), write("E2", Decimal(2))]
    with FileHost.open(path) as host:
        written = write_cells(host, plan)
    assert [finding.code for finding in written.findings] == [catalogue.REFUSED.code]
    assert [cell.cell for cell in written.cells] == ["E2"]


@pytest.mark.office
def test_the_live_way_equals_the_file_way_cell_by_cell(path: Path, uno_office: Office, tmp_path: Path) -> None:
    live_path = tmp_path / "实时" / path.name
    live_path.parent.mkdir()
    live_path.write_bytes(path.read_bytes())
    by_file, live = through_file(path), through_office(live_path, uno_office)
    assert live.cells == by_file.cells
    assert live.findings == by_file.findings
    file_sheet, live_sheet = Workbook.open(path)[SHEET], Workbook.open(live_path)[SHEET]
    for row in range(1, 14):
        for column in range(1, 8):
            one, other = file_sheet.cell(row, column), live_sheet.cell(row, column)
            assert (one.address, one.value) == (other.address, other.value)
            assert one.formula == other.formula
    assert live_sheet["B3"].value == Decimal("7.5"), "formulas follow"
    assert live_sheet["E12"].style.number_format == "0.00"
    assert live_sheet["E12"].style.wrap_text


@pytest.mark.office
def test_formulas_recalculate_at_once_and_nothing_is_saved_for_the_person(path: Path, uno_office: Office) -> None:
    before = path.read_bytes()
    with LibreOfficeHost.open(path, uno_office) as host:
        write_cells(host, PLAN)
        assert host.read(SHEET, "B1:B3") == ((Decimal("2.5"),), (Decimal(5),), (Decimal("7.5"),))
        assert host.formula(SHEET, "B3") == "=SUM(B1:B2)"
        assert host.sheets() == (SHEET, "说明")
    assert path.read_bytes() == before


@pytest.mark.office
def test_an_open_workbook_is_written_into_and_left_open(path: Path, uno_office: Office) -> None:
    theirs = LibreOfficeHost.open(path, uno_office)
    theirs.write(SHEET, "E1", [["人刚刚写的，还没有保存"]])
    with LibreOfficeHost.open(path, uno_office) as host:
        written = write_cells(host, [write("E1", "算出的"), write("E2", datetime(2024, 5, 31, 9, 30))])  # noqa: DTZ001
    assert [finding.code for finding in written.findings] == [catalogue.KEPT_BY_HAND.code]
    assert theirs.read(SHEET, "E1:E2") == (
        ("人刚刚写的，还没有保存",),
        (datetime(2024, 5, 31, 9, 30),),  # noqa: DTZ001
    )
    theirs.leave()


@pytest.mark.office
def test_a_libreoffice_that_was_started_for_one_workbook_ends_with_it(path: Path, uno_office: Office) -> None:
    host = LibreOfficeHost.open(path)
    assert host.read(SHEET, "B1") == ((Decimal("1.5"),),)
    app = host._book.app
    assert app.pid != uno_office.pid
    host.leave()
    assert app.pid == 0
