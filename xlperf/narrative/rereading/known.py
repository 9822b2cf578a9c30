"""What a report may state (已知): sentences that stand elsewhere word for word, and figures by their labels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS
from xlperf.narrative.context import date_words
from xlperf.narrative.outline import number
from xlperf.narrative.paragraphs import typed_paragraphs
from xlperf.narrative.rereading.reading import Quantity, bare
from xlperf.narrative.views import all_inputs, formula_words, table_name, wanted_words, with_unit
from xlperf.narrative.wording import clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from xlperf.answers import Answers, ProjectScore
    from xlperf.scheme.model import Indicator, Scheme
    from xlperf.scoring.result import GroupResult, IndicatorResult, Results, TargetResult

_DIGIT: Final = re.compile(r"\d|[①-⑳]")
TOTAL: Final = ("自评总分", "总分", "合计")
SHORTEST_ALONE: Final = 4
"""Characters from which on a typed text is known again without its name."""

SUBORDINATES: Final = "下属单位数量"


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure under a label: with which words before it, and what it must be."""

    cue: str
    """The last word of the kind before the number: 满分, 执行数; empty where the label itself leads to it."""
    value: Decimal
    """Money in 元, a rate as a rate."""
    quantity: Quantity


@dataclass(slots=True)
class Knowledge:
    """Everything that the report may say with figures."""

    phrases: set[str] = field(default_factory=set)
    """Folded sentences with digits that may stand anywhere."""
    by_section: dict[str, set[str]] = field(default_factory=dict)
    """Folded formulas and rules that may stand in the section of one indicator, by its name."""
    figures: dict[str, list[Stated]] = field(default_factory=dict)
    """Figures by folded label."""
    facts: dict[str, tuple[Decimal, Quantity]] = field(default_factory=dict)
    """Facts and typed figures by folded name, for differences and shares."""
    inputs: dict[str, set[str]] = field(default_factory=dict)
    """Folded names of an indicator's figures, by the indicator's folded name."""
    chosen: dict[str, set[str]] = field(default_factory=dict)
    """Folded names of the figures that the officer's own text takes, by the indicator's folded name."""
    nodes: set[str] = field(default_factory=set)
    """Folded names of all indicators."""
    codes: set[str] = field(default_factory=set)
    """Folded form numbers of the tables: 财决01-1表."""
    year: int = 0
    money_unit: str = "万元"

    def say(self, *texts: str) -> None:
        """Note sentences that may stand anywhere."""
        for text in texts:
            for line in typed_paragraphs(text):
                phrase = bare(clause(line))
                if len(phrase) >= 2 and _DIGIT.search(phrase):
                    self.phrases.add(phrase)

    def say_in(self, section: str, *texts: str) -> None:
        """Note formulas and rules of one indicator."""
        for text in texts:
            phrase = bare(clause(text))
            if _DIGIT.search(phrase):
                self.by_section.setdefault(bare(section), set()).add(phrase)

    def state(self, label: str, cue: str, value: Decimal | None, quantity: Quantity) -> None:
        """Note a figure under a label."""
        if value is not None and bare(label):
            self.figures.setdefault(bare(label), []).append(Stated(cue, value, quantity))


def knowledge(results: Results, answers: Answers, unit_name: str, own_words: Iterable[str]) -> Knowledge:
    """Gather what a report on these results may state."""
    known = Knowledge(year=results.scheme.year, money_unit=results.scheme.money_unit)
    known.say(unit_name, *own_words)
    _scheme_words(known, results.scheme)
    _numbering(known, results.scheme.indicators, 1)
    _facts(known, results)
    _answers(known, answers)
    for group in results.groups:
        _group(known, group)
    for result in results.indicators:
        _indicator(known, result)
    for label in TOTAL:
        for cue, value in (
            ("满分", results.full),
            ("得", results.total),
            ("", results.total),
            ("得", results.partial),
        ):
            known.state(label, cue, value, Quantity.MARK)
    if results.total is not None:
        known.state("共扣", "", results.full - results.total, Quantity.MARK)
    return known


def quantity_of(unit: str) -> Quantity:
    """Say what a figure in this unit counts."""
    if unit in MONEY_UNITS:
        return Quantity.MONEY
    return {"%": Quantity.RATE, "分": Quantity.MARK}.get(unit, Quantity.COUNT)


def _scheme_words(known: Knowledge, scheme: Scheme) -> None:
    known.say(scheme.title, scheme.form_title, scheme.authority, str(scheme.reference))
    for table in scheme.tables.values():
        known.say(*table.titles, *table.codes, table.id, table_name(scheme, table.id))
        known.codes.update(map(bare, (*table.codes, table.id)))
    known.say(*scheme.facts, *scheme.questions, *(scheme.parameters or {}))
    for node in _all_nodes(scheme.indicators):
        known.nodes.add(bare(node.name))
        known.say(node.name, node.criteria, node.definition, str(node.reference), *node.aliases, *node.evidence)
        known.say(*(point.text for point in node.points))
        if node.applicability is not None:
            known.say(node.applicability.words)


def _numbering(known: Knowledge, nodes: Sequence[Indicator], level: int) -> None:
    """Note the headings of the indicators with their numbers."""
    for position, node in enumerate(nodes, 1):
        known.phrases.add(bare(f"{number(level, position)}{node.name}"))
        _numbering(known, node.children, level + 1)


