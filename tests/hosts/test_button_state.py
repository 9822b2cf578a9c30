"""What a command prints as JSON becomes the lines of 更新.xlsm."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from xlperf.findings import Severity
from xlperf.hosts.button_state import failed_state, state_from_document

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2024, 6, 3, 12, 0)  # noqa: DTZ001 - the clock on the wall


def finding(severity: str, message: str, **place: object) -> dict[str, Any]:
    return {"code": "XP301", "kind": "SUM", "severity": severity, "message": message, "place": place, "hint": "核对"}


def document(**more: object) -> dict[str, Any]:
    return {"unit": "示例局", "period": "2024", "score": "99.95", "full": "100", **more}


def test_score_month_and_execution_are_said_in_words(unit_folder: Path) -> None:
    execution = {
        "month": "2024-05",
        "rate": "31.20",
        "time_progress": "41.67",
        "behind": [{"code": "1", "name": "中心经费", "rate": "24.1"}],
    }
    state = state_from_document(unit_folder, "refresh", document(execution=execution), NOON)
    assert dict(state.lines) == {
        "年度": "2024",
        "得分": "99.95 分（满分 100 分）",
        "月份": "2024-05",
        "预算执行": "执行率 31.20%，序时进度 41.67%，慢 10.47 个百分点",
        "低于预警线": "1 个项目：中心经费",
        "核对意见": "没有发现问题",
    }
    assert state.outcome == "刷新本月完成，没有必须修改的问题。"


def test_a_missing_score_and_rate_are_not_made_up(unit_folder: Path) -> None:
    state = state_from_document(
        unit_folder, "check", document(score=None, execution={"month": "2024-01", "rate": None}), NOON
    )
    assert dict(state.lines)["得分"] == "还算不出总分（满分 100 分）"
    assert dict(state.lines)["预算执行"] == "执行率算不出"


def test_the_worst_findings_come_first_and_are_counted(unit_folder: Path) -> None:
    found = [finding("hint", "丙"), finding("error", "甲"), finding("warning", "乙")]
    state = state_from_document(unit_folder, "refresh", document(findings=found), NOON)
    assert [item.message for item in state.findings] == ["甲", "乙", "丙"]
    assert dict(state.lines)["核对意见"] == "必须修改 1 条，需说明 1 条，提示 1 条"
    assert state.outcome == "刷新本月完成，有 1 条必须修改，见下面的核对意见。"
    assert state.findings[0].severity is Severity.ERROR


@pytest.mark.parametrize("folder", ["", "数据", "成果"])
def test_files_are_named_from_the_unit_folder_wherever_they_lie(unit_folder: Path, folder: str) -> None:
    (unit_folder / folder).mkdir(exist_ok=True)
    (unit_folder / folder / "表.xlsx").touch()
    state = state_from_document(
        unit_folder,
        "refresh",
        document(
            findings=[finding("error", "甲", file="表.xlsx", sheet="一", cell="B2")],
            outputs={"workbook": str(unit_folder / folder / "表.xlsx"), "report": None},
        ),
        NOON,
    )
    name = f"{folder}/表.xlsx".removeprefix("/")
    assert state.findings[0].place.file == name
    assert state.outputs == (("评分表", name),)


def test_changes_are_listed_in_their_own_words(unit_folder: Path) -> None:
    state = state_from_document(unit_folder, "refresh", document(changes=[{"kind": "new", "what": "新增项目"}]), NOON)
    assert state.changes == ("新增项目",)


def test_a_failure_says_why_or_where_to_look() -> None:
    assert failed_state("check", "找不到评分表", NOON).outcome == "没有做成：找不到评分表"
    assert "xlperf doctor" in failed_state("check", "", NOON).outcome
    assert not failed_state("check", "", NOON).succeeded
