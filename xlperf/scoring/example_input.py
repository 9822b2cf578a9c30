"""The input of an example: figures and answers as an officer would have them, read from its YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.amounts import is_dash
from xlperf.answers import Answers, Choice, KeyTask, Override, PointAnswer, ProjectScore, Target, TypedValue
from xlperf.facts import Fact, State
from xlperf.scheme.catalogue import BAD_VALUE, UNKNOWN_NAME
from xlperf.scheme.formula import base_name
from xlperf.scheme.nodes import Items, Text
from xlperf.scheme.reading.fields import Section, suggestion
from xlperf.scoring.rules.targets import written_figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from xlperf.scheme.model import Scheme
    from xlperf.scheme.nodes import Node

CHOICES: Final = {choice.value: choice for choice in Choice}


def example_facts(scheme: Scheme, example: Section) -> dict[str, Fact]:
    """Read 数据: figures by name as written (33.27万元, —, #REF!), nothing for a blank cell."""
    table = example.section("数据", f"{example.where}的数据")
    facts = {}
    for name, node in table.fields if table is not None else ():
        raw = node.value.strip() if isinstance(node, Text) else ""
        value = written_figure(raw)
        unit = scheme.units.get(base_name(name), "元")
        facts[name] = Fact(name, value, unit, str(scheme.year), _state(raw, value), raw=raw)
        _known(example, name, list(scheme.units), node)
    return facts


def _state(raw: str, value: Decimal | None) -> State:
    if value is not None:
        return State.VALUE if value else State.ZERO
    if not raw:
        return State.BLANK
    return State.DASH if is_dash(raw) else State.ERROR if raw.startswith("#") else State.TEXT


def _known(example: Section, name: str, known: list[str], node: Node) -> None:
    bare = base_name(name)
    if bare not in known:
        example.reading.note(
            UNKNOWN_NAME,
            node.place,
            name=name,
            what="名称",
            suggestion=suggestion(bare, known),
            hint="照指标体系里的名称写",
        )


def example_answers(scheme: Scheme, example: Section) -> Answers:
    """Read what the officer fills in: 填报, 要点, 目标, 项目, 重点工作, 不适用, 核定, 扣分原因."""
    return Answers(
        points={(point.indicator, point.point): point for point in _points(scheme, example)},
        values={name: TypedValue(name, _typed(text)) for name, text in _pairs(example, "填报")},
        overrides={override.indicator: override for override in _overrides(scheme, example)},
        reasons={indicator_id(scheme, example, name): text for name, text in _pairs(example, "扣分原因")},
        not_applicable={indicator_id(scheme, example, name): text for name, text in _pairs(example, "不适用")},
        targets=tuple(_targets(scheme, example)),
        projects=tuple(_projects(example)),
        tasks=tuple(KeyTask(name, _choice(example, text)) for name, text in _pairs(example, "重点工作")),
    )


def _typed(text: str) -> Decimal | str:
    number = written_figure(text)
    return text if number is None else number


def _pairs(example: Section, key: str) -> Iterator[tuple[str, str]]:
    table = example.section(key, f"{example.where}的{key}")
    for name, node in table.fields if table is not None else ():
        yield name, node.value.strip() if isinstance(node, Text) else ""


def _rows(example: Section, key: str, known: tuple[str, ...]) -> Iterator[Section]:
    found = example.node(key)
    for number, node in enumerate(found.items if isinstance(found, Items) else (), start=1):
        yield Section(example.reading, node, (*example.path, key, str(number)), f"{example.where}的{key}", known)


def indicator_id(scheme: Scheme, example: Section, name: str) -> str:
    """Give the id of an indicator written by its name or its id."""
    for leaf in scheme.leaves():
        if name in {leaf.id, leaf.name, *leaf.aliases}:
            return leaf.id
    names = [leaf.name for leaf in scheme.leaves()]
    _known(example, name, names, Text("", example.fields.place))
    return name


def _points(scheme: Scheme, example: Section) -> Iterator[PointAnswer]:
    """Read 要点: one word for all points of an indicator, or a list with one word for each."""
    table = example.section("要点", f"{example.where}的要点")
    for name, node in table.fields if table is not None else ():
        identity = indicator_id(scheme, example, name)
        words = [item.value for item in node.items if isinstance(item, Text)] if isinstance(node, Items) else []
        if isinstance(node, Text) and identity in scheme.places:
            words = [node.value] * len(scheme[identity].points)
        for number, word in enumerate(words, start=1):
            yield PointAnswer(identity, number, _choice(example, word))


def _choice(example: Section, word: str) -> Choice:
    if word not in CHOICES:
        wanted = f"只能写：{'、'.join(CHOICES)}"
        place = example.fields.place
        example.reading.note(BAD_VALUE, place, where=example.where, key="要点", quote=word, wanted=wanted)
    return CHOICES.get(word, Choice.NO)


def _overrides(scheme: Scheme, example: Section) -> Iterator[Override]:
    for row in _rows(example, "核定", ("指标", "得分", "理由")):
        yield Override(indicator_id(scheme, example, row.text("指标")), row.number("得分"), row.text("理由"))


def _targets(scheme: Scheme, example: Section) -> Iterator[Target]:
    for row in _rows(example, "目标", ("指标", "名称", "性质", "目标值", "单位", "完成值", "权重", "原因")):
        yield Target(
            indicator=indicator_id(scheme, example, row.text("指标")),
            name=row.text("名称"),
            nature=row.text("性质", "≥"),
            target=row.text("目标值"),
            unit=row.text("单位"),
            actual=row.text("完成值"),
            weight=row.number("权重") if row.text("权重") else None,
            reason=row.text("原因"),
        )


def _projects(example: Section) -> Iterator[ProjectScore]:
    for row in _rows(example, "项目", ("名称", "预算", "支出", "得分", "原因")):
        yield ProjectScore(
            name=row.text("名称"),
            budget=written_figure(row.text("预算")),
            spent=written_figure(row.text("支出")),
            score=row.number("得分") if row.text("得分") else None,
            reason=row.text("原因"),
        )
