from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.monthly import make_unit, steady
from xlperf.cli import status

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    months = {f"2024-{m:02d}": steady(m) for m in (4, 5)}
    months["2024-06"] = [("A01", "政务服务中心经费", "一般公共预算拨款", 1_000_000, 10_000, 260_000)]
    return make_unit(tmp_path / "单位", months)


def test_the_screen_begins_with_who_is_behind(unit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["refresh", str(unit)]) == 0
    words = capsys.readouterr().out
    assert "低于预警线（40%）的项目 1 个" in words.splitlines()[1]
    assert "到 8 月底达到 60% 还须支出（万元）" in words
    assert "34.00" in words
    assert "【本月没有了】“数据专线经费”" in words
    assert "绩效目标运行监控表.xlsx" in words


def test_json_has_execution_and_changes(unit: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert status(["refresh", str(unit), "--json"]) == 0
    document = json.loads(capfdbinary.readouterr().out)
    assert document["execution"] == {
        "month": "2024-06",
        "budget": "1000000",
        "spent": "260000",
        "rate": "26.00",
        "time_progress": "50.00",
        "warning_line": "40",
        "behind": [
            {
                "code": "A01",
                "name": "政务服务中心经费",
                "rate": "26.00",
                "line": "40",
                "next_month": "2024-08",
                "next_line": "60",
                "needed": "340000",
            }
        ],
    }
    assert [change["kind"] for change in document["changes"]] == ["missing", "value"]
    assert document["score"] is None
    assert set(document["outputs"]) == {"monitoring", "note", "working_paper"}
    assert {"file", "sheet", "cell", "old", "new"} == set(document["written"][0])


def test_history_of_the_command_line(unit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status(["refresh", str(unit)])
    for command in (["list"], ["show", "2024-06"], ["diff", "2024-05", "2024-06"], ["export"], ["restore", "2024-06"]):
        assert status(["history", *command, str(unit)]) == 0
    words = capsys.readouterr().out
    assert "【本月没有了】" in words
    assert "历史.xlsx" in words


def test_an_unusable_month_is_one_sentence(unit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["refresh", str(unit), "--month", "2025-01"]) == 2
    words = capsys.readouterr().err
    assert "没有 2025-01 的导出表" in words
    assert "Traceback" not in words


def test_the_button_workbook_is_made(unit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["excel", str(unit)]) == 0
    assert (unit / "更新.xlsm").is_file()
    assert "更新.xlsm" in capsys.readouterr().out


def test_pressing_from_the_command_line_does_what_the_button_does(
    unit: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert status(["excel", str(unit), "--press", "refresh"]) == 0
    assert "刷新本月完成" in capfd.readouterr().out
    assert (unit / "成果" / "绩效目标运行监控表.xlsx").is_file()


def test_watching_presses_for_every_change(
    unit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from xlperf.hosts.button_state import ButtonState
    from xlperf.hosts.watch import Change

    pressed: list[str] = []
    monkeypatch.setattr("xlperf.hosts.watch.watch", lambda folder, work: work(Change("refresh", (folder.name,))))
    monkeypatch.setattr(
        "xlperf.hosts.press.press", lambda _, action: pressed.append(action) or ButtonState(outcome="做完了")
    )
    assert status(["watch", str(unit)]) == 0
    assert pressed == ["refresh"]
    assert "做完了" in capsys.readouterr().out
