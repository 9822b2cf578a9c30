"""One rule applied to one unit: the rate with its inputs and words, and what the rule gives for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.amounts import plain, round_half_up
from xlperf.scheme.formula import Evaluation, Undefined
from xlperf.scheme.model import (
    Bands,
    CheckPoints,
    Grades,
    MeanOfProjects,
    Part,
    Parts,
    Proportion,
    Steps,
    Threshold,
    Typed,
    WeightedTargets,
)
from xlperf.scoring.result import PartResult
from xlperf.scoring.rules import Outcome, ValueRule, edges_of, score_by_value
from xlperf.scoring.rules.check_points import score_points
from xlperf.scoring.rules.grades import score_grade
from xlperf.scoring.rules.outcome import rounded_score
from xlperf.scoring.rules.projects import mean_score, score_projects
from xlperf.scoring.rules.targets import score_targets
from xlperf.scoring.writing import work_out

if TYPE_CHECKING:
    from xlperf.answers import ProjectScore
    from xlperf.scheme.model import Indicator
    from xlperf.scoring.inputs import Figures
    from xlperf.scoring.result import Input, PointResult, TargetResult

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a rule gives, and all that explains it."""

    score: Decimal | None = None
    undefined: Undefined | None = None
    """Why there is no score."""
    value: Decimal | None = None
    display: str = ""
    inputs: tuple[Input, ...] = ()
    formula_words: str = ""
    rule_words: str = ""
    next_step: str = ""
    points: tuple[PointResult, ...] = ()
    targets: tuple[TargetResult, ...] = ()
    parts: tuple[PartResult, ...] = ()
    projects: tuple[ProjectScore, ...] = ()
    trace: Evaluation | None = None

    def with_outcome(self, outcome: Outcome) -> Assessment:
        """Add what a rule says about the value."""
        return replace(self, score=outcome.score, rule_words=outcome.words, next_step=outcome.next_step)


def assess(leaf: Indicator, figures: Figures) -> Assessment:
    """Apply an indicator's rule."""
    if isinstance(leaf.rule, Parts):
        return _assess_parts(leaf, leaf.rule, figures)
    whole = Part(leaf.name, leaf.full, leaf.rule or Typed(), leaf.formula, leaf.display)
    return _assess_part(whole, leaf.id, figures)


def _assess_part(part: Part, indicator: str, figures: Figures, first_point: int = 1) -> Assessment:
    rule = part.rule
    if isinstance(rule, Bands | Steps | Proportion | Threshold):
        return _by_value(part, rule, figures)
    if isinstance(rule, CheckPoints):
        return _by_points(score_points(rule, indicator, figures.answers.points, first_point))
    if isinstance(rule, WeightedTargets):
        targets = [target for target in figures.answers.targets if target.indicator == indicator]
        return _by_targets(score_targets(rule, part.mark, targets))
    if isinstance(rule, MeanOfProjects):
        return _by_projects(rule, part.mark, figures.answers.projects)
    if isinstance(rule, Grades):
        return _by_grade(rule, part.mark, rule.question or part.name, figures)
    return Assessment(undefined=Undefined("由填报人评分，还没有填得分"))


def _by_value(part: Part, rule: ValueRule, figures: Figures) -> Assessment:
    worked = work_out(part.formula, part.display, figures, edges_of(rule))
    got = Assessment(
        undefined=worked.undefined,
        value=worked.value,
        display=worked.display,
        inputs=worked.inputs,
        formula_words=worked.words,
        trace=worked.trace,
    )
    if worked.value is None:
        return got
    return got.with_outcome(score_by_value(rule, part.mark, worked.value, percent=part.display == "percent"))


def _by_points(points: tuple[PointResult, ...]) -> Assessment:
    unanswered = [str(result.number) for result in points if result.answer is None]
    if unanswered:
        missing = "还没有填各要点" if len(unanswered) == len(points) else f"还没有填第 {'、'.join(unanswered)} 个要点"
        return Assessment(undefined=Undefined(missing), points=points)
    score = rounded_score(sum((result.score or NOTHING for result in points), NOTHING))
    unmet = [(result, result.point.mark - (result.score or NOTHING)) for result in points]
    unmet = [(result, short) for result, short in unmet if short > 0]
    words = (
        f"{len(points)} 个要点中 {len(points) - len(unmet)} 个完全符合" if unmet else f"{len(points)} 个要点全部符合"
    )
    step = "；".join(f"第 {result.number} 点“{result.point.text}”再得 {plain(short)} 分" for result, short in unmet)
    return Assessment(score, rule_words=f"{words}，得 {plain(score)} 分", next_step=step, points=points)


