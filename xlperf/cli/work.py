"""The commands of the yearly work: run, check, fill, report, explain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from xlperf.cli.chinese import ChineseCommand

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlperf.history.memory import Take
    from xlperf.pipeline import RunResult

folder_argument = click.argument("folder", metavar="[单位文件夹]", type=click.Path(path_type=Path), default=".")
json_option = click.option("--json", "as_json", is_flag=True, help="结果以一个 JSON 对象输出，供其他程序使用")
scheme_option = click.option(
    "--scheme", metavar="NAME", default="", envvar="XLPERF_SCHEME", help="指标体系的名称或文件；不写则按评分表识别"
)
take_option = click.option(
    "--take",
    type=click.Choice(["ours", "theirs"]),
    default=None,
    help="人工修改与新值不同时：ours 全部采用新值，theirs 全部保留人工修改；不写则按填报表.xlsx 里选的",
)


@click.command(cls=ChineseCommand)
@folder_argument
@take_option
@scheme_option
@json_option
def run(folder: Path, take: str | None, scheme: str, *, as_json: bool) -> int:
    """读取决算表，计算指标，填好评分表，写出自评报告和计算底稿，并核对全部数字。

    只在“成果”文件夹里写文件（没有填报表.xlsx 时另做一份空白的）。

    示例：
      xlperf run 我的单位
      xlperf run 我的单位 --json > 结果.json
    """
    from xlperf import pipeline
    from xlperf.cli.progress import step

    return finish(pipeline.run(folder, scheme=scheme, take=cast("Take", take or ""), step=step), as_json=as_json)


@click.command(cls=ChineseCommand)
@folder_argument
@scheme_option
@json_option
def check(folder: Path, scheme: str, *, as_json: bool) -> int:
    """只核对，不写任何文件：表间关系、缺少的数据、得分与满分、扣分原因。

    示例：
      xlperf check 我的单位
    """
    from xlperf import pipeline
    from xlperf.cli.progress import step

    return finish(pipeline.check(folder, scheme=scheme, step=step), as_json=as_json)


@click.command(cls=ChineseCommand)
@folder_argument
@scheme_option
@click.option("--dry-run", is_flag=True, help="只列出要写的单元格（原来 → 写入），不写文件")
@json_option
def fill(folder: Path, scheme: str, *, dry_run: bool, as_json: bool) -> int:
    """只填评分表：得分、自评说明、佐证材料；公式和表样一概不动。

    示例：
      xlperf fill 我的单位 --dry-run
    """
    from xlperf import pipeline
    from xlperf.cli import show
    from xlperf.cli.progress import step

    result = pipeline.fill(folder, scheme=scheme, step=step, dry_run=dry_run)
    if dry_run and not as_json:
        show.planned([(w.sheet, w.cell, w.label, w.old or "", w.new_text) for w in result.written])
        show.findings(result.findings)
        return status(result)
    return finish(result, as_json=as_json)


@click.command(cls=ChineseCommand)
@folder_argument
@scheme_option
@json_option
def report(folder: Path, scheme: str, *, as_json: bool) -> int:
    """只写自评报告（Word），写完逐个核对报告里的数字。

    示例：
      xlperf report 我的单位
    """
    from xlperf import pipeline
    from xlperf.cli.progress import step

    return finish(pipeline.report(folder, scheme=scheme, step=step), as_json=as_json)


@click.command(cls=ChineseCommand)
@click.argument("subject", metavar="指标名称或意见代码")
@click.argument("folder", metavar="[单位文件夹]", type=click.Path(path_type=Path), default=".")
@scheme_option
def explain(subject: str, folder: Path, scheme: str) -> int:
    """说明一个得分怎么来的：得分 ← 评分标准 ← 比率 ← 数据 ← 文件!工作表!单元格；或说明一条核对意见。

    示例：
      xlperf explain 结转结余率 我的单位
      xlperf explain XP101
    """
    from xlperf import pipeline
    from xlperf.cli import show
    from xlperf.cli.progress import step

    show.explain(pipeline.explain(subject, folder, scheme=scheme, step=step))
    return 0


def finish(result: RunResult, *, as_json: bool, tell: Callable[[RunResult], Any] | None = None) -> int:
    """Show a result as text or JSON and give the exit status."""
    if as_json:
        from xlperf.cli.as_json import emit, run_document

        emit(run_document(result))
    else:
        from xlperf.cli import show

        (tell or show.summary)(result)
    return status(result)


def status(result: RunResult) -> int:
    """Give 1 while a finding must be mended, else 0."""
    from xlperf.findings import Severity

    return int(any(finding.severity is Severity.ERROR for finding in result.findings))
