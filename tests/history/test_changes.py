from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from xlperf.history.changes import ChangeKind, explain_month
from xlperf.scoring.execution import Execution, execution_of
from xlperf.source.budget_execution import BudgetLine, Figure
from xlperf.source.execution_heading import Measure


def month(period: str, *projects: tuple[str, str, int, int, int]) -> Execution:
    """Each project: code, name, budget, this month, cumulative."""
    lines = [
        BudgetLine(
            code,
            name,
            "财政拨款",
            (
                (Measure.ADJUSTED, Figure(Decimal(budget), f"F{row}", str(budget))),
                (Measure.MONTH, Figure(Decimal(now), f"G{row}", str(now))),
                (Measure.CUMULATIVE, Figure(Decimal(all_), f"H{row}", str(all_))),
            ),
            "执行.xlsx",
            "Sheet1",
            row,
        )
        for row, (code, name, budget, now, all_) in enumerate(projects, start=4)
    ]
    return execution_of(period, lines)


def kinds(before: Execution, now: Execution, *earlier: Execution) -> list[str]:
    return [change.kind.value for change in explain_month(before, now, earlier=earlier) if change.kind != "value"]


def test_spending_as_told_is_no_change_but_of_the_rate() -> None:
    before, now = month("2024-04", ("1", "甲", 100, 10, 10)), month("2024-05", ("1", "甲", 100, 5, 15))
    (change,) = explain_month(before, now)
    assert change.kind is ChangeKind.VALUE
    assert change.what == "执行率升 5.00 个百分点，其中：甲 +5.00"


def test_an_earlier_month_that_was_changed_is_restated() -> None:
    before, now = month("2024-04", ("1", "甲", 100, 10, 10)), month("2024-05", ("1", "甲", 100, 5, 13))
    assert kinds(before, now) == ["restated"]


def test_after_a_skipped_month_nothing_is_called_restated() -> None:
    before, now = month("2024-03", ("1", "甲", 100, 10, 10)), month("2024-05", ("1", "甲", 100, 5, 30))
    assert kinds(before, now) == []


def test_one_code_with_another_name_is_renamed() -> None:
    before, now = month("2024-04", ("1", "甲", 100, 0, 0)), month("2024-05", ("1", "乙", 100, 0, 0))
    assert kinds(before, now) == ["renamed"]


def test_one_name_with_another_code_is_renamed() -> None:
    before, now = month("2024-04", ("1", "甲", 100, 0, 0)), month("2024-05", ("2", "甲", 100, 0, 0))
    assert kinds(before, now) == ["renamed"]


def test_missing_new_and_reappeared_are_told_apart() -> None:
    first = month("2024-03", ("1", "甲", 100, 0, 0), ("2", "乙", 50, 0, 0))
    second = month("2024-04", ("1", "甲", 100, 0, 0))
    third = month("2024-05", ("1", "甲", 100, 0, 0), ("2", "乙", 50, 0, 0), ("3", "丙", 20, 0, 0))
    assert kinds(first, second) == ["missing"]
    assert kinds(second, third, first) == ["reappeared", "new"]


def test_an_adjusted_budget_names_its_cell() -> None:
    before, now = month("2024-04", ("1", "甲", 100, 0, 0)), month("2024-05", ("1", "甲", 120, 0, 0))
    (change,) = [c for c in explain_month(before, now) if c.kind is ChangeKind.BUDGET]
    assert change.places[0].cell == "F4"


def test_another_unit_is_said() -> None:
    before, now = month("2024-04", ("1", "甲", 100, 0, 0)), month("2024-05", ("1", "甲", 100, 0, 0))
    (change,) = explain_month(before, now, unit_before="元", unit_now="万元")
    assert change.kind is ChangeKind.UNIT


def test_the_new_year_follows_december() -> None:
    before, now = month("2023-12", ("1", "甲", 100, 0, 50)), month("2024-01", ("1", "甲", 100, 5, 5))
    assert kinds(before, now) == []


projects = st.lists(
    st.tuples(st.sampled_from("1234"), st.just("甲"), st.integers(1, 500), st.integers(0, 50), st.integers(0, 400)),
    min_size=1,
    max_size=4,
    unique_by=lambda p: p[0],
)


@given(projects, projects)
def test_the_parts_of_a_change_add_up_to_it(
    old: list[tuple[str, str, int, int, int]], new: list[tuple[str, str, int, int, int]]
) -> None:
    from xlperf.history.changes import _contribution, paired

    before, now = month("2024-04", *old), month("2024-05", *new)
    assert before.rate is not None
    assert now.rate is not None
    parts = sum((_contribution(a, b, before, now) for a, b in paired(before, now)), Decimal(0))
    assert abs(parts - (now.rate - before.rate) * 100) < Decimal("1e-20")
