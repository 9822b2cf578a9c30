"""Answers (填报内容): what only a person knows, each with the cell of 填报表.xlsx in which it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from xlperf.findings import Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal


class Choice(StrEnum):
    """The answer to a check point (评价要点)."""

    YES = "是"
    NO = "否"
    PARTLY = "部分"
    NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class PointAnswer:
    """Whether a check point is met."""

    indicator: str
    """Indicator id."""
    point: int
    """Number of the point, from 1."""
    choice: Choice
    note: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class TypedValue:
    """A figure or text that the scheme asks for (填报项) and no table holds."""

    id: str
    value: Decimal | str
    """Money in 元, a percentage as a rate."""
    unit: str = ""
    note: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Override:
    """A score typed over the computed one (人工核定分), which needs a reason."""

    indicator: str
    score: Decimal
    reason: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Target:
    """A line of the targets table (绩效目标申报表): what was promised and what came of it."""

    indicator: str
    """Id of the scheme's indicator that it feeds."""
    name: str
    nature: str
    """≥, ≤, =, or 定性."""
    target: str
    """As written: 80, 95%, 优."""
    unit: str
    actual: str
    weight: Decimal | None = None
    """Share within the indicator; equal shares where none is given."""
    group: str = ""
    """数量指标, 质量指标, 时效指标, 经济效益指标 …"""
    reason: str = ""
    """Why the target was missed or far exceeded (偏差原因)."""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class ProjectScore:
    """A project and its self-evaluation score (项目支出绩效自评得分)."""

    name: str
    budget: Decimal | None
    """全年预算数, 元."""
    spent: Decimal | None
    """全年执行数, 元."""
    score: Decimal | None
    """Out of 100."""
    reason: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class KeyTask:
    """A key task assigned for the year (重点工作) and whether it was done."""

    name: str
    done: Choice
    note: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Answers:
    """All that the officer filled in."""

    points: Mapping[tuple[str, int], PointAnswer] = field(default_factory=dict)
    """By indicator id and point number."""
    values: Mapping[str, TypedValue] = field(default_factory=dict)
    overrides: Mapping[str, Override] = field(default_factory=dict)
    """By indicator id."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Reason for a deduction (扣分原因), by indicator id."""
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    """Why an indicator does not apply, by indicator id."""
    targets: tuple[Target, ...] = ()
    projects: tuple[ProjectScore, ...] = ()
    tasks: tuple[KeyTask, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    """Paragraphs for the report, by the key that the scheme gives them; blank lines part paragraphs."""
    explanations: Mapping[str, str] = field(default_factory=dict)
    """Explanations of findings, by fingerprint."""
