"""The commands of the monthly work: refresh, history, watch, excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from xlperf.cli.chinese import ChineseCommand, ChineseGroup
from xlperf.cli.work import folder_argument, json_option, scheme_option, take_option

if TYPE_CHECKING:
    from xlperf.history.memory import Take
    from xlperf.refresh import RefreshResult


@click.command(cls=ChineseCommand)
@folder_argument
@click.option("--month", metavar="2024-05", default="", help="刷新哪个月；不写则为“数据”里最新的月份")
@take_option
@click.option("--live", is_flag=True, help="写进正打开着的评分表（Excel 或 WPS），由您自己保存")
@scheme_option
@json_option
def refresh(  # noqa: PLR0913 - click's options, by name
    folder: Path, month: str, take: str | None, scheme: str, *, live: bool, as_json: bool
) -> int:
    """按月更新：读当月的预算执行情况表，填监控表和评分表，写月度说明、趋势和变动原因。

    人工改过的单元格和段落一律保留；以前月份被改过、改名、缺少、新增、换单位、调预算的，逐条列出。

    示例：
      xlperf refresh 我的单位
      xlperf refresh 我的单位 --month 2024-05
      xlperf refresh 我的单位 --take theirs
    """
    from xlperf.cli.progress import step
    from xlperf.refresh import refresh as run

    opener = None
    if live:
        from xlperf.hosts.excel import ExcelHost

        opener = ExcelHost.open
    result = run(folder, month=month, scheme=scheme, take=cast("Take", take or ""), live=opener, step=step)
    return _finish(result, as_json=as_json)


def _finish(result: RefreshResult, *, as_json: bool) -> int:
    from xlperf.findings import Severity

    if as_json:
        from xlperf.cli.as_json import emit, refresh_document

        emit(refresh_document(result))
    else:
        from xlperf.cli.show_month import refreshed

        refreshed(result)
    return int(any(finding.severity is Severity.ERROR for finding in result.findings))


def replay(folder: Path, *, as_json: bool) -> int:
    """Refresh every month of a unit in its order and show each in a few lines."""
    from xlperf.cli.progress import step
    from xlperf.cli.show_month import one_month
    from xlperf.refresh import refresh as run
    from xlperf.source.months import Months
    from xlperf.unit import open_unit

    documents = []
    for month in Months(open_unit(folder)).listed():
        result = run(folder, month=month, step=step)
        if as_json:
            from xlperf.cli.as_json import refresh_document

            documents.append(refresh_document(result))
        else:
            one_month(result)
    if as_json:
        from xlperf.cli.as_json import emit

        emit({"months": documents})
    else:
        click.echo(f"\n成果在 {folder / '成果'}；用 xlperf history list {folder} 查看每次刷新。")
    return 0


@click.group(cls=ChineseGroup, invoke_without_command=True)
@click.pass_context
def history(context: click.Context) -> int:
    """历史：每次刷新的数据、得分、变动和成果，可以查看、比较、导出、还原；不写下面的命令时列出当前文件夹的历史。

    示例：
      xlperf history list 我的单位
      xlperf history diff 2024-04 2024-05 我的单位
    """
    if context.invoked_subcommand is None:
        _list(Path())
    return 0


@history.command("list", cls=ChineseCommand)
@folder_argument
def listed(folder: Path) -> int:
    """列出每次刷新：编号、期间、时间、得分或执行率。

    示例：
      xlperf history list 我的单位
    """
    _list(folder)
    return 0


def _list(folder: Path) -> None:
    from xlperf.cli.screen import table
    from xlperf.history.looking import refreshes

    for line in table(refreshes(folder), right=frozenset({0})):
        click.echo(line)


@history.command(cls=ChineseCommand)
@click.argument("which", metavar="期间或编号")
@folder_argument
def show(which: str, folder: Path) -> int:
    """查看一次刷新：读了哪些文件、得分、执行情况、变动、核对意见。

    示例：
      xlperf history show 2024-05 我的单位
      xlperf history show 3 我的单位
    """
    from xlperf.history.looking import described

    for line in described(folder, which):
        click.echo(line)
    return 0


@history.command(cls=ChineseCommand)
@click.argument("before", metavar="以前")
@click.argument("after", metavar="以后")
@folder_argument
def diff(before: str, after: str, folder: Path) -> int:
    """比较两次刷新，逐条说明差别的种类：数被改过、改名、缺少、新增、换单位、调预算、规则或模板变了、人工修改。

    示例：
      xlperf history diff 2024-04 2024-05 我的单位
    """
    from xlperf.cli.show_month import change_lines
    from xlperf.history.looking import differences

    changes = differences(folder, before, after)
    for line in change_lines(changes) or ["没有差别。"]:
        click.echo(line)
    return 0


@history.command(cls=ChineseCommand)
@folder_argument
@click.option(
    "--to",
    "target",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default=None,
    help="写到哪里；不写则为 成果/历史.xlsx",
)
def export(folder: Path, target: Path | None) -> int:
    """把历史导出成表：.xlsx 一个文件多张表，.csv 一张表一个文件。

    示例：
      xlperf history export 我的单位
      xlperf history export 我的单位 --to 历史.csv
    """
    from xlperf.history.exporting import export_history

    click.echo("生成的文件：")
    for path in export_history(folder, target):
        click.echo(f"  {path}")
    return 0


@history.command(cls=ChineseCommand)
@click.argument("which", metavar="期间或编号")
@folder_argument
def restore(which: str, folder: Path) -> int:
    """取出某个月当时的成果，放在 成果/历史-期间/ 里，现在的成果不动。

    示例：
      xlperf history restore 2024-04 我的单位
    """
    from xlperf.history.looking import restored

    click.echo("取出的文件：")
    for path in restored(folder, which):
        click.echo(f"  {path}")
    return 0


@click.command(cls=ChineseCommand)
@folder_argument
def watch(folder: Path) -> int:
    """看着单位文件夹：导出的表或填报表一保存，就自动刷新一次；按 Ctrl+C 停下。

    示例：
      xlperf watch 我的单位
    """
    from xlperf.errors import UnusableInput, reason_of
    from xlperf.hosts.press import press, summary
    from xlperf.hosts.watch import Change
    from xlperf.hosts.watch import watch as look
    from xlperf.unit import open_unit

    root = open_unit(folder).root

    def work(change: Change) -> None:
        click.echo(summary(press(root, change.action)))

    click.echo(f"正在看着“{root.name}”。保存导出的表或填报表.xlsx 就会自动刷新；按 Ctrl+C 停下。")
    try:
        look(root, work)
    except OSError as fault:
        raise UnusableInput(f"读不到文件夹“{root.name}”：{reason_of(fault)}。请检查后再运行。") from None
    return 0


@click.command(cls=ChineseCommand)
@click.argument("paths", metavar="[单位文件夹]", type=click.Path(path_type=Path), nargs=-1)
@click.option("--install", is_flag=True, help="另做“每月更新”图标和右键“发送到”，不用宏也能更新")
@click.option(
    "--press",
    "action",
    type=click.Choice(["refresh", "check", "report"]),
    default=None,
    help="像按按钮一样做一次：refresh 刷新本月，check 检查，report 生成报告",
)
def excel(paths: tuple[Path, ...], action: str | None, *, install: bool) -> int:
    """做一个带按钮的工作簿“更新.xlsm”：刷新本月、检查、生成报告、打开底稿。

    示例：
      xlperf excel 我的单位
      xlperf excel 我的单位 --install
    """
    from xlperf.hosts.launchers import install_launchers
    from xlperf.hosts.press import main, make_button_workbook
    from xlperf.unit import open_unit

    if action is not None:
        return main([action, *map(str, paths)])
    for folder in paths or (Path(),):
        root = open_unit(folder).root
        made = [make_button_workbook(root)]
        if install:
            made += install_launchers(root)
        click.echo("生成的文件：")
        for path in made:
            click.echo(f"  {path}")
    return 0
