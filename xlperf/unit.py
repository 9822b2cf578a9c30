"""The unit folder (单位文件夹): what the officer received, what she filled in, and where results go."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from xlperf.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SETTINGS: Final = "单位.toml"
QUESTIONNAIRE: Final = "填报表.xlsx"
BUTTON_WORKBOOK: Final = "更新.xlsm"
OUTPUTS: Final = "成果"
TEMPLATES: Final = "模板"
DATA: Final = "数据"
EVIDENCE: Final = "佐证材料"

_NOT_RECEIVED: Final = frozenset({OUTPUTS, EVIDENCE, TEMPLATES})
_MONTH: Final = re.compile(r"(19|20)\d{2}-(0[1-9]|1[0-2])")
WORKBOOK_SUFFIXES: Final = frozenset(
    {".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".et", ".ett", ".xltx", ".xltm", ".xlt"}
)
"""How the names of workbooks end (导出的表)."""
_OTHER_SUFFIXES: Final = frozenset(
    {".doc", ".docx", ".wps", ".pdf", ".ppt", ".pptx", ".txt", ".md", ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif"}
    | {".zip", ".rar", ".7z", ".toml", ".yaml", ".json", ".bat", ".sh", ".command", ".desktop", ".lnk", ".ini", ".db"}
    | {".tmp", ".bak"}
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One department's folder and what its 单位.toml says."""

    root: Path
    name: str = ""
    """单位名称; empty: taken from 编制单位 of the tables."""
    year: int | None = None
    """年度; None: taken from the tables."""
    scheme: str = ""
    """Id or path of the indicator scheme; empty: recognised from the official workbook."""
    progress_by: Literal["months", "days"] = "months"
    """序时进度: months ÷ 12, or days elapsed ÷ days of the year."""
    warning_lines: Mapping[int, Decimal] = field(default_factory=dict)
    """执行进度预警线 by month, as rates; empty: the default ones."""

    @property
    def outputs(self) -> Path:
        """成果/, which the program makes."""
        return self.root / OUTPUTS

    @property
    def questionnaire(self) -> Path:
        """填报表.xlsx, which the officer fills in."""
        return self.root / QUESTIONNAIRE

    @property
    def templates(self) -> Path:
        """模板/, in which the officer may put texts and a Word template of her own."""
        return self.root / TEMPLATES

    @property
    def data(self) -> Path:
        """数据/, in which the exports lie."""
        return self.root / DATA

    def relative(self, path: Path) -> str:
        """Name a file as messages do: relative to the folder, with forward slashes."""
        try:
            return "/".join(map(_shown, path.relative_to(self.root).parts))
        except ValueError:
            return _shown(path.name)

    def received(self) -> tuple[Path, ...]:
        """List what may be a table or an official workbook: all but results, evidence, months and lock files."""
        own = {self.questionnaire, self.root / BUTTON_WORKBOOK}
        return tuple(sorted(path for path in self._walk(self.root) if path not in own))

    def months(self) -> tuple[str, ...]:
        """List the months that have a folder under 数据/, oldest first: 2024-05."""
        if not self.data.is_dir():
            return ()
        return tuple(sorted(p.name for p in self.data.iterdir() if p.is_dir() and _MONTH.fullmatch(p.name)))

    def received_in(self, month: str) -> tuple[Path, ...]:
        """List the workbooks of one month's folder."""
        return tuple(sorted(self._walk(self.data / month)))

    def _walk(self, folder: Path) -> Iterator[Path]:
        for path in folder.iterdir():
            if path.name.startswith((".", "~$")):
                continue
            if path.is_dir():
                if path.name not in _NOT_RECEIVED and not _MONTH.fullmatch(path.name):
                    yield from self._walk(path)
            elif self._may_be_workbook(path):
                yield path

    def _may_be_workbook(self, path: Path) -> bool:
        suffix = path.suffix.lower()
        if suffix in WORKBOOK_SUFFIXES:
            return True
        return suffix not in _OTHER_SUFFIXES and self.data in path.parents


def _shown(name: str) -> str:
    """Show a name that came from Windows in its own encoding (a zip unpacked on Linux) as it was there."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def open_unit(folder: Path) -> Unit:
    """Open a unit folder; a bare folder without 单位.toml works too. Raises UnusableInput."""
    if not folder.exists():
        raise UnusableInput(f"找不到文件夹“{folder}”。请检查路径，或用 xlperf new 新建一个。")
    if not folder.is_dir():
        raise UnusableInput(f"“{folder}”是文件，不是文件夹。请给出放着决算表和评分表的那个文件夹。")
    folder = folder.resolve()
    if not any(folder.iterdir()):
        raise UnusableInput(f"文件夹“{folder.name}”是空的。请把决算报表和评分表放进去，再运行一次。")
    settings = folder / SETTINGS
    return _with_settings(folder, settings) if settings.is_file() else Unit(folder)


def _with_settings(folder: Path, settings: Path) -> Unit:
    try:
        values = tomllib.loads(settings.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise UnusableInput(f"{SETTINGS} 不是 UTF-8 编码。请用记事本另存为 UTF-8。") from None
    except tomllib.TOMLDecodeError as fault:
        raise UnusableInput(
            f"{SETTINGS} 写得不对（{_position(fault)}）。请照“名称 = 值”改好，文字用英文双引号括起。"
        ) from None
    name, year, scheme = values.get("name", ""), values.get("year"), values.get("scheme", "")
    if not isinstance(name, str) or not isinstance(scheme, str):
        raise UnusableInput(f"{SETTINGS} 中 name、scheme 应当是文字，用英文双引号括起。")
    if year is not None and (not isinstance(year, int) or not 1990 <= year <= 2100):
        raise UnusableInput(f"{SETTINGS} 中 year = {year} 不是年份。请写成四位数，例如 year = 2023。")
    return Unit(folder, name.strip(), year, scheme.strip(), _progress(values), _warning_lines(values))


def _progress(values: dict[str, object]) -> Literal["months", "days"]:
    words = values.get("time_progress", "months")
    if words == "days":
        return "days"
    if words != "months":
        raise UnusableInput(f'{SETTINGS} 中 time_progress 应当是 "months"（按月）或 "days"（按天），现在是“{words}”。')
    return "months"


def _warning_lines(values: dict[str, object]) -> dict[int, Decimal]:
    stated = values.get("warning_lines", {})
    try:
        lines = {int(month): Decimal(str(share)) / 100 for month, share in stated.items()}  # type: ignore[attr-defined]
    except (AttributeError, ValueError, ArithmeticError):
        lines = {0: Decimal(0)}
    if not all(1 <= month <= 12 and 0 <= share <= 1 for month, share in lines.items()):
        raise UnusableInput(
            f"{SETTINGS} 中 warning_lines（执行进度预警线）写得不对。请写成：warning_lines = "
            '{ "4" = 25, "6" = 40, "8" = 60, "10" = 80 }，即 4 月底 25%，6 月底 40%……'
        )
    return dict(sorted(lines.items()))


def _position(fault: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"line (\d+), column (\d+)", str(fault))
    return f"第{found[1]}行第{found[2]}个字" if found else "末尾"


def settings_text(name: str, year: int, scheme: str) -> str:
    """Write 单位.toml for a new folder."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'# 单位名称、年度、指标体系；一般不用改\nname = "{quoted}"\nyear = {year}\nscheme = "{scheme}"\n'
