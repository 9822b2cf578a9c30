"""The door to Excel and WPS, as far as it can be looked at without them."""

from __future__ import annotations

import sys
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from xlperf.hosts import excel
from xlperf.hosts.excel import ExcelHost, is_same_workbook
from xlperf.hosts.host import HostError, NotOpen, same_value, shown
from xlperf.hosts.libreoffice.host import LibreOfficeHost
from xlperf.hosts.xlwings_host import XlwingsHost
from xlperf.source.grid import CellValue, ErrorValue

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings

MAY = datetime(2024, 5, 31)  # noqa: DTZ001 - cells know no zones


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there may be an Excel")
def test_without_excel_the_way_out_is_said(tmp_path: Path) -> None:
    with pytest.raises(HostError, match="没有 xlwings 能用的 Excel"):
        ExcelHost.open(tmp_path / "评分表.xlsx")


def test_the_open_workbook_is_found_by_its_file_or_by_its_name_in_a_cloud_folder(tmp_path: Path) -> None:
    path = tmp_path / "评分 表.xlsx"
    path.touch()
    (tmp_path / "别的").mkdir()
    other = tmp_path / "别的" / path.name
    other.touch()
    assert is_same_workbook(str(path), path)
    assert is_same_workbook(str(tmp_path / "别的" / ".." / path.name), path)
    assert is_same_workbook("https://cloud.example/文档/评分 表.xlsx", path)
    assert not is_same_workbook(str(other), path)
    assert not is_same_workbook("工作簿1", path)


@pytest.mark.office
def test_the_excel_door_s_own_code_finds_a_book_among_those_open(
    app: xlwings.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "评分表.xlsx"
    book = app.books.add()
    book.save(path)
    monkeypatch.setattr(excel, "_running_programs", lambda: iter([app]))
    with ExcelHost.open(path) as host:
        host.write("Sheet1", "A1", [[Decimal("1.5"), "0012", None, True, date(2024, 5, 31)]])
        assert host.read("Sheet1", "A1:E1") == ((Decimal("1.5"), "0012", None, True, date(2024, 5, 31)),)
        book.sheets[0]["A2"].formula = "=1/0"
        assert host.read("Sheet1", "A2") == ((ErrorValue("#DIV/0!"),),)
    assert [open_book.name for open_book in app.books] == ["评分表.xlsx"], "left open for the person"
    with pytest.raises(NotOpen, match="没有在 Excel 或 WPS 里打开"):
        ExcelHost.open(tmp_path / "没开.xlsx")


@pytest.mark.office
def test_a_workbook_closed_meanwhile_is_one_sentence_and_no_traceback(app: xlwings.App) -> None:
    book = app.books.add()
    host = XlwingsHost(book)
    book.close()
    with pytest.raises(HostError, match="没有响应"):
        host.read("Sheet1", "A1")


@pytest.mark.office
def test_a_sheet_that_is_not_there_is_named(app: xlwings.App) -> None:
    with pytest.raises(HostError, match="没有工作表“二”，有：Sheet1"):
        XlwingsHost(app.books.add()).read("二", "A1")


def test_a_missing_file_is_said_before_libreoffice_is_started(tmp_path: Path) -> None:
    with pytest.raises(HostError, match="找不到"):
        LibreOfficeHost.open(tmp_path / "没有.xlsx")


class Book:
    """As much of a book as complains."""

    name = "评分表.xlsx"

    @property
    def sheet_names(self) -> Any:
        raise OSError(-2147418111, "Call was rejected by callee.")


def test_a_busy_excel_is_asked_for_in_chinese() -> None:
    with pytest.raises(HostError, match="按 Esc 结束编辑"):
        XlwingsHost(Book()).sheets()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Decimal("0.1") + Decimal("0.2"), Decimal("0.3"), True),
        (Decimal("2.50"), Decimal("2.5"), True),
        (Decimal(1), True, False),
        (False, None, False),
        (None, "", True),
        ("甲\r\n乙", "甲\n乙", True),
        ("1", Decimal(1), False),
        (date(2024, 5, 31), MAY, True),
        (date(2024, 5, 31), Decimal(45443), False),
        (ErrorValue("#N/A"), "#N/A", False),
        (ErrorValue("#N/A"), ErrorValue("#N/A"), True),
    ],
)
def test_values_are_compared_as_cells_hold_them(one: CellValue, other: CellValue, same: bool) -> None:
    assert same_value(one, other) is same
    assert same_value(other, one) is same


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "（空）"),
        (Decimal("2.50"), "2.5"),
        (True, "TRUE"),
        (ErrorValue("#N/A"), "#N/A"),
        (date(2024, 5, 31), "2024-05-31"),
        (MAY.replace(hour=9), "2024-05-31 09:00"),
        ("文", "文"),
    ],
)
def test_values_are_shown_as_the_officer_reads_them(value: CellValue, words: str) -> None:
    assert shown(value) == words
