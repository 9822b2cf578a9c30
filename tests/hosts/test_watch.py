"""Watching a folder: what counts, when it is quiet enough, and that nobody is woken for ever. No clock but ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.hosts.button_workbook import REQUEST
from xlperf.hosts.watch import (
    Change,
    Stamp,
    after_work,
    begin,
    changed_files,
    counts,
    look,
    take_request,
    take_snapshot,
    watch,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUIET = 3.0
OLD, NEW, NEWER = Stamp(1, 1), Stamp(2, 2), Stamp(3, 3)


def test_nothing_happens_while_nothing_changes() -> None:
    watching = begin(0, {"数据/甲.xls": OLD})
    assert look(watching, 100, {"数据/甲.xls": OLD}, QUIET) == (watching, None)


def test_a_new_export_is_reported_once_and_only_when_quiet() -> None:
    watching = begin(0, {})
    now_there = {"数据/甲.xls": NEW}
    watching, change = look(watching, 10, now_there, QUIET)
    assert change is None, "it has just appeared"
    watching, change = look(watching, 12, now_there, QUIET)
    assert change is None, "not quiet for long enough"
    watching, change = look(watching, 13, now_there, QUIET)
    assert change == Change("refresh", ("数据/甲.xls",))
    watching, change = look(watching, 20, now_there, QUIET)
    assert change is None


def test_a_file_that_still_grows_is_waited_for() -> None:
    watching = begin(0, {})
    for second in range(1, 10):
        watching, change = look(watching, second, {"大.xls": Stamp(second, second)}, QUIET)
        assert change is None
    watching, change = look(watching, 12, {"大.xls": Stamp(9, 9)}, QUIET)
    assert change == Change("refresh", ("大.xls",))


def test_a_change_that_is_taken_back_is_none() -> None:
    watching, _ = look(begin(0, {"甲.xls": OLD}), 1, {"甲.xls": NEW}, QUIET)
    watching, _ = look(watching, 2, {"甲.xls": OLD}, QUIET)
    assert look(watching, 20, {"甲.xls": OLD}, QUIET)[1] is None


def test_a_removed_export_is_a_change() -> None:
    watching, _ = look(begin(0, {"甲.xls": OLD}), 1, {}, QUIET)
    assert look(watching, 5, {}, QUIET)[1] == Change("refresh", ("甲.xls",))


def test_what_a_person_saves_during_the_work_gets_its_own_run() -> None:
    watching, _ = look(begin(0, {}), 1, {"甲.xls": NEW}, QUIET)
    watching, change = look(watching, 4, {"甲.xls": NEW}, QUIET)
    assert change is not None
    watching = after_work(watching, 9, {"甲.xls": NEW, "填报表.xlsx": NEW})
    assert look(watching, 12, {"甲.xls": NEW, "填报表.xlsx": NEW}, QUIET)[1] == Change("refresh", ("填报表.xlsx",))


def test_what_the_work_itself_writes_each_time_does_not_start_it_for_ever() -> None:
    now, version = 0.0, 1
    there = {"填报表.xlsx": Stamp(0, 0)}
    watching = begin(now, there)
    there = {"填报表.xlsx": Stamp(version, version)}
    runs = 0
    for _ in range(50):
        now += QUIET
        watching, change = look(watching, now, there, QUIET)
        if change is not None:
            runs += 1
            version += 1
            there = {"填报表.xlsx": Stamp(version, version)}
            watching = after_work(watching, now, there)
    assert runs == 2


SNAPSHOTS = st.dictionaries(st.sampled_from(["甲.xls", "乙.et", "填报表.xlsx"]), st.sampled_from([OLD, NEW, NEWER]))


@given(SNAPSHOTS, st.lists(SNAPSHOTS, max_size=8))
def test_whatever_happens_the_last_state_is_reported_if_it_is_another(
    first: dict[str, Stamp], later: list[dict[str, Stamp]]
) -> None:
    watching, handled, now = begin(0, first), first, 0.0
    for snapshot in [*later, *[later[-1] if later else first] * 2]:
        now += QUIET
        watching, change = look(watching, now, snapshot, QUIET)
        if change is not None:
            assert change.files == changed_files(handled, snapshot)
            handled = snapshot
    assert handled == (later[-1] if later else first)


@pytest.mark.parametrize("name", ["执行.xls", "执行.XLSX", "表.et", "表.ods", "表.xlsb", "填报表.xlsx"])
def test_exports_and_the_questionnaire_count(name: str) -> None:
    assert counts(name)


@pytest.mark.parametrize(
    "name",
    [
        "~$填报表.xlsx",
        ".~lock.填报表.xlsx#",
        ".~填报表.xlsx",
        "~WRD0001.xlsx",
        ".写入中-abc.xlsx",
        "8A3F1D00",
        "执行.xls.crdownload",
        "执行.tmp",
        "更新.xlsm",
        "每月更新.bat",
        "说明.docx",
    ],
)
def test_lock_files_temporary_files_and_our_own_do_not_count(name: str) -> None:
    assert not counts(name)


def test_a_snapshot_sees_months_and_leaves_out_results_and_evidence(unit_folder: Path) -> None:
    for name in (
        "数据/2024-05/执行.xls",
        "填报表.xlsx",
        "成果/评分表.xlsx",
        "佐证材料/一/表.xlsx",
        ".xlperf/state.xlsx",
    ):
        path = unit_folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    assert set(take_snapshot(unit_folder)) == {"数据/2024-05/执行.xls", "填报表.xlsx"}


def test_a_request_is_taken_once(unit_folder: Path) -> None:
    path = unit_folder / REQUEST
    path.parent.mkdir()
    path.write_text("check\r\n")
    assert take_request(unit_folder) == Change("check")
    assert take_request(unit_folder) is None


def test_a_request_for_something_else_is_thrown_away(unit_folder: Path) -> None:
    path = unit_folder / REQUEST
    path.parent.mkdir()
    path.write_text("rm -rf /")
    assert take_request(unit_folder) is None
    assert not path.exists()


def watched(
    unit_folder: Path, events: list[Callable[[], object]], on_change: Callable[[Change], object] = lambda _: None
) -> list[Change]:
    """Watch with a clock of our own: each look takes ten seconds, and before each one event happens."""
    time, changes, waiting = [0.0], [], iter(events)

    def sleep(_: float) -> None:
        time[0] += 10
        next(waiting)()

    def note(change: Change) -> None:
        changes.append(change)
        on_change(change)

    left = iter([False] * len(events) + [True])
    watch(unit_folder, note, clock=lambda: time[0], sleep=sleep, stop=lambda: next(left))
    return changes


def nothing() -> None:
    """An event that is none."""


def test_a_saved_export_and_a_request_are_both_acted_upon(unit_folder: Path) -> None:
    (unit_folder / ".xlperf").mkdir()
    changes = watched(
        unit_folder,
        [
            nothing,
            lambda: (unit_folder / "数据" / "执行.xls").write_bytes(b"x"),
            nothing,
            nothing,
            lambda: (unit_folder / REQUEST).write_text("report"),
            nothing,
        ],
    )
    assert changes == [Change("refresh", ("数据/执行.xls",)), Change("report")]


def test_an_export_and_a_request_together_are_one_run(unit_folder: Path) -> None:
    (unit_folder / ".xlperf").mkdir()

    def both() -> None:
        (unit_folder / "数据" / "执行.xls").write_bytes(b"x")
        (unit_folder / REQUEST).write_text("refresh")

    assert watched(unit_folder, [both, nothing, nothing, nothing]) == [Change("refresh")]


def test_a_network_drive_that_goes_away_is_waited_for(unit_folder: Path) -> None:
    away = unit_folder.with_name("断开了")

    def come_back_with_an_export() -> None:
        away.rename(unit_folder)
        (unit_folder / "数据" / "执行.xls").write_bytes(b"x")

    changes = watched(
        unit_folder, [lambda: unit_folder.rename(away), nothing, come_back_with_an_export, nothing, nothing]
    )
    assert changes == [Change("refresh", ("数据/执行.xls",))]


def test_a_folder_that_is_not_there_at_the_start_is_an_error(unit_folder: Path) -> None:
    with pytest.raises(OSError):  # noqa: PT011 - whatever the system says
        watch(unit_folder / "没有", lambda _: None, stop=lambda: True)
