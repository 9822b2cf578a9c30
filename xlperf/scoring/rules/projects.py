"""Full mark × mean project score ÷ 100 (项目得分平均)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain, round_half_up
from xlperf.scheme.formula.evaluating import Undefined
from xlperf.scoring.rules.outcome import Outcome, earns, rounded_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.answers import ProjectScore
    from xlperf.scheme.model import MeanOfProjects

BEST: Final = Decimal(100)


def mean_score(rule: MeanOfProjects, projects: Sequence[ProjectScore]) -> Decimal | Undefined:
    """Give the mean of the projects' scores, plain or weighted by budget; or why there is none."""
    if not projects:
        return Undefined("还没有填项目自评得分", name="项目")
    weights = []
    for project in projects:
        if project.score is None:
            return Undefined(f"项目“{project.name}”还没有自评得分", name=project.name)
        if not 0 <= project.score <= BEST:
            reason = f"项目“{project.name}”的自评得分 {plain(project.score)} 不在 0 与 100 之间"
            return Undefined(reason, "unusable", project.name)
        if rule.weight == "budget" and (project.budget is None or project.budget < 0):
            return Undefined(f"项目“{project.name}”没有全年预算数，不能按预算加权", name=project.name)
        weights.append(Decimal(1) if rule.weight == "equal" else project.budget or Decimal(0))
    total = sum(weights, Decimal(0))
    if total == 0:
        return Undefined("各项目的全年预算数都是 0，不能按预算加权", "zero-base")
    scores = [project.score or Decimal(0) for project in projects]
    return sum((score * weight for score, weight in zip(scores, weights, strict=True)), Decimal(0)) / total


def score_projects(full: Decimal, mean: Decimal) -> Outcome:
    """Give the share of the full mark that the mean is of 100.

    Four marks for a mean of 98.75:

    >>> score_projects(Decimal(4), Decimal("98.75"))
    Outcome(score=Decimal('3.95'), words='4 × 98.75 ÷ 100，得 3.95 分', next_step='各项目都得 100 分，得满分 4 分')
    """
    score = rounded_score(full * mean / BEST)
    words = f"{plain(full)} × {plain(round_half_up(mean, 2))} ÷ 100，{earns(score)}"
    return Outcome(score, words, f"各项目都得 100 分，得满分 {plain(full)} 分" if score < full else "")
