"""Build workbooks/示例年度/: twelve monthly exports of a year in which everything happens that a month can bring.

A restatement, a rename, a missing row, a month in another unit, a new project, a budget adjustment, another layout.
Run again after a change; the same bytes each time.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import xlsxwriter

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from xlperf.answers import Answers, Target  # noqa: E402
from xlperf.forms.questionnaire import questionnaire  # noqa: E402
from xlperf.outputs import write_whole  # noqa: E402
from xlperf.scheme import load_scheme  # noqa: E402
from xlperf.unit import settings_text  # noqa: E402

FOLDER: Final = ROOT / "workbooks" / "示例年度"
UNIT_NAME: Final = "示例区政务服务数据管理局"
YEAR: Final = 2024
SCHEME: Final = "gd-district-2023"
GENERAL, OTHER = "一般公共预算拨款", "其他资金"
HEADINGS: Final = (
    "项目编码",
    "项目名称",
    "资金来源",
    "年初预算",
    "调整预算数",
    "调整后预算数",
    "当月支出",
    "累计支出",
    "执行率",
)
OTHER_ORDER: Final = (
    "项目名称",
    "项目编码",
    "资金来源",
    "年初预算",
    "调整预算数",
    "调整后预算数",
    "累计支出",
    "当月支出",
)


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the year: its budget and what it spends each month, in 元."""

    code: str
    name: str
    fund: str
    initial: int
    months: tuple[int, ...]


PROJECTS: Final = (
    Project(
        "440X24001",
        "政务服务中心经费",
        GENERAL,
        3_600_000,
        (150_000, 210_000, 280_000, 330_000, 310_000, 320_000, 300_000, 340_000, 330_000, 350_000, 310_000, 300_000),
    ),
    Project(
        "440X24002",
        "区镇村政务服务专职人员经费",
        GENERAL,
        2_160_000,
        (180_000,) * 12,
    ),
    Project(
        "440X24003",
        "智慧政务指挥中心数据专线经费",
        GENERAL,
        780_000,
        (0, 0, 130_000, 0, 65_000, 65_000, 65_000, 65_000, 65_000, 130_000, 65_000, 110_000),
    ),
    Project(
        "440X24004",
        "政府门户网站及信息网络设备维护运行费",
        GENERAL,
        520_000,
        (0, 0, 0, 60_000, 40_000, 0, 120_000, 30_000, 50_000, 40_000, 90_000, 70_000),
    ),
    Project(
        "440X24005",
        "基层公共服务综合平台网络信息经费",
        GENERAL,
        640_000,
        (0, 50_000, 60_000, 60_000, 50_000, 60_000, 50_000, 60_000, 50_000, 70_000, 60_000, 60_000),
    ),
    Project(
        "440X24006",
        "窗口评优评先经费",
        OTHER,
        120_000,
        (0, 0, 30_000, 0, 0, 30_000, 0, 0, 30_000, 0, 0, 30_000),
    ),
)
NEW_PROJECT: Final = Project(
    "440X24007",
    "政务大厅适老化改造经费",
    GENERAL,
    0,
    (0, 0, 0, 0, 0, 0, 0, 45_000, 80_000, 90_000, 60_000, 40_000),
)
NEW_BUDGET: Final = 320_000
NEW_FROM: Final = 8
"""The month in which the new project appears."""
RESTATED_IN, RESTATED_BY = 5, -20_000
"""April's spending of the first project is lowered in the export of May."""
RENAMED_IN, NEW_NAME = 6, "政府门户网站运行维护费"
MISSING_IN: Final = 7
"""The month whose export lacks a project."""
MISSING_CODE: Final = "440X24005"
OTHER_UNIT_IN: Final = 9
"""The month whose export is in 万元, and in another layout."""
ADJUSTED_IN, ADJUSTED_CODE, ADJUSTED_BY = 10, "440X24002", -60_000
LOOSE_MONTH: Final = 11
"""The month whose export lies in 数据/ itself, known by its title."""

_SAVED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")

Line = tuple[Project, str, int, int, int]
"""Project, name, adjustment, spending of the month, cumulative; 元."""


def lines_of(month: int) -> list[Line]:
    """Give what the export of a month says."""
    lines: list[Line] = []
    for project in (*PROJECTS, NEW_PROJECT):
        if (project is NEW_PROJECT and month < NEW_FROM) or (month == MISSING_IN and project.code == MISSING_CODE):
            continue
        renamed = project.code == "440X24004" and month >= RENAMED_IN
        adjustment = NEW_BUDGET if project is NEW_PROJECT else 0
        if project.code == ADJUSTED_CODE and month >= ADJUSTED_IN:
            adjustment += ADJUSTED_BY
        cumulative = sum(project.months[:month])
        if project is PROJECTS[0] and month >= RESTATED_IN:
            cumulative += RESTATED_BY
        spent = project.months[month - 1]
        if project.code == ADJUSTED_CODE and month == 12:
            spent += ADJUSTED_BY
            cumulative += ADJUSTED_BY
        lines.append((project, NEW_NAME if renamed else project.name, adjustment, spent, cumulative))
    return lines


