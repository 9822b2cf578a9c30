"""Parts are edited as UTF-8 and written again in the encoding in which they came."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from xlperf.ooxml.errors import UnreadableWorkbook

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_STARTS: Final = ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"))
_DECLARED: Final = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
_TEXT_CODECS: Final = re.compile(
    r"utf-?(8|16|32)([-_]?[bl]e)?|(us-)?ascii|iso[-_]?8859[-_]\d+|latin-?1|windows-\d+|cp\d+|gb(k|2312|18030)|"
    r"big5(-hkscs)?|shift[-_]jis|euc-(jp|kr|cn)|koi8-[ru]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a part's characters are written: its byte order mark and its codec."""

    mark: bytes = b""
    codec: str = "utf-8"

    def encoded(self, content: bytes) -> bytes:
        """Write UTF-8 ``content`` in this encoding; what it cannot write becomes a character reference."""
        if self.codec == "utf-8":
            return self.mark + content
        return self.mark + content.decode().encode(self.codec, "xmlcharrefreplace")


def as_utf8(content: bytes, part: str) -> tuple[bytes, Encoding]:
    """Give a part's content as UTF-8, without its byte order mark, and the encoding it came in.

    Raises:
        UnreadableWorkbook: if its bytes are not what it says they are.
    """
    encoding = _encoding_of(content)
    body = content[len(encoding.mark) :]
    if encoding.codec == "utf-8":
        return body, encoding
    try:
        return body.decode(encoding.codec).encode(), encoding
    except (UnicodeError, LookupError) as error:
        raise UnreadableWorkbook(
            f"工作簿的部件“{part}”不是它声明的编码（{encoding.codec}），文件已损坏，请用 Excel 或 WPS 修复后另存再用"
        ) from error


def _encoding_of(content: bytes) -> Encoding:
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return Encoding(mark, codec)
    for start, codec in _STARTS:
        if content.startswith(start):
            return Encoding(codec=codec)
    declared = _DECLARED.match(content[:400])
    name = declared[1].decode().lower() if declared else "utf-8"
    if name in ("utf-8", "utf8") or not _TEXT_CODECS.fullmatch(name) or name.startswith(("utf-16", "utf-32")):
        return Encoding()  # the parser will object if it is not UTF-8 after all
    return Encoding(codec=name)
