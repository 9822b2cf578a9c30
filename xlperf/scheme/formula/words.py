"""A formula written out for people, with names or with their figures: 32.19 ÷ (33.27 + 847.43) × 100% = 3.66%."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from xlperf.scheme.formula.nodes import PRECEDENCE, Call, Formula, Name, Node, Number, Operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlperf.scheme.formula.evaluating import Evaluation

_MINUS: Final = "−"
_TIMES: Final = PRECEDENCE["×"]


def in_words(
    formula: Formula, figures: Mapping[str, str] | None = None, *, result: str = "", percent: bool = False
) -> str:
    """Write a formula out, with ``figures`` in place of the names that have one.

    ``percent`` closes a rate with × 100%, as reports write it; ``result`` follows an equals sign.
    """
    figures = figures or {}
    text = _written(formula.root, figures)
    if percent and not isinstance(formula.root, Number) and not _closes_with_percent(formula.root):
        loose = isinstance(formula.root, Operation) and PRECEDENCE[formula.root.operator] < _TIMES
        text = f"{f'({text})' if loose else text} × 100%"
    return f"{text} = {result}" if result else text


def _closes_with_percent(root: Node) -> bool:
    match root:
        case Operation("×", (_, Number(text="100%"))):
            return True
    return False


def _written(node: Node, figures: Mapping[str, str]) -> str:
    match node:
        case Number(text=text):
            return text
        case Name(key=key):
            shown = figures.get(key, key)
            return f"({_MINUS}{shown[1:]})" if shown.startswith(("-", _MINUS)) else shown
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(_written(part, figures) for part in arguments)})"
        case Operation("负", (inner,)):
            return f"{_MINUS}{_bracketed(inner, PRECEDENCE['负'], figures)}"
        case Operation("非", (inner,)):
            return f"非 {_bracketed(inner, PRECEDENCE['非'] + 1, figures)}"
    left, right = node.operands
    strength = PRECEDENCE[node.operator]
    sign = _MINUS if node.operator == "-" else node.operator
    after = _bracketed(right, strength + 1, figures)
    return f"{_bracketed(left, strength, figures)} {sign} {f'({after})' if after.startswith(_MINUS) else after}"


def _bracketed(node: Node, strength: int, figures: Mapping[str, str]) -> str:
    written = _written(node, figures)
    needs_brackets = isinstance(node, Operation) and PRECEDENCE[node.operator] < strength
    return f"({written})" if needs_brackets else written


def as_applied(formula: Formula, worked: Evaluation) -> Formula:
    """Give the formula with only the branch of each 若(…) that was taken, as its evaluation shows."""
    return Formula(formula.text, _taken(formula.root, worked))


def _taken(node: Node, worked: Evaluation) -> Node:
    match node:
        case Call("若", (_, then, otherwise)) if len(worked.parts) == 2:
            condition, branch = worked.parts
            return _taken(then if condition.value is True else otherwise, branch)
        case Operation(operands=operands) if len(worked.parts) == len(operands):
            return replace(node, operands=tuple(map(_taken, operands, worked.parts)))
        case Call(arguments=arguments) if len(worked.parts) == len(arguments):
            return replace(node, arguments=tuple(map(_taken, arguments, worked.parts)))
    return node
