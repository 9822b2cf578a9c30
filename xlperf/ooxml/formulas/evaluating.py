"""One formula's tree worked out over the values of a workbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final, Protocol

from xlperf.ooxml.formulas import doubles
from xlperf.ooxml.formulas.coercion import are_equal, compare, joined, to_number, to_text
from xlperf.ooxml.formulas.functions import FUNCTIONS
from xlperf.ooxml.formulas.functions.kinds import Plain
from xlperf.ooxml.formulas.grids import Array, Block, Cells, Grid, Operand, as_grid, combine
from xlperf.ooxml.formulas.parsing import (
    Binary,
    Call,
    Constant,
    Constants,
    Empty,
    Group,
    Name,
    Node,
    Percent,
    Reference,
    Signed,
    Unsupported,
)
from xlperf.ooxml.formulas.values import Address, ErrorValue, Stop, Unsure, Value

if TYPE_CHECKING:
    from collections.abc import Callable

_DEEPEST_NAME: Final = 20


class Surroundings(Cells, Protocol):
    """What a formula sees of its workbook."""

    @property
    def date_1904(self) -> bool:
        """Say whether dates count from 1904."""

    def sheet_called(self, name: str) -> str | None:
        """Return a sheet's name as the workbook writes it; None if there is none."""

    def name(self, name: str, sheet: str) -> Node | None:
        """Return what a defined name means on a sheet; None if there is none."""

    def is_hidden(self, sheet: str, row: int) -> bool:
        """Say whether a row is hidden or filtered out."""

    def has_subtotal(self, sheet: str, row: int, column: int) -> bool:
        """Say whether a cell's formula is itself a SUBTOTAL."""


class Mode(Enum):
    """What a rectangle of cells means where a single value is wanted."""

    SINGLE = auto()
    """The cell in the formula's own row or column (implicit intersection)."""
    ARRAY = auto()
    """Each of its values in turn, as inside SUMPRODUCT."""
    STRICT = auto()
    """Not surely known: inside the arguments of functions that take rectangles."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The formula of the cell ``home``, being worked out."""

    book: Surroundings
    home: Address
    mode: Mode = Mode.SINGLE
    depth: int = 0

    def result(self, node: Node) -> Value:
        """Work out a whole formula, as its cell will show it; a blank becomes 0.

        Raises:
            Unsure: where Excel's result is not surely known.
        """
        try:
            value = self.value(node)
        except Stop as stop:
            return stop.error
        except RecursionError as error:
            raise Unsure("嵌套过深") from error
        if value is None:
            return 0.0
        if isinstance(value, float):
            from_sum = isinstance(node, Binary) and node.operator in "+-"
            return doubles.finite(doubles.settled(value, from_sum=from_sum))
        return value

    def value(self, node: Node) -> Value:
        """Work out a single value; errors are values here."""
        try:
            operand = self.passed_on(node)
        except Stop as stop:
            return stop.error
        if isinstance(operand, Block | Array):
            return self._intersection(operand)
        return operand

    def checked(self, node: Node) -> Value:
        """Work out a single value; an error ends the formula with it."""
        value = self.value(node)
        if isinstance(value, ErrorValue):
            raise Stop(value)
        return value

    def operand(self, node: Node) -> Operand:
        """Work out an argument that may be a rectangle of cells."""
        return replace(self, mode=Mode.STRICT).passed_on(node)

    def array(self, node: Node) -> Grid:
        """Work out an argument element by element."""
        return as_grid(replace(self, mode=Mode.ARRAY).passed_on(node))

    def passed_on(self, node: Node) -> Operand:
        """Work out what is handed on as it is, be it a value or a reference, as IF does."""
        return _WORK[type(node)](self, node)

    def block(self, node: Node) -> Block:
        """Work out an argument that has to be a reference."""
        operand = self.operand(node)
        if isinstance(operand, ErrorValue):
            raise Stop(operand)
        if not isinstance(operand, Block):
            raise Unsure("参数不是单元格区域")
        return operand

    def _intersection(self, grid: Grid) -> Value:
        if (grid.height, grid.width) == (1, 1):
            return grid.get(0, 0)
        if self.mode is not Mode.SINGLE or isinstance(grid, Array):
            raise Unsure("需要单个值的地方用了区域")
        row, column = self.home.row - grid.top, self.home.column - grid.left
        if grid.width == 1 and 0 <= row < grid.height:
            return grid.get(row, 0)
        if grid.height == 1 and 0 <= column < grid.width:
            return grid.get(0, column)
        return ErrorValue.VALUE

    def _unsupported(self, node: Unsupported) -> Operand:
        raise Unsure(f"不计算{node.reason}")

    def _reference(self, node: Reference) -> Operand:
        sheet: str | None = self.home.sheet
        if node.prefix is not None:
            if node.prefix.book:
                raise Unsure("不计算外部链接")
            if node.prefix.last:
                raise Unsure("不计算跨表引用")
            sheet = self.book.sheet_called(node.prefix.first)
        if sheet is None:
            return ErrorValue.REF
        (top, bottom), (left, right) = node.area.rows, node.area.columns
        return Block(self.book, sheet, top, left, bottom - top + 1, right - left + 1)

    def _name(self, node: Name) -> Operand:
        sheet = self.home.sheet
        if node.prefix is not None and node.prefix.book not in ("", "0"):
            raise Unsure("不计算外部链接")
        if node.prefix is not None and node.prefix.first:
            sheet = self.book.sheet_called(node.prefix.first) or node.prefix.first
        meaning = self.book.name(node.name, sheet)
        if meaning is None:
            raise Unsure(f"没有定义名称“{node.name}”")
        if self.depth > _DEEPEST_NAME:
            raise Unsure("名称循环定义")
        return replace(self, depth=self.depth + 1).passed_on(meaning)

    def _signed(self, node: Signed) -> Operand:
        if node.sign > 0:  # + leaves even text as it is
            return self._each(lambda value: value, node.operand)
        return self._each(lambda value: doubles.multiply(-1, to_number(value)), node.operand)

    def _percent(self, node: Percent) -> Operand:
        return self._each(lambda value: doubles.divide(to_number(value), 100), node.operand)

    def _binary(self, node: Binary) -> Operand:
        return self._each(_OPERATORS[node.operator], node.left, node.right)

    def _call(self, node: Call) -> Operand:
        function = FUNCTIONS.get(node.function)
        if function is None:
            raise Unsure(f"不计算函数 {node.function}")
        if not function.fewest <= len(node.arguments) <= function.most:
            raise Unsure(f"{node.function} 的参数个数不对")
        if isinstance(function, Plain):
            if self.mode is Mode.ARRAY and not function.lifts:
                raise Unsure(f"不在数组里计算 {node.function}")
            work = function.run if function.takes_errors else _stopped_by_errors(function.run)
            return self._each(work, *node.arguments)
        return function.run(self, node.arguments)

    def _each(self, work: Callable[..., Value], *nodes: Node) -> Operand:
        """Work on single values, or inside an array function on each of many."""
        work = _with_one_error(work)
        if self.mode is not Mode.ARRAY:
            return work(*(self.value(node) for node in nodes))
        operands = [self._error_as_value(node) for node in nodes]
        if any(isinstance(operand, Block | Array) for operand in operands):
            return combine(work, operands)
        return work(*operands)

    def _error_as_value(self, node: Node) -> Operand:
        try:
            return self.passed_on(node)
        except Stop as stop:
            return stop.error


