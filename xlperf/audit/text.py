"""Reading a report into paragraphs and tables: .docx, .txt, .md, .pdf with text, .xlsx, .xls and their kin."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from xlperf.audit.document import Document, Paragraph, Table, rectangular
from xlperf.audit.encodings import decode
from xlperf.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT_SUFFIXES: Final = frozenset({".txt", ".md", ".markdown", ".text"})
WORKBOOK_SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods"})
REPORT_SUFFIXES: Final = TEXT_SUFFIXES | WORKBOOK_SUFFIXES | {".docx", ".docm", ".pdf", ".doc", ".wps"}
MOST_BYTES: Final = 200_000_000
LONGEST_PARAGRAPH: Final = 3_000

_SENTENCE_END: Final = frozenset("；;！!？?：:")
_OFTEN_END: Final = frozenset("。」”】）)")
"""A full line that ends so may still go on in the next one."""
_FULL_LINE: Final = 0.95
_HEADING_LINE: Final = 0.9
_BROKEN_LINE: Final = 0.6
"""Shares of the usual width from which on a line may go on in the next one."""
_OPENING: Final = re.compile(
    r"\s*(?:#|[-*|]\s|第[一二三四五六七八九十\d]+[部分章节条]|[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?\d{1,2}[)）、.．](?!\d)|[①-⑳])"
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_RULE_ROW = re.compile(r"[\s|:+=-]+")


def read_document(path: Path, name: str = "") -> Document:
    """Read a report of any kind that the audit knows; ``name`` is what findings call it, else its file name.

    Raises:
        UnusableInput: the file is missing, too large, of another kind, protected or without text; it says what to do.
    """
    document = _read(path)
    if not name or name == document.file:
        return document
    return replace(
        document,
        file=name,
        paragraphs=tuple(replace(paragraph, file=name) for paragraph in document.paragraphs),
        tables=tuple(replace(table, file=name) for table in document.tables),
    )


def _read(path: Path) -> Document:  # noqa: C901 - one branch a kind of file
    """Read a report of any kind that the audit knows.

    Raises:
        UnusableInput: the file is missing, too large, of another kind, protected or without text; it says what to do.
    """
    if not path.is_file():
        raise UnusableInput(f"找不到文件 {path}，请核对文件名。")
    if path.stat().st_size > MOST_BYTES:
        raise UnusableInput(f"{path.name} 超过 200 MB，不像一份报告，请拆开后再核。")
    raw = path.read_bytes()
    if not raw.strip():
        raise UnusableInput(f"{path.name} 是空文件，请换成有内容的文件。")
    suffix = path.suffix.lower()
    if raw.startswith(b"%PDF"):
        from xlperf.audit.pdf import read_pdf

        return read_pdf(raw, path.name)
    if suffix in WORKBOOK_SUFFIXES:
        from xlperf.audit.workbook import read_workbook

        return read_workbook(raw, path.name)
    if raw.startswith(b"PK\x03\x04"):
        from xlperf.audit.word import read_word

        return read_word(path)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnusableInput(
            f"{path.name} 是旧式 .doc（或加了密码）：请用 Word 或 WPS 打开，“另存为” .docx（或 .txt）后再核。"
        )
    if raw.startswith(b"{\\rtf"):
        raise UnusableInput(f"{path.name} 是 RTF 文件：请用 Word 或 WPS 打开，“另存为” .docx 后再核。")
    if suffix not in TEXT_SUFFIXES and suffix not in {".doc", ""}:
        raise UnusableInput(f"{path.name} 不是能核对的文件；可以是 .docx、.txt、.md、带文字的 .pdf，或 .xlsx、.xls。")
    text, remarks = decode(raw)
    if len(_CONTROLS.findall(text)) > len(text) // 50:
        raise UnusableInput(f"{path.name} 不是文本文件，请用 Word 或 WPS “另存为” .docx 后再核。")
    return document_of_text(text, path.name, remarks)


def document_of_text(text: str, file: str = "", remarks: tuple[str, ...] = ()) -> Document:
    """Read plain text or Markdown: one paragraph a line, joined again where lines were broken by width."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    width = wrapped_width(lines)
    paragraphs: list[Paragraph] = []
    tables: list[Table] = []
    number = 0
    while number < len(lines):
        block = _table_block(lines, number)
        if block:
            caption = "\n".join(paragraph.text for paragraph in paragraphs[-3:])
            rows = tuple((at, cells) for at, cells in block if cells)
            grid = rectangular(cells for _, cells in rows)
            tables.append(
                Table(file, f"表{len(tables) + 1}", grid, caption, len(paragraphs), tuple(at + 1 for at, _ in rows))
            )
            number = block[-1][0] + 1
            continue
        if lines[number].strip():
            joined, number = join_lines(lines, number, width)
            paragraphs.append(Paragraph("".join(part for _, part in joined), file, _starts(joined)))
        number += 1
    return Document(file, bounded(paragraphs), tuple(tables), remarks)


