"""Reports in Word: paragraphs in order, headings by style, tables with their cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xlperf.audit.document import Document, Paragraph, Table, column_letters, rectangular
from xlperf.audit.text import bounded
from xlperf.errors import UnusableInput

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.table import Table as WordTable
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

_HEADING_STYLE = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_LONG_CELL = 12


def open_word(path: Path) -> WordDocument:
    """Open a .docx with python-docx. Raises UnusableInput when it is no Word file."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        return docx.Document(str(path))
    except (OpcError, LxmlError, KeyError, ValueError, OSError, AttributeError) as fault:
        raise UnusableInput(f"{path.name} 不是完好的 Word 文件：请用 Word 或 WPS 打开后另存为 .docx。") from fault


def read_word(path: Path) -> Document:
    """Read a .docx. Paragraphs are numbered as they stand in the body, empty ones included."""
    from docx.table import Table as WordTable

    paragraphs: list[Paragraph] = []
    tables: list[Table] = []
    number = 0
    for item in open_word(path).iter_inner_content():
        if isinstance(item, WordTable):
            caption = "\n".join(paragraph.text for paragraph in paragraphs[-3:] if not paragraph.in_table)
            sheet = f"表{len(tables) + 1}"
            grid = rectangular(_cells(item))
            tables.append(Table(path.name, sheet, grid, caption, len(paragraphs)))
            paragraphs += cell_paragraphs(grid, path.name, sheet)
            continue
        number += 1
        text = paragraph_text(item)
        if text.strip():
            paragraphs.append(Paragraph(text, path.name, ((0, number),), level=_level(item)))
    if not paragraphs and not tables:
        raise UnusableInput(f"{path.name} 里没有文字（可能全是图片），请换成可编辑的文件。")
    return Document(path.name, bounded(paragraphs), tuple(tables))


def paragraph_text(paragraph: WordParagraph) -> str:
    """Give the text of a paragraph as its runs hold it, so that offsets lead back to runs (see comments.py)."""
    return "".join(run.text for run in text_runs(paragraph))


def text_runs(paragraph: WordParagraph) -> list[Run]:
    """List the runs of a paragraph in order, those inside hyperlinks and insertions included."""
    from docx.oxml.ns import qn
    from docx.text.run import Run

    elements: list[Any] = list(paragraph._p.iter(qn("w:r")))  # noqa: SLF001 - python-docx has no public way
    return [Run(element, paragraph) for element in elements]


def cell_paragraphs(grid: tuple[tuple[str, ...], ...], file: str, sheet: str) -> list[Paragraph]:
    """Give the longer texts of a table's cells as paragraphs: explanations and basis stand there."""
    return [
        Paragraph(text, file, ((0, 0),), sheet, f"{column_letters(column)}{row + 1}")
        for row, cells in enumerate(grid)
        for column, text in enumerate(cells)
        if len(text) >= _LONG_CELL and (column == 0 or cells[column - 1] != text)
    ]


def _level(paragraph: WordParagraph) -> int | None:
    name = paragraph.style.name if paragraph.style is not None else ""
    match = _HEADING_STYLE.match(name or "")
    return int(match[1]) if match else None


def _cells(table: WordTable) -> list[list[str]]:
    """Give the cells of a table; a merged cell gives its text once, at its first place."""
    from docx.table import _Cell

    rows = []
    for row in table._tbl.tr_lst:  # noqa: SLF001 - row.cells is quadratic in the table's size
        cells: list[str] = [""] * row.grid_before
        for element in row.tc_lst:
            continued = element.vMerge == "continue"
            cells.append("" if continued else _Cell(element, table).text)
            cells += [""] * (element.grid_span - 1)
        rows.append(cells)
    return rows
