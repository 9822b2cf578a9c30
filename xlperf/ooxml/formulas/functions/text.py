"""Texts: LEFT, RIGHT, MID, LEN, TRIM, CONCATENATE, VALUE, TEXT, FIND, SUBSTITUTE."""

from __future__ import annotations

import re
from typing import Final

from xlperf.ooxml.formulas import doubles
from xlperf.ooxml.formulas.coercion import joined, to_number, to_text
from xlperf.ooxml.formulas.functions.kinds import MANY, Function, Plain
from xlperf.ooxml.formulas.values import ErrorValue, Stop, Unsure, Value

_FIRST_PAIR: Final = "\U00010000"
_NUMBER_FORMAT: Final = re.compile(r"(#,##)?0(?:\.(0{1,15}))?(%?)")


def _counted(value: Value) -> str:
    """Return a text whose characters Excel counts as we do; beyond Unicode's first plane it counts two."""
    text = to_text(value)
    if text and max(text) >= _FIRST_PAIR:
        raise Unsure("文字里有 Excel 按两个字计的字符")
    return text


def _size(value: Value, least: int = 0) -> int:
    size = doubles.whole(to_number(value))
    if size < least:
        raise Stop(ErrorValue.VALUE)
    return size


def _left(text: Value, size: Value = 1.0) -> Value:
    return _counted(text)[: _size(size)]


def _right(text: Value, size: Value = 1.0) -> Value:
    kept, characters = _size(size), _counted(text)
    return characters[-kept:] if kept else ""


def _middle(text: Value, start: Value, size: Value) -> Value:
    first = _size(start, 1) - 1
    return _counted(text)[first : first + _size(size)]


def _trim(text: Value) -> Value:
    return re.sub(" +", " ", to_text(text)).strip(" ")


def _value(text: Value) -> Value:
    return ErrorValue.VALUE if isinstance(text, bool) else to_number(text)


def _find(wanted: Value, text: Value, start: Value = 1.0) -> Value:
    first = _size(start, 1) - 1
    sought, searched = _counted(wanted), _counted(text)
    if not sought:
        raise Unsure("FIND 查找空文字")
    found = searched.find(sought, first)
    return ErrorValue.VALUE if found < 0 else float(found + 1)


def _substitute(text: Value, old: Value, new: Value) -> Value:
    searched, sought = to_text(text), to_text(old)
    return joined(*_interleaved(searched.split(sought), to_text(new))) if sought else searched


def _interleaved(pieces: list[str], between: str) -> list[str]:
    return [part for piece in pieces for part in (between, piece)][1:]


def _upper(text: Value) -> Value:
    return _sure_case(to_text(text)).upper()


def _lower(text: Value) -> Value:
    return _sure_case(to_text(text)).lower()


def _sure_case(text: str) -> str:
    if any(letter.lower() != letter.upper() and not letter.isascii() for letter in text):
        raise Unsure("不能确定字母的大小写")
    return text


def _formatted(value: Value, pattern: Value) -> Value:
    if isinstance(value, bool) or not isinstance(pattern, str):
        raise Unsure("TEXT 的参数不寻常")
    match = _NUMBER_FORMAT.fullmatch(pattern)
    if match is None:
        raise Unsure(f"不计算 TEXT 的格式“{pattern}”")
    if isinstance(value, str):
        to_number(value)
        raise Unsure("TEXT 的数字写成了文字")
    thousands, decimals, percent = match.groups()
    places = len(decimals or "") + 2 * bool(percent)
    number = to_number(value)
    rounded = doubles.decimals(number, places)
    if percent and doubles.decimals(number * 100, places - 2) != rounded.scaleb(2):
        raise Unsure("百分数的舍入取决于第 16 位数字")
    if abs(rounded).adjusted() + places >= 15:
        raise Unsure("数值的位数过多")
    if rounded.is_signed() and not rounded:
        raise Unsure("负数舍入为 0")
    shown = rounded.scaleb(2) if percent else rounded
    return f"{shown:{',' if thousands else ''}f}{percent}"


FUNCTIONS: Final[dict[str, Function]] = {
    "LEFT": Plain(_left, 1, 2, lifts=True),
    "RIGHT": Plain(_right, 1, 2, lifts=True),
    "MID": Plain(_middle, 3, 3, lifts=True),
    "LEN": Plain(lambda text: float(len(_counted(text))), 1, 1, lifts=True),
    "TRIM": Plain(_trim, 1, 1),
    "CONCATENATE": Plain(lambda *texts: joined(*map(to_text, texts)), 1, MANY),
    "VALUE": Plain(_value, 1, 1, lifts=True),
    "TEXT": Plain(_formatted, 2, 2),
    "FIND": Plain(_find, 2, 3),
    "SUBSTITUTE": Plain(_substitute, 3, 3),
    "EXACT": Plain(lambda one, other: to_text(one) == to_text(other), 2, 2, lifts=True),
    "UPPER": Plain(_upper, 1, 1),
    "LOWER": Plain(_lower, 1, 1),
}
