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
from xlperf.narrative.rereading.reading import Folded, bare, folded
from xlperf.narrative.word.plain_text import Paragraph, UnreadableReport, paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlperf.answers import Answers
    from xlperf.scoring.result import Results

REPORT: Final = "自评报告.docx"
_RESIDUE: Final = re.compile(r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)|\}\}|%\}|｛｛|｝｝")
_NUMBER_AHEAD: Final = re.compile(r"(\d+)\.(?!\d)|\((\d+)\)|(\d+)、")
_UPPER_HEADING: Final = re.compile(r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)")
_HEADING_NUMBER: Final = re.compile(r"^(?:\d+[.、]|\(\d+\)|[①-⑳])")
_NUMERIC_CELL: Final = re.compile(r"-?\d+(?:\.\d+)?%?")
_UNIT_IN_HEADING: Final = re.compile(r"万元|亿元|千元|元|%|分")


def reread(  # noqa: PLR0913 - all that a report may be read against
    document: bytes,
    results: Results,
    answers: Answers,
    *,
    unit_name: str = "",
    own_words: Iterable[str] = (),
    own_figures: Mapping[str, Iterable[str]] | None = None,
    file: str = REPORT,
) -> tuple[Finding, ...]:
    """Match every number of a finished report with a fact, an answer or the scheme; what does not match is found.

    ``own_words`` are sentences that may stand in it besides, such as those of the officer's own Word template;
    ``own_figures`` the figures that her own texts take, by indicator name, which they may call as they like.
    """
    try:
        paragraphs = paragraphs_of(document)
    except UnreadableReport:
        return (REPORT_UNREADABLE.finding(place=Place(file=file)),)
    reader = Reader(results, answers, unit_name, own_words, file)
    reader.may_call(own_figures or {})
    return tuple(reader.findings(paragraphs))


class Reader:
    """Goes through a report paragraph by paragraph, knowing in whose section it is."""

    def __init__(
        self,
        results: Results,
        answers: Answers,
        unit_name: str = "",
        own_words: Iterable[str] = (),
        file: str = REPORT,
    ) -> None:
        self._known = knowledge(results, answers, unit_name, own_words)
        self._matcher = Matcher(self._known)
        self._file = file
        self._section = ""
        self._numbers: dict[int, int] = {}

    def may_call(self, figures: Mapping[str, Iterable[str]]) -> None:
        """Take figures in the section of an indicator as known, whatever words stand before them."""
        for section, names in figures.items():
            self._known.chosen.setdefault(bare(section), set()).update(map(bare, names))

    def findings(self, paragraphs: list[Paragraph]) -> Iterator[Finding]:
        """Find the numbers of a whole report that do not match."""
        self._section, self._numbers = "", {}
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
        words = bare(paragraph.text)
        self._enter_section(words)
        wrong = self._matcher.wrong(words, self._section)
        ahead = _NUMBER_AHEAD.match(words)
        known_heading = _HEADING_NUMBER.sub("", words) in self._known.nodes
        for item in wrong:
            if ahead is not None and item.token.start < ahead.end() and not known_heading:
                yield from self._numbering(paragraph, ahead)
            else:
                yield self._finding(paragraph, folded(paragraph.text), item)
        if ahead is not None:
            self._count(ahead)

    def _enter_section(self, text: str) -> None:
        """Note whose section begins with a heading; a heading above the indicators ends it."""
        if _UPPER_HEADING.match(text):
            self._section, self._numbers = "", {}
            return
        name = _HEADING_NUMBER.sub("", text)
        if name in self._known.nodes:
            self._section = name

    def _numbering(self, paragraph: Paragraph, ahead: re.Match[str]) -> Iterator[Finding]:
        """Check the number of a paragraph whose words nobody has given: one more than the last of its kind."""
        expected = self._numbers.get(ahead.lastindex or 0, 0) + 1
        if _number(ahead) != expected:
            yield NUMBERING.finding(
                place=self._place(paragraph),
                quote=paragraph.text.strip()[:20],
                actual=ahead[0],
                expected=ahead[0].replace(str(_number(ahead)), str(expected)),
                line=paragraph.number,
            )

    def _count(self, ahead: re.Match[str]) -> None:
        """Go on counting; a number of a higher kind (1. above （1）) begins the lower ones anew."""
        kind = ahead.lastindex or 0
        counted = self._numbers.get(kind, 0) + 1
        self._numbers = {k: n for k, n in self._numbers.items() if k < kind}
        self._numbers[kind] = 1 if _number(ahead) == 1 else counted

    def _cell(self, paragraph: Paragraph, rows: dict[tuple[int, int], list[Paragraph]]) -> Iterator[Finding]:
        """Check a cell: a bare number together with the words of its row and the heading of its column."""
        text = folded(paragraph.text)
        if not _NUMERIC_CELL.fullmatch(text.text):
            for item in self._matcher.wrong(text.text):
                yield self._finding(paragraph, text, item)
            return
        table, row = paragraph.table or 0, paragraph.row or 0
        labels = [bare(p.text) for p in rows[table, row] if (p.column or 0) < (paragraph.column or 0)]
        label = next((words for words in reversed(labels) if words and not _NUMERIC_CELL.fullmatch(words)), "")
        heading = next((bare(p.text) for p in rows.get((table, 0), []) if p.column == paragraph.column), "")
        unit = _UNIT_IN_HEADING.search(heading)
        lead = f"{label},{heading}"
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


def _number(ahead: re.Match[str]) -> int:
    return int(ahead[ahead.lastindex or 0])


def _rows(paragraphs: Iterable[Paragraph]) -> dict[tuple[int, int], list[Paragraph]]:
    rows: dict[tuple[int, int], list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.table is not None and paragraph.row is not None:
            rows.setdefault((paragraph.table, paragraph.row), []).append(paragraph)
    return rows
