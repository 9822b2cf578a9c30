"""Budget execution of a month (预算执行): rates against 调整后预算数, time progress, and who is behind."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from xlperf.source.execution_heading import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlperf.source.budget_execution import BudgetLine

WARNING_LINES: Final = {4: Decimal("0.25"), 6: Decimal("0.40"), 8: Decimal("0.60"), 10: Decimal("0.80")}
"""Least execution by the end of a month (执行进度预警线), by month; one province's figures, 默认值，待核."""


@dataclass(frozen=True, slots=True)
class ProjectExecution:
    """A project of the month, all its sources of funds together."""

    code: str
    name: str
    budget: Decimal | None
    """调整后预算数, 元."""
    month: Decimal | None
    """当月支出, 元."""
    spent: Decimal | None
    """累计支出, 元."""
    lines: tuple[BudgetLine, ...]

    @property
    def rate(self) -> Decimal | None:
        """执行率 = 累计支出 ÷ 调整后预算数; None where the budget is 0 or missing, never 0 %."""
        return rate_of(self.spent, self.budget)

    @property
    def key(self) -> str:
        """What names the project from month to month: its code, or its name where it has none."""
        return self.code or self.name


@dataclass(frozen=True, slots=True)
class Behind:
    """A project below the warning line of the month, and what it must spend by the next line."""

    project: ProjectExecution
    line: Decimal
    next_month: int
    """Month of the next warning line; 12 after the last."""
    next_line: Decimal
    needed: Decimal
    """元 still to be spent by the end of that month."""


@dataclass(frozen=True, slots=True)
class Execution:
    """A month's budget execution of the department."""

    month: str
    """2024-05."""
    projects: tuple[ProjectExecution, ...]
    time_progress: Decimal
    """序时进度."""
    warning_line: Decimal | None
    """The line that holds at the end of this month; None before the first."""
    behind: tuple[Behind, ...]
    """Worst first."""

    @property
    def budget(self) -> Decimal:
        """调整后预算数 of all projects, 元."""
        return total(project.budget for project in self.projects)

    @property
    def spent(self) -> Decimal:
        """累计支出 of all projects, 元."""
        return total(project.spent for project in self.projects)

    @property
    def rate(self) -> Decimal | None:
        """执行率 of the department."""
        return rate_of(self.spent, self.budget)


def rate_of(spent: Decimal | None, budget: Decimal | None) -> Decimal | None:
    """Divide spending by budget; a budget of 0, or a missing figure, gives None."""
    return spent / budget if spent is not None and budget else None


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """Add up what is known."""
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def projects_of(lines: Iterable[BudgetLine]) -> tuple[ProjectExecution, ...]:
    """Put the lines of one project together, in the order of the export."""
    grouped: dict[str, list[BudgetLine]] = {}
    for line in lines:
        grouped.setdefault(line.code or line.name, []).append(line)
    return tuple(
        ProjectExecution(
            code=group[0].code,
            name=group[0].name,
            budget=_known([line.budget for line in group]),
            month=_known([line.amount(Measure.MONTH) for line in group]),
            spent=_known([line.amount(Measure.CUMULATIVE) for line in group]),
            lines=tuple(group),
        )
        for group in grouped.values()
    )


def _known(amounts: list[Decimal | None]) -> Decimal | None:
    return None if all(amount is None for amount in amounts) else total(amounts)


def time_progress(month: str, by: Literal["months", "days"] = "months") -> Decimal:
    """Give 序时进度 at a month's end: months ÷ 12, or days elapsed ÷ days of the year."""
    year, number = map(int, month.split("-"))
    if by == "months":
        return Decimal(number) / 12
    days = [calendar.monthrange(year, m)[1] for m in range(1, 13)]
    return Decimal(sum(days[:number])) / sum(days)


def execution_of(
    month: str,
    lines: Iterable[BudgetLine],
    *,
    warning_lines: Mapping[int, Decimal] = WARNING_LINES,
    progress_by: Literal["months", "days"] = "months",
) -> Execution:
    """Work out a month's execution; projects behind the warning line that holds then come worst first."""
    projects = projects_of(lines)
    number = int(month.split("-")[1])
    line = max((share for at, share in warning_lines.items() if at <= number), default=None)
    later = sorted((at, share) for at, share in warning_lines.items() if at > number)
    next_month, next_line = later[0] if later else (12, Decimal(1))
    behind = [
        Behind(project, line, next_month, next_line, max(Decimal(0), next_line * project.budget - project.spent))
        for project in projects
        if line is not None and project.budget and project.spent is not None and project.spent < line * project.budget
    ]
    behind.sort(key=lambda b: b.project.rate or Decimal(0))
    return Execution(month, projects, time_progress(month, progress_by), line, tuple(behind))
