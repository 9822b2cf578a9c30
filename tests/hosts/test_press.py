"""Pressing a button: xlperf is run, and 更新.xlsm shows how it went, whatever happened."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Final

import pytest
from openpyxl import load_workbook

from xlperf.errors import FileInUse, WrongUsage
from xlperf.hosts.button_state import ButtonState
from xlperf.hosts.button_workbook import STATE_WORKBOOK, write_button_workbook
from xlperf.hosts.press import (
    Ran,
    button_command,
    last_state,
    main,
    make_button_workbook,
    press,
    run_program,
    summary,
)
from xlperf.unit import BUTTON_WORKBOOK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOON: Final = datetime(2024, 6, 3, 12, 0)  # noqa: DTZ001 - the clock on the wall
GOOD: Final = Ran(0, json.dumps({"unit": "示例局", "score": "99.95", "full": "100"}), "")


def runs(ran: Ran) -> Callable[[Path, str], Ran]:
    return lambda _folder, _action: ran


def outcome_in(path: Path) -> object:
    return load_workbook(path)["更新"]["B5"].value


def test_the_outcome_is_written_for_an_open_workbook_and_into_a_closed_one(unit_folder: Path) -> None:
    write_button_workbook(unit_folder / BUTTON_WORKBOOK, ButtonState(), "x")
    state = press(unit_folder, "refresh", runs(GOOD), lambda: NOON)
    assert state.outcome == "刷新本月完成，没有必须修改的问题。"
    assert outcome_in(unit_folder / STATE_WORKBOOK) == state.outcome
    assert outcome_in(unit_folder / BUTTON_WORKBOOK) == state.outcome


def test_a_workbook_that_is_open_is_left_alone(unit_folder: Path) -> None:
    write_button_workbook(unit_folder / BUTTON_WORKBOOK, ButtonState(), "x")
    before = (unit_folder / BUTTON_WORKBOOK).read_bytes()
    (unit_folder / f"~${BUTTON_WORKBOOK}").touch()
    press(unit_folder, "refresh", runs(GOOD), lambda: NOON)
    assert (unit_folder / BUTTON_WORKBOOK).read_bytes() == before
    assert outcome_in(unit_folder / STATE_WORKBOOK) == "刷新本月完成，没有必须修改的问题。"


def test_no_button_workbook_is_made_where_there_is_none(unit_folder: Path) -> None:
    press(unit_folder, "check", runs(GOOD), lambda: NOON)
    assert not (unit_folder / BUTTON_WORKBOOK).exists()


@pytest.mark.parametrize(
    ("ran", "reason"),
    [
        (Ran(2, "", "找不到评分表。\n"), "没有做成：找不到评分表。"),
        (Ran(1, "不是 JSON", "原因在这里"), "没有做成：原因在这里"),
        (Ran(1, "", "Traceback (most recent call last):\n  …\nKeyError: 3\n"), "没有做成：程序出了意外的错误"),
        (Ran(-9, "", ""), "没有做成：程序没有说明原因"),
    ],
)
def test_a_run_that_fails_is_a_state_that_says_why(unit_folder: Path, ran: Ran, reason: str) -> None:
    state = press(unit_folder, "check", runs(ran), lambda: NOON)
    assert state.outcome.startswith(reason)
    assert not state.succeeded
    assert str(outcome_in(unit_folder / STATE_WORKBOOK)).startswith(reason)


def test_errors_that_remain_are_no_failure_of_the_run(unit_folder: Path) -> None:
    found = {"code": "XP301", "kind": "SUM", "severity": "error", "message": "合计不等于分项之和"}
    state = press(unit_folder, "check", runs(Ran(1, json.dumps({"findings": [found]}), "")), lambda: NOON)
    assert state.succeeded
    assert "必须修改　合计不等于分项之和" in summary(state)


def test_an_unknown_button_is_refused(unit_folder: Path) -> None:
    with pytest.raises(WrongUsage, match="refresh"):
        press(unit_folder, "format-c", runs(GOOD))


def test_the_real_program_runs_in_the_unit_folder_and_answers_in_utf_8(unit_folder: Path) -> None:
    ran = run_program(unit_folder, "check")
    assert ran.status in {0, 1, 2}
    assert "�" not in ran.output + ran.complaints


def test_the_command_of_the_buttons_starts_this_very_python(unit_folder: Path) -> None:
    command = button_command()
    assert sys.executable in command
    done = subprocess.run(
        [*command.split(), "no-such-button"], cwd=unit_folder, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 2
    assert "没有“no-such-button”这个按钮" in done.stdout


def test_a_new_button_workbook_shows_the_last_run(unit_folder: Path) -> None:
    assert outcome_in(make_button_workbook(unit_folder)) == ButtonState().outcome
    found = {"code": "XP301", "kind": "SUM", "severity": "error", "message": "合计", "place": {"file": "x", "line": 3}}
    ran = Ran(1, json.dumps({"unit": "示例局", "findings": [found], "changes": [{"what": "新增"}]}), "")
    state = press(unit_folder, "check", runs(ran), lambda: NOON)
    (unit_folder / BUTTON_WORKBOOK).unlink()
    assert last_state(unit_folder) == state
    assert outcome_in(make_button_workbook(unit_folder)) == state.outcome


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"finished": 3}', "null"])
def test_a_damaged_note_of_the_last_run_is_as_none(unit_folder: Path, text: str) -> None:
    (unit_folder / ".xlperf").mkdir()
    (unit_folder / ".xlperf" / "state.json").write_text(text)
    assert last_state(unit_folder) == ButtonState()


def test_an_open_button_workbook_is_not_made_anew(unit_folder: Path) -> None:
    make_button_workbook(unit_folder)
    (unit_folder / f"~${BUTTON_WORKBOOK}").touch()
    with pytest.raises(FileInUse, match="请关闭后再运行一次"):
        make_button_workbook(unit_folder)


def test_the_console_shows_what_happened(
    unit_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(unit_folder)
    monkeypatch.setattr("xlperf.hosts.press.run_program", runs(GOOD))
    assert main(["refresh"]) == 0
    shown = capsys.readouterr().out
    assert "示例 单位：正在刷新本月" in shown
    assert "刷新本月完成，没有必须修改的问题。" in shown
    assert "得分：99.95 分（满分 100 分）" in shown


def test_a_dropped_file_that_is_gone_is_said_in_chinese(
    unit_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(unit_folder)
    assert main(["refresh", "没有了.xls"]) == 2
    assert "请重新拖一次" in capsys.readouterr().out


def test_the_state_workbook_has_no_macros(unit_folder: Path) -> None:
    press(unit_folder, "check", runs(GOOD), lambda: NOON)
    with zipfile.ZipFile(io.BytesIO((unit_folder / STATE_WORKBOOK).read_bytes())) as archive:
        assert not [name for name in archive.namelist() if "vba" in name]
