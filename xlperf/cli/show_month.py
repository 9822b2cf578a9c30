"""What a refresh tells the officer: who is behind, what changed and why, findings, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xlperf.amounts import money_text, percent_text, round_half_up
from xlperf.cli import show
from xlperf.cli.screen import COLUMNS, table, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlperf.history.changes import Change
    from xlperf.refresh import RefreshResult
    from xlperf.scoring.execution import Execution


def refreshed(result: RefreshResult) -> None:
    """Print the closing summary of a refresh: projects behind first."""
    now = result.execution
    click.echo(f"{result.unit_name or '（单位名称未知）'}　{now.month}")
    behind(now)
    overall(now)
    lines = change_lines(result.changes)
    if lines:
        click.echo("\n变动及原因：")
    for line in lines:
        click.echo(line)
    if result.yearly:
        click.secho(f"\n{result.yearly.period}年度　{show.total_words(result.yearly.results)}", bold=True)
    show.findings(result.findings)
    show.made(result.outputs.values())


def one_month(result: RefreshResult) -> None:
    """Print a month of a replay: rate, how many are behind, what changed."""
    now = result.execution
    rate = "无法计算" if now.rate is None else percent_text(now.rate)
    late = f"，低于预警线 {len(now.behind)} 个项目" if now.behind else ""
    click.secho(f"{now.month}　执行率 {rate}，序时进度 {percent_text(now.time_progress)}{late}", bold=True)
    for line in change_lines(result.changes):
        click.echo(line)


def behind(now: Execution) -> None:
    """Print the projects below the warning line, worst first, and what each must spend by the next line."""
    if now.warning_line is None:
        return
    line = percent_text(now.warning_line, 0)
    if not now.behind:
        click.secho(f"没有项目低于预警线（{line}）。", fg="green")
        return
    click.secho(f"低于预警线（{line}）的项目 {len(now.behind)} 个：", fg="red", bold=True)
    first = now.behind[0]
    until = f"到 {first.next_month} 月底达到 {percent_text(first.next_line, 0)} 还须支出（万元）"
    rows = [("项目", "执行率", until)]
    rows += [(b.project.name, percent_text(b.project.rate or b.line), money_text(b.needed)) for b in now.behind]
    for text in table(rows, right=frozenset({1, 2})):
        click.echo(f"  {text}")


def overall(now: Execution) -> None:
    """Print the department's execution against the time progress."""
    rate = "无法计算（没有预算数）" if now.rate is None else percent_text(now.rate)
    words = f"执行率 {rate}，序时进度 {percent_text(now.time_progress)}"
    if now.rate is not None:
        ahead = round_half_up((now.rate - now.time_progress) * 100)
        words += f"，{'快' if ahead >= 0 else '慢'} {abs(ahead)} 个百分点"
    click.secho(words, bold=True)
    click.echo(f"调整后预算数 {money_text(now.budget)} 万元，累计支出 {money_text(now.spent)} 万元")


def change_lines(changes: Iterable[Change]) -> list[str]:
    """Write changes as lines, in the order of their kinds."""
    lines: list[str] = []
    for change in changes:
        head = f"  【{change.kind.chinese}】"
        first, *rest = wrap(change.what, COLUMNS - width(head))
        lines += [head + first, *(" " * width(head) + line for line in rest)]
    return lines
