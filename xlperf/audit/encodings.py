"""Text of unknown encoding (编码): UTF-8, UTF-16, GBK, and files in which two are mixed."""

from __future__ import annotations

import codecs
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _looks_utf16(raw: bytes) -> str:
    """Recognise UTF-16 without a mark: blanks, digits and line ends have a zero byte beside them."""
    sample = raw[:4096]
    zeros_even, zeros_odd = sample[::2].count(0), sample[1::2].count(0)
    if max(zeros_even, zeros_odd) * 20 < len(sample):
        return ""
    return "utf-16-be" if zeros_even > zeros_odd else "utf-16-le"


def decode(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode a text file; also give remarks for the officer (mixed encodings, bytes that are no text)."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            text = raw.decode(name, errors="replace")
            return text, _damage(text)
    for name in ("utf-8", _looks_utf16(raw), "gb18030"):
        if name:
            try:
                return raw.decode(name), ()
            except UnicodeDecodeError:
                continue
    lines: list[str] = []
    used: set[str] = set()
    for line in raw.splitlines(keepends=True):
        for name in ("utf-8", "gb18030"):
            try:
                lines.append(line.decode(name))
            except UnicodeDecodeError:
                continue
            if not line.isascii():
                used.add(name)
            break
        else:
            lines.append(line.decode("gb18030", errors="replace"))
    text = "".join(lines)
    mixed = ("文件里混有两种编码（UTF-8 和 GBK），已逐行辨认；请另存为 UTF-8 后再核一遍",) if len(used) > 1 else ()
    return text, mixed + _damage(text)


def _damage(text: str) -> tuple[str, ...]:
    lost = text.count("\ufffd")
    return (f"有 {lost} 处字符无法辨认，请用 Word 或 WPS 另存为 UTF-8 文本",) if lost else ()
