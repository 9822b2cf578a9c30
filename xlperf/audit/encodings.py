"""Text of unknown encoding (编码): UTF-8, UTF-16, GBK, and files in which two are mixed."""

from __future__ import annotations

import codecs
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


_MIXED: Final = "文件里混有两种编码（UTF-8 和 GBK），已逐行辨认；请另存为 UTF-8 后再核一遍"
_TELLING: Final = 8
"""Bytes beyond one a character that make a line surely UTF-8."""


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
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    wide = _looks_utf16(raw)
    lines = raw.splitlines(keepends=True)
    if wide or not any(_surely_utf8(line) for line in lines):
        for name in (wide, "gb18030"):
            try:
                return raw.decode(name), ()
            except (UnicodeDecodeError, LookupError):
                continue
    text = "".join(_decode_line(line) for line in lines)
    return text, (_MIXED, *_damage(text))


def _surely_utf8(line: bytes) -> bool:
    """Say whether a line holds Chinese in UTF-8; GBK lines of some length never pass for it."""
    try:
        return len(line) - len(line.decode("utf-8")) >= _TELLING
    except UnicodeDecodeError:
        return False


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("gb18030", errors="replace")


def _damage(text: str) -> tuple[str, ...]:
    lost = text.count("\ufffd")
    return (f"有 {lost} 处字符无法辨认，请用 Word 或 WPS 另存为 UTF-8 文本",) if lost else ()
