"""The few ways in which a command stops; each knows its exit status and says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlperf.findings import Finding


class XlperfError(Exception):
    """A command cannot go on: one Chinese sentence with what, where and what to do. Exit status 2."""

    exit_code = 2


class UnusableInput(XlperfError):
    """A file or folder cannot be used: missing, unreadable, of another kind (输入不可用)."""


class WrongUsage(XlperfError):
    """The command was called with something that it cannot take (用法不对)."""


class SchemeFaults(XlperfError):
    """A scheme has faults; all of them are listed with their places (指标体系有误)."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class FileInUse(XlperfError):
    """A file is open in Excel, WPS or LibreOffice (文件正被打开)."""
