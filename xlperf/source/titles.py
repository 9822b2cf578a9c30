"""Official tables recognised by title and form number (表名、表号), never by file name or address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from xlperf.source.labels import folded_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlperf.scheme.model import TableSpec

LONGEST_TITLE: Final = 70
LONGEST_SHEET_NAME: Final = 31
SHORTEST_CUT_TITLE: Final = 6

_SHEET_CODE = re.compile(
    r"^(?P<letters>gk|fmdm|zj|z|f|cs|qb|lb)?(?P<first>\d{1,2})?(?:[_-](?P<second>\d{1,2}))?[. _-]?"
)
_FORM_CODE = re.compile(
    r"(?P<series>财决|部决|决|公开|预算公开|决算公开|财)(?P<annex>附|补|批复|会)?(?P<first>\d{1,2})(?:-(?P<second>\d{1,2}))?表?"
)
_CODE_BRACKET = re.compile(r"\((?:财决|部决|决|公开|财)[^()]*(?:\)|$)")
_YEAR = re.compile(r"(?:(?:19|20)\d{2}|[一二][〇零o○九][〇零o○一二三四五六七八九]{2})年?度?")
_ANNEX = re.compile(
    r"^(?:附件|附表|附|表)\d*(?:-\d+)?[:.、]?|^(?:表[一二三四五六七八九十]+)[:.、]?|^[\d一二三四五六七八九十]+[、.]|^\(\d+\)"
)
_TAIL = re.compile(r"(?:\([^()]*\)|续表?|\d+)$")
_CONTINUED = re.compile(r"续")
_QUALIFIERS: Final = (
    *("财政拨款", "一般公共", "政府性基金", "国有资本", "非税", "专户", "预算"),
    *("基本支出", "项目支出", "经营支出", "三公", "明细", "收入", "支出"),
)
"""Words that make another table of a title that they stand before."""


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A text that names an official table."""

    table: str
    """Id of the table."""
    exactness: int
    """2: nothing but the title; 1: the title with a unit's name or a remark beside it."""
    continued: bool = False
    """Whether it says that the table goes on from before (续)."""
    namesakes: tuple[str, ...] = ()
    """Other tables of the same title, which only their form number tells apart."""


@lru_cache(maxsize=4096)
def title_key(text: str) -> str:
    """Fold a title for comparing: year, form number and annex number do not count."""
    key = _CODE_BRACKET.sub("", folded_label(text))
    key = _YEAR.sub("", key)
    return _ANNEX.sub("", key) or key


def match_title(text: str, specs: Mapping[str, TableSpec]) -> TitleMatch | None:
    """Say which official table a text names; the longest title wins."""
    if not 3 <= len(text.strip()) <= LONGEST_TITLE:
        return None
    key = title_key(text)
    ranked: dict[str, tuple[int, int]] = {}
    for spec in specs.values():
        for title in map(title_key, spec.titles):
            if exactness := _exactness(key, title):
                ranked[spec.id] = max(ranked.get(spec.id, (0, 0)), (exactness, len(title)))
    if not ranked:
        return None
    best = max(ranked.values())
    first, *others = (table for table, rank in ranked.items() if rank == best)
    return TitleMatch(first, best[0], bool(_CONTINUED.search(key)), tuple(others))


def _exactness(key: str, title: str) -> int:
    if title not in key:
        return 0
    before, _, after = key.rpartition(title)
    while after and (shorter := _TAIL.sub("", after)) != after:
        after = shorter
    if after or any(word in before for word in _QUALIFIERS):
        return 0
    return 1 if before else 2


def match_sheet_name(name: str, specs: Mapping[str, TableSpec]) -> TitleMatch | None:
    """Say which official table a sheet's name names; Excel cuts names at 31 characters."""
    key = folded_label(name)
    bare = _SHEET_CODE.sub("", _CODE_BRACKET.sub("", key), count=1) or key
    if found := match_title(bare, specs):
        return found
    cut = _YEAR.sub("", bare)
    if len(name) < LONGEST_SHEET_NAME - 1 or len(cut) < SHORTEST_CUT_TITLE:
        return None
    whole = [spec.id for spec in specs.values() for title in spec.titles if title_key(title).startswith(cut)]
    return TitleMatch(whole[0], 1) if len(set(whole)) == 1 else None


def form_codes(text: str) -> frozenset[str]:
    """Find the form numbers in a text, written alike: 财决01－1表 and 财决1-1表 are 财决1-1."""
    return frozenset(
        f"{found['series']}{found['annex'] or ''}{_numbers(found)}" for found in _FORM_CODE.finditer(folded_label(text))
    )


def sheet_codes(name: str) -> frozenset[str]:
    """Find the form numbers that the name of a sheet stands for: Z01_1 is 财决1-1, F03 is 财决附3, GK04 is 公开4."""
    key = folded_label(name)
    found = _SHEET_CODE.match(key)
    codes = form_codes(name)
    if not found or not found["first"] or found["letters"] not in {"z", "f", "gk"}:
        return codes
    series = {"z": "财决", "f": "财决附", "gk": "公开"}[found["letters"]]
    return codes | {f"{series}{_numbers(found)}"}


def _numbers(found: re.Match[str]) -> str:
    second = f"-{int(found['second'])}" if found["second"] else ""
    return f"{int(found['first'])}{second}"


def match_codes(codes: Iterable[str], specs: Mapping[str, TableSpec]) -> str | None:
    """Give the one table that has one of these form numbers; None when it is none or several."""
    wanted = set(codes)
    found = {spec.id for spec in specs.values() for code in spec.codes if form_codes(code) & wanted}
    return found.pop() if len(found) == 1 else None
