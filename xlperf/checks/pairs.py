"""Tables that tell one amount twice (表间核对): 04 with 05, 07 with 08 and 08-1, item by item, and with the 总表."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.checks.details import same_amount, titled
from xlperf.checks.terms import is_stated, term_at
from xlperf.source.detail import coded_rows, total_row
from xlperf.source.lookup import find_column

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlperf.checks.terms import Term
    from xlperf.findings import Finding
    from xlperf.source.tables import LocatedTable

_Paths = tuple[tuple[str, ...], ...]
_SPENT: Final[_Paths] = (("本年支出合计",), ("本年支出", "合计"), ("合计",))
_TOTAL: Final[_Paths] = (("合计",), ("总计",))


@dataclass(frozen=True, slots=True)
class _Pair:
    one: str
    one_column: _Paths
    other: str
    other_column: _Paths


_PAIRS: Final = (
    _Pair("支出决算表", _SPENT, "支出决算明细表", _TOTAL),
    _Pair(
        "一般公共预算财政拨款收入支出决算表",
        (("本年支出", "合计"), ("本年支出合计",)),
        "一般公共预算财政拨款支出决算明细表",
        _TOTAL,
    ),
    _Pair(
        "一般公共预算财政拨款收入支出决算表",
        (("本年支出", "基本支出", "小计"), ("本年支出", "基本支出")),
        "一般公共预算财政拨款基本支出决算明细表",
        _TOTAL,
    ),
)
"""The relations of the final-accounts system: the same spending by function, and again by economic class."""


def check_pairs(tables: Mapping[str, LocatedTable]) -> Iterator[Finding]:
    """The spending of each functional item, and the total, is the same in both tables of a pair."""
    for pair in _PAIRS:
        one, other = titled(tables, pair.one), titled(tables, pair.other)
        if one is None or other is None or one is other:
            continue
        stated = dict(_by_code(other, pair.other_column))
        for name, (code, term) in _by_code(one, pair.one_column):
            if name in stated:
                yield from same_amount(f"{code} {term.spot.row.raw.strip()}".strip(), term, stated[name][1])


def _by_code(table: LocatedTable, paths: Sequence[Sequence[str]]) -> Iterator[tuple[str, tuple[str, Term]]]:
    """Give each item's amount by its code, and the total by 合计."""
    for block in table.blocks:
        column = find_column(block, paths)
        rows = coded_rows(block)
        if column is None or not rows:
            continue
        total = total_row(block)
        named = [("合计", "", total)] if total else []
        for name, code, row in [*named, *((row.code, row.code, row.row) for row in rows)]:
            term = term_at(table, block, row, column)
            if term is not None and is_stated(term):
                yield name, (code, term)
