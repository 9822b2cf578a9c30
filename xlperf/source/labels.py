"""Labels and headings as tables write them (行名、栏名), folded so that equal ones compare equal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from xlperf.numerals import numeral_value

if TYPE_CHECKING:
    from collections.abc import Iterable

MONEY_UNIT: Final = "亿元|百万元|万元|千元|百元|元"
CLOSE_ENOUGH: Final = 0.72
"""Likeness from which a label is proposed as a near miss."""

_OPPOSITES: Final = (
    ("年初", "年末"), ("期初", "期末"), ("收入", "支出"), ("本年", "上年"), ("预算数", "决算数"), ("国内", "国外"),
    ("基本支出", "项目支出"), ("中小", "小微"), ("行政", "事业"), ("人员", "公用"), ("货物", "工程"), ("货物", "服务"),
    ("工程", "服务"), ("购置", "运行"), ("原值", "净值"), ("一般公共", "政府性"), ("一般公共", "国有资本"),
)  # fmt: skip
"""Words that make two labels mean different things, however alike they look."""

_QUOTES: Final = str.maketrans(dict.fromkeys("“”‘’\"'「」『』《》〈〉＂＇`´", ""))
_DASHES: Final = str.maketrans(dict.fromkeys("—–―─‐‑‒﹣−", "-"))
_BRACKETS: Final = str.maketrans("[]{}〔〕【】", "()()()()")
_MARKS: Final = "*#★☆△▲●○◆■□※"
_CIRCLED = re.compile(r"^[①-⑳㈠-㈩⑴-⒇]")
_CN: Final = "一二三四五六七八九十百"
_NUMBERINGS: Final = (
    (1, re.compile(rf"([{_CN}]{{1,4}})[、.,:](?=\D)")),
    (2, re.compile(rf"\(([{_CN}]{{1,4}})\)[、.]?")),
    (3, re.compile(r"(\d{1,2})[、.,](?=\D)")),
    (3, re.compile(r"\d{1,2}(?:\.(\d{1,2}))+[、.]?(?=\D)")),
    (4, re.compile(r"\((\d{1,2})\)[、.]?")),
    (4, re.compile(r"(\d{1,2})\)[、.]?")),
)
_LEADING_WORDS = re.compile(r"(?:其中|加|减|其他说明)[:]|其中(?=[^中])")
_TRAILING_BRACKET = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)$")
_UNIT_BRACKET = re.compile(rf"\((?:单位:?)?(?:人民币)?(?:{MONEY_UNIT}|%)\)$")
_MONEY_BRACKET = re.compile(rf"\((?:单位:?)?(?:人民币)?({MONEY_UNIT})\)$")
_YEAR = re.compile(r"(?:19|20)\d{2}年度?")


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbering before a label: 一、 is level 1, （一） 2, 1. 3, （1） 4, ① 5."""

    level: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class Label:
    """A row label taken apart."""

    forms: tuple[str, ...]
    """What it may be looked up by, the most exact first: whole, then without what stands in brackets at the end."""
    numbering: Numbering | None
    indent: int
    """Blanks before it, a full-width one counted as two."""
    part: bool
    """Whether it begins with 其中."""

    @property
    def key(self) -> str:
        """The most exact form."""
        return self.forms[0]


@lru_cache(maxsize=8192)
def folded_label(text: str) -> str:
    """Fold a text for comparing: width, blanks, quotes, kinds of brackets and dashes, case do not count."""
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES).translate(_DASHES).translate(_BRACKETS)
    return "".join(plain.split()).strip(_MARKS).rstrip(":").casefold()


@lru_cache(maxsize=8192)
def read_label(text: str) -> Label:
    """Take a row label apart: numbering and “其中：” before it, blanks before these."""
    head = text[: len(text) - len(text.lstrip())]
    indent = sum(2 if c == "　" else 1 for c in head if c not in "\r\n")
    bare = text.strip()
    numbering: Numbering | None = None
    if _CIRCLED.match(bare):
        numbering = Numbering(5, int(unicodedata.numeric(bare[0], 0)) or 1)
        bare = bare[1:]
    key = folded_label(bare)
    part = False
    for _ in range(3):
        level, ordinal, rest = _numbered(key)
        if rest is not None:
            numbering = numbering or Numbering(level, ordinal)
        elif found := _LEADING_WORDS.match(key):
            part = part or found[0].startswith("其中")
            rest = key[found.end() :]
        if not rest:
            break
        key = rest
    return Label(_forms(key), numbering, indent, part)


def _numbered(key: str) -> tuple[int, int, str | None]:
    for level, pattern in _NUMBERINGS:
        if (found := pattern.match(key)) and found.end() < len(key):
            number = found[1]
            return level, int(number) if number.isdigit() else numeral_value(number) or 0, key[found.end() :]
    return 0, 0, None


def _forms(key: str) -> tuple[str, ...]:
    """Give a folded text as it is, without a unit in brackets, and without any brackets at its end."""
    forms = [key]
    for pattern in (_UNIT_BRACKET, _TRAILING_BRACKET):
        shorter = pattern.sub("", forms[-1])
        if shorter and shorter not in forms:
            forms.append(shorter)
    return tuple(forms)


@lru_cache(maxsize=8192)
def heading_forms(text: str) -> tuple[str, ...]:
    """Give what a heading may be looked up by: without its year, and each side of its brackets."""
    key = folded_label(text)
    label = read_label(text)
    forms = [*label.forms]
    without_year = _YEAR.sub("", key)
    if without_year and without_year != key:
        forms += [form for form in _forms(without_year) if form not in forms]
    inner = re.search(r"\(([^()]+)\)$", key)
    if inner and not _UNIT_BRACKET.search(key):
        forms.append(inner[1])
    forms += [f"{form}数" for form in forms if form.endswith(("决算", "预算"))]
    return tuple(dict.fromkeys(forms))


def year_of_heading(text: str) -> int:
    """Give the year that a heading names: 2023年决算数; 0 without one."""
    found = _YEAR.search(folded_label(text))
    return int(found[0][:4]) if found else 0


@lru_cache(maxsize=8192)
def money_unit_in(text: str) -> str:
    """Give the money unit that a heading or label states in brackets at its end: 决算数（万元）; empty without one."""
    found = _MONEY_BRACKET.search(folded_label(text))
    return found[1] if found else ""


def is_text(value: object) -> bool:
    """Say whether a cell holds words: at least one Chinese character or letter, and no number or stroke."""
    return isinstance(value, str) and any(c.isalpha() for c in value) and folded_label(value) not in {"一", "e"}


def most_similar(wanted: Iterable[str], offered: Iterable[str]) -> str:
    """Find the offered label most like a wanted one, by their folded forms; empty when none is close."""
    best, likeness = "", CLOSE_ENOUGH
    offers = [(offer, read_label(offer).key) for offer in offered]
    for want in wanted:
        key = read_label(want).key
        for offer, other in offers:
            if not other or min(len(key), len(other)) * 2 < max(len(key), len(other)) or _opposed(key, other):
                continue
            ratio = SequenceMatcher(None, key, other, autojunk=False).ratio()
            if ratio > likeness:
                best, likeness = offer, ratio
    return best


def _opposed(one: str, other: str) -> bool:
    """Say whether each of two labels has one of two opposite words."""
    return any(
        (a in one and b in other and a not in other) or (b in one and a in other and b not in other)
        for a, b in _OPPOSITES
    )
