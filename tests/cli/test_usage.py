from __future__ import annotations

import errno
from typing import TYPE_CHECKING, NoReturn

import pytest

from xlperf.cli import status
from xlperf.cli.unexpected import DETAILS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rn"], "没有“rn”这个命令，是不是“run”"),
        (["run", "--jsn"], "没有“--jsn”这个选项，是不是“--json”"),
        (["new"], "缺少“单位文件夹”"),
        (["new", "a", "--year", "x"], "“--year”的值不对：应当是数字"),
        (["new", "a", "--year"], "选项“--year”后面缺少值"),
        (["doctor", "a"], "多出了参数：a"),
        (["run", "没有这个文件夹"], "找不到文件夹“没有这个文件夹”"),
    ],
)
def test_wrong_usage_is_one_chinese_sentence(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(arguments) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""
    assert "Error" not in told.err
    assert len(told.err.splitlines()) == 1


def test_the_bare_command_shows_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert status([]) == 0
    told = capsys.readouterr().out
    assert "用法：xlperf" in told
    assert "Options" not in told


def test_a_folder_that_cannot_be_written_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: object, *_: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("os.mkdir", refuse)
    assert status(["demo", str(tmp_path / "示例")]) == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.startswith("错误：")
    assert "没有权限" in told
    assert "denied" not in told


def test_what_nobody_foresaw_is_one_sentence_with_the_details_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> NoReturn:
        raise KeyError("意外")

    monkeypatch.setattr("xlperf.doctor.examine", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert status(["doctor"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("错误：程序出错了（KeyError）")
    assert "Traceback" not in told
    assert "KeyError" in (tmp_path / DETAILS).read_text(encoding="utf-8")
