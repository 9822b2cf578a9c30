"""The launchers for days without macros; the shell script is run for real, under a path with Chinese and blanks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from xlperf.hosts.launchers import Platform, install_launchers

posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script")

FAKE: Final = '#!/bin/sh\nprintf "%s\\n" "$PWD" "$PYTHONUTF8" "$@" > "$0.log"\nexit {status}\n'


def fake_program(path: Path, status: int = 0) -> Path:
    """A program that notes where it runs, and with what."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FAKE.format(status=status))
    path.chmod(0o755)
    return path


def noted(program: Path) -> list[str]:
    return Path(f"{program}.log").read_text().splitlines()


def test_the_batch_file_is_utf_8_without_a_mark_with_an_ascii_head_and_crlf(unit_folder: Path, tmp_path: Path) -> None:
    here, menu = install_launchers(unit_folder, "windows", python=Path("C:/用户 甲/100%/python.exe"), home=tmp_path)
    for file in (here, menu):
        content = file.read_bytes()
        lines = content.split(b"\r\n")
        assert lines[:2] == [b"@echo off", b"chcp 65001 >nul"]
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        assert lines[-2:] == [b"pause", b""]
        assert 'set "PYTHON=C:/用户 甲/100%%/python.exe"' in content.decode("utf-8")
    assert b'pushd "%~dp0."' in here.read_bytes(), "moves along with the folder"
    assert f'pushd "{unit_folder}"' in menu.read_text(encoding="utf-8")


def test_the_batch_file_falls_back_on_the_path_and_hands_over_what_was_dropped(
    unit_folder: Path, tmp_path: Path
) -> None:
    lines = install_launchers(unit_folder, "windows", home=tmp_path)[0].read_text(encoding="utf-8").splitlines()
    assert lines.index("where xlperf >nul 2>nul") > lines.index('if exist "%PYTHON%" goto python')
    assert '"%PYTHON%" -m xlperf.hosts.press refresh %*' in lines
    assert "xlperf excel --press refresh %*" in lines
    labels = {line[1:] for line in lines if line.startswith(":")}
    assert {line.rpartition("goto ")[2] for line in lines if "goto " in line} <= labels


def test_the_entry_of_windows_is_in_the_menu_send_to(unit_folder: Path, tmp_path: Path) -> None:
    _, menu = install_launchers(unit_folder, "windows", home=tmp_path)
    expected = tmp_path / "AppData/Roaming/Microsoft/Windows/SendTo/绩效自评 示例 单位.bat"
    if sys.platform != "win32":
        assert menu == expected


@posix
@pytest.mark.parametrize("platform", ["linux", "macos"])
def test_the_script_runs_xlperf_for_its_own_folder_with_what_was_dropped(
    unit_folder: Path, tmp_path: Path, platform: Platform
) -> None:
    python = fake_program(tmp_path / "it's 解释器" / "python")
    script = install_launchers(unit_folder, platform, python=python, home=tmp_path)[0]
    dropped = str(tmp_path / "导出 的表.xls")
    done = subprocess.run([script, dropped], stdin=subprocess.DEVNULL, cwd="/", check=False)
    assert done.returncode == 0
    assert noted(python) == [str(unit_folder), "1", "-m", "xlperf.hosts.press", "refresh", dropped]


@posix
def test_the_script_moves_along_with_the_folder(unit_folder: Path, tmp_path: Path) -> None:
    python = fake_program(tmp_path / "python")
    script = install_launchers(unit_folder, "linux", python=python, home=tmp_path)[0]
    moved = unit_folder.rename(tmp_path / "搬走 的")
    subprocess.run([moved / script.name], stdin=subprocess.DEVNULL, check=True)
    assert noted(python)[0] == str(moved)


@posix
def test_the_script_falls_back_on_the_path_when_its_python_is_gone(unit_folder: Path, tmp_path: Path) -> None:
    program = fake_program(tmp_path / "bin" / "xlperf", status=1)
    script = install_launchers(unit_folder, "linux", python=tmp_path / "gone" / "python", home=tmp_path)[0]
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run([script], stdin=subprocess.DEVNULL, env={**os.environ, "PATH": path}, check=False)
    assert done.returncode == 1, "the exit status is passed on"
    assert noted(program) == [str(unit_folder), "1", "excel", "--press", "refresh"]


