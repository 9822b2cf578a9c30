"""Conditions: IF, AND, OR, NOT, IFS, IFERROR, CHOOSE."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.ooxml.formulas.coercion import to_logical, to_number
from xlperf.ooxml.formulas.doubles import whole
from xlperf.ooxml.formulas.functions.kinds import MANY, Function, Plain, Special
from xlperf.ooxml.formulas.functions.statistics import only_error
from xlperf.ooxml.formulas.grids import Array, Block, values
from xlperf.ooxml.formulas.values import ErrorValue, Stop, Unsure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xlperf.ooxml.formulas.evaluating import Evaluation
    from xlperf.ooxml.formulas.grids import Operand
    from xlperf.ooxml.formulas.parsing import Node


def _if(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    if to_logical(evaluation.checked(nodes[0])):
        return evaluation.passed_on(nodes[1])
    return evaluation.passed_on(nodes[2]) if len(nodes) > 2 else False


def _ifs(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    if len(nodes) % 2:
        raise Unsure("IFS 的参数个数不对")
    for condition, result in zip(nodes[::2], nodes[1::2], strict=True):
        if to_logical(evaluation.checked(condition)):
            return evaluation.passed_on(result)
    return ErrorValue.NA


def _iferror(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    value = evaluation.value(nodes[0])
    return evaluation.value(nodes[1]) if isinstance(value, ErrorValue) else value


def _ifna(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    value = evaluation.value(nodes[0])
    return evaluation.value(nodes[1]) if value is ErrorValue.NA else value


def _choose(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    index = whole(to_number(evaluation.checked(nodes[0])))
    return evaluation.passed_on(nodes[index]) if 1 <= index < len(nodes) else ErrorValue.VALUE


def _logicals(evaluation: Evaluation, nodes: tuple[Node, ...]) -> list[bool]:
    found: list[bool] = []
    errors: set[ErrorValue] = set()
    for node in nodes:
        operand = evaluation.operand(node)
        if isinstance(operand, Block | Array):
            # texts and blanks in cells do not count
            counted = [value for value in values(operand) if isinstance(value, bool | float | ErrorValue)]
        elif operand is None:
            raise Unsure("空参数")
        else:
            counted = [operand] if isinstance(operand, ErrorValue) else [to_logical(operand)]
        errors |= {value for value in counted if isinstance(value, ErrorValue)}
        found += [to_logical(value) for value in counted if not isinstance(value, ErrorValue)]
    only_error(errors)
    if not found:
        raise Stop(ErrorValue.VALUE)
    return found


def _decided_by(rule: Callable[[Iterable[bool]], bool]) -> Special:
    return Special(lambda evaluation, nodes: rule(_logicals(evaluation, nodes)), 1, MANY)


FUNCTIONS: Final[dict[str, Function]] = {
    "IF": Special(_if, 2, 3),
    "IFS": Special(_ifs, 2, MANY),
    "IFERROR": Special(_iferror, 2, 2),
    "IFNA": Special(_ifna, 2, 2),
    "CHOOSE": Special(_choose, 2, MANY),
    "AND": _decided_by(all),
    "OR": _decided_by(any),
    "NOT": Plain(lambda value: not to_logical(value), 1, 1),
    "TRUE": Plain(lambda: True, 0, 0),
    "FALSE": Plain(lambda: False, 0, 0),
}
