"""Why a score is what it is: score ← rule ← rate ← inputs ← file, sheet, cell, as a tree of sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlperf.amounts import money_text, percent_text, plain
from xlperf.scheme.formula import in_words, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.answers import PointAnswer
    from xlperf.facts import Fact
    from xlperf.findings import Place
    from xlperf.scoring.result import IndicatorResult, Input, PartResult, PointResult, Results, TargetResult


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence, and the sentences that it rests on (依据)."""

    text: str
    because: tuple[Explanation, ...] = ()

    def lines(self, indent: int = 0) -> Iterator[str]:
        """Write the tree out, two blanks for each level."""
        yield f"{'  ' * indent}{self.text}"
        for inner in self.because:
            yield from inner.lines(indent + 1)


def explain(results: Results, indicator_id: str) -> Explanation:
    """Explain an indicator's score down to the cells. Raises KeyError for an id that the scheme does not have."""
    result = results[indicator_id]
    unit = results.scheme.money_unit
    shown = f"得 {plain(result.score)} 分" if result.score is not None else "还没有得分"
    head = f"{' › '.join(result.path)}：满分 {plain(result.full)} 分，{shown}（{result.status.chinese}）"
    return Explanation(head, tuple(_reasons(result, unit)))


def _reasons(result: IndicatorResult, unit: str) -> Iterator[Explanation]:
    indicator = result.indicator
    if result.reason:
        yield Explanation(f"原因：{result.reason}")
    if result.computed_score is not None and result.computed_score != result.score:
        yield Explanation(f"按规则应得 {plain(result.computed_score)} 分")
    if result.rule_words:
        below = [Explanation(f"评分标准：{indicator.criteria}")] if indicator.criteria else []
        below.append(Explanation(f"依据：{indicator.reference}"))
        yield Explanation(f"规则：{result.rule_words}", tuple(below))
    if result.next_step:
        yield Explanation(f"再进一步：{result.next_step}")
    if result.parts:
        yield from (_of_part(part, unit) for part in result.parts)
    else:
        yield from _of_formula(result, indicator.formula, indicator.display, unit)
    yield from map(_of_point, result.points)
    yield from map(_of_target, result.targets)
    for project in result.projects:
        score = f"{plain(project.score)} 分" if project.score is not None else "还没有得分"
        yield Explanation(f"项目“{project.name}”：{score}{_at(project.place)}")


def _of_formula(result: IndicatorResult | PartResult, formula: str, display: str, unit: str) -> Iterator[Explanation]:
    inputs = tuple(_of_input(item, unit) for item in result.inputs)
    if not result.formula_words:
        yield from inputs
        return
    named = f"公式：{in_words(parse(formula), percent=display == 'percent')}" if formula else ""
    yield Explanation(f"计算：{result.formula_words}", (Explanation(named, inputs),) if named else ())


def _of_part(result: PartResult, unit: str) -> Explanation:
    shown = f"得 {plain(result.score)} 分" if result.score is not None else f"没有得分：{result.reason}"
    rule = (Explanation(f"规则：{result.rule_words}"),) if result.rule_words else ()
    head = f"分项“{result.part.name}”（{plain(result.part.mark)} 分）：{shown}"
    return Explanation(head, (*rule, *_of_formula(result, result.part.formula, result.part.display, unit)))


def _of_input(item: Input, unit: str) -> Explanation:
    if item.value is None:
        return Explanation(f"{item.name}：没有数", _sources(item))
    if item.unit == "元":
        shown = f"{money_text(item.value, unit)} {unit}"
        exact = f"（{plain(item.value)} 元）" if unit != "元" else ""
        return Explanation(f"{item.name} = {shown}{exact}", _sources(item))
    shown = percent_text(item.value) if item.unit == "%" else f"{plain(item.value)} {item.unit}".strip()
    return Explanation(f"{item.name} = {shown}", _sources(item))


def _sources(item: Input) -> tuple[Explanation, ...]:
    if item.fact is not None and (item.fact.source is not None or item.value is None):
        return (Explanation(_of_fact(item.fact)),)
    if item.answer is not None:
        return (Explanation(f"填报{_at(item.answer.place)}"),)
    return ()


def _of_fact(fact: Fact) -> str:
    if fact.source is None:
        return fact.state.chinese
    source = fact.source
    labels = "，".join(words for words in (source.table, source.row_label, source.column_label) if words)
    shown = f"，原表显示“{fact.raw}”" if fact.raw else ""
    return f"{source.file} › {source.sheet}!{source.cell}（{labels}{shown}）"


def _of_point(result: PointResult) -> Explanation:
    answer = result.answer
    shown = (
        "还没有填" if answer is None else f"{answer.choice.value}，得 {plain(result.score or result.point.mark * 0)} 分"
    )
    head = f"要点 {result.number}（{plain(result.point.mark)} 分）{result.point.text}：{shown}"
    return Explanation(head, _note(answer))


def _note(answer: PointAnswer | None) -> tuple[Explanation, ...]:
    if answer is None:
        return ()
    words = f"{answer.note}{_at(answer.place)}"
    return (Explanation(words),) if words else ()


def _of_target(result: TargetResult) -> Explanation:
    target = result.target
    head = f"目标“{target.name}”{target.nature} {target.target}{target.unit}，完成 {target.actual or '（没有填）'}"
    if result.completion is None or result.score is None:
        return Explanation(f"{head}：{result.undefined.reason if result.undefined else '没有得分'}")
    earned = f"完成率 {percent_text(result.completion)}，{plain(result.full)} 分得 {plain(result.score)} 分"
    return Explanation(f"{head}：{earned}{_at(target.place)}")


def _at(place: Place) -> str:
    return f"（{place}）" if str(place) else ""
