"""The table of shared strings: read by index, added to at its end."""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.encoding import as_utf8
from xlperf.ooxml.markup import attributes_of, checking_parser, malformed, run_parser, tag_end, with_attribute
from xlperf.ooxml.text import from_excel, text_element, unescaped, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_ASIDE: Final = rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
_ROOT: Final = re.compile(_ASIDE + rb"|<((?:[^\s<>/!?:]+:)?)sst(?=[\s/>])", re.DOTALL)
_ITEM: Final = re.compile(
    _ASIDE
    + rb"|<((?:[^\s<>/!?:]+:)?)si(?=[\s/>])(?:/>|(?:[^\"'>/]++|\"[^\"]*+\"|'[^']*+'|/(?!>))*+(?:/>|>(.*?)</\1si\s*>))",
    re.DOTALL,
)
_PHONETIC: Final = re.compile(rb"<((?:[^\s<>/!?:]+:)?)rPh(?=[\s/>]).*?</\1rPh\s*>", re.DOTALL)
_TEXT: Final = re.compile(rb"<((?:[^\s<>/!?:]+:)?)t(?:\s[^>]*)?(?:(?<=/)>|>(.*?)</\1t\s*>)", re.DOTALL)


def rich_text(markup: bytes) -> str:
    """Read the text of a string item: all its runs, without phonetic guides."""
    if markup.count(b"<") == 4 and markup.startswith(b"<si><t>") and markup.endswith(b"</t></si>"):
        return from_excel(unescaped(markup[len(b"<si><t>") : -len(b"</t></si>")]))
    if b"rPh" in markup:
        markup = _PHONETIC.sub(b"", markup)
    return from_excel("".join(unescaped(match[2] or b"") for match in _TEXT.finditer(markup)))


class SharedStrings:
    """The shared strings of a workbook."""

    def __init__(self, content: bytes, part: str) -> None:
        """Check and index the table.

        Raises:
            UnreadableWorkbook: if it is malformed.
        """
        self.part = part
        self._content, self._encoding = as_utf8(content, part)
        run_parser(checking_parser(part), self._content, part)
        root = next((match for match in _ROOT.finditer(self._content) if match[1] is not None), None)
        if root is None:
            raise malformed(part, "不是共享字符串表")
        self._prefix = root[1].decode()
        self._root = (root.start(), tag_end(self._content, root.start()))
        self._starts, self._ends = array("q"), array("q")
        for match in _ITEM.finditer(self._content, self._root[1]):
            if match[1] is not None:
                self._starts.append(match.start())
                self._ends.append(match.end())
        self._added: list[bytes] = []
        self._known: dict[bytes, int] | None = None
        self.references = 0
        """By how much the number of cells that use the table has grown."""

    def __len__(self) -> int:
        return len(self._starts) + len(self._added)

    def __getitem__(self, index: int) -> str:
        """Give the text at ``index``; empty if the table ends before."""
        if not 0 <= index < len(self):
            return ""
        return rich_text(self._markup(index))

    def _markup(self, index: int) -> bytes:
        if index < len(self._starts):
            return self._content[self._starts[index] : self._ends[index]]
        return self._added[index - len(self._starts)]

    def index_of(self, text: str) -> int:
        """Give the index of a plain text, adding it if the table has none."""
        name = self._prefix.encode() + b"si"
        item = b"<" + name + b">" + text_element(self._prefix, text) + b"</" + name + b">"
        if self._known is None:
            self._known = {self._markup(index): index for index in reversed(range(len(self)))}
        if item not in self._known:
            self._known[item] = len(self)
            self._added.append(item)
        return self._known[item]

    @property
    def is_changed(self) -> bool:
        """Whether anything is to be written."""
        return bool(self._added or self.references)

    def written(self) -> Iterator[bytes]:
        """Give the part with what was added, its counts kept right."""
        if self._encoding.codec == "utf-8":
            yield self._encoding.mark
            yield from self._pieces()
        else:
            yield self._encoding.encoded(b"".join(self._pieces()))

    def _pieces(self) -> Iterator[bytes]:
        start, end = self._root
        tag = self._content[start:end]
        attributes = attributes_of(tag)
        count = whole_number(attributes.get("count", b""))
        if count >= 0:
            tag = with_attribute(tag, "count", str(max(0, count + self.references)))
        if "uniqueCount" in attributes and self._added:
            tag = with_attribute(tag, "uniqueCount", str(len(self)))
        yield self._content[:start]
        if tag.endswith(b"/>"):
            name = self._prefix.encode() + b"sst"
            yield tag[:-2].rstrip() + b">" + b"".join(self._added) + b"</" + name + b">"
            yield self._content[end:]
            return
        yield tag
        last = self._ends[-1] if self._ends else end
        yield self._content[end:last]
        yield from self._added
        yield self._content[last:]
