"""A whole scheme read from its tree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS
from xlperf.scheme.model import Check, Grade, Grades, Question, Scheme
from xlperf.scheme.reading.fields import Reading, Section
from xlperf.scheme.reading.figures import (
    read_facts,
    read_parameters,
    read_questions,
    read_reference,
    read_tables,
)
from xlperf.scheme.reading.indicators import EFFECTS, read_indicators

if TYPE_CHECKING:
    from xlperf.scheme.model import Indicator, Parameter
    from xlperf.scheme.nodes import Node

HUNDRED: Final = Decimal(100)
TOP_KEYS: Final = (
    "指标体系",
    "名称",
    "满分",
    "制定机关",
    "年度",
    "依据",
    "待核",
    "金额单位",
    "表格标题",
    "沿用",
    "不适用时",
    "数据表",
    "数据项",
    "填报项",
    "参数",
    "指标",
    "检查",
    "等级",
)


def read_scheme(tree: Node, reading: Reading) -> Scheme:
    """Read a scheme; what cannot be read is noted in ``reading`` and left out."""
    top = Section(reading, tree, (), "指标体系", TOP_KEYS)
    for key in ("指标体系", "名称", "年度"):
        top.require(key)
    year = int(top.number("年度"))
    parameters = read_parameters(top)
    reading.numbers.update(parameter_values(parameters, year))
    indicators = read_indicators(reading, top.node("指标"))
    return Scheme(
        id=top.text("指标体系"),
        title=top.text("名称"),
        authority=top.text("制定机关"),
        year=year,
        reference=read_reference(top),
        indicators=indicators,
        tables=read_tables(top),
        facts=read_facts(top),
        questions=_with_grade_questions(read_questions(top), indicators),
        checks=_checks(top),
        parameters=parameters,
        grades=_grades(top),
        money_unit=top.word("金额单位", {unit: unit for unit in MONEY_UNITS}, "万元"),
        extends=top.text("沿用"),
        form_title=top.text("表格标题"),
        not_applicable=top.word("不适用时", EFFECTS, "full"),
        stated_full=top.number("满分", HUNDRED),
        places={node.id: reading.place("指标", node.id) for top in indicators for node in _all(top)},
    )


def parameter_values(parameters: dict[str, Parameter], year: int) -> dict[str, Decimal]:
    """Give the value of each parameter that holds at the end of a fiscal year."""
    last_day = date(min(max(year, 1), 9999), 12, 31)
    values = {name: parameter.on(last_day) for name, parameter in parameters.items()}
    return {name: value for name, value in values.items() if value is not None}


def _all(node: Indicator) -> list[Indicator]:
    return [node, *(inner for child in node.children for inner in _all(child))]


def _checks(top: Section) -> tuple[Check, ...]:
    return tuple(
        Check(
            id=name,
            text=check.text("说明", name),
            formula=check.text("公式"),
            severity=check.word("程度", {"必须修改": "error", "需说明": "warning", "提示": "hint"}, "error"),
            reference=read_reference(check),
        )
        for name, check in top.sections("检查", "检查", ("说明", "公式", "程度", "依据", "待核"))
    )


def _grades(top: Section) -> tuple[Grade, ...]:
    table = top.section("等级", "等级")
    grades = [Grade(name, table.number(name)) for name, _ in table.fields] if table is not None else []
    return tuple(sorted(grades, key=lambda grade: -grade.low))


def _with_grade_questions(asked: dict[str, Question], indicators: tuple[Indicator, ...]) -> dict[str, Question]:
    """Ask for the word of every graded indicator that has no question of its own."""
    questions = dict(asked)
    for leaf in (leaf for top in indicators for leaf in top.leaves()):
        if isinstance(leaf.rule, Grades):
            name = leaf.rule.question or leaf.name
            choices = tuple(word for word, _ in leaf.rule.grades)
            question = questions.get(name, Question(name, f"{leaf.name}属于哪一档", "choice", indicator=leaf.id))
            questions[name] = replace(question, type="choice", choices=question.choices or choices)
    return questions
