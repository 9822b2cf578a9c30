"""What was dropped on a launcher (拖到图标上的文件): for which unit it is, and taking it into 数据/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.errors import UnusableInput, reason_of
from xlperf.outputs import write_whole
from xlperf.unit import DATA, SETTINGS, WORKBOOK_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def unit_folder_of(path: Path) -> Path | None:
    """Find the unit folder that a file lies in by its 单位.toml; None when it is in none."""
    return next((folder for folder in path.resolve().parents if (folder / SETTINGS).is_file()), None)


def take_in(unit_folder: Path, file: Path) -> Path:
    """Copy an export that was dropped on a launcher into 数据/, never over another file, and return where it is.

    Raises UnusableInput for what is no workbook or cannot be read or written.
    """
    if file.suffix.lower() not in WORKBOOK_SUFFIXES:
        raise UnusableInput(f"“{file.name}”不是表格文件。请拖入导出的 Excel 或 WPS 表格。")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UnusableInput(f"读不了“{file.name}”：{reason_of(error)}。请关闭打开它的程序后重试。") from None
    target = unit_folder / DATA / file.name
    number = 1
    while target.exists() and target.read_bytes() != content:
        number += 1
        target = target.with_name(f"{file.stem}（{number}）{file.suffix}")
    if not target.exists():
        write_whole(target, content)
    return target


def folders_for(dropped: Iterable[Path], home: Path) -> Sequence[Path]:
    """Say for which unit folders to run: of what was dropped, else the launcher's own.

    A file from elsewhere is taken into the launcher's own unit folder. Raises UnusableInput for what is not there.
    """
    folders: list[Path] = []
    for path in dropped:
        if not path.exists():
            raise UnusableInput(f"找不到“{path}”。请重新拖一次。")
        folders.append(path.resolve() if path.is_dir() else _folder_for_file(path, home))
    return list(dict.fromkeys(folders)) or [home]


def _folder_for_file(file: Path, home: Path) -> Path:
    if home.resolve() in file.resolve().parents:
        return home
    folder = unit_folder_of(file)
    if folder is None:
        take_in(home, file)
    return folder or home