def _facts(known: Knowledge, results: Results) -> None:
    for name, fact in results.facts.items():
        if fact.value is not None:
            quantity = quantity_of(fact.unit)
            known.state(name, "", fact.value, quantity)
            known.facts[bare(name)] = (fact.value, quantity)


def _answers(known: Knowledge, answers: Answers) -> None:
    for name, typed in answers.values.items():
        known.say(typed.note)
        if isinstance(typed.value, str):
            _typed_words(known, name, typed.value)
        else:
            quantity = quantity_of(typed.unit)
            known.state(name, "", typed.value, quantity)
            known.facts[bare(name)] = (typed.value, quantity)
            if name == SUBORDINATES:
                known.state("所属下级预算单位数量", "", typed.value, quantity)
    for name, text in answers.texts.items():
        _typed_words(known, name, text)
    known.say(*answers.reasons.values(), *answers.not_applicable.values())
    known.say(*(point.note for point in answers.points.values()))
    known.say(*(override.reason for override in answers.overrides.values()))
    for task in answers.tasks:
        known.say(task.name, task.note)
    for project in answers.projects:
        _project(known, project)


def _typed_words(known: Knowledge, name: str, text: str) -> None:
    """Note a typed text as it is printed, with and without its name; a short one only with its name."""
    for words in {text.strip(), date_words(text.strip())}:
        known.say(f"{name}：{words}")
        if len(bare(words)) >= SHORTEST_ALONE:
            known.say(words)


def _project(known: Knowledge, project: ProjectScore) -> None:
    known.say(project.name, project.reason)
    rate = project.spent / project.budget if project.budget and project.spent is not None else None
    known.state(project.name, "预算数", project.budget, Quantity.MONEY)
    known.state(project.name, "执行数", project.spent, Quantity.MONEY)
    known.state(project.name, "执行率", rate, Quantity.RATE)
    known.state(project.name, "得", project.score, Quantity.MARK)


def _group(known: Knowledge, group: GroupResult) -> None:
    name = group.indicator.name
    for cue, value in (("满分", group.full), ("", group.full), ("满分", group.scored_full)):
        known.state(name, cue, value, Quantity.MARK)
    for score in (group.score, group.partial):
        known.state(name, "得", score, Quantity.MARK)


def _indicator(known: Knowledge, result: IndicatorResult) -> None:
    name = result.indicator.name
    known.say(result.reason)
    known.say_in(name, formula_words(result.indicator), result.formula_words, result.rule_words, result.next_step)
    _marks(known, name, result.indicator.full, result.score, result.computed_score)
    known.inputs[bare(name)] = {bare(part.name) for part in all_inputs(result)}
    _value(known, name, result.value, result.display)
    for part in result.parts:
        known.say(part.reason)
        known.say_in(name, formula_words(part.part), part.formula_words, f"{part.part.name}{part.rule_words}")
        _marks(known, part.part.name, part.part.mark, part.score)
        _value(known, part.part.name, part.value, part.display)
    for used in all_inputs(result):
        if used.value is not None and bare(used.name) not in known.facts:
            known.state(used.name, "", used.value, quantity_of(used.unit))
            known.facts[bare(used.name)] = (used.value, quantity_of(used.unit))
    for point in result.points:
        _marks(known, clause(point.point.text), point.point.mark, point.score)
    for target in result.targets:
        _target(known, name, target)
    for project in result.projects:
        _project(known, project)


def _marks(known: Knowledge, label: str, full: Decimal, score: Decimal | None, computed: Decimal | None = None) -> None:
    known.state(label, "满分", full, Quantity.MARK)
    known.state(label, "得", score, Quantity.MARK)
    known.state(label, "计", score, Quantity.MARK)
    known.state(label, "计算得", computed, Quantity.MARK)
    known.state(label, "扣", full - score if score is not None else None, Quantity.MARK)


def _value(known: Knowledge, label: str, value: Decimal | None, display: str) -> None:
    if value is None:
        return
    known.state(label, "", value, Quantity.RATE if display.endswith("%") else Quantity.COUNT)
    known.say_in(label, f"{label}为{display}", f"{label}{display}")


def _target(known: Knowledge, indicator: str, result: TargetResult) -> None:
    target = result.target
    known.say(target.name, target.reason)
    for cue, text in (
        ("目标值", wanted_words(target)),
        ("完成", with_unit(target.actual, target.unit)),
        ("完成值", with_unit(target.actual, target.unit)),
    ):
        for value, quantity in _typed_figures(text):
            known.state(target.name, cue, value, quantity)
    known.state(target.name, "完成率", result.completion, Quantity.RATE)
    _marks(known, target.name, result.full, result.score)
    known.inputs.setdefault(bare(indicator), set())


def _typed_figures(text: str) -> Iterator[tuple[Decimal, Quantity]]:
    """Read the figures of a target as typed: ≥95%, 10万件, 3月15日前."""
    from xlperf.narrative.rereading.reading import tokens

    for token in tokens(bare(text)):
        if token.quantity is Quantity.MONEY:
            yield token.value * MONEY_UNITS[token.unit], token.quantity
        else:
            yield (token.value / 100 if token.quantity is Quantity.RATE else token.value), token.quantity


def _all_nodes(nodes: Iterable[Indicator]) -> Iterator[Indicator]:
    for node in nodes:
        yield node
        yield from _all_nodes(node.children)
