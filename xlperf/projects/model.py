"""A project (项目): its funds by source, its targets with what came of them, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.findings import Place
from xlperf.source.labels import folded_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlperf.source.grid import CellValue


@dataclass(frozen=True, slots=True)
class Amounts:
    """Budget and spending in 元 (年初预算数、全年预算数、全年执行数); None where nothing is written."""

    initial: Decimal | None = None
    budget: Decimal | None = None
    spent: Decimal | None = None

    @property
    def known(self) -> bool:
        """Whether any of them is written."""
        return not (self.initial is None and self.budget is None and self.spent is None)


@dataclass(frozen=True, slots=True)
class Fund:
    """One source of a project's funds (资金来源)."""

    source: str
    amounts: Amounts
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure or words as somebody entered them, with the cell."""

    text: str = ""
    """As a reader sees it: 95.91%, 120, 达成预期指标."""
    place: Place = field(default_factory=Place)

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class ProjectTarget:
    """One target of a project (绩效指标) and its result."""

    name: str
    first: str = ""
    """一级指标 as written: 产出指标."""
    second: str = ""
    """二级指标: 数量指标."""
    nature: str = ""
    """≥, ≤, =, 定性; empty where the target itself says it (≥80%), or nothing does."""
    goal: Entry = field(default_factory=Entry)
    """年度指标值."""
    unit: str = ""
    actual: Entry = field(default_factory=Entry)
    """实际完成值."""
    mark: Decimal | None = None
    """分值 or 权重 as written."""
    mark_place: Place = field(default_factory=Place)
    score: Decimal | None = None
    """得分 that the officer typed."""
    reason: str = ""
    """偏差原因分析."""
    measure: str = ""
    """改进措施."""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Project:
    """A project as it was entered."""

    name: str
    department: str = ""
    """主管部门."""
    unit: str = ""
    """实施单位."""
    total: Amounts = field(default_factory=Amounts)
    """年度资金总额 as written; nothing where only the sources are given."""
    funds: tuple[Fund, ...] = ()
    targets: tuple[ProjectTarget, ...] = ()
    goal: str = ""
    """年初设定目标."""
    achieved: str = ""
    """年度总体目标完成情况."""
    start: str = ""
    end: str = ""
    benefit: str = ""
    """预期效益."""
    effect: str = ""
    """实施效果."""
    supervision: str = ""
    """资金管理和监督情况."""
    execution_reason: str = ""
    """Why the budget was not spent."""
    execution_measure: str = ""
    adjustment_reason: str = ""
    """Why the budget was changed during the year."""
    score: Decimal | None = None
    """自评得分 that the officer typed."""
    reason: str = ""
    """扣分原因 that the officer typed."""
    place: Place = field(default_factory=Place)
    total_place: Place = field(default_factory=Place)

    @property
    def key(self) -> str:
        """The name folded for comparing."""
        return project_key(self.name)

    @property
    def amounts(self) -> Amounts:
        """年度资金总额: as written, else the sum over the sources."""
        parts = summed_amounts(fund.amounts for fund in self.funds)
        return Amounts(
            parts.initial if self.total.initial is None else self.total.initial,
            parts.budget if self.total.budget is None else self.total.budget,
            parts.spent if self.total.spent is None else self.total.spent,
        )

    @property
    def has_details(self) -> bool:
        """Whether more is known than its line in the list of projects."""
        return bool(self.funds or self.targets or self.goal)


def project_key(name: str) -> str:
    """Fold a project's name for comparing."""
    return folded_label(name)


def summed_amounts(amounts: Iterable[Amounts]) -> Amounts:
    """Add amounts up; what none of them states stays unknown."""
    every = list(amounts)
    return Amounts(
        _summed(one.initial for one in every),
        _summed(one.budget for one in every),
        _summed(one.spent for one in every),
    )


def _summed(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def text_of(value: CellValue, *, is_percent: bool = False) -> str:
    """Write a cell as a reader sees it: 0.9591 of a percentage cell is 95.91%."""
    from xlperf.amounts import plain

    if isinstance(value, Decimal):
        return f"{plain(value * 100)}%" if is_percent else plain(value)
    return "" if value is None else str(getattr(value, "text", value)).strip()
