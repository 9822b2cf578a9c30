"""Re-reading (核读): every number of the finished report against the tables, the answers and the scheme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from xlperf.findings import Finding, Place
from xlperf.narrative.catalogue import (
    CONTRADICTING_FIGURE,
    NUMBERING,
    REPORT_UNREADABLE,
    TEMPLATE_RESIDUE,
    UNKNOWN_FIGURE,
)
from xlperf.narrative.rereading.known import knowledge
from xlperf.narrative.rereading.matching import Matcher, Wrong
from xlperf.narrative.rereading.reading import Folded, folded
from xlperf.narrative.word.plain_text import Paragraph, UnreadableReport, paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlperf.answers import Answers
    from xlperf.scoring.result import Results

REPORT: Final = "自评报告.docx"
_RESIDUE: Final = re.compile(r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)|\}\}|%\}|｛｛|｝｝")
_NUMBER_AHEAD: Final = re.compile(r"(\d+)\.(?!\d)|\((\d+)\)|(\d+)、")
_UPPER_HEADING: Final = re.compile(r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)")
_HEADING_NUMBER: Final = re.compile(r"^(?:\d+[.、]|\(\d+\)|[①-⑳])")
_NUMERIC_CELL: Final = re.compile(r"-?\d+(?:\.\d+)?%?")
_UNIT_IN_HEADING: Final = re.compile(r"万元|亿元|千元|元|%|分")


def reread(
    document: bytes,
    results: Results,
    answers: Answers,
    *,
    unit_name: str = "",
    own_words: Iterable[str] = (),
    file: str = REPORT,
) -> tuple[Finding, ...]:
    """Match every number of a finished report with a fact, an answer or the scheme; what does not match is found.

    ``own_words`` are sentences that may stand in it besides, such as those of the officer's own Word template.
    """
    try:
        paragraphs = paragraphs_of(document)
    except UnreadableReport:
        return (REPORT_UNREADABLE.finding(place=Place(file=file)),)
    return tuple(_Reader(results, answers, unit_name, own_words, file).findings(paragraphs))


class _Reader:
    """Goes through a report paragraph by paragraph, knowing in whose section it is."""

    def __init__(
        self, results: Results, answers: Answers, unit_name: str, own_words: Iterable[str], file: str
    ) -> None:
        self._known = knowledge(results, answers, unit_name, own_words)
        self._matcher = Matcher(self._known)
        self._file = file
        self._section = ""
        self._last_number = 0

    def findings(self, paragraphs: list[Paragraph]) -> Iterator[Finding]:
        rows = _rows(paragraphs)
        for paragraph in paragraphs:
            for found in _RESIDUE.finditer(paragraph.text):
                yield TEMPLATE_RESIDUE.finding(
                    place=self._place(paragraph), quote=found[0], line=paragraph.number, subject="模板残留"
                )
            if paragraph.table is None:
                yield from self._paragraph(paragraph)
            else:
                yield from self._cell(paragraph, rows)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Finding]:
        text = folded(paragraph.text)
        self._enter_section(text.text)
        wrong = self._matcher.wrong(text.text, self._section)
        ahead = _NUMBER_AHEAD.match(text.text)
        for item in wrong:
            if ahead is not None and item.token.start < ahead.end():
                yield from self._numbering(paragraph, ahead)
            else:
                yield self._finding(paragraph, text, item)
        if ahead is not None:
            self._last_number = int(next(part for part in ahead.groups() if part))

    def _enter_section(self, text: str) -> None:
        """Note whose section begins with a heading; a heading above the indicators ends it."""
        if _UPPER_HEADING.match(text):
            self._section, self._last_number = "", 0
            return
        name = _HEADING_NUMBER.sub("", text)
        if name in self._known.nodes:
            self._section = name

    def _numbering(self, paragraph: Paragraph, ahead: re.Match[str]) -> Iterator[Finding]:
        """Check the number of a paragraph whose words nobody has given: one more than the last, or the first."""
        number = int(next(part for part in ahead.groups() if part))
        if number != self._last_number + 1:
            expected = ahead[0].replace(str(number), str(self._last_number + 1))
            yield NUMBERING.finding(
                place=self._place(paragraph),
                quote=paragraph.text.strip()[:20],
                actual=ahead[0],
                expected=expected,
                line=paragraph.number,
            )

    def _cell(self, paragraph: Paragraph, rows: dict[tuple[int, int], list[Paragraph]]) -> Iterator[Finding]:
        """Check a cell: a bare number together with the words of its row and the heading of its column."""
        text = folded(paragraph.text)
        if not _NUMERIC_CELL.fullmatch(text.text):
            for item in self._matcher.wrong(text.text):
                yield self._finding(paragraph, text, item)
            return
        table, row = paragraph.table or 0, paragraph.row or 0
        labels = [folded(p.text).text for p in rows[table, row] if (p.column or 0) < (paragraph.column or 0)]
        label = next((words for words in reversed(labels) if words and not _NUMERIC_CELL.fullmatch(words)), "")
        heading = next((folded(p.text).text for p in rows.get((table, 0), []) if p.column == paragraph.column), "")
        unit = _UNIT_IN_HEADING.search(heading)
        lead = f"{label}，{heading}"
        tail = unit[0] if unit and not text.text.endswith("%") else ""
        for item in self._matcher.wrong(f"{lead}{text.text}{tail}"):
            if item.token.start >= len(lead):
                yield self._finding(paragraph, text, item, label)

    def _finding(self, paragraph: Paragraph, text: Folded, wrong: Wrong, label: str = "") -> Finding:
        token = wrong.token
        shown = f"{token.written}{token.unit}"
        quote = shown if label else text.quote(token.start, token.end)
        if wrong.expected:
            return CONTRADICTING_FIGURE.finding(
                place=self._place(paragraph),
                subject=label or wrong.label,
                quote=quote,
                expected=wrong.expected,
                actual=shown,
                line=paragraph.number,
            )
        return UNKNOWN_FIGURE.finding(
            place=self._place(paragraph), subject=label or wrong.label, quote=quote, actual=shown, line=paragraph.number
        )

    def _place(self, paragraph: Paragraph) -> Place:
        return Place(file=self._file, line=paragraph.number)


def _rows(paragraphs: Iterable[Paragraph]) -> dict[tuple[int, int], list[Paragraph]]:
    rows: dict[tuple[int, int], list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.table is not None and paragraph.row is not None:
            rows.setdefault((paragraph.table, paragraph.row), []).append(paragraph)
    return rows
