"""The report's outline (报告提纲): every indicator with number and paragraphs, and the rows of the score table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain
from xlperf.narrative.context import shared_context
from xlperf.narrative.figures import TO_FILL, placeholder
from xlperf.narrative.paragraphs import typed_paragraphs
from xlperf.narrative.views import View, group_view, indicator_view
from xlperf.narrative.vocabulary import REPORT_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from xlperf.answers import Answers
    from xlperf.narrative.texts import Texts
    from xlperf.scheme.model import Indicator
    from xlperf.scoring.result import Results

MERGE_UP: Final = "\ue000"
"""A table cell that holds only this becomes one with the cell above it."""

MERGE_LEFT: Final = "\ue001"
"""A table cell that holds only this becomes one with the cell before it."""

TABLE_LEVELS: Final = ("一级", "二级", "三级")
"""Columns of the score table for the levels of the tree."""

_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def report_context(results: Results, answers: Answers, texts: Texts, unit_name: str) -> dict[str, object]:
    """Gather what the Word template may use, by the words of the vocabulary."""
    context = shared_context(results, answers, unit_name)
    return context | {
        "段落": {**_typed_texts(results, answers), **{name: list(lines) for name, lines in texts.sections.items()}},
        "指标分析": list(_sections(results, texts)),
        "表头": _heading(max((len(result.path) for result in results.indicators), default=1)),
        "得分表": _rows(results),
    }


def number(level: int, position: int) -> str:
    """Number an indicator below （二） as official documents do: 1. then （1） then ①."""
    if level == 1:
        return f"{position}."
    if level == 2 or position > len(_CIRCLED):
        return f"（{position}）"
    return _CIRCLED[position - 1]


def _typed_texts(results: Results, answers: Answers) -> dict[str, list[str]]:
    """Part every text that the report asks for into paragraphs; what is blank is marked."""
    asked = [question.id for question in results.scheme.questions.values() if question.type == "text"]
    texts: dict[str, list[str]] = {}
    for name in dict.fromkeys([*REPORT_QUESTIONS, *asked, *answers.texts]):
        typed = answers.values.get(name)
        words = answers.texts.get(name, "") or (str(typed.value) if typed is not None else "")
        texts[name] = typed_paragraphs(words) or [placeholder(name)]
    return texts


def _sections(results: Results, texts: Texts) -> Iterator[View]:
    """Go through the tree from the top, each node with number, marks and paragraphs."""
    views = {group.path: group_view(group) for group in results.groups}
    views |= {result.path: indicator_view(results.scheme, result) for result in results.indicators}

    def walk(nodes: Sequence[Indicator], above: tuple[str, ...]) -> Iterator[View]:
        for position, node in enumerate(nodes, 1):
            path = (*above, node.name)
            written = texts.groups.get(path, ()) if node.children else texts.indicators[node.id].long
            place = {"层级": len(path), "编号": number(len(path), position), "段落": list(written)}
            yield views[path] | place
            yield from walk(node.children, path)

    yield from walk(results.scheme.indicators, ())


def _heading(depth: int) -> dict[str, str]:
    """Head the columns of the score table; a tree of fewer levels needs fewer."""
    return {level: f"{level}指标" if place < depth else MERGE_LEFT for place, level in enumerate(TABLE_LEVELS)}


def _rows(results: Results) -> list[View]:
    """List the rows of the score table; a level-1 or level-2 cell like the one above is merged with it."""
    marks = {group.path: _marks(group.full, group.score) for group in results.groups}
    rows: list[View] = []
    before: tuple[str, ...] = ()
    for result in results.indicators:
        row: View = {level: _cell(result.path, n, before, marks) for n, level in enumerate(TABLE_LEVELS)}
        rows.append(row | {"满分": mark_text(result.full), "得分": mark_text(result.score)})
        before = result.path
    return rows


def _cell(path: tuple[str, ...], place: int, before: tuple[str, ...], marks: Mapping[tuple[str, ...], str]) -> str:
    """Write a cell: the indicator in the column of its level (and on to the right), those above it before."""
    leaf = min(len(path), len(TABLE_LEVELS)) - 1
    if place > leaf:
        return MERGE_LEFT
    if place == leaf:
        return "／".join(path[place:])
    head = path[: place + 1]
    if before[: place + 1] == head and len(before) > place + 1:
        return MERGE_UP
    return f"{head[-1]}\n{marks.get(head, '')}".rstrip()


def _marks(full: Decimal, score: Decimal | None) -> str:
    """Write the marks of a level-1 or level-2 indicator under its name."""
    return f"{mark_text(full)}分，得{mark_text(score)}分" if score is not None else f"{mark_text(full)}分"


def mark_text(value: Decimal | None) -> str:
    """Write a mark for a table cell."""
    return f"【{TO_FILL}】" if value is None else plain(value)