@posix
def test_the_script_says_in_chinese_when_xlperf_is_nowhere(unit_folder: Path, tmp_path: Path) -> None:
    script = install_launchers(unit_folder, "linux", python=tmp_path / "gone" / "python", home=tmp_path)[0]
    empty = tmp_path / "empty"
    empty.mkdir()
    for tool in ("sh", "dirname"):
        (empty / tool).symlink_to(shutil.which(tool) or "")
    done = subprocess.run(
        [script], stdin=subprocess.DEVNULL, env={"PATH": str(empty)}, capture_output=True, check=False
    )
    assert done.returncode != 0
    assert "没有找到 xlperf" in done.stdout.decode()


@posix
def test_the_script_has_unix_line_ends_and_may_be_run(unit_folder: Path, tmp_path: Path) -> None:
    platforms: tuple[Platform, ...] = ("linux", "macos")
    for platform in platforms:
        script = install_launchers(unit_folder, platform, home=tmp_path)[0]
        assert b"\r" not in script.read_bytes()
        assert os.access(script, os.X_OK)
        subprocess.run(["sh", "-n", script], check=True)


@posix
def test_the_desktop_entry_starts_the_script_with_what_was_dropped(tmp_path: Path) -> None:
    unit_folder = tmp_path / '怪 "名" $HOME `x` 100%'
    unit_folder.mkdir()
    script, entry, menu = install_launchers(unit_folder, "linux", home=tmp_path)
    assert menu.parent == tmp_path / ".local/share/applications"
    assert menu.read_bytes() == entry.read_bytes()
    lines = dict(line.split("=", 1) for line in entry.read_text().splitlines() if "=" in line)
    assert lines["Terminal"] == "true"
    assert lines["Path"] == str(unit_folder)
    exec_line = lines["Exec"].replace("\\\\", "\\").replace("%%", "%")
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', exec_line)
    words = [re.sub(r"\\(.)", r"\1", inside) or bare for inside, bare in quoted]
    assert words == ["/bin/sh", str(script), "%F"]


@posix
def test_the_desktop_entry_passes_the_desktop_s_own_check(unit_folder: Path, tmp_path: Path) -> None:
    checker = shutil.which("desktop-file-validate")
    _, entry, _ = install_launchers(unit_folder, "linux", home=tmp_path)
    assert entry.read_text().startswith("[Desktop Entry]\nType=Application\n")
    if checker is not None:
        subprocess.run([checker, entry], check=True)


def test_installing_again_gives_the_same_files(unit_folder: Path, tmp_path: Path) -> None:
    first = {file: file.read_bytes() for file in install_launchers(unit_folder, home=tmp_path)}
    second = {file: file.read_bytes() for file in install_launchers(unit_folder, home=tmp_path)}
    assert first == second


@pytest.mark.parametrize("platform", ["windows", "linux"])
def test_two_units_of_the_same_name_get_entries_of_their_own(tmp_path: Path, platform: Platform) -> None:
    folders = [tmp_path / parent / "绩效" for parent in ("甲", "乙", "甲")]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    first, second, again = (install_launchers(folder, platform, home=tmp_path)[-1] for folder in folders)
    assert first != second
    assert first == again
    assert str(folders[1]) in second.read_text(encoding="utf-8")


@posix
def test_the_whole_way_from_the_script_to_the_shown_outcome(unit_folder: Path, tmp_path: Path) -> None:
    script = install_launchers(unit_folder, "linux", home=tmp_path)[0]
    export = tmp_path / "导出.xls"
    export.write_bytes(b"no table at all")
    done = subprocess.run([script, export], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert (unit_folder / "数据" / "导出.xls").read_bytes() == b"no table at all"
    assert (unit_folder / ".xlperf" / "state.xlsx").exists()
    assert "正在刷新本月" in done.stdout.decode()
    assert "Traceback" not in done.stdout.decode() + done.stderr.decode()
