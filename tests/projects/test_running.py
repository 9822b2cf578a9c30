from __future__ import annotations

import json
import shutil
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.projects.builder import write_unit
from tests.projects.test_gathering import FUNDS, LIST, line
from xlperf import pipeline
from xlperf.cli import status
from xlperf.errors import UnusableInput, WrongUsage
from xlperf.examples import EXAMPLE, PROJECTS_EXAMPLE, make_example
from xlperf.ooxml import Workbook
from xlperf.projects.running import do_projects, fill_projects, list_projects, report_projects
from xlperf.resources import workbooks

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def six(tmp_path: Path) -> Path:
    folder = tmp_path / "六个项目"
    make_example(folder, PROJECTS_EXAMPLE)
    return folder


def test_the_six_projects_are_scored_filled_and_reported_without_a_finding(six: Path) -> None:
    run = do_projects(six)
    scores = {result.name: result.score for result in run.results}
    assert run.findings == ()
    assert len(scores) == 6
    assert scores["政府门户网站及信息网络设备维护运行费"] == Decimal("90.6")
    forms = sorted((six / "成果" / "项目支出绩效自评表").glob("*.xlsx"))
    assert [form.stem for form in forms] == sorted(scores)
    assert (six / "成果" / "项目支出绩效自评报告.docx").is_file()


def test_a_second_run_gives_the_same_results(six: Path) -> None:
    do_projects(six)
    before = {path: path.read_bytes() for path in (six / "成果").rglob("*.xlsx")}
    run = do_projects(six)
    assert run.findings == ()
    assert {path: path.read_bytes() for path in (six / "成果").rglob("*.xlsx")} == before


def test_one_project_alone(six: Path) -> None:
    run = list_projects(six, project="数据专线")
    assert [result.name for result in run.results] == ["智慧政务指挥中心数据专线经费"]
    with pytest.raises(WrongUsage, match="写全项目名称"):
        list_projects(six, project="经费")


def test_a_sheet_each_in_one_workbook(six: Path) -> None:
    run = fill_projects(six, together=True)
    assert len(Workbook.open(run.outputs["project_workbooks"]).sheet_names) == 7


def test_an_officers_own_blank_outranks_the_shipped_one(six: Path) -> None:
    blank = workbooks() / "sichuan-project-2022" / "项目支出绩效自评表.xlsx"
    shutil.copyfile(blank, six / "区局发的表.xlsx")
    run = fill_projects(six, project="数据专线")
    assert run.scheme == "sichuan-project-2022"
    assert Workbook.open(run.outputs["project_workbooks"])["自评表"]["G12"].value == "权重"


def test_a_filled_form_alone_is_input_enough(six: Path, tmp_path: Path) -> None:
    run = fill_projects(six, project="政务服务中心经费")
    folder = tmp_path / "只有表"
    folder.mkdir()
    shutil.copyfile(run.outputs["project_workbooks"], folder / "自评表.xlsx")
    again = list_projects(folder)
    assert [(result.name, result.score) for result in again.results] == [("政务服务中心经费", Decimal("99.8"))]


def test_a_folder_without_projects_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="没有找到项目"):
        report_projects(write_unit(tmp_path / "单位", {}))


def test_the_departments_score_takes_the_projects_computed_here(tmp_path: Path) -> None:
    more = {"项目": LIST, "项目资金": FUNDS, "项目指标": [line("甲项目"), line("乙项目", actual="40%", reason="推迟")]}
    result = pipeline.run(write_unit(tmp_path / "单位", more))
    fund = result.results["project_fund_performance"]
    assert [project.score for project in fund.projects] == [100, 55]
    assert fund.score == Decimal("3.1")
    assert {"project_report", "project_workbooks"} <= result.outputs.keys()
    lines = pipeline.explain("项目资金绩效完成情况", tmp_path / "单位")
    assert any("乙项目" in text and "55 分" in text for text in lines)


def test_the_departments_example_keeps_its_total_and_makes_no_project_files(tmp_path: Path) -> None:
    make_example(tmp_path / "单位", EXAMPLE)
    result = pipeline.run(tmp_path / "单位")
    assert result.results.total == Decimal("99.95")
    assert not [name for name in result.outputs if name.startswith("project")]
    assert len(result.projects) == 6


def test_json_gives_every_project_by_the_contract(six: Path, capsysbinary: Any) -> None:
    assert status(["projects", "fill", str(six), "--json"]) == 0
    document = json.loads(capsysbinary.readouterr().out)
    website = next(one for one in document["projects"] if "门户网站" in one["name"])
    assert (website["budget"], website["spent"], website["execution_rate"]) == ("600000", "456000", "76.00")
    assert (website["score"], website["full"], website["grade"]) == ("90.6", "100", "优")
    assert website["indicators"][0] == {"name": "预算执行率", "score": "7.6", "full": "10"}
    assert website["outputs"]["workbook"].endswith("政府门户网站及信息网络设备维护运行费.xlsx")


def test_a_run_without_projects_imports_neither_openpyxl_nor_the_projects(tmp_path: Path) -> None:
    make_example(tmp_path / "单位", EXAMPLE)
    code = (
        "import sys, pathlib; from xlperf import pipeline; pipeline.check(pathlib.Path(sys.argv[1]));"
        "print([m for m in sys.modules if m in {'openpyxl', 'pandas'} or m.startswith('xlperf.projects')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "单位")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
