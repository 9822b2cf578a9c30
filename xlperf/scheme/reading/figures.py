"""Tables, facts, questions and parameters of a scheme (数据表、数据项、填报项、参数) read from its tree."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.scheme.model import FactSpec, Location, Parameter, Question, Reference, TableSpec
from xlperf.scheme.nodes import Fields, Items, Text
from xlperf.scheme.reading.fields import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCATION_KEYS: Final = ("表", "行", "栏", "上级", "取负")
FACT_KEYS: Final = ("单位", "位置", "公式", "空白", "期间", "说明")
QUESTION_KEYS: Final = ("问", "类型", "单位", "选项", "说明", "必填", "指标", "章节", "范围")
HEADING_SEPARATOR: Final = ">"
"""Between the levels of a heading: 决算数 > 小计."""


def read_reference(section: Section) -> Reference:
    """Read 依据 and 待核; 待核 names what is not confirmed, or says 是 for the whole."""
    pending = section.text("待核")
    return Reference(section.text("依据"), confirmed=not pending, pending="" if pending == "是" else pending)


def read_tables(top: Section) -> dict[str, TableSpec]:
    """Read 数据表: how each official table is recognised."""
    return {
        name: TableSpec(name, table.texts("标题"), table.texts("表号"), table.texts("行"))
        for name, table in top.sections("数据表", "数据表", ("标题", "表号", "行"))
    }


def read_facts(top: Section) -> dict[str, FactSpec]:
    """Read 数据项: unit and places of each figure."""
    return {
        name: FactSpec(
            id=name,
            unit=fact.text("单位", "元"),
            locations=tuple(_locations(fact)),
            blank=fact.word("空白", {"缺": "missing", "作零": "zero"}, "missing"),
            period=fact.word("期间", {"本年": "year", "上年": "prior", "本月": "month"}, "year"),
            note=fact.text("说明"),
            formula=fact.text("公式"),
        )
        for name, fact in top.sections("数据项", "数据项", FACT_KEYS)
    }


def _locations(fact: Section) -> Iterator[Location]:
    found = fact.node("位置")
    nodes = found.items if isinstance(found, Items) else (found,) if found is not None else ()
    for number, node in enumerate(nodes, start=1):
        place = Section(fact.reading, node, (*fact.path, "位置", str(number)), f"{fact.where}的位置", LOCATION_KEYS)
        for key in ("表", "行", "栏"):
            place.require(key)
        yield Location(
            table=place.text("表"),
            row=place.texts("行"),
            column=tuple(
                tuple(part.strip() for part in words.replace("＞", HEADING_SEPARATOR).split(HEADING_SEPARATOR))
                for words in place.texts("栏")
            ),
            within=place.texts("上级"),
            sign=place.word("取负", {"是": -1, "否": 1}, 1),
        )


def read_questions(top: Section) -> dict[str, Question]:
    """Read 填报项: what is asked of the officer."""
    return {name: _question(name, question) for name, question in top.sections("填报项", "填报项", QUESTION_KEYS)}


def _question(name: str, question: Section) -> Question:
    low, high = read_range(question) or (Decimal(0), None)
    return Question(
        id=name,
        prompt=question.text("问", name),
        type=question.word("类型", {"数": "number", "文字": "text", "选择": "choice"}, "number"),
        unit=question.text("单位"),
        choices=question.texts("选项"),
        help=question.text("说明"),
        required=question.word("必填", {"是": True, "否": False}, default=True),
        indicator=question.text("指标"),
        section=question.text("章节"),
        low=low,
        high=high,
    )


def read_range(section: Section, key: str = "范围") -> tuple[Decimal, Decimal] | None:
    """Read two ends, the lesser first: [70%, 130%]; None where nothing is written."""
    found = section.node(key)
    if found is None:
        return None
    items = found.items if isinstance(found, Items) else ()
    ends = [section.reading.number(item.value) if isinstance(item, Text) else None for item in items]
    match ends:
        case [Decimal() as low, Decimal() as high] if low <= high:
            return low, high
    section.refuse(key, found, "要写成 [70%, 130%]，小的在前")
    return None


def read_parameters(top: Section) -> dict[str, Parameter]:
    """Read 参数: dated yardsticks, a line for each day from which a value holds."""
    return {
        name: Parameter(name, parameter.text("单位"), _dated_values(parameter), read_reference(parameter))
        for name, parameter in top.sections("参数", "参数", ("单位", "值", "依据", "待核"))
    }


def _dated_values(parameter: Section) -> tuple[tuple[date, Decimal], ...]:
    parameter.require("值")
    values = parameter.section("值", f"{parameter.where}的值")
    dated = []
    for day, node in values.fields if values is not None else Fields({}):
        since = _date(day)
        value = parameter.reading.number(node.value) if isinstance(node, Text) else None
        if since is None or value is None:
            parameter.refuse("值", node, f"每行写成“2023-01-01: 30%”，这一行是“{day}”")
        else:
            dated.append((since, value))
    return tuple(sorted(dated))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
