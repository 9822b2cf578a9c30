"""Watching a unit folder (监视): a new export, a saved 填报表.xlsx or a request from 更新.xlsm starts the work.

Polling, because network drives tell nobody of changes. What decides is a pure function of snapshots and times.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from xlperf.hosts.button_state import ACTIONS
from xlperf.hosts.button_workbook import REQUEST
from xlperf.unit import BUTTON_WORKBOOK, EVIDENCE, OUTPUTS, QUESTIONNAIRE, WORKBOOK_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_TEMPORARY: Final = ("~$", ".", "~")
_NOT_WATCHED: Final = frozenset({OUTPUTS, EVIDENCE})
_MOST_DEPTH: Final = 6


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a file from another without reading it."""

    size: int
    modified_ns: int


Snapshot: TypeAlias = "Mapping[str, Stamp]"
"""The files that count, by their path relative to the unit folder with forward slashes."""


@dataclass(frozen=True, slots=True)
class Change:
    """A reason to do something: which files, and what to do (refresh, or what was asked for)."""

    action: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watching:
    """What the watcher remembers from one look to the next."""

    handled: Snapshot
    """What was there when the last work began."""
    latest: Snapshot
    """What was there at the last look."""
    quiet_since: float
    """Since when nothing has changed any more."""
    own: frozenset[str] = frozenset()
    """Files that changed while we were at work: perhaps by ourselves, so they get one more run and no second."""
    echo: bool = False


def begin(now: float, snapshot: Snapshot) -> Watching:
    """Start with what is there; only what changes from now on counts."""
    return Watching(handled=snapshot, latest=snapshot, quiet_since=now)


def look(watching: Watching, now: float, snapshot: Snapshot, quiet: float) -> tuple[Watching, Change | None]:
    """Compare what is there with what was: a change is reported once nothing has moved for ``quiet`` seconds."""
    if snapshot != watching.latest:
        return replace(watching, latest=snapshot, quiet_since=now), None
    changed = changed_files(watching.handled, snapshot)
    if not changed or now - watching.quiet_since < quiet:
        return watching, None
    echo = watching.own.issuperset(changed)
    return replace(watching, handled=snapshot, own=frozenset(), echo=echo), Change("refresh", changed)


def after_work(watching: Watching, now: float, snapshot: Snapshot) -> Watching:
    """Go on after the work: what changed meanwhile may be a person's and gets its own run, but not for ever."""
    if watching.echo:
        return begin(now, snapshot)
    own = frozenset(changed_files(watching.handled, snapshot))
    return Watching(handled=watching.handled, latest=snapshot, quiet_since=now, own=own)


def changed_files(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Name the files that are new, other or gone."""
    return tuple(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))


def take_snapshot(unit_folder: Path) -> Snapshot:
    """Look at the exports and 填报表.xlsx; lock files, temporary files and our own results do not count.

    Raises OSError when the folder cannot be reached.
    """
    return dict(_stamps(unit_folder, "", 0))


def counts(name: str) -> bool:
    """Say whether a file of this name is an export or 填报表.xlsx."""
    return (
        not name.startswith(_TEMPORARY)
        and name != BUTTON_WORKBOOK
        and (name == QUESTIONNAIRE or Path(name).suffix.lower() in WORKBOOK_SUFFIXES)
    )


def take_request(unit_folder: Path) -> Change | None:
    """Take the request that 更新.xlsm left, if there is one; it is gone afterwards."""
    path = unit_folder / REQUEST
    try:
        action = path.read_text(encoding="ascii", errors="replace").strip()
        path.unlink()
    except OSError:  # none, or still being written
        return None
    return Change(action) if action in ACTIONS else None


def watch(  # noqa: PLR0913 - the clock, the sleep and the stop are replaced in tests
    unit_folder: Path,
    on_change: Callable[[Change], None],
    *,
    interval: float = 2.0,
    quiet: float = 3.0,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Call ``on_change`` whenever exports or 填报表.xlsx were saved or 更新.xlsm asks, until ``stop`` says so.

    Looks every ``interval`` seconds and waits until nothing has moved for ``quiet`` seconds. A folder that cannot be
    reached for a while (a network drive) is looked for again. Raises OSError when it cannot be reached at the start.
    """
    watching = begin(clock(), take_snapshot(unit_folder))
    while not stop():
        sleep(interval)
        change = take_request(unit_folder)
        with suppress(OSError):
            if change is None:
                watching, change = look(watching, clock(), take_snapshot(unit_folder), quiet)
            else:
                watching = replace(watching, handled=take_snapshot(unit_folder), echo=False)
        if change is not None:
            on_change(change)
            with suppress(OSError):
                watching = after_work(watching, clock(), take_snapshot(unit_folder))


def _stamps(folder: Path, prefix: str, depth: int) -> Iterator[tuple[str, Stamp]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if depth < _MOST_DEPTH and not entry.name.startswith(".") and entry.name not in _NOT_WATCHED:
                    with suppress(FileNotFoundError):  # removed while we look
                        yield from _stamps(Path(entry.path), f"{prefix}{entry.name}/", depth + 1)
            elif counts(entry.name):
                with suppress(FileNotFoundError):
                    status = entry.stat()
                    yield f"{prefix}{entry.name}", Stamp(status.st_size, status.st_mtime_ns)
