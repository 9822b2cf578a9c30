"""Projects for tests, in a few words each."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.answers import Answers
from xlperf.findings import Place
from xlperf.forms.questionnaire import questionnaire
from xlperf.projects.model import Amounts, Entry, Fund, Project, ProjectTarget
from xlperf.projects.scheme import load_project_scheme
from xlperf.scheme import load_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from xlperf.findings import Finding

SCHEME = load_project_scheme()


def target(
    goal: str,
    actual: str,
    mark: int | None = 90,
    *,
    name: str = "指标",
    nature: str = "≥",
    unit: str = "%",
    first: str = "产出指标",
    second: str = "数量指标",
    reason: str = "",
    measure: str = "",
) -> ProjectTarget:
    return ProjectTarget(
        name,
        first,
        second,
        nature,
        Entry(goal, Place("填报表.xlsx", "项目指标", "F3")),
        unit,
        Entry(actual, Place("填报表.xlsx", "项目指标", "H3")),
        None if mark is None else Decimal(mark),
        reason=reason,
        measure=measure,
    )


def project(*targets: ProjectTarget, name: str = "示例项目", budget: str = "100", spent: str = "76") -> Project:
    yuan = {"initial": Decimal(budget) * 10000, "budget": Decimal(budget) * 10000, "spent": Decimal(spent) * 10000}
    return Project(
        name,
        department="示例局",
        unit="示例中心",
        funds=(Fund("当年财政拨款", Amounts(**yuan), Place("填报表.xlsx", "项目资金", "D3")),),
        targets=targets,
        goal="保障运行",
        achieved="运行正常",
        start="2021年1月",
        end="2021年12月",
        benefit="方便群众",
        effect="群众办事更方便",
        supervision="专款专用",
        execution_reason="尾款未付",
        execution_measure="提前准备支付资料",
    )


def usual_targets(outputs: int = 2, reason: str = "") -> tuple[ProjectTarget, ...]:
    made = [target("80", "85", 4, name=f"产出{at}") for at in range(outputs)]
    made.append(target("95", "90", 50 - 4 * outputs, name="质量", second="质量指标", reason=reason, measure="加强培训"))
    made.append(target("4", "4", 30, name="投诉", nature="≤", unit="件", first="效益指标", second="社会效益指标"))
    made.append(target("≥95%", "96%", 10, name="满意率", nature="", first="满意度指标", second=""))
    return tuple(made)


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def write_unit(folder: Path, more: dict[str, Sequence[dict[str, Decimal | str]]]) -> Path:
    """Make a unit folder with a questionnaire in which these rows of the project sheets are filled in."""
    folder.mkdir(parents=True, exist_ok=True)
    data = questionnaire(load_scheme("gd-district-2023"), Answers(), unit="示例局", year=2021, more=more)
    (folder / "填报表.xlsx").write_bytes(data)
    (folder / "单位.toml").write_text('name = "示例局"\nyear = 2021\nscheme = "gd-district-2023"\n', encoding="utf-8")
    return folder


def write_table(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Write a one-sheet workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stream.getvalue())
    return path
