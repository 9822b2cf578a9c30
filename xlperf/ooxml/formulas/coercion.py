"""How Excel turns one kind of value into another, and compares them."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Final

from xlperf.ooxml.formulas.doubles import is_true, order, shown
from xlperf.ooxml.formulas.values import ErrorValue, Stop, Unsure, Value

LONGEST_TEXT: Final = 32_767
"""As many characters as a cell can hold."""

_NUMBER: Final = re.compile(r" *([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[Ee][+-]?\d{1,3})?) *(%?) *", re.ASCII)
_PLAIN_NUMBER: Final = re.compile(r"[+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?", re.ASCII)
_WORD: Final = re.compile(r"[^\W\d_]+")
_DATE_WORDS: Final = frozenset("年月日号时点分秒上午下周星期一二三四五六七八九十〇零元正整初至")
_LATIN_DATE_WORDS: Final = re.compile(
    r"(?:a|p|am|pm|e|d|t|z|h|m|s|y|ad|bc|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
    r"|january|february|march|april|june|july|august|september|october|november|december"
    r"|rmb|cny|usd|eur|gbp|jpy|hkd)",
    re.IGNORECASE,
)


def number_in(text: str) -> float | None:
    """Read text as Excel does in arithmetic: None if it surely is no number.

    Raises:
        Unsure: for what might be a date, an amount of money or a number in another notation.
    """
    match = _NUMBER.fullmatch(text)
    if match and _PLAIN_NUMBER.fullmatch(match[1]):
        number = float(match[1].replace(",", ""))
        if math.isinf(number):
            raise Unsure(f"数字过大：{text[:20]}")
        return number / 100 if match[2] else number
    if is_surely_text(text):
        return None
    raise Unsure(f"不能确定 Excel 是否把“{text[:20]}”当作数字或日期")


def is_surely_text(text: str) -> bool:
    """Say whether text can be neither number nor date nor money in any notation."""
    if not any(unicodedata.decimal(c, None) is not None for c in text):
        return True
    for word in _WORD.findall(text):
        latin = word.isascii()
        if latin and not _LATIN_DATE_WORDS.fullmatch(word):
            return True
        if not latin and not set(word) <= _DATE_WORDS:
            return True
    return False


def to_text(value: Value) -> str:
    """Turn a value into text as ``&`` does."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, ErrorValue):
        raise Stop(value)
    return shown(value)


def joined(*texts: str) -> str:
    """Join texts; unsure beyond the length that a cell can hold."""
    if sum(map(len, texts)) > LONGEST_TEXT:
        raise Unsure("文字过长")
    return "".join(texts)


def to_number(value: Value) -> float:
    """Turn a value into a number as arithmetic does: blank is 0, TRUE is 1, ``"12"`` is 12."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    if value is None:
        return 0.0
    if isinstance(value, ErrorValue):
        raise Stop(value)
    number = number_in(value)
    if number is None:
        raise Stop(ErrorValue.VALUE)
    return number


def to_logical(value: Value) -> bool:
    """Turn a value into TRUE or FALSE as IF does."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        if number_in(value) is not None:
            raise Unsure("不能确定写成文字的数字是否算条件")
        raise Stop(ErrorValue.VALUE)
    return is_true(to_number(value))


def same_text(one: str, other: str) -> bool:
    """Compare texts as ``=`` does, whatever the case; unsure where only the width of letters differs."""
    if one.lower() == other.lower():
        return True
    if _folded(one) == _folded(other):
        raise Unsure("两段文字只差全角半角或看不见的字符")
    return False


def _folded(text: str) -> str:
    """Do away with case, width and characters that are not seen."""
    seen = (letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")
    return "".join(seen).casefold()


def text_order(one: str, other: str) -> int:
    """Order texts; sure only for Latin letters and digits, since the rest follows the computer's language."""
    if same_text(one, other):
        return 0
    if not one or not other:
        return 1 if one else -1
    if not (one.isascii() and other.isascii() and one.isalnum() and other.isalnum()):
        raise Unsure("文字的先后次序取决于系统语言")
    return -1 if one.lower() < other.lower() else 1


def compare(one: Value, other: Value) -> int:
    """Compare two values as Excel's operators do: numbers before texts before logicals, a blank as the other's 0."""
    for value in (one, other):
        if isinstance(value, ErrorValue):
            raise Stop(value)
    one = _blank_as(other) if one is None else one
    other = _blank_as(one) if other is None else other
    ranks = _rank(one), _rank(other)
    if ranks[0] != ranks[1]:
        return -1 if ranks[0] < ranks[1] else 1
    if isinstance(one, str) and isinstance(other, str):
        return text_order(one, other)
    return order(to_number(one), to_number(other))


def are_equal(one: Value, other: Value) -> bool:
    """Compare for ``=``, which unlike ``<`` needs no order of texts."""
    if isinstance(one, str | None) and isinstance(other, str | None):
        return same_text(one or "", other or "")
    return compare(one, other) == 0


def _blank_as(other: Value) -> Value:
    if isinstance(other, str):
        return ""
    return False if isinstance(other, bool) else 0.0


def _rank(value: Value) -> int:
    if isinstance(value, bool):
        return 2
    return 1 if isinstance(value, str) else 0
