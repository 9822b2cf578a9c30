"""The command audit: a report or workbook that someone else made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlperf.cli.chinese import ChineseCommand

if TYPE_CHECKING:
    from xlperf.reviewing import Review


@click.command(cls=ChineseCommand)
@click.argument("files", metavar="文件或文件夹…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--unit", metavar="DIR", type=click.Path(path_type=Path), help="单位文件夹：把报告中的数字与它的决算表核对"
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="审核意见放在哪里；默认在报告旁的“审核”文件夹",
)
@click.option("--json", "as_json", is_flag=True, help="结果以一个 JSON 对象输出，供其他程序使用")
def audit(files: tuple[Path, ...], unit: Path | None, output: Path | None, *, as_json: bool) -> int:
    """审核别人写的自评报告或评分表：合计、比率、得分、年度、单位、名称、残留文字，逐个数字核对。

    报告（.docx、.txt、.md、.pdf）可以和它的评分表、决算表一起给出；给一个文件夹就审核其中全部报告。
    意见写入 审核意见.xlsx，Word 报告另存一份带批注的副本；原文件不动。

    示例：
      xlperf audit 自评报告.docx
      xlperf audit 自评报告.docx 评分表.xlsx 决算报表.xls
      xlperf audit 各单位报告
    """
    from xlperf.cli.progress import step
    from xlperf.reviewing import RESULTS, review

    first = files[0]
    beside = (first if first.is_dir() else first.parent) / RESULTS
    target = output or (None if as_json else beside)
    with step("审核"):
        found = review(files, unit=unit, output=target, progress=None if as_json else _progress)
    if as_json:
        _emit(found)
    else:
        _show(found)
    return int(found.must_be_mended)


def _progress(number: int, of: int, name: str) -> None:
    click.echo(f"正在审核 {number}/{of}：{name}", err=True)


def _show(found: Review) -> None:
    from xlperf.cli import show
    from xlperf.cli.screen import table
    from xlperf.findings import Severity

    if len(found.results) > 1:
        rows = [
            ("、".join(r.files), r.year, *(str(r.count(s)) for s in Severity), str(r.coverage.numbers))
            for r in found.results
        ]
        heading = ("报告", "年度", *(s.chinese for s in Severity), "数字")
        for line in table([heading, *rows], right=frozenset({2, 3, 4, 5})):
            click.echo(line)
    else:
        (result,) = found.results
        click.echo(f"{'、'.join(result.files)}　{result.year}年度" if result.year else "、".join(result.files))
        show.findings(result.findings)
        if result.coverage.agree or result.coverage.differ:
            click.echo(f"\n{result.coverage}")
    if found.remarks:
        click.echo()
        show.findings(found.remarks)
    show.made(found.outputs.values())


def _emit(found: Review) -> None:
    from xlperf.cli.as_json import emit, finding_document

    coverage = [r.coverage for r in found.results]
    emit(
        {
            "unit": "",
            "period": found.results[0].year if len(found.results) == 1 else "",
            "files": [file for result in found.results for file in result.files],
            "findings": [finding_document(finding) for finding in found.findings],
            "coverage": {
                "numbers": sum(c.numbers for c in coverage),
                "agree": sum(c.agree for c in coverage),
                "differ": sum(c.differ for c in coverage),
                "absent": sum(c.absent for c in coverage),
            },
            "reports": [{"files": list(r.files), "year": r.year, "findings": len(r.findings)} for r in found.results],
            "outputs": {name: str(path) for name, path in found.outputs.items()},
        }
    )
