"""The rows of a sheet: indexed by position, taken apart only where they are read or written.

A sheet of a million cells stays one byte string with an index of its rows; a row that is edited is cut into its
cells, and written again from the untouched bytes of the others.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from xlperf.ooxml.formulas.references import LAST_COLUMN, LAST_ROW, column_letters, column_number
from xlperf.ooxml.markup import attributes_of, malformed, tag_end, with_attribute
from xlperf.ooxml.text import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATTRIBUTES: Final = rb"(?:[^\"'>/]++|\"[^\"]*+\"|'[^']*+'|/(?!>))*+"
_ASIDE: Final = rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
_CHUNK: Final = 1 << 20
_ROW_NUMBER: Final = re.compile(rb"<[^\s/>]+ r=\"([0-9]+)\"")
_FEW_ROWS: Final = 1_000
_TYPE: Final = re.compile(rb"\st\s*=\s*[\"']([^\"']*)")
_STYLE: Final = re.compile(rb"\ss\s*=\s*[\"']\s*([0-9]{1,9})\s*[\"']")
_CELL_REFERENCE: Final = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{1,3})[0-9]+")


class Patterns(NamedTuple):
    """How rows, cells and what is in them are written under one prefix."""

    rows: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    plain_cell: re.Pattern[bytes]
    """For rows without comments, CDATA and processing instructions: the same groups, found faster."""
    child: re.Pattern[bytes]


@lru_cache(maxsize=16)
def patterns(prefix: str) -> Patterns:
    """Make the patterns for a part that writes its elements with ``prefix`` (``x:`` or nothing)."""
    p = re.escape(prefix.encode())
    rows = rb"<%brow(?=[\s/>])|</%b(?:row|sheetData)\s*>|%b" % (p, p, _ASIDE)
    content = rb"(?:[^<]++|%b|<(?!/?%bc[\s/>]))*+" % (_ASIDE, p)
    reference = rb"(?:\s+r=\"([A-Z]{1,3})[0-9]+\")?"
    start = rb"<%bc(?=[\s/>])(%b%b)" % (p, reference, _ATTRIBUTES)
    cell = rb"((?:\s++|<!--.*?-->|<\?.*?\?>)*+)%b(?:/>|>(%b)</%bc\s*>)" % (start, content, p)
    plain_cell = rb"(\s*+)%b(?:/>|>(.*?)</%bc\s*>)" % (start, p)
    inside = rb"(?:[^<]++|%b|<(?!/%b(?P=name)\s*>))*+" % (_ASIDE, p)
    child = rb"<!--.*?-->|<%b(?P<name>f|v|is|extLst)(?=[\s/>])(%b)(?:/>|>(%b)</%b(?P=name)\s*>)" % (
        p,
        _ATTRIBUTES,
        inside,
        p,
    )
    return Patterns(*(re.compile(pattern, re.DOTALL) for pattern in (rows, cell, plain_cell, child)))


class Children(NamedTuple):
    """What a cell holds, as written: the formula's attributes and text, the value, the inline string, the rest."""

    formula_attributes: bytes | None
    formula: bytes
    value: bytes | None
    inline: bytes | None
    rest: bytes


@dataclass(slots=True)
class CellMarkup:
    """A cell as written: what stands before it, its attributes, what it holds (None when ``<c/>``)."""

    column: int
    lead: bytes
    attributes: bytes
    inside: bytes | None

    @property
    def type(self) -> str:
        """What kind of value it holds: s, str, inlineStr, b, e, d, n; empty means n."""
        found = _TYPE.search(self.attributes)
        return found[1].decode() if found else ""

    @property
    def style(self) -> int:
        """The index of its style."""
        found = _STYLE.search(self.attributes)
        return int(found[1]) if found else 0

    @property
    def has_style(self) -> bool:
        """Whether its style is written."""
        return _STYLE.search(self.attributes) is not None

    def children(self, prefix: str) -> Children:
        """Take apart what it holds."""
        return children(self.inside, prefix)

    def markup(self, prefix: bytes) -> bytes:
        """Write it."""
        if self.inside is None:
            return b"%b<%bc%b/>" % (self.lead, prefix, self.attributes)
        return b"%b<%bc%b>%b</%bc>" % (self.lead, prefix, self.attributes, self.inside, prefix)


def children(inside: bytes | None, prefix: str) -> Children:
    """Take apart what a cell holds."""
    if inside is not None:
        opening, closing = b"<" + prefix.encode() + b"v>", b"</" + prefix.encode() + b"v>"
        if (
            inside.startswith(opening)
            and inside.find(b"<", 1) == len(inside) - len(closing)
            and inside.endswith(closing)
        ):
            return Children(None, b"", inside[len(opening) : -len(closing)], None, b"")
    formula_attributes = value = inline = None
    formula = rest = b""
    if inside:
        for match in patterns(prefix).child.finditer(inside):
            name = match["name"]
            if name == b"v":
                value = match[3] or b""
            elif name == b"f":
                formula_attributes, formula = match[2], match[3] or b""
            elif name == b"is":
                inline = match[3] or b""
            elif name is not None:
                rest += match[0]
    return Children(formula_attributes, formula, value, inline, rest)


