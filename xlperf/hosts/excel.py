"""The door to a workbook that is open in Excel or WPS on this computer.

Excel on Windows and macOS comes with xlwings. WPS answers under a name of its own (Ket.Application) with Excel's
object model; this was read, and has not been run against WPS.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlperf.hosts.host import HostError, NotOpen
from xlperf.hosts.xlwings_host import XlwingsHost

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Self

    import xlwings

_WPS_NAMES: Final = ("Ket.Application", "ET.Application")
"""Under which names WPS 表格 announces itself, the newer first."""


class ExcelHost(XlwingsHost):
    """A workbook in the Excel or WPS that the officer is working in."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """Find the workbook among those that are open. Raises NotOpen, or HostError where there is no Excel."""
        for app in _running_programs():
            for book in app.books:
                if is_same_workbook(book.fullname, path):
                    return cls(book)
        raise NotOpen(f"“{path.name}”没有在 Excel 或 WPS 里打开：先打开它再做一次，或者不用实时方式，直接写入文件")


def is_same_workbook(fullname: str, path: Path) -> bool:
    """Say whether a program's name of an open workbook means this file; one in a cloud folder is known by its name."""
    if fullname.startswith(("http://", "https://")):
        return fullname.rpartition("/")[2].casefold() == path.name.casefold()
    with suppress(OSError):
        return Path(fullname).samefile(path)
    return False


def _running_programs() -> Iterator[xlwings.App]:
    import xlwings

    if xlwings.engines.active is None:
        raise HostError("这台电脑上没有 xlwings 能用的 Excel：请直接写入文件（不用实时方式）")
    yield from xlwings.apps
    yield from _running_wps()


def _running_wps() -> Sequence[xlwings.App]:
    if sys.platform != "win32":
        return ()
    import pywintypes  # type: ignore[import-untyped]
    import win32com.client  # type: ignore[import-untyped]
    import xlwings
    from xlwings import _xlwindows

    for name in _WPS_NAMES:
        try:
            native = win32com.client.GetActiveObject(name)
        except pywintypes.com_error:  # not installed, or not running
            continue
        program = _xlwindows.COMRetryObjectWrapper(native)
        return (xlwings.App(impl=_xlwindows.App(xl=program, add_book=False)),)
    return ()
