"""Which row belongs under which (行的层次): told by numbering, indent, “其中” and order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.source.labels import Label

_TOTAL = re.compile(r".*(?:合计|总计|总额|共计)(?:\(.*\))?")


@dataclass(frozen=True, slots=True)
class _Open:
    """A row under which later ones may stand."""

    index: int
    label: Label

    @property
    def level(self) -> int:
        return self.label.numbering.level if self.label.numbering else 0


def is_total(label: Label) -> bool:
    """Say whether a row is a total that stands for itself: 合计, 总计, 本年支出合计."""
    return label.numbering is None and not label.part and bool(_TOTAL.fullmatch(label.key))


def parents(labels: Sequence[Label]) -> tuple[int | None, ...]:
    """Give for each row the one under which it stands, by position; None at the top."""
    found: list[int | None] = []
    path: list[_Open] = []
    for index, label in enumerate(labels):
        if not label.key:
            found.append(None)
            continue
        if label.numbering:
            _close_for_number(path, label)
        elif is_total(label):
            path.clear()
        elif not label.part:
            _close_for_words(path, label, labels[index + 1 :])
        elif len(path) > 1 and path[-1].label.part:
            path.pop()
        found.append(path[-1].index if path else None)
        path.append(_Open(index, label))
    return tuple(found)


def _close_for_number(path: list[_Open], label: Label) -> None:
    """Go up to where a numbered row continues its series, or to the row that opens a new one."""
    numbering = label.numbering
    if numbering is None:
        return
    for depth in range(len(path) - 1, -1, -1):
        other = path[depth].label.numbering
        if other and other.level == numbering.level:
            del path[depth:]
            return
    while path and path[-1].level > numbering.level:
        path.pop()


def _close_for_words(path: list[_Open], label: Label, later: Sequence[Label]) -> None:
    """Go up to the row under which a row without number stands: by indent, else by whether the series goes on."""
    while path:
        last = path[-1]
        if label.indent > last.label.indent:
            return
        if last.label.numbering and label.indent == last.label.indent and _goes_on(last.label, later):
            return
        path.pop()


def _goes_on(numbered: Label, later: Sequence[Label]) -> bool:
    """Say whether the next number of a series still comes before a total or a new series ends it."""
    here = numbered.numbering
    for label in later:
        if is_total(label):
            return False
        there = label.numbering
        if here and there and there.level == here.level:
            return there.ordinal == here.ordinal + 1
    return False
