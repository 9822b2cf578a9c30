from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.source.grids import grid_of
from tests.source.published import published_tables
from xlperf.facts import State
from xlperf.findings import Severity
from xlperf.scheme import load_scheme
from xlperf.scheme.model import FactSpec, Location, TableSpec
from xlperf.source.collecting import FactsResult, collect_facts
from xlperf.source.grid import ErrorValue
from xlperf.source.locating import locate_tables

if TYPE_CHECKING:
    from xlperf.scheme.model import Scheme
    from xlperf.source.grid import CellValue, Grid

UNIT = "示例区政务服务数据管理局"


def collected(scheme: Scheme, *grids: Grid) -> FactsResult:
    return collect_facts(locate_tables(grids, scheme.tables, year=2023, unit_name=UNIT), scheme, 2023)


def small_scheme(scheme: Scheme, *specs: FactSpec) -> Scheme:
    table = TableSpec("测试表", ("测试表",))
    return replace(scheme, tables={"测试表": table}, facts={spec.id: spec for spec in specs})


def spec(name: str, *rows: str, within: tuple[str, ...] = (), blank: str = "missing", unit: str = "元") -> FactSpec:
    location = Location("测试表", rows or (name,), (("决算数", "小计"), ("决算数",)), within)
    return FactSpec(name, unit, (location,), blank)  # type: ignore[arg-type]


def changed(grids: tuple[Grid, ...], sheet: str, row: int, column: int, value: CellValue) -> tuple[Grid, ...]:
    """Give the sheets with one cell changed."""

    def edit(grid: Grid) -> Grid:
        if not grid.sheet.startswith(sheet):
            return grid
        rows = [list(cells) for cells in grid.rows]
        rows[row][column] = value
        return replace(grid, rows=tuple(map(tuple, rows)))

    return tuple(edit(grid) for grid in grids)


def test_a_fact_knows_the_cell_that_it_came_from(scheme: Scheme, example_grids: tuple[Grid, ...]) -> None:
    fact = collected(scheme, *example_grids).facts["日常公用经费调整预算数"]
    assert (fact.value, fact.unit, fact.period, fact.state) == (Decimal(252000), "元", "2023", State.VALUE)
    assert fact.source is not None
    assert (fact.source.cell, fact.source.table) == ("Z10", "财决01-1表")
    assert fact.source.row_label == "日常公用经费"
    assert fact.source.column_label == "支出/全年预算数/小计"
    assert fact.source.sha256 == example_grids[0].sha256
    assert (fact.raw, fact.stated_unit) == ("252000", "元")


def test_the_shipped_scheme_finds_every_figure_that_it_needs_in_the_example(example_grids: tuple[Grid, ...]) -> None:
    result = collected(load_scheme("gd-district-2023"), *example_grids)
    assert result.findings == ()
    assert result.facts["在用固定资产"].value == result.facts["固定资产总额"].value == Decimal("1664712.35")


def test_the_rates_of_the_example_are_the_published_ones(scheme: Scheme, example_grids: tuple[Grid, ...]) -> None:
    value = {name: fact.value or Decimal(0) for name, fact in collected(scheme, *example_grids).facts.items()}
    carried = value["年末财政拨款结转和结余"] / (value["年初财政拨款结转和结余"] + value["本年财政拨款收入"])
    office = value["日常公用经费决算数"] / value["日常公用经费调整预算数"]
    public = value["三公经费决算数"] / value["三公经费预算数"]
    assert [f"{rate:.2%}" for rate in (carried, office, public)] == ["3.66%", "91.27%", "41.27%"]
    assert value["在用固定资产"] == value["固定资产总额"]


def test_published_tables_give_the_same_figures_in_yuan(scheme: Scheme) -> None:
    facts = collected(scheme, *published_tables()).facts
    assert facts["本年支出合计"].value == Decimal(8744300)
    assert facts["本年财政拨款支出"].value == Decimal(8485100)
    assert facts["年末财政拨款结转和结余"].value == Decimal(321900)
    assert facts["收入决算表本年收入合计"].value == Decimal(8733500)
    assert {facts[name].stated_unit for name in ("本年支出合计", "年初结转和结余")} == {"万元"}


def test_published_three_public_table_is_read_by_its_headings() -> None:
    facts = collected(load_scheme("gd-district-2023"), *published_tables()).facts
    assert facts["三公经费预算数"].value == Decimal(36900)
    assert facts["公务用车运行维护费决算数"].value == Decimal(14300)


