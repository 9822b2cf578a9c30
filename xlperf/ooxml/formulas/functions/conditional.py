"""Sums, counts and averages of the cells that meet criteria: SUMIF, SUMIFS, COUNTIF, COUNTIFS, AVERAGEIF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.ooxml.formulas import doubles
from xlperf.ooxml.formulas.criteria import criterion
from xlperf.ooxml.formulas.functions.kinds import MANY, Function, Special
from xlperf.ooxml.formulas.functions.statistics import average, only_error, split
from xlperf.ooxml.formulas.grids import Block, paired
from xlperf.ooxml.formulas.values import ErrorValue, Stop, Unsure, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xlperf.ooxml.formulas.evaluating import Evaluation
    from xlperf.ooxml.formulas.grids import Operand
    from xlperf.ooxml.formulas.parsing import Node


def _met(evaluation: Evaluation, pairs: tuple[Node, ...], measured: Block | None = None) -> Iterator[Value]:
    """Go through the measured cells (by default the tested ones) beside which every criterion is met."""
    if len(pairs) % 2:
        raise Unsure("条件没有成对")
    blocks = [evaluation.block(node) for node in pairs[::2]]
    tests = [criterion(evaluation.value(node)) for node in pairs[1::2]]
    shown = measured or blocks[0]
    if len({(block.height, block.width) for block in (*blocks, shown)}) > 1:
        raise Stop(ErrorValue.VALUE)
    for value, *tested in paired([shown, *blocks]):
        if all(test(cell) for test, cell in zip(tests, tested, strict=True)):
            yield value


def _measured_by(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Iterator[Value]:
    """Take arguments as SUMIF does: range, criterion, and where to sum, of which only the first cell counts."""
    block = evaluation.block(nodes[0])
    first = evaluation.block(nodes[2]) if len(nodes) > 2 else block
    return _met(evaluation, nodes[:2], first.part(0, 0, block.height, block.width))


def _numbers(found: Iterator[Value]) -> list[float]:
    numbers, errors = split(found)
    only_error(errors)
    return numbers


def _if(reduce: Callable[[list[float]], Value]) -> Special:
    return Special(lambda evaluation, nodes: reduce(_numbers(_measured_by(evaluation, nodes))), 2, 3)


def _ifs(reduce: Callable[[list[float]], Value]) -> Special:
    def run(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
        return reduce(_numbers(_met(evaluation, nodes[1:], evaluation.block(nodes[0]))))

    return Special(run, 3, MANY)


def _count(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    counted = sum(1 for _ in _met(evaluation, nodes))
    blocks = [evaluation.block(node) for node in nodes[::2]]
    if all(criterion(evaluation.value(node))(None) for node in nodes[1::2]):
        rows, columns = (max(block.used[axis] for block in blocks) for axis in (0, 1))
        counted += blocks[0].height * blocks[0].width - rows * columns  # blanks beyond the used cells
    return float(counted)


FUNCTIONS: Final[dict[str, Function]] = {
    "SUMIF": _if(doubles.total),
    "SUMIFS": _ifs(doubles.total),
    "AVERAGEIF": _if(average),
    "AVERAGEIFS": _ifs(average),
    "MAXIFS": _ifs(lambda numbers: max(numbers, default=0.0)),
    "MINIFS": _ifs(lambda numbers: min(numbers, default=0.0)),
    "COUNTIF": Special(_count, 2, 2),
    "COUNTIFS": Special(_count, 2, MANY),
}
