"""A formula worked out in Decimal, step by step; "cannot be computed, because…" is a result too."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import TYPE_CHECKING, Final, Literal

from xlperf.amounts import round_half_up
from xlperf.scheme.formula.nodes import COMPARISONS, Call, Name, Node, Number, Operation, parts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlperf.scheme.formula.nodes import Formula

_WORKING: Final = Context(prec=50, rounding=ROUND_HALF_UP, traps=[])
_GIVEN_OUT: Final = Context(prec=28, rounding=ROUND_HALF_UP, traps=[])
_COMPARED: Final = Context(prec=15, rounding=ROUND_HALF_UP, traps=[])
"""Excel compares by 15 digits, so that 1 ÷ 3 × 3 = 1 holds."""

_TOO_LARGE: Final = Decimal("1E+30")


@dataclass(frozen=True, slots=True)
class Undefined:
    """Why there is no figure (无法计算的原因): an input that is missing, or a base of zero."""

    reason: str
    """In the officer's words: 日常公用经费调整预算数为 0，不能作除数."""
    cause: Literal["missing", "zero-base", "too-large", "unusable"] = "missing"
    """unusable: something is written there, but not what is wanted."""
    name: str = ""
    """The input that is to blame, where it is one."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A formula or a part of it with what came out, and the parts that it was worked out from."""

    text: str
    """The part as written in the formula."""
    value: Decimal | bool | Undefined
    parts: tuple[Evaluation, ...] = ()

    @property
    def number(self) -> Decimal | None:
        """The figure; None where it cannot be computed or is a condition."""
        return self.value if isinstance(self.value, Decimal) else None

    @property
    def holds(self) -> bool | None:
        """Whether the condition is met; None where it cannot be told or is a figure."""
        return self.value if isinstance(self.value, bool) else None

    @property
    def undefined(self) -> Undefined | None:
        """Why it cannot be computed; None where it can."""
        return self.value if isinstance(self.value, Undefined) else None


def evaluate(formula: Formula, values: Mapping[str, Decimal | Undefined]) -> Evaluation:
    """Work a formula out; figures are looked up by name (上年(名称) for last year's), money in 元.

    The outcome is rounded to 28 digits, comparisons are made by 15, as Excel's. 若(…) looks only at
    the branch that applies; everything else is undefined as soon as one of its parts is.
    """
    with localcontext(_WORKING):
        worked = _worked(formula.root, formula.text, values)
    if isinstance(worked.value, Decimal):
        return Evaluation(worked.text, _GIVEN_OUT.plus(worked.value), worked.parts)
    return worked


def compare(left: Decimal, comparator: str, right: Decimal) -> bool:
    """Compare two figures by 15 digits: =, ≠, ≥, ≤, > or <."""
    left, right = _COMPARED.plus(left), _COMPARED.plus(right)
    return {
        "=": left == right,
        "≠": left != right,
        "≥": left >= right,
        "≤": left <= right,
        ">": left > right,
        "<": left < right,
    }[comparator]


def _worked(node: Node, text: str, values: Mapping[str, Decimal | Undefined]) -> Evaluation:
    words = text[node.start : node.end]
    match node:
        case Number(value=value):
            return Evaluation(words, value)
        case Name(key=key):
            return Evaluation(words, values.get(key, Undefined(f"没有“{key}”的数", name=key)))
        case Call("若", (condition, then, otherwise)):
            return _chosen(words, _worked(condition, text, values), (then, otherwise), text, values)
    parts = tuple(_worked(part, text, values) for part in parts_of(node))
    reason = next((part.value for part in parts if isinstance(part.value, Undefined)), None)
    if reason is not None:
        return Evaluation(words, reason, parts)
    return Evaluation(words, _outcome(node, parts), parts)


def _chosen(
    words: str,
    condition: Evaluation,
    branches: tuple[Node, Node],
    text: str,
    values: Mapping[str, Decimal | Undefined],
) -> Evaluation:
    if condition.undefined is not None:
        return Evaluation(words, condition.undefined, (condition,))
    branch = _worked(branches[0] if condition.value else branches[1], text, values)
    return Evaluation(words, branch.value, (condition, branch))


def _outcome(node: Node, parts: tuple[Evaluation, ...]) -> Decimal | bool | Undefined:
    if isinstance(node, Operation) and node.operator in {"且", "或", "非"}:
        held = [bool(part.value) for part in parts]
        return {"且": all(held), "或": any(held), "非": not held[0]}[node.operator]
    figures = [part.value for part in parts if isinstance(part.value, Decimal)]
    if isinstance(node, Operation) and node.operator in COMPARISONS:
        return compare(figures[0], node.operator, figures[1])
    if isinstance(node, Operation) and node.operator == "÷" and figures[1] == 0:
        divisor = parts[1].text
        name = divisor if isinstance(node.operands[1], Name) else ""
        return Undefined(f"{divisor}为 0，不能作除数", "zero-base", name)
    value = _function(node.function, figures) if isinstance(node, Call) else _arithmetic(node, figures)
    if not value.is_finite() or abs(value) > _TOO_LARGE:
        return Undefined("算出来的数太大", "too-large")
    return value


def _arithmetic(node: Node, figures: list[Decimal]) -> Decimal:
    operator = node.operator if isinstance(node, Operation) else ""
    if operator == "负":
        return -figures[0]
    left, right = figures
    if operator == "×":
        return left * right
    if operator == "÷":
        return left / right
    value = left + right if operator == "+" else left - right
    # What is left of 1 ÷ 3 × 3 − 1 is not a figure but the rest of the division.
    return Decimal(0) if abs(value) < max(abs(left), abs(right)).scaleb(-30) else value


def _function(function: str, figures: list[Decimal]) -> Decimal:
    match function:
        case "最大":
            return max(figures)
        case "最小":
            return min(figures)
        case "合计":
            return sum(figures, Decimal(0))
        case "绝对值":
            return abs(figures[0])
    # The rest of a division must not pull a figure over the edge of rounding, nor keep it from it.
    return round_half_up(_GIVEN_OUT.plus(figures[0]), int(figures[1]))
