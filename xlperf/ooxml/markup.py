"""Small XML parts as trees that know where each element stands, so that an edit changes only its own bytes.

Expat reads the part (and so checks it); edits are splices of the original bytes. Prefixes, quotes, order of
attributes, white space and everything that nobody touched stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from xlperf.ooxml.encoding import Encoding, as_utf8
from xlperf.ooxml.errors import UnreadableWorkbook
from xlperf.ooxml.text import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

RELATIONSHIPS: Final = "r:"
"""Prefix under which relationship attributes (``r:id``) are found, whatever the part calls it."""
DEEPEST: Final = 200
TAG: Final = re.compile(rb"<[^\s/>]+(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")
_HTML_IN_VML: Final = re.compile(rb"<br\s*>|&nbsp;", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(rb"\s+([^\s=/>\"']+)\s*=\s*(\"[^\"]*\"|'[^']*')")


class Element:
    """An element: local name, attributes by local name (``r:id`` for relationships), text, children, place."""

    __slots__ = ("attributes", "children", "close", "document", "end", "name", "namespace", "parent", "start", "text")

    def __init__(self, document: Document, qualified: str, attributes: dict[str, str], start: int) -> None:
        self.namespace, _, self.name = qualified.rpartition(" ")
        if " " in "".join(attributes):
            attributes = {_attribute_name(n) if " " in n else n: value for n, value in attributes.items()}
        self.attributes = attributes
        self.document = document
        self.parent: Element | None = None
        self.children: list[Element] = []
        self.text = ""
        self.start = start
        self.close = start
        """Where its closing tag begins (its end, when it has none)."""
        self.end = start

    def get(self, name: str, default: str = "") -> str:
        """Give an attribute's value."""
        return self.attributes.get(name, default)

    def first(self, name: str) -> Element | None:
        """Give the first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> list[Element]:
        """Give the children of that name."""
        return [child for child in self.children if child.name == name]

    def walk(self) -> Iterator[Element]:
        """Go through the element and all below it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    @property
    def open_end(self) -> int:
        """Where its opening tag ends."""
        return tag_end(self.document.content, self.start)

    @property
    def prefix(self) -> str:
        """What stands before the name in the file, with its colon; empty if nothing."""
        tag = self.document.content[self.start + 1 : self.open_end]
        name = re.split(rb"[\s/>]", tag, maxsplit=1)[0]
        return name[: name.find(b":") + 1].decode()

    def is_on(self, name: str) -> bool:
        """Tell whether an attribute is true."""
        return self.get(name).strip().lower() in ("1", "true", "on", "t")

    def set(self, name: str, value: str) -> None:
        """Write an attribute without prefix, adding it if it is missing."""
        if self.attributes.get(name) == value:
            return
        self.attributes[name] = value
        document = self.document
        span = (self.start, self.open_end)
        document.splices[span] = with_attribute(document.splices.get(span, document.content[slice(*span)]), name, value)

    def unset(self, name: str) -> None:
        """Remove an attribute."""
        if self.attributes.pop(name, None) is not None:
            document = self.document
            span = (self.start, self.open_end)
            document.splices[span] = without_attribute(document.splices.get(span, document.content[slice(*span)]), name)

    def set_text(self, text: str) -> None:
        """Write the text of an element that holds only text."""
        if text == self.text:
            return
        self.text = text
        if self.is_closed_at_once:
            self.append(escaped(text))
        else:
            self.document.splices[self.open_end, self.close] = escaped(text)

    def replace(self, markup: bytes) -> None:
        """Put other markup in the element's place."""
        self.document.splices[self.start, self.end] = markup

    def remove(self) -> None:
        """Take the element out."""
        self.replace(b"")
        if self.parent is not None:
            self.parent.children = [child for child in self.parent.children if child is not self]

    def append(self, markup: bytes) -> None:
        """Add markup after the last child."""
        if self.is_closed_at_once:
            self.document.opened.setdefault(self, []).append(markup)
        else:
            self.document.insert(self.close, markup)

    def insert_before(self, markup: bytes) -> None:
        """Add markup just before the element."""
        self.document.insert(self.start, markup)

    def insert_after(self, markup: bytes) -> None:
        """Add markup just after the element."""
        self.document.insert(self.end, markup)

    @property
    def is_closed_at_once(self) -> bool:
        """Whether it is written ``<name/>``."""
        return self.close == self.end

    @property
    def markup(self) -> bytes:
        """The element as it stood in the file."""
        return self.document.content[self.start : self.end]


