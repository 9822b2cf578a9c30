"""Names of indicators as forms write them: numbering before, mark behind, quotes and brackets of every kind."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

MOST_MARKS: Final = Decimal(1000)
"""No indicator carries more; a larger number in brackets is a year or a count."""

_NUMBERINGS: Final = (
    ("cn", re.compile(r"[一二三四五六七八九十]+\s*[、.．]")),
    ("cn-bracket", re.compile(r"[(（][一二三四五六七八九十]+[)）]\s*[、.．]?")),
    ("indicator", re.compile(r"指标\s*\d+\s*[:：]")),
    ("decimal", re.compile(r"\d+(?:[.．]\d+)+(?:[、.．]|\s+|(?=[^\d\s.．%]))")),
    ("digit-bracket", re.compile(r"[(（]\d+[)）]\s*[、.．]?")),
    ("digit", re.compile(r"\d+\s*(?:[、.．)）]|\s)\s*")),
    ("circled", re.compile(r"[①-⑳㈠-㈩]\s*")),
    ("letter", re.compile(r"[A-Za-zＡ-Ｚ]\s?[\d０-９]*\s*(?:[、.．:：\-]|\s+|(?=[㐀-鿿“”\"]))")),
)
_MARK_WORDS: Final = r"(?:满分|分值|权重|标准分|共|计)?\s*[:：]?\s*"
_MARK_IN_BRACKETS: Final = re.compile(rf"[(（\[【]\s*{_MARK_WORDS}(\d+(?:\.\d+)?)\s*(?:分|%|％)?\s*[)）\]】]\s*$")
_MARK_BARE: Final = re.compile(r"(?<![\d.])\s*(\d+(?:\.\d+)?)\s*分\s*$")
_MARK_CELL: Final = re.compile(rf"[(（\[【]?\s*{_MARK_WORDS}(-?\d+(?:\.\d+)?)\s*(分|%)?\s*[)）\]】]?")


@dataclass(frozen=True, slots=True)
class Label:
    """A name cell taken apart."""

    name: str
    """As written, without numbering and mark."""
    number: str = ""
    """The numbering before it: （一）, 1.2, A11."""
    style: str = ""
    """Kind of numbering: cn, cn-bracket, decimal, digit, letter …; empty without one."""
    mark: Decimal | None = None
    """The mark in brackets behind it."""
    indent: int = 0
    """Blanks before it, a full-width one counted as two."""


def read_label(text: str) -> Label:
    """Take a name cell apart: “1.预算编制合理性（1.5分）” is number 1., name 预算编制合理性, mark 1.5."""
    indent = sum(2 if c == "　" else 1 for c in text[: len(text) - len(text.lstrip())])
    rest = " ".join("".join(line.strip() for line in text.splitlines()).split())
    number, style, rest = _numbered(rest)
    mark: Decimal | None = None
    found = _MARK_IN_BRACKETS.search(rest) or _MARK_BARE.search(rest)
    if found and found.start() > 0 and Decimal(found[1]) <= MOST_MARKS:
        mark = Decimal(found[1])
        rest = rest[: found.start()].rstrip(" :：")
    return Label(rest.strip() or text.strip(), number.strip(), style, mark, indent)


def _numbered(text: str) -> tuple[str, str, str]:
    for style, pattern in _NUMBERINGS:
        found = pattern.match(text)
        if found and text[found.end() :].strip():
            return found[0], style, text[found.end() :]
    return "", "", text


def read_mark(text: str) -> Decimal | None:
    """Read a mark (分值) as typed: 3, 3分, （1.5分）, 3% as 0.03; None for anything else."""
    found = _MARK_CELL.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return None
    value = Decimal(found[1])
    return value / 100 if found[2] == "%" else value


def name_key(text: str) -> str:
    """Fold a name for comparing: width, blanks, quotes, brackets and punctuation do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum())


@lru_cache(maxsize=4096)
def label_key(text: str) -> str:
    """Fold a name cell for comparing, without its numbering and mark."""
    return name_key(read_label(text).name)
