"""What kind of value: ISNUMBER, ISBLANK, ISTEXT, ISERROR, N, T."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.ooxml.formulas.functions.kinds import Function, Plain, Special
from xlperf.ooxml.formulas.grids import Array, Block
from xlperf.ooxml.formulas.values import ErrorValue, Unsure, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlperf.ooxml.formulas.evaluating import Evaluation
    from xlperf.ooxml.formulas.grids import Operand
    from xlperf.ooxml.formulas.parsing import Node


def _is(kind: Callable[[Value], bool]) -> Plain:
    return Plain(kind, 1, 1, takes_errors=True, lifts=True)


def _is_blank(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    value = evaluation.value(nodes[0])
    if value is None and not isinstance(evaluation.operand(nodes[0]), Block | Array):
        raise Unsure("不能确定函数返回的空白是否算空单元格")
    return value is None


def _n(value: Value) -> Value:
    if isinstance(value, bool):
        return float(value)
    return value if isinstance(value, float) else 0.0


FUNCTIONS: Final[dict[str, Function]] = {
    "ISNUMBER": _is(lambda value: isinstance(value, float)),
    "ISTEXT": _is(lambda value: isinstance(value, str)),
    "ISNONTEXT": _is(lambda value: not isinstance(value, str)),
    "ISLOGICAL": _is(lambda value: isinstance(value, bool)),
    "ISERROR": _is(lambda value: isinstance(value, ErrorValue)),
    "ISERR": _is(lambda value: isinstance(value, ErrorValue) and value is not ErrorValue.NA),
    "ISNA": _is(lambda value: value is ErrorValue.NA),
    "ISBLANK": Special(_is_blank, 1, 1),
    "NA": Plain(lambda: ErrorValue.NA, 0, 0),
    "N": Plain(_n, 1, 1),
    "T": Plain(lambda value: value if isinstance(value, str) else "", 1, 1),
}
