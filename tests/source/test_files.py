from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import openpyxl
import pytest

from xlperf.findings import Severity
from xlperf.source.files import SourceFile, is_noise, read_files

if TYPE_CHECKING:
    from pathlib import Path


def saved_workbook(path: Path) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["B2"] = "本年收入合计"
    book.active["C2"] = 0.1 + 0.2
    book.save(path)
    return path.read_bytes()


def test_a_workbook_is_read_whatever_its_suffix_says(tmp_path: Path) -> None:
    path = tmp_path / "决算.xls"
    data = saved_workbook(path)
    result = read_files([SourceFile("数据/决算.xls", path)])
    (grid,) = result.grids
    assert result.findings == ()
    assert (grid.file, grid.sha256) == ("数据/决算.xls", hashlib.sha256(data).hexdigest())
    assert grid.text(1, 1) == "本年收入合计"
    assert grid.text(1, 2) == "0.3"


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"<html><table>", "XP121", "网页"),
        ("收入,1\n支出,2\n".encode("gb18030"), "XP122", "文本"),
        (b"PK\x03\x04cut", "XP123", "损坏"),
        (b"%PDF-1.4", "XP125", "PDF"),
        (b"", "XP126", "空文件"),
        (b"\x89PNG", "XP127", "不是表格文件"),
    ],
)
def test_what_cannot_be_read_is_a_finding_that_says_what_it_really_is(
    tmp_path: Path, data: bytes, code: str, word: str
) -> None:
    broken, good = tmp_path / "坏.xlsx", tmp_path / "好.xlsx"
    broken.write_bytes(data)
    saved_workbook(good)
    result = read_files([SourceFile("坏.xlsx", broken), SourceFile("好.xlsx", good)])
    (finding,) = result.findings
    assert finding.code == code
    assert word in finding.message
    assert finding.place.file == "坏.xlsx"
    assert finding.severity is Severity.ERROR
    assert [grid.file for grid in result.grids] == ["好.xlsx"]


def test_a_file_that_does_not_claim_to_be_a_workbook_is_only_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    path.write_bytes(b"{\\rtf1 text}")
    (finding,) = read_files([SourceFile("说明.docx", path)]).findings
    assert (finding.code, finding.severity) == ("XP124", Severity.HINT)


def test_a_workbook_cut_short_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "决算.xlsx"
    data = saved_workbook(path)
    path.write_bytes(data[: len(data) // 2])
    assert [finding.code for finding in read_files([SourceFile("决算.xlsx", path)]).findings] == ["XP123"]


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    assert [f.code for f in read_files([SourceFile("无.xls", tmp_path / "无.xls")]).findings] == ["XP129"]


def test_a_workbook_without_content_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "空表.xlsx"
    openpyxl.Workbook().save(path)
    assert [f.code for f in read_files([SourceFile("空表.xlsx", path)]).findings] == ["XP132"]


def test_a_workbook_with_a_cell_far_away_is_not_unfolded(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "项目"
    book.active["XFD1048576"] = 1
    book.save(path)
    assert [f.code for f in read_files([SourceFile("大.xlsx", path)]).findings] == ["XP128"]


@pytest.mark.parametrize("name", ["~$决算.xlsx", "数据/.~lock.决算.xls#", "~WRL0001.tmp", "Thumbs.db", "决算.xlsx.bak"])
def test_lock_files_and_leftovers_are_not_read(name: str, tmp_path: Path) -> None:
    assert is_noise(name)
    path = tmp_path / "x"
    path.write_bytes(b"user name")
    result = read_files([SourceFile(name, path)])
    assert (result.grids, result.findings) == ((), ())
