r"""Formulas written out in running text (算式): A/B×100%=3.66%, A+B=C, and LaTeX residue such as \frac{A}{B}."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import Interval, stated_interval
from xlperf.audit.numbers import factor

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRACTION: Final = re.compile(r"\\[dt]?frac\{([^{}]{1,120})\}\{([^{}]{1,120})\}")
_TEXT_COMMAND: Final = re.compile(r"\\(?:text|mathrm|mathbf|textbf|mbox|operatorname)\{([^{}]{0,80})\}")
_COMMANDS: Final = (
    (re.compile(r"\\times|\\cdot|\\ast"), "×"),
    (re.compile(r"\\div"), "÷"),
    (re.compile(r"\\approx|≈|\\simeq"), "="),
    (re.compile(r"\\(?:left|right|quad|qquad|displaystyle|,|;|!| )"), ""),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"[${}\\]"), ""),
)
_UNITS: Final = "万元|亿元|千元|元|分|个|项|份|件|人次|人|次|户|家|条|辆|宗|批|㎡|平方米|%|‰"
_LITERAL: Final = re.compile(
    rf"(?P<digits>\d{{1,3}}(?:,\d{{3}}){{1,8}}(?:\.\d+)?|\d{{1,25}}(?:\.\d{{1,20}})?)(?P<unit>{_UNITS})?"
)
_TOKEN: Final = re.compile(rf"{_LITERAL.pattern}|(?P<op>[-+×xX*÷/()\[\]])")
_SIDE_END: Final = frozenset("，。；：、！？=")
_LONGEST: Final = 240
_DEEPEST: Final = 30
_RANK: Final = {"+": 1, "-": 1, "×": 2, "÷": 2, "~": 3}
_SAME: Final = {"x": "×", "X": "×", "*": "×", "/": "÷", "[": "(", "]": ")"}


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression comes to, with all values that its stated figures allow."""

    point: Decimal
    interval: Interval
    unit: str = ""
    operators: str = ""
    """The operators met, in order."""


@dataclass(frozen=True, slots=True)
class Equation:
    """One equals sign between two sides that can both be computed."""

    left: Value
    right: Value
    decimals: int
    """Decimals of the right side as written."""
    text: str
    offset: int
    """Of the equals sign in the paragraph's ``plain`` text, near enough for a place."""
    label: str


def without_latex(text: str) -> str:
    """Turn LaTeX residue into plain signs; innermost fractions first, nesting bounded."""
    if "\\" not in text and "$" not in text:
        return text.replace("≈", "=")
    for _ in range(_DEEPEST):
        text, times = _TEXT_COMMAND.subn(r"\1", text)
        text, more = _FRACTION.subn(r"((\1)÷(\2))", text)
        if not times + more:
            break
    for pattern, sign in _COMMANDS:
        text = pattern.sub(sign, text)
    return text


def equations(plain: str) -> Iterator[Equation]:
    """Find the equations of a paragraph whose two sides are figures."""
    if "=" not in plain and "≈" not in plain and "\\" not in plain:
        return
    text = without_latex(plain)
    shift = len(plain) - len(text)
    for match in re.finditer("=", text):
        at = match.start()
        if text[at - 1 : at] in {">", "<", "≥", "≤", "="} or text[at + 1 : at + 2] == "=":
            continue
        left_text = _side(text, at, -1)
        right_text = _side(text, at, 1)
        left = evaluate(left_text)
        right_literal = _LITERAL.match(right_text.lstrip("（(约为-+ "))
        right = evaluate(right_text) or (evaluate(right_literal[0]) if right_literal else None)
        if left is None or right is None or not left.operators or right_literal is None:
            continue
        digits = right_literal["digits"]
        decimals = len(digits) - digits.find(".") - 1 if "." in digits else 0
        label = re.split(r"[，。；：=]", text[max(0, at - len(left_text) - 40) : max(0, at - len(left_text) - 1)])[-1]
        yield Equation(
            left,
            right,
            decimals,
            f"{left_text}={right_text}"[:160],
            min(at + max(shift, 0), len(plain) - 1),
            label[-20:],
        )


