"""Rules and indicators written as the plain values of a scheme's file (评分规则写成指标体系的样子)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.amounts import plain
from xlperf.scheme.intervals import in_order
from xlperf.scheme.model import (
    Bands,
    CheckPoints,
    Grades,
    MeanOfProjects,
    Parts,
    Proportion,
    Steps,
    Threshold,
    WeightedTargets,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from xlperf.scheme.model import Applicability, Band, Part, Question, Rule
    from xlperf.scheme.nodes import Plain

DISPLAY_WORDS = {"money": "金额", "number": "数"}
_SIGNS = {"<=": "≤", ">=": "≥", "=": "=", "<": "＜", ">": "＞"}


def rule_values(rule: Rule, *, percent: bool) -> Plain:  # noqa: PLR0911 - one for each rule
    """Write a rule as the value of 评分."""
    match rule:
        case Bands(bands=bands):
            return {"分段": {band_key(band, percent=percent): plain(band.score) for band in in_order(bands)}}
        case Steps():
            return {"按步扣分": _steps(rule, percent=percent)}
        case Proportion(goal, corridor, floor):
            told: dict[str, Plain] = {"目标": _figure(goal, percent=percent)}
            told |= _corridor(corridor)
            told |= {"低于不得分": _figure(floor, percent=percent)} if floor else {}
            return "按比例" if rule == Proportion() else {"按比例": told}
        case Threshold(comparator, goal, otherwise):
            met: dict[str, Plain] = {"达标": f"{_SIGNS[comparator]}{_figure(goal, percent=percent)}"}
            return met | ({"未达标": "按比例"} if otherwise == "proportion" else {})
        case CheckPoints(points, partly):
            listed: dict[str, Plain] = {"要点": {point.text: plain(point.mark) for point in points}}
            return listed | ({"部分": plain(partly)} if partly != CheckPoints(()).partly else {})
        case Grades(grades, question):
            graded: dict[str, Plain] = {"定性": {word: _share(share) for word, share in grades}}
            return graded | ({"填报项": question} if question else {})
        case WeightedTargets(cap, corridor):
            capped: dict[str, Plain] = {"封顶": _figure(cap, percent=True)} if cap != 1 else {}
            capped |= _corridor(corridor)
            return {"目标完成": capped} if capped else "目标完成"
        case MeanOfProjects(weight):
            return "项目得分平均" if weight == "equal" else {"项目得分": "按预算加权"}
        case Parts(parts=parts):
            return {"分项": [_part(part) for part in parts]}
    return "人工评分"


def band_key(band: Band, *, percent: bool) -> str:
    """Write a band as a scheme does: ≤10%, (10%, 20%], ＞30%."""
    low = "" if band.low is None else _figure(band.low, percent=percent)
    high = "" if band.high is None else _figure(band.high, percent=percent)
    if band.low is None:
        return f"{'≤' if band.high_closed else '＜'}{high}"
    if band.high is None:
        return f"{'≥' if band.low_closed else '＞'}{low}"
    if band.low == band.high:
        return low
    return f"{'[' if band.low_closed else '('}{low}, {high}{']' if band.high_closed else ')'}"


def applicability_values(applicability: Applicability) -> Plain:
    """Write when an indicator does not apply as the value of 不适用."""
    told: dict[str, Plain] = {"处理": "按分值得分" if applicability.effect == "full" else "重新折算"}
    told |= {"条件": applicability.when} if applicability.when else {}
    return told | ({"说明": applicability.words} if applicability.words else {})


def question_values(question: Question) -> Plain:
    """Write a question as the value of its name under 填报项."""
    told: dict[str, Plain] = {"问": question.prompt}
    kinds = {"text": "文字", "choice": "选择"}
    told |= {"类型": kinds[question.type]} if question.type in kinds else {}
    told |= {"单位": question.unit} if question.unit else {}
    told |= {"选项": list(question.choices)} if question.choices else {}
    if question.low is not None and question.high is not None:
        percent = question.unit == "%"
        told["范围"] = [_figure(end, percent=percent) for end in (question.low, question.high)]
    told |= {"指标": question.indicator} if question.indicator else {}
    told |= {} if question.required else {"必填": "否"}
    told |= {"章节": question.section} if question.section else {}
    return told | ({"说明": question.help} if question.help else {})


def _steps(rule: Steps, *, percent: bool) -> dict[str, Plain]:
    told: dict[str, Plain] = {
        "目标": _figure(rule.goal, percent=percent),
        "每低于" if rule.direction == "below" else "每超过": _figure(rule.step, percent=percent),
        "扣": plain(rule.off),
    }
    if rule.partial or not rule.begun_counts:
        told["不足一步"] = "按比例" if rule.partial else "不扣"
    return told | ({"最低": plain(rule.floor)} if rule.floor else {})


def _part(part: Part) -> Plain:
    told: dict[str, Plain] = {"名称": part.name, "满分": plain(part.mark)}
    told |= {"公式": part.formula} if part.formula else {}
    told |= {"显示": DISPLAY_WORDS[part.display]} if part.formula and part.display in DISPLAY_WORDS else {}
    return told | {"评分": rule_values(part.rule, percent=part.display == "percent")}


def _figure(value: Decimal, *, percent: bool) -> str:
    return f"{plain(value * 100)}%" if percent else plain(value)


def _share(share: Decimal) -> str:
    """Write a share of the full mark; one that has no end is written to twelve places."""
    return f"{plain((share * 100).quantize((share / share).scaleb(-12)) if share else share)}%"


def _corridor(corridor: tuple[Decimal, Decimal] | None) -> dict[str, Plain]:
    return {"区间": [_figure(end, percent=True) for end in corridor]} if corridor else {}
