"""What a file that is no editable workbook really is, in a sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS: Final = "请用 Excel 或 WPS 打开它，另存为 .xlsx 再用"


def describe_file(content: bytes) -> str | None:
    """Say what a file that is no zip archive is; None if it may be one."""
    if not content:
        return "文件是空的（0 字节），请重新下载或向提供方索取"
    if content.startswith(_OLE):
        return _describe_ole(content)
    if b"PK\x05\x06" in content or content.startswith(b"PK\x03\x04"):  # something may stand before the archive
        return None
    start = content[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t").replace(b"\0", b"").lower()
    for is_it, sentence in _KINDS:
        if is_it(start):
            return sentence
    if _is_text(content[:512]):
        return f"文件其实是文本（如 CSV），不是工作簿，{_SAVE_AS}"
    return "文件不是工作簿，或已严重损坏，请重新下载或向提供方索取"


def _is_text(start: bytes) -> bool:
    printable = sum(byte >= 32 or byte in b"\r\n\t" for byte in start)
    return b"\0" not in start and printable > 0.95 * len(start)


def _is_excel_xml(start: bytes) -> bool:
    return b"<workbook" in start or b"urn:schemas-microsoft-com:office:spreadsheet" in start or b"<?mso" in start


_KINDS: Final[tuple[tuple[Callable[[bytes], bool], str], ...]] = (
    (
        lambda start: start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")),
        f"文件其实是网页（HTML），只是改了扩展名，{_SAVE_AS}",
    ),
    (_is_excel_xml, f"文件其实是 XML 表格（Excel 2003 XML），{_SAVE_AS}"),
    (lambda start: start.startswith(b"<"), "文件其实是 XML 文本，不是工作簿，请选对文件"),
    (lambda start: start.startswith(b"%pdf"), "文件其实是 PDF，不是工作簿，请向提供方索取 Excel 文件"),
    (
        lambda start: start.startswith((b"rar!", b"7z\xbc\xaf", b"\x1f\x8b")),
        "文件其实是压缩包，请先解压，再选里面的工作簿",
    ),
    (
        lambda start: start[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02"),
        f"文件其实是旧版 Excel 工作簿，{_SAVE_AS}",
    ),
)


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
    signs = (
        ({"mimetype", "content.xml"} <= folded, f"文件其实是 OpenDocument（如 .ods），{_SAVE_AS}"),
        ("word" in folders, "文件其实是 Word 文档（.docx），不是工作簿，请选对文件"),
        ("ppt" in folders, "文件其实是演示文稿（.pptx），不是工作簿，请选对文件"),
        (
            any(name.endswith(("workbook.bin", ".xlsb")) for name in folded),
            f"文件是二进制工作簿（.xlsb），不能无损写入，{_SAVE_AS}",
        ),
        (any(name.endswith(".iwa") for name in folded), "文件其实是 Numbers 表格，请导出为 Excel（.xlsx）再用"),
        (
            any(name.endswith((".xlsx", ".xlsm", ".xls", ".et")) for name in folded),
            "文件其实是压缩包，里面才是工作簿，请先解压再用",
        ),
    )
    return next((says for is_it, says in signs if is_it), "文件是压缩包，但里面没有工作簿，或已损坏，请选对文件")
