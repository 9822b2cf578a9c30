"""What a command tells the officer at the end: total, marks lost, what is missing, findings, files made."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import click

from xlperf.amounts import plain
from xlperf.cli.screen import COLUMNS, indented, pad, shorten, table, width, wrap
from xlperf.findings import Severity
from xlperf.scoring.result import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from xlperf.findings import Finding
    from xlperf.pipeline import RunResult
    from xlperf.scoring.result import IndicatorResult, Results

WIDEST_HEAD = 28
"""Columns before an explanation; where a name takes more, the explanation begins on the next line."""
MOST_ALIKE = 3
"""Findings of one code that are printed before the rest is only counted."""
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}


def summary(result: RunResult) -> None:
    """Print the closing summary of a run."""
    results = result.results
    click.echo(f"{result.unit_name or '（单位名称未知）'}　{result.period}年度")
    click.echo(results.scheme.title)
    click.secho(total_words(results), bold=True)
    click.echo()
    group_table(results)
    losses(results)
    missing(results)
    findings(result.findings)
    made(result.outputs.values())


def total_words(results: Results) -> str:
    """Say the total, or how much of it is known."""
    if results.total is None:
        return f"已得 {plain(results.partial)} 分（满分 {plain(results.full)} 分，还有指标没有得分）"
    grade = f"，等级：{results.grade}" if results.grade else ""
    return f"自评总分 {plain(results.total)} 分（满分 {plain(results.full)} 分{grade}）"


def group_table(results: Results) -> None:
    """Print marks and scores of levels 1 and 2."""
    rows = [("指标", "满分", "得分")]
    for group in results.groups:
        score = plain(group.score) if group.score is not None else f"{plain(group.partial)}（未完）"
        rows.append(("　" * (len(group.path) - 1) + group.indicator.name, plain(group.full), score))
    for line in table(rows, right=frozenset({1, 2})):
        click.echo(f"  {line}")


def losses(results: Results) -> None:
    """Print where marks were lost, and why."""
    lost = [r for r in results.indicators if r.lost > 0]
    if not lost:
        return
    click.echo("\n扣分：")
    for result in lost:
        _explained(f"  {result.indicator.name}　扣 {plain(result.lost)} 分：", result.reason or "没有写明原因")


def missing(results: Results) -> None:
    """Print what is still to be filled in."""
    open_ones = [r for r in results.indicators if r.status is Status.MISSING]
    if not open_ones:
        return
    click.echo(f"\n还没有得分的指标 {len(open_ones)} 项：")
    for result in open_ones:
        _explained(f"  {result.indicator.name}：", result.reason or "请在填报表.xlsx 中填写")


def _explained(head: str, words: str) -> None:
    if width(head) > WIDEST_HEAD:
        click.echo(head)
        head = " " * 4
    first, *rest = wrap(words, COLUMNS - width(head))
    click.echo(head + first)
    for line in rest:
        click.echo(" " * width(head) + line)


def findings(found: Iterable[Finding]) -> None:
    """Print findings worst first, each with its place and what to do; of many alike the first few."""
    everything = list(found)
    if not everything:
        click.secho("\n核对：没有发现问题。", fg="green")
        return
    counts = Counter(finding.severity for finding in everything)
    words = "，".join(f"{severity.chinese} {counts[severity]} 条" for severity in Severity if counts[severity])
    click.echo(f"\n核对：{words}")
    alike: dict[tuple[Severity, str], list[Finding]] = defaultdict(list)
    for finding in everything:
        alike[finding.severity, finding.code].append(finding)
    for (severity, code), group in sorted(alike.items(), key=lambda item: list(Severity).index(item[0][0])):
        for finding in group[:MOST_ALIKE]:
            _finding(finding)
        if len(group) > MOST_ALIKE:
            more = f"同类意见另有 {len(group) - MOST_ALIKE} 条，见“检查结果”表，或用 --json 查看"
            click.echo(f"  {pad(severity.chinese, 8)}  {code}  {more}")


def _finding(finding: Finding) -> None:
    head = f"  {pad(finding.severity.chinese, 8)}  {finding.code}  "
    place = f"{finding.place}　" if str(finding.place) else ""
    lines = wrap(place + finding.message, COLUMNS - width(head))
    click.secho(f"  {pad(finding.severity.chinese, 8)}", fg=COLOURS[finding.severity], nl=False)
    click.echo(f"  {finding.code}  {lines[0]}")
    for line in lines[1:]:
        click.echo(" " * width(head) + line)
    answer = f"已说明：{finding.explanation}" if finding.explanation else finding.hint
    for number, line in enumerate(wrap(answer, COLUMNS - width(head) - 2) if answer else ()):
        click.secho(" " * width(head) + ("→ " if number == 0 else "  ") + line, dim=True)


def made(paths: Iterable[Path]) -> None:
    """Print the files that were made, with paths that a terminal makes clickable."""
    listed = list(paths)
    if listed:
        click.echo("\n生成的文件：")
    for path in listed:
        click.echo(f"  {path}")


def planned(rows: Sequence[tuple[str, str, str, str, str]]) -> None:
    """Print what filling would write: sheet, cell, label, old and new."""
    if not rows:
        click.echo("没有要填写的单元格。")
        return
    heading = ("工作表", "单元格", "指标", "原来", "写入")
    shown = [(s, c, shorten(label, 30), shorten(old, 16), shorten(new, 34)) for s, c, label, old, new in rows]
    for line in table([heading, *shown]):
        click.echo(line)


def explain(lines: Iterable[str]) -> None:
    """Print the tree from a score down to source cells."""
    for line in lines:
        for piece in indented(line):
            click.echo(piece)


def indicator_line(result: IndicatorResult) -> str:
    """Say one indicator's mark and score in a line."""
    score = plain(result.score) if result.score is not None else "待补充"
    return f"{' › '.join(result.path)}　{score} / {plain(result.full)} 分"
