"""Results (成果/): written whole or not at all; a file that is open or was edited by a person is never replaced."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlperf.errors import UnusableInput, reason_of
from xlperf.findings import Code, Finding, Kind, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

RECORD: Final = ".xlperf.json"
PREVIOUS: Final = "上一版"
TEMPORARY: Final = ".写入中-"
"""How the names of files begin that are being written; one that is left over was never finished."""

IN_USE = Code(
    "XP801",
    Kind.SOURCE,
    Severity.WARNING,
    "成果文件正被打开",
    "“{name}”正在别的程序中打开，没有替换它；新的结果写在“{other}”。",
    "关闭该文件后再运行一次，或直接使用新的那一份。",
)
EDITED = Code(
    "XP802",
    Kind.SOURCE,
    Severity.WARNING,
    "成果文件被人改过",
    "“{name}”在上次生成之后被人改过，原样留着；新的结果写在“{other}”。",
    "比较两份文件。要采用新的结果，就删掉旧的那份再运行一次。",
)


@dataclass(frozen=True, slots=True)
class Written:
    """Where a result went, and what to say about it."""

    path: Path
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Staged:
    """A file that is written beside its place and waits for its name."""

    temporary: Path
    target: Path

    def publish(self) -> None:
        """Give it its name; what had it before is gone."""
        self.temporary.replace(self.target)


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file in one step: temporary file beside it, flushed to disk, renamed. Raises UnusableInput."""
    _publish([_staged(path, data)])


def _staged(path: Path, data: bytes) -> _Staged:
    """Write the content beside its place and flush it to disk. Raises UnusableInput."""
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        except BaseException:
            _forget([_Staged(Path(name), path)])
            raise
        return _Staged(Path(name), path)


def _publish(staged: Iterable[_Staged]) -> None:
    """Rename one after the other, with nothing else in between; what cannot be renamed leaves no trace."""
    waiting = list(staged)
    try:
        while waiting:
            with _told(waiting[0].target):
                waiting[0].publish()
            waiting.pop(0)
    finally:
        _forget(waiting)


def _forget(staged: Iterable[_Staged]) -> None:
    for one in staged:
        with contextlib.suppress(OSError):
            one.temporary.unlink()


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in words why a file could not be written."""
    try:
        yield
    except OSError as fault:
        reason = reason_of(fault)
        raise UnusableInput(f"写不了“{path.name}”：{reason}。请检查磁盘空间和文件夹的权限，然后重试。") from None


def is_open_elsewhere(path: Path) -> bool:
    """Say whether Excel, WPS or LibreOffice has the file open, by the lock file that each leaves beside it."""
    marks = (f"~${path.name}", f"~${path.name[2:]}", f".~{path.name}", f".~lock.{path.name}#")
    if any((path.parent / mark).exists() for mark in marks):
        return True
    if not path.exists():
        return False
    try:
        with path.open("r+b"):
            return False
    except PermissionError:
        return os.access(path, os.W_OK)


def digest(data: bytes) -> str:
    """Give the sha256 of a file's content."""
    return hashlib.sha256(data).hexdigest()


class OutputFolder:
    """The folder of results, which remembers what it wrote last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._record = folder / RECORD
        self._written = self._read_record()

    def write(self, name: str, data: bytes) -> Written:
        """Write one result; the version before it is kept in 上一版/."""
        return self.write_all({name: data})[name]

    def write_all(self, files: Mapping[str, bytes], *, bases: Mapping[str, str] | None = None) -> dict[str, Written]:
        """Write results so that they show up together: all are written beside their places, then renamed.

        Args:
            files: content by name; what is there already, to the byte, is left alone.
            bases: sha256 of the file that a result was merged from, by name: such a result holds what a person
                typed, and while the file there is still that one, nothing of hers is lost by replacing it.

        Raises:
            UnusableInput: a result cannot be written; the files there are whole, old or new.
        """
        self._clear_leftovers()
        merged = bases or {}
        results = {name: self._target(name, merged.get(name)) for name in files}
        staged: list[_Staged] = []
        try:
            for name, data in files.items():
                staged += self._stage(results[name].path, data)
                self._note(results[name].path, data, is_merged=name in merged)
            if staged:
                staged.insert(0, _staged(self._record, self._record_text()))
        except BaseException:
            _forget(staged)
            raise
        _publish(staged)
        return results

    def _stage(self, path: Path, data: bytes) -> list[_Staged]:
        before = path.read_bytes() if path.exists() else None
        if before == data:
            return []
        previous = [] if before is None else [_staged(self.folder / PREVIOUS / path.name, before)]
        return [*previous, _staged(path, data)]

    def _note(self, path: Path, data: bytes, *, is_merged: bool) -> None:
        """Remember a result before it is there, and the one before: whichever an interrupted run leaves is ours."""
        known = self._written.pop(path.name, ())
        if is_merged:
            return
        now = digest(path.read_bytes()) if path.exists() else ""
        self._written[path.name] = tuple(dict.fromkeys((digest(data), *(d for d in known if d == now))))

    def _record_text(self) -> bytes:
        return json.dumps(self._written, ensure_ascii=False, indent=1, sort_keys=True).encode()

    def is_untouched(self, name: str) -> bool:
        """Say whether a result is, to the byte, what we wrote, with nothing of a person's in it."""
        path = self.folder / name
        return path.is_file() and digest(path.read_bytes()) in self._written.get(name, ())

    def _target(self, name: str, base: str | None) -> Written:
        """Say where a result goes: to its name, or beside it where the file is open or was edited."""
        path = self.folder / name
        code = self._obstacle(path, base)
        if code is None:
            return Written(path)
        path = path.with_name(f"{path.stem}（新）{path.suffix}")
        if is_open_elsewhere(path):
            raise UnusableInput(f"“{name}”和“{path.name}”都正被打开。请关闭后再运行一次。")
        place = Place(file=f"{self.folder.name}/{name}")
        return Written(path, (code.finding(place=place, subject=name, name=name, other=path.name),))

    def _obstacle(self, path: Path, base: str | None) -> Code | None:
        if not path.exists():
            return None
        if is_open_elsewhere(path):
            return IN_USE
        return None if digest(path.read_bytes()) in {base, *self._written.get(path.name, ())} else EDITED

    def _clear_leftovers(self) -> None:
        """Remove what an interrupted run was writing."""
        for folder in (self.folder, self.folder / PREVIOUS):
            for path in folder.glob(f"{TEMPORARY}*"):
                with contextlib.suppress(OSError):
                    path.unlink()

    def _read_record(self) -> dict[str, tuple[str, ...]]:
        try:
            record = json.loads(self._record.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(record, dict):
            return {}
        return {str(k): tuple(map(str, v)) if isinstance(v, list) else (str(v),) for k, v in record.items()}
