"""Units with monthly exports, for the tests of the refresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import xlsxwriter

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS: Final = (
    "项目编码",
    "项目名称",
    "资金来源",
    "年初预算",
    "调整预算数",
    "调整后预算数",
    "当月支出",
    "累计支出",
)

Line = tuple[str, str, str, float | None, float | None, float | None]
"""Code, name, fund, budget, spending of the month, cumulative."""


def write_export(path: Path, lines: list[Line], *, title: str = "", unit: str = "元") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("执行表")
    sheet.write(0, 0, title or "预算执行情况表")
    sheet.write(1, 0, f"金额单位：{unit}")
    for column, heading in enumerate(HEADINGS):
        sheet.write(2, column, heading)
    for row, (code, name, fund, budget, month, spent) in enumerate(lines, 3):
        for column, value in enumerate((code, name, fund, budget, 0, budget, month, spent)):
            if value is not None:
                sheet.write(row, column, value)
    book.close()


def make_month(root: Path, month: str, lines: list[Line], *, name: str = "执行.xlsx", unit: str = "元") -> Path:
    path = root / "数据" / month / name
    write_export(path, lines, title=f"{month[:4]}年{int(month[5:])}月预算执行情况表", unit=unit)
    return path


def make_unit(root: Path, months: dict[str, list[Line]]) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    (root / "单位.toml").write_text('name = "示例单位"\nyear = 2024\n', encoding="utf-8")
    for month, lines in months.items():
        make_month(root, month, lines)
    return root


def steady(month: int, *, first: float = 1_000_000, step: float = 50_000) -> list[Line]:
    """Two projects that spend the same every month."""
    return [
        ("A01", "政务服务中心经费", "一般公共预算拨款", first, step, step * month),
        ("A02", "数据专线经费", "其他资金", 300_000, 25_000, 25_000 * month),
    ]


def override_score(path: Path, indicator: str, score: object) -> None:
    """Type a score with a reason into 填报表.xlsx."""
    from xlperf.ooxml import Workbook
    from xlperf.source.grid import a1

    book = Workbook.open(path)
    sheet = book["得分核定"]
    grid = sheet.grid()
    row = next(row for row in range(grid.height) if grid.text(row, 1) == indicator)
    sheet.set(a1(row, 3), score)  # type: ignore[arg-type]
    sheet.set(a1(row, 4), "试填")
    book.save(path)


def answer_in_questionnaire(path: Path, fingerprint: str, words: str) -> None:
    """Answer a finding that is listed in 填报表.xlsx."""
    from xlperf.ooxml import Workbook
    from xlperf.source.grid import a1

    book = Workbook.open(path)
    sheet = book["问题说明"]
    grid = sheet.grid()
    row = next(row for row in range(grid.height) if grid.text(row, 0) == fingerprint)
    sheet.set(a1(row, 4), words)
    book.save(path)


def make_questionnaire(unit: Path) -> None:
    """Put an empty 填报表.xlsx into the folder."""
    from xlperf.forms.questionnaire import write_questionnaire
    from xlperf.scheme import load_scheme

    write_questionnaire(unit / "填报表.xlsx", load_scheme("gd-district-2023"))
