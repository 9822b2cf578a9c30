from __future__ import annotations

import io
import zipfile

import pytest

from xlperf.source import kinds
from xlperf.source.kinds import OLE_MAGIC, FileKind, kind_of

BIFF8_START = b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\0" * 12


def zipped(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()


def ole(*streams: str) -> bytes:
    return OLE_MAGIC + b"".join(stream.encode("utf-16-le") + b"\0\0" for stream in streams)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", FileKind.EMPTY),
        (b"\0\0\0\r\n", FileKind.EMPTY),
        (ole("Root Entry", "Workbook"), FileKind.XLS),
        (ole("Workbook") + BIFF8_START + b"\xe1\x00\x02\x00\xb0\x04" + b"\x2f\x00\x02\x00\x01\x00", FileKind.PASSWORD),
        (ole("Workbook") + BIFF8_START + b"\xe1\x00\x02\x00\xb0\x04" + b"\xc1\x00\x02\x00\x00\x00", FileKind.XLS),
        (ole("Root Entry", "Book"), FileKind.OLD_EXCEL),
        (ole("EncryptionInfo", "EncryptedPackage"), FileKind.PASSWORD),
        (ole("WordDocument"), FileKind.WORD),
        (ole("PowerPoint Document"), FileKind.SLIDES),
        (ole(), FileKind.BROKEN),
        (b"\x09\x08\x08\x00\x00\x05", FileKind.OLD_EXCEL),
        (zipped(xl__workbook_dot_xml="<workbook/>"), FileKind.XLSX),
        (zipped(xl__workbook_dot_bin=""), FileKind.XLSB),
        (zipped(word__document_dot_xml=""), FileKind.WORD),
        (zipped(ppt__slides_dot_xml=""), FileKind.SLIDES),
        (zipped(readme_dot_txt=""), FileKind.ARCHIVE),
        (zipped(xl__workbook_dot_xml="<workbook/>" * 99)[:60], FileKind.BROKEN),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=""), FileKind.ODS),
        (zipped(mimetype="application/vnd.oasis.opendocument.text", content_dot_xml=""), FileKind.WORD),
        (b"%PDF-1.7", FileKind.PDF),
        (b"{\\rtf1", FileKind.WORD),
        (b"Rar!\x1a\x07", FileKind.ARCHIVE),
        (b"\x89PNG\r\n", FileKind.PICTURE),
        ("<html><table><tr><td>收入</td></tr></table>".encode("gb18030"), FileKind.HTML),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', FileKind.XML_SHEET),
        ("项目,金额\n收入,1\n".encode("gb18030"), FileKind.TEXT),
        ("项目\t金额\n".encode("utf-16"), FileKind.TEXT),
        (b"\x00\x01\x02\x03nothing known", FileKind.UNKNOWN),
    ],
)
def test_content_says_what_a_file_is(data: bytes, kind: FileKind) -> None:
    assert kind_of(data) is kind


def test_an_encrypted_ods_has_a_password() -> None:
    data = zipped(
        mimetype="application/vnd.oasis.opendocument.spreadsheet",
        content_dot_xml="",
        **{"META-INF__manifest_dot_xml": "<manifest:encryption-data/>"},
    )
    assert kind_of(data) is FileKind.PASSWORD


def test_a_zip_that_unpacks_to_too_much_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "MOST_UNPACKED", 100)
    assert kind_of(zipped(xl__workbook_dot_xml="x" * 101)) is FileKind.TOO_LARGE
