"""What a unit's folder knows (已知数据): figures of tables, answers, rates and scores, each with its cell."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from xlperf.facts import Fact, Source, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from xlperf.answers import Answers, ProjectScore
    from xlperf.findings import Place
    from xlperf.material import Material
    from xlperf.scheme.model import Scheme
    from xlperf.scoring.result import IndicatorResult, PartResult, Results
    from xlperf.source.scoring_sheet import ScoringSheet


def figures_of_unit(folder: Path) -> tuple[Fact, ...]:
    """Read and score a unit, and give every figure that its report may quote.

    Raises:
        XlperfError: the folder is no unit, or its files cannot be read.
    """
    from xlperf.pipeline import assess, quiet
    from xlperf.unit import open_unit

    material, results, _ = assess(open_unit(folder), "", quiet)
    return (
        *material.facts.values(),
        *_of_answers(material.answers, material.period),
        *_of_results(material, results),
    )


def rates_of(scheme: Scheme, facts: Mapping[str, Fact]) -> Iterator[Fact]:
    """Give the rates of a scheme that follow from the tables alone."""
    from xlperf.answers import Answers
    from xlperf.scoring import score

    period = next((fact.period for fact in facts.values() if fact.period), "")
    for result in score(scheme, facts, Answers()).indicators:
        yield from _rate(result.indicator.name, result, period)
        for part in result.parts:
            yield from _rate(part.part.name, part, period)


def figures_of_scoring(sheet: ScoringSheet) -> Iterator[Fact]:
    """Give the full marks and scores that a scoring workbook states."""
    for node in sheet.indicators:
        if node.full is not None and node.full_cell:
            yield _mark(node.name, node.full, "满分", _in_sheet(sheet, node.full_cell))
        score = _figure(sheet.grid.value(*node.score_cell)) if node.score_cell else None
        if score is not None and node.score_cell:
            yield _mark(node.name, score, "得分", _in_sheet(sheet, node.score_cell))


def _in_sheet(sheet: ScoringSheet, cell: tuple[int, int]) -> Source:
    from xlperf.source.grid import a1

    return Source(sheet.grid.file, sheet.grid.sha256, sheet.grid.sheet, a1(*cell))


def _of_answers(answers: Answers, period: str) -> Iterator[Fact]:
    for typed in answers.values.values():
        if isinstance(typed.value, Decimal):
            yield _fact(typed.id, typed.value, typed.unit, period, typed.place)
    for target in answers.targets:
        for words, column in ((target.actual, "实际完成值"), (target.target, "年度目标值")):
            value = _figure(words)
            if value is not None:
                value = value / 100 if target.unit == "%" else value
                yield _fact(target.name, value, target.unit, period, target.place, column)
    for project in answers.projects:
        yield from _of_project(project, period)


def _of_project(project: ProjectScore, period: str) -> Iterator[Fact]:
    for value, column in ((project.budget, "全年预算数"), (project.spent, "全年执行数")):
        if value is not None:
            yield _fact(project.name, value, "元", period, project.place, column)
    if project.budget and project.spent is not None:
        yield _fact(project.name, project.spent / project.budget, "%", period, project.place, "执行率")


def _of_results(material: Material, results: Results) -> Iterator[Fact]:
    """Give the rates and scores that follow from tables and answers; a rate names the cell of its first figure."""
    leaves = {leaf.key: leaf for leaf in material.form.indicators} if material.form else {}
    for result in results.indicators:
        yield from _rate(result.indicator.name, result, material.period)
        for part in result.parts:
            yield from _rate(part.part.name, part, material.period)
        yield from _of_inputs(result, material.period)
    for name, full, score in _marks(results):
        leaf = leaves.get(_key(name))
        cells = (leaf.full_cell, leaf.score_cell) if leaf else (None, None)
        for value, column, cell in zip((full, score), ("满分", "得分"), cells, strict=True):
            source = _in_sheet(material.form, cell) if material.form and cell else Source("评分结果", "", "", "")
            if value is not None:
                yield _mark(name, value, column, source)


def _rate(name: str, scored: IndicatorResult | PartResult, period: str) -> Iterator[Fact]:
    """Give a rate with the cell of the first figure that went into it."""
    if scored.value is not None and scored.display.endswith("%"):
        first = next((given.fact.source for given in scored.inputs if given.fact and given.fact.source), None)
        cell = Source(first.file, first.sha256, first.sheet, first.cell) if first else None
        yield Fact(name, scored.value, "%", period, State.VALUE, cell)


def _of_inputs(result: IndicatorResult, period: str) -> Iterator[Fact]:
    """Give the figures that went into an indicator, and how many check points and targets it has."""
    for given in result.inputs:
        if given.value is not None and given.fact is None:
            place = given.answer.place if given.answer else None
            source = Source(place.file, "", place.sheet, place.cell) if place else None
            yield Fact(given.name, given.value, given.unit, period, State.VALUE, source)
    for counted, words in ((result.points, "要点"), (result.targets, "指标")):
        if counted:
            yield Fact(f"{result.indicator.name}{words}", Decimal(len(counted)), "", period, State.VALUE)


def _marks(results: Results) -> Iterable[tuple[str, Decimal, Decimal | None]]:
    yield from ((group.indicator.name, group.full, group.score) for group in results.groups)
    yield from ((one.indicator.name, one.full, one.score) for one in results.indicators)


def _key(name: str) -> str:
    from xlperf.source.indicator_labels import label_key

    return label_key(name)


def _mark(name: str, value: Decimal, column: str, source: Source) -> Fact:
    told = Source(source.file, source.sha256, source.sheet, source.cell, column_label=column)
    return Fact(name, value, "分", "", State.VALUE, told)


def _fact(name: str, value: Decimal, unit: str, period: str, place: Place, column: str = "") -> Fact:  # noqa: PLR0913, PLR0917 - what a fact is made of
    source = Source(place.file, "", place.sheet, place.cell, column_label=column)
    return Fact(name, value, unit, period, State.VALUE, source)


def _figure(value: object) -> Decimal | None:
    """Read a figure; None for words."""
    try:
        return Decimal(str(value).strip().removesuffix("分").removesuffix("%")) if value not in (None, "") else None
    except InvalidOperation:
        return None
