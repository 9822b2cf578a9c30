"""Results of scoring (评分结果): rate, rule, score and reason of every indicator, each with its trace."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlperf.answers import PointAnswer, ProjectScore, Target, TypedValue
    from xlperf.facts import Fact
    from xlperf.findings import Finding
    from xlperf.scheme.formula import Evaluation, Undefined
    from xlperf.scheme.model import Indicator, Part, Point, Scheme


class Status(StrEnum):
    """How the score came about."""

    COMPUTED = "computed"
    ANSWERED = "answered"
    NOT_APPLICABLE = "not-applicable"
    OVERRIDDEN = "overridden"
    MISSING = "missing"

    @property
    def chinese(self) -> str:
        """The word in the working paper."""
        return {
            "computed": "计算",
            "answered": "填报",
            "not-applicable": "不适用",
            "overridden": "人工核定",
            "missing": "待补充",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Input:
    """A figure that went into an indicator: a fact from a table, a typed answer or a parameter."""

    name: str
    value: Decimal | None
    unit: str
    fact: Fact | None = None
    answer: TypedValue | None = None


@dataclass(frozen=True, slots=True)
class PointResult:
    """A check point, its answer and what it earned."""

    number: int
    point: Point
    answer: PointAnswer | None
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A target, how far it was met, and its share of the mark."""

    target: Target
    completion: Decimal | None
    full: Decimal
    score: Decimal | None
    undefined: Undefined | None = None
    """Why it cannot be told how far it was met."""


@dataclass(frozen=True, slots=True)
class PartResult:
    """A part of an indicator (分项) with its rate, rule and score."""

    part: Part
    score: Decimal | None
    value: Decimal | None = None
    display: str = ""
    inputs: tuple[Input, ...] = ()
    formula_words: str = ""
    rule_words: str = ""
    next_step: str = ""
    reason: str = ""
    """Why it cannot be computed or does not apply."""
    trace: Evaluation | None = None


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One scored indicator with all that explains the score."""

    indicator: Indicator
    path: tuple[str, ...]
    """Names from level 1 down to the indicator itself."""
    status: Status
    score: Decimal | None
    """What the form shows; None where nothing decides it yet."""
    computed_score: Decimal | None = None
    """What the rule gives, where the officer typed another."""
    value: Decimal | None = None
    """Result of the formula, unrounded."""
    display: str = ""
    """The value as the report writes it: 3.66%."""
    inputs: tuple[Input, ...] = ()
    formula_words: str = ""
    """The formula with its figures: 32.19 ÷ (33.27 + 847.43) × 100% = 3.66%."""
    rule_words: str = ""
    """The part of the rule that applied: ≤10%，得 3 分."""
    next_step: str = ""
    """What the next better step of the rule would need."""
    reason: str = ""
    """Reason for a deduction, for not applying, for a typed score, or why it cannot be computed."""
    points: tuple[PointResult, ...] = ()
    targets: tuple[TargetResult, ...] = ()
    parts: tuple[PartResult, ...] = ()
    projects: tuple[ProjectScore, ...] = ()
    trace: Evaluation | None = None
    """The formula step by step."""

    @property
    def full(self) -> Decimal:
        """满分."""
        return self.indicator.full

    @property
    def lost(self) -> Decimal:
        """Marks lost (扣分); 0 while there is no score."""
        return self.full - self.score if self.score is not None else Decimal(0)


@dataclass(frozen=True, slots=True)
class GroupResult:
    """A level-1 or level-2 indicator: its mark and the sum of its children's scores."""

    indicator: Indicator
    path: tuple[str, ...]
    full: Decimal
    score: Decimal | None
    """None while a child has no score."""
    scored_full: Decimal = Decimal(0)
    """Full marks of the children that have a score."""
    partial: Decimal = Decimal(0)
    """Sum of the scores so far."""


@dataclass(frozen=True, slots=True)
class Results:
    """The scored form."""

    scheme: Scheme
    facts: Mapping[str, Fact]
    indicators: tuple[IndicatorResult, ...]
    groups: tuple[GroupResult, ...]
    """Level-1 and level-2 indicators in the order of the form."""
    total: Decimal | None
    full: Decimal
    grade: str = ""
    partial: Decimal = Decimal(0)
    """Sum of the scores so far, where the total is not yet known."""
    findings: tuple[Finding, ...] = field(default=())
    raw: Decimal | None = None
    """Sum of the scores before rescaling; the total itself where nothing is rescaled."""
    left_out: Decimal = Decimal(0)
    """Full marks of the indicators that do not apply and are rescaled over the rest."""

    def __getitem__(self, indicator_id: str) -> IndicatorResult:
        """Find one indicator by id. Raises KeyError."""
        for result in self.indicators:
            if result.indicator.id == indicator_id:
                return result
        raise KeyError(indicator_id)
