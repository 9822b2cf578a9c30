"""Conditions on a rate as forms word them (分档条件): ≤10%, 10%~20%（含）, 超过30%, 90%（含）以上, 100%-80%."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER: Final = r"(?:(?<![\d%)])-)?\d+(?:\.\d+)?%?"
SAYS_MARKS: Final = re.compile(r"\d分|得分|扣分|满分|不得|比例|[≤≥<>]\d|\d%")
"""Whether criteria say at all how marks are given."""
IN: Final = 3
"""The words say that an end belongs to the range: （含）, ≤."""
IMPLIED: Final = 1
"""以上 and 以内 take the figure in, as laws read them."""
UNSAID: Final = 0
LEFT_OUT: Final = -1
"""The words take in the other end of the range only: 80%（含）-90%."""
OUT: Final = -3
"""The words say that it does not: （不含）, <."""

_NAME: Final = r"[^\d<>≤≥=,;。%]{0,30}?"
"""Words before the figure: 结转结余率在, 预算完成率."""
_SAID: Final = rf"(?:\((?:不?(?:包)?含(?:本数)?(?:{NUMBER})?)\))?"
_AND: Final = r"(?:,|且|并且|但|而|、)*"

_TWO_ENDS: Final = (
    (rf"{_NAME}({NUMBER})(<|≤){_NAME}(<|≤)({NUMBER}){_NAME}", ("lo", "los", "his", "hi")),
    (rf"{_NAME}({NUMBER})(>|≥){_NAME}(>|≥)({NUMBER}){_NAME}", ("hi", "his", "los", "lo")),
    (rf"{_NAME}(>|≥)({NUMBER}){_AND}{_NAME}(<|≤)({NUMBER}){_NAME}", ("los", "lo", "his", "hi")),
    (rf"{_NAME}(<|≤)({NUMBER}){_AND}{_NAME}(>|≥)({NUMBER}){_NAME}", ("his", "hi", "los", "lo")),
)
_BRACKETS: Final = rf"{_NAME}(?:=|∈)?([\[(])({NUMBER})[,~]({NUMBER})([\])]){_NAME}"
_RANGE: Final = (
    rf"{_NAME}(?P<one>{NUMBER})(?P<one_said>{_SAID})(?P<between>~|以上,?至?|至|到)(?P<two>{NUMBER})(?P<two_said>{_SAID})"
    rf"(?:以下|以内)?(?P<two_too>{_SAID})(?:之间|区间)?(?:的)?{_NAME}"
)
_ONE_END: Final = rf"{_NAME}(<|≤|>|≥|=)({NUMBER})({_SAID})(?:以上|以下|以内)?{_NAME}"
_TURNED: Final = rf"({NUMBER})(<|≤|>|≥){_NAME}"
_WITHIN: Final = rf"{_NAME}({NUMBER})({_SAID})(?P<itself>及|或)?(以内|之内|以下|以上|及格)({_SAID}){_NAME}"
_EXACT: Final = rf"{_NAME}(?:=|达到|完成|为|达|率|是)?({NUMBER}){_NAME}"

_AT_LEAST: Final = re.compile(rf"({NUMBER})(?:\(含\))?以上(?=(?:,|且|并且|但|而)*[<≤])")
_COUNTED: Final = re.compile(r"\d[日天月年项次个件起份万元人号条款点分](?!率)")
"""A number of days, of items or of yuan is no rate."""
_BEFORE_FIGURE: Final = r"(?=-?\d)"
_SIGNS: Final = (
    (r">=|≧|⩾", "≥"),
    (r"<=|≦|⩽", "≤"),
    (rf"(?:大于或?等于|大于或者等于|不低于|不少于|不小于|高于或?等于){_BEFORE_FIGURE}", "≥"),
    (
        rf"(?:小于或?等于|小于或者等于|不超过|未超过|没有超过|不高于|不大于|不多于|低于或?等于|控制在){_BEFORE_FIGURE}",
        "≤",
    ),
    (rf"(?:大于|超过|高于|超出|多于|超){_BEFORE_FIGURE}", ">"),
    (rf"(?:小于|低于|不足|未达到?|达不到|没有达到|少于|不满|不到|未满){_BEFORE_FIGURE}", "<"),
    (rf"等于{_BEFORE_FIGURE}", "="),
    (r"[*∗✕╳]", "×"),
)
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DASHES: Final = re.compile(r"(?<=[\d%)])(?:[-－—–―至到~～〜∼]|--|——)+(?=-?\d)")
_LINE_END: Final = re.compile(r"(?<=[分\d%)])[ \t]*[\r\n]+\s*")


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a condition takes, and how firmly the words take its ends in."""

    low: Decimal | None
    high: Decimal | None
    low_in: int = UNSAID
    high_in: int = UNSAID
    percent: bool = True
    """Whether the words write a percentage."""
    name: str = ""
    """What the condition is about: 预算完成率."""


