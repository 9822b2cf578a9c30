from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from xlperf.errors import UnusableInput
from xlperf.outputs import OutputFolder, write_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_the_version_before_is_kept(tmp_path: Path) -> None:
    OutputFolder(tmp_path / "成果").write("报告.docx", b"1")
    second = OutputFolder(tmp_path / "成果").write("报告.docx", b"2")
    assert second.path.read_bytes() == b"2"
    assert (tmp_path / "成果" / "上一版" / "报告.docx").read_bytes() == b"1"
    assert second.findings == ()


def test_the_same_result_again_moves_nothing(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    folder.write("报告.docx", b"1")
    folder.write("报告.docx", b"1")
    assert not (tmp_path / "上一版").exists()


def test_a_file_that_a_person_edited_stays(tmp_path: Path) -> None:
    OutputFolder(tmp_path).write("报告.docx", b"1")
    (tmp_path / "报告.docx").write_bytes(b"edited")
    written = OutputFolder(tmp_path).write("报告.docx", b"2")
    assert (tmp_path / "报告.docx").read_bytes() == b"edited"
    assert written.path.name == "报告（新）.docx"
    assert [f.code for f in written.findings] == ["XP802"]


def test_a_file_of_the_same_name_that_we_never_wrote_stays(tmp_path: Path) -> None:
    (tmp_path / "报告.docx").write_bytes(b"theirs")
    OutputFolder(tmp_path).write("报告.docx", b"ours")
    assert (tmp_path / "报告.docx").read_bytes() == b"theirs"


@pytest.mark.parametrize("lock", ["~$报告.docx", "~$.docx", ".~lock.报告.docx#"])
def test_a_file_that_is_open_is_not_replaced(tmp_path: Path, lock: str) -> None:
    folder = OutputFolder(tmp_path)
    folder.write("报告.docx", b"1")
    (tmp_path / lock).write_bytes(b"")
    written = folder.write("报告.docx", b"2")
    assert (tmp_path / "报告.docx").read_bytes() == b"1"
    assert [f.code for f in written.findings] == ["XP801"]


def test_when_both_are_open_the_command_stops(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    folder.write("报告.docx", b"1")
    (tmp_path / "~$报告.docx").write_bytes(b"")
    (tmp_path / "~$报告（新）.docx").write_bytes(b"")
    with pytest.raises(UnusableInput, match="都正被打开"):
        folder.write("报告.docx", b"2")


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device", str(handle))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnusableInput, match="磁盘已满"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_damaged_record_counts_as_none(tmp_path: Path) -> None:
    OutputFolder(tmp_path).write("报告.docx", b"1")
    (tmp_path / ".xlperf.json").write_text("{", encoding="utf-8")
    assert OutputFolder(tmp_path).write("报告.docx", b"2").path.name == "报告（新）.docx"
