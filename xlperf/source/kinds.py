"""What a file really is (文件真实类型), told by its content and never by its suffix."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from enum import StrEnum
from typing import Final

OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_UNPACKED: Final = 600 * 1024 * 1024
"""No honest workbook of a department unpacks to more bytes than this."""

_PLAIN_MAGIC: Final = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "word"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
)
_OLD_BIFF: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
_BIFF8_START: Final = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILEPASS: Final = 0x2F
_FIRST_RECORDS: Final = 6
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b", re.IGNORECASE)


class FileKind(StrEnum):
    """What a file is; the first four can be read."""

    XLS = "xls"
    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    PASSWORD = "password"  # noqa: S105 - a kind of file, not a password
    HTML = "html"
    XML_SHEET = "xml-sheet"
    TEXT = "text"
    WORD = "word"
    SLIDES = "slides"
    PDF = "pdf"
    PICTURE = "picture"
    ARCHIVE = "archive"
    OLD_EXCEL = "old-excel"
    BROKEN = "broken"
    TOO_LARGE = "too-large"
    EMPTY = "empty"
    UNKNOWN = "unknown"

    @property
    def readable(self) -> bool:
        """Whether it is a workbook that can be read."""
        return self in {FileKind.XLS, FileKind.XLSX, FileKind.XLSB, FileKind.ODS}


def kind_of(data: bytes) -> FileKind:
    """Say what the bytes of a file are."""
    if not data.strip(b"\0 \r\n\t"):
        return FileKind.EMPTY
    if data.startswith(OLE_MAGIC):
        return _kind_of_ole(data)
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    for magic, kind in _PLAIN_MAGIC:
        if data.startswith(magic):
            return FileKind(kind)
    if data.startswith(_OLD_BIFF):
        return FileKind.OLD_EXCEL
    return _kind_of_text(data)


def _kind_of_ole(data: bytes) -> FileKind:
    """Tell old Office files apart by the streams that their directory names."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") + b"\0\0" in data

    if has("EncryptedPackage"):
        return FileKind.PASSWORD
    if has("Workbook"):
        return FileKind.PASSWORD if _asks_for_password(data) else FileKind.XLS
    if has("WordDocument"):
        return FileKind.WORD
    if has("PowerPoint Document"):
        return FileKind.SLIDES
    return FileKind.OLD_EXCEL if has("Book") else FileKind.BROKEN


def _asks_for_password(data: bytes) -> bool:
    """Say whether an .xls is encrypted: the record FILEPASS stands among the first of its stream."""
    at = data.find(_BIFF8_START)
    for _ in range(_FIRST_RECORDS):
        if at < 0 or at + 4 > len(data):
            return False
        record, size = struct.unpack_from("<HH", data, at)
        if record == _FILEPASS:
            return True
        at += 4 + size
    return False


def _kind_of_zip(data: bytes) -> FileKind:
    """Tell zip files apart by their parts; one without its directory at the end is cut off."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            names = {entry.filename for entry in entries}
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                return FileKind.TOO_LARGE
            if "mimetype" in names and "content.xml" in names:
                return _kind_of_open_document(package, names)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return FileKind.BROKEN
    for part, kind in (
        ("xl/workbook.bin", FileKind.XLSB),
        ("xl/workbook.xml", FileKind.XLSX),
        ("word/", FileKind.WORD),
        ("ppt/", FileKind.SLIDES),
    ):
        if any(name.lower().startswith(part) for name in names):
            return kind
    if any(name.lower().startswith("xl/") for name in names):
        return FileKind.XLSX
    return FileKind.ARCHIVE


def _kind_of_open_document(package: zipfile.ZipFile, names: set[str]) -> FileKind:
    mimetype = package.read("mimetype").decode("ascii", "replace")
    if "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml"):
        return FileKind.PASSWORD
    if "spreadsheet" in mimetype:
        return FileKind.ODS
    return FileKind.SLIDES if "presentation" in mimetype else FileKind.WORD


def _kind_of_text(data: bytes) -> FileKind:
    """Tell web pages, XML tables and plain text apart; bytes that are no text are unknown."""
    head = data[:4096]
    text = _decoded(head)
    if text is None:
        return FileKind.UNKNOWN
    if "urn:schemas-microsoft-com:office:spreadsheet" in text:
        return FileKind.XML_SHEET
    return FileKind.HTML if _HTML.search(text) else FileKind.TEXT


def _decoded(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            # A character cut in two at the end of the sample is no fault.
            text = head[:-4].decode(encoding, "strict") if len(head) > 4000 else head.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(1 for c in text if ord(c) < 32 and c not in "\r\n\t\f")
        return text if odd == 0 else None
    return None
