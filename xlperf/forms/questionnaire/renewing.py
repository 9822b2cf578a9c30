"""Adding to an existing 填报表.xlsx what it does not ask yet, by lossless edits at the end of its sheets."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlperf.answers import Answers
from xlperf.forms.questionnaire.finding import Found, find_sheet
from xlperf.forms.questionnaire.layout import FINDINGS, NUMBERS, POINTS, SCORES, TEXTS, figure_format
from xlperf.forms.questionnaire.rows import all_rows
from xlperf.ooxml import Workbook
from xlperf.source.grid import a1

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from xlperf.findings import Finding
    from xlperf.forms.questionnaire.rows import Row
    from xlperf.ooxml.sheet import Sheet
    from xlperf.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class Renewed:
    """An existing questionnaire with what was added."""

    data: bytes
    added: tuple[str, ...]
    """The first cell of each new row: 检查点!A40."""


def renewed(path: Path, scheme: Scheme, findings: Iterable[Finding] = ()) -> Renewed:
    """Add the questions and findings that a questionnaire does not list yet; every typed cell stays byte for byte.

    Raises:
        UnreadableWorkbook: the file is no .xlsx that can be edited.
    """
    book = Workbook.open(path)
    rows = all_rows(scheme, Answers(), tuple(findings))
    grids = [sheet.grid() for sheet in book]
    added: list[str] = []
    for spec in (POINTS, NUMBERS, SCORES, TEXTS, FINDINGS):
        found = find_sheet(grids, spec)
        if found is None or "id" not in found.columns:
            continue
        known = found.ids()
        new = [row for row in rows[spec.name] if str(row["id"]) not in known]
        if new:
            added += _append(book[found.grid.sheet], found, new)
    return Renewed(book.to_bytes() if added else path.read_bytes(), tuple(added))


def _append(sheet: Sheet, found: Found, rows: Sequence[Row]) -> list[str]:
    """Add rows under the last one that holds anything, looking like the last one that was asked."""
    following = found.grid.height
    asked = [row for row in found.rows() if found.grid.text(row, found.columns["id"]).strip()]
    if asked and sheet.cell(following + 1, found.columns["id"] + 1).style.index == 0:
        _make_room(sheet, following, len(rows), like=asked[-1])
    for at, values in enumerate(rows, following):
        for key, value in values.items():
            column = found.columns.get(key)
            if column is not None and value != "":
                sheet.set(a1(at, column), value)
        if found.spec is NUMBERS and "value" in found.columns:
            sheet.set(a1(at, found.columns["value"]), None, number_format=figure_format(str(values["unit"])))
    return [f"{sheet.name}!{a1(at, found.columns['id'])}" for at in range(following, following + len(rows))]


def _make_room(sheet: Sheet, row: int, count: int, like: int) -> None:
    """Insert rows that look like another; where that is refused the rows below are used as they are."""
    from xlperf.ooxml import EditRefused

    with contextlib.suppress(EditRefused):
        sheet.insert_rows(row + 1, count, like=like + 1)
