"""What a formula (公式) is made of: figures, names, operations and function calls, each with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

COMPARISONS: Final = frozenset({"=", "≠", "≥", "≤", ">", "<"})
PERIODS: Final = ("上年", "累计")
"""Functions that take a name and mean the same figure of another period."""

PRECEDENCE: Final = {
    "或": 1,
    "且": 2,
    "非": 3,
    **dict.fromkeys(COMPARISONS, 4),
    "+": 5,
    "-": 5,
    "×": 6,
    "÷": 6,
    "负": 7,
}
"""How tightly an operator binds; 负 is the sign of a negative figure."""


@dataclass(frozen=True, slots=True)
class Number:
    """A figure written in the formula: 100, 95%, 100万元."""

    value: Decimal
    """In 元 where a money unit is written, a rate where % is."""
    unit: str
    """元, % or empty."""
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A figure called by its name; of another period as 上年(名称) or 累计(名称)."""

    key: str
    """What the figure is looked up by: 本年支出合计, 上年(本年支出合计)."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator with one operand (负, 非) or two."""

    operator: str
    operands: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the closed list with its arguments: 最大(甲, 乙)."""

    function: str
    arguments: tuple[Node, ...]
    start: int
    end: int


Node = Number | Name | Operation | Call


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as written, and as understood."""

    text: str
    root: Node

    @property
    def is_condition(self) -> bool:
        """Say whether it is true or false (比较、且、或、非) rather than a figure."""
        return is_condition(self.root)


def parts_of(node: Node) -> tuple[Node, ...]:
    """Give the operands or arguments of a node; none for a figure or a name."""
    match node:
        case Operation(operands=parts) | Call(arguments=parts):
            return parts
    return ()


def is_condition(node: Node) -> bool:
    """Say whether a node is true or false rather than a figure."""
    match node:
        case Operation(operator=operator):
            return operator in COMPARISONS or operator in {"且", "或", "非"}
        case Call("若", (_, then, _)):
            return is_condition(then)
    return False


def names_in(formula: Formula) -> tuple[str, ...]:
    """List the figures that a formula needs, each once, in the order written: 本年支出合计, 上年(本年支出合计)."""

    def walk(node: Node) -> Iterator[str]:
        if isinstance(node, Name):
            yield node.key
        for part in parts_of(node):
            yield from walk(part)

    return tuple(dict.fromkeys(walk(formula.root)))


def base_name(key: str) -> str:
    """Give the figure's own name without the period: 上年(本年支出合计) is about 本年支出合计."""
    for period in PERIODS:
        if key.startswith(f"{period}(") and key.endswith(")"):
            return key[len(period) + 1 : -1]
    return key
