"""The blocks of a report (段落块): a generated paragraph or table has a bookmark by which we know it again."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.narrative.word.packing import FIXED_TIME
from xlperf.narrative.word.plain_text import MAIN_PART, W, main_part, paragraph_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAME: Final = re.compile(r"_xlperf_(\d+)_([0-9a-f]{12})")
"""A hidden bookmark of ours: number of the block, first digits of the hash of its text."""
_START: Final = f"{W}bookmarkStart"
_END: Final = f"{W}bookmarkEnd"
_FOREIGN: Final = frozenset(
    f"{W}{name}" for name in ("drawing", "pict", "object", "ins", "del", "moveFrom", "moveTo", "footnoteReference")
)
"""What only a person puts into a generated paragraph: pictures, tracked changes, footnotes."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or table of the document's body: one of ours, with the number it had when we wrote it, or not."""

    element: Element
    number: int | None = None
    sha256: str = ""
    """First digits of the hash of the text that we wrote."""

    @property
    def text(self) -> str:
        """What it shows."""
        return text_of(self.element)

    @property
    def is_edited(self) -> bool:
        """Whether a person changed it since we wrote it."""
        return text_hash(self.text) != self.sha256 or is_foreign(self.element)


def text_of(element: Element) -> str:
    """Read what a paragraph or table shows; cells of a row are parted by tabs."""
    if element.tag == f"{W}p":
        return paragraph_text(element).strip()
    rows = element.iter(f"{W}tr")
    return "\n".join("\t".join(_cell(cell) for cell in row.findall(f"{W}tc")) for row in rows).strip()


def _cell(cell: Element) -> str:
    return "\n".join(paragraph_text(paragraph).strip() for paragraph in cell.iter(f"{W}p"))


def is_foreign(element: Element) -> bool:
    """Say whether a person put a picture, a tracked change or a footnote into it."""
    return any(node.tag in _FOREIGN for node in element.iter())


def text_hash(text: str) -> str:
    """Name a block's text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def blocks_of(body: Element) -> list[Block]:
    """List the paragraphs and tables of a body in their order."""
    found: list[Block] = []
    seen: set[int] = set()
    for child in body.iter(f"{W}p", f"{W}tbl"):
        if _is_inside(child, body):
            continue
        names = (_NAME.fullmatch(node.get(f"{W}name", "")) for node in child.iter(_START))
        known = next((name for name in names if name and int(name[1]) not in seen), None)
        if known:
            seen.add(int(known[1]))
            found.append(Block(child, int(known[1]), known[2]))
        else:
            found.append(Block(child))
    return found


def _is_inside(element: Element, body: Element) -> bool:
    """Say whether a paragraph belongs to a table or a text box; content controls are looked through."""
    parent = element.getparent()
    while parent is not None and parent is not body:
        if parent.tag not in {f"{W}sdt", f"{W}sdtContent"}:
            return True
        parent = parent.getparent()
    return False


def marked(document: bytes) -> bytes:
    """Put a hidden bookmark around every paragraph and table with text, numbered in reading order.

    Bookmarks, not content controls: on saving, LibreOffice writes the text of a content control several times over.
    """
    root = main_part(document)
    body = root.find(f"{W}body")
    if body is None:
        return document
    taken = {node.get(f"{W}id", "") for node in body.iter(_START)}
    free = (str(number) for number in range(100_000, 200_000) if str(number) not in taken)
    for number, block in enumerate((b for b in blocks_of(body) if _is_markable(b)), 1):
        _bookmark(block, number, next(free))
    return with_main_part(document, root)


def texts_of(document: bytes) -> dict[int, str]:
    """Give the text of every block of ours by its number."""
    body = main_part(document).find(f"{W}body")
    blocks = [] if body is None else blocks_of(body)
    return {block.number: block.text for block in blocks if block.number is not None}


def rename(block: Block, number: int, sha256: str) -> bool:
    """Let the bookmark of a block say another number or text; say whether anything changed."""
    name = f"_xlperf_{number:04d}_{sha256}"
    for node in block.element.iter(_START):
        known = _NAME.fullmatch(node.get(f"{W}name", ""))
        if known and int(known[1]) == block.number:
            changed = known[0] != name
            node.set(f"{W}name", name)
            return changed
    return False


def unmark(block: Block) -> None:
    """Take our bookmark off a block: it is the person's from now on."""
    for start in list(block.element.iter(_START)):
        known = _NAME.fullmatch(start.get(f"{W}name", ""))
        if known and int(known[1]) == block.number:
            ends = [end for end in block.element.iter(_END) if end.get(f"{W}id") == start.get(f"{W}id")]
            for node in (start, *ends):
                parent = node.getparent()
                if parent is not None:
                    parent.remove(node)


def carry_marks(old: Element, new: Element) -> None:
    """Give a new paragraph or table the bookmarks' ids of the one that it replaces."""
    ids = [node.get(f"{W}id", "") for node in old.iter(_START) if _NAME.fullmatch(node.get(f"{W}name", ""))]
    starts = [node for node in new.iter(_START) if _NAME.fullmatch(node.get(f"{W}name", ""))]
    for start, number in zip(starts, ids, strict=False):
        for node in (start, *(end for end in new.iter(_END) if end.get(f"{W}id") == start.get(f"{W}id"))):
            node.set(f"{W}id", number)


def with_main_part(document: bytes, root: Element) -> bytes:
    """Rewrite the main part of a Word file; every other part stays byte for byte."""
    from lxml import etree

    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for entry in source.infolist():
            same = zipfile.ZipInfo(entry.filename, FIXED_TIME)
            same.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(same, xml if entry.filename == MAIN_PART else source.read(entry))
    return target.getvalue()


def _bookmark(block: Block, number: int, identity: str) -> None:
    """Bracket a paragraph's content, of a table its first paragraph, by a bookmark."""
    paragraph = block.element if block.element.tag == f"{W}p" else next(block.element.iter(f"{W}p"))
    attributes = {f"{W}id": identity, f"{W}name": f"_xlperf_{number:04d}_{text_hash(block.text)}"}
    start = paragraph.makeelement(_START, attributes)
    paragraph.insert(1 if paragraph.find(f"{W}pPr") is not None else 0, start)
    paragraph.append(paragraph.makeelement(_END, {f"{W}id": identity}))


def _is_markable(block: Block) -> bool:
    """Leave alone what is empty, ends a section, or holds half of a field such as a table of contents."""
    element = block.element
    if block.number is not None or not block.text.strip():
        return False
    fields = [node.get(f"{W}fldCharType") for node in element.iter(f"{W}fldChar")]
    return element.find(f"{W}pPr/{W}sectPr") is None and fields.count("begin") == fields.count("end")
