from __future__ import annotations

from decimal import Decimal

import pytest

from xlperf.scoring.execution import execution_of, time_progress
from xlperf.source.budget_execution import BudgetLine, Figure
from xlperf.source.execution_heading import Measure


def line(code: str, budget: str, spent: str | None, fund: str = "财政拨款") -> BudgetLine:
    figures = (
        (Measure.ADJUSTED, Figure(Decimal(budget), "F4", budget)),
        (Measure.CUMULATIVE, Figure(None if spent is None else Decimal(spent), "H4", spent or "")),
    )
    return BudgetLine(code, f"项目{code}", fund, figures, "执行.xlsx", "Sheet1", 4)


def test_the_sources_of_one_project_are_added_up() -> None:
    execution = execution_of("2024-05", [line("1", "60", "20"), line("1", "40", "10", "其他资金")])
    (project,) = execution.projects
    assert (project.budget, project.spent, project.rate) == (100, 30, Decimal("0.3"))


def test_a_budget_of_nothing_has_no_rate() -> None:
    execution = execution_of("2024-05", [line("1", "0", "5")])
    assert execution.projects[0].rate is None
    assert execution.rate is None


def test_projects_behind_come_worst_first_with_what_is_needed() -> None:
    execution = execution_of("2024-06", [line("1", "100", "39"), line("2", "100", "10"), line("3", "100", "40")])
    assert [b.project.code for b in execution.behind] == ["2", "1"]
    worst = execution.behind[0]
    assert (worst.line, worst.next_month, worst.next_line, worst.needed) == (
        Decimal("0.40"),
        8,
        Decimal("0.60"),
        Decimal(50),
    )


def test_before_the_first_line_nobody_is_behind() -> None:
    assert execution_of("2024-03", [line("1", "100", "0")]).behind == ()


def test_after_the_last_line_the_whole_budget_is_the_goal() -> None:
    (behind,) = execution_of("2024-11", [line("1", "100", "70")]).behind
    assert (behind.next_month, behind.next_line, behind.needed) == (12, 1, 30)


@pytest.mark.parametrize(
    ("month", "by", "share"),
    [("2024-03", "months", Decimal("0.25")), ("2024-01", "days", Decimal(31) / 366), ("2023-12", "days", Decimal(1))],
)
def test_time_progress_goes_by_months_or_days(month: str, by: str, share: Decimal) -> None:
    assert time_progress(month, by) == share  # type: ignore[arg-type]
