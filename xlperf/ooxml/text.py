"""Text as the file writes it: XML's escapes, and Excel's ``_x000D_`` for what XML cannot hold."""

from __future__ import annotations

import re
from typing import Final

LONGEST_TEXT: Final = 32_767
"""Characters that a cell can hold, counted as Excel does (UTF-16 units)."""

_MOST_DIGITS: Final = 10
_NOT_TEXT: Final = re.compile(rb"<!\[CDATA\[(.*?)\]\]>|<!--.*?-->|<\?.*?\?>|<[^>]*>", re.DOTALL)
_REFERENCE: Final = re.compile(r"&(?:#x([0-9A-Fa-f]{1,8})|#([0-9]{1,9})|(\w+));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_EXCEL_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SPACE_AT_THE_EDGE: Final = re.compile(r"^\s|\s$|\n|\t|  ")


def escaped(text: str) -> bytes:
    """Write text for XML, inside an element or between double quotes once ``"`` is replaced."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def unescaped(markup: bytes) -> str:
    """Read the text inside an element, past CDATA, comments and references.

    Raises:
        UnicodeDecodeError: never for what the parser has accepted.
    """
    if b"<" in markup:
        return "".join(_readable_pieces(markup))
    text = markup.decode()
    return _REFERENCE.sub(_referred, text) if "&" in text else text


def _readable_pieces(markup: bytes) -> list[str]:
    pieces: list[str] = []
    at = 0
    for match in _NOT_TEXT.finditer(markup):
        pieces += [unescaped(markup[at : match.start()]), (match[1] or b"").decode()]
        at = match.end()
    pieces.append(unescaped(markup[at:]))
    return pieces


def _referred(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED.get(name, match[0])
    return chr(int(hexadecimal, 16) if hexadecimal else int(decimal))


def whole_number(text: str | bytes, default: int = -1) -> int:
    """Read a count or an index as the file writes it; ``default`` if it is none of a sane size."""
    digits = text.strip()
    return int(digits) if len(digits) <= _MOST_DIGITS and digits.isdigit() and digits.isascii() else default


def to_excel(text: str) -> str:
    """Write what XML cannot hold (control characters, lone surrogates) as ``_xHHHH_``, and such escapes as text."""
    return _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def from_excel(text: str) -> str:
    """Read Excel's ``_xHHHH_`` escapes."""
    if "_x" not in text:
        return text
    read = _EXCEL_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if any("\ud800" <= character <= "\udfff" for character in read):  # join the halves of a pair
        read = read.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return read


def length_in_excel(text: str) -> int:
    """Count characters as Excel does."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def text_element(prefix: str, text: str) -> bytes:
    """Write ``<t>`` with the text of a cell."""
    written = to_excel(text)
    space = b' xml:space="preserve"' if _SPACE_AT_THE_EDGE.search(written) else b""
    name = prefix.encode() + b"t"
    return b"<" + name + space + b">" + escaped(written) + b"</" + name + b">"
