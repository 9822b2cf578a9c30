from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from xlperf.errors import UnusableInput
from xlperf.unit import open_unit, settings_text

if TYPE_CHECKING:
    from pathlib import Path


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")


def test_a_missing_folder_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"找不到文件夹.*没有.*xlperf new"):
        open_unit(tmp_path / "没有")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="是空的"):
        open_unit(tmp_path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    make(tmp_path, "表.xls")
    with pytest.raises(UnusableInput, match="是文件，不是文件夹"):
        open_unit(tmp_path / "表.xls")


def test_only_what_was_received_is_read(tmp_path: Path) -> None:
    make(
        tmp_path,
        "评分表.xlsx",
        "填报表.xlsx",
        "数据/决算.xls",
        "数据/无后缀",
        "数据/说明.docx",
        "数据/2024-05/月报.xlsx",
    )
    make(
        tmp_path,
        "成果/评分表.xlsx",
        "佐证材料/发票.xlsx",
        "模板/报告.docx",
        "~$评分表.xlsx",
        ".~lock.评分表.xlsx#",
        "备注",
    )
    unit = open_unit(tmp_path)
    assert [unit.relative(path) for path in unit.received()] == ["数据/决算.xls", "数据/无后缀", "评分表.xlsx"]
    assert unit.months() == ("2024-05",)
    assert [path.name for path in unit.received_in("2024-05")] == ["月报.xlsx"]


def test_settings_are_read_back_as_written(tmp_path: Path) -> None:
    (tmp_path / "单位.toml").write_text(settings_text('某"局\\', 2023, "gd"), encoding="utf-8")
    unit = open_unit(tmp_path)
    assert (unit.name, unit.year, unit.scheme) == ('某"局\\', 2023, "gd")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = 某局", "第1行"),
        ("year = 23", "不是年份"),
        ('year = "2023"', "不是年份"),
        ("name = 3", "应当是文字"),
    ],
)
def test_wrong_settings_are_named_with_their_place(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "单位.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput, match=words):
        open_unit(tmp_path)


def test_settings_in_gbk_are_named(tmp_path: Path) -> None:
    (tmp_path / "单位.toml").write_bytes('name = "某局"'.encode("gbk"))
    with pytest.raises(UnusableInput, match="UTF-8"):
        open_unit(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="只有 Linux 的文件名可以是任意字节")
def test_a_name_in_the_encoding_of_windows_is_shown_as_it_was_there(tmp_path: Path) -> None:
    path = tmp_path / "数据" / os.fsdecode("决算报表.xls".encode("gbk"))
    path.parent.mkdir()
    path.write_bytes(b"")
    assert open_unit(tmp_path).relative(path) == "数据/决算报表.xls"
