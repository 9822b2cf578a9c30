"""What SUMIF, COUNTIF and lookups look for: ``">=60"``, ``"<>"``, ``"项目*"``."""

from __future__ import annotations

import operator
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.formulas.coercion import is_surely_text, number_in, same_text, text_order
from xlperf.ooxml.formulas.doubles import same
from xlperf.ooxml.formulas.values import ErrorValue, Unsure, Value

if TYPE_CHECKING:
    from collections.abc import Callable

_CRITERION: Final = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)
_ORDERED: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_LONGEST: Final = 255
_WILDCARD: Final = re.compile(r"~[*?~]|[*?]|[^*?~]+|~")


def criterion(wanted: Value) -> Callable[[Value], bool]:
    """Read a criterion of SUMIF, COUNTIF and their kin as a test of a cell's value.

    Raises:
        Unsure: here or in the test, where Excel's reading is not surely known.
    """
    if isinstance(wanted, ErrorValue):
        raise Unsure("条件是错误值")
    if isinstance(wanted, bool):
        return lambda value: _is_logical(value, wanted)
    if wanted is None or isinstance(wanted, float):
        return _number_test("=", wanted or 0.0)
    match = _CRITERION.fullmatch(wanted)
    if match is None or len(wanted) > _LONGEST:
        raise Unsure("条件过长")
    return _text_criterion(match[1] or "", match[2])


def _text_criterion(sign: str, rest: str) -> Callable[[Value], bool]:
    if not rest:
        return _blank_test(sign)
    if rest.upper() in ("TRUE", "FALSE") and sign in ("", "="):
        return lambda value: _is_logical(value, rest.upper() == "TRUE")
    if rest.startswith("#") or rest.upper() in ("TRUE", "FALSE"):
        raise Unsure(f"不能确定条件“{rest}”的意思")
    number = number_in(rest)
    if number is not None:
        return _number_test(sign or "=", number)
    if sign in _ORDERED:
        return lambda value: isinstance(value, str) and _ORDERED[sign](text_order(value, rest), 0)
    matches = text_test(rest)
    if sign == "<>":
        return lambda value: not matches(_no_error(value))
    return matches


def _blank_test(sign: str) -> Callable[[Value], bool]:
    if sign == "":
        return lambda value: value is None or value == ""
    if sign in _ORDERED:
        raise Unsure(f"条件 {sign} 后面没有值")
    wants_blank = sign == "="

    def is_blank(value: Value) -> bool:
        if value == "":
            raise Unsure("不能确定空文字是否算空白")
        return (value is None) is wants_blank

    return is_blank


def _is_logical(value: Value, wanted: bool) -> bool:
    if isinstance(value, str) and value.upper() in ("TRUE", "FALSE"):
        raise Unsure("不能确定文字 TRUE 是否算逻辑值")
    return value is wanted


def _number_test(sign: str, number: float) -> Callable[[Value], bool]:
    if sign in _ORDERED:
        return lambda value: isinstance(value, float) and _is_ordered(sign, value, number)
    if sign == "<>":
        return lambda value: not _equals(_no_error(value), number)
    return lambda value: _equals(value, number)


def _is_ordered(sign: str, value: float, number: float) -> bool:
    same(value, number)
    return _ORDERED[sign](value, number)


def _equals(value: Value, number: float) -> bool:
    """Texts that look like the number count as equal."""
    if isinstance(value, str) and not is_surely_text(value):
        read = number_in(value)
        return read is not None and same(read, number)
    return isinstance(value, float) and same(value, number)


def _no_error(value: Value) -> Value:
    if isinstance(value, ErrorValue):
        raise Unsure("不能确定错误值是否算不等于")
    return value


@lru_cache(maxsize=512)
def text_test(wanted: str) -> Callable[[Value], bool]:
    """Test texts against one with wildcards (``*``, ``?``, ``~`` before a wildcard meant as itself)."""
    if len(wanted) > _LONGEST:
        raise Unsure("查找的文字过长")
    if not re.search("[*?~]", wanted):
        return lambda value: isinstance(value, str) and same_text(value, wanted)
    pattern = _pattern(wanted.lower())
    return lambda value: isinstance(value, str) and pattern.fullmatch(value.lower()) is not None


def _pattern(wanted: str) -> re.Pattern[str]:
    """Translate wildcards; atomic groups keep many stars from taking for ever."""
    segments = [""]
    for part in _WILDCARD.findall(wanted):
        if part == "*":
            segments.append("")
        elif part == "?":
            segments[-1] += "."
        else:
            segments[-1] += re.escape(part[1:] if len(part) > 1 and part[0] == "~" else part)
    first, *middle = segments
    if not middle:
        return re.compile(first, re.DOTALL)
    last = middle.pop()
    return re.compile(first + "".join(f"(?>.*?{segment})" for segment in middle) + ".*" + last, re.DOTALL)
