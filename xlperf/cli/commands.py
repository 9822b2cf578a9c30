"""The command xlperf and what stands below it, in the order of the officer's work."""

from __future__ import annotations

import click

import xlperf as package
from xlperf.cli import audit, monthly, projects, scheme, start, work
from xlperf.cli.chinese import ChineseGroup


@click.group(cls=ChineseGroup, invoke_without_command=True)
@click.option("--version", is_flag=True, help="显示版本")
@click.pass_context
def xlperf(context: click.Context, *, version: bool) -> int:
    """部门整体支出绩效自评：读决算表，填评分表，写自评报告，并核对每一个数。

    示例：
      xlperf demo             在当前文件夹做一个示例单位，并走完全程
      xlperf run 我的单位      从决算报表到评分表、计算底稿和自评报告
    """
    if version:
        click.echo(f"xlperf {package.__version__}")
    elif context.invoked_subcommand is None:
        click.echo(context.get_help())
    return 0


for command in (
    start.demo,
    start.new,
    work.run,
    work.check,
    work.fill,
    work.report,
    work.explain,
    audit.audit,
    projects.projects,
    scheme.scheme,
    monthly.refresh,
    monthly.history,
    monthly.watch,
    monthly.excel,
    start.doctor,
):
    xlperf.add_command(command)
