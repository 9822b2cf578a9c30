"""What nobody foresaw (意外): one sentence for the officer, the details in a file for whoever mends it."""

from __future__ import annotations

import tempfile
import traceback
from pathlib import Path
from typing import Final

DETAILS: Final = "xlperf-错误详情.txt"


def told(fault: Exception) -> str:
    """Say that the program is at fault, and where the details were written."""
    path = Path(tempfile.gettempdir()) / DETAILS
    name = type(fault).__name__
    try:
        path.write_text("".join(traceback.format_exception(fault)), encoding="utf-8", errors="replace")
    except OSError:
        return f"程序出错了（{name}），没有写完的文件没有留下。请把所用的文件和命令发给维护人员。"
    return f"程序出错了（{name}），没有写完的文件没有留下。详情在“{path}”，请连同所用的命令发给维护人员。"
