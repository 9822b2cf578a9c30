"""Conditions on a rate as forms word them (分档条件): ≤10%, 10%~20%（含）, 超过30%, 90%（含）以上, 100%-80%."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

NUMBER: Final = r"\d+(?:\.\d+)?%?"
_INCLUDED: Final = r"(?:\(含\)|\(含本数\)|\(包含\))?"
_NAME: Final = r"[^\d<>≤≥=,;。]{0,24}?"
"""Words before the figure: 结转结余率在, 预算完成率."""

_TWO_ENDS: Final = (
    (re.compile(rf"{_NAME}({NUMBER})(<|≤){_NAME}(<|≤)({NUMBER}){_NAME}"), ("lo", "los", "his", "hi")),
    (re.compile(rf"{_NAME}({NUMBER})(>|≥){_NAME}(>|≥)({NUMBER}){_NAME}"), ("hi", "his", "los", "lo")),
    (re.compile(rf"{_NAME}(>|≥)({NUMBER})(?:,|且|并且|但|、)*{_NAME}(<|≤)({NUMBER}){_NAME}"), ("los", "lo", "his", "hi")),
    (re.compile(rf"{_NAME}(<|≤)({NUMBER})(?:,|且|并且|但|、)*{_NAME}(>|≥)({NUMBER}){_NAME}"), ("his", "hi", "los", "lo")),
)  # fmt: skip
_BRACKETS: Final = re.compile(rf"{_NAME}([\[(])({NUMBER})[,~]({NUMBER})([\])]){_NAME}")
_RANGE: Final = re.compile(
    rf"{_NAME}({NUMBER})({_INCLUDED})(?:~|以上至|以上,?)({NUMBER})({_INCLUDED})(?:以下)?({_INCLUDED})(?:之间|区间)?{_NAME}"
)
_ONE_END: Final = re.compile(rf"{_NAME}(<|≤|>|≥|=)({NUMBER}){_NAME}")
_WITHIN: Final = re.compile(rf"{_NAME}({NUMBER}){_INCLUDED}(?:及|或|\(含\))?(以内|以下|以上){_INCLUDED}{_NAME}")
_EXACT: Final = re.compile(rf"{_NAME}(?:达到|完成|为|达)({NUMBER}){_NAME}")

_SIGNS: Final = (
    (r"(?:大于或?等于|不低于|不少于|不小于|高于或?等于|>=|≧)", "≥"),
    (r"(?:小于或?等于|不超过|不高于|不大于|不多于|低于或?等于|控制在|<=|≦)", "≤"),
    (r"(?:大于|超过|高于|超出|多于)", ">"),
    (r"(?:小于|低于|不足|未达到?|少于|不满|不到)", "<"),
    (r"(?:等于)", "="),
)
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DASHES: Final = re.compile(rf"(?<=[\d%)])(?:[-－—–至到~～〜]|--)+(?=\d)")


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a condition takes; ``plain`` ends are those whose belonging the words leave open."""

    low: Decimal | None
    high: Decimal | None
    low_closed: bool
    high_closed: bool
    low_open_question: bool = False
    high_open_question: bool = False


def folded(text: str) -> str:
    """Make width, blanks, signs of comparison and dashes of ranges plain."""
    bare = "".join(c if c in _CIRCLED else unicodedata.normalize("NFKC", c) for c in "".join(text.split()))
    bare = bare.replace("一个百分点", "1个百分点")
    for pattern, sign in _SIGNS:
        bare = re.sub(pattern, sign, bare)
    return _DASHES.sub("~", bare)


def value(number: str, *, percent: bool = False) -> Decimal:
    """Read a figure; a percentage as a rate."""
    share = number.endswith("%") or percent
    figure = Decimal(number.rstrip("%"))
    return figure / 100 if share else figure


def read_range(text: str) -> Range | None:
    """Read a condition of folded words; None where there is none or more than one."""
    for pattern, order in _TWO_ENDS:
        if found := pattern.fullmatch(text):
            ends = dict(zip(order, found.groups(), strict=True))
            return _between(ends["lo"], ends["hi"], low_closed=ends["los"] in "≤≥", high_closed=ends["his"] in "≤≥")
    if found := _BRACKETS.fullmatch(text):
        opening, low, high, closing = found.groups()
        return _between(low, high, low_closed=opening == "[", high_closed=closing == "]")
    if found := _RANGE.fullmatch(text):
        return _spoken(found)
    return _one_end(text)


def _between(low: str, high: str, *, low_closed: bool, high_closed: bool) -> Range | None:
    percent = "%" in low + high
    first, second = value(low, percent=percent), value(high, percent=percent)
    return Range(first, second, low_closed, high_closed) if first < second else None


def _spoken(found: re.Match[str]) -> Range | None:
    """Read 80%~90%（含）: an end is in only if the words say so, else it is an open question."""
    first, first_in, second, second_in, second_too = found.groups()
    percent = "%" in first + second
    one, other = value(first, percent=percent), value(second, percent=percent)
    sides = [(one, bool(first_in)), (other, bool(second_in or second_too))]
    (low, low_in), (high, high_in) = sorted(sides)
    return None if low == high else Range(low, high, low_in, high_in, not low_in, not high_in)


def _one_end(text: str) -> Range | None:
    if found := _WITHIN.fullmatch(text):
        end = value(found[1])
        if found[2] == "以上":
            return Range(end, None, low_closed=True, high_closed=False)
        return Range(None, end, low_closed=False, high_closed=True, high_open_question=found[2] == "以下")
    if found := _ONE_END.fullmatch(text):
        sign, end = found[1], value(found[2])
        if sign == "=":
            return Range(end, end, low_closed=True, high_closed=True)
        if sign in "<≤":
            return Range(None, end, low_closed=False, high_closed=sign == "≤")
        return Range(end, None, low_closed=sign == "≥", high_closed=False)
    if found := _EXACT.fullmatch(text):
        end = value(found[1])
        return Range(end, end, low_closed=True, high_closed=True)
    return None
