"""Text of a formula to its nodes: a small parser by operator precedence, bounded, without eval."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Final

from xlperf.amounts import MONEY_UNITS
from xlperf.scheme.formula.nodes import (
    COMPARISONS,
    PERIODS,
    PRECEDENCE,
    Call,
    Formula,
    Name,
    Node,
    Number,
    Operation,
    is_condition,
    parts_of,
)
from xlperf.scheme.formula.tokens import FormulaFault, Token, tokens_of

__all__ = ["FUNCTIONS", "FormulaFault", "parse"]

MAX_DEPTH: Final = 60
"""Nesting of brackets and length of a chain of operators; Excel allows 64 levels."""

MAX_PLACES: Final = 10

FUNCTIONS: Final = {
    "若": (3, 3),
    "最大": (1, 30),
    "最小": (1, 30),
    "合计": (1, 30),
    "绝对值": (1, 1),
    "四舍五入": (1, 2),
}
"""Each function with the least and the greatest number of its arguments."""


@lru_cache(maxsize=2048)
def parse(text: str) -> Formula:
    """Understand a formula.

    Raises:
        FormulaFault: it cannot be understood, or is too long or too deep; carries the character.
    """
    parser = _Parser(tokens_of(text), text)
    root = parser.expression(0)
    parser.expect_end()
    return Formula(text, root)


class _Parser:
    """Reads the tokens from left to right, once."""

    def __init__(self, tokens: list[Token], text: str) -> None:
        self.tokens = tokens
        self.text = text
        self.at = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def expression(self, binding: int) -> Node:
        """Read operands joined by operators that bind tighter than ``binding``."""
        self._go_deeper(self.next)
        left = self.operand()
        length = 0
        while (precedence := PRECEDENCE.get(_operator(self.next), 0)) > binding:
            length += 1
            if length > MAX_DEPTH:
                raise FormulaFault(f"连着 {MAX_DEPTH} 个以上的运算，请改用 合计(…) 或拆开", self.next.start)
            operator = self.take().text
            left = self._joined(operator, left, self.expression(precedence), may_chain=length > 1)
        self.depth -= 1
        return left

    def operand(self) -> Node:
        """Read a figure, a name, a function call, a bracket, or something with 非 or a minus before it."""
        token = self.take()
        if token.kind == "number":
            return _number(token, self.text)
        if token.kind == "quoted":
            return Name(token.text, token.start, token.end)
        if token.text in {"非", "-", "+"}:
            return self._prefixed(token)
        if token.kind == "name" and token.text not in {"且", "或"}:
            return self._call(token) if self.next.text == "(" else Name(token.text, token.start, token.end)
        if token.text == "(":
            inner = self.expression(0)
            self._expect(")", token)
            return inner
        if token.kind == "end":
            raise FormulaFault("公式没有写完" if self.text.strip() else "公式是空的", max(0, len(self.text) - 1))
        raise FormulaFault(f"“{token.text}”前面少了一个数或名称", token.start, token.end)

    def expect_end(self) -> None:
        """Refuse anything left over after the formula."""
        token = self.next
        if token.kind == "end":
            return
        if token.text == ")":
            raise FormulaFault("多了一个右括号", token.start)
        if token.text == ",":
            raise FormulaFault("逗号只能用在函数的括号里", token.start)
        joiner = next((word for word in ("且", "或", "非") if token.text.startswith(word)), "")
        hint = f"；“{joiner}”前后要空格" if joiner else ""
        raise FormulaFault(f"“{token.text}”前面少了运算符{hint}", token.start, token.end)

    def _prefixed(self, sign: Token) -> Node:
        inner = self.expression(PRECEDENCE["非" if sign.text == "非" else "负"])
        _demand(inner, condition=sign.text == "非")
        if sign.text == "+":
            return inner
        return Operation("非" if sign.text == "非" else "负", (inner,), sign.start, inner.end)

    def _joined(self, operator: str, left: Node, right: Node, *, may_chain: bool) -> Node:
        chained = may_chain and operator in COMPARISONS and _ends_in_comparison(left)
        _demand(right, condition=operator in {"且", "或"})
        if chained:  # 10% < 甲 ≤ 20% means 10% < 甲 且 甲 ≤ 20%
            middle = _last_operand(left)
            second = Operation(operator, (middle, right), middle.start, right.end)
            return Operation("且", (left, second), left.start, right.end)
        _demand(left, condition=operator in {"且", "或"})
        return Operation(operator, (left, right), left.start, right.end)

    def _call(self, name: Token) -> Node:
        if name.text not in FUNCTIONS and name.text not in PERIODS:
            raise FormulaFault(
                f"没有“{name.text}”这个函数，能用的有：{'、'.join([*FUNCTIONS, *PERIODS])}", name.start, name.end
            )
        opening = self.take()
        arguments = [self.expression(0)]
        while self.next.text == ",":
            self.take()
            arguments.append(self.expression(0))
        end = self._expect(")", opening).end
        if name.text in PERIODS:
            return _of_period(name, arguments, end)
        _check_arguments(name, arguments)
        if name.text == "四舍五入" and len(arguments) == 1:
            arguments.append(Number(Decimal(0), "", "0", end - 1, end - 1))
        return Call(name.text, tuple(arguments), name.start, end)

    def _expect(self, sign: str, opening: Token) -> Token:
        if self.next.text == sign:
            return self.take()
        if self.next.kind == "end":
            raise FormulaFault("左括号没有配对", opening.start)
        token = self.next
        raise FormulaFault(f"“{token.text}”前面少了运算符或右括号", token.start, token.end)

    def _go_deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaFault(f"括号套了 {MAX_DEPTH} 层以上，请拆成几个数据项", token.start)


def _operator(token: Token) -> str:
    """Give the operator that a token is; empty for a quoted name or a word such as 非."""
    return token.text if token.kind in {"sign", "name"} and token.text != "非" else ""


def _number(token: Token, text: str) -> Number:
    value = Decimal(token.text)
    if token.unit == "%":
        return Number(value / 100, "%", f"{token.text}%", token.start, token.end)
    if token.unit:
        return Number(value * MONEY_UNITS[token.unit], "元", text[token.start : token.end], token.start, token.end)
    return Number(value, "", token.text, token.start, token.end)


def _of_period(name: Token, arguments: list[Node], end: int) -> Name:
    if len(arguments) != 1 or not isinstance(arguments[0], Name) or "(" in arguments[0].key:
        raise FormulaFault(f"{name.text}(…) 的括号里只能写一个数据项的名称", name.start, end)
    return Name(f"{name.text}({arguments[0].key})", name.start, end)


def _check_arguments(name: Token, arguments: list[Node]) -> None:
    least, most = FUNCTIONS[name.text]
    if not least <= len(arguments) <= most:
        wanted = str(least) if least == most else f"{least}～{most}"
        raise FormulaFault(f"{name.text}(…) 要 {wanted} 个参数，写了 {len(arguments)} 个", name.start, name.end)
    if name.text == "若":
        condition, then, otherwise = arguments
        _demand(condition, condition=True)
        _demand(otherwise, condition=is_condition(then))
        return
    for argument in arguments:
        _demand(argument, condition=False)
    if name.text == "四舍五入" and len(arguments) == 2:
        places = arguments[1]
        if not isinstance(places, Number) or places.unit or places.value not in range(MAX_PLACES + 1):
            raise FormulaFault(f"四舍五入(…) 的小数位数要写成 0～{MAX_PLACES} 的整数", places.start, places.end)


def _demand(node: Node, *, condition: bool) -> None:
    """Refuse a figure where true or false is wanted, and the other way round."""
    if is_condition(node) is not condition:
        wanted = "这里要一个条件（如 甲 > 0）" if condition else "这里要一个数，不能是条件"
        raise FormulaFault(wanted, node.start, node.end)


def _ends_in_comparison(node: Node) -> bool:
    match node:
        case Operation("且", (_, last)):
            return _ends_in_comparison(last)
        case Operation(operator=operator):
            return operator in COMPARISONS
    return False


def _last_operand(node: Node) -> Node:
    parts = parts_of(node)
    return _last_operand(parts[-1]) if isinstance(node, Operation) and node.operator == "且" else parts[-1]
