"""A copy of the Word report with the findings as comments (批注) at the very words."""

from __future__ import annotations

import re
from collections import defaultdict
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from xlperf.audit.word import open_word, text_runs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

    from xlperf.findings import Finding

AUTHOR: Final = "审核"
_CELL: Final = re.compile(r"([A-Z]+)(\d+)")


def write_commented(source: Path, findings: Sequence[Finding], path: Path) -> int:
    """Write a copy of ``source`` with one comment per finding; give how many found their words.

    Raises:
        UnusableInput: the source is no .docx, or the copy cannot be written.
    """
    from xlperf.outputs import write_whole

    data, placed = commented(source, findings)
    write_whole(path, data)
    return placed


def commented(source: Path, findings: Sequence[Finding], *, name: str = "") -> tuple[bytes, int]:
    """Make a copy of ``source`` with one comment per finding; also give how many found their words.

    Args:
        source: the report; never changed.
        findings: those of other files are passed over.
        name: what the findings call the report, where it is not its file name.

    Raises:
        UnusableInput: the source is no .docx.
    """
    from io import BytesIO

    document = open_word(source)
    targets = _targets(document)
    placed = 0
    by_paragraph: dict[int, list[tuple[int, int, Finding]]] = defaultdict(list)
    paragraphs: dict[int, WordParagraph] = {}
    for finding in findings:
        if finding.place.file not in ("", name or source.name):
            continue
        spot = _spot(finding, targets)
        if spot:
            paragraph, start, end = spot
            paragraphs[id(paragraph._p)] = paragraph  # noqa: SLF001 - the element is the paragraph's identity
            by_paragraph[id(paragraph._p)].append((start, end, finding))  # noqa: SLF001
    for key, spots in by_paragraph.items():
        for start, end, finding in sorted(spots, key=lambda item: (item[0], item[1])):
            runs = runs_between(paragraphs[key], start, end)
            if runs:
                document.add_comment(runs, text=comment_text(finding), author=AUTHOR, initials="审")
                placed += 1
    raw = BytesIO()
    document.save(raw)
    return raw.getvalue(), placed


def comment_text(finding: Finding) -> str:
    """Say in a comment what is wrong, what it should be and what to do."""
    lines = [f"【{finding.severity.chinese}】{finding.message}"]
    if finding.hint:
        lines.append(finding.hint)
    if finding.explanation:
        lines.append(f"已说明：{finding.explanation}")
    return "\n".join(lines)


def _targets(document: WordDocument) -> dict[tuple[str, str, int], list[WordParagraph]]:
    """Map line numbers and table cells, as word.py gave them, to paragraphs."""
    from docx.table import Table as WordTable
    from docx.table import _Cell

    targets: dict[tuple[str, str, int], list[WordParagraph]] = {}
    number = tables = 0
    for item in document.iter_inner_content():
        if not isinstance(item, WordTable):
            number += 1
            targets["", "", number] = [item]
            continue
        tables += 1
        from xlperf.audit.document import column_letters

        for row, line in enumerate(item._tbl.tr_lst, 1):  # noqa: SLF001 - as word.py counts cells
            column = line.grid_before
            for element in line.tc_lst:
                if element.vMerge != "continue":
                    targets[f"表{tables}", f"{column_letters(column)}{row}", 0] = list(_Cell(element, item).paragraphs)
                column += element.grid_span
    return targets


def _spot(
    finding: Finding, targets: dict[tuple[str, str, int], list[WordParagraph]]
) -> tuple[WordParagraph, int, int] | None:
    """Find the paragraph and the offsets of a finding's words."""
    place = finding.place
    paragraphs = targets.get((place.sheet, place.cell, 0) if place.sheet else ("", "", place.line or 0))
    if not paragraphs:
        return None
    offset = place.offset or 0
    for paragraph in paragraphs:
        text = "".join(run.text for run in text_runs(paragraph))
        if len(paragraphs) > 1 and offset > len(text):
            offset -= len(text) + 1
            continue
        start, end = _words(text, finding, offset)
        if end > start:
            return paragraph, start, end
    return None


def _words(text: str, finding: Finding, offset: int) -> tuple[int, int]:
    """Choose the words to mark: the wrong figure at its place, else the quoted words, else the paragraph."""
    for words in (finding.actual, finding.quote):
        if words and len(words) < 120:
            at = text.find(words, max(0, offset - 2))
            if at < 0:
                at = text.find(words)
            if at >= 0 and (words is finding.quote or abs(at - offset) <= 40):
                return at, at + len(words)
    figure = re.compile(r"[\d.,，．０-９]+\s*(?:万元|亿元|元|%|％|分|个百分点|个|项)?").match(text, offset)
    if figure and figure.end() > figure.start():
        return figure.start(), figure.end()
    if not text.strip():
        return 0, 0
    stop = next((at for at in range(offset, len(text)) if text[at] in "。；，"), len(text))
    return (offset, stop) if offset < stop else (0, len(text))


def runs_between(paragraph: WordParagraph, start: int, end: int) -> list[Run]:
    """Give the runs that hold exactly the characters from ``start`` to ``end``, splitting those that hold more."""
    for cut in (end, start):
        _split_at(paragraph, cut)
    chosen, at = [], 0
    for run in text_runs(paragraph):
        length = len(run.text)
        if length and start <= at and at + length <= end:
            chosen.append(run)
        at += length
    parents = {run._r.getparent() for run in chosen[:1]}  # noqa: SLF001
    return [run for run in chosen if run._r.getparent() in parents]  # noqa: SLF001 - a comment's ends share one parent


def _split_at(paragraph: WordParagraph, cut: int) -> None:
    """Split the run that holds the character boundary ``cut`` inside it, keeping its form."""
    at = 0
    for run in text_runs(paragraph):
        length = len(run.text)
        if at < cut < at + length:
            _split_run(run, cut - at)
            return
        at += length


def _split_run(run: Run, cut: int) -> None:
    """Split a run in two with the same properties; text, tabs and breaks each count one character as in ``run.text``."""  # noqa: E501 - one pattern
    from docx.oxml.ns import qn

    first = run._r  # noqa: SLF001
    second = deepcopy(first)
    at = 0
    for here, there in zip(list(first), list(second), strict=True):
        if here.tag == qn("w:rPr"):
            continue
        text = here.text or "" if here.tag == qn("w:t") else ""
        length = len(text) if here.tag == qn("w:t") else len(_shown(here))
        if at + length <= cut:
            second.remove(there)
        elif at >= cut:
            first.remove(here)
        elif here.tag == qn("w:t"):
            here.text, there.text = text[: cut - at], text[cut - at :]
            for part in (here, there):
                part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        at += length
    first.addnext(second)


def _shown(element: Any) -> str:  # noqa: ANN401 - lxml has no public type for it
    """Give what an element shows in ``run.text``: one character for a tab or a break, nothing for others."""
    return (
        str(element)
        if type(element).__name__ in ("CT_Br", "CT_Cr", "CT_NoBreakHyphen", "CT_PTab", "CT_Text")
        or element.tag.endswith("}tab")
        else ""
    )
