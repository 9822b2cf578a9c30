"""Progress on the terminal: a step is named once it lasts over half a second."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 0.5
"""Seconds that pass before a step is worth a line."""


@contextmanager
def step(words: str) -> Iterator[None]:
    """Name a slow step on standard error while it lasts: 正在读取决算表……"""
    timer = threading.Timer(PATIENCE, lambda: sys.stderr.write(f"正在{words}……\n"))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
