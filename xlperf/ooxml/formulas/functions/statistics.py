"""Many cells into one number: SUM, AVERAGE, MIN, MAX, COUNT, COUNTA, RANK, SUBTOTAL."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.formulas import doubles
from xlperf.ooxml.formulas.coercion import number_in, to_number
from xlperf.ooxml.formulas.functions.kinds import MANY, Function, Special
from xlperf.ooxml.formulas.grids import Array, Block, values
from xlperf.ooxml.formulas.values import ErrorValue, Stop, Unsure, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xlperf.ooxml.formulas.evaluating import Evaluation
    from xlperf.ooxml.formulas.grids import Operand
    from xlperf.ooxml.formulas.parsing import Node


def only_error(errors: set[ErrorValue]) -> None:
    """Make the one error among many values the result; unsure which of several Excel would show."""
    if len(errors) > 1:
        raise Unsure("区域里有几种错误值")
    for error in errors:
        raise Stop(error)


def split(found: Iterable[Value]) -> tuple[list[float], set[ErrorValue]]:
    """Part the numbers and the errors from what does not count in cells: texts, logicals, blanks."""
    numbers: list[float] = []
    errors: set[ErrorValue] = set()
    for value in found:
        if isinstance(value, float):
            numbers.append(value)
        elif isinstance(value, ErrorValue):
            errors.add(value)
    return numbers, errors


def numbers_in(evaluation: Evaluation, nodes: tuple[Node, ...]) -> list[float]:
    """Collect the numbers of cells and direct arguments; among the latter ``TRUE`` and ``"12"`` count too."""
    numbers: list[float] = []
    errors: set[ErrorValue] = set()
    for node in nodes:
        operand = evaluation.operand(node)
        if isinstance(operand, Block | Array):
            more, wrong = split(values(operand))
        else:
            more, wrong = _direct(operand)
        numbers += more
        errors |= wrong
    only_error(errors)
    return numbers


def _direct(value: Value) -> tuple[list[float], set[ErrorValue]]:
    if value is None:
        raise Unsure("空参数")
    try:
        return [to_number(value)], set()
    except Stop as stop:
        return [], {stop.error}


def average(numbers: list[float]) -> Value:
    """Add up and divide; an error where there is nothing to divide by."""
    if not numbers:
        return ErrorValue.DIV0
    total = doubles.total(numbers)
    return total if isinstance(total, ErrorValue) else doubles.divide(total, len(numbers))


def _median(numbers: list[float]) -> Value:
    if not numbers:
        return ErrorValue.NUM
    ordered, middle = sorted(numbers), len(numbers) // 2
    return ordered[middle] if len(numbers) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _product(numbers: list[float]) -> Value:
    return doubles.finite(math.prod(numbers)) if numbers else 0.0


_REDUCED: Final[dict[str, Callable[[list[float]], Value]]] = {
    "SUM": doubles.total,
    "PRODUCT": _product,
    "AVERAGE": average,
    "MEDIAN": _median,
    "MIN": lambda numbers: min(numbers, default=0.0),
    "MAX": lambda numbers: max(numbers, default=0.0),
}


def _of(reduce: Callable[[list[float]], Value]) -> Special:
    return Special(lambda evaluation, nodes: reduce(numbers_in(evaluation, nodes)), 1, MANY)


def _count(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    counted = 0
    for node in nodes:
        operand = evaluation.operand(node)
        if isinstance(operand, Block | Array):
            counted += len(split(values(operand))[0])
        elif operand is None:
            raise Unsure("空参数")
        elif isinstance(operand, str):
            counted += number_in(operand) is not None
        else:
            counted += not isinstance(operand, ErrorValue)
    return float(counted)


def _count_all(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    counted = 0
    for node in nodes:
        operand = evaluation.operand(node)
        if operand is None:
            raise Unsure("空参数")
        grid = operand if isinstance(operand, Block | Array) else Array(((operand,),))
        counted += sum(value is not None for value in values(grid))
    return float(counted)


def _count_blank(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    block = evaluation.block(nodes[0])
    filled = sum(value is not None and value != "" for value in values(block))
    return float(block.height * block.width - filled)


def _nth(evaluation: Evaluation, nodes: tuple[Node, ...], *, largest: bool) -> Operand:
    numbers = numbers_in(evaluation, nodes[:1])
    position = doubles.whole(to_number(evaluation.checked(nodes[1])))
    if not 1 <= position <= len(numbers):
        return ErrorValue.NUM
    return sorted(numbers, reverse=largest)[position - 1]


def _rank(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    number = to_number(evaluation.checked(nodes[0]))
    numbers, errors = split(values(evaluation.block(nodes[1])))
    only_error(errors)
    ascending = len(nodes) > 2 and doubles.is_true(to_number(evaluation.checked(nodes[2])))
    if not [other for other in numbers if doubles.same(number, other)]:
        return ErrorValue.NA
    return 1.0 + sum(other < number if ascending else other > number for other in numbers)


_SUBTOTALS: Final = {1: "AVERAGE", 4: "MAX", 5: "MIN", 6: "PRODUCT", 9: "SUM"}
_WITHOUT_HIDDEN: Final = 100


def _subtotal(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    code = doubles.whole(to_number(evaluation.checked(nodes[0])))
    skips_hidden = code > _WITHOUT_HIDDEN
    code -= _WITHOUT_HIDDEN * skips_hidden
    found = [value for node in nodes[1:] for value in _visible(evaluation, evaluation.block(node), skips_hidden)]
    numbers, errors = split(found)
    if code == 2:
        return float(len(numbers))
    if code == 3:
        return float(sum(value is not None for value in found))
    if code not in _SUBTOTALS:
        raise Unsure(f"不计算 SUBTOTAL({code})")
    only_error(errors)
    return _REDUCED[_SUBTOTALS[code]](numbers)


def _visible(evaluation: Evaluation, block: Block, skips_hidden: bool) -> Iterable[Value]:
    """Go through the cells that a SUBTOTAL counts: no other SUBTOTAL, nothing filtered out."""
    rows, columns = block.used
    for row in range(rows):
        if evaluation.book.is_hidden(block.sheet, block.top + row):
            if skips_hidden:
                continue
            raise Unsure("不能确定行是被隐藏还是被筛选掉")
        for column in range(columns):
            if not evaluation.book.has_subtotal(block.sheet, block.top + row, block.left + column):
                yield block.get(row, column)


FUNCTIONS: Final[dict[str, Function]] = {
    **{name: _of(reduce) for name, reduce in _REDUCED.items()},
    "COUNT": Special(_count, 1, MANY),
    "COUNTA": Special(_count_all, 1, MANY),
    "COUNTBLANK": Special(_count_blank, 1, 1),
    "LARGE": Special(lambda evaluation, nodes: _nth(evaluation, nodes, largest=True), 2, 2),
    "SMALL": Special(lambda evaluation, nodes: _nth(evaluation, nodes, largest=False), 2, 2),
    "RANK": Special(_rank, 2, 3),
    "RANK.EQ": Special(_rank, 2, 3),
    "SUBTOTAL": Special(_subtotal, 2, MANY),
}
