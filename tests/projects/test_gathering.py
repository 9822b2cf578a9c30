from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.projects.builder import codes, write_table, write_unit
from xlperf.material import gather
from xlperf.projects.work import work_on_projects
from xlperf.unit import open_unit

if TYPE_CHECKING:
    from pathlib import Path

    from xlperf.projects.work import ProjectWork

Row = dict[str, Decimal | str]

LIST: list[Row] = [{"name": "甲项目"}, {"name": "乙项目"}]
FUNDS: list[Row] = [
    {"name": name, "source": "当年财政拨款", "initial": Decimal(10), "budget": Decimal(10), "spent": Decimal(10)}
    for name in ("甲项目", "乙项目")
]


def line(name: str, mark: int = 90, **more: Decimal | str) -> Row:
    return {
        "name": name,
        "first": "产出指标",
        "second": "数量指标",
        "target": f"{name}的指标",
        "nature": "≥",
        "goal": "80",
        "unit": "%",
        "actual": "85%",
        "mark": Decimal(mark),
    } | more


def worked(folder: Path) -> ProjectWork:
    work = work_on_projects(gather(open_unit(folder)), even_lists=True)
    assert work is not None
    return work


def test_projects_of_the_questionnaire_are_scored(tmp_path: Path) -> None:
    more = {"项目": LIST, "项目资金": FUNDS, "项目指标": [line("甲项目"), line("乙项目")]}
    work = worked(write_unit(tmp_path / "单位", more))
    assert [(result.name, result.score) for result in work.results] == [("甲项目", 100), ("乙项目", 100)]


@pytest.mark.parametrize(
    ("more", "code", "place"),
    [
        ({"项目指标": [line("甲项目", 85), line("乙项目")]}, "XP717", ("项目指标", "I3")),
        ({"项目指标": [line("甲项目", unit=""), line("乙项目")]}, "XP714", ("项目指标", "F3")),
        ({"项目指标": [line("甲项目", actual="完成"), line("乙项目")]}, "XP711", ("项目指标", "H3")),
        ({"项目指标": [line("甲项目", goal="≥80%", actual="0.85"), line("乙项目")]}, "XP715", ("项目指标", "H3")),
        ({"项目": [*LIST, {"name": "甲 项目"}]}, "XP707", ("项目", "A5")),
        ({"项目资金": FUNDS[1:]}, "XP701", ("项目", "A3")),
        ({"项目指标": [line("乙项目")]}, "XP702", ("项目", "A3")),
        ({"项目指标": [line("甲项目"), line("乙项目"), line("丙项目")]}, "XP708", ("项目指标", "A5")),
        ({"项目指标": [line(""), line("甲项目"), line("乙项目")]}, "XP709", ("项目指标", "A3")),
        ({"项目资金": [FUNDS[0] | {"spent": "一些"}, FUNDS[1]]}, "XP710", ("项目资金", "E3")),
        ({"项目资金": [FUNDS[0] | {"spent": Decimal(-1)}, FUNDS[1]]}, "XP731", ("项目资金", "E3")),
        ({"项目指标": [line("甲项目", actual=""), line("乙项目")]}, "XP712", ("项目指标", "H3")),
    ],
)
def test_bad_input_is_found_at_its_cell_and_the_other_project_is_done(
    more: dict[str, list[Row]], code: str, place: tuple[str, str], tmp_path: Path
) -> None:
    sheets = {"项目": LIST, "项目资金": FUNDS, "项目指标": [line("甲项目"), line("乙项目")]} | more
    work = worked(write_unit(tmp_path / "单位", sheets))
    found = next(finding for finding in work.findings if finding.code == code)
    assert (found.place.sheet, found.place.cell) == place
    other = next(result for result in work.results if result.name == "乙项目")
    assert other.score == 100


def test_funds_come_from_an_export_in_any_layout(tmp_path: Path) -> None:
    folder = write_unit(tmp_path / "单位", {"项目": LIST, "项目指标": [line("甲项目"), line("乙项目")]})
    rows = [
        ["2021年度项目支出预算执行情况表"],
        ["金额单位：元"],
        ["序号", "资金来源", "项目名称", "全年执行数", "年初预算数", "全年预算数"],
        [1, "一般公共预算", "甲项目", 76000, 90000, 100000],
        [2, "上年结转", "甲项目", 0, 0, 0],
        [3, "一般公共预算", "乙项目", "50,000.00", 50000, 50000],
        ["合计", "", "合计", 126000, 140000, 150000],
    ]
    write_table(folder / "数据" / "执行.xlsx", rows)
    work = worked(folder)
    first, second = work.results
    assert first.execution.score == Decimal("7.6")
    assert first.project.funds[0].place.cell == "F4"
    assert second.execution.amounts.spent == 50000


def test_an_export_that_states_other_amounts_than_the_questionnaire_is_found(tmp_path: Path) -> None:
    more = {"项目": LIST, "项目资金": FUNDS, "项目指标": [line("甲项目"), line("乙项目")]}
    folder = write_unit(tmp_path / "单位", more)
    rows = [["单位：万元"], ["项目名称", "年初预算数", "全年预算数", "全年执行数"], ["甲项目", 10, 12, 10]]
    write_table(folder / "数据" / "执行.xlsx", rows)
    found = [finding for finding in worked(folder).findings if finding.code == "XP706"]
    assert [place.cell for place in found[0].places] == ["D3", "C3"]


def test_a_monthly_export_is_not_taken_for_the_years(tmp_path: Path) -> None:
    folder = write_unit(tmp_path / "单位", {"项目": LIST, "项目指标": [line("甲项目"), line("乙项目")]})
    head = ["项目名称", "年初预算数", "全年预算数", "累计支出"]
    write_table(folder / "数据" / "执行.xlsx", [["2021年1-5月预算执行表（元）"], head, ["甲项目", 10, 12, 10]])
    assert "XP701" in codes(worked(folder).findings)


def test_a_unit_without_projects_has_no_work(tmp_path: Path) -> None:
    folder = write_unit(tmp_path / "单位", {})
    assert work_on_projects(gather(open_unit(folder))) is None


def test_scores_typed_in_the_list_alone_stay(tmp_path: Path) -> None:
    listed: list[Row] = [{"name": "甲项目", "budget": Decimal(5), "spent": Decimal(4), "score": Decimal(98)}]
    work = worked(write_unit(tmp_path / "单位", {"项目": listed}))
    assert work.results[0].settled_score == 98
    assert "XP702" not in codes(work.findings)