def bounded(paragraphs: list[Paragraph]) -> tuple[Paragraph, ...]:
    """Cut paragraphs of monstrous length at their sentences, so that every check stays linear in the text's size."""
    kept: list[Paragraph] = []
    for paragraph in paragraphs:
        start = 0
        while len(paragraph.text) - start > LONGEST_PARAGRAPH:
            stop = paragraph.text.rfind("。", start, start + LONGEST_PARAGRAPH) + 1 or start + LONGEST_PARAGRAPH
            kept.append(_slice(paragraph, start, stop))
            start = stop
        kept.append(_slice(paragraph, start, len(paragraph.text)) if start else paragraph)
    return tuple(kept)


def _slice(paragraph: Paragraph, start: int, stop: int) -> Paragraph:
    lines = tuple((offset - start, number) for offset, number in paragraph.lines)
    return replace(paragraph, text=paragraph.text[start:stop], lines=lines)


def columns(line: str) -> int:
    """Give the width of a line in half-width columns."""
    return sum(2 if char > "\u2e7f" else 1 for char in line)


def wrapped_width(lines: list[str]) -> int:
    """Find the width at which a text was broken into lines; 0 where each line is a paragraph of its own."""
    lengths = [columns(line.strip()) for line in lines if line.strip()]
    if len(lengths) < 8:
        return 0
    longest = sorted(lengths)[int(len(lengths) * 0.95)]
    near = sum(longest - 8 <= length <= longest + 6 for length in lengths)
    return longest if 30 <= longest <= 150 and near * 3 >= len(lengths) else 0


def join_lines(lines: list[str], first: int, width: int) -> tuple[list[tuple[int, str]], int]:
    """Join a line with those that continue it; give the parts with their line numbers, and the last line taken."""
    parts = [(first + 1, lines[first].strip())]
    last = first
    while width and last + 1 < len(lines):
        here, following = lines[last].rstrip(), lines[last + 1]
        if (
            columns(here.strip()) < width * (_HEADING_LINE if _is_heading_line(here) else _BROKEN_LINE)
            or here[-1:] in _SENTENCE_END
            or (here[-1:] in _OFTEN_END and columns(here.strip()) < width * _FULL_LINE)
            or not following.strip()
            or _OPENING.match(following)
        ):
            break
        last += 1
        parts.append((last + 1, following.strip()))
    return parts, last


def _is_heading_line(line: str) -> bool:
    return bool(_OPENING.match(line)) and not re.search(r"[。，；]", line)


def _starts(parts: list[tuple[int, str]]) -> tuple[tuple[int, int], ...]:
    offset = 0
    starts = []
    for number, part in parts:
        starts.append((offset, number))
        offset += len(part)
    return tuple(starts)


def _table_block(lines: list[str], first: int) -> list[tuple[int, tuple[str, ...]]]:
    """Take the rows of a table typed with | or tabs, from ``first`` on; nothing unless there are two rows of two cells."""  # noqa: E501 - one pattern
    block = [(number, cells) for number, cells in _table_rows(lines, first)]
    return block if sum(len(cells) > 1 for _, cells in block) > 1 else []


def _table_rows(lines: list[str], first: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number in range(first, len(lines)):
        line = lines[number].strip("\n\r ")
        if "|" in line.strip("|") and line.count("|") > 1:
            cells = line.strip().strip("|").split("|")
        elif "\t" in line.strip():
            cells = line.split("\t")
        else:
            return
        yield number, () if _RULE_ROW.fullmatch(line) else tuple(cell.strip() for cell in cells)
