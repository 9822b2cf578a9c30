"""Full marks: that they add up at every level, and close at the whole."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.amounts import plain
from xlperf.scheme.catalogue import MARKS
from xlperf.scheme.model import CheckPoints, Parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.findings import Finding
    from xlperf.scheme.model import Indicator, Scheme
    from xlperf.scheme.reading import Reading


def check_marks(scheme: Scheme, reading: Reading) -> Iterator[Finding]:
    """The marks of 下级, of 分项 and of 要点 must make the mark above them, and level 1 must make 满分."""
    if scheme.indicators and scheme.full != scheme.stated_full:
        yield MARKS.finding(
            place=reading.place("指标"),
            subject=scheme.title,
            expected=plain(scheme.stated_full),
            actual=plain(scheme.full),
            parts="一级指标",
        )
    for top in scheme.indicators:
        yield from _below(top, reading)


def _below(node: Indicator, reading: Reading) -> Iterator[Finding]:
    marks, parts = _marks_of(node)
    total = sum(marks, Decimal(0))
    if marks and total != node.full:
        yield MARKS.finding(
            place=reading.place("指标", node.id, "满分"),
            subject=node.name,
            expected=plain(node.full),
            actual=plain(total),
            parts=parts,
        )
    for number, part in enumerate(node.rule.parts if isinstance(node.rule, Parts) else (), start=1):
        points = part.rule.points if isinstance(part.rule, CheckPoints) else ()
        earned = sum((point.mark for point in points), Decimal(0))
        if points and earned != part.mark:
            yield MARKS.finding(
                place=reading.place("指标", node.id, "评分", "分项", str(number), "满分"),
                subject=part.name,
                expected=plain(part.mark),
                actual=plain(earned),
                parts=f"{len(points)} 个要点",
            )
    for child in node.children:
        yield from _below(child, reading)


def _marks_of(node: Indicator) -> tuple[list[Decimal], str]:
    if node.children:
        return [child.full for child in node.children], f"{len(node.children)} 个下级指标"
    match node.rule:
        case Parts(parts=parts):
            return [part.mark for part in parts], f"{len(parts)} 个分项"
        case CheckPoints(points=points):
            return [point.mark for point in points], f"{len(points)} 个要点"
    return [], ""
