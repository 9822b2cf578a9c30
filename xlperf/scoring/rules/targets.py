"""How far a target was met (目标完成率), and the weighted score over all targets of an indicator."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import folded, parse_number
from xlperf.scheme.formula.evaluating import Undefined, compare
from xlperf.scoring.result import TargetResult
from xlperf.scoring.rules.outcome import rounded_score
from xlperf.scoring.rules.sharing import shared_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.answers import Target
    from xlperf.scheme.model import WeightedTargets

MET: Final = frozenset({"达成", "已达成", "完成", "已完成", "达到", "达标", "全部完成", "达成预期指标", "是"})
NOT_MET: Final = frozenset({"未达成", "未完成", "未达到", "不达标", "否"})
WHOLE: Final = Decimal(1)
NOTHING: Final = Decimal(0)

_LEADING: Final = re.compile(r"^(?:不低于|不少于|不高于|不超过|大于等于|小于等于|[≥≤＝=<>＜＞]+)")
_FIGURE: Final = re.compile(r"(.*?[\d%)])([万亿]?)[^\d%]*")
MAGNITUDES: Final = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


def score_targets(rule: WeightedTargets, full: Decimal, targets: Sequence[Target]) -> tuple[TargetResult, ...]:
    """Share the full mark out by weight and give each target the part of its share that it completed.

    Two equal targets, 80 reached 90 and ≥95% reached 76%:

    >>> from xlperf.answers import Target
    >>> from xlperf.scheme.model import WeightedTargets
    >>> targets = [Target("output", "窗口数", "≥", "80", "个", "90"), Target("output", "办结率", "≥", "95%", "", "76%")]
    >>> [str(result.score) for result in score_targets(WeightedTargets(), Decimal(15), targets)]
    ['7.5', '6']
    """
    marks = shared_marks(full, [target.weight for target in targets]) if targets else ()
    results = []
    for target, mark in zip(targets, marks, strict=True):
        met = completion(target)
        if isinstance(met, Undefined):
            results.append(TargetResult(target, None, mark, None, met))
            continue
        counted = min(met, rule.cap)
        if rule.corridor is not None and not rule.corridor[0] <= met <= rule.corridor[1]:
            counted = NOTHING
        results.append(TargetResult(target, met, mark, rounded_score(mark * max(NOTHING, counted))))
    return tuple(results)


def completion(target: Target) -> Decimal | Undefined:
    """Tell how far a target was met: 1 is wholly; more where it was exceeded; or why that cannot be told.

    ≥ counts actual ÷ target, ≤ target ÷ actual where it was missed, = the smaller over the larger; 定性 takes a word
    or a percentage.

    >>> from xlperf.answers import Target
    >>> completion(Target("a", "投诉件数", "≤", "4", "件", "5件"))
    Decimal('0.8')
    """
    if not target.actual.strip():
        return Undefined(f"目标“{target.name}”还没有填实际完成值", name=target.name)
    if target.nature == "定性":
        return _by_words(target)
    goal, actual = written_figure(target.target), written_figure(target.actual)
    if goal is None:
        return _by_words(target)
    if actual is None:
        return Undefined(f"目标“{target.name}”的实际完成值“{target.actual}”不是数", "unusable", target.name)
    if is_percent(target.target) is not is_percent(target.actual):  # 95% against 96 of a column in %
        goal, actual = (_as_rate(figure, text) for figure, text in ((goal, target.target), (actual, target.actual)))
    return _by_figures(target.nature, goal, actual)


def is_percent(text: str) -> bool:
    """Say whether a figure is written with %."""
    return "%" in folded(text)


def _as_rate(figure: Decimal, text: str) -> Decimal:
    return figure / 100 if figure > 1 and not is_percent(text) else figure


def _by_figures(nature: str, goal: Decimal, actual: Decimal) -> Decimal:
    if nature in {"≤", "<=", "<", "＜"}:
        if compare(actual, "≤", goal):
            return WHOLE
        return goal / actual if goal > 0 else NOTHING
    if compare(actual, "=", goal):
        return WHOLE
    if goal <= 0 or actual <= 0:
        return WHOLE if actual > goal and nature != "=" else NOTHING
    return min(actual / goal, goal / actual) if nature in {"=", "＝"} else actual / goal


def _by_words(target: Target) -> Decimal | Undefined:
    actual, wanted = folded(target.actual), folded(target.target)
    if actual in MET or (wanted and actual == wanted):
        return WHOLE
    if actual in NOT_MET:
        return NOTHING
    if actual.endswith("%") and (share := written_figure(actual)) is not None:
        return share
    asked = "请写“达成”“未达成”或完成的百分比（部分达成一般为 60%～80%）"
    return Undefined(f"目标“{target.name}”完成情况写的是“{target.actual}”，{asked}", "unusable", target.name)


def written_figure(text: str) -> Decimal | None:
    """Read the figure of a target as written: ≥95%, 不少于 80 场次, 1.5万件; None for words.

    >>> written_figure("不少于 80 场次"), written_figure("≥95%"), written_figure("1.5万件"), written_figure("优")
    (Decimal('80'), Decimal('0.95'), Decimal('15000.0'), None)
    """
    found = _FIGURE.fullmatch(_LEADING.sub("", folded(text)))
    number = parse_number(found[1]) if found else None
    if found is None or number is None:
        return None
    return number * MAGNITUDES[found[2]] if found[2] else number
