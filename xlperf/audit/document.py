"""A document as read: paragraphs and tables, each with its place in the officer's file."""

from __future__ import annotations

import bisect
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from xlperf.findings import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_KEPT: Final = "，：；？！"
_WIDTHS: Final = {
    code: folded
    for code in (*range(0xFF00, 0xFFF0), 0xA0, 0x3000)
    if chr(code) not in _KEPT and len(folded := unicodedata.normalize("NFKC", chr(code))) == 1
}
"""Full-width characters with their half-width twins; Chinese punctuation stays."""
_SAME: Final = str.maketrans("−﹣﹪﹒∶∕＂﹤﹥≧≦⩾⩽\N{DIVISION SLASH}", '--%.:/"<>≥≤≥≤/')
_FOLDED: Final = _WIDTHS | _SAME
_WIDE_THOUSANDS: Final = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_UNSEEN: Final = re.compile(r"[\s\u200b\ufeff\u00ad]+")
_CHINESE_MARKS: Final = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_POINTED: Final = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[;?!]")
"""Western marks that stand for Chinese ones; a comma or colon between digits stays."""
_FULL_STOP: Final = re.compile(
    r"^(?P<numbering>[#*>]*[(（]?[一二三四五六七八九十〇零]{1,4}[)）]?\.)"
    r"|(?<=[\u4e00-\u9fff%)）”》$])\.(?=[\u4e00-\u9fff\d(（“《①-⑳$]|$)(?!\.)"
)
"""A western point that ends a sentence, as scanners write it; numbering keeps its point."""


def _squeezed(text: str) -> tuple[str, Sequence[int]]:
    """Fold widths and drop blanks, except between two western words; also give where each character came from."""
    folded = _WIDE_THOUSANDS.sub(",", text).translate(_FOLDED)
    kept: list[str] = []
    origin: list[int] = []
    last = 0
    for gap in _UNSEEN.finditer(folded):
        kept.append(folded[last : gap.start()])
        origin.extend(range(last, gap.start()))
        last = gap.end()
        before, after = folded[gap.start() - 1 : gap.start()], folded[last : last + 1]
        if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
            kept.append(" ")
            origin.append(gap.start())
    kept.append(folded[last:])
    where: Sequence[int] = range(len(text) + 1)
    if last:
        origin.extend(range(last, len(text) + 1))
        where = origin
    marked = _POINTED.sub(lambda match: _CHINESE_MARKS[match[0]], "".join(kept))
    return _FULL_STOP.sub(lambda match: match["numbering"] or "。", marked), where


@dataclass(frozen=True)
class Paragraph:
    """A paragraph (段落), joined again where a page or a hard line break had cut it."""

    text: str
    file: str
    lines: tuple[tuple[int, int], ...]
    """(offset in ``text``, line or paragraph number in the file), ascending."""
    sheet: str = ""
    cell: str = ""
    """Set for the text of a table cell."""
    level: int | None = None
    """The heading level that Word gave it (标题 1 … 9)."""

    @cached_property
    def _squeezed(self) -> tuple[str, Sequence[int]]:
        return _squeezed(self.text)

    @property
    def plain(self) -> str:
        """The text in half-width characters and without blanks: what the checks read."""
        return self._squeezed[0]

    @property
    def in_table(self) -> bool:
        """Say whether it is the text of a table cell."""
        return bool(self.sheet)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Turn offsets in ``plain`` into offsets in ``text``."""
        origin = self._squeezed[1]
        return origin[start], (origin[end - 1] + 1 if end > start else origin[start])

    def place(self, start: int = 0) -> Place:
        """Say where the character at ``start`` of ``plain`` stands."""
        offset = self._squeezed[1][start]
        if self.in_table:
            return Place(self.file, self.sheet, self.cell, None, offset)
        at = bisect.bisect_right(self.lines, (offset, 1 << 60)) - 1
        begin, number = self.lines[max(at, 0)]
        return Place(self.file, line=number, offset=offset - begin)

    def quote(self, start: int, end: int) -> str:
        """Give the very words between two offsets of ``plain``."""
        begin, stop = self.span(start, end)
        return self.text[begin:stop]


@dataclass(frozen=True, slots=True)
class Table:
    """A table (表格): rows of cell texts, with the words above it."""

    file: str
    sheet: str
    """The sheet's name, or 表1, 表2 … in a Word file."""
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    """The words that stand before it and may name it and its unit."""
    after: int = 0
    """How many paragraphs of the document stand before it."""
    lines: tuple[int, ...] = ()
    """The line of each row, in a text file."""

    def place(self, row: int, column: int) -> Place:
        """Say where a cell is: 表1!B3, or the line for a table typed into a text."""
        if self.lines:
            return Place(self.file, line=self.lines[row])
        return Place(self.file, self.sheet, f"{column_letters(column)}{row + 1}")


@dataclass(frozen=True)
class Document:
    """One file as read: its paragraphs and tables in order."""

    file: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...] = ()
    remarks: tuple[str, ...] = field(default=())
    """What the reader noticed on the way: mixed encodings, pages without text, cut length."""

    @property
    def is_workbook(self) -> bool:
        """Say whether it is sheets of cells and no running text."""
        return bool(self.tables) and all(paragraph.in_table for paragraph in self.paragraphs)

    @property
    def size(self) -> int:
        """The number of characters."""
        return sum(len(paragraph.text) for paragraph in self.paragraphs)


def column_letters(column: int) -> str:
    """Name a column as Excel does: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def rectangular(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Pad rows of cells to one width."""
    grid = [tuple(row) for row in rows]
    width = max((len(row) for row in grid), default=0)
    return tuple(row + ("",) * (width - len(row)) for row in grid)
