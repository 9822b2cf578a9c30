"""Results of the formulas that depend on edited cells, and the formulas that have to be left to Excel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from xlperf.ooxml.formulas.evaluating import Evaluation
from xlperf.ooxml.formulas.network import CellFormula, Network, covered_cells
from xlperf.ooxml.formulas.parsing import parse
from xlperf.ooxml.formulas.precedents import Scope
from xlperf.ooxml.formulas.references import column_letters
from xlperf.ooxml.formulas.tokens import UnreadableFormula
from xlperf.ooxml.formulas.values import Address, Unsure, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlperf.ooxml.formulas.parsing import Node

_MOST_READS: Final = 1_000_000
"""A limit of work, not of sizes: whatever is in a file, its results come in seconds or not at all."""


class Book(Protocol):
    """What is asked of a workbook; values are as after the edits, results of formulas as stored."""

    sheets: Sequence[str]
    """Names of all sheets in the order of their tabs."""
    formulas: Mapping[Address, CellFormula]
    """All formulas of the workbook."""
    names: Mapping[tuple[str | None, str], str]
    """What defined names refer to, by sheet (None: the whole workbook) and name."""
    date_1904: bool
    full_precision: bool
    """False where the workbook calculates with the precision displayed (``fullPrecision="0"``)."""

    def value(self, at: Address) -> Value:
        """Return what a cell holds: a float (never int or Decimal), str, bool, ErrorValue or None."""

    def extent(self, sheet: str) -> tuple[int, int]:
        """Return the last row and the last column with content; 0, 0 for an empty sheet."""

    def is_hidden(self, sheet: str, row: int) -> bool:
        """Say whether a row is hidden or filtered out."""


@dataclass(frozen=True, slots=True)
class Recalculation:
    """The new results (those that stayed the same among them), and why the rest is left."""

    values: dict[Address, Value] = field(default_factory=dict)
    left: dict[Address, str] = field(default_factory=dict)


def recalculate(book: Book, edited: Iterable[Address]) -> Recalculation:
    """Work out every formula that depends on edited cells, directly or through others.

    A formula is left, with the reason in Chinese, where Excel's result is not surely known, and so is every formula
    that needs its result. Volatile formulas (TODAY, RAND, INDIRECT …) are always left.
    """
    result = Recalculation()
    if not book.full_precision:
        result.left.update(dict.fromkeys(book.formulas, "工作簿按显示精度计算"))
        return result
    scope = Scope(book.sheets, book.names)
    network = Network(book.formulas, scope)
    order, circular = network.affected(edited)
    sight = _Sight(book, scope, result, pending={*order, *circular}.intersection(book.formulas))
    for address in order:
        if address in book.formulas:
            sight.settle(address, network.unknown.get(address))
    result.left.update(dict.fromkeys(circular, "循环引用，或依赖循环引用的单元格"))
    return result


@dataclass(slots=True)
class _Sight:
    """The workbook as its formulas see it while they are worked out one after the other."""

    book: Book
    scope: Scope
    result: Recalculation
    pending: set[Address]
    reads: int = 0
    covered: dict[Address, str] = field(default_factory=dict)
    meanings: dict[str, Node] = field(default_factory=dict)

    @property
    def date_1904(self) -> bool:
        return self.book.date_1904

    def settle(self, address: Address, unknown: str | None) -> None:
        """Work out a formula whose precedents are settled, or leave it."""
        formula = self.book.formulas[address]
        try:
            self.result.values[address] = self._result(address, formula, unknown)
        except (Unsure, UnreadableFormula) as reason:
            self.result.left[address] = str(reason)
            if formula.covers is not None:
                self.covered.update(dict.fromkeys(covered_cells(address, formula.covers), str(reason)))
        self.pending.discard(address)

    def _result(self, address: Address, formula: CellFormula, unknown: str | None) -> Value:
        if unknown is not None:
            raise Unsure(unknown)
        if formula.covers is not None:
            raise Unsure("数组公式或模拟运算表")
        try:
            return Evaluation(self, address).result(parse(formula.text))
        except ArithmeticError as error:
            raise Unsure("数字过大或过小") from error

    def at(self, sheet: str, row: int, column: int) -> Value:
        self.reads += 1
        if self.reads > _MOST_READS:
            raise Unsure("计算量过大")
        address = Address(sheet, row, column)
        if address in self.result.values:
            return self.result.values[address]
        if address in self.result.left or address in self.covered or address in self.pending:
            raise Unsure(f"依赖未计算的 {sheet}!{column_letters(column)}{row}")
        return self.book.value(address)

    def extent(self, sheet: str) -> tuple[int, int]:
        return self.book.extent(sheet)

    def sheet_called(self, name: str) -> str | None:
        return self.scope.sheet_called(name)

    def name(self, name: str, sheet: str) -> Node | None:
        definition = self.scope.definition(name, sheet)
        if definition is not None and definition not in self.meanings:
            self.meanings[definition] = parse(definition)
        return None if definition is None else self.meanings[definition]

    def is_hidden(self, sheet: str, row: int) -> bool:
        return self.book.is_hidden(sheet, row)

    def has_subtotal(self, sheet: str, row: int, column: int) -> bool:
        formula = self.book.formulas.get(Address(sheet, row, column))
        return formula is not None and any(name in formula.text.upper() for name in ("SUBTOTAL(", "AGGREGATE("))