def _with_one_error(work: Callable[..., Value]) -> Callable[..., Value]:
    """Let an error be the result; unsure which one Excel would show where there are two kinds."""

    def careful(*values: Value) -> Value:
        if len({value for value in values if isinstance(value, ErrorValue)}) > 1:
            raise Unsure("参数里有几种错误值")
        try:
            return work(*values)
        except Stop as stop:
            return stop.error

    return careful


def _stopped_by_errors(work: Callable[..., Value]) -> Callable[..., Value]:
    def stopped(*values: Value) -> Value:
        for value in values:
            if isinstance(value, ErrorValue):
                return value
        return work(*values)

    return stopped


_OPERATORS: Final[dict[str, Callable[[Value, Value], Value]]] = {
    "+": lambda a, b: doubles.add(to_number(a), to_number(b)),
    "-": lambda a, b: doubles.subtract(to_number(a), to_number(b)),
    "*": lambda a, b: doubles.multiply(to_number(a), to_number(b)),
    "/": lambda a, b: doubles.divide(to_number(a), to_number(b)),
    "^": lambda a, b: doubles.power(to_number(a), to_number(b)),
    "&": lambda a, b: joined(to_text(a), to_text(b)),
    "=": are_equal,
    "<>": lambda a, b: not are_equal(a, b),
    "<": lambda a, b: compare(a, b) < 0,
    ">": lambda a, b: compare(a, b) > 0,
    "<=": lambda a, b: compare(a, b) <= 0,
    ">=": lambda a, b: compare(a, b) >= 0,
}

_WORK: Final[dict[type, Callable[[Evaluation, Any], Operand]]] = {
    Constant: lambda _, node: node.value,
    Constants: lambda _, node: Array(node.rows),
    Empty: lambda _, __: None,
    Group: lambda evaluation, node: evaluation.passed_on(node.inner),
    Reference: Evaluation._reference,  # noqa: SLF001 - a part of the class, as are the next ones
    Name: Evaluation._name,  # noqa: SLF001
    Signed: Evaluation._signed,  # noqa: SLF001
    Percent: Evaluation._percent,  # noqa: SLF001
    Binary: Evaluation._binary,  # noqa: SLF001
    Call: Evaluation._call,  # noqa: SLF001
    Unsupported: Evaluation._unsupported,  # noqa: SLF001
}
