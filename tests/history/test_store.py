from __future__ import annotations

import os
import platform
import sqlite3
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlperf.errors import FileInUse, UnusableInput
from xlperf.history.lock import FolderLock
from xlperf.history.snapshot import KeptCell, KeptChange, KeptFigure, KeptFinding, KeptScore, Snapshot
from xlperf.history.store import History

if TYPE_CHECKING:
    from pathlib import Path

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
amounts = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=2)
snapshots = st.builds(
    Snapshot,
    period=st.sampled_from(["2023", "2024-04", "2024-05"]),
    taken_at=texts,
    program=texts,
    scheme=texts,
    scheme_hash=texts,
    inputs=st.dictionaries(texts, texts, max_size=3),
    figures=st.lists(st.builds(KeptFigure, texts, amounts, texts, texts, texts, texts, texts), max_size=3).map(tuple),
    scores=st.lists(
        st.builds(KeptScore, texts, texts, amounts, amounts, st.decimals(0, 100, places=2)), max_size=3
    ).map(tuple),
    total=amounts,
    cells=st.lists(st.builds(KeptCell, texts, texts, texts, texts, texts), max_size=3).map(tuple),
    findings=st.lists(st.builds(KeptFinding, texts, texts, texts, texts, texts, texts), max_size=3).map(tuple),
    changes=st.lists(st.builds(KeptChange, texts, texts, texts, texts, texts, texts), max_size=3).map(tuple),
    outputs=st.dictionaries(texts, st.binary(max_size=50), max_size=3),
)


def a_snapshot(period: str = "2024-05") -> Snapshot:
    return Snapshot(period, "2024-06-03T09:00:00+08:00", "0.1.0", "gd", "h", total=Decimal("99.95"))


@settings(max_examples=30)
@given(snapshots)
def test_a_refresh_comes_back_as_it_was_saved(tmp_path_factory: pytest.TempPathFactory, snapshot: Snapshot) -> None:
    with History(tmp_path_factory.mktemp("unit")) as history:
        number = history.save(snapshot)
        kept = history.load(number)
    for name in Snapshot.__slots__:
        if name != "id":
            assert getattr(kept, name) == getattr(snapshot, name)


def test_the_newest_of_a_period_is_given(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        for period in ("2024-04", "2024-05", "2024-04"):
            history.save(a_snapshot(period))
        assert [r[1] for r in history.refreshes()] == ["2024-04", "2024-05", "2024-04"]
        assert history.periods() == ("2024-04", "2024-05")
        newest, of_may, of_june = history.last(), history.last("2024-05"), history.last("2024-06")
    assert newest is not None
    assert of_may is not None
    assert (newest.id, of_may.id, of_june) == (3, 2, None)


def test_a_torn_database_is_set_aside_and_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "history.db").write_bytes(b"SQLite format 3\0" + b"torn" * 500)
    with History(tmp_path) as history:
        assert history.refreshes() == ()
        history.save(a_snapshot())
        assert history.set_aside == tmp_path / "history-损坏-1.db"
    assert (tmp_path / "history-损坏-1.db").exists()


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "history.db")
    database.execute("PRAGMA user_version = 99")
    database.close()
    before = (tmp_path / "history.db").read_bytes()
    with pytest.raises(UnusableInput, match="新版"), History(tmp_path):
        pass
    assert (tmp_path / "history.db").read_bytes() == before
    assert not (tmp_path / "lock").exists()


def test_a_number_that_is_not_there_is_said(tmp_path: Path) -> None:
    with History(tmp_path) as history, pytest.raises(UnusableInput, match="没有第 7 次"):
        history.load(7)


def test_two_refreshes_at_once_are_refused(tmp_path: Path) -> None:
    with History(tmp_path), pytest.raises(FileInUse, match="正在刷新"), History(tmp_path):
        pass
    assert not (tmp_path / "lock").exists()


def test_a_lock_of_a_dead_process_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlperf.history.lock._runs", lambda process: process != 999999999)
    (tmp_path / "lock").write_text(
        f'{{"computer": "{platform.node()}", "process": 999999999, "since": 1}}', encoding="utf-8"
    )
    lock = FolderLock(tmp_path, clock=lambda: 2.0)
    lock.acquire()
    lock.release()
    assert not (tmp_path / "lock").exists()


def test_an_old_lock_of_another_computer_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text('{"computer": "另一台", "process": 1, "since": 0}', encoding="utf-8")
    with pytest.raises(FileInUse, match="另一台"):
        FolderLock(tmp_path, clock=lambda: 60.0).acquire()
    FolderLock(tmp_path, clock=lambda: 4000.0).acquire()


def test_a_garbled_lock_does_not_stop_the_work(tmp_path: Path) -> None:
    (tmp_path / "lock").write_bytes(b"\xff{")
    os.utime(tmp_path / "lock", (0, 0))
    FolderLock(tmp_path).acquire()
