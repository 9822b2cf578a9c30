"""The commands around indicator schemes: list, show, check, test, draft, score."""

from __future__ import annotations

from pathlib import Path

import click

from xlperf.cli import scheme_excel
from xlperf.cli.chinese import ChineseCommand, ChineseGroup

scheme_argument = click.argument("scheme", metavar="指标体系")


@click.group(cls=ChineseGroup)
def scheme() -> None:
    """指标体系：查看、检查、试算；指标和评分规则都是数据，可以自己改。

    示例：
      xlperf scheme list
      xlperf scheme show gd-district-2023
    """


@scheme.command("list", cls=ChineseCommand)
def list_schemes() -> int:
    """列出自带的指标体系。

    示例：
      xlperf scheme list
    """
    from xlperf.amounts import plain
    from xlperf.cli.screen import table
    from xlperf.scheme import load_scheme, shipped_schemes

    rows = [("名称", "年度", "指标", "总分", "说明")]
    for known in shipped_schemes():
        loaded = load_scheme(known)
        rows.append((known, str(loaded.year), str(len(list(loaded.leaves()))), plain(loaded.full), loaded.title))
    for line in table(rows, right=frozenset({2, 3})):
        click.echo(line)
    return 0


@scheme.command(cls=ChineseCommand)
@scheme_argument
@click.argument("indicator", metavar="[指标名称]", default="")
def show(scheme: str, indicator: str) -> int:
    """显示指标体系：各级指标、分值、评分规则和依据；给出指标名称则显示它的全部内容。

    示例：
      xlperf scheme show gd-district-2023
      xlperf scheme show gd-district-2023 结转结余率
    """
    from xlperf.scheme import load_scheme
    from xlperf.scheme.showing import indicator_lines, tree_lines

    loaded = load_scheme(scheme)
    for line in indicator_lines(loaded, indicator) if indicator else tree_lines(loaded):
        click.echo(line)
    return 0


@scheme.command(cls=ChineseCommand)
@scheme_argument
def check(scheme: str) -> int:
    """检查指标体系：一次列出全部错误，每条写明在第几行第几个字。

    示例：
      xlperf scheme check 我的体系/scheme.yaml
    """
    from xlperf.cli import show as screen
    from xlperf.findings import Severity
    from xlperf.resources import templates
    from xlperf.scheme.store import check_scheme_file

    checked = check_scheme_file(scheme)
    own = templates() / checked.scheme.id
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(own.glob("*.j2"))}
    if texts:
        checked = check_scheme_file(scheme, texts)
    screen.findings(checked.findings)
    return int(any(finding.severity is Severity.ERROR for finding in checked.findings))


@scheme.command(cls=ChineseCommand)
@scheme_argument
def test(scheme: str) -> int:
    """运行指标体系旁边 examples.yaml 里的例子，并列出还没有例子的指标。

    示例：
      xlperf scheme test gd-district-2023
    """
    from xlperf.cli import show as screen
    from xlperf.scoring.examples import run_examples

    report = run_examples(scheme)
    for example in report.examples:
        click.echo(f"{'通过' if example.passed else '不符'}　{example.name}")
    failed = sum(not example.passed for example in report.examples)
    click.echo(f"\n共 {len(report.examples)} 个例子，{failed} 个不符。")
    if report.without:
        click.echo(f"还没有例子的指标 {len(report.without)} 项：{'、'.join(report.without)}")
    if report.findings:
        screen.findings(report.findings)
    return int(failed > 0)


@scheme.command(cls=ChineseCommand)
@click.argument("workbook", metavar="评分表.xlsx", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=None,
    help="写到哪里；不写则写到评分表旁边的“指标体系”文件夹",
)
@click.option("--force", is_flag=True, help="已有的指标体系文件也覆盖")
@click.option("--json", "as_json", is_flag=True, help="结果以一个 JSON 对象输出；不写 -o 时不写文件")
def draft(workbook: Path, output: Path | None, *, force: bool, as_json: bool) -> int:
    """照一份没见过的评分表起草指标体系：认出指标、分值、公式和评分规则，读不懂的列出来由人评分。

    示例：
      xlperf scheme draft 评分表.xlsx
      xlperf scheme draft 评分表.xlsx -o 我的体系/scheme.yaml
    """
    from xlperf.cli.drafting import draft_document, tell_draft
    from xlperf.drafting import draft_workbook, scheme_target, write_scheme

    drafted = draft_workbook(workbook)
    target = scheme_target(workbook, output)
    written = output is not None or not as_json
    if written:
        write_scheme(drafted.text, target, force=force)
    if as_json:
        from xlperf.cli.as_json import emit

        emit(draft_document(drafted, target if written else None))
    else:
        tell_draft(drafted, target)
    return 0


@scheme.command(cls=ChineseCommand)
@scheme_argument
@click.argument("indicator", metavar="指标名称")
@click.argument("value", metavar="数值")
@click.option("--json", "as_json", is_flag=True, help="结果以一个 JSON 对象输出，供其他程序使用")
def score(scheme: str, indicator: str, value: str, *, as_json: bool) -> int:
    """试算：某个指标的值是多少时得几分。比率写成 15% 或 0.15。

    示例：
      xlperf scheme score gd-district-2023 结转结余率 15%
    """
    from xlperf.amounts import parse_number, plain
    from xlperf.errors import WrongUsage
    from xlperf.scheme import load_scheme
    from xlperf.scheme.showing import find_indicator, mark_of
    from xlperf.scoring import score_value

    number = parse_number(value)
    if number is None:
        raise WrongUsage(f"“{value}”不是数字。比率写成 15% 或 0.15。")
    node = find_indicator(load_scheme(scheme), indicator)
    try:
        outcome = score_value(node, number)
    except ValueError as fault:
        raise WrongUsage(f"{fault}。") from None
    full = plain(mark_of(node))
    points = None if outcome.score is None else plain(outcome.score)
    if as_json:
        from xlperf.cli.as_json import emit

        emit({"score": points, "rule": outcome.words, "full": full, "next": outcome.next_step})
        return 0
    click.echo(f"{node.name}　{value}　得 {points or '0'} 分（满分 {full} 分）")
    click.echo(f"规则：{outcome.words}")
    if outcome.next_step:
        click.echo(f"再得分：{outcome.next_step}")
    return 0


scheme.add_command(scheme_excel.export_scheme)
scheme.add_command(scheme_excel.import_scheme)
scheme.add_command(scheme_excel.compare)