def folded(text: str) -> str:
    """Make width, blanks, signs of comparison and dashes of ranges plain."""
    lines = _LINE_END.sub(";", text.strip())
    bare = "".join(c if c in _CIRCLED else unicodedata.normalize("NFKC", c) for c in "".join(lines.split()))
    bare = bare.replace("一个百分点", "1个百分点").replace("每一个点", "每1个点").replace("百分之百", "100%")
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
    plain = _AT_LEAST.sub(r"≥\1", text)
    return None if _COUNTED.search(plain) else next(_readings(plain), None)


def _readings(text: str) -> Iterator[Range]:
    name = re.split(r"[\d<>≤≥=\[(]|在|为|达", text)[0].strip(",:的")
    for pattern, order in _TWO_ENDS:
        if found := re.fullmatch(pattern, text):
            ends = dict(zip(order, found.groups(), strict=True))
            yield from _between(
                ends["lo"], ends["hi"], IN if ends["los"] in "≤≥" else OUT, IN if ends["his"] in "≤≥" else OUT, name
            )
    if found := re.fullmatch(_BRACKETS, text):
        opening, low, high, closing = found.groups()
        yield from _between(low, high, IN if opening == "[" else OUT, IN if closing == "]" else OUT, name)
    if found := re.fullmatch(_RANGE, text):
        yield from _spoken(found, name)
    yield from _one_end(text, name)


def _between(low: str, high: str, low_in: int, high_in: int, name: str) -> Iterator[Range]:
    percent = "%" in low + high
    first, second = value(low, percent=percent), value(high, percent=percent)
    if first < second:
        yield Range(first, second, low_in, high_in, percent, name)


def _said(*words: str) -> int:
    """Read （含）, （不含）, or nothing."""
    for word in words:
        if word:
            return OUT if "不" in word else IN
    return UNSAID


def _spoken(found: re.Match[str], name: str) -> Iterator[Range]:
    """Read 80%~90%（含）; （含80%） names the end that it means, wherever it stands."""
    percent = "%" in found["one"] + found["two"]
    one, other = value(found["one"], percent=percent), value(found["two"], percent=percent)
    one_in, other_in = _said(found["one_said"]), _said(found["two_said"], found["two_too"])
    named = re.search(NUMBER, found["two_said"] or found["two_too"])
    if named and value(named[0], percent=percent) == one:
        one_in, other_in = other_in, one_in
    if found["between"].startswith("以上") and not one_in:
        one_in = IMPLIED
    one_in, other_in = one_in or _unlike(other_in), other_in or _unlike(one_in)
    (low, low_in), (high, high_in) = sorted([(one, one_in), (other, other_in)])
    if low != high:
        yield Range(low, high, low_in, high_in, percent, name)


def _unlike(other_end: int) -> int:
    """Say what follows for an end of which nothing is said from what is said of the other."""
    return {IN: LEFT_OUT, OUT: IMPLIED}.get(other_end, UNSAID)


def _one_end(text: str, name: str) -> Iterator[Range]:
    if found := re.fullmatch(_WITHIN, text):
        end, percent = value(found[1]), "%" in found[1]
        said = IN if found["itself"] else _said(found[2], found[5])
        if found[4] == "以上":
            yield Range(end, None, said or IMPLIED, UNSAID, percent, name)
        else:
            yield Range(None, end, UNSAID, said or (IMPLIED if found[4] != "以下" else UNSAID), percent, name)
    if found := re.fullmatch(_TURNED, text):
        end, percent, said = value(found[1]), "%" in found[1], IN if found[2] in "≤≥" else OUT
        above = found[2] in "<≤"
        yield Range(end, None, said, UNSAID, percent) if above else Range(None, end, UNSAID, said, percent)
    if found := re.fullmatch(_ONE_END, text):
        sign, end, percent = found[1], value(found[2]), "%" in found[2]
        said = _said(found[3])
        if sign == "=":
            yield Range(end, end, IN, IN, percent, name)
        elif sign in "<≤":
            yield Range(None, end, UNSAID, said or (IN if sign == "≤" else OUT), percent, name)
        else:
            yield Range(end, None, said or (IN if sign == "≥" else OUT), UNSAID, percent, name)
    if found := re.fullmatch(_EXACT, text):
        end = value(found[1])
        yield Range(end, end, IN, IN, "%" in found[1], name)
