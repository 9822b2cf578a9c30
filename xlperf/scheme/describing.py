"""Rules in words (评分规则的文字), for screen, working paper and comparisons of two schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.amounts import plain
from xlperf.scheme.intervals import band_words, figure_words
from xlperf.scheme.model import (
    Bands,
    CheckPoints,
    Grades,
    MeanOfProjects,
    Parts,
    Proportion,
    Steps,
    Threshold,
    Typed,
    WeightedTargets,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from xlperf.scheme.model import Indicator, Part, Rule

_SIGNS = {"<=": "≤", ">=": "≥", "=": "=", "<": "＜", ">": "＞"}


def indicator_rule(node: Indicator | Part) -> tuple[str, ...]:
    """Describe how an indicator, or one of its parts, earns its marks, a sentence a line."""
    return () if node.rule is None else rule_words(node.rule, percent=node.display == "percent")


def rule_words(rule: Rule, *, percent: bool) -> tuple[str, ...]:
    """Describe a rule, a sentence a line: ≤10%，得 3 分."""
    match rule:
        case Bands(bands=bands):
            return tuple(f"{band_words(band, percent=percent)}，得 {plain(band.score)} 分" for band in bands)
        case CheckPoints(points=points):
            return tuple(f"{number}. {point.text}（{plain(point.mark)} 分）" for number, point in enumerate(points, 1))
        case Parts(parts=parts):
            return tuple(
                line
                for part in parts
                for line in (f"{part.name}（{plain(part.mark)} 分）：", *(f"　{w}" for w in indicator_rule(part)))
            )
        case Grades(grades=grades):
            return tuple(f"{word}：得满分的 {plain(share * 100)}%" for word, share in grades)
    return (_sentence(rule, percent=percent),)


def _sentence(rule: Rule, *, percent: bool) -> str:
    words = ""
    match rule:
        case Steps(goal, step, off, direction, partial, floor, begun_counts):
            far = f"{plain(step * 100)} 个百分点" if percent else plain(step)
            side = "低" if direction == "below" else "超"
            words = f"达到 {figure_words(goal, percent=percent)} 得满分，每{side} {far} 扣 {plain(off)} 分"
            words += "，不足一档的" + ("按比例扣" if partial else "按一档扣" if begun_counts else "不扣")
            words += f"，最低 {plain(floor)} 分" if floor else "，扣完为止"
        case Proportion(goal, corridor, floor):
            words = f"达到 {figure_words(goal, percent=percent)} 得满分，不足的按比例得分"
            words += _corridor(corridor)
            words += f"，低于 {figure_words(floor, percent=percent)} 不得分" if floor else ""
        case Threshold(comparator, goal, otherwise):
            words = f"{_SIGNS[comparator]}{figure_words(goal, percent=percent)} 得满分，否则"
            words += "不得分" if otherwise == "zero" else "按比例得分"
        case WeightedTargets(cap, corridor):
            words = f"各目标按权重加权，单项完成率最高按 {figure_words(cap, percent=True)} 计" + _corridor(corridor)
        case MeanOfProjects(weight):
            words = f"各项目自评得分{'按预算加权' if weight == 'budget' else ''}平均 ÷ 100 × 满分"
        case Typed():
            words = "由填报人评分，并写明依据"
    return words


def _corridor(corridor: tuple[Decimal, Decimal] | None) -> str:
    if corridor is None:
        return ""
    low, high = (figure_words(end, percent=True) for end in corridor)
    return f"，低于 {low} 或高于 {high} 不得分"
