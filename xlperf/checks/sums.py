"""Totals and their parts inside a table (表内合计关系): rows under a total, columns beside a 合计."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.checks import catalogue
from xlperf.checks.judging import judged
from xlperf.checks.terms import is_stated, term_at
from xlperf.source.labels import folded_label
from xlperf.source.outline import is_total

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.findings import Finding
    from xlperf.source.layout import Block, Column, Row
    from xlperf.source.tables import LocatedTable

_GRAND_TOTAL = re.compile(r"(?:收入|支出|收支)?总计")
_YEAR_TOTAL = re.compile(r"本年(?:收入|支出)合计")
_BALANCE = re.compile(r"使用.*结余|用事业基金.*|(?:年初|年末|上年|期初|期末).*结转.*|结余分配|结转下年.*")
_STAFF = re.compile(r"人员经费(?:支出)?")
_OFFICE = re.compile(r"(?:日常)?公用经费(?:支出)?")
_SUM_HEADING = re.compile(r".*(?:小计|合计|总计)")
_NO_ADDEND = re.compile(r"其中.*|.*(?:率|比|占|%|备注|数量|人数).*")
_TOTAL_WORDS = re.compile(r".*(?:合计|总计|总额|小计|支出)")
FEWEST_PARTS: Final = 2


@dataclass(frozen=True, slots=True)
class RowSum:
    """A row that is the sum of others of its block."""

    total: Row
    parts: tuple[Row, ...]
    sure: bool
    """Whether the label says that it is a total; otherwise only the numbering suggests it."""


def check_row_sums(table: LocatedTable) -> Iterator[Finding]:
    """财政部门决算表内关系: each total equals its parts, in every column."""
    for block in table.blocks:
        if block.label_column is None or block.code_columns:
            continue
        for relation in row_sums(block):
            for column in block.columns:
                yield from _row_sum(table, block, relation, column)


def row_sums(block: Block) -> Iterator[RowSum]:
    """Tell from labels and numbering which rows of a block are sums of which."""
    for position, row in enumerate(block.rows):
        numbered = [other for other in block.rows if other.parent == position and other.label.numbering]
        below = [other for other in numbered if not other.label.part and _same_series(other, numbered[0])]
        if len(below) >= FEWEST_PARTS:
            yield RowSum(row, tuple(below), bool(_TOTAL_WORDS.fullmatch(row.label.key)))
        elif is_total(row.label):
            yield from _total_below(block, position)
        yield from _basic_spending(block, position)


def _same_series(row: Row, first: Row) -> bool:
    one, other = row.label.numbering, first.label.numbering
    return one is not None and other is not None and one.level == other.level


def _total_below(block: Block, position: int) -> Iterator[RowSum]:
    """Find the parts of a total that stands below them."""
    total = block.rows[position]
    earlier = block.rows[:position]
    if _GRAND_TOTAL.fullmatch(total.label.key):
        year = next((i for i in range(position - 1, -1, -1) if _YEAR_TOTAL.fullmatch(earlier[i].label.key)), None)
        if year is not None:
            between = [row for row in earlier[year + 1 :] if _BALANCE.fullmatch(row.label.key) and row.parent is None]
            yield RowSum(total, (earlier[year], *between), sure=True)
    elif _YEAR_TOTAL.fullmatch(total.label.key):
        first_total = next((i for i, row in enumerate(block.rows) if is_total(row.label)), position)
        numbered = [row for row in earlier[:first_total] if row.parent is None and row.label.numbering]
        parts = [row for row in numbered if not row.label.part and _same_series(row, numbered[0])]
        if len(parts) >= FEWEST_PARTS:
            yield RowSum(total, tuple(parts), sure=True)


def _basic_spending(block: Block, position: int) -> Iterator[RowSum]:
    """基本支出 = 人员经费 + 日常公用经费."""
    row = block.rows[position]
    if row.label.key != "基本支出":
        return
    below = [other for other in block.rows[position + 1 : position + 4] if not other.label.part]
    staff = next((other for other in below if _STAFF.fullmatch(other.label.key)), None)
    office = next((other for other in below if _OFFICE.fullmatch(other.label.key)), None)
    if staff and office and not (staff.label.numbering and staff.parent == position):
        yield RowSum(row, (staff, office), sure=True)


def _row_sum(table: LocatedTable, block: Block, relation: RowSum, column: Column) -> Iterator[Finding]:
    total = term_at(table, block, relation.total, column)
    if total is None or not is_stated(total):
        return
    parts = [term_at(table, block, row, column) for row in relation.parts]
    known = [part for part in parts if part is not None]
    stated = [part for part in known if is_stated(part)]
    if not stated or len(known) < len(parts):
        return
    yield from judged(catalogue.ROWS_DO_NOT_ADD_UP, total, stated, relation.total.raw.strip(), sure=relation.sure)


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """A column that is the sum of others."""

    total: Column
    parts: tuple[Column, ...]


def check_column_sums(table: LocatedTable) -> Iterator[Finding]:
    """合计 of a row equals the columns beside it: 小计 = the three budgets, 本年收入合计 = the sources."""
    for block in table.blocks:
        for relation in column_sums(block.columns):
            for row in block.rows:
                yield from _column_sum(table, block, row, relation)


def column_sums(columns: Sequence[Column], depth: int = 0) -> Iterator[ColumnSum]:
    """Tell from the headings which columns are sums of which, group by group."""
    groups: dict[str, list[Column]] = {}
    for column in columns:
        if len(column.path) > depth:
            groups.setdefault(folded_label(column.path[depth]), []).append(column)
    heads: list[Column] = []
    for group in groups.values():
        deeper = [column for column in group if len(column.path) > depth + 1]
        if deeper:
            yield from column_sums(group, depth + 1)
        heads.append(_head_of(group, depth))
    leaves = [head for head in heads if len(head.path) == depth + 1 and _SUM_HEADING.fullmatch(_lowest(head))]
    if len(leaves) == 1 and leaves[0] is heads[0]:
        total = leaves[0]
        parts = [head for head in heads if head is not total and not _NO_ADDEND.fullmatch(_word(head, depth))]
        if len(parts) >= FEWEST_PARTS:
            yield ColumnSum(total, tuple(parts))


def _head_of(group: Sequence[Column], depth: int) -> Column:
    """Give the column that stands for a group: its 小计, else its first."""
    return next((c for c in group if len(c.path) == depth + 2 and _SUM_HEADING.fullmatch(_lowest(c))), group[0])


def _lowest(column: Column) -> str:
    return folded_label(column.path[-1])


def _word(column: Column, depth: int) -> str:
    return folded_label(column.path[depth])


def _column_sum(table: LocatedTable, block: Block, row: Row, relation: ColumnSum) -> Iterator[Finding]:
    total = term_at(table, block, row, relation.total)
    if total is None or not is_stated(total):
        return
    filled = [column for column in relation.parts if block.grid.spread(row.index, column.index) is not None]
    parts = [term_at(table, block, row, column) for column in filled]
    known = [part for part in parts if part is not None]
    stated = [part for part in known if is_stated(part)]
    if not stated or len(known) < len(parts):
        return
    yield from judged(catalogue.COLUMNS_DO_NOT_ADD_UP, total, stated, relation.total.heading)
