"""Putting a file in its place: never over what was not read, never half, never while it is open elsewhere."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xlperf.errors import reason_of
from xlperf.ooxml.errors import ChangedOnDisk, WorkbookInUse

if TYPE_CHECKING:
    from collections.abc import Iterable


def refuse_if_in_use(path: Path) -> None:
    """Look for the lock files of Excel, WPS and LibreOffice.

    Raises:
        WorkbookInUse: if one is there.
    """
    for lock in (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#"):
        if (path.parent / lock).exists():
            raise WorkbookInUse(
                f"“{path.name}”正在 Excel、WPS 或 LibreOffice 里打开（有锁文件 {lock}），请先关闭它再试；"
                "若已关闭，请删掉这个锁文件"
            )


def refuse_if_changed(path: Path, read: bytes | None) -> None:
    """Make sure that what would be replaced is what was read (None: nothing was).

    Raises:
        ChangedOnDisk: if it is something else.
        WorkbookInUse: if it cannot be looked at because another program holds it.
    """
    try:
        now = path.read_bytes()
    except FileNotFoundError:
        return
    except IsADirectoryError as error:
        raise ChangedOnDisk(f"“{path}”是文件夹，不能保存成文件，请换一个名字") from error
    except PermissionError as error:
        raise _in_use(path) from error
    if read is None:
        raise ChangedOnDisk(f"“{path.name}”已经存在，而且不是刚才读取的文件，没有覆盖，请换一个名字或先移走它")
    if now != read:
        raise ChangedOnDisk(f"“{path.name}”在读取之后被别人改过，没有覆盖，请重新读取后再写")


def replace_file(path: Path, pieces: Iterable[bytes]) -> bytes:
    """Write a file beside its place, make sure it is on the disk, and move it there; give what was written.

    Raises:
        WorkbookInUse: if another program holds the file.
        ChangedOnDisk: if the folder is missing.
    """
    import tempfile

    content = b"".join(pieces)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _take_over_mode(path, temporary)
        Path(temporary).replace(path)
    except FileNotFoundError as error:
        raise ChangedOnDisk(f"文件夹“{path.parent}”不存在，没有保存，请先建好文件夹") from error
    except PermissionError as error:
        raise _in_use(path) from error
    except OSError as error:
        raise ChangedOnDisk(f"“{path.name}”没有保存（{reason_of(error)}），请检查磁盘空间和文件名") from error
    finally:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
    return content


def _take_over_mode(path: Path, temporary: str) -> None:
    """Give the new file the old one's permissions, or those of any new file."""
    try:
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    with suppress(OSError):
        Path(temporary).chmod(mode)


def _in_use(path: Path) -> WorkbookInUse:
    return WorkbookInUse(f"“{path.name}”正被别的程序占用或没有写入权限，请先关闭打开它的 Excel 或 WPS 再试")