def _side(text: str, at: int, step: int) -> str:
    """Take the text beside an equals sign up to a stop outside numbers."""
    end = at + step
    while 0 <= end < len(text) and abs(end - at) < _LONGEST and text[end] not in _SIDE_END:
        end += step
    return text[at + 1 : end] if step > 0 else text[end + 1 : at]


def evaluate(text: str) -> Value | None:  # noqa: C901, PLR0911, PLR0912 - one pass over the tokens, no recursion
    """Compute an expression of stated figures; words between them are passed over. None when it is no expression."""
    tokens = _tokens(text)
    if not tokens:
        return None
    money = next((token["unit"] for token in tokens if token["digits"] and (token["unit"] or "").endswith("元")), "")
    values: list[Value] = []
    operators: list[str] = []
    met = ""
    expecting = True
    depth = 0
    for token in tokens:
        sign = token["op"]
        sign = _SAME.get(sign, sign) if sign else None
        if sign is None:
            if not expecting:
                return None
            values.append(_literal(token, money))
            expecting = False
        elif sign == "(":
            if not expecting or depth > _DEEPEST:
                return None
            depth += 1
            operators.append(sign)
        elif sign == ")":
            depth -= 1
            if depth < 0 or expecting or not _unwind(values, operators, 0):
                return None
            operators.pop()
        else:
            if expecting:
                if sign != "-":
                    return None
                values.append(Value(Decimal(0), Interval(Decimal(0), Decimal(0))))
            if not _unwind(values, operators, _RANK[sign]):
                return None
            operators.append(sign)
            met += sign
            expecting = True
    if expecting or depth or not _unwind(values, operators, 0) or len(values) != 1:
        return None
    result = values[0]
    last = next((token["unit"] or "" for token in reversed(tokens) if token["digits"]), "")
    return Value(result.point, result.interval, last if len(tokens) == 1 else money, met)


def _tokens(text: str) -> list[re.Match[str]]:
    tokens = list(_TOKEN.finditer(text[:_LONGEST]))
    while tokens and tokens[0]["op"] and tokens[0]["op"] not in "([-":
        tokens.pop(0)
    while tokens and tokens[-1]["op"] and tokens[-1]["op"] not in ")]":
        tokens.pop()
    kept: list[re.Match[str]] = []
    for at, token in enumerate(tokens):
        following = tokens[at + 1]["op"] if at + 1 < len(tokens) else None
        if token["op"] in ("(", "[") and following in (")", "]"):
            continue
        if token["op"] in (")", "]") and at and tokens[at - 1]["op"] in ("(", "["):
            continue
        kept.append(token)
    return kept


def _literal(token: re.Match[str], money: str) -> Value:
    value = Decimal(token["digits"].replace(",", ""))
    unit = token["unit"] or ""
    interval = stated_interval(value) if "." in token["digits"] else Interval(value, value)
    scale = Decimal(1)
    if unit == "%":
        scale = Decimal("0.01")
        interval = Interval(value, value) if token["digits"] == "100" else stated_interval(value)
    elif unit.endswith("元") and money:
        scale = factor(unit) / factor(money)
    return Value(value * scale, interval.scaled(scale))


def _unwind(values: list[Value], operators: list[str], rank: int) -> bool:
    """Apply the operators that bind at least as strongly as ``rank``."""
    while operators and operators[-1] != "(" and _RANK[operators[-1]] >= max(rank, 1):
        if len(values) < 2:
            return False
        right, left = values.pop(), values.pop()
        result = _apply(operators.pop(), left, right)
        if result is None:
            return False
        values.append(result)
    return True


def _apply(sign: str, left: Value, right: Value) -> Value | None:
    if sign == "+":
        return Value(left.point + right.point, left.interval + right.interval)
    if sign == "-":
        return Value(left.point - right.point, left.interval - right.interval)
    if sign == "×":
        return Value(left.point * right.point, left.interval * right.interval)
    if not right.point or right.interval.low <= 0 <= right.interval.high:
        return None
    return Value(left.point / right.point, left.interval / right.interval)
