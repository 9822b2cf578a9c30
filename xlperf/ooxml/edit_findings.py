"""Findings about edits: they are made all the same, and somebody should know."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.findings import Finding
    from xlperf.ooxml.workbook import Workbook

_SHOWN = 6


def findings_of(book: Workbook) -> Iterator[Finding]:
    """Go through what there is to say about a workbook's edits."""
    from xlperf.findings import Place
    from xlperf.ooxml.catalogue import LEFT_TO_EXCEL, SIGNATURE_INVALID

    if book.is_edited and book.is_signed:
        yield SIGNATURE_INVALID.finding(file=book.name or "工作簿", place=Place(book.name))
    yield from _outside_their_lists(book)
    left = book.recalculation.left
    if left:
        cell, reason = next(iter(left.items()))
        sheet, _, address = cell.rpartition("!")
        yield LEFT_TO_EXCEL.finding(count=len(left), cell=cell, reason=reason, place=Place(book.name, sheet, address))


def _outside_their_lists(book: Workbook) -> Iterator[Finding]:
    from xlperf.findings import Place
    from xlperf.ooxml.catalogue import NOT_IN_LIST

    for change in book.changes:
        choices = book[change.sheet][change.cell].choices
        if change.new is not None and choices and not _is_among(str(change.new), choices):
            shown = "、".join(choices[:_SHOWN]) + ("……" if len(choices) > _SHOWN else "")
            yield NOT_IN_LIST.finding(
                cell=f"{change.sheet}!{change.cell}",
                choices=shown,
                actual=str(change.new),
                place=Place(book.name, change.sheet, change.cell),
            )


def _is_among(value: str, choices: tuple[str, ...]) -> bool:
    return value.strip().casefold() in {choice.strip().casefold() for choice in choices}
