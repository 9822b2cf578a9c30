"""Ways to start the monthly refresh with macros off: a file to double-click or to drop an export on (每月更新)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final, Literal, TypeAlias

from xlperf.outputs import write_whole

Platform: TypeAlias = Literal["windows", "linux", "macos"]

NAME: Final = "每月更新"
SENT_TO: Final = "绩效自评 {name}"

_BAT: Final = """\
@echo off
chcp 65001 >nul
setlocal
title {title}
set "PYTHON={python}"
set "PYTHONUTF8=1"
pushd "{folder}"
if errorlevel 1 goto nofolder
if exist "%PYTHON%" goto python
where xlperf >nul 2>nul
if errorlevel 1 goto missing
xlperf excel --press refresh %*
goto end
:python
"%PYTHON%" -m xlperf.hosts.press refresh %*
goto end
:missing
echo 没有找到 xlperf：它可能换了位置或被卸载。请重新安装，再运行一次 xlperf excel --install
goto end
:nofolder
echo 找不到单位文件夹：它可能换了位置。请在新的位置再运行一次 xlperf excel --install
:end
popd
echo.
pause
"""

_SH: Final = """\
#!/bin/sh
# 每月更新：双击运行，或把单位文件夹、导出的表拖到上面
python={python}
cd {folder} || {{
    echo '找不到单位文件夹：它可能换了位置。请在新的位置再运行一次 xlperf excel --install'
    exit 2
}}
PYTHONUTF8=1
export PYTHONUTF8
if [ -x "$python" ]; then
    "$python" -m xlperf.hosts.press refresh "$@"
elif command -v xlperf >/dev/null 2>&1; then
    xlperf excel --press refresh "$@"
else
    echo '没有找到 xlperf：它可能换了位置或被卸载。请重新安装，再运行一次 xlperf excel --install'
    false
fi
status=$?
if [ -t 0 ]; then
    printf '\\n按回车键关闭窗口'
    read -r answer
fi
exit $status
"""

_DESKTOP: Final = """\
[Desktop Entry]
Type=Application
Version=1.0
Name={name}
Name[zh_CN]={name}
Comment=刷新本月的绩效自评；可以把单位文件夹或导出的表拖到图标上
Exec={exec}
Path={path}
Terminal=true
Icon=view-refresh
Categories=Office;
MimeType=inode/directory;application/vnd.ms-excel;\
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;
"""

_OWN_FOLDER_SH: Final = '"$(dirname -- "$0")"'


def this_platform() -> Platform:
    """Say which of the three this computer is."""
    if sys.platform == "win32":
        return "windows"
    return "macos" if sys.platform == "darwin" else "linux"


def install_launchers(
    unit_folder: Path,
    platform: Platform | None = None,
    *,
    python: Path | None = None,
    home: Path | None = None,
) -> tuple[Path, ...]:
    """Put 每月更新 into the unit folder and an entry into the desktop's own menu; return the files made.

    Windows: 每月更新.bat and the entry 发送到; Linux (Kylin, UOS): a shell script, a .desktop file and the same in the
    menu; macOS: 每月更新.command. ``python`` is the Python to run, ours by default. Raises UnusableInput when a file
    cannot be written.
    """
    unit_folder = unit_folder.resolve()
    interpreter = str(python or sys.executable)
    home = home or Path.home()
    if (platform or this_platform()) == "windows":
        return _install_windows(unit_folder, interpreter, home)
    if (platform or this_platform()) == "macos":
        command = unit_folder / f"{NAME}.command"
        _write_executable(command, _shell_script(interpreter, _OWN_FOLDER_SH))
        return (command,)
    return _install_linux(unit_folder, interpreter, home)


def _install_windows(unit_folder: Path, python: str, home: Path) -> tuple[Path, ...]:
    here = unit_folder / f"{NAME}.bat"
    write_whole(here, _batch_file(python, "%~dp0.", NAME))
    roaming = Path(os.environ.get("APPDATA", "")) if sys.platform == "win32" else home / "AppData" / "Roaming"
    menu = _of_this_unit(
        roaming / "Microsoft" / "Windows" / "SendTo" / f"{SENT_TO.format(name=unit_folder.name)}.bat", unit_folder
    )
    write_whole(menu, _batch_file(python, str(unit_folder), NAME))
    return here, menu


def _install_linux(unit_folder: Path, python: str, home: Path) -> tuple[Path, ...]:
    script = unit_folder / f"{NAME}.sh"
    _write_executable(script, _shell_script(python, _OWN_FOLDER_SH))
    entry = _DESKTOP.format(
        name=f"{NAME}（{unit_folder.name}）",
        exec=f"{_exec_word('/bin/sh')} {_exec_word(str(script))} %F",
        path=_desktop_string(str(unit_folder)),
    ).encode()
    here = unit_folder / f"{NAME}.desktop"
    _write_executable(here, entry)
    menu = _of_this_unit(home / ".local" / "share" / "applications" / f"xlperf-{unit_folder.name}.desktop", unit_folder)
    _write_executable(menu, entry)
    return script, here, menu


def _of_this_unit(entry: Path, unit_folder: Path) -> Path:
    """Choose a name for a menu entry that no other unit folder of the same name has."""
    marks = {str(unit_folder).replace("%", "%%"), _desktop_string(str(unit_folder))}
    candidate, number = entry, 1
    while candidate.exists() and not any(mark in candidate.read_text("utf-8", "replace") for mark in marks):
        number += 1
        candidate = entry.with_name(f"{entry.stem}（{number}）{entry.suffix}")
    return candidate


def _batch_file(python: str, folder: str, title: str) -> bytes:
    """Write a batch file: CRLF, UTF-8 without a mark, which ``chcp 65001`` in its ASCII head announces."""
    quoted = folder if folder.startswith("%~") else folder.replace("%", "%%")
    text = _BAT.format(python=python.replace("%", "%%"), folder=quoted, title=title)
    return text.replace("\n", "\r\n").encode()


def _shell_script(python: str, folder: str) -> bytes:
    return _SH.format(python=_shell_word(python), folder=folder).encode()


def _shell_word(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _exec_word(text: str) -> str:
    """Quote a word of a .desktop file's Exec line: its own quoting first, then that of every text there."""
    word = text
    for sign in ("\\", '"', "`", "$"):
        word = word.replace(sign, "\\" + sign)
    return _desktop_string(f'"{word}"').replace("%", "%%")


def _desktop_string(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _write_executable(path: Path, content: bytes) -> None:
    write_whole(path, content)
    path.chmod(0o755)
