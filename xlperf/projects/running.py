"""The commands on projects (项目命令): gather, score, fill, report, write."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xlperf.errors import UnusableInput
from xlperf.projects.outputs import FORMS, REPORT_KEY, filled_forms, written_report
from xlperf.projects.work import ProjectWork, work_on_projects

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from xlperf.findings import Finding
    from xlperf.material import Material
    from xlperf.projects.result import ProjectResult


@dataclass(frozen=True, slots=True)
class ProjectRun:
    """What a command on projects found and wrote."""

    unit_name: str
    period: str
    scheme: str
    title: str
    results: tuple[ProjectResult, ...]
    findings: tuple[Finding, ...]
    outputs: Mapping[str, Path] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """File and sheet of each project's form."""


def list_projects(folder: Path, *, project: str = "", scheme: str = "") -> ProjectRun:
    """Score and check the projects; write nothing.

    Raises:
        XlperfError: the folder cannot be used, or has no projects.
    """
    material, work = _begin(folder, project, scheme)
    return _result(material, work, work.findings)


def fill_projects(folder: Path, *, project: str = "", scheme: str = "", together: bool = False) -> ProjectRun:
    """Fill the forms of the projects into 成果/. Raises XlperfError."""
    from xlperf.pipeline import recorded

    material, work = _begin(folder, project, scheme)
    made = filled_forms(material, work, together=together)
    with recorded(material) as record:
        paths, told, _ = record.write(made.files)
    outputs = {FORMS: made.folder_of(paths)} if paths else {}
    result = _result(material, work, (*work.findings, *made.findings, *told))
    return replace(result, outputs=outputs, forms=made.forms(paths))


def report_projects(folder: Path, *, project: str = "", scheme: str = "") -> ProjectRun:
    """Write the report on the projects into 成果/. Raises XlperfError."""
    from xlperf.pipeline import recorded

    material, work = _begin(folder, project, scheme)
    with recorded(material) as record:
        report, doubts = written_report(material, work, record)
        paths, told, _ = record.write([report])
    result = _result(material, work, (*work.findings, *doubts, *told))
    return replace(result, outputs={REPORT_KEY: paths[report.name]})


def do_projects(folder: Path) -> ProjectRun:
    """Fill the forms and write the report. Raises XlperfError."""
    filled, told = fill_projects(folder), report_projects(folder)
    findings = dict.fromkeys((*filled.findings, *told.findings))
    return replace(filled, findings=tuple(findings), outputs={**filled.outputs, **told.outputs})


def _begin(folder: Path, project: str, scheme: str) -> tuple[Material, ProjectWork]:
    from xlperf.material import gather
    from xlperf.unit import open_unit

    material = gather(open_unit(folder))
    work = work_on_projects(material, scheme, even_lists=True)
    if work is None:
        raise UnusableInput(
            "没有找到项目。请在填报表.xlsx 的“项目”“项目资金”“项目指标”里填写，"
            "或把填好的项目支出绩效自评表、分项目的资金执行表放进文件夹。"
        )
    return material, work.only(project)


def _result(material: Material, work: ProjectWork, findings: Iterable[Finding]) -> ProjectRun:
    from xlperf.pipeline import settled

    return ProjectRun(
        material.unit_name,
        material.period,
        work.scheme.id,
        work.scheme.title,
        work.results,
        settled(material, findings),
    )
