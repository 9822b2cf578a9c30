"""Marks by the number of cases (按项数计分): 每少一项扣0.5分, 每发现一起扣1分, 每完成一项得1分."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xlperf.scheme.drafting.clauses import MARK, POINTS

_UNITS: Final = "要点|方面|项目|项|个|次|起|例|处|条|份|笔|件|天|日|人|名|家|篇|宗|类|点|户|种|期"
INSTANCES: Final = frozenset("次起例处笔件天日人名宗")
"""Units of cases that may come any number of times, unlike the points of a list."""
_EACH: Final = re.compile(
    rf"(?P<words>(?:每(?!年|月|季|半)|各|有|凡有?|发现|出现|存在|发生|符合|满足|具备|做到|达到|缺少?|少)[^,;。\d%]{{0,16}}?(?:(?P<number>[一二两12三3])(?:个)?)?(?P<unit>{_UNITS})(?!百分点)"
    rf"[^,;。\d%]{{0,18}}?,?的?,?(?:相应|各|则|分别)?(?P<verb>扣减?除?分?|减|得|计|加|记|给)?(?P<share>该项|此项|本项)?(?:分值|权重分?|满分|总分)?的?(?P<mark>{MARK}(?:%|{POINTS})))"
)
_NUMBERS: Final = {"一": 1, "1": 1, "二": 2, "两": 2, "2": 2, "三": 3, "3": 3}
_PART: Final = re.compile(r"每(?:个|项|一|1)(?!.*?(?:扣|减))")


@dataclass(frozen=True, slots=True)
class Each:
    """What each case costs or earns."""

    mark: Decimal
    deducts: bool
    count: int
    """Cases that cost or earn it together."""
    unit: str
    words: str


def read_each(bare: str, full: Decimal) -> tuple[Each, ...]:
    """Find all that each case costs or earns in folded criteria."""
    found = []
    for match in _EACH.finditer(bare):
        written = match["mark"]
        share = written.endswith("%")
        if share and not match["verb"]:
            continue
        if not match["words"].startswith(("每", "各")) and match["number"] is None:
            continue
        mark = full * Decimal(written.rstrip("%")) / 100 if share else Decimal(written.rstrip("分"))
        verb = match["verb"] or "得"
        found.append(
            Each(mark, verb[0] in "扣减", _NUMBERS.get(match["number"] or "1", 1), match["unit"], match["words"])
        )
    return tuple(found)
