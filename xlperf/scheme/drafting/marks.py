"""Full marks of an unseen form (分值) settled so that they add up at every level, with what had to be supplied."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain
from xlperf.findings import Place
from xlperf.scheme.catalogue import DRAFT_NO_MARK, DRAFT_TOTAL
from xlperf.scheme.drafting.enumerations import equal_marks
from xlperf.source.grid import a1

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlperf.findings import Finding
    from xlperf.source.scoring_sheet import ScoringSheet, SheetIndicator

WHOLE: Final = Decimal(100)
LEAST: Final = Decimal("0.01")
ONE: Final = Decimal(1)


def settled_marks(sheet: ScoringSheet) -> tuple[Mapping[int, Decimal], tuple[Finding, ...]]:
    """Give a full mark to every scored indicator, by its row, and say where the form's marks do not add up."""
    marks = {leaf.top: leaf.full for leaf in sheet.leaves if leaf.full is not None and leaf.full > 0}
    findings: list[Finding] = []
    for group in sorted((n for n in sheet.indicators if not n.leaf), key=lambda n: -n.level):
        inside = _inside(sheet, group)
        marks |= _filled(sheet, inside, group.full, marks, findings)
    marks |= _filled(sheet, sheet.leaves, _stated_total(sheet) or WHOLE, marks, findings)
    findings += _differences(sheet, marks)
    return marks, tuple(findings)


def _inside(sheet: ScoringSheet, group: SheetIndicator) -> tuple[SheetIndicator, ...]:
    depth = len(group.path)
    return tuple(
        leaf for leaf in sheet.leaves if leaf.path[:depth] == group.path and group.top <= leaf.top <= group.bottom
    )


def _filled(
    sheet: ScoringSheet,
    inside: Sequence[SheetIndicator],
    whole: Decimal | None,
    marks: Mapping[int, Decimal],
    findings: list[Finding],
) -> dict[int, Decimal]:
    """Part what a group's mark leaves among the indicators without one; 1 each where it leaves nothing."""
    without = [leaf for leaf in inside if leaf.top not in marks]
    if not without or whole is None:
        return {}
    rest = whole - sum((marks[leaf.top] for leaf in inside if leaf.top in marks), Decimal(0))
    parted = equal_marks(rest, len(without)) if rest >= LEAST * len(without) else [ONE] * len(without)
    filled = {leaf.top: mark for leaf, mark in zip(without, parted, strict=True)}
    for leaf in without:
        place = _place(sheet, leaf.full_cell or leaf.name_cell)
        findings.append(DRAFT_NO_MARK.finding(place=place, subject=leaf.name, actual=plain(filled[leaf.top])))
    return filled


def _stated_total(sheet: ScoringSheet) -> Decimal | None:
    return next((total.full for total in sheet.totals if not total.path and total.full is not None), None)


def _differences(sheet: ScoringSheet, marks: Mapping[int, Decimal]) -> Iterator[Finding]:
    """Compare what groups and totals say with the sum of their indicators."""
    for group in sheet.indicators:
        if not group.leaf and group.full is not None:
            yield from _difference(sheet, group.name, group.full, _inside(sheet, group), marks, group.full_cell)
    paths = {group.path[-1:]: group for group in sheet.indicators if not group.leaf} | {
        group.path: group for group in sheet.indicators if not group.leaf
    }
    for total in sheet.totals:
        scope = paths.get(total.path)
        inside = sheet.leaves if not total.path else _inside(sheet, scope) if scope else ()
        if inside and total.full is not None:
            yield from _difference(sheet, total.label, total.full, inside, marks, total.full_cell)


def _difference(  # noqa: PLR0913, PLR0917 - a sum and where it stands
    sheet: ScoringSheet,
    name: str,
    stated: Decimal,
    inside: Sequence[SheetIndicator],
    marks: Mapping[int, Decimal],
    cell: tuple[int, int] | None,
) -> Iterator[Finding]:
    added = sum((marks[leaf.top] for leaf in inside), Decimal(0))
    if added != stated:
        place = _place(sheet, cell) if cell else Place(sheet.grid.file, sheet.grid.sheet)
        yield DRAFT_TOTAL.finding(place=place, subject=name, expected=plain(stated), actual=plain(added))


def _place(sheet: ScoringSheet, cell: tuple[int, int]) -> Place:
    return Place(file=sheet.grid.file, sheet=sheet.grid.sheet, cell=a1(*cell))