def export(month: int) -> bytes:
    """Make the export of a month."""
    in_wan = month == OTHER_UNIT_IN
    headings = OTHER_ORDER if in_wan else HEADINGS
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": "预算执行情况表", "created": datetime(YEAR, month, 28)})  # noqa: DTZ001 - no zone in the file
    sheet = book.add_worksheet("预算执行情况表")
    font = {"font_name": "宋体", "font_size": 10}
    title = book.add_format(font | {"font_size": 16, "align": "center", "bold": True})
    head = book.add_format(font | {"border": 1, "align": "center", "valign": "vcenter", "bg_color": "#D9E1F2"})
    body = book.add_format(font | {"border": 1})
    money = book.add_format(font | {"border": 1, "num_format": "#,##0.00"})
    rate = book.add_format(font | {"border": 1, "num_format": "0.00%"})
    sheet.merge_range(0, 0, 0, len(headings) - 1, f"{YEAR}年1-{month}月部门预算项目执行情况表", title)
    sheet.write_string(1, 0, f"单位名称：{UNIT_NAME}", book.add_format(font))
    sheet.write_string(1, len(headings) - 1, f"金额单位：{'万元' if in_wan else '元'}", book.add_format(font))
    for column, words in enumerate(headings):
        sheet.write_string(2, column, words, head)
        wide = {"项目编码": 14, "项目名称": 40, "资金来源": 18}
        sheet.set_column(column, column, wide.get(words, 15))
    total: dict[str, Decimal] = {}
    for row, line in enumerate(lines_of(month), 3):
        values = _values(line, Decimal(10_000 if in_wan else 1))
        for column, words in enumerate(headings):
            value = values[words]
            if isinstance(value, Decimal):
                sheet.write_number(row, column, float(value), rate if words == "执行率" else money)
                total[words] = total.get(words, Decimal(0)) + value
            else:
                sheet.write_string(row, column, value, body)
    last = len(lines_of(month)) + 3
    for column, words in enumerate(headings):
        if words == "执行率":
            sheet.write_number(last, column, float(total["累计支出"] / total["调整后预算数"]), rate)
        elif words in total:
            sheet.write_number(last, column, float(total[words]), money)
        else:
            sheet.write_string(last, column, "合计" if words == headings[0] else "", body)
    book.close()
    return stream.getvalue()


def _values(line: Line, unit: Decimal) -> dict[str, Decimal | str]:
    project, name, adjustment, spent, cumulative = line
    budget = project.initial + adjustment
    return {
        "项目编码": project.code,
        "项目名称": name,
        "资金来源": project.fund,
        "年初预算": project.initial / unit,
        "调整预算数": adjustment / unit,
        "调整后预算数": budget / unit,
        "当月支出": spent / unit,
        "累计支出": cumulative / unit,
        "执行率": Decimal(cumulative) / budget,
    }


def targets() -> tuple[Target, ...]:
    """Give the performance targets of the year."""
    return (
        Target("output_completion", "政务服务事项进驻率", "≥", "98", "%", "98.6", group="数量指标"),
        Target("output_completion", "窗口服务人员培训场次", "≥", "12", "场", "5", group="数量指标"),
        Target("output_completion", "网上申报办理率", "≥", "70", "%", "74.2", group="质量指标"),
        Target("output_completion", "数据专线故障修复时间", "≤", "4", "小时", "2.5", group="时效指标"),
        Target("benefit_completion", "一站式办理率", "≥", "80", "%", "86.3", group="社会效益指标"),
        Target("benefit_completion", "办事群众满意度", "≥", "95", "%", "", group="满意度指标"),
    )


def _dateless(data: bytes) -> bytes:
    """Leave the time of its making out of a workbook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = _SAVED.sub(rb"\g<1>2024-01-02T00:00:00Z\g<2>", old.read(entry))
            new.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def build() -> None:
    """Write the folder."""
    for month in range(1, 13):
        name = f"{YEAR}-{month:02d}"
        path = FOLDER / "数据" / name / "部门预算项目执行情况表.xlsx"
        if month == LOOSE_MONTH:
            path = FOLDER / "数据" / f"预算执行情况（{month}月）.xlsx"
        write_whole(path, export(month))
    write_whole(FOLDER / "单位.toml", settings_text(UNIT_NAME, YEAR, SCHEME).encode())
    answers = Answers(targets=targets())
    data = _dateless(questionnaire(load_scheme(SCHEME), answers, unit=UNIT_NAME, year=YEAR))
    write_whole(FOLDER / "填报表.xlsx", data)
    print(f"已生成 {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    build()
