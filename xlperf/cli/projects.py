"""The commands on projects: list, fill, report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xlperf.cli.chinese import ChineseCommand, ChineseGroup
from xlperf.cli.work import folder_argument, json_option

if TYPE_CHECKING:
    from pathlib import Path

    from xlperf.projects.running import ProjectRun

project_option = click.option(
    "--project", metavar="NAME", default="", help="只做这一个项目；写项目名称，或其中的几个字"
)
scheme_option = click.option(
    "--scheme",
    metavar="NAME",
    default="",
    envvar="XLPERF_PROJECT_SCHEME",
    help="项目评分办法的名称或文件；不写则按自评表识别，一般为 national-project-2020",
)


@click.group(cls=ChineseGroup)
def projects() -> None:
    """项目支出绩效自评：列出得分，填写项目支出绩效自评表，写项目支出绩效自评报告。

    示例：
      xlperf projects list 我的单位
      xlperf projects fill 我的单位 --project 政务服务中心经费
    """


@projects.command("list", cls=ChineseCommand)
@folder_argument
@project_option
@scheme_option
@json_option
def list_projects(folder: Path, project: str, scheme: str, *, as_json: bool) -> int:
    """列出各项目的预算、执行率、得分和等级，并核对；不写文件。

    示例：
      xlperf projects list 我的单位
      xlperf projects list 我的单位 --project 数据专线
    """
    from xlperf.projects.running import list_projects as run

    return finish(run(folder, project=project, scheme=scheme), as_json=as_json, details=bool(project))


@projects.command(cls=ChineseCommand)
@folder_argument
@project_option
@scheme_option
@click.option("--together", is_flag=True, help="做成一个工作簿，每个项目一张工作表；不写则每个项目一个工作簿")
@json_option
def fill(folder: Path, project: str, scheme: str, *, together: bool, as_json: bool) -> int:
    """填写项目支出绩效自评表：单位文件夹里有空白表就用它，没有就用自带的。

    示例：
      xlperf projects fill 我的单位
      xlperf projects fill 我的单位 --together
    """
    from xlperf.projects.running import fill_projects as run

    return finish(run(folder, project=project, scheme=scheme, together=together), as_json=as_json)


@projects.command(cls=ChineseCommand)
@folder_argument
@project_option
@scheme_option
@json_option
def report(folder: Path, project: str, scheme: str, *, as_json: bool) -> int:
    """写项目支出绩效自评报告（Word），写完核对报告里的数字。

    示例：
      xlperf projects report 我的单位
    """
    from xlperf.projects.running import report_projects as run

    return finish(run(folder, project=project, scheme=scheme), as_json=as_json)


def finish(result: ProjectRun, *, as_json: bool, details: bool = False) -> int:
    """Show the projects as text or JSON and give the exit status."""
    from xlperf.findings import Severity

    if as_json:
        from xlperf.cli.as_json import emit

        emit(document(result))
    else:
        show(result, details=details)
    return int(any(finding.severity is Severity.ERROR for finding in result.findings))


def document(result: ProjectRun) -> dict[str, Any]:
    """Give the work on projects as one JSON object, of the shape of a run's."""
    from xlperf.cli.as_json import finding_document, project_document

    outputs = {name: str(path) for name, path in result.outputs.items()}
    return {
        "unit": result.unit_name,
        "period": result.period,
        "scheme": result.scheme,
        "projects": [project_document(one, result.forms.get(one.name, {})) for one in result.results],
        "findings": [finding_document(finding) for finding in result.findings],
        "outputs": outputs,
    }


def show(result: ProjectRun, *, details: bool) -> None:
    """Print the table of projects, what each indicator earned where asked, findings and files."""
    from xlperf.amounts import money_text, percent_text, plain
    from xlperf.cli import show as screen
    from xlperf.cli.screen import table

    click.echo(f"{result.unit_name or '（单位名称未知）'}　{result.period}年度　{result.title}")
    rows = [("项目", "全年预算（万元）", "全年执行（万元）", "执行率", "得分", "等级")]
    for one in result.results:
        amounts, rate = one.execution.amounts, one.execution.rate
        rows.append(
            (
                one.name,
                money_text(amounts.budget) if amounts.budget is not None else "—",
                money_text(amounts.spent) if amounts.spent is not None else "—",
                percent_text(rate) if rate is not None else "不能计算",
                plain(one.settled_score) if one.settled_score is not None else "待补充",
                one.grade or "—",
            )
        )
    for line in table(rows, right=frozenset({1, 2, 3, 4})):
        click.echo(f"  {line}")
    for one in result.results if details else ():
        click.echo(f"\n{one.name}")
        lines = [("指标", "指标值", "实际完成", "分值", "得分")]
        lines += [(t.target.name, t.goal, t.actual, _mark(t.full), _mark(t.score)) for t in one.targets]
        for line in table(lines, right=frozenset({3, 4})):
            click.echo(f"  {line}")
    screen.findings(result.findings)
    screen.made(result.outputs.values())


def _mark(value: Any) -> str:  # noqa: ANN401 - Decimal or None
    from xlperf.amounts import plain

    return "—" if value is None else plain(value)
