"""How far a target was met (指标完成率): ≥, ≤, = and 定性, and what cannot be told, with the finding that says why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import folded, percent_text, plain
from xlperf.projects import catalogue
from xlperf.scoring.rules.targets import is_percent, written_figure

if TYPE_CHECKING:
    from xlperf.findings import Finding
    from xlperf.projects.model import ProjectTarget
    from xlperf.projects.scheme import Band, ProjectScheme

WHOLE: Final = Decimal(1)
NOTHING: Final = Decimal(0)
CLEARLY: Final = 3
"""A percentage read one way must be so many times nearer to the target than read the other way."""

_SIGNS: Final = (
    ("≥", re.compile(r"^(?:[≥≧]|>=|>|＞|不低于|不少于|不小于|大于等于|大于或等于|大于|超过|至少|高于)")),
    ("≤", re.compile(r"^(?:[≤≦]|<=|<|＜|不高于|不超过|不多于|不大于|小于等于|小于或等于|小于|至多|低于|控制在)")),
    ("=", re.compile(r"^(?:[=＝]|等于)")),
)
_WRITTEN_NATURES: Final = {
    ">=": "≥", "≧": "≥", ">": "≥", "＞": "≥", "大于等于": "≥", "不低于": "≥", "正向": "≥",
    "<=": "≤", "≦": "≤", "<": "≤", "＜": "≤", "小于等于": "≤", "不超过": "≤", "反向": "≤",
    "＝": "=", "等于": "=", "定性指标": "定性", "定量": "", "定量指标": "",
}  # fmt: skip
_UNIT: Final = re.compile(r"\d(?:\.\d+)?\)?(?:[万亿])?([^\d\s.,，。()（）]+)")
_YEAR_OR_DAY: Final = re.compile(r"(?:19|20)\d{2}(?:年|[-/.]\d{1,2})|\d{1,2}月")


@dataclass(frozen=True, slots=True)
class Completion:
    """How far a target was met."""

    rate: Decimal | None
    """1 is wholly, more where it was exceeded; None where it cannot be told."""
    finding: Finding | None = None
    band: Band | None = None
    nature: str = ""
    """As it was counted: ≥, ≤, = or 定性."""


def nature_of(target: ProjectTarget) -> str:
    """Give the nature of a target: as written, else by the sign before its value, else ≥ for a number."""
    written = folded(target.nature)
    written = _WRITTEN_NATURES.get(written, written)
    if written in {"≥", "≤", "=", "定性"}:
        return written
    goal = folded(target.goal.text)
    for sign, pattern in _SIGNS:
        if pattern.match(goal):
            return sign
    if written_figure(_bare(target.goal.text)) is None or _YEAR_OR_DAY.search(goal):
        return "定性"
    return "≥"


def unit_of(target: ProjectTarget) -> str:
    """Give the unit of a target: its own column, or what stands behind the figure (≥80%, 12次)."""
    if target.unit.strip():
        return target.unit.strip()
    found = _UNIT.search(folded(target.goal.text))
    return found[1] if found else ""


def completion(target: ProjectTarget, scheme: ProjectScheme) -> Completion:
    """Tell how far a target was met: ≥ actual ÷ target, ≤ target ÷ actual where missed, = the smaller ÷ the larger."""
    nature = nature_of(target)
    if not target.actual:
        place = target.actual.place if target.actual.place.cell else target.place
        return Completion(None, catalogue.NO_RESULT.finding(place=place, subject=target.name), nature=nature)
    if nature == "定性":
        return _by_words(target, scheme)
    goal, actual = written_figure(_bare(target.goal.text)), written_figure(_bare(target.actual.text))
    if goal is None:
        return Completion(None, catalogue.NO_GOAL.finding(place=target.goal.place, subject=target.name), nature=nature)
    if actual is None:
        return Completion(None, _words_for_number(target), nature=nature)
    goal, actual, finding = _as_alike(target, goal, actual)
    if actual is None:
        return Completion(None, finding, nature=nature)
    return Completion(_by_figures(nature, goal, actual), finding, nature=nature)


def _bare(text: str) -> str:
    """Take the sign before a figure away."""
    bare = folded(text)
    for _, pattern in _SIGNS:
        bare = pattern.sub("", bare, count=1)
    return bare


def _by_figures(nature: str, goal: Decimal, actual: Decimal) -> Decimal:
    if nature == "≤":
        if actual <= goal:
            return WHOLE
        return goal / actual if goal > 0 else NOTHING
    if actual == goal:
        return WHOLE
    if goal <= 0 or actual <= 0:
        return WHOLE if nature == "≥" and actual > goal else NOTHING
    return min(actual / goal, goal / actual) if nature == "=" else actual / goal


def _as_alike(target: ProjectTarget, goal: Decimal, actual: Decimal) -> tuple[Decimal, Decimal | None, Finding | None]:
    """Bring percentages to one way of writing: 80 of a column in %, 80% and 0.85 are all rates."""
    in_percent = unit_of(target) in {"%", "％", "百分比"}
    goal_sure, actual_sure = is_percent(target.goal.text), is_percent(target.actual.text)
    if not in_percent and not goal_sure:
        return goal, (actual if not actual_sure or goal <= 1 else actual * 100), None
    goal = goal if goal_sure else goal / 100 if goal > 1 else goal
    if actual_sure or actual == 0:
        return goal, actual, None
    points, rate = actual / 100, actual
    if actual > CLEARLY:
        return goal, points, None
    as_points, as_rate = _apart(points, goal), _apart(rate, goal)
    goal_text, quote = percent_text(goal), target.actual.text
    if as_rate * CLEARLY < as_points:
        finding = catalogue.UNCLEAR_PERCENT.finding(
            place=target.actual.place, subject=target.name, expected=goal_text, quote=quote, actual=percent_text(rate)
        )
        return goal, rate, finding
    if as_points * CLEARLY < as_rate:
        return goal, points, None
    finding = catalogue.AMBIGUOUS_PERCENT.finding(
        place=target.actual.place,
        subject=target.name,
        expected=goal_text,
        quote=quote,
        first=percent_text(points),
        second=percent_text(rate),
    )
    return goal, None, finding


def _apart(one: Decimal, other: Decimal) -> Decimal:
    """Say how many times one figure is the other."""
    return max(one / other, other / one) if one > 0 and other > 0 else Decimal(1000)


def _words_for_number(target: ProjectTarget) -> Finding:
    figure = written_figure(_bare(target.goal.text))
    example = _bare(target.goal.text) if figure is not None else "95%"
    return catalogue.WORDS_FOR_NUMBER.finding(
        place=target.actual.place,
        subject=target.name,
        quote=target.actual.text,
        expected=shown_goal(target),
        example=example,
    )


def _by_words(target: ProjectTarget, scheme: ProjectScheme) -> Completion:
    """Read a qualitative result: a share (85%), a share in words, or the words of a band."""
    text = folded(target.actual.text)
    share = written_figure(text)
    if share is not None and (is_percent(text) or share <= 1):
        band = next((band for band in scheme.bands if share >= band.low), None)
        return Completion(min(share, WHOLE), band=band, nature="定性")
    band = next((band for band in scheme.bands if _key(text) in band.words), None)
    if band is None and _key(text) == _key(target.goal.text):
        band = scheme.bands[0] if scheme.bands else None
    if band is not None:
        finding = None if band.usual == WHOLE else _default(target, band)
        return Completion(band.usual, finding, band, "定性")
    if target.score is not None and target.mark:
        return Completion(min(target.score / target.mark, WHOLE), nature="定性")
    names = "、".join(f"“{band.name}”" for band in scheme.bands)
    finding = catalogue.UNKNOWN_BAND.finding(
        place=target.actual.place, subject=target.name, quote=target.actual.text, expected=names
    )
    return Completion(None, finding, nature="定性")


def _default(target: ProjectTarget, band: Band) -> Finding:
    return catalogue.BAND_DEFAULT.finding(
        place=target.actual.place,
        subject=target.name,
        quote=target.actual.text,
        actual=percent_text(band.usual, 0),
        band=band_words(band),
        example=f"{plain(band.usual * 100)}%",
    )


def band_words(band: Band) -> str:
    """Write a band: “部分达成……”80%～60%（含）."""
    end = "（含）" if band.low else ""
    return f"“{band.name}”{percent_text(band.high, 0)}～{percent_text(band.low, 0)}{end}"


def _key(text: str) -> str:
    from xlperf.source.labels import folded_label

    return folded_label(text)


def shown_goal(target: ProjectTarget) -> str:
    """Write a target as the form does: ≥80%, ≤4件, =100%; words as they are."""
    text, unit = target.goal.text.strip(), target.unit.strip()
    if nature_of(target) == "定性":
        return text
    sign = "" if any(pattern.match(folded(text)) for _, pattern in _SIGNS) else nature_of(target)
    return f"{sign}{_with_unit(text, unit)}"


def shown_actual(target: ProjectTarget) -> str:
    """Write a result as the form does: 96.8%, 5件."""
    return _with_unit(target.actual.text.strip(), target.unit.strip())


def _with_unit(text: str, unit: str) -> str:
    if not text or not unit or not text[-1].isdigit():
        return text
    if unit in {"%", "％"} and is_percent(text):
        return text
    return f"{text}{unit}"
