from __future__ import annotations

import os
import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.monthly import (
    answer_in_questionnaire,
    make_month,
    make_questionnaire,
    make_unit,
    override_score,
    steady,
    write_export,
)
from xlperf import pipeline
from xlperf.errors import FileInUse, UnusableInput, WrongUsage
from xlperf.examples import EXAMPLE_YEAR, make_example
from xlperf.history.store import History
from xlperf.ooxml import Workbook
from xlperf.outputs import digest
from xlperf.refresh import MONITORING, refresh

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monthly import Line


def results_of(unit: Path) -> dict[str, str]:
    return {p.name: digest(p.read_bytes()) for p in (unit / "成果").iterdir() if p.suffix in {".xlsx", ".docx"}}


def codes(result: object) -> list[str]:
    return [finding.code for finding in result.findings]  # type: ignore[attr-defined]


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    return make_unit(tmp_path / "某 单位", {"2024-04": steady(4), "2024-05": steady(5)})


def test_a_year_replayed_month_by_month_names_each_event_by_its_kind(tmp_path: Path) -> None:
    make_example(tmp_path / "年度", EXAMPLE_YEAR)
    seen: dict[int, list[str]] = {}
    for month in range(1, 13):
        result = refresh(tmp_path / "年度", month=f"2024-{month:02d}")
        seen[month] = [change.kind.value for change in result.changes if change.kind != "value"]
        assert not [f for f in result.findings if f.severity == "error"]
    assert seen == {
        **{month: [] for month in (1, 2, 3, 4, 11, 12)},
        5: ["restated"],
        6: ["renamed"],
        7: ["missing"],
        8: ["reappeared", "new"],
        9: ["unit"],
        10: ["unit", "budget"],
    }


def test_the_newest_month_is_the_default(unit: Path) -> None:
    result = refresh(unit)
    assert result.execution.month == "2024-05"
    assert set(result.outputs) == {"monitoring", "note", "working_paper"}


def test_twice_the_same_is_the_same_byte_for_byte(unit: Path) -> None:
    refresh(unit)
    first = results_of(unit)
    times = {p: p.stat().st_mtime_ns for p in (unit / "成果").iterdir()}
    refresh(unit)
    assert results_of(unit) == first
    assert {p: p.stat().st_mtime_ns for p in (unit / "成果").iterdir()} == times


def test_with_the_yearly_tables_everything_is_renewed_together(tmp_path: Path) -> None:
    unit = tmp_path / "单位"
    make_example(unit)
    make_month(unit, "2024-05", steady(5))
    result = refresh(unit)
    assert set(result.outputs) == {"workbook", "report", "monitoring", "note", "working_paper"}
    assert result.yearly is not None
    assert str(result.yearly.results.total) == "99.95"
    first = results_of(unit)
    refresh(unit)
    assert results_of(unit) == first
    assert "月度趋势" in Workbook.open(unit / "成果" / "计算底稿.xlsx").sheet_names


def test_the_yearly_part_is_done_again_only_when_something_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = tmp_path / "单位"
    make_example(unit)
    for month in (4, 5, 6):
        make_month(unit, f"2024-{month:02d}", steady(month))
    first = refresh(unit, month="2024-04")
    composed: list[str] = []
    compose = pipeline.compose
    monkeypatch.setattr(pipeline, "compose", lambda *given: composed.append("") or compose(*given))
    again = refresh(unit, month="2024-05")
    assert composed == []
    assert again.yearly is not None
    assert first.yearly is not None
    assert again.yearly.cells == first.yearly.cells
    override_score(unit / "填报表.xlsx", "结转结余率", Decimal(2))
    assert refresh(unit, month="2024-06").yearly is not None
    assert composed == [""]


def test_an_empty_month_is_refused_and_nothing_changes(unit: Path) -> None:
    refresh(unit)
    before = results_of(unit)
    (unit / "数据" / "2024-06").mkdir()
    with pytest.raises(UnusableInput, match="2024-06 里没有导出的表"):
        refresh(unit)
    assert results_of(unit) == before


def test_a_month_without_an_execution_table_is_refused(unit: Path) -> None:
    import xlsxwriter

    (unit / "数据" / "2024-06").mkdir()
    book = xlsxwriter.Workbook(unit / "数据" / "2024-06" / "别的.xlsx")
    book.add_worksheet().write(0, 0, "别的表")
    book.close()
    with pytest.raises(UnusableInput, match="没有认出预算执行情况表"):
        refresh(unit)


def test_two_different_exports_for_one_month_are_refused(unit: Path) -> None:
    make_month(unit, "2024-05", steady(5, step=60_000), name="另一份.xlsx")
    with pytest.raises(UnusableInput, match="两份内容不同的导出表"):
        refresh(unit)


