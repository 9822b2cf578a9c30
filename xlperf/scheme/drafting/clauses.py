"""Criteria cut into clauses (评分条款): a condition and the mark that it earns or costs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.scheme.drafting.conditions import NUMBER, read_range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.scheme.drafting.conditions import Range

MARK: Final = r"\d+(?:\.\d+)?"
POINTS: Final = r"分(?![值别数项类析解期配点])"
_OF: Final = r"(?:该项|此项|本项|指标|相应)?(?:分值|权重分值?|权重|满分|总分)?的?"
_AWARD: Final = re.compile(
    rf"(?P<none>不得分|不计分|不给分|不予计分|(?:得|计|记|为|,|:)?(?:零分|(?<![\d.])0{POINTS}))"
    rf"|(?P<half>(?:得|计)(?:一半|50%)(?:的?分值?|的?满分|的?权重分?)?(?:分)?)"
    rf"|(?:得|计|记|评|给|拿)?(?:该项|此项|本项)?(?P<all>满分|全分|(?:得|计)(?:该项|此项|本项|全部)?(?:分值|权重分))(?:\(?(?P<all_mark>{MARK})分\)?)?"
    rf"|扣(?:除|减)?(?P<off_all>全部(?:分值?)?)"
    rf"|扣(?:除|减)?{_OF}(?P<off_share>\d+(?:\.\d+)?%)(?:的?(?:分值|权重分?|满分|分))?"
    rf"|扣(?:除|减)?(?P<off>{MARK}){POINTS}"
    rf"|(?:得|计|记){_OF}(?P<share>\d+(?:\.\d+)?%)(?:的?(?:分值|权重分?|满分|分))?"
    rf"|(?:得|计|记|评|赋|给|为|:|,)*(?:分值)?(?P<mark>{MARK}){POINTS}(?:\((?:满分|全分)\))?"
)
_NUMBERING: Final = re.compile(
    r"^(?:\(\d{1,2}\)|\d{1,2}[)、](?!\d)|\d{1,2}\.(?!\d)|[①-⑳]|\([一二三四五六七八九十]\)|[a-dA-D][.、:])"
)
_OTHERWISE: Final = re.compile(r"(?:[^,:]{0,6})?(?:否则|其他|其余|其它|反之|除此以外|以上都不)[^,:]{0,8}")
_FORMULA: Final = re.compile(r"[^;。,:=]*=[^;。=]*?[÷/×*][^;。=]*?(?=[,;。:]|$)(?!分)")
_IN_BRACKETS: Final = re.compile(r"\(=[^()]*\)")
_LINK: Final = re.compile(r",?(?:再|另|可|(?<!否)则|各|分别)$")
_UNTIL_GONE: Final = re.compile(r"[,;]?(?:直至|直到|至)?扣(?:完|光)(?:该项|本项|此项)?(?:分值|满分|权重分?)?(?:为止)?")
_ABSENT: Final = re.compile(
    r"^(?:如|若|对)?(?:当年|本年度?|本部门|单位|部门)?(?:没有|无|未发生|未涉及|不涉及|未安排|未产生)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition and the mark that it earns."""

    when: str
    range: Range | None
    mark: Decimal
    words: str
    otherwise: bool = False
    deducts: bool = False
    """Whether the words take marks off rather than give them."""


def without_formulas(bare: str) -> str:
    """Leave out what only defines the rate: 结转结余率=年末结转÷支出预算×100%."""

    def kept(found: re.Match[str]) -> str:
        words = found[0]
        return words if re.search(rf"得分=|{MARK}分|(?:满|得)分", words) else ""

    return re.sub(r"^[,;。:]+", "", _FORMULA.sub(kept, _IN_BRACKETS.sub("", bare)))


def clauses(bare: str, full: Decimal) -> tuple[Clause, ...]:
    """Cut folded criteria at the marks that they give."""
    return tuple(
        clause for sentence in re.split(r"[;。]", _UNTIL_GONE.sub("", bare)) for clause in _of_sentence(sentence, full)
    )


def is_absence(clause: Clause) -> bool:
    """Say whether a clause tells what follows where there was nothing to judge: 没有应备案合同的得满分."""
    return bool(_ABSENT.search(clause.when)) and clause.range is None


def _of_sentence(sentence: str, full: Decimal) -> Iterator[Clause]:
    start = 0
    for found in _AWARD.finditer(sentence):
        when = _NUMBERING.sub("", sentence[start : found.start()].strip(",:的、")).strip(",:的")
        when = _LINK.sub("", when)
        mark, deducts = _mark(found, full)
        words = f"{when}{found[0]}" if when else found[0]
        start = found.end()
        last = re.split(r"[,:]", when)[-1]
        either = re.split(r"或者?|、", when)
        for one in either if len(either) == 2 and all(map(read_range, either)) else (when,):
            yield Clause(one, _condition(one), mark, words.strip(","), bool(_OTHERWISE.fullmatch(last)), deducts)


def _mark(found: re.Match[str], full: Decimal) -> tuple[Decimal, bool]:  # noqa: PLR0911 - one for each way to give marks
    if found["none"]:
        return Decimal(0), False
    if found["half"]:
        return full / 2, False
    if found["all"]:
        return (Decimal(found["all_mark"]) if found["all_mark"] else full), False
    if found["off_all"]:
        return Decimal(0), True
    if found["off_share"]:
        return full - full * Decimal(found["off_share"].rstrip("%")) / 100, True
    if found["off"]:
        return full - Decimal(found["off"]), True
    if found["share"]:
        return full * Decimal(found["share"].rstrip("%")) / 100, False
    return Decimal(found["mark"]), False


def _condition(when: str) -> Range | None:
    """Read the condition that stands last; what comes before it are other words."""
    pieces = re.split(r"(?<=[,:])", when)
    for at in range(len(pieces)):
        rest = "".join(pieces[at:]).strip(",:的")
        others = "".join(pieces[:at])
        if (found := read_range(rest)) is not None and not re.search(NUMBER, re.sub(r"以\d+%为[^,]*", "", others)):
            return found
    return None
