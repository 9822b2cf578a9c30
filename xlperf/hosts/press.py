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

from xlperf.errors import FileInUse, UnusableInput, WrongUsage, XlperfError
from xlperf.hosts.button_state import (
    ACTIONS,
    ButtonState,
    failed_state,
    state_from_document,
    state_from_text,
    state_text,
)
from xlperf.hosts.button_workbook import (
    STATE_WORKBOOK,
    write_button_workbook,
    write_state_workbook,
)
from xlperf.hosts.dropped import folders_for
from xlperf.outputs import is_open_elsewhere, write_whole
from xlperf.unit import BUTTON_WORKBOOK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_STATE: Final = ".xlperf/state.json"
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
    write_whole(unit_folder / _STATE, state_text(state).encode())
    write_state_workbook(unit_folder / STATE_WORKBOOK, state)
    workbook = unit_folder / BUTTON_WORKBOOK
    if workbook.exists() and not is_open_elsewhere(workbook):
        with suppress(UnusableInput):  # opened in this very moment: it copies the state instead
            write_button_workbook(workbook, state, button_command())


def make_button_workbook(unit_folder: Path) -> Path:
    """Make 更新.xlsm for a unit folder, with the state of the last run if there was one.

    Raises FileInUse when it is open, UnusableInput when the folder cannot be written to.
    """
    path = unit_folder / BUTTON_WORKBOOK
    if is_open_elsewhere(path):
        raise FileInUse(f"“{BUTTON_WORKBOOK}”正被打开。请关闭后再运行一次。")
    write_button_workbook(path, last_state(unit_folder), button_command())
    return path


def last_state(unit_folder: Path) -> ButtonState:
    """Return the state of the last run; that of a folder where nothing was run yet when there is none."""
    try:
        return state_from_text((unit_folder / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ButtonState()


def button_command() -> str:
    """Give the command line that the buttons run, the action to be added; the very Python that runs us."""
    return subprocess.list2cmdline([sys.executable, "-X", "utf8", "-m", "xlperf.hosts.press"])


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
