from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.projects.builder import SCHEME, codes, project, target, usual_targets
from xlperf.projects.completion import completion
from xlperf.projects.model import Amounts, Fund, Project
from xlperf.projects.scheme import load_project_scheme, project_schemes
from xlperf.projects.scoring import score_project
from xlperf.scheme.store import shipped_schemes


def test_project_schemes_live_beside_the_department_schemes_and_are_none_of_them() -> None:
    assert project_schemes() == ("cost-project-2021", "national-project-2020", "sichuan-project-2022")
    assert not set(project_schemes()) & set(shipped_schemes())


def test_the_national_scheme_gives_10_50_30_10() -> None:
    assert SCHEME.execution_mark == 10
    assert [level.mark for level in SCHEME.firsts] == [50, 30, 10]


def test_a_variant_says_only_what_differs() -> None:
    sichuan, cost = load_project_scheme("sichuan-project-2022"), load_project_scheme("cost-project-2021")
    assert sichuan.weights
    assert [level.mark for level in sichuan.firsts] == [None, None, None]
    assert {level.name: level.mark for level in cost.firsts}["成本指标"] == 20
    assert cost.bands == SCHEME.bands


def test_76_percent_executed_gives_7_6_of_10() -> None:
    result = score_project(project(*usual_targets(reason="人手不足")), SCHEME)
    assert result.execution.score == Decimal("7.6")
    assert result.score == Decimal("7.6") + 8 + Decimal("39.79") + 30 + 10
    assert result.grade == "优"


def test_a_budget_of_0_is_not_computable_and_never_0_percent() -> None:
    result = score_project(project(*usual_targets(), budget="0", spent="0"), SCHEME)
    assert result.execution.rate is None
    assert result.execution.score is None
    assert result.score is None
    assert "XP703" in codes(result.findings)


def test_more_spent_than_budgeted_is_capped_and_found() -> None:
    result = score_project(project(*usual_targets(), spent="120"), SCHEME)
    assert result.execution.score == 10
    assert "XP704" in codes(result.findings)


@pytest.mark.parametrize(
    ("nature", "goal", "actual", "unit", "rate"),
    [
        ("≥", "80", "76", "%", "0.95"),
        ("≥", "80%", "96.8%", "", "1.21"),
        ("", "≥80%", "60%", "", "0.75"),
        ("", "不少于40人次", "30人次", "", "0.75"),
        ("≤", "4", "5", "件", "0.8"),
        ("≤", "4", "3", "件", "1"),
        ("≤", "0", "1", "起", "0"),
        ("=", "4", "5", "次", "0.8"),
        ("=", "100%", "100%", "", "1"),
        ("定性", "健全", "达成年度指标", "", "1"),
        ("定性", "健全", "85%", "", "0.85"),
        ("定性", "健全", "部分达成年度指标并具有一定效果", "", "0.7"),
        ("≥", "95%", "0.97", "%", "0.97"),
    ],
)
def test_completion_of_every_nature(nature: str, goal: str, actual: str, unit: str, rate: str) -> None:
    met = completion(target(goal, actual, nature=nature, unit=unit), SCHEME)
    assert met.rate is not None
    expected = Decimal(rate) if goal != "95%" else Decimal("0.97") / Decimal("0.95")
    assert met.rate == expected


@pytest.mark.parametrize(
    ("goal", "actual", "nature", "unit", "code"),
    [
        ("80", "完成", "≥", "%", "XP711"),
        ("80", "", "≥", "%", "XP712"),
        ("", "90", "≥", "%", "XP713"),
        ("80", "90", "≥", "", "XP714"),
        ("80%", "0.85", "≥", "", "XP715"),
        ("5%", "0.5", "≤", "", "XP716"),
        ("95", "90", "≥", "%", "XP721"),
        ("80", "120", "≥", "%", "XP723"),
        ("健全", "部分达成", "定性", "", "XP726"),
        ("健全", "还行", "定性", "", "XP727"),
    ],
)
def test_what_is_wrong_with_a_target_is_found_at_its_cell(
    goal: str, actual: str, nature: str, unit: str, code: str
) -> None:
    result = score_project(project(target(goal, actual, nature=nature, unit=unit)), SCHEME)
    found = next(finding for finding in result.findings if finding.code == code)
    assert (found.place.sheet, found.place.cell[1:]) == ("项目指标", "3")