def test_the_published_version_beside_the_export_agrees_within_its_decimals(
    scheme: Scheme, example_grids: tuple[Grid, ...]
) -> None:
    assert collected(scheme, *example_grids, *published_tables()).findings == ()


def test_two_versions_of_a_table_that_differ_are_an_error_that_names_both(
    scheme: Scheme, example_grids: tuple[Grid, ...]
) -> None:
    other = tuple(replace(grid, file="旧稿.xls", sha256="1" * 64) for grid in example_grids)
    other = changed(other, "Z01 ", 34, 9, Decimal(99))
    findings = [f for f in collected(scheme, *example_grids, *other).findings if f.code == "XP108"]
    assert len(findings) == 1
    assert "旧稿.xls" in findings[0].message
    assert {place.file for place in findings[0].places} == {"旧稿.xls", "数据/2023年度部门决算报表.xls"}


@pytest.mark.parametrize(
    ("cell", "state", "code"),
    [
        ("", State.BLANK, "XP104"),
        ("—", State.DASH, "XP104"),
        ("#REF!", State.ERROR, "XP105"),
        ("约5万元左右", State.TEXT, "XP106"),
    ],
)
def test_each_kind_of_no_figure_says_what_it_is_and_where(scheme: Scheme, cell: str, state: State, code: str) -> None:
    own = small_scheme(scheme, spec("结余分配"))
    result = collected(own, grid_of(f"测试表\n单位：元\n项目|行次|决算数\n结余分配|1|{cell}\n甲|2|3"))
    fact = result.facts["结余分配"]
    assert (fact.value, fact.state) == (None, state)
    (finding,) = result.findings
    assert (finding.code, finding.place.cell, finding.severity) == (code, "C4", Severity.ERROR)


def test_a_blank_counts_as_nothing_where_the_scheme_says_so(scheme: Scheme) -> None:
    own = small_scheme(scheme, spec("结余分配", blank="zero"))
    result = collected(own, grid_of("测试表\n单位：元\n项目|决算数\n结余分配|\n甲|3"))
    assert (result.facts["结余分配"].value, result.facts["结余分配"].state) == (Decimal(0), State.BLANK)
    assert result.findings == ()


def test_a_missing_row_a_missing_column_and_a_missing_table_are_told_apart(scheme: Scheme) -> None:
    own = small_scheme(scheme, spec("结余分配"))
    no_row = collected(own, grid_of("测试表\n单位：元\n项目|决算数\n甲|3\n乙|4"))
    no_column = collected(own, grid_of("测试表\n单位：元\n项目|年初数|年末数\n结余分配|3|3\n乙|4|5"))
    no_table = collected(own, grid_of("别的"))
    states = [result.facts["结余分配"].state for result in (no_row, no_column, no_table)]
    assert states == [State.NO_ROW, State.NO_COLUMN, State.NO_TABLE]
    assert [result.findings[0].code for result in (no_row, no_column, no_table)] == ["XP102", "XP103", "XP101"]


def test_a_near_miss_is_proposed_and_not_taken(scheme: Scheme) -> None:
    own = small_scheme(scheme, spec("年末财政拨款结转和结余"))
    result = collected(own, grid_of("测试表\n单位：元\n项目|决算数\n年末财政拨款结转与结余|3\n乙|4"))
    assert result.facts["年末财政拨款结转和结余"].value is None
    (finding,) = result.findings
    assert (finding.code, finding.actual, finding.place.cell) == ("XP107", "年末财政拨款结转与结余", "A4")


def test_within_tells_rows_of_one_name_apart(scheme: Scheme) -> None:
    text = (
        "测试表\n单位：元\n项目|决算数\n一、一般公共预算|9\n本年收入合计|9\n年初结转|5\n一、一般公共预算|4\n二、基金|1"
    )
    own = small_scheme(
        scheme, spec("收入", "一般公共预算"), spec("结转", "一般公共预算", within=("年初结转",))
    )  # fmt: skip
    facts = collected(own, grid_of(text)).facts
    assert (facts["收入"].value, facts["结转"].value) == (Decimal(9), Decimal(4))


def test_rows_of_one_name_with_different_figures_are_a_warning(scheme: Scheme) -> None:
    own = small_scheme(scheme, spec("合计"))
    result = collected(own, grid_of("测试表\n单位：元\n项目|决算数|项目|决算数\n合计|5|合计|6\n甲|1|乙|2"))
    assert result.facts["合计"].value == Decimal(5)
    assert [(f.code, f.severity) for f in result.findings] == [("XP114", Severity.WARNING)]


