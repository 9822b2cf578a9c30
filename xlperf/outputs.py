"""Results (成果/): written whole or not at all; a file that is open or was edited by a person is never replaced."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xlperf.errors import UnusableInput
from xlperf.findings import Code, Finding, Kind, Place, Severity

RECORD: Final = ".xlperf.json"
PREVIOUS: Final = "上一版"

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


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file in one step: temporary file beside it, flushed to disk, renamed. Raises UnusableInput."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".写入中-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as fault:
        reason = "磁盘已满" if fault.errno == 28 else fault.strerror or "不能写入"
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
        path = self.folder / name
        code = self._obstacle(path)
        if code is not None:
            path = path.with_name(f"{path.stem}（新）{path.suffix}")
            if is_open_elsewhere(path):
                raise UnusableInput(f"“{name}”和“{path.name}”都正被打开。请关闭后再运行一次。")
        self._keep_previous(path, data)
        write_whole(path, data)
        self._written[path.name] = digest(data)
        write_whole(self._record, json.dumps(self._written, ensure_ascii=False, indent=1).encode())
        if code is None:
            return Written(path)
        place = Place(file=f"{self.folder.name}/{name}")
        return Written(path, (code.finding(place=place, subject=name, name=name, other=path.name),))

    def _obstacle(self, path: Path) -> Code | None:
        if not path.exists():
            return None
        if is_open_elsewhere(path):
            return IN_USE
        last = self._written.get(path.name)
        return None if last == digest(path.read_bytes()) else EDITED

    def _keep_previous(self, path: Path, data: bytes) -> None:
        if path.exists() and (before := path.read_bytes()) != data:
            write_whole(self.folder / PREVIOUS / path.name, before)

    def _read_record(self) -> dict[str, str]:
        try:
            record = json.loads(self._record.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(k): str(v) for k, v in record.items()} if isinstance(record, dict) else {}
