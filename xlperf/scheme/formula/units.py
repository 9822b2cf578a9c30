"""Units through a formula: money is added to money and compared with money, a rate with a rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.scheme.formula.nodes import COMPARISONS, Call, Name, Node, Number, Operation, parts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlperf.scheme.formula.nodes import Formula

Unit = tuple[tuple[str, int], ...] | None
"""Units with their powers, 元 as (("元", 1),), a rate as (); None for a bare figure, which goes with any unit."""


class UnitFault(ValueError):
    """Figures of different units are added or compared (单位不一致)."""

    def __init__(self, left: str, right: str, start: int, end: int) -> None:
        super().__init__(f"{left}和{right}不能相加减或相比较")
        self.left = left
        self.right = right
        self.start = start
        self.end = end


def unit_of(formula: Formula, units: Mapping[str, str]) -> str | None:
    """Tell the unit of the outcome: 元, 人, % for a rate, 元/人; None where any would do (or a condition).

    ``units`` gives the unit of each name; an unknown name goes with any unit.

    Raises:
        UnitFault: figures of different units are added or compared.
    """
    unit = _unit(formula.root, units)
    return None if unit is None or formula.is_condition else _shown(unit)


def _unit(node: Node, units: Mapping[str, str]) -> Unit:
    parts = [_unit(part, units) for part in parts_of(node)]
    match node:
        case Number(unit=unit):
            return _basic(unit) if unit else None
        case Name(key=key):
            return _basic(units[key]) if key in units else None
        case Operation("×" | "÷" as operator, _):
            return _product(parts[0], parts[1], 1 if operator == "×" else -1)
        case Operation(operator=operator) if operator in {"且", "或", "非"}:
            return None
        case Call("若" | "四舍五入" as function, _):
            parts = parts[1:] if function == "若" else parts[:1]
    common = _common(parts, node)
    return None if isinstance(node, Operation) and node.operator in COMPARISONS else common


def _basic(unit: str) -> Unit:
    return () if unit in {"%", ""} else ((unit, 1),)


def _common(units: list[Unit], node: Node) -> Unit:
    known = [unit for unit in units if unit is not None]
    for unit in known[1:]:
        if unit != known[0]:
            raise UnitFault(_shown(known[0]), _shown(unit), node.start, node.end)
    return known[0] if known else None


def _product(left: Unit, right: Unit, power: int) -> Unit:
    if left is None or right is None:
        known = left if right is None else right
        return known if power > 0 or right is None else None
    powers = dict(left)
    for unit, exponent in right:
        powers[unit] = powers.get(unit, 0) + exponent * power
    return tuple(sorted((unit, exponent) for unit, exponent in powers.items() if exponent))


def _shown(unit: tuple[tuple[str, int], ...]) -> str:
    above = "×".join(name for name, power in unit for _ in range(power))
    below = "".join(f"/{name}" for name, power in unit for _ in range(-power))
    return (above or ("1" if below else "%")) + below