@dataclass(slots=True)
class Row:
    """A row cut into its cells."""

    number: int
    tag: bytes
    """Its opening tag, never closed at once."""
    cells: list[CellMarkup]
    rest: bytes
    """What follows the last cell, before the closing tag."""
    changed: bool = False

    def cell(self, column: int) -> CellMarkup | None:
        """Find a cell."""
        at = self._place(column)
        return self.cells[at] if at < len(self.cells) and self.cells[at].column == column else None

    def put(self, cell: CellMarkup) -> None:
        """Put a cell in its place, instead of the one that is there."""
        at = self._place(cell.column)
        if at < len(self.cells) and self.cells[at].column == cell.column:
            self.cells[at] = cell
        else:
            self.cells.insert(at, cell)
            self._widen(cell.column)
        self.changed = True

    def _place(self, column: int) -> int:
        if self.cells and self.cells[-1].column < column:
            return len(self.cells)
        at = column - self.cells[0].column if self.cells else 0
        if 0 <= at < len(self.cells) and self.cells[at].column == column:  # no gaps before it
            return at
        return bisect_left(self.cells, column, key=lambda cell: cell.column)

    def _widen(self, column: int) -> None:
        """Widen ``spans`` to take in a new cell."""
        spans = [span.partition(b":") for span in self.attributes.get("spans", b"").split()]
        bounds = [(whole_number(first), whole_number(last)) for first, _, last in spans]
        if not bounds or any(first < 1 or last < first for first, last in bounds):
            return
        if any(first <= column <= last for first, last in bounds):
            return
        if column < bounds[0][0]:
            bounds[0] = (column, bounds[0][1])
        else:  # widen the last one that begins before it
            at = max(i for i, (first, _) in enumerate(bounds) if first <= column)
            bounds[at] = (bounds[at][0], column)
        self.tag = with_attribute(self.tag, "spans", " ".join(f"{first}:{last}" for first, last in bounds))

    @property
    def attributes(self) -> dict[str, bytes]:
        """Its attributes as written."""
        return attributes_of(self.tag)

    def markup(self, prefix: bytes) -> bytes:
        """Write it."""
        cells = b"".join(cell.markup(prefix) for cell in self.cells)
        return b"%b%b%b</%brow>" % (self.tag, cells, self.rest, prefix)


