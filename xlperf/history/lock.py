"""A lock file of our own (锁文件), for network drives on which a database's own locks do not hold."""

from __future__ import annotations

import json
import os
import platform
import time
from typing import TYPE_CHECKING, Final

from xlperf.errors import FileInUse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME: Final = "lock"
STALE_SECONDS: Final = 3600
"""A lock that is older was left by a computer that went off."""


class FolderLock:
    """Held by one process at a time, on whatever computer; a lock left by a dead process is taken over."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        """Name the folder in which the lock file stands."""
        self._path = folder / NAME
        self._clock = clock
        self._held = False

    def acquire(self) -> None:
        """Take the lock. Raises FileInUse where another process holds it."""
        for _ in range(2):
            try:
                handle = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            except FileExistsError:
                if not self._left_behind():
                    holder = self._holder().get("computer") or "别的电脑"
                    raise FileInUse(
                        f"“{holder}”正在刷新这个单位。请等它完成；若确定没有在运行，删掉 .xlperf/{NAME} 再试。"
                    ) from None
                self._path.unlink(missing_ok=True)
                continue
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"computer": platform.node(), "process": os.getpid(), "since": self._clock()}, file)
            self._held = True
            return
        raise FileInUse(f"取不到 .xlperf/{NAME}。请过一会儿再试。")

    def release(self) -> None:
        """Give the lock back."""
        if self._held:
            self._path.unlink(missing_ok=True)
            self._held = False

    def _holder(self) -> dict[str, str]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}

    def _left_behind(self) -> bool:
        holder = self._holder()
        try:
            since = float(holder.get("since") or self._path.stat().st_mtime)
        except (OSError, ValueError):
            return True
        if self._clock() - since > STALE_SECONDS:
            return True
        return holder.get("computer") == platform.node() and not _runs(int(holder.get("process") or 0))


def _runs(process: int) -> bool:
    """Say whether a process of this computer is alive."""
    if process <= 0:
        return False
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