def _by_targets(targets: tuple[TargetResult, ...]) -> Assessment:
    if not targets:
        return Assessment(undefined=Undefined("还没有填绩效目标及实际完成值"))
    undefined = next((result.undefined for result in targets if result.undefined is not None), None)
    if undefined is not None:
        return Assessment(undefined=undefined, targets=targets)
    score = rounded_score(sum((result.score or NOTHING for result in targets), NOTHING))
    short = [(result.target.name, result.full - (result.score or NOTHING)) for result in targets]
    short = [(name, marks) for name, marks in short if marks > 0]
    words = f"{len(targets)} 项目标中 {len(targets) - len(short)} 项完成" if short else f"{len(targets)} 项目标全部完成"
    step = "；".join(f"“{name}”完成目标再得 {plain(marks)} 分" for name, marks in short)
    return Assessment(score, rule_words=f"{words}，得 {plain(score)} 分", next_step=step, targets=targets)


def _by_projects(rule: MeanOfProjects, full: Decimal, projects: tuple[ProjectScore, ...]) -> Assessment:
    mean = mean_score(rule, projects)
    if isinstance(mean, Undefined):
        return Assessment(undefined=mean, projects=projects)
    shown = plain(round_half_up(mean, 2))
    scores = " + ".join(plain(project.score or NOTHING) for project in projects)
    words = f"({scores}) ÷ {len(projects)} = {shown}" if rule.weight == "equal" else f"按预算加权平均 = {shown}"
    got = Assessment(value=mean, display=shown, formula_words=words, projects=projects)
    return got.with_outcome(score_projects(full, mean))


def _by_grade(rule: Grades, full: Decimal, question: str, figures: Figures) -> Assessment:
    typed = figures.answers.values.get(question)
    if typed is None:
        return Assessment(undefined=Undefined(f"还没有填“{question}”属于哪一档", name=question))
    word = str(typed.value).strip()
    outcome = score_grade(rule, full, word)
    undefined = Undefined(outcome.words, "unusable", question) if outcome.score is None else None
    return Assessment(undefined=undefined, display=word, inputs=(figures.input(question),)).with_outcome(outcome)


def _assess_parts(leaf: Indicator, rule: Parts, figures: Figures) -> Assessment:
    got: list[Assessment] = []
    for part in rule.parts:
        answered = sum(len(earlier.points) for earlier in got)
        got.append(_assess_part(part, leaf.id, figures, first_point=answered + 1))
    named = list(zip(rule.parts, got, strict=True))
    scores = [inner.score for inner in got if inner.score is not None]
    return Assessment(
        score=rounded_score(sum(scores, NOTHING)) if len(scores) == len(got) else None,
        undefined=next((inner.undefined for inner in got if inner.undefined is not None), None),
        display="；".join(inner.display for inner in got if inner.display),
        inputs=tuple({item.name: item for inner in got for item in inner.inputs}.values()),
        formula_words="；".join(f"{part.name}：{inner.formula_words}" for part, inner in named if inner.formula_words),
        rule_words="；".join(f"{part.name}{inner.rule_words}" for part, inner in named if inner.rule_words),
        next_step="；".join(f"{part.name}{inner.next_step}" for part, inner in named if inner.next_step),
        points=tuple(point for inner in got for point in inner.points),
        targets=tuple(target for inner in got for target in inner.targets),
        parts=tuple(_part_result(part, inner) for part, inner in named),
    )


def _part_result(part: Part, got: Assessment) -> PartResult:
    return PartResult(
        part=part,
        score=got.score,
        value=got.value,
        display=got.display,
        inputs=got.inputs,
        formula_words=got.formula_words,
        rule_words=got.rule_words,
        next_step=got.next_step,
        reason=got.undefined.reason if got.undefined is not None else "",
        trace=got.trace,
    )
