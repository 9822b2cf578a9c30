"""What a file that is no editable workbook really is, in a sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS: Final = "请用 Excel 或 WPS 打开它，另存为 .xlsx 再用"


def describe_file(content: bytes) -> str | None:
    """Say what a file without the zip signature is; None if it looks like a zip file."""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    if not content:
        return "文件是空的（0 字节），请重新下载或向提供方索取"
    if content.startswith(_OLE):
        return _describe_ole(content)
    start = content[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t").replace(b"\0", b"").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        return f"文件其实是网页（HTML），只是改了扩展名，{_SAVE_AS}"
    if b"<workbook" in start or b"urn:schemas-microsoft-com:office:spreadsheet" in start or start.startswith(b"<?mso"):
        return f"文件其实是 XML 表格（Excel 2003 XML），{_SAVE_AS}"
    if start.startswith((b"<?xml", b"<")):
        return "文件其实是 XML 文本，不是工作簿，请选对文件"
    if start.startswith(b"%pdf"):
        return "文件其实是 PDF，不是工作簿，请向提供方索取 Excel 文件"
    if start.startswith((b"rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return "文件其实是压缩包，请先解压，再选里面的工作簿"
    if content.find(b"PK\x05\x06") >= 0:  # something stands before the archive
        return None
    if start[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02"):
        return f"文件其实是旧版 Excel 工作簿，{_SAVE_AS}"
    printable = sum(byte >= 32 or byte in b"\r\n\t" for byte in content[:512])
    if b"\0" not in content[:512] and printable > 0.95 * min(len(content), 512):
        return f"文件其实是文本（如 CSV），不是工作簿，{_SAVE_AS}"
    return "文件不是工作簿，或已严重损坏，请重新下载或向提供方索取"


def _describe_ole(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "工作簿设了打开密码，请先在 Excel 或 WPS 里取消密码（文件→信息→保护工作簿），再保存"
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return f"文件其实是 .xls（或 .et）旧格式工作簿，不能无损写入，{_SAVE_AS}"
    if "WordDocument".encode("utf-16-le") in content:
        return "文件其实是 Word 文档（.doc），不是工作簿，请选对文件"
    return f"文件是旧的 OLE 格式，不能无损写入；若是旧版或加密的工作簿，{_SAVE_AS}"


def describe_package(names: Iterable[str]) -> str:
    """Say what a zip file without a workbook in it is."""
    folded = {name.lower() for name in names}
    folders = {name.partition("/")[0] for name in folded if "/" in name}
    if "mimetype" in folded and "content.xml" in folded:
        return f"文件其实是 OpenDocument（如 .ods），{_SAVE_AS}"
    if "word" in folders:
        return "文件其实是 Word 文档（.docx），不是工作簿，请选对文件"
    if "ppt" in folders:
        return "文件其实是演示文稿（.pptx），不是工作簿，请选对文件"
    if any(name.endswith(("workbook.bin", ".xlsb")) for name in folded):
        return f"文件是二进制工作簿（.xlsb），不能无损写入，{_SAVE_AS}"
    if "index/document.iwa" in folded or any(name.endswith(".iwa") for name in folded):
        return "文件其实是 Numbers 表格，请导出为 Excel（.xlsx）再用"
    if any(name.endswith((".xlsx", ".xlsm", ".xls", ".et")) for name in folded):
        return "文件其实是压缩包，里面才是工作簿，请先解压再用"
    return "文件是压缩包，但里面没有工作簿，或已损坏，请选对文件"
