"""A worksheet part: its rows on one side, everything around them (the frame) on the other."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.encoding import as_utf8
from xlperf.ooxml.markup import Document, checking_parser, malformed, run_parser, tag_end
from xlperf.ooxml.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHEET_DATA: Final = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<((?:[^\s<>/!?:]+:)?)sheetData(?=[\s/>])", re.DOTALL
)


class SheetPart:
    """A worksheet part, ready to be read and edited."""

    def __init__(self, content: bytes, part: str) -> None:
        """Check and index a part.

        Raises:
            UnreadableWorkbook: malformed, or without ``sheetData``.
        """
        self.part = part
        content, self.encoding = as_utf8(content, part)
        run_parser(checking_parser(part), content, part)
        opening = next((match for match in _SHEET_DATA.finditer(content) if match[1] is not None), None)
        if opening is None:
            raise malformed(part, "缺少 sheetData")
        prefix = opening[1].decode()
        first = tag_end(content, opening.start())
        self._tag_start = opening.start()
        self._is_closed_at_once = content[first - 2 : first] == b"/>"
        self.rows = Rows(content, prefix, part, first, first)
        if not self._is_closed_at_once:
            self.rows.index()
        self._new_rows: bytes | None = None

    @cached_property
    def frame(self) -> Document:
        """Everything around the rows."""
        content, first = self.rows.content, self.rows.first
        return Document(content[:first] + content[self.rows.last :], self.part, self.encoding)

    @property
    def prefix(self) -> str:
        """What stands before the names of its elements, with the colon."""
        return self.rows.prefix

    @property
    def is_changed(self) -> bool:
        """Whether anything was edited."""
        framed = "frame" in self.__dict__ and self.frame.is_changed
        return framed or self.rows.is_changed or self._new_rows is not None

    def replace_rows(self, content: bytes) -> None:
        """Put other rows in the place of all; the part is to be read again then."""
        self._new_rows = content

    def written(self) -> Iterator[bytes]:
        """Give the part with its edits, piece by piece."""
        if self.encoding.codec == "utf-8":
            yield self.encoding.mark
            yield from self._pieces()
        else:
            yield self.encoding.encoded(b"".join(self._pieces()))

    def _pieces(self) -> Iterator[bytes]:
        frame, first = self.frame, self.rows.first
        name = self.prefix.encode() + b"sheetData"
        if not self._is_closed_at_once:
            yield frame.rendered_utf8(0, first)
            yield from self._row_pieces()
        elif self.rows.is_changed or self._new_rows:
            yield frame.rendered_utf8(0, self._tag_start)
            yield b"<" + name + b">"
            yield from self._row_pieces()
            yield b"</" + name + b">"
        else:
            yield frame.rendered_utf8(0, first)
        yield frame.rendered_utf8(first)

    def _row_pieces(self) -> Iterator[bytes]:
        if self._new_rows is None:
            yield from self.rows.written()
        else:
            yield self._new_rows
