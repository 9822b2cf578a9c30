"""Scoring rules of a scheme (评分) read from its tree."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from xlperf.scheme.catalogue import BAD_VALUE
from xlperf.scheme.intervals import REST, read_band, rest_of
from xlperf.scheme.model import (
    Band,
    Bands,
    CheckPoints,
    Grades,
    MeanOfProjects,
    Part,
    Parts,
    Point,
    Proportion,
    Steps,
    Threshold,
    Typed,
    WeightedTargets,
)
from xlperf.scheme.nodes import Items, Node, Text
from xlperf.scheme.reading.fields import Section
from xlperf.scheme.reading.figures import read_range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xlperf.scheme.model import PlainRule, Rule

Display = Literal["percent", "money", "number", ""]

DISPLAYS: Final[Mapping[str, Display]] = {"百分比": "percent", "金额": "money", "数": "number"}
PLAIN_WORDS: Final[Mapping[str, PlainRule]] = {
    "人工评分": Typed(),
    "目标完成": WeightedTargets(),
    "项目得分平均": MeanOfProjects(),
    "按比例": Proportion(),
}
RULE_KEYS: Final = (
    "分段",
    "按步扣分",
    "按比例",
    "达标",
    "未达标",
    "要点",
    "部分",
    "定性",
    "填报项",
    "目标完成",
    "项目得分",
    "分项",
)
WHOLE: Final = Decimal(1)


def read_rule(owner: Section) -> Rule | None:
    """Read 评分 of an indicator or a part; None where none is written or it cannot be read."""
    found = owner.node("评分")
    if found is None:
        return None
    if isinstance(found, Text):
        return owner.word("评分", PLAIN_WORDS, None)
    section = Section(owner.reading, found, (*owner.path, "评分"), f"{owner.where}的评分", RULE_KEYS)
    readers: Mapping[str, Callable[[Section], Rule | None]] = {
        "分段": _bands,
        "按步扣分": _steps,
        "按比例": _proportion,
        "达标": _threshold,
        "要点": _check_points,
        "定性": _grades,
        "目标完成": _targets,
        "项目得分": _projects,
        "分项": _parts,
    }
    written = [key for key in readers if section.node(key) is not None]
    if len(written) != 1:
        wanted = f"要且只要写一种规则：{'、'.join(dict.fromkeys([*PLAIN_WORDS, *readers]))}"
        quote = "、".join(written) or "（没有规则）"
        owner.reading.note(BAD_VALUE, found.place, where=owner.where, key="评分", quote=quote, wanted=wanted)
        return None
    return readers[written[0]](section)


def _bands(rule: Section) -> Bands | None:
    table = rule.section("分段", f"{rule.where}的分段")
    bands: list[Band] = []
    rest: Decimal | None = None
    for words, node in table.fields if table is not None else ():
        score = rule.reading.number(node.value) if isinstance(node, Text) else None
        band = read_band(words, score or Decimal(0), rule.reading.number)
        if score is None:
            rule.refuse(words, node, "要写这一档的得分")
        elif words == REST:
            rest = score
        elif band is None and table is not None:
            where = Text(words, table.fields.key_place(words))
            rule.refuse("分段", where, "一档写成 ≤10%、(10%, 20%]、＞30%、0 或“其余”")
        elif band is not None:
            bands.append(band)
    if rest is not None:
        bands += rest_of(bands, rest)
    return Bands(tuple(bands)) if bands else None


def _steps(rule: Section) -> Steps | None:
    steps = rule.section("按步扣分", f"{rule.where}的按步扣分", ("目标", "每低于", "每超过", "扣", "最低", "不足一步"))
    if steps is None:
        return None
    below = steps.node("每低于") is not None
    for key in ("目标", "每低于" if below else "每超过", "扣"):
        steps.require(key)
    incomplete = steps.word("不足一步", {word: word for word in ("按一步", "按比例", "不扣")}, "按一步")
    return Steps(
        goal=steps.number("目标"),
        step=steps.number("每低于" if below else "每超过", WHOLE),
        off=steps.number("扣"),
        direction="below" if below else "above",
        partial=incomplete == "按比例",
        floor=steps.number("最低"),
        begun_counts=incomplete == "按一步",
    )


def _proportion(rule: Section) -> Proportion | None:
    proportion = rule.section("按比例", f"{rule.where}的按比例", ("目标", "区间", "低于不得分"))
    if proportion is None:
        return None
    return Proportion(proportion.number("目标", WHOLE), read_range(proportion, "区间"), proportion.number("低于不得分"))


def _threshold(rule: Section) -> Threshold | None:
    words = rule.text("达标")
    band = read_band(words, WHOLE, rule.reading.number)
    otherwise: Literal["zero", "proportion"]
    otherwise = rule.word("未达标", {"不得分": "zero", "按比例": "proportion"}, "zero")
    match band:
        case Band(low=Decimal() as low, high=Decimal() as high) if low == high:
            return Threshold("=", low, otherwise)
        case Band(low=Decimal() as low, high=None, low_closed=closed):
            return Threshold(">=" if closed else ">", low, otherwise)
        case Band(low=None, high=Decimal() as high, high_closed=closed):
            return Threshold("<=" if closed else "<", high, otherwise)
    rule.refuse("达标", Text(words, rule.reading.place(*rule.path, "达标")), "要写成 ≤100%、≥95% 或 =0")
    return None


def _check_points(rule: Section) -> CheckPoints | None:
    table = rule.section("要点", f"{rule.where}的要点")
    if table is None:
        return None
    points = tuple(Point(text, table.number(text)) for text, _ in table.fields)
    return CheckPoints(points, rule.number("部分", Decimal("0.5")))


def _grades(rule: Section) -> Grades | None:
    table = rule.section("定性", f"{rule.where}的定性")
    if table is None:
        return None
    return Grades(tuple((word, table.number(word)) for word, _ in table.fields), rule.text("填报项"))


def _targets(rule: Section) -> WeightedTargets | None:
    targets = rule.section("目标完成", f"{rule.where}的目标完成", ("封顶", "区间"))
    return None if targets is None else WeightedTargets(targets.number("封顶", WHOLE), read_range(targets, "区间"))


def _projects(rule: Section) -> MeanOfProjects:
    return MeanOfProjects(rule.word("项目得分", {"平均": "equal", "按预算加权": "budget"}, "equal"))


def _parts(rule: Section) -> Parts | None:
    found = rule.node("分项")
    if not isinstance(found, Items):
        rule.refuse("分项", found or Text(""), "要写成列表，每项有名称、满分、评分")
        return None
    return Parts(tuple(_each_part(rule, found.items)))


def _each_part(rule: Section, items: tuple[Node, ...]) -> Iterator[Part]:
    for number, node in enumerate(items, start=1):
        path = (*rule.path, "分项", str(number))
        part = Section(
            rule.reading, node, path, f"{rule.where}第 {number} 个分项", ("名称", "满分", "公式", "显示", "评分")
        )
        for key in ("名称", "满分", "评分"):
            part.require(key)
        inner = read_rule(part)
        if isinstance(inner, Parts):
            part.refuse("评分", node, "分项里不能再有分项")
        elif inner is not None:
            display: Display = part.word("显示", DISPLAYS, default="") or ("percent" if part.text("公式") else "")
            yield Part(part.text("名称"), part.number("满分"), inner, part.text("公式"), display)
