from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.source.grids import grid_of
from tests.source.published import FISCAL, INCOME, SUMMARY
from xlperf.findings import Finding, Severity
from xlperf.source.locating import LocatedTables, locate_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.scheme.model import Scheme
    from xlperf.source.grid import Grid

UNIT = "示例区政务服务数据管理局"


def located(scheme: Scheme, *grids: Grid, year: int | None = 2023, unit: str = UNIT) -> LocatedTables:
    return locate_tables(grids, scheme.tables, year=year, unit_name=unit)


def codes(findings: Sequence[Finding]) -> list[tuple[str, Severity]]:
    return [(finding.code, finding.severity) for finding in findings]


def test_all_tables_of_the_example_are_found_by_their_titles(scheme: Scheme, example_grids: tuple[Grid, ...]) -> None:
    found = located(scheme, *example_grids)
    assert set(found.tables) == set(scheme.tables)
    assert {table.trust for table in found.tables.values()} == {3}
    assert {table.unit for table in found.tables.values()} == {"元"}
    assert found.findings == ()


def test_year_and_unit_are_taken_from_the_tables_when_nobody_says_them(
    scheme: Scheme, example_grids: tuple[Grid, ...]
) -> None:
    found = located(scheme, *example_grids, year=None, unit="")
    assert (found.year, found.unit_name) == (2023, UNIT)


def test_tables_stacked_on_one_sheet_are_all_found(scheme: Scheme) -> None:
    found = located(scheme, grid_of(f"{SUMMARY.strip()}\n\n{INCOME.strip()}"))
    assert set(found.tables) == {"财决01表", "财决03表"}
    assert found.tables["财决01表"].unit == "万元"


def test_a_list_of_contents_is_no_table(scheme: Scheme) -> None:
    contents = grid_of("目录\n一、收入支出决算总表\n二、收入决算表\n三、支出决算表", sheet="目录")
    found = located(scheme, contents, grid_of(SUMMARY))
    assert found.tables["财决01表"].grid.sheet == "Sheet1"
    assert found.findings == ()


def test_a_table_known_only_by_the_name_of_its_sheet_is_found(scheme: Scheme) -> None:
    body = "\n".join(SUMMARY.strip().split("\n")[2:])
    found = located(scheme, grid_of(body, sheet="收入支出决算总表"))
    assert found.tables["财决01表"].trust == 2


def test_a_table_known_only_by_its_rows_is_found_with_a_hint(scheme: Scheme) -> None:
    body = "\n".join(SUMMARY.strip().split("\n")[2:])
    found = located(scheme, grid_of(body))
    assert found.tables["财决01表"].trust == 0
    assert codes(found.findings) == [("XP112", Severity.HINT)]


def test_tables_of_another_year_are_not_used(scheme: Scheme) -> None:
    found = located(scheme, grid_of(f"2022年度\n{SUMMARY.strip()}"))
    assert not found.tables
    (finding,) = found.findings
    assert (finding.code, finding.actual, finding.expected) == ("XP109", "2022", "2023")
    assert finding.place.cell == "A1"


def test_last_years_tables_beside_this_years_are_only_mentioned(scheme: Scheme) -> None:
    found = located(
        scheme, grid_of(f"2022年度\n{SUMMARY.strip()}", file="去年.xls"), grid_of(f"2023年度\n{SUMMARY.strip()}")
    )
    assert found.tables["财决01表"].statements.year == 2023
    assert codes(found.findings) == [("XP109", Severity.HINT)]


def test_tables_of_another_unit_are_an_error(scheme: Scheme) -> None:
    found = located(scheme, grid_of(SUMMARY), unit="另一个完全不同的学校")
    assert codes(found.findings) == [("XP110", Severity.ERROR)]


def test_a_unit_that_was_renamed_is_a_warning(scheme: Scheme) -> None:
    found = located(scheme, grid_of(SUMMARY), unit="示例区政务服务和数据管理局")
    assert codes(found.findings) == [("XP110", Severity.WARNING)]


def test_a_remark_behind_the_name_of_the_unit_is_no_other_unit(scheme: Scheme) -> None:
    assert located(scheme, grid_of(SUMMARY), unit=f"{UNIT}（本级）").findings == ()


def test_a_money_unit_that_is_not_stated_is_guessed_with_a_warning(scheme: Scheme) -> None:
    found = located(scheme, grid_of(SUMMARY.replace("金额单位：万元", "")))
    table = found.tables["财决01表"]
    assert (table.unit, table.unit_reason) == ("万元", "数的大小")
    assert codes(found.findings) == [("XP111", Severity.WARNING)]


def test_a_missing_money_unit_is_taken_from_the_other_tables_of_the_file(scheme: Scheme) -> None:
    found = located(scheme, grid_of(SUMMARY.replace("金额单位：万元", "")), grid_of(INCOME.replace("万元", "千元")))
    assert found.tables["财决01表"].unit == "千元"


def test_hidden_sheets_are_read_with_a_hint_and_shown_ones_preferred(scheme: Scheme) -> None:
    hidden = replace(grid_of(SUMMARY, sheet="藏"), hidden=True)
    assert codes(located(scheme, hidden).findings) == [("XP113", Severity.HINT)]
    both = located(scheme, hidden, grid_of(SUMMARY, sheet="显", file="另.xls"))
    assert both.tables["财决01表"].grid.sheet == "显"
    assert [copy.grid.sheet for copy in both.copies["财决01表"]] == ["藏"]


def test_a_table_that_goes_on_in_another_sheet_is_one_table(scheme: Scheme) -> None:
    lines = INCOME.strip().split("\n")
    first = grid_of("\n".join(lines[:8]), sheet="1")
    rest = ["收入决算表（续）", *lines[1:6], lines[8], "208|社会保障和就业支出|116.53|116.53|||"]
    found = located(scheme, first, grid_of("\n".join(rest), sheet="2"))
    table = found.tables["财决03表"]
    assert [row.raw for block in table.blocks for row in block.rows][-1] == "社会保障和就业支出"
    assert not found.copies["财决03表"]


def test_a_known_title_over_something_that_is_no_table_is_a_finding(scheme: Scheme) -> None:
    found = located(scheme, grid_of("收入支出决算总表\n（此表另附）"))
    assert [finding.code for finding in found.findings] == ["XP117", "XP100"]


def test_a_similar_title_is_proposed_and_not_taken(scheme: Scheme) -> None:
    found = located(scheme, grid_of("财政拨款收支决算情况总表\n金额单位：元\n项目|决算数\n甲|1\n乙|2"))
    assert "财决01-1表" not in found.tables
    assert "XP118" in [finding.code for finding in found.findings]


def test_no_table_at_all_is_an_error(scheme: Scheme) -> None:
    assert codes(located(scheme).findings) == [("XP100", Severity.ERROR)]


def test_two_units_stated_on_one_sheet_are_a_warning(scheme: Scheme) -> None:
    found = located(scheme, grid_of(FISCAL.replace("公开04表", "单位：元")))
    assert codes(found.findings) == [("XP116", Severity.WARNING)]
