"""The officer's own Word template (自评报告模板.docx): checked tag by tag before it is used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from xlperf.findings import Finding, Place
from xlperf.narrative.catalogue import BARE_FIGURE, TEMPLATE_FAULT, TEMPLATE_UNREADABLE
from xlperf.narrative.environment import word_environment
from xlperf.narrative.faults import fault_words
from xlperf.narrative.rereading.reading import Quantity, bare, tokens
from xlperf.narrative.word.plain_text import Paragraph, UnreadableReport, paragraphs_of
from xlperf.narrative.word.report import render_layout
from xlperf.narrative.word.tags import TagFault, TagReader

if TYPE_CHECKING:
    from pathlib import Path

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
QUOTED: Final = 30
"""Characters of a paragraph that a message quotes."""


def render_own(path: Path, context: dict[str, object]) -> tuple[bytes | None, list[Finding]]:
    """Render the officer's template, or say what is wrong with it and give nothing."""
    try:
        template = path.read_bytes()
        paragraphs = paragraphs_of(template)
    except (OSError, UnreadableReport):
        return None, [_unreadable(path, "不是完好的 Word 文件（.docx）")]
    faults = list(TagReader(word_environment(), context).faults(paragraphs))
    if faults:
        return None, [_finding(path, fault) for fault in faults]
    try:
        return render_layout(template, context), _figures(path, paragraphs)
    except Exception as fault:  # noqa: BLE001 - whatever an officer's template does, the report is written
        return None, [_finding(path, _located(fault, paragraphs))]


def _figures(path: Path, paragraphs: list[Paragraph]) -> list[Finding]:
    """List the amounts, rates and marks written down in the template: next year they are wrong."""
    return [
        BARE_FIGURE.finding(
            place=Place(file=path.name, line=paragraph.number),
            quote=f"{token.written}{token.unit}",
            template=path.name,
            line=paragraph.number,
        )
        for paragraph in paragraphs
        for token in tokens(bare(_TAG.sub("", paragraph.text)))
        if token.quantity in {Quantity.MONEY, Quantity.RATE, Quantity.MARK}
    ]


def _located(fault: Exception, paragraphs: list[Paragraph]) -> TagFault:
    """Find the tag that an error while rendering speaks of, by the name that it quotes."""
    words = fault_words(fault)
    named = words.split("“")[1].split("”")[0] if "“" in words else ""
    for paragraph in paragraphs:
        if named and "{" in paragraph.text and named in paragraph.text:
            return TagFault(paragraph, paragraph.text.strip(), words)
    return TagFault(Paragraph(0, ""), "", words)


def _finding(path: Path, fault: TagFault) -> Finding:
    number, text = fault.paragraph.number, fault.paragraph.text.strip()
    shown = text if len(text) <= QUOTED else f"{text[:QUOTED]}……"
    inside = f"（“{shown}”）" if text != fault.tag else ""
    return TEMPLATE_FAULT.finding(
        place=Place(file=path.name, line=number or None),
        quote=fault.tag,
        expected=fault.suggestion,
        hint=fault.suggestion,
        template=path.name,
        spot=f"第{number}段{inside}" if number else "",
        fault=fault.fault + (f"（{fault.suggestion}）" if fault.suggestion else ""),
    )


def _unreadable(path: Path, fault: str) -> Finding:
    return TEMPLATE_UNREADABLE.finding(place=Place(file=path.name), template=path.name, fault=fault)