class Document:
    """A part as a tree over its bytes, with the splices made so far."""

    def __init__(self, content: bytes, part: str, encoding: Encoding | None = None) -> None:
        """Parse a part; ``encoding`` is what it came in, if ``content`` has been brought to UTF-8 already.

        Raises:
            UnreadableWorkbook: malformed, with a DOCTYPE, or nested beyond reason.
        """
        self.part = part
        self.content, self.encoding = (content, encoding) if encoding else as_utf8(content, part)
        self.splices: dict[tuple[int, int], bytes] = {}
        self.opened: dict[Element, list[bytes]] = {}
        self.root = self._parsed()

    def _parsed(self) -> Element:
        parser = checking_parser(self.part)
        parser.buffer_text = True
        stack: list[Element] = []
        roots: list[Element] = []
        content = _as_xml(self.content) if self.part.lower().endswith(".vml") else self.content

        def start(name: str, attributes: dict[str, str]) -> None:
            element = Element(self, name, attributes, parser.CurrentByteIndex)
            if stack:
                element.parent = stack[-1]
                stack[-1].children.append(element)
            else:
                roots.append(element)
            stack.append(element)
            if len(stack) > DEEPEST:
                raise malformed(self.part, "嵌套太深")

        def end(_: str) -> None:
            element = stack.pop()
            at = element.close = element.end = parser.CurrentByteIndex
            # Expat reports <name/> as ending behind it, other elements as ending where their closing tag begins.
            if element.children or element.text or content[at - 2 : at] != b"/>":
                element.end = content.find(b">", at) + 1

        def characters(text: str) -> None:
            stack[-1].text += text

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = characters
        run_parser(parser, content, self.part)
        return roots[0]

    def insert(self, at: int, markup: bytes) -> None:
        """Add markup at a place, after what was added there before."""
        self.splices[at, at] = self.splices.get((at, at), b"") + markup

    @property
    def is_changed(self) -> bool:
        """Whether anything was edited."""
        return bool(self.splices or self.opened)

    def rendered_utf8(self, first: int = 0, last: int | None = None) -> bytes:
        """Give the part with its edits, or a stretch of it, as UTF-8 without a byte order mark."""
        splices = self.splices | {
            (element.start, element.open_end): self._opened_tag(element, inside)
            for element, inside in self.opened.items()
        }
        pieces: list[bytes] = []
        at = first
        last = len(self.content) if last is None else last
        for (start, end), markup in sorted(splices.items(), key=_in_order):
            if start < at or end > last:  # elsewhere, or inside something that was replaced as a whole
                continue
            pieces += [self.content[at:start], markup]
            at = end
        pieces.append(self.content[at:last])
        return b"".join(pieces)

    def _opened_tag(self, element: Element, inside: list[bytes]) -> bytes:
        span = (element.start, element.open_end)
        tag = self.splices.get(span, self.content[slice(*span)])
        name = re.split(rb"[\s/>]", tag[1:], maxsplit=1)[0]
        return tag.rstrip(b"/>").rstrip() + b">" + b"".join(inside) + b"</" + name + b">"

    def rendered(self) -> bytes:
        """Give the part with its edits, in its own encoding."""
        return self.encoding.encoded(self.rendered_utf8())


def _as_xml(drawing: bytes) -> bytes:
    """Blank out, at the same length, what Excel writes into VML as if it were HTML."""
    return _HTML_IN_VML.sub(lambda match: b" " * len(match[0]), drawing)


def _in_order(splice: tuple[tuple[int, int], bytes]) -> tuple[int, bool, int]:
    """What is added at a place comes first, then what replaces most."""
    start, end = splice[0]
    return start, start != end, -end


def malformed(part: str, why: str) -> UnreadableWorkbook:
    """Make the error for a part whose XML is broken."""
    return UnreadableWorkbook(f"工作簿的部件“{part}”已损坏（{why}），请用 Excel 或 WPS 修复后另存再用")


def checking_parser(part: str) -> expat.XMLParserType:
    """Make a parser for UTF-8 that refuses a DOCTYPE, and with it every entity."""

    def refuse(*_: object) -> None:
        raise UnreadableWorkbook(f"工作簿的部件“{part}”含有 DOCTYPE 声明，可能是恶意文件，没有打开")

    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    return parser


def run_parser(parser: expat.XMLParserType, content: bytes, part: str) -> None:
    """Parse ``content`` as a whole.

    Raises:
        UnreadableWorkbook: if it is malformed.
    """
    try:
        parser.Parse(content, True)  # noqa: FBT003 - takes no keywords
    except expat.ExpatError as error:
        raise malformed(part, f"第 {error.lineno} 行 XML 有误") from error


def tag_end(content: bytes, start: int) -> int:
    """Find where the tag that begins at ``start`` ends; a ``>`` may stand inside its attributes' quotes."""
    match = TAG.match(content, start)
    return match.end() if match else content.index(b">", start) + 1


def attributes_of(tag: bytes) -> dict[str, bytes]:
    """Read a tag's attributes as written, still escaped, by their names with prefix."""
    return {match[1].decode(): match[2][1:-1] for match in _ATTRIBUTE.finditer(tag)}


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """Write an attribute into a tag, in its place or as the last."""
    written = escaped(value).replace(b'"', b"&quot;")
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == name.encode():
            return tag[: match.start(2)] + b'"' + written + b'"' + tag[match.end(2) :]
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    body = tag[:end].rstrip()
    return body + b" " + name.encode() + b'="' + written + b'"' + tag[len(body) :]


def without_attribute(tag: bytes, name: str) -> bytes:
    """Take an attribute out of a tag."""
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == name.encode():
            return tag[: match.start()] + tag[match.end() :]
    return tag


def _attribute_name(qualified: str) -> str:
    namespace, _, name = qualified.rpartition(" ")
    last = namespace.rstrip("/").rpartition("/")[2]
    return RELATIONSHIPS + name if last == "relationships" else f"{last}:{name}"
