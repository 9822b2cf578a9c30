"""What this computer has for the program (环境检查): packages, spreadsheet programs, writable folders."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("python-calamine", "lxml", "openpyxl", "xlsxwriter", "docxtpl", "pandas", "xlwings")
PROGRAMS = {
    "Excel": (r"Microsoft\Windows\CurrentVersion\App Paths\excel.exe",),
    "WPS 表格": (r"Microsoft\Windows\CurrentVersion\App Paths\et.exe",),
}


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing looked at."""

    subject: str
    state: str
    advice: str = ""
    well: bool = True


def examine() -> tuple[Examined, ...]:
    """Look at everything that the program leans on."""
    python = Examined("Python", f"{platform.python_version()}（{platform.system()} {platform.machine()}）")
    return (python, *map(package, PACKAGES), *spreadsheet_programs(), writable(Path.cwd()))


def package(name: str) -> Examined:
    """Look for an installed package."""
    try:
        return Examined(name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Examined(name, "没有安装", f"运行：{sys.executable} -m pip install {name}", well=False)


def spreadsheet_programs() -> tuple[Examined, ...]:
    """Look for the programs in which the officer opens the results; none of them is needed to make them."""
    found = [Examined(name, "已安装") for name, keys in PROGRAMS.items() if any(map(_in_registry, keys))]
    commands = {"soffice": "LibreOffice", "et": "WPS 表格"}
    found += [Examined(name, "已安装") for command, name in commands.items() if shutil.which(command)]
    return tuple(found) or (
        Examined("Excel / WPS / LibreOffice", "没有找到", "不影响生成文件，只是这台电脑上不能打开看"),
    )


def _in_registry(key: str) -> bool:
    if sys.platform != "win32":
        return False
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, "SOFTWARE\\" + key))
    except OSError:
        return False
    return True


def writable(folder: Path) -> Examined:
    """Try whether a file can be made in a folder."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Examined("当前文件夹", "可以写入")
    except OSError:
        return Examined("当前文件夹", "不能写入", "换到有写权限的文件夹，例如“文档”", well=False)