def test_a_unit_in_the_heading_or_the_cell_overrides_that_of_the_table(scheme: Scheme) -> None:
    own = small_scheme(scheme, spec("甲"), spec("乙"), spec("丙"))
    text = "测试表\n单位：元\n项目|决算数（万元）\n甲|1.5\n乙（千元）|2\n丙|'3元"
    facts = collected(own, grid_of(text)).facts
    assert [facts[name].value for name in "甲乙丙"] == [Decimal(15000), Decimal(2000), Decimal(3)]


def test_counts_are_not_converted(scheme: Scheme) -> None:
    own = small_scheme(scheme, spec("车辆数", unit="辆"))
    facts = collected(own, grid_of("测试表\n单位：万元\n项目|决算数\n车辆数（辆）|3\n甲|1")).facts
    assert (facts["车辆数"].value, facts["车辆数"].stated_unit) == (Decimal(3), "")


def test_a_negative_amount_is_a_warning(scheme: Scheme) -> None:
    own = small_scheme(scheme, spec("甲"))
    result = collected(own, grid_of("测试表\n单位：元\n项目|决算数\n甲|'（5.00）\n乙|1"))
    assert result.facts["甲"].value == Decimal(-5)
    assert [(f.code, f.severity) for f in result.findings] == [("XP115", Severity.WARNING)]


def test_a_figure_with_a_formula_is_worked_out_where_no_table_holds_it(scheme: Scheme) -> None:
    computed = FactSpec("甲乙之和", "元", (), formula="甲 + 乙")
    own = small_scheme(scheme, spec("甲"), spec("乙"), computed)
    result = collected(own, grid_of("测试表\n单位：元\n项目|决算数\n甲|5\n乙|1"))
    assert result.facts["甲乙之和"].value == Decimal(6)
    assert result.findings == ()


def test_an_error_in_a_table_is_a_finding_even_when_no_indicator_needs_the_figure(
    example_grids: tuple[Grid, ...],
) -> None:
    grids = changed(example_grids, "F03", 5, 6, ErrorValue("#REF!"))
    findings = collected(load_scheme("gd-district-2023"), *grids).findings
    assert [(f.code, f.place.cell) for f in findings] == [("XP105", "G6")]


def test_of_two_years_side_by_side_the_later_is_taken(scheme: Scheme) -> None:
    own = small_scheme(scheme, spec("补助"))
    for heading in ("2022年决算数|2023年决算数", "2023年决算数|2022年决算数"):
        grid = grid_of(f"测试表\n单位：元\n项目|{heading}\n补助|{'1|2' if heading[3] == '2' else '2|1'}\n奖金|1|1")
        assert collected(own, grid).facts["补助"].value == Decimal(2)


def test_last_years_figures_are_not_taken_for_this_years(scheme: Scheme) -> None:
    own = small_scheme(scheme, spec("补助"))
    assert (
        collected(own, grid_of("测试表\n单位：元\n项目|上年决算数|决算数\n补助|1|2\n奖金|1|1")).facts["补助"].value == 2
    )


def test_headings_without_their_last_word_are_known(scheme: Scheme) -> None:
    own = small_scheme(scheme, spec("补助"))
    assert collected(own, grid_of("测试表\n单位：元\n项目|年初预算|决算\n补助|1|2\n奖金|1|1")).facts["补助"].value == 2


def test_three_public_expenses_in_one_list_from_top_to_bottom_are_found() -> None:
    text = """
    机构运行信息表
    编制单位：示例区政务服务数据管理局|||单位：万元
    项目|行次|预算数|统计数
    一、“三公”经费支出|1|3.69|1.52
    （一）因公出国（境）费|2|0|0
    （二）公务用车购置及运行费|3|3.00|1.43
    其中：公务用车购置费|4|0|0
    公务用车运行费|5|3.00|1.43
    （三）公务接待费|6|0.69|0.09
    二、机关运行经费|7|—|23.00
    三、政府采购支出|8|—|2.26
    （一）政府采购货物支出|9|—|2.26
    """
    facts = collected(load_scheme("gd-district-2023"), grid_of(text)).facts
    expected = {
        "三公经费预算数": 36900, "三公经费决算数": 15200, "公务用车购置及运行维护费决算数": 14300,
        "公务用车运行维护费决算数": 14300, "公务接待费决算数": 900, "机关运行经费": 230000, "政府采购支出合计": 22600,
    }  # fmt: skip
    assert {name: facts[name].value for name in expected} == expected
