"""A figure and the bound it is held against (WORD): 92.3%，高于95%的目标 contradicts itself."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import GREATER_LESS
from xlperf.audit.checks.weigh import written
from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.audit.report import Report
    from xlperf.findings import Finding

_MORE: Final = "高于|大于|超过|超出|多于|优于|不低于|不少于|不小于|达到|达"
_LESS: Final = "低于|小于|少于|不足|不到|未达到?|没有达到|未超过|没有超过|不超过|不高于|不大于|控制在|未突破"
_HELD_AGAINST: Final = re.compile(
    rf"[，(]?(?:均|已|也|略|远|大大|明显|显著|仍|且|都|虽|但|仅|稍|大幅|总体)*(?:(?P<less>{_LESS})|(?P<more>{_MORE}))"
    r"(?P<what>[^，。；：、\d]{0,16})"
)
_BOUND: Final = re.compile(
    r"(?:\(?含\)?)?(?:以上|以内|以下)?的?[^，。；、\d]{0,6}?(?:目标|指标|要求|标准|水平|控制|任务|计划|平均|预算|考核|规定|下限|上限|红线|门槛)"
)


def comparisons(report: Report) -> Iterator[Finding]:
    """高于、低于 and the like must hold between the two figures that they join."""
    for claims in report.claims:
        for one, other in pairwise(claims):
            if one.sentence == other.sentence and one.number.exact and one.number.like(other.number):
                yield from _held_against(report, one, other)


def _held_against(report: Report, one: Claim, other: Claim) -> Iterator[Finding]:
    plain = report.paragraphs[one.paragraph].plain
    match = _HELD_AGAINST.fullmatch(plain, one.number.end, other.number.start)
    if not match or one.direction < 0 or one.number.sort not in (Sort.PERCENT, Sort.MONEY, Sort.COUNT):
        return
    named = _BOUND.match(plain, other.number.end)
    sure = named or (not match["what"] and one.number.sort is Sort.PERCENT and other.role is not Role.CHANGE)
    if not sure or (match["more"] in ("达到", "达") and other.number.comparator != "≥"):
        return
    gap = one.number.base - other.number.base
    if not gap or (gap > 0) == bool(match["more"]):
        return
    yield GREATER_LESS.finding(
        place=report.place(one),
        subject=one.label,
        quote=report.words(one, other),
        expected="高于" if gap > 0 else "低于",
        actual=f"{written(one.number)}{match['more'] or match['less']}{written(other.number)}",
    )
