"""Headings and numbering (标题与序号): which section each paragraph stands in, OCR variants included."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.numerals import numeral_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.audit.document import Paragraph

_NUMERAL: Final = "[一二三四五六七八九十〇零]{1,4}"
_MARKS: Final = (
    (0, re.compile(rf"第(?P<n>{_NUMERAL}|\d{{1,2}})(?:部分|章|篇)[、：.]?")),
    (1, re.compile(rf"(?P<n>{_NUMERAL})[、.．，·](?!\d)")),
    (2, re.compile(rf"[(（\[【〔]?(?P<n>{_NUMERAL})[)）\]】〕][、.]?")),
    (3, re.compile(r"(?P<n>\d{1,2})(?:[、.．](?!\d)|(?![年月日万个项分人件家])(?=[\u4e00-\u9fff“]{4,40}$))")),
    (3, re.compile(r"\d{1,2}\.(?P<n>\d{1,2})(?:\.\d{1,2})*[、.]?(?=[\u4e00-\u9fff])(?![万元%个项分年])")),
    (4, re.compile(r"[(（](?P<n>\d{1,2})[)）][、.]?")),
    (4, re.compile(r"(?P<n>\d{1,2})[)）][、.]?")),
    (5, re.compile(r"(?P<n>[①-⑳])")),
)
_WORD_LEVEL: Final = re.compile(r"(?P<level>[一二三四])级指标")
_TITLE_STOP: Final = re.compile(r"[。：；，:;]")
_TRAILING_PAGE: Final = re.compile(r"(?:[.·…⋯_-]{2,}|PAGEREF.*|\t)\s*\d{0,3}$|(?<=[\u4e00-\u9fff)])\d{1,3}$")
_LONGEST_HEADING: Final = 45


@dataclass(frozen=True, slots=True)
class Mark:
    """The number in front of a heading or item: 一、 is depth 1, （一） 2, 1. 3, (1) 4, ① 5; 第一部分 0."""

    depth: int
    ordinal: int
    end: int
    """Past the mark, in the paragraph's ``plain`` text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the outline knows of one paragraph."""

    mark: Mark | None
    title: str
    """The heading's words, or the run-in heading before the first stop (1.行政运行。…)."""
    heading: bool
    """The whole paragraph is a heading."""
    path: tuple[int, ...]
    """Indexes of the headings that it stands under, outermost first, itself excluded."""
    contents: bool = False
    """A line of the table of contents (目录)."""


def mark_of(plain: str) -> Mark | None:
    """Read the numbering at the start of a paragraph; None when there is none."""
    bare = plain.lstrip("#*> ")
    shift = len(plain) - len(bare)
    for depth, pattern in _MARKS:
        match = pattern.match(bare)
        if match:
            words = match["n"]
            ordinal = _ordinal(words)
            if ordinal is not None and match.end() < len(bare):
                return Mark(depth, ordinal, match.end() + shift)
    return None


def _ordinal(words: str) -> int | None:
    if words.isdecimal() and words.isascii():
        return int(words)
    if "①" <= words <= "⑳":
        return ord(words) - ord("①") + 1
    return numeral_value(words)


def outline_of(paragraphs: Sequence[Paragraph]) -> tuple[Entry, ...]:
    """Give each paragraph its mark, its title and the headings above it."""
    contents = _contents_range(paragraphs)
    entries: list[Entry] = []
    stack: list[tuple[int, int]] = []
    for index, paragraph in enumerate(paragraphs):
        plain = paragraph.plain
        if paragraph.in_table or index in contents:
            entries.append(
                Entry(None, "", heading=False, path=tuple(at for _, at in stack), contents=index in contents)
            )
            continue
        mark = mark_of(plain[:60])
        hashes = len(plain) - len(plain.lstrip("#"))
        start = mark.end if mark else hashes
        title = _TITLE_STOP.split(plain[start : start + 60].strip("#* "), maxsplit=1)[0].strip("*")
        heading = _is_heading(plain, mark, title, styled=paragraph.level is not None or bool(hashes))
        depth = mark.depth if mark else (paragraph.level or hashes or 1) - 1
        if heading or (mark and 0 < len(title) <= _LONGEST_HEADING):
            while stack and stack[-1][0] >= depth:
                stack.pop()
        entries.append(Entry(mark, title[:60], heading, tuple(at for _, at in stack)))
        if heading or (mark and 0 < len(title) <= _LONGEST_HEADING):
            stack.append((depth, index))
    return tuple(entries)


def _is_heading(plain: str, mark: Mark | None, title: str, *, styled: bool) -> bool:
    if styled:
        return len(plain) <= 2 * _LONGEST_HEADING
    if mark is None or not title:
        return False
    rest = plain[mark.end :]
    return (
        len(rest) <= _LONGEST_HEADING
        and rest.rstrip("。：") in (title, title + "。")
        and not re.search(r"\d+(?:\.\d+)?(?:万元|元|%)", rest)
    )


def _contents_range(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Find the table of contents: the short lines after 目录, up to where its first line comes again."""
    first = next((at for at, p in enumerate(paragraphs[:80]) if re.fullmatch(r"[#*]*目录[#*]*", p.plain)), None)
    if first is None or first + 1 >= len(paragraphs):
        return frozenset()
    opening = _bare_title(paragraphs[first + 1].plain)
    last = first
    for at in range(first + 1, min(len(paragraphs), first + 200)):
        plain = paragraphs[at].plain
        if at > first + 1 and opening and _bare_title(plain) == opening:
            return frozenset(range(first, at))
        if len(plain) > 60 or plain.endswith("。"):
            break
        if _TRAILING_PAGE.search(plain):
            last = at
    return frozenset(range(first, last + 1))


def _bare_title(plain: str) -> str:
    return _TRAILING_PAGE.sub("", plain).strip("#*.…· ")


def stated_level(plain: str) -> int | None:
    """Give the indicator level that the words name (该三级指标 is 3), if they name exactly one."""
    levels = Counter(match["level"] for match in _WORD_LEVEL.finditer(plain))
    return {"一": 1, "二": 2, "三": 3, "四": 4}[next(iter(levels))] if len(levels) == 1 else None
