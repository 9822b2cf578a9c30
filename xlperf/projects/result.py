"""A scored project (项目自评结果): execution, targets, total and grade, each with what explains it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.amounts import percent_text, plain

if TYPE_CHECKING:
    from xlperf.findings import Finding
    from xlperf.projects.completion import Completion
    from xlperf.projects.model import Amounts, Project, ProjectTarget
    from xlperf.projects.scheme import ProjectScheme


@dataclass(frozen=True, slots=True)
class ExecutionResult:
    """预算执行率 and its score."""

    amounts: Amounts
    full: Decimal
    rate: Decimal | None
    """Unrounded; None where the budget is 0 or missing: not computable, never 0 %."""
    score: Decimal | None
    why: str = ""
    """Why it cannot be computed."""


@dataclass(frozen=True, slots=True)
class ProjectTargetResult:
    """A target with its place in the tree, its mark and its score."""

    target: ProjectTarget
    first: str
    """一级指标 by its official name."""
    second: str
    full: Decimal | None
    completion: Completion
    score: Decimal | None
    goal: str
    """As the form writes it: ≥80%."""
    actual: str
    """96.8%."""
    too_low: bool = False
    """Far exceeded: 目标偏低."""

    @property
    def missed(self) -> bool:
        """Whether it was not wholly met."""
        return self.completion.rate is not None and self.completion.rate < 1

    @property
    def deviates(self) -> bool:
        """Whether it was missed or far exceeded."""
        return self.missed or self.too_low


@dataclass(frozen=True, slots=True)
class ProjectResult:
    """One project, scored."""

    project: Project
    scheme: ProjectScheme
    execution: ExecutionResult
    targets: tuple[ProjectTargetResult, ...]
    score: Decimal | None
    """Total; None while something in it cannot be decided."""
    findings: tuple[Finding, ...] = field(default=())

    @property
    def name(self) -> str:
        """项目名称."""
        return self.project.name

    @property
    def settled_score(self) -> Decimal | None:
        """The computed score; where nothing is computed the one that the officer typed."""
        return self.score if self.score is not None else self.project.score

    @property
    def grade(self) -> str:
        """评价等级; empty without a score."""
        score = self.settled_score
        return self.scheme.grade(score) if score is not None else ""

    @property
    def lost(self) -> Decimal:
        """Marks lost."""
        return self.scheme.full - self.score if self.score is not None else Decimal(0)

    @property
    def low_execution(self) -> bool:
        """Whether so little was spent that a reason is owed."""
        return self.execution.rate is not None and self.execution.rate < self.scheme.reason_below

    @property
    def reason(self) -> str:
        """Say where marks were lost and why: 预算执行率76.00%，扣2.4分（尾款未付）."""
        execution = self.execution
        parts: list[str] = []
        if execution.rate is not None and execution.score is not None and execution.score < execution.full:
            what = f"预算执行率{percent_text(execution.rate)}"
            parts.append(_lost(what, execution.full - execution.score, self.project.execution_reason))
        for result in self.targets:
            rate, score, full = result.completion.rate, result.score, result.full
            if rate is not None and score is not None and full is not None and score < full:
                parts.append(_lost(f"{result.target.name}完成{percent_text(rate)}", full - score, result.target.reason))
        return "；".join(parts)


def _lost(what: str, marks: Decimal, why: str) -> str:
    reason = why.strip().rstrip("。；")
    return f"{what}，扣{plain(marks)}分" + (f"（{reason}）" if reason else "")
