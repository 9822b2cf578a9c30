"""The plain text of a Word report (纯文本): every paragraph with its number, tables as rows of cells."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
MAIN_PART: Final = "word/document.xml"
_SHOWN: Final = (f"{W}t", f"{W}br", f"{W}tab", f"{W}fldChar")
LARGEST_PART: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a document, also inside a table."""

    number: int
    """From 1, through text and tables in reading order."""
    text: str
    style: str = ""
    """Id of its style: Heading1, a6."""
    row: int | None = None
    """Row of its table, from 0."""
    column: int | None = None
    """Column of its table, from 0, counted in cells of the grid."""
    table: int | None = None
    """Number of its table in the document, from 1."""


class UnreadableReport(ValueError):
    """The bytes are no Word document (.docx)."""


def paragraphs_of(document: bytes) -> list[Paragraph]:
    """Read all paragraphs of a .docx. Raises UnreadableReport."""
    return list(_walk(main_part(document)))


def report_text(document: bytes) -> str:
    """Write the report as plain text: a line for each paragraph, cells of a table row parted by tabs."""
    lines: list[str] = []
    current: tuple[int, int] | None = None
    for paragraph in paragraphs_of(document):
        text = paragraph.text.replace("\n", " ")
        place = (paragraph.table, paragraph.row) if paragraph.table is not None and paragraph.row is not None else None
        if place is not None and place == current:
            lines[-1] += f"\t{text}"
        else:
            lines.append(text)
        current = place
    return "\n".join(lines) + "\n"


def own_words(layout: Path) -> list[str]:
    """Give what an officer's Word template says by itself, outside its tags, for the re-reading of numbers."""
    if not layout.is_file():
        return []
    try:
        paragraphs = paragraphs_of(layout.read_bytes())
    except (OSError, UnreadableReport):
        return []
    return [piece for paragraph in paragraphs for piece in _TAG.split(paragraph.text) if piece.strip()]


def main_part(document: bytes) -> Element:
    """Parse the main part of a .docx, without entities or network. Raises UnreadableReport."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(document)) as package:
            if package.getinfo(MAIN_PART).file_size > LARGEST_PART:
                raise UnreadableReport
            xml = package.read(MAIN_PART)
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, RuntimeError, NotImplementedError) as fault:
        raise UnreadableReport from fault


def paragraph_text(paragraph: Element) -> str:
    """Read what a paragraph shows: text, tabs and line breaks, without field codes and page numbers."""
    pieces: list[str] = []
    depth = 0
    for node in paragraph.iter(*_SHOWN):
        match node.tag:
            case tag if tag == f"{W}fldChar":
                depth += {"begin": 1, "end": -1}.get(node.get(f"{W}fldCharType", ""), 0)
            case tag if tag == f"{W}t" and not depth:
                pieces.append(node.text or "")
            case tag if tag == f"{W}br":
                pieces.append("\n")
            case tag if tag == f"{W}tab" and not node.keys():
                pieces.append("\t")
    return "".join(pieces)


def _walk(root: Element) -> Iterator[Paragraph]:
    tables: dict[Element, int] = {}
    for number, paragraph in enumerate(root.iter(f"{W}p"), 1):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val", "") if style is not None else ""
        cell = paragraph.getparent()
        if cell is None or cell.tag != f"{W}tc":
            yield Paragraph(number, paragraph_text(paragraph), name)
            continue
        row = cell.getparent()
        table = row.getparent() if row is not None else None
        if row is None or table is None:
            continue
        tables.setdefault(table, len(tables) + 1)
        yield Paragraph(
            number,
            paragraph_text(paragraph),
            name,
            table.findall(f"{W}tr").index(row),
            _column(row, cell),
            tables[table],
        )


def _column(row: Element, cell: Element) -> int:
    column = 0
    for other in row.findall(f"{W}tc"):
        if other is cell:
            break
        span = other.find(f"{W}tcPr/{W}gridSpan")
        column += int(span.get(f"{W}val", "1")) if span is not None else 1
    return column
