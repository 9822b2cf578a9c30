"""The example unit in memory, and results bent into every state that a text must be able to tell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from xlperf.answers import Answers, Choice
from xlperf.resources import workbooks
from xlperf.scoring.result import Results, Status

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from xlperf.scoring.result import GroupResult, IndicatorResult

ROOT = Path(__file__).resolve().parents[2]
UNIT = "示例区政务服务数据管理局"
STATES = ("full", "deducted with a reason", "deducted without", "not applicable", "missing", "overridden")


@cache
def example() -> tuple[Results, Answers]:
    """The example unit, read and scored."""
    from xlperf.material import gather
    from xlperf.scoring import score
    from xlperf.unit import open_unit

    material = gather(open_unit(workbooks() / UNIT), "")
    return score(material.scheme, material.facts, material.answers), material.answers


def bent(result: IndicatorResult, state: str) -> IndicatorResult:
    """Put one result into a state, as scoring would leave it."""
    full = result.indicator.full
    low = full / 2
    match state:
        case "full":
            return replace(result, score=full, reason="")
        case "deducted with a reason":
            return replace(_points_lost(result), score=low, computed_score=low, reason="佐证材料收集不全，已督促补齐。")
        case "deducted without":
            return replace(_points_lost(result), score=low, computed_score=low, reason="")
        case "not applicable":
            reason = "本年度没有发生此项业务"
            return replace(result, status=Status.NOT_APPLICABLE, score=full, value=None, display="", reason=reason)
        case "overridden":
            reason = "按审计意见调整"
            return replace(result, status=Status.OVERRIDDEN, score=low, computed_score=full, reason=reason)
    return replace(
        result,
        status=Status.MISSING,
        score=None,
        computed_score=None,
        value=None,
        display="",
        formula_words="",
        rule_words="",
        reason="缺少计算所需的数据",
        inputs=tuple(replace(part, value=None, fact=None, answer=None) for part in result.inputs),
        points=tuple(replace(point, answer=None, score=None) for point in result.points),
        targets=tuple(replace(target, score=None, completion=None) for target in result.targets),
        parts=tuple(
            replace(part, score=None, value=None, display="", formula_words="", rule_words="") for part in result.parts
        ),
    )


def _points_lost(result: IndicatorResult) -> IndicatorResult:
    """Let the first check point be met in part and the last not at all."""
    points = list(result.points)
    for position, choice in ((0, Choice.PARTLY), (-1, Choice.NO)):
        if points and (answer := points[position].answer) is not None:
            answer = replace(answer, choice=choice, note="制度尚未修订")
            points[position] = replace(points[position], answer=answer, score=Decimal(0))
    targets = tuple(
        replace(target, completion=Decimal("0.9"), score=target.full * Decimal("0.9")) for target in result.targets
    )
    return replace(result, points=tuple(points), targets=targets)


def with_states(results: Results, states: dict[str, str]) -> Results:
    """Bend several results and add the form up again."""
    indicators = tuple(
        bent(result, states[result.indicator.id]) if result.indicator.id in states else result
        for result in results.indicators
    )
    groups = tuple(_summed(group, indicators) for group in results.groups)
    known = [result.score for result in indicators if result.score is not None]
    total = sum(known, Decimal(0)) if len(known) == len(indicators) else None
    partial = sum(known, Decimal(0))
    grade = results.grade if total is not None else ""
    return replace(results, indicators=indicators, groups=groups, total=total, partial=partial, grade=grade)


def _summed(group: GroupResult, indicators: tuple[IndicatorResult, ...]) -> GroupResult:
    below = [result for result in indicators if result.path[: len(group.path)] == group.path]
    scored = [result for result in below if result.score is not None]
    partial = sum((result.score for result in scored if result.score is not None), Decimal(0))
    return replace(
        group,
        score=partial if len(scored) == len(below) else None,
        partial=partial,
        scored_full=sum((result.full for result in scored), Decimal(0)),
    )


def no_facts(results: Results) -> Results:
    """The same form where no table was found at all."""
    everything = {result.indicator.id: "missing" for result in results.indicators}
    return replace(with_states(results, everything), facts={})


def word_paragraphs(document: WordDocument) -> list[Paragraph]:
    """All paragraphs outside tables, also those inside content controls, which python-docx passes over."""
    body = document.element.body
    return [Paragraph(p, document) for p in body.iter(qn("w:p")) if p.getparent().tag != qn("w:tc")]


def word_tables(document: WordDocument) -> list[Table]:
    """All tables, also those inside content controls."""
    return [Table(table, document) for table in document.element.body.iter(qn("w:tbl"))]
