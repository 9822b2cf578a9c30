"""Amounts as terms of a relation (项): value in 元, last digit, cell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.facts import State
from xlperf.source.lookup import spot_at
from xlperf.source.stated import amount_of, stated_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlperf.findings import Place
    from xlperf.source.layout import Block, Column, Row
    from xlperf.source.lookup import Spot
    from xlperf.source.tables import LocatedTable


@dataclass(frozen=True, slots=True)
class Term:
    """One amount of a relation."""

    spot: Spot
    value: Decimal
    """In 元, or a count."""
    step: Decimal

    @property
    def place(self) -> Place:
        """Its cell."""
        return self.spot.place


def term_at(table: LocatedTable, block: Block, row: Row, column: Column) -> Term | None:
    """Read a cell as a term: blank and stroke count as nothing there, None where no figure can be read."""
    spot = spot_at(table, block, row, column)
    if spot.reading.state in {State.ERROR, State.TEXT}:
        return None
    if spot.reading.value is None:
        return Term(spot, Decimal(0), Decimal(0))
    value = amount_of(spot)[0]
    return Term(spot, value if value is not None else Decimal(0), stated_step(spot))


def is_stated(term: Term | None) -> bool:
    """Say whether a figure, even 0, stands in the cell."""
    return term is not None and term.spot.reading.value is not None


def added(terms: Iterable[Term]) -> Decimal:
    """Add terms up."""
    return sum((term.value for term in terms), Decimal(0))


def yuan(value: Decimal) -> str:
    """Write an amount of 元 with separators and two decimals."""
    return f"{value:,.2f}"


def likely_cause(difference: Decimal, total: Spot) -> str:
    """Say what a difference is worth: the one row that may be missing or counted twice; empty when none fits."""
    name = next(_rows_worth(abs(difference), total), "")
    return f"差额正好等于“{name}”的数，可能漏加、多加或填错。" if name else ""


def _rows_worth(amount: Decimal, total: Spot) -> Iterator[str]:
    """Name the other rows that show just this amount under the same heading."""
    heading = total.column.path[-1:]
    for block in total.table.blocks if amount else ():
        for column in block.columns:
            for row in block.rows if column.path[-1:] == heading else ():
                term = term_at(total.table, block, row, column)
                if term is not None and abs(term.value) == amount and row.index != total.row.index:
                    yield row.label.key
