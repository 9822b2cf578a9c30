"""What happens when a button is pressed: run xlperf for the unit folder, then show in 更新.xlsm how it went.

Started by 更新.xlsm, by the launchers and by the watcher: ``python -m xlperf.hosts.press refresh``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlperf.errors import UnusableInput, WrongUsage, XlperfError
from xlperf.hosts.button_state import ACTIONS, ButtonState, failed_state, state_from_document
from xlperf.hosts.button_workbook import (
    STATE_WORKBOOK,
    write_button_workbook,
    write_state_workbook,
)
from xlperf.outputs import is_open_elsewhere, write_whole
from xlperf.unit import BUTTON_WORKBOOK, DATA, SETTINGS, WORKBOOK_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_UNUSABLE: Final = 2
"""Exit status of a command that wrote nothing."""
_MOST_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it printed."""

    status: int
    output: str
    complaints: str


def press(
    unit_folder: Path,
    action: str,
    run: Callable[[Path, str], Ran] | None = None,
    now: Callable[[], datetime] = datetime.now,
) -> ButtonState:
    """Do what a button says for a unit folder, show it in 更新.xlsm, and return what is shown.

    Raises WrongUsage for an unknown action. A command that fails is a state that says why.
    """
    if action not in ACTIONS:
        raise WrongUsage(f"没有“{action}”这个按钮，有：{'、'.join(ACTIONS)}")
    ran = (run or run_program)(unit_folder, action)
    state = _state(unit_folder, action, ran, now())
    publish(unit_folder, state)
    return state


def run_program(unit_folder: Path, action: str) -> Ran:
    """Run ``xlperf ACTION . --json`` in the unit folder, with the Python that runs us."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-X", "utf8", "-m", "xlperf", action, ".", "--json"],
        cwd=unit_folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        creationflags=_no_console_window(),
    )
    return Ran(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


def _no_console_window() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


def publish(unit_folder: Path, state: ButtonState) -> None:
    """Show a state: for an open 更新.xlsm to copy, and in the file itself when nobody has it open.

    Raises UnusableInput when the folder cannot be written to.
    """
    write_state_workbook(unit_folder / STATE_WORKBOOK, state)
    workbook = unit_folder / BUTTON_WORKBOOK
    if workbook.exists() and not is_open_elsewhere(workbook):
        with suppress(UnusableInput):  # opened in this very moment: it copies the state instead
            write_button_workbook(workbook, state, button_command())


def button_command() -> str:
    """Give the command line that the buttons run, the action to be added; the very Python that runs us."""
    return subprocess.list2cmdline([sys.executable, "-X", "utf8", "-m", "xlperf.hosts.press"])


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
        raise UnusableInput(
            f"读不了“{file.name}”：{error.strerror or '不能读取'}。请关闭打开它的程序后重试。"
        ) from None
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Press a button from the command line: ACTION [file or folder …]. Exit status 0 when the outcome is shown."""
    action, *dropped = sys.argv[1:] if arguments is None else arguments
    try:
        for folder in folders_for([Path(path) for path in dropped], Path.cwd()):
            print(f"{folder.name}：正在{ACTIONS.get(action, action)}，请稍候……", flush=True)  # noqa: T201 - a console
            print(summary(press(folder, action)), flush=True)  # noqa: T201
    except XlperfError as error:
        print(error)  # noqa: T201
        return error.exit_code
    return 0


def summary(state: ButtonState) -> str:
    """Write a state as a few lines of text for a console."""
    lines = ["", state.outcome]
    lines += [f"  {label}：{text}" for label, text in state.lines]
    lines += [f"  {name}：{file}" for name, file in state.outputs]
    lines += [f"  变化：{change}" for change in state.changes[:_MOST_SHOWN]]
    for finding in state.findings[:_MOST_SHOWN]:
        place = f"{finding.place}　" if str(finding.place) else ""
        lines.append(f"  {finding.severity.chinese}　{place}{finding.message}")
    rest = len(state.findings) - _MOST_SHOWN
    if rest > 0:
        lines.append(f"  ……另有 {rest} 条，见 {BUTTON_WORKBOOK} 或 成果/计算底稿.xlsx")
    return "\n".join(lines)


def _state(unit_folder: Path, action: str, ran: Ran, finished: datetime) -> ButtonState:
    if ran.status >= _UNUSABLE or ran.status < 0:
        return failed_state(action, _reason(ran), finished)
    try:
        document = json.loads(ran.output)
    except ValueError:
        return failed_state(action, _reason(ran), finished)
    return state_from_document(unit_folder, action, document, finished)


def _reason(ran: Ran) -> str:
    """Take the last lines that the command complained with; a traceback is for nobody's eyes."""
    lines = [line.strip() for line in ran.complaints.splitlines() if line.strip()]
    if any(line.startswith("Traceback") for line in lines):
        return "程序出了意外的错误；请在命令行运行 xlperf doctor，把显示的内容发给维护人员"
    return " ".join(lines[-3:])


if __name__ == "__main__":
    sys.exit(main())
