"""Renewing a report that a person edited (三方合并): her paragraphs, pictures, tables and comments stay."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from xlperf.narrative.word.blocks import (
    Block,
    blocks_of,
    carry_marks,
    is_foreign,
    rename,
    text_hash,
    unmark,
    with_main_part,
)
from xlperf.narrative.word.plain_text import W, main_part

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from lxml.etree import _Element as Element

LIKE: Final = 0.5
"""Likeness from which two texts are taken for the same paragraph, written anew."""
_COMMENT_START: Final = f"{W}commentRangeStart"
_COMMENT_END: Final = f"{W}commentRangeEnd"


@dataclass(frozen=True, slots=True)
class Edit:
    """A block that a person changed: what we wrote last, what she made of it, what we would write now."""

    number: int
    last: str
    theirs: str
    """Empty where she deleted it."""
    ours: str

    @property
    def is_conflict(self) -> bool:
        """Whether ours changed as well."""
        return self.ours != self.last


@dataclass(frozen=True, slots=True)
class Merged:
    """The renewed report."""

    content: bytes
    edits: tuple[Edit, ...]
    contents: Mapping[int, str]
    """What counts as written, by number of the block."""


def merge(theirs: bytes, ours: bytes, base: Mapping[int, str] | None = None, *, taken: Collection[str] = ()) -> Merged:
    """Put what is new into the report as it is now.

    Args:
        theirs: the report in 成果/, edited by a person.
        ours: the report as we would write it, its blocks marked.
        base: the texts that we wrote last, by number; by default what the bookmarks remember.
        taken: texts of ours that are to replace hers (采用新值).

    Raises:
        UnreadableReport: the file there is no Word document any more.
    """
    return _Merger(theirs, ours, dict(base or {}), taken).merged()


class _Merger:
    def __init__(self, theirs: bytes, ours: bytes, base: dict[int, str], taken: Collection[str]) -> None:
        self.original = theirs
        self.root = main_part(theirs)
        body = self.root.find(f"{W}body")
        new_body = main_part(ours).find(f"{W}body")
        self.body: Element = self.root if body is None else body
        self.ours = [] if new_body is None else [b for b in blocks_of(new_body) if b.number is not None]
        self.taken = taken
        there = blocks_of(self.body)
        marked = {b.number: b for b in there if b.number is not None}
        self.base = base or {n: "" if b.is_edited else b.text for n, b in marked.items()}
        self.blocks = marked | _recognised(there, self.base)
        self.edits: list[Edit] = []
        self.contents: dict[int, str] = {}
        self.changed = False

    def merged(self) -> Merged:
        """Go through our blocks in order; each replaces, follows, or leaves alone what is there."""
        before = {n: n for n in self.base} if self._is_settled() else _predecessors(self.base, self.ours)
        self._drop(set(self.blocks) - set(before.values()))
        last: Element | None = None
        for block in self.ours:
            old = before.get(block.number or 0)
            there = self.blocks.get(old) if old is not None else None
            if there is not None and old is not None:
                last = self._renew(there, block, self.base.get(old, ""))
            elif old is not None:
                last = self._deleted(block, self.base[old], last)
            else:
                last = self._insert(block, last)
        content = with_main_part(self.original, self.root) if self.changed else self.original
        return Merged(content, tuple(self.edits), self.contents)

    def _is_settled(self) -> bool:
        """Say whether ours is what it was last time, but for what a person changed: then every number stays."""
        ours = {block.number: block.text for block in self.ours}
        hers = {n for n in self.base if n not in self.blocks or self.blocks[n].is_edited}
        return ours.keys() == self.base.keys() and all(self.base[n] == ours[n] for n in self.base if n not in hers)

    def _renew(self, there: Block, block: Block, last: str) -> Element:
        number, new = block.number or 0, block.text
        if not there.is_edited or new in self.taken:
            self.contents[number] = new
            if there.text != new:
                return self._replace(there.element, block.element)
        else:
            if there.text == new:
                last = new
            if there.text != new or is_foreign(there.element):
                self.edits.append(Edit(number, last, there.text, new))
            self.contents[number] = last
        self.changed |= rename(there, number, text_hash(self.contents[number]))
        return there.element

    def _replace(self, old: Element, new: Element) -> Element:
        """Put new content in the old one's place; its comments and, of a paragraph, its layout stay."""
        fresh = deepcopy(new)
        carry_marks(old, fresh)
        if old.tag == fresh.tag == f"{W}p":
            layout, other = old.find(f"{W}pPr"), fresh.find(f"{W}pPr")
            if layout is not None:
                if other is not None:
                    fresh.remove(other)
                fresh.insert(0, deepcopy(layout))
            _carry_comments(old, fresh)
        parent = old.getparent()
        if parent is not None:
            parent.replace(old, fresh)
            self.changed = True
        return fresh

    def _deleted(self, block: Block, last: str, after: Element | None) -> Element | None:
        """A person took the block out: it stays out, and is offered again where ours is new."""
        if block.text in self.taken:
            return self._insert(block, after)
        number = block.number or 0
        self.edits.append(Edit(number, last, "", block.text))
        self.contents[number] = last
        return after

    def _insert(self, block: Block, after: Element | None) -> Element:
        fresh = deepcopy(block.element)
        self._name_anew(fresh)
        self.contents[block.number or 0] = block.text
        self.changed = True
        first = next((b.element for b in self.blocks.values() if b.element.getparent() is not None), None)
        if after is not None:
            after.addnext(fresh)
        elif first is not None:
            first.addprevious(fresh)
        else:
            self._at_end(fresh)
        return fresh

    def _name_anew(self, element: Element) -> None:
        """Give the bookmark of a new block an id that no other has."""
        used = {node.get(f"{W}id") for node in self.root.iter(f"{W}bookmarkStart")}
        free = next(str(number) for number in range(100_000, 200_000) if str(number) not in used)
        for node in element.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            node.set(f"{W}id", free)

    def _at_end(self, element: Element) -> None:
        section = self.body.find(f"{W}sectPr")
        if section is None:
            self.body.append(element)
        else:
            section.addprevious(element)

    def _drop(self, numbers: Collection[int]) -> None:
        """Take out what we no longer write; what a person edited stays, as hers."""
        for number in numbers:
            block = self.blocks[number]
            if block.is_edited:
                unmark(block)
            else:
                _remove(block.element)
            self.changed = True


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _carry_comments(old: Element, new: Element) -> None:
    """Let the comments on a paragraph speak of the whole of its new text."""
    starts = [deepcopy(node) for node in old.iter(_COMMENT_START)]
    ends = [deepcopy(node) for node in old.iter(_COMMENT_END)]
    marks = [deepcopy(run) for run in old.iter(f"{W}r") if run.find(f"{W}commentReference") is not None]
    position = 1 if new.find(f"{W}pPr") is not None else 0
    for node in reversed(starts):
        new.insert(position, node)
    for node in (*ends, *marks):
        node.tail = None
        new.append(node)