@dataclass(slots=True)
class Rows:
    """All rows of a sheet: an index into its bytes, and those that were taken apart."""

    content: bytes
    prefix: str
    part: str
    first: int
    """Where the first row may begin: the end of ``<sheetData>``."""
    last: int = 0
    """Where ``</sheetData>`` begins."""
    numbers: array[int] = field(default_factory=lambda: array("l"))
    starts: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    opened: dict[int, Row] = field(default_factory=dict)

    def index(self) -> None:
        """Find the rows.

        Raises:
            UnreadableWorkbook: if their numbers are out of order, which no program agrees how to read.
        """
        content, start, previous = self.content, -1, 0
        opening = b"<" + self.prefix.encode() + b"row"
        for match in patterns(self.prefix).rows.finditer(content, self.first):
            found = match[0]
            if found == opening:
                if start >= 0:
                    raise malformed(self.part, "行套着行")
                start = match.start()
                end = tag_end(content, start)
                previous = self._number(content[start:end], previous)
                if content[end - 2] == 0x2F:
                    self._note(previous, start, end)
                    start = -1
            elif found.startswith(b"</"):
                if start < 0:
                    self.last = match.start()
                    return
                self._note(previous, start, match.end())
                start = -1
        raise malformed(self.part, "缺少 sheetData 的结尾")

    def _note(self, number: int, start: int, end: int) -> None:
        self.numbers.append(number)
        self.starts.append(start)
        self.ends.append(end)

    def _number(self, tag: bytes, previous: int) -> int:
        usual = _ROW_NUMBER.match(tag)
        written = usual[1] if usual else attributes_of(tag).get("r", b"")
        number = whole_number(written, previous + 1)
        if number <= previous or number > LAST_ROW:
            raise malformed(self.part, f"第 {number} 行的次序不对")
        return number

    def tags(self) -> Iterator[tuple[int, dict[str, bytes]]]:
        """Go through the rows that the file has: number and attributes."""
        for at, number in enumerate(self.numbers):
            row = self.opened.get(number)
            start = self.starts[at]
            tag = row.tag if row else self.content[start : tag_end(self.content, start)]
            yield number, attributes_of(tag)

    def find(self, number: int) -> Row | None:
        """Find a row and take it apart; None if the file has no such row."""
        row = self.opened.get(number)
        if row is None:
            at = bisect_left(self.numbers, number)
            if at < len(self.numbers) and self.numbers[at] == number:
                row = self.opened[number] = self.parsed(at)
        return row

    def peek(self, number: int) -> Row | None:
        """Find a row for reading; rows of large sheets are not kept."""
        if len(self.numbers) <= _FEW_ROWS:
            return self.find(number)
        row = self.opened.get(number)
        at = bisect_left(self.numbers, number)
        if row is None and at < len(self.numbers) and self.numbers[at] == number:
            row = self.parsed(at)
        return row

    def obtain(self, number: int) -> Row:
        """Find a row, making it if the file has none."""
        row = self.find(number)
        if row is None:
            row = Row(number, b'<%brow r="%d">' % (self.prefix.encode(), number), [], b"")
            self.opened[number] = row
        return row

    def all(self) -> Iterator[Row]:
        """Go through all rows in order, without keeping those that were not open."""
        for number in sorted({*self.numbers, *self.opened}):
            row = self.peek(number)
            if row is not None:
                yield row

    @property
    def last_column(self) -> int:
        """The last column that has a cell."""
        if b"<!" not in self.content:
            pattern = re.compile(rb"<%bc\s[^>]*?\br=\"([A-Z]{1,3})[0-9]" % re.escape(self.prefix.encode()))
            found = pattern.findall(self.content, self.first, self.last)
            if len(found) == self.content.count(b"<%bc " % self.prefix.encode()):
                edited = (row.cells[-1].column for row in self.opened.values() if row.cells)
                return max([*map(_column_number, set(found)), *edited], default=0)
        return max((row.cells[-1].column for row in self.all() if row.cells), default=0)

    def markups(self) -> Iterator[tuple[int, bytes, bytes]]:
        """Go through all rows: number, what stands before it, the row as it is to be written."""
        prefix = self.prefix.encode()
        added = sorted(number for number, row in self.opened.items() if row.changed and not self._has(number))
        end = self.first
        for at, number in enumerate(self.numbers):
            while added and added[0] < number:
                new = added.pop(0)
                yield new, b"", self.opened[new].markup(prefix)
            row = self.opened.get(number)
            original = self.content[self.starts[at] : self.ends[at]]
            gap = self.content[end : self.starts[at]]
            yield number, gap, row.markup(prefix) if row is not None and row.changed else original
            end = self.ends[at]
        for new in added:
            yield new, b"", self.opened[new].markup(prefix)

    def _has(self, number: int) -> bool:
        at = bisect_left(self.numbers, number)
        return at < len(self.numbers) and self.numbers[at] == number

    @property
    def after_last(self) -> bytes:
        """What stands between the last row and the end of ``sheetData``."""
        return self.content[self.ends[-1] if self.ends else self.first : self.last]

    def parsed(self, at: int) -> Row:
        """Cut the row at index ``at`` into its cells.

        Raises:
            UnreadableWorkbook: if its cells are out of order.
        """
        return self.cut(self.content[self.starts[at] : self.ends[at]], self.numbers[at])

    def cut(self, markup: bytes, number: int) -> Row:
        """Cut a row into its cells.

        Raises:
            UnreadableWorkbook: if its cells are out of order.
        """
        opened = tag_end(markup, 0)
        tag = markup[:opened]
        if tag.endswith(b"/>"):
            return Row(number, tag[:-2].rstrip() + b">", [], b"")
        cells: list[CellMarkup] = []
        column, place = 0, opened
        is_plain = b"<!" not in markup and b"<?" not in markup
        match_cell = (patterns(self.prefix).plain_cell if is_plain else patterns(self.prefix).cell).match
        while match := match_cell(markup, place):
            place = match.end()
            lead, attributes, letters, inside = match.groups()
            column_before, column = column, _column(letters, attributes) or column + 1
            if column <= column_before or column > LAST_COLUMN:
                raise malformed(self.part, f"第 {number} 行里 {column_letters(column)} 列的次序不对")
            cells.append(CellMarkup(column, lead, attributes, inside))
        return Row(number, tag, cells, markup[place : markup.rindex(b"<")])

    def written(self) -> Iterator[bytes]:
        """Give what stands between ``<sheetData>`` and its end, piece by piece."""
        prefix = self.prefix.encode()
        at = self.first
        for number in sorted(number for number, row in self.opened.items() if row.changed):
            index = bisect_left(self.numbers, number)
            exists = index < len(self.numbers) and self.numbers[index] == number
            start = self.starts[index] if index < len(self.numbers) else (self.ends[-1] if self.ends else self.last)
            yield from _chunks(self.content, at, start)
            yield self.opened[number].markup(prefix)
            at = self.ends[index] if exists else start
        yield from _chunks(self.content, at, self.last)

    @property
    def is_changed(self) -> bool:
        """Whether any row was edited."""
        return any(row.changed for row in self.opened.values())


def _column(letters: bytes | None, attributes: bytes) -> int:
    """Give a cell's column; 0 if its reference is not written."""
    if letters is None:
        reference = _CELL_REFERENCE.search(attributes)
        letters = reference[1] if reference else b""
    return _column_number(letters)


@lru_cache(maxsize=4096)
def _column_number(letters: bytes) -> int:
    return column_number(letters.decode())


def _chunks(content: bytes, start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, _CHUNK):
        yield content[at : min(at + _CHUNK, end)]
