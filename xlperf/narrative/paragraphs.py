"""Texts as paragraphs (段落): wrapped template lines joined, typed lines kept, what Word refuses taken out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_REFUSED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML file may hold."""

_BLANK_LINES: Final = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_OPENING: Final = "　 \t"


def clean(text: str) -> str:
    """Make line ends plain and take out the control characters that neither Word nor Excel can hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\u2028", "\n")
    return _REFUSED.sub("", lines).replace("\f", "\n")


def typed_paragraphs(text: str) -> list[str]:
    """Part what the officer typed: each line is a paragraph, so numbered lists keep their numbers."""
    lines = (line.strip(_OPENING) for line in clean(text).split("\n"))
    return [line for line in lines if line]


def template_paragraphs(text: str) -> list[str]:
    """Part what a template gave: blank lines part paragraphs, other line ends only wrap the template."""
    blocks = (_joined(block.split("\n")) for block in _BLANK_LINES.split(clean(text).strip()))
    return [block for block in blocks if block]


def one_line(text: str) -> str:
    """Put a text on one line, as a sentence of the workbook's 自评说明."""
    return _joined(template_paragraphs(text))


def _joined(lines: Iterable[str]) -> str:
    joined = ""
    for line in lines:
        bare = line.strip(_OPENING)
        both_western = joined[-1:].isascii() and joined[-1:].isalnum() and bare[:1].isascii() and bare[:1].isalnum()
        joined += f" {bare}" if both_western else bare
    return joined
