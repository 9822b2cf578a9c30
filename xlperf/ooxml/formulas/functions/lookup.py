"""Finding: VLOOKUP, HLOOKUP, INDEX, MATCH, ROW, COLUMN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.ooxml.formulas import doubles
from xlperf.ooxml.formulas.coercion import to_logical, to_number
from xlperf.ooxml.formulas.criteria import text_test
from xlperf.ooxml.formulas.functions.kinds import Function, Special
from xlperf.ooxml.formulas.grids import Array, Block
from xlperf.ooxml.formulas.values import ErrorValue, Stop, Unsure, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlperf.ooxml.formulas.evaluating import Evaluation
    from xlperf.ooxml.formulas.grids import Grid, Operand
    from xlperf.ooxml.formulas.parsing import Node


def _grid(evaluation: Evaluation, node: Node) -> Grid:
    operand = evaluation.operand(node)
    if isinstance(operand, ErrorValue):
        raise Stop(operand)
    if not isinstance(operand, Block | Array):
        raise Unsure("参数不是单元格区域")
    return operand


def _line(grid: Grid, *, down: bool) -> list[Value]:
    rows, columns = grid.used
    return [grid.get(row, 0) for row in range(rows)] if down else [grid.get(0, column) for column in range(columns)]


def _wanted(evaluation: Evaluation, node: Node) -> Value:
    value = evaluation.checked(node)
    if value is None:
        raise Unsure("查找值是空白")
    return value


def _exact(wanted: Value, line: list[Value]) -> int | None:
    test = _exact_test(wanted)
    return next((index for index, value in enumerate(line) if test(value)), None)


def _exact_test(wanted: Value) -> Callable[[Value], bool]:
    if isinstance(wanted, str):
        return text_test(wanted)
    if isinstance(wanted, bool):
        return lambda value: value is wanted
    number = to_number(wanted)
    return lambda value: isinstance(value, float) and doubles.same(value, number)


def _nearest(wanted: Value, line: list[Value], *, ascending: bool = True) -> int | None:
    """Find the last number not beyond the wanted one; sure only in a line of numbers in order."""
    while line and line[-1] is None:
        line = line[:-1]
    numbers = [value for value in line if isinstance(value, float)]
    if not isinstance(wanted, float) or len(numbers) < len(line) or numbers != sorted(numbers, reverse=not ascending):
        raise Unsure("近似查找的区域不是排好序的数字")
    if numbers.count(wanted) > 1 or (not ascending and len(set(numbers)) < len(numbers)):
        raise Unsure("近似查找的区域里有相同的数字")
    reached = [
        index
        for index, number in enumerate(numbers)
        if doubles.same(number, wanted) or (number < wanted if ascending else number > wanted)
    ]
    return reached[-1] if reached else None


def _look_up(evaluation: Evaluation, nodes: tuple[Node, ...], *, down: bool) -> Operand:
    wanted = _wanted(evaluation, nodes[0])
    table = _grid(evaluation, nodes[1])
    offset = doubles.whole(to_number(evaluation.checked(nodes[2])))
    if offset < 1:
        return ErrorValue.VALUE
    if offset > (table.width if down else table.height):
        return ErrorValue.REF
    approximate = len(nodes) < 4 or to_logical(evaluation.checked(nodes[3]))
    line = _line(table, down=down)
    found = _nearest(wanted, line) if approximate else _exact(wanted, line)
    if found is None:
        return ErrorValue.NA
    return table.get(found, offset - 1) if down else table.get(offset - 1, found)


def _match(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    wanted = _wanted(evaluation, nodes[0])
    grid = _grid(evaluation, nodes[1])
    if 1 not in (grid.height, grid.width):
        return ErrorValue.NA
    kind = to_number(evaluation.checked(nodes[2])) if len(nodes) > 2 else 1.0
    line = _line(grid, down=grid.width == 1)
    found = _nearest(wanted, line, ascending=kind > 0) if kind else _exact(wanted, line)
    return ErrorValue.NA if found is None else float(found + 1)


def _index(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    grid = _grid(evaluation, nodes[0])
    row, *rest = (doubles.whole(to_number(evaluation.checked(node))) for node in nodes[1:])
    if not rest and grid.height == 1:
        row, rest = 1, [row]
    elif not rest and grid.width > 1:
        raise Unsure("INDEX 缺少列号")
    column = rest[0] if rest else 1
    if row < 0 or column < 0:
        return ErrorValue.VALUE
    if row > grid.height or column > grid.width:
        return ErrorValue.REF
    top, height = (row - 1, 1) if row else (0, grid.height)
    left, width = (column - 1, 1) if column else (0, grid.width)
    return grid.part(top, left, height, width)


def _row(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    return float(_cell(evaluation, nodes).top if nodes else evaluation.home.row)


def _column(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    return float(_cell(evaluation, nodes).left if nodes else evaluation.home.column)


def _cell(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Block:
    block = evaluation.block(nodes[0])
    if (block.height, block.width) != (1, 1):
        raise Unsure("ROW、COLUMN 的参数不是单个单元格")
    return block


FUNCTIONS: Final[dict[str, Function]] = {
    "VLOOKUP": Special(lambda evaluation, nodes: _look_up(evaluation, nodes, down=True), 3, 4),
    "HLOOKUP": Special(lambda evaluation, nodes: _look_up(evaluation, nodes, down=False), 3, 4),
    "MATCH": Special(_match, 2, 3),
    "INDEX": Special(_index, 2, 3),
    "ROW": Special(_row, 0, 1),
    "COLUMN": Special(_column, 0, 1),
    "ROWS": Special(lambda evaluation, nodes: float(_grid(evaluation, nodes[0]).height), 1, 1),
    "COLUMNS": Special(lambda evaluation, nodes: float(_grid(evaluation, nodes[0]).width), 1, 1),
}