def _predecessors(base: Mapping[int, str], ours: Sequence[Block]) -> dict[int, int]:
    """Say which block of last time each of ours is: the same words, figures aside, or the likest between those."""
    numbers = sorted(base)
    old = [_skeleton(base[n]) for n in numbers]
    new = [_skeleton(block.text) for block in ours]
    pairs: dict[int, int] = {}
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and i2 - i1 == j2 - j1):
            pairs |= {ours[j].number or 0: numbers[i] for i, j in zip(range(i1, i2), range(j1, j2), strict=True)}
        elif kind == "replace":
            pairs |= {ours[j].number or 0: numbers[i] for i, j in _likest(old, new, (i1, i2), (j1, j2))}
    return pairs


def _likest(
    old: Sequence[str], new: Sequence[str], olds: tuple[int, int], news: tuple[int, int]
) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    start = olds[0]
    for j in range(*news):
        ratios = [(SequenceMatcher(None, old[i], new[j]).ratio(), -i) for i in range(start, olds[1])]
        ratio, at = max(ratios, default=(0.0, 0))
        if ratio >= LIKE:
            pairs.append((-at, j))
            start = -at + 1
    return pairs


def _skeleton(text: str) -> str:
    """Leave the figures out of a text: with other figures it is the same paragraph."""
    return re.sub(r"[\d.,%]+", "#", text)


def _recognised(there: Sequence[Block], base: Mapping[int, str]) -> dict[int, Block]:
    """Know blocks of ours by their texts or their place, where a program or a person dropped the bookmark."""
    found: dict[int, Block] = {}
    marked = {block.number for block in there}
    items = [b for b in there if b.number is not None or b.text.strip()]
    old = [(n, "") if n in marked else (0, base[n]) for n in sorted(base)]
    new = [(b.number, "") if b.number is not None else (0, b.text) for b in items]
    numbers = sorted(base)
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and i2 - i1 == j2 - j1):
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                if items[j].number is None and numbers[i] not in marked:
                    found[numbers[i]] = Block(items[j].element, numbers[i], text_hash(base[numbers[i]]))
    return found
