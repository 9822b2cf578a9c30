"""Scoring workbooks and tables in Excel or WPS, read for the audit: sheets as tables, long cells as paragraphs."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from xlperf.audit.document import Document, Paragraph, Table, rectangular
from xlperf.audit.text import bounded
from xlperf.audit.word import cell_paragraphs
from xlperf.errors import UnusableInput

_MOST_CELLS: Final = 2_000_000


def read_workbook(raw: bytes, file: str) -> Document:
    """Read every sheet that holds anything. Raises UnusableInput for a file that no reader opens."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except PasswordError as fault:
        raise UnusableInput(f"{file} 加了密码，请先取消密码再核。") from fault
    except (CalamineError, OSError, ValueError) as fault:
        raise UnusableInput(f"{file} 读不出来：请用 Excel 或 WPS 打开后另存为 .xlsx。") from fault
    paragraphs: list[Paragraph] = []
    tables: list[Table] = []
    cells = 0
    for name, rows in sheets:
        cells += sum(map(len, rows))
        if cells > _MOST_CELLS:
            break
        grid = rectangular([_shown(value) for value in row] for row in rows)
        if any(any(row) for row in grid):
            tables.append(Table(file, name, grid, name, len(paragraphs)))
            paragraphs += cell_paragraphs(grid, file, name)
    return Document(file, bounded(paragraphs), tuple(tables))


def _shown(value: object) -> str:
    """Show a cell as a person reads it: whole floats without .0, noise of binary fractions rounded away."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return f"{value:.10g}" if abs(value) < 1e10 else f"{value:.2f}".removesuffix(".00")
    return str(value).strip() if value is not None else ""
