"""A formula as Excel writes it, over the cells that hold its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.amounts import from_yuan, plain
from xlperf.scheme.formula.nodes import PRECEDENCE, Call, Name, Node, Number, Operation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from xlperf.scheme.formula.nodes import Formula

_FUNCTIONS: Final = {
    "若": "IF",
    "最大": "MAX",
    "最小": "MIN",
    "合计": "SUM",
    "绝对值": "ABS",
    "四舍五入": "ROUND",
    "且": "AND",
    "或": "OR",
    "非": "NOT",
}
_SIGNS: Final = {"×": "*", "÷": "/", "≠": "<>", "≥": ">=", "≤": "<="}


def to_excel(formula: Formula, cells: Mapping[str, str], *, money_unit: str = "元") -> str:
    """Write a formula for Excel without the leading =, with ``cells`` for the names: Sheet!A1.

    ``money_unit`` is the unit in which the cells hold money; amounts written in the formula follow it.
    A missing input must stand in its cell as text or as an error, so that the outcome is an error too.
    Raises KeyError for a name without a cell.
    """
    return _written(formula.root, cells, money_unit)


def _written(node: Node, cells: Mapping[str, str], money_unit: str) -> str:
    match node:
        case Number(value=value, unit=unit):
            return _figure(value, unit, money_unit)
        case Name(key=key):
            return cells[key]
        case Call(function=name, arguments=parts) | Operation("且" | "或" | "非" as name, parts):
            return f"{_FUNCTIONS[name]}({','.join(_written(part, cells, money_unit) for part in parts)})"
        case Operation("负", (inner,)):
            return f"-{_bracketed(inner, PRECEDENCE['负'], cells, money_unit)}"
    left, right = node.operands
    strength = PRECEDENCE[node.operator]
    sign = _SIGNS.get(node.operator, node.operator)
    before = _bracketed(left, strength, cells, money_unit)
    return f"{before}{sign}{_bracketed(right, strength + 1, cells, money_unit)}"


def _bracketed(node: Node, strength: int, cells: Mapping[str, str], money_unit: str) -> str:
    written = _written(node, cells, money_unit)
    if not isinstance(node, Operation) or node.operator in {"且", "或", "非"}:
        return written
    return f"({written})" if PRECEDENCE[node.operator] < strength else written


def _figure(value: Decimal, unit: str, money_unit: str) -> str:
    if unit == "%":
        return f"{plain(value * 100)}%"
    return plain(from_yuan(value, money_unit) if unit else value)
