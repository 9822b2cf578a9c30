"""Rows of a form fitted to a project's targets: inserted or removed, the levels beside them merged anew."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from xlperf.ooxml.addresses import Range, cell_address
from xlperf.ooxml.merging import remerge
from xlperf.source.project_form import label_of, read_project_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlperf.ooxml.sheet import Sheet
    from xlperf.projects.result import ProjectResult, ProjectTargetResult
    from xlperf.projects.scheme import ProjectScheme
    from xlperf.source.project_form import ProjectForm


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is to be: the levels in the form's own words, and the target; none keeps the level open."""

    first: str
    second: str
    target: ProjectTargetResult | None


def lines_for(form: ProjectForm, result: ProjectResult) -> tuple[Line, ...]:
    """Order the targets as the form lists its levels; a first level without targets keeps one empty row."""
    scheme = result.scheme
    waiting = list(result.targets)
    lines: list[Line] = []
    for first, rows in groupby(_filled_down(form), key=lambda pair: pair[0]):
        seconds = list(dict.fromkeys(second for _, second in rows))
        of_first = [target for target in waiting if _same(scheme, target.first, first)]
        found: list[Line] = []
        for second in seconds:
            found += [Line(first, second, t) for t in of_first if t in waiting and _same(scheme, t.second, second)]
            _take(waiting, found)
        rest = [target for target in of_first if target in waiting]
        kinds = [target.second for target in rest]
        found += [
            Line(first, target.second or (seconds[-1] if seconds else ""), target)
            for target in sorted(rest, key=lambda target: kinds.index(target.second))
        ]
        _take(waiting, found)
        lines += found or [Line(first, seconds[0] if seconds else "", None)]
    lines += [Line(target.first, target.second, target) for target in waiting]
    return tuple(lines)


def _filled_down(form: ProjectForm) -> Iterator[tuple[str, str]]:
    """Give the levels of every row; a blank one goes on from above."""
    first = second = ""
    for row in form.rows:
        if row.first and row.first != first:
            first, second = row.first, row.second
        second = row.second or second
        yield first, second


def _same(scheme: ProjectScheme, one: str, other: str) -> bool:
    return label_of(scheme.standard_name(one)) == label_of(scheme.standard_name(other))


def _take(waiting: list[ProjectTargetResult], lines: Iterable[Line]) -> None:
    for line in lines:
        if line.target in waiting and line.target is not None:
            waiting.remove(line.target)


def levels(lines: Iterable[Line]) -> tuple[tuple[str, str], ...]:
    """Give the levels of each line: what the shape of a form depends on."""
    return tuple((line.first, line.second) for line in lines)


def fits(form: ProjectForm, lines: Iterable[Line]) -> bool:
    """Say whether a form has just the rows that the lines need."""
    return tuple(_filled_down(form)) == levels(lines)


def fit_rows(sheet: Sheet, form: ProjectForm, lines: Sequence[Line]) -> ProjectForm:
    """Insert or delete rows so that each line has one, and write the levels beside them; give the form as it is now.

    Raises:
        EditRefused: the sheet's protection or contents forbid it.
    """
    if fits(form, lines) or not form.rows:
        return form
    first, last = form.rows[0].row + 1, form.rows[-1].row + 1
    difference = len(lines) - len(form.rows)
    if difference > 0:
        sheet.insert_rows(last, difference, like=last)
    elif difference < 0:
        sheet.delete_rows(last + difference, -difference)
    _write_levels(sheet, form, first, levels(lines))
    fitted = read_project_form(sheet.grid())
    return fitted if fitted is not None else form


def _write_levels(sheet: Sheet, form: ProjectForm, first: int, wanted: Sequence[tuple[str, str]]) -> None:
    """Write and merge the columns of first and second level anew."""
    last = first + len(wanted) - 1
    columns = [(form.columns[key], level) for level, key in enumerate(("first", "second")) if key in form.columns]
    if not columns:
        return
    texts: dict[str, str] = {}
    blocks: list[Range] = []
    for column, level in columns:
        left, right = _width(form, column)
        for top, bottom, words in _runs(wanted, level, first):
            texts[cell_address(top, left + 1)] = words
            blocks.append(Range(top, left + 1, bottom, right + 1))
        for row in range(first, last + 1):
            address = cell_address(row, left + 1)
            if sheet.value_at(row, left + 1) not in {None, texts.get(address)}:
                sheet.set(address, None)
    lefts = [block.left for block in blocks]
    rights = [block.right for block in blocks]
    remerge(sheet, Range(first, min(lefts), last, max(rights)), blocks)
    for address, words in texts.items():
        if words and sheet[address].value != words:
            sheet.set(address, words)


def _width(form: ProjectForm, column: int) -> tuple[int, int]:
    """Give the first and last column that the cells of a level cover."""
    span = next((span for span in form.grid.merged if (form.rows[0].row, column) in span), None)
    return (span.left, span.right) if span else (column, column)


def _runs(wanted: Sequence[tuple[str, str]], level: int, first: int) -> Iterator[tuple[int, int, str]]:
    """Give the runs of rows that share a level: top, bottom and words."""
    row = first
    for key, group in groupby(wanted, key=lambda pair: pair[: level + 1]):
        count = len(list(group))
        yield row, row + count - 1, key[level]
        row += count