def test_the_same_export_twice_counts_once(unit: Path) -> None:
    make_month(unit, "2024-05", steady(5), name="另一份.xlsx")
    result = refresh(unit)
    assert "XP809" in codes(result)
    assert result.execution.spent == 375_000


def test_exports_of_different_projects_belong_together(unit: Path) -> None:
    more: list[Line] = [("B01", "培训经费", "其他资金", 50_000, 0, 10_000)]
    make_month(unit, "2024-05", more, name="另一份.xlsx")
    assert refresh(unit).execution.spent == 385_000


def test_a_skipped_month_is_said(tmp_path: Path) -> None:
    unit = make_unit(tmp_path / "单位", {"2024-02": steady(2), "2024-05": steady(5)})
    result = refresh(unit)
    (finding,) = [f for f in result.findings if f.code == "XP810"]
    assert "2024-03、2024-04" in finding.message
    assert "restated" not in [c.kind for c in result.changes]


def test_months_out_of_order_are_said(unit: Path) -> None:
    refresh(unit)
    assert "XP811" in codes(refresh(unit, month="2024-04"))


def test_a_month_in_the_wrong_folder_is_an_error(unit: Path) -> None:
    shutil.copyfile(unit / "数据/2024-04/执行.xlsx", unit / "数据/2024-05/执行.xlsx")
    (finding,) = [f for f in refresh(unit).findings if f.code == "XP808"]
    assert finding.severity == "error"


def test_spending_that_goes_down_names_the_cell(unit: Path) -> None:
    make_month(unit, "2024-05", [("A01", "政务服务中心经费", "一般公共预算拨款", 1_000_000, 0, 120_000)])
    (finding,) = [f for f in refresh(unit).findings if f.code == "XP812"]
    assert (finding.place.sheet, finding.place.cell) == ("执行表", "H4")


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([("A01", "甲", "", 0, 10, 10)], "XP813"),
        ([("A01", "甲", "", 100, 10, 130)], "XP814"),
        ([("A01", "甲", "", 100, 10, 10), ("A01", "乙", "", 100, 10, 10)], "XP815"),
        ([("A01", "甲", "财政", 100, 10, 10), ("A01", "甲", "财政", 100, 10, 10)], "XP816"),
        ([("A01", "甲", "", 100, 10, None), ("A02", "乙", "", 100, 10, 10)], "XP817"),
    ],
)
def test_what_is_wrong_with_an_export_is_a_finding(tmp_path: Path, lines: list[Line], code: str) -> None:
    assert code in codes(refresh(make_unit(tmp_path / "单位", {"2024-05": lines})))


@pytest.mark.parametrize("month", ["2024-13", "五月", "2024"])
def test_what_is_no_month_is_said(unit: Path, month: str) -> None:
    with pytest.raises(WrongUsage, match="不是月份"):
        refresh(unit, month=month)


def test_a_month_that_is_not_there_is_said(unit: Path) -> None:
    with pytest.raises(UnusableInput, match="没有 2024-09 的导出表"):
        refresh(unit, month="2024-9")


def test_a_month_is_known_by_its_title_without_a_folder(tmp_path: Path) -> None:
    unit = make_unit(tmp_path / "单位", {})
    write_export(unit / "数据" / "执行.xlsx", steady(5), title="2024年1-5月预算执行情况表")
    assert refresh(unit).execution.month == "2024-05"


def test_settings_move_the_warning_lines_and_the_time_progress(unit: Path) -> None:
    settings = 'name = "甲"\nyear = 2024\ntime_progress = "days"\nwarning_lines = { "5" = 90 }\n'
    (unit / "单位.toml").write_text(settings, encoding="utf-8")
    execution = refresh(unit).execution
    assert len(execution.behind) == 2
    assert execution.time_progress.quantize(
        execution.time_progress.__class__("0.0001")
    ) == execution.time_progress.__class__("0.4153")


def test_without_history_the_months_before_are_read_from_their_exports(unit: Path) -> None:
    refresh(unit, month="2024-04")
    with_history = refresh(unit)
    shutil.rmtree(unit / ".xlperf")
    again = refresh(unit)
    assert again.changes == with_history.changes
    assert "XP806" in codes(again)


def test_a_torn_history_is_set_aside_and_the_results_stay(unit: Path) -> None:
    refresh(unit)
    before = results_of(unit)
    (unit / ".xlperf" / "history.db").write_bytes(b"SQLite format 3\0" + b"x" * 4000)
    result = refresh(unit)
    assert {"XP806", "XP807"} <= set(codes(result))
    assert results_of(unit) == before


def test_an_export_replaced_after_the_refresh_is_restated(unit: Path) -> None:
    refresh(unit, month="2024-04")
    refresh(unit)
    make_month(unit, "2024-05", steady(5, first=1_100_000))
    kinds = [change.kind.value for change in refresh(unit).changes]
    assert kinds.count("restated") == 1
    first = results_of(unit)
    refresh(unit)
    assert results_of(unit) == first


