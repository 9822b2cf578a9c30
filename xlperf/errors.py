"""The few ways in which a command stops; each knows its exit status and says what to do."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xlperf.findings import Finding


_REASONS: Final = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "没有写的权限",
    errno.ENOSPC: "磁盘已满",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.ENAMETOOLONG: "名称太长",
    errno.EBUSY: "正被占用",
    errno.EIO: "磁盘读写出错",
}


def reason_of(fault: OSError) -> str:
    """Say in Chinese why a file could not be read or written (系统错误的原因)."""
    return _REASONS.get(fault.errno or 0, "读写出错")


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
