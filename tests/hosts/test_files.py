"""The door to files."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from xlperf.hosts.files import FileHost
from xlperf.hosts.host import HostError
from xlperf.ooxml import EditRefused

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("一")
    sheet.write_row("A1", [1, "文", True])
    sheet.write_formula("A2", "=A1+1", None, 2)
    sheet.merge_range("B2:C3", "合并")
    book.close()
    return path


def test_blocks_are_read_and_written(path: Path) -> None:
    with FileHost.open(path) as host:
        assert host.read("一", "A1:C2") == ((Decimal(1), "文", True), (Decimal(2), "合并", None))
        assert host.read("一", "A1") == ((Decimal(1),),)
        host.write("一", "D1", [[Decimal("2.50"), None], ["=A1", False]])
        host.save()
    with FileHost.open(path) as host:
        assert host.read("一", "D1:E2") == ((Decimal("2.5"), None), ("=A1", False))
        assert host.formula("一", "D2") == ""


def test_what_was_not_saved_is_not_in_the_file(path: Path) -> None:
    before = path.read_bytes()
    with FileHost.open(path) as host:
        host.write("一", "D1", [[Decimal(1)]])
    assert path.read_bytes() == before


def test_formulas_and_merged_cells_are_known(path: Path) -> None:
    with FileHost.open(path) as host:
        assert host.formula("一", "A2") == "=A1+1"
        assert host.merged_anchor("一", "C3") == "B2"
        assert host.merged_anchor("一", "A1") == "A1"
        assert not host.locked("一", "A1")
        with pytest.raises(EditRefused):
            host.write("一", "A2", [[Decimal(1)]])


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(path: Path) -> None:
    with FileHost.open(path) as host, pytest.raises(HostError, match="没有工作表“二”，有：一"):
        host.read("二", "A1")


def test_an_open_workbook_is_not_taken_behind_its_program_s_back(path: Path) -> None:
    path.with_name("~$表.xlsx").touch()
    with pytest.raises(HostError, match="正被打开"):
        FileHost.open(path)
