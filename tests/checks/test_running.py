from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.source.grids import grid_of
from tests.source.published import published_tables
from xlperf.checks import check_tables, running
from xlperf.findings import Finding, Severity
from xlperf.scheme.model import Check
from xlperf.source.collecting import collect_facts
from xlperf.source.grid import ErrorValue
from xlperf.source.locating import locate_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pytest

    from xlperf.scheme.model import Scheme
    from xlperf.source.grid import Grid

Checked = "Callable[..., tuple[Finding, ...]]"


def codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_the_example_has_nothing_to_find(checked: Callable[..., tuple[Finding, ...]]) -> None:
    assert checked() == ()


def test_published_tables_in_ten_thousands_have_no_rounding_errors(
    findings_of: Callable[[Sequence[Grid]], tuple[Finding, ...]],
) -> None:
    findings = findings_of(published_tables())
    assert [f.code for f in findings if f.severity is not Severity.HINT] == []


def test_a_total_that_is_not_its_parts_is_told_once_with_its_cells(
    checked: Callable[..., tuple[Finding, ...]],
) -> None:
    (finding,) = checked(("Z01 ", "J36", Decimal("9076246.28")), ("Z01 ", "O36", Decimal("9076246.28")))[:1]
    assert finding.code == "XP401"
    assert finding.severity is Severity.ERROR
    assert "10,000.00" in finding.message
    assert [place.cell for place in finding.places][:2] == ["J36", "J33"]


def test_the_part_that_was_left_out_is_named(checked: Callable[..., tuple[Finding, ...]]) -> None:
    findings = checked(("Z01 ", "E14", None))
    (finding,) = [f for f in findings if f.code == "XP401" and "本年收入合计" in f.message]
    assert "其他收入" in finding.hint


def test_a_row_counted_twice_is_named(checked: Callable[..., tuple[Finding, ...]]) -> None:
    twice = Decimal("8744308.04") + Decimal("310224.00")
    findings = checked(("Z01 ", "J33", twice))
    assert any("住房保障支出" in finding.hint for finding in findings)


def test_one_fen_is_a_hint_at_most(checked: Callable[..., tuple[Finding, ...]]) -> None:
    findings = checked(("Z01 ", "O8", Decimal("5286413.59")))
    assert {(f.code, f.severity) for f in findings} == {("XP402", Severity.HINT)}


def test_budgets_that_are_not_their_sum_are_found_in_each_row(checked: Callable[..., tuple[Finding, ...]]) -> None:
    findings = checked(("Z01_1", "Q8", Decimal(1)))
    assert "XP404" in codes(findings)
    (finding,) = [f for f in findings if f.code == "XP404"]
    assert [place.cell for place in finding.places] == ["P8", "Q8"]


def test_classes_groups_and_items_must_agree(checked: Callable[..., tuple[Finding, ...]]) -> None:
    findings = checked(("Z04", "F10", Decimal("4351000.06")), ("Z04", "E10", Decimal("4351000.06")))
    below = [f for f in findings if f.code == "XP405"]
    assert {f.subject for f in below} == {"款级科目 20103 政府办公厅（室）及相关机构事务"}
    assert len(below) == 2


def test_income_and_spending_tables_must_agree_with_the_summary(checked: Callable[..., tuple[Finding, ...]]) -> None:
    messages = " ".join(finding.message for finding in checked(("Z03", "E7", Decimal(8700000))))
    assert "收入决算表合计 = 收入支出决算总表的本年收入合计" in messages


def test_a_class_that_differs_between_two_tables_names_both(checked: Callable[..., tuple[Finding, ...]]) -> None:
    findings = checked(("Z01 ", "J15", Decimal("148637.00")), ("Z01 ", "J14", Decimal("706482.68")))
    assert {f.subject for f in findings if f.code == "XP406"} == {"社会保障和就业支出", "卫生健康支出"}


def test_three_public_expenses_must_fit_their_parts_and_the_details(
    checked: Callable[..., tuple[Finding, ...]],
) -> None:
    subjects = " ".join(f.subject for f in checked(("F03", "D12", Decimal("9310.00"))))
    assert "“三公”经费支出合计 = 因公出国（境）费 + 公务用车购置及运行维护费 + 公务接待费" in subjects
    details = " ".join(f.subject for f in checked(("F03", "D7", Decimal("15000.00"))))
    assert "四项之和" in details


def test_small_enterprises_cannot_get_more_than_all_of_them(checked: Callable[..., tuple[Finding, ...]]) -> None:
    findings = checked(("F03", "G26", Decimal("32618.00")))
    assert any("授予小微企业合同金额 ≤ 授予中小企业合同金额" in finding.message for finding in findings)


def test_assets_in_use_cannot_be_more_than_all_assets(checked: Callable[..., tuple[Finding, ...]]) -> None:
    findings = checked(("F01", "D7", Decimal(9000000)))
    assert any("在用固定资产 ≤ 固定资产总额" in finding.message for finding in findings)


def test_confused_units_are_told_from_wrong_figures(checked: Callable[..., tuple[Finding, ...]]) -> None:
    findings = checked(("Z03", "L3", "金额单位：万元"))
    assert any("混用" in finding.hint for finding in findings)
    assert "XP409" in codes(findings)


def test_a_relation_that_lacks_a_figure_is_listed_as_not_checked(checked: Callable[..., tuple[Finding, ...]]) -> None:
    findings = checked(("F03", "D7", ErrorValue("#REF!")))
    assert [(f.code, f.severity) for f in findings] == [("XP407", Severity.HINT)]
    assert "三公经费决算的组成" in findings[0].subject


def test_a_check_that_crashes_becomes_a_finding_and_the_others_go_on(
    checked: Callable[..., tuple[Finding, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: object) -> tuple[Finding, ...]:
        raise ZeroDivisionError

    monkeypatch.setattr(running, "check_row_sums", crash)
    findings = checked(("Z01 ", "E14", None))
    assert "XP408" in codes(findings)
    assert "XP401" in codes(findings)


def test_a_relation_with_a_broken_formula_crashes_alone(shipped: Scheme, example_grids: tuple[Grid, ...]) -> None:
    broken = replace(shipped, checks=(Check("坏", "坏的关系", "本年收入合计 = ("), *shipped.checks))
    located = locate_tables(example_grids, broken.tables, year=2023)
    findings = check_tables(broken, collect_facts(located, broken, 2023).facts, located)
    assert [(f.code, f.subject) for f in findings] == [("XP408", "坏的关系")]


def test_many_findings_of_one_kind_are_counted_not_listed(
    findings_of: Callable[[Sequence[Grid]], tuple[Finding, ...]],
) -> None:
    head = "支出决算表\n编制单位：甲|||金额单位：元\n项目||本年支出合计|基本支出|项目支出\n科目编码|科目名称|||\n"
    rows = "\n".join(f"{201 + i}|第{i}类|9|1|1" for i in range(20))
    findings = findings_of([grid_of(head + rows)])
    assert codes(findings).count("XP404") == running.MOST_OF_A_KIND
    assert [f.code for f in findings if "8 处" in f.message] == ["XP410"]