def test_a_rate_typed_as_a_fraction_is_shown_as_it_was_taken() -> None:
    result = score_project(project(target("80%", "0.85", unit="")), SCHEME)
    assert result.targets[0].actual == "85.00%"
    assert result.targets[0].score == 90


def test_a_reason_settles_the_demand_for_one() -> None:
    result = score_project(project(target("95", "90", reason="人手不足，下一步补充人员")), SCHEME)
    assert "XP721" not in codes(result.findings)


def test_low_execution_without_a_reason_is_found() -> None:
    result = score_project(replace(project(*usual_targets()), execution_reason=""), SCHEME)
    assert "XP722" in codes(result.findings)


def test_a_budget_changed_during_the_year_wants_an_explanation() -> None:
    amounts = Amounts(Decimal(90), Decimal(100), Decimal(100))
    result = score_project(replace(project(*usual_targets()), funds=(Fund("", amounts),)), SCHEME)
    assert "XP724" in codes(result.findings)


def test_marks_that_do_not_add_up_to_100_leave_the_total_open() -> None:
    result = score_project(project(target("80", "85", 85)), SCHEME)
    assert result.targets[0].score == 85
    assert result.score is None
    assert "XP717" in codes(result.findings)


def test_without_marks_each_first_level_is_shared_out_equally() -> None:
    targets = tuple(replace(one, mark=None) for one in usual_targets())
    result = score_project(project(*targets), SCHEME)
    assert [one.full for one in result.targets] == [
        Decimal("16.67"), Decimal("16.67"), Decimal("16.66"), Decimal(30), Decimal(10)
    ]  # fmt: skip
    assert result.score is not None


def test_weights_that_add_up_to_100_are_shares_of_90_where_the_scheme_says_so() -> None:
    targets = (target("80", "85", 60), target("80", "85", 40, first="效益指标", second="社会效益指标"))
    result = score_project(project(*targets, spent="100"), load_project_scheme("sichuan-project-2022"))
    assert [one.full for one in result.targets] == [54, 36]
    assert result.score == 100


def test_far_over_is_cut_or_earns_nothing_where_the_scheme_says_so() -> None:
    over = project(target("100", "150", unit="次"))
    cut = replace(SCHEME, excess=replace(SCHEME.excess, effect="cut"))
    zero = replace(SCHEME, excess=replace(SCHEME.excess, effect="zero"))
    assert score_project(over, SCHEME).targets[0].score == 90
    assert score_project(over, cut).targets[0].score == 72
    assert score_project(over, zero).targets[0].score == 0


def test_a_project_without_targets_or_funds_is_found() -> None:
    found = codes(score_project(Project("空"), SCHEME).findings)
    assert {"XP701", "XP702"} <= set(found)


def test_sources_that_do_not_add_up_to_the_total_are_found() -> None:
    odd = replace(project(*usual_targets()), total=Amounts(None, Decimal(1_500_000), Decimal(760_000)))
    result = score_project(odd, SCHEME)
    assert "XP705" in codes(result.findings)
    assert result.execution.amounts.budget == 1_500_000


def test_a_typed_score_that_differs_is_found_and_the_computed_one_used() -> None:
    typed = replace(project(*usual_targets()), score=Decimal(99))
    result = score_project(typed, SCHEME)
    assert "XP728" in codes(result.findings)
    assert result.settled_score == result.score != 99


def test_400_indicators_are_scored_and_said_to_be_many() -> None:
    targets = tuple(replace(target("80", "85", None), name=f"指标{at}") for at in range(400))
    result = score_project(project(*targets), SCHEME)
    assert "XP730" in codes(result.findings)
    assert sum(one.full or 0 for one in result.targets) == 90


@given(st.decimals("0.01", "1000", places=2), st.decimals("0", "1000", places=2), st.sampled_from("≥≤="))
def test_no_target_earns_less_than_nothing_or_more_than_its_mark(goal: Decimal, actual: Decimal, nature: str) -> None:
    result = score_project(project(target(str(goal), str(actual), nature=nature, unit="次")), SCHEME)
    assert result.targets[0].score is not None
    assert 0 <= result.targets[0].score <= 90
