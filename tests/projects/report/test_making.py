from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.projects.builder import SCHEME, codes, project, usual_targets
from xlperf.narrative.word.plain_text import paragraphs_of
from xlperf.projects.report.context import parted
from xlperf.projects.report.making import make_project_report, reread_projects
from xlperf.projects.scoring import score_project

if TYPE_CHECKING:
    from xlperf.projects.result import ProjectResult

TEXTS = {"填报人": "示例填报人", "联系电话": "0000", "填报日期": "2022年3月18日"}


def results(count: int) -> list[ProjectResult]:
    spent = ("76", "95", "100")
    return [
        score_project(
            project(*usual_targets(1 + at % 4, "人手不足"), name=f"示例项目{at}", spent=spent[at % 3]), SCHEME
        )
        for at in range(count)
    ]


def made(count: int) -> bytes:
    return make_project_report(results(count), TEXTS, unit_name="示例局", period="2021")


def words(report: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs_of(report))


@pytest.mark.parametrize("count", [1, 6, 30])
def test_the_report_says_what_was_planned_spent_and_reached_and_reads_back_clean(count: int) -> None:
    report = made(count)
    text = words(report)
    assert reread_projects(report, results(count), TEXTS) == ()
    assert "一、项目概况" in text
    assert "三、项目绩效目标实现的自我评价" in text
    assert "执行率76.00%" in text
    assert text.count("1.绩效目标完成情况") == count
    assert text.count("改进措施：加强培训") == count
    assert "{" not in text
    assert "【" not in text


def test_one_project_is_named_on_the_cover_and_six_are_counted() -> None:
    assert "项目名称：示例项目0\n" in words(made(1))
    assert "项目名称：示例项目0等6个项目" in words(made(6))


def test_the_chart_is_native_and_has_its_data_in_a_workbook() -> None:
    with zipfile.ZipFile(io.BytesIO(made(3))) as package:
        chart = package.read("word/charts/chart1.xml").decode()
        data = package.read("word/embeddings/execution.xlsx")
    assert chart.count("<c:v>示例项目") == 3
    assert chart.count("<c:dPt>") == 1
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].values)
    assert rows == [("项目名称", "预算执行率（%）"), ("示例项目0", 76), ("示例项目1", 95), ("示例项目2", 100)]


def test_a_project_without_a_rate_is_left_out_of_the_chart_and_said_in_the_text() -> None:
    empty = score_project(project(*usual_targets(), name="空项目", budget="0", spent="0"), SCHEME)
    report = make_project_report([empty], TEXTS, unit_name="示例局", period="2021")
    with zipfile.ZipFile(io.BytesIO(report)) as package:
        assert not [name for name in package.namelist() if "chart" in name]
    assert "没有计算预算执行率" in words(report)


def test_what_is_missing_is_marked_and_listed() -> None:
    bare = replace(project(*usual_targets(1, "")), benefit="", execution_reason="", execution_measure="")
    result = score_project(bare, SCHEME)
    report = make_project_report([result], TEXTS, unit_name="示例局", period="2021")
    subjects = {finding.subject for finding in reread_projects(report, [result], TEXTS)}
    assert {"示例项目预期效益", "示例项目执行率偏低的原因", "质量偏差原因"} <= subjects


def test_a_number_that_belongs_to_no_project_is_found() -> None:
    report = made(1)
    changed = score_project(project(*usual_targets(), name="示例项目0", spent="77.77"), SCHEME)
    assert "XP750" in codes(reread_projects(report, [changed], TEXTS))


def test_the_same_projects_give_the_same_file() -> None:
    assert made(2) == made(2)


@pytest.mark.parametrize(
    ("written", "reason", "measure"),
    [
        ("人手不足。下一步加强培训。", "人手不足", "下一步加强培训"),
        ("验收推迟，将倒排工期", "验收推迟", "将倒排工期"),
        ("验收推迟", "验收推迟", ""),
    ],
)
def test_a_reason_is_parted_from_the_measures_behind_it(written: str, reason: str, measure: str) -> None:
    assert parted(written) == (reason, measure)
