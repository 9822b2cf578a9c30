"""Tables by functional code (科目明细表): 类 = Σ款 = Σ项, the total over all, and the classes in 财决01表."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.checks import catalogue
from xlperf.checks.judging import judged
from xlperf.checks.terms import is_stated, term_at, yuan
from xlperf.checks.tolerance import Verdict, judge
from xlperf.source.detail import CODE_LENGTHS, coded_rows, total_row
from xlperf.source.labels import folded_label
from xlperf.source.lookup import find_column
from xlperf.source.titles import title_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlperf.checks.terms import Term
    from xlperf.findings import Finding
    from xlperf.source.detail import CodedRow
    from xlperf.source.tables import LocatedTable


def check_codes(table: LocatedTable) -> Iterator[Finding]:
    """类 = Σ款 = Σ项, in every column; 合计 = Σ类."""
    for block in table.blocks:
        rows = coded_rows(block)
        if not rows:
            continue
        total = total_row(block)
        shortest = min(len(row.code) for row in rows)
        classes = [row for row in rows if len(row.code) == shortest]
        below = [(row, _directly_below(row, rows)) for row in rows]
        for column in block.columns:
            if all(block.grid.spread(row.index, column.index) is None for row in block.rows):
                continue
            terms = {row.code: term_at(table, block, row.row, column) for row in rows}
            if total is not None:
                whole = term_at(table, block, total, column)
                yield from _sum(whole, [terms[row.code] for row in classes], "合计")
            for row, parts in below:
                if parts:
                    subject = f"{row.level}级科目 {row.code} {row.name}"
                    yield from _sum(terms[row.code], [terms[part.code] for part in parts], subject)


def _directly_below(row: CodedRow, rows: Sequence[CodedRow]) -> list[CodedRow]:
    """Give the rows of the next level; of the one after it where the table leaves a level out."""
    for length in CODE_LENGTHS:
        if length > len(row.code) and (
            found := [other for other in rows if len(other.code) == length and other.code.startswith(row.code)]
        ):
            return found
    return []


def _sum(whole: Term | None, parts: Sequence[Term | None], subject: str) -> Iterator[Finding]:
    known = [term for term in parts if term is not None]
    stated = [term for term in known if is_stated(term)]
    if whole is not None and len(known) == len(parts) and (is_stated(whole) or stated):
        yield from judged(catalogue.CODES_DO_NOT_ADD_UP, whole, stated, subject)


def check_classes(tables: Mapping[str, LocatedTable]) -> Iterator[Finding]:
    """Each functional class of 支出决算表 is the same in 收入支出决算总表."""
    details, summary = titled(tables, "支出决算表"), titled(tables, "收入支出决算总表")
    if details is None or summary is None:
        return
    shown = dict(_by_name(summary))
    for block in details.blocks:
        column = find_column(block, (("本年支出合计",), ("合计",)))
        for row in coded_rows(block):
            other = shown.get(folded_label(row.name))
            one = term_at(details, block, row.row, column) if column and len(row.code) == CODE_LENGTHS[0] else None
            if one and other and is_stated(one):
                yield from same_amount(row.name, one, other)


def titled(tables: Mapping[str, LocatedTable], title: str) -> LocatedTable | None:
    """Find the table of a title; None when it is not there."""
    wanted = title_key(title)
    return next((t for t in tables.values() if wanted in {title_key(known) for known in t.spec.titles}), None)


def _by_name(table: LocatedTable) -> Iterator[tuple[str, Term]]:
    """Go through the classes of the functional block with their 决算数."""
    for block in table.blocks:
        column = find_column(block, (("决算数",),))
        by_function = any("功能" in heading for heading in block.path) or any(
            row.label.key == "一般公共服务支出" for row in block.rows
        )
        if column is None or not by_function:
            continue
        for row in block.rows:
            term = term_at(table, block, row, column)
            if term is not None and row.label.numbering and row.parent is None:
                yield row.label.key, term


def same_amount(name: str, one: Term, other: Term) -> Iterator[Finding]:
    """Two tables state one amount alike."""
    difference = one.value - other.value
    verdict = judge(difference, (one.step, other.step))
    if verdict is Verdict.HOLDS:
        return
    places = (other.place, one.place)
    if verdict is Verdict.ROUNDING:
        yield catalogue.ROUNDING.finding(places=places, subject=name, difference=yuan(abs(difference)))
        return
    yield catalogue.TABLES_DIFFER.finding(
        places=places,
        subject=name,
        expected=yuan(other.value),
        actual=yuan(one.value),
        first=other.spot.table.name,
        second=one.spot.table.name,
        difference=yuan(abs(difference)),
    )
