"""The tree of indicators (指标) read from a scheme's tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from xlperf.scheme.catalogue import DUPLICATE_NAME
from xlperf.scheme.model import Applicability, Indicator, Parts
from xlperf.scheme.nodes import Fields, Items, Node, Text
from xlperf.scheme.reading.fields import Section
from xlperf.scheme.reading.figures import read_reference
from xlperf.scheme.reading.rules import DISPLAYS, read_rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlperf.scheme.reading.fields import Reading

INDICATOR_KEYS: Final = (
    "名称",
    "编号",
    "别名",
    "满分",
    "下级",
    "公式",
    "显示",
    "评分",
    "评分标准",
    "解释",
    "依据",
    "待核",
    "佐证",
    "不适用",
    "模板",
    "期间",
)
EFFECTS: Final[Mapping[str, Literal["full", "rescale"]]] = {"按分值得分": "full", "重新折算": "rescale"}
MAX_LEVELS: Final = 6


def read_indicators(reading: Reading, node: Node | None) -> tuple[Indicator, ...]:
    """Read 指标: a list of indicators, each with 下级 or with a rule."""
    return _children(reading, node, set(), 1)


def _children(reading: Reading, node: Node | None, seen: set[str], level: int) -> tuple[Indicator, ...]:
    items = node.items if isinstance(node, Items) and level <= MAX_LEVELS else ()
    return tuple(_indicator(reading, item, seen, level) for item in items)


def _indicator(reading: Reading, node: Node, seen: set[str], level: int) -> Indicator:
    name = _written(node, "名称") or "（没有名称）"
    identity = _written(node, "编号") or name
    section = Section(reading, node, ("指标", identity), f"指标“{name}”", INDICATOR_KEYS)
    for key in ("名称", "编号", "满分"):
        section.require(key)
    if identity in seen:
        reading.note(DUPLICATE_NAME, section.reading.place(*section.path, "编号"), what="指标编号", subject=identity)
    seen.add(identity)
    rule = read_rule(section)
    display = section.word("显示", DISPLAYS, default="")
    below = section.node("下级")
    if below is not None and not isinstance(below, Items):
        section.refuse("下级", below, "要写成列表，每个下级指标以“- 名称:”开头")
    return Indicator(
        id=identity,
        name=name,
        full=section.number("满分"),
        children=_children(reading, below, seen, level + 1),
        aliases=section.texts("别名"),
        rule=rule,
        formula=section.text("公式"),
        display=display or ("percent" if section.text("公式") or isinstance(rule, Parts) else ""),
        criteria=section.text("评分标准"),
        definition=section.text("解释"),
        reference=read_reference(section),
        evidence=section.texts("佐证"),
        applicability=_applicability(section),
        narrative=section.text("模板"),
        period=section.word("期间", {"年度": "year", "月度": "month"}, "year"),
    )


def _written(node: Node, key: str) -> str:
    found = node.get(key) if isinstance(node, Fields) else None
    return found.value.strip() if isinstance(found, Text) else ""


def _applicability(section: Section) -> Applicability | None:
    written = section.section("不适用", f"{section.where}的不适用", ("处理", "条件", "说明"))
    if written is None:
        return None
    effect: Literal["full", "rescale"] = written.word("处理", EFFECTS, "full")
    return Applicability(effect, written.text("条件"), written.text("说明"))