def test_another_process_at_work_is_noticed(unit: Path) -> None:
    refresh(unit)
    before = results_of(unit)
    with History(unit / ".xlperf"), pytest.raises(FileInUse):
        refresh(unit)
    assert results_of(unit) == before


def test_an_open_workbook_gets_its_result_beside_it(unit: Path) -> None:
    refresh(unit, month="2024-04")
    (unit / "成果" / f".~lock.{MONITORING}#").write_text("", encoding="utf-8")
    result = refresh(unit)
    assert result.outputs["monitoring"].name == "绩效目标运行监控表（新）.xlsx"
    (unit / "成果" / f".~lock.{MONITORING}#").unlink()
    assert refresh(unit).outputs["monitoring"].name == MONITORING


def test_a_full_disk_leaves_all_results_as_they_were(unit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refresh(unit, month="2024-04")
    before = results_of(unit)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device", str(handle))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(UnusableInput, match="磁盘已满"):
            refresh(unit)
    assert results_of(unit) == before
    assert not list((unit / "成果").glob(".写入中-*"))


def _dying(run: Callable[[], object], at: int) -> bool:
    """Run in a child that is killed at its n-th write or rename; say whether it got to the end."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status) == 0
    count = 0

    def tick() -> None:
        nonlocal count
        count += 1
        if count == at:
            os._exit(9)

    fsync, replace = os.fsync, Path.replace

    def dying_fsync(handle: int) -> None:
        tick()
        fsync(handle)

    def dying_replace(path: Path, target: Path) -> Path:
        tick()
        return replace(path, target)

    os.fsync, Path.replace = dying_fsync, dying_replace  # type: ignore[assignment, method-assign]
    try:
        run()
    except BaseException:  # noqa: BLE001 - the child must never return into pytest
        os._exit(3)
    tick()
    os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="在子进程里中断，需要 fork / needs fork")
def test_killed_at_any_write_every_result_is_old_or_new_and_nothing_typed_is_lost(unit: Path, tmp_path: Path) -> None:
    refresh(unit, month="2024-04")
    book = Workbook.open(unit / "成果" / MONITORING)
    book["项目预算执行监控"].set("L5", "手工写的原因")
    book.save(unit / "成果" / MONITORING)
    old = results_of(unit)
    twin = tmp_path / "另一个" / unit.name
    shutil.copytree(unit, twin)
    refresh(twin)
    new = results_of(twin)
    for at in range(1, 60):
        trial = tmp_path / f"第{at}次" / unit.name
        shutil.copytree(unit, trial)
        finished = _dying(lambda here=trial: refresh(here), at)  # type: ignore[misc]
        for name, sha256 in results_of(trial).items():
            assert sha256 in {old.get(name), new[name]}, f"{name} 在第 {at} 次写入中断后既不是旧的也不是新的"
        if at % 2 == 0 or finished:
            refresh(trial)
            assert results_of(trial) == new
        assert Workbook.open(trial / "成果" / MONITORING)["项目预算执行监控"]["L5"].value == "手工写的原因"
        if finished:
            break
    assert finished
    assert at > 10


def test_run_keeps_a_typed_score_and_offers_the_new_one(tmp_path: Path) -> None:
    unit = tmp_path / "单位"
    make_example(unit)
    first = pipeline.run(unit)
    sheet, _, cell = first.cells["carryover_rate"]["score"].partition("!")
    form = first.outputs["workbook"]
    book = Workbook.open(form)
    book[sheet].set(cell, Decimal("2.5"))
    book.save(form)
    manual = pipeline.run(unit)
    assert [c.kind.value for c in manual.changes] == ["manual"]
    override_score(unit / "填报表.xlsx", "结转结余率", Decimal(2))
    (conflict,) = [f for f in pipeline.run(unit).findings if f.code == "XP803"]
    assert "上次写入“3”，您改成“2.5”，现在应为“2”" in conflict.message
    assert Workbook.open(form)[sheet][cell].value == Decimal("2.5")
    assert "XP803" not in codes(pipeline.run(unit, take="ours"))
    assert Workbook.open(form)[sheet][cell].value == 2


def test_a_conflict_is_settled_in_the_questionnaire(unit: Path) -> None:
    make_questionnaire(unit)
    refresh(unit)
    path = unit / "成果" / MONITORING
    book = Workbook.open(path)
    book["项目预算执行监控"].set("I5", "约三十万")
    book.save(path)
    make_month(unit, "2024-05", steady(5, step=52_000))
    (conflict,) = [f for f in refresh(unit).findings if f.code == "XP803"]
    answer_in_questionnaire(unit / "填报表.xlsx", conflict.fingerprint, "采用新值")
    assert "XP803" not in codes(refresh(unit))
    assert str(Workbook.open(path)["项目预算执行监控"]["I5"].value) == "26"
