"""Reports in PDF: the text layer, page by page, with running heads and page numbers taken away."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO

from xlperf.audit.document import Document, Paragraph
from xlperf.audit.text import bounded, join_lines, wrapped_width
from xlperf.errors import UnusableInput

_PAGE_NUMBER = re.compile(r"\s*(?:第?\s*[-—–－]*\s*\d{1,4}\s*[-—–－]*\s*页?(?:\s*[/,，]?\s*共\s*\d+\s*页)?)\s*")


def read_pdf(raw: bytes, file: str) -> Document:
    """Read the text layer of a PDF.

    Raises:
        UnusableInput: it is protected, damaged, or scanned without text.
    """
    pages = _page_texts(raw, file)
    bare = [number for number, text in enumerate(pages, 1) if len("".join(text.split())) < 10]
    if len(bare) == len(pages):
        raise UnusableInput(
            f"{file} 是扫描件，没有文字层，核不了：请用 WPS 或扫描软件做文字识别（OCR），或向填报单位要 .docx 原件。"
        )
    remarks = (f"第 {'、'.join(map(str, bare[:20]))} 页没有文字（可能是图片），这些页没有核对",) if bare else ()
    lines = _without_running_heads([page.splitlines() for page in pages])
    width = wrapped_width(lines)
    paragraphs = []
    number = 0
    while number < len(lines):
        if lines[number].strip():
            parts, number = join_lines(lines, number, width)
            starts, offset = [], 0
            for at, part in parts:
                starts.append((offset, at))
                offset += len(part)
            paragraphs.append(Paragraph("".join(part for _, part in parts), file, tuple(starts)))
        number += 1
    return Document(file, bounded(paragraphs), (), remarks)


def _page_texts(raw: bytes, file: str) -> list[str]:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnusableInput(f"{file} 加了密码，请先取消密码再核。")
        return [page.extract_text() or "" for page in reader.pages]
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        NotImplementedError,
        OSError,
    ) as fault:
        raise UnusableInput(f"{file} 不是完好的 PDF，读不出来：请重新导出，或换成 .docx。") from fault


def _without_running_heads(pages: list[list[str]]) -> list[str]:
    """Drop page numbers and the first or last line that most pages share, so that sentences join across pages."""
    edges = Counter(line.strip() for page in pages for line in {*page[:1], *page[-1:]} if line.strip())
    heads = {line for line, times in edges.items() if times > 2 and times * 2 > len(pages)}
    kept: list[str] = []
    for page in pages:
        body = list(page)
        for edge in (0, -1):
            while body and (
                not body[edge].strip() or _PAGE_NUMBER.fullmatch(body[edge]) or body[edge].strip() in heads
            ):
                body.pop(edge)
        kept += body
    return kept
