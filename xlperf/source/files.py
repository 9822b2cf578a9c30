"""The files that were received (数据文件): which are workbooks, what the others really are."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from xlperf.errors import reason_of
from xlperf.findings import Place, Severity
from xlperf.source import catalogue
from xlperf.source.kinds import FileKind, kind_of
from xlperf.source.workbook import TooLarge, read_grids

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from xlperf.findings import Code, Finding
    from xlperf.source.grid import Grid

WORKBOOK_SUFFIXES: Final = frozenset(
    {".xls", ".xlsx", ".xlsm", ".xlsb", ".xltx", ".xltm", ".xlt", ".et", ".ett", ".ods"}
)

_NEVER_READ: Final = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_LEFTOVER_SUFFIXES: Final = frozenset({".tmp", ".bak", ".lnk", ".part", ".crdownload"})

_UNREADABLE: Final = {
    FileKind.PASSWORD: catalogue.PASSWORD,
    FileKind.HTML: catalogue.WEB_PAGE,
    FileKind.XML_SHEET: catalogue.XML_SHEET,
    FileKind.TEXT: catalogue.PLAIN_TEXT,
    FileKind.WORD: catalogue.WORD_FILE,
    FileKind.PDF: catalogue.PDF_FILE,
    FileKind.OLD_EXCEL: catalogue.OLD_EXCEL,
    FileKind.BROKEN: catalogue.BROKEN_FILE,
    FileKind.TOO_LARGE: catalogue.TOO_LARGE,
    FileKind.EMPTY: catalogue.EMPTY_FILE,
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the unit's folder."""

    name: str
    """Path relative to the unit folder, with forward slashes."""
    path: Path

    @property
    def looks_like_workbook(self) -> bool:
        """Whether its suffix promises a workbook."""
        return PurePosixPath(self.name).suffix.lower() in WORKBOOK_SUFFIXES


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What came out of the files: every sheet as a grid, and what could not be read."""

    grids: tuple[Grid, ...]
    findings: tuple[Finding, ...]


def is_noise(name: str) -> bool:
    """Say whether a file is a lock file, a hidden file or a leftover, which nobody means to be read."""
    base = PurePosixPath(name).name
    lower = base.lower()
    return base.startswith((".", "~")) or lower in _NEVER_READ or PurePosixPath(lower).suffix in _LEFTOVER_SUFFIXES


def read_files(files: Iterable[SourceFile]) -> ReadResult:
    """Read every workbook among the files, whatever its suffix; one that cannot be read is a finding."""
    grids: list[Grid] = []
    findings: list[Finding] = []
    for file in files:
        if is_noise(file.name):
            continue
        read = read_file(file)
        grids += read.grids
        findings += read.findings
    return ReadResult(tuple(grids), tuple(findings))


def read_file(file: SourceFile) -> ReadResult:
    """Read one file."""
    try:
        data = file.path.read_bytes()
    except OSError as error:
        return _unreadable(file, catalogue.CANNOT_OPEN, reason_of(error))
    kind = kind_of(data)
    if not kind.readable:
        return _unreadable(file, _UNREADABLE.get(kind, catalogue.NOT_A_WORKBOOK))
    try:
        grids = tuple(read_grids(data, kind, file.name, hashlib.sha256(data).hexdigest()))
    except Exception as fault:  # noqa: BLE001 - a damaged file breaks its reader in any way; the rest is still read
        return _unreadable(file, _code_of(fault), f"读取出错（{type(fault).__name__}）")
    if not any(grid.rows for grid in grids):
        return ReadResult(grids, _unreadable(file, catalogue.NO_CONTENT).findings)
    return ReadResult(grids, ())


def _code_of(fault: Exception) -> Code:
    """Say what a fault of the reader means for the officer."""
    from python_calamine import CalamineError, PasswordError

    if isinstance(fault, PasswordError) or "assword" in str(fault):
        return catalogue.PASSWORD
    if isinstance(fault, TooLarge):
        return catalogue.TOO_LARGE
    damaged = (CalamineError, OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile, zlib.error)
    return catalogue.BROKEN_FILE if isinstance(fault, damaged) else catalogue.CANNOT_OPEN


def _unreadable(file: SourceFile, code: Code, reason: str = "") -> ReadResult:
    """Say why a file was not read: an error if it claims to be a workbook, else a hint."""
    severity = None if file.looks_like_workbook else Severity.HINT
    finding = code.finding(
        place=Place(file=file.name), subject=file.name, severity=severity, file=file.name, reason=reason
    )
    return ReadResult((), (finding,))
