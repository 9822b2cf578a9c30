"""Text on the terminal: Chinese characters take two columns, tables line up, colours only where they are seen."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS: Final = 78
"""What fits the usual terminal of 80 columns, with room for a mark of punctuation at the end."""
LONGEST_WORD: Final = 24
_WORD: Final = re.compile(r"[0-9A-Za-z.%+/_-]+$")
"""A number or Latin word at a line's end, which is not parted."""


def width(text: str) -> int:
    """Count the columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Fill a text up with blanks to so many columns."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def shorten(text: str, columns: int) -> str:
    """Cut a text to so many columns, with … at the cut."""
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > columns - 1:
            break
        kept += character
    return kept + "…"


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most so many columns; punctuation opens no line, numbers stay whole."""
    lines = [""]
    for character in text:
        if character == "\n":
            lines.append("")
        elif width(lines[-1] + character) > columns and character not in "，。；：！？、）”》】":
            whole = _WORD.search(lines[-1] + character)
            begun = whole[0][:-1] if whole and len(whole[0]) <= min(len(lines[-1]), LONGEST_WORD) else ""
            lines[-1] = lines[-1].removesuffix(begun) if begun else lines[-1]
            lines.append(begun + character)
        else:
            lines[-1] += character
    return lines


def indented(line: str, columns: int = COLUMNS) -> list[str]:
    """Break a line of a tree; what follows stands a step further in than its beginning."""
    words = line.lstrip(" ")
    margin = " " * (len(line) - len(words))
    first = wrap(words, columns - len(margin))[0]
    rest = words[len(first) :]
    more = wrap(rest, columns - len(margin) - 2) if rest else []
    return [margin + first, *(f"{margin}  {piece}" for piece in more)]


def table(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset(), gap: int = 2) -> list[str]:
    """Set rows of cells in columns; ``right`` names the columns of figures."""
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    return [
        (" " * gap).join(pad(cell, widths[i], right=i in right) for i, cell in enumerate(row)).rstrip() for row in rows
    ]
