"""Arithmetic: ROUND and its kin, ABS, INT, MOD, POWER, SQRT, SUMPRODUCT."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.formulas import doubles
from xlperf.ooxml.formulas.coercion import to_number
from xlperf.ooxml.formulas.functions.kinds import MANY, Function, Plain, Special
from xlperf.ooxml.formulas.functions.statistics import only_error
from xlperf.ooxml.formulas.grids import paired
from xlperf.ooxml.formulas.values import ErrorValue, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlperf.ooxml.formulas.evaluating import Evaluation
    from xlperf.ooxml.formulas.grids import Operand
    from xlperf.ooxml.formulas.parsing import Node


def _of_numbers(work: Callable[..., Value], fewest: int, most: int, *, lifts: bool = False) -> Plain:
    return Plain(lambda *arguments: work(*map(to_number, arguments)), fewest, most, lifts=lifts)


def _sign(number: float) -> Value:
    known = doubles.certain(number)
    return float((known > 0) - (known < 0))


def _truncated(number: float, places: float = 0.0) -> Value:
    return doubles.towards_zero(number, places)


def _sum_of_products(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    grids = [evaluation.array(node) for node in nodes]
    if len({(grid.height, grid.width) for grid in grids}) > 1:
        return ErrorValue.VALUE
    products: list[float] = []
    errors: set[ErrorValue] = set()
    for factors in paired(grids):
        errors |= {factor for factor in factors if isinstance(factor, ErrorValue)}
        # texts, logicals and blanks count as 0
        products.append(math.prod(f if isinstance(f, float) else 0.0 for f in factors))
    only_error(errors)
    return doubles.total(products)


FUNCTIONS: Final[dict[str, Function]] = {
    "ROUND": _of_numbers(doubles.half_up, 2, 2, lifts=True),
    "ROUNDUP": _of_numbers(doubles.away, 2, 2, lifts=True),
    "ROUNDDOWN": _of_numbers(doubles.towards_zero, 2, 2, lifts=True),
    "TRUNC": _of_numbers(_truncated, 1, 2, lifts=True),
    "INT": _of_numbers(doubles.floor, 1, 1, lifts=True),
    "ABS": _of_numbers(doubles.absolute, 1, 1, lifts=True),
    "SIGN": _of_numbers(_sign, 1, 1),
    "MOD": _of_numbers(doubles.modulo, 2, 2),
    "POWER": _of_numbers(doubles.power, 2, 2),
    "SQRT": _of_numbers(doubles.square_root, 1, 1),
    "SUMPRODUCT": Special(_sum_of_products, 1, MANY),
}
