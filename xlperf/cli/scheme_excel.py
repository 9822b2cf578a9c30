"""Schemes as workbooks and next to one another: export, import, diff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlperf.cli.chinese import ChineseCommand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlperf.findings import Finding
    from xlperf.scheme.excel import SchemeBook
    from xlperf.scheme.model import Scheme
    from xlperf.scheme.nodes import Items
    from xlperf.scheme.store import CheckedScheme

force_option = click.option("--force", is_flag=True, help="覆盖已有的文件")


@click.command("export", cls=ChineseCommand)
@click.argument("scheme", metavar="指标体系")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), default="指标体系.xlsx", help="写到哪个文件"
)
@force_option
def export_scheme(scheme: str, output: Path, *, force: bool) -> int:
    """把指标体系导出成 Excel 工作簿，在 Excel、WPS 里查看和修改；改好后用 import 导入。

    示例：
      xlperf scheme export gd-district-2023 -o 指标体系.xlsx
    """
    from xlperf.outputs import write_whole
    from xlperf.scheme import base_tree, load_scheme, own_tree
    from xlperf.scheme.excel import scheme_workbook
    from xlperf.scheme.nodes import Text

    output = output / "指标体系.xlsx" if output.is_dir() else output
    _refuse_to_overwrite((output,), force=force)
    load_scheme(scheme)
    tree, _ = own_tree(scheme)
    base = tree.get("沿用")
    data = scheme_workbook(tree, base_tree(base.value) if isinstance(base, Text) else None, _examples_beside(scheme))
    write_whole(output, data)
    click.echo(f"已导出“{output}”。改好、保存、关闭后，运行：xlperf scheme import {output}")
    return 0


@click.command("import", cls=ChineseCommand)
@click.argument("workbook", metavar="工作簿", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="写到哪个 scheme.yaml；不写则是以指标体系编号为名的文件夹",
)
@force_option
def import_scheme(workbook: Path, output: Path | None, *, force: bool) -> int:
    """把 Excel 工作簿里的指标体系检查后写成 scheme.yaml 和 examples.yaml；有错的全部列出，什么也不写。

    示例：
      xlperf scheme import 指标体系.xlsx -o 我的体系/scheme.yaml
    """
    from xlperf.cli import show as screen
    from xlperf.findings import Severity
    from xlperf.outputs import write_whole
    from xlperf.scheme.yaml_writing import write_yaml, write_yaml_list

    book, checked, findings = _checked_book(workbook)
    screen.findings(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if errors:
        click.echo(f"有 {errors} 处要改，没有写文件。请在“{workbook}”里改正、保存后再导入。", err=True)
        return 2
    target = _yaml_file(output, checked.scheme.id)
    beside = target.with_name("examples.yaml")
    files = {target: write_yaml(book.tree)}
    if book.examples is not None:
        files[beside] = write_yaml_list(book.examples)
    _refuse_to_overwrite(files, force=force)
    target.parent.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        write_whole(path, text.encode())
        click.echo(f"已写“{path}”。")
    click.echo(f'使用它：在 单位.toml 里写 scheme = "{target}"，或运行 xlperf scheme show {target}')
    return 0


@click.command("diff", cls=ChineseCommand)
@click.argument("old", metavar="原来的")
@click.argument("new", metavar="新的")
@click.option("--json", "as_json", is_flag=True, help="结果以一个 JSON 对象输出，供其他程序使用")
def compare(old: str, new: str, *, as_json: bool) -> int:
    """比较两个指标体系：分值、评分规则、公式、评分标准、参数、填报项有什么变化，增减了哪些指标。

    可以是自带的编号、scheme.yaml 或导出的工作簿。

    示例：
      xlperf scheme diff gd-district-2023 我的体系/scheme.yaml
      xlperf scheme diff 指标体系2023.xlsx 指标体系2024.xlsx
    """
    from dataclasses import asdict

    from xlperf.scheme.comparing import compare_schemes, difference_lines

    before, after = _opened(old), _opened(new)
    differences = compare_schemes(before, after)
    if as_json:
        from xlperf.cli.as_json import emit

        emit({"from": before.id, "to": after.id, "changes": [asdict(difference) for difference in differences]})
        return 0
    if not differences:
        click.echo("两个指标体系的内容完全相同。")
    for line in difference_lines(differences):
        click.echo(line)
    return 0


def _opened(place: str) -> Scheme:
    """Load a scheme by id, from YAML or from a workbook."""
    from xlperf.errors import SchemeFaults
    from xlperf.scheme import checked_tree, load_scheme

    if Path(place).suffix.lower() not in {".xlsx", ".xlsm", ".xls", ".et", ".ods"}:
        return load_scheme(place)
    book = _read_book(Path(place))
    checked = checked_tree(book.tree)
    errors = (*book.errors, *checked.errors)
    if errors:
        lines = "\n".join(f"  {finding.place}：{finding.message}" for finding in errors)
        raise SchemeFaults(f"指标体系有 {len(errors)} 处错误：\n{lines}", errors)
    return checked.scheme


def _read_book(path: Path) -> SchemeBook:
    from xlperf.errors import UnusableInput
    from xlperf.scheme import base_tree
    from xlperf.scheme.excel import read_scheme_workbook

    try:
        data = path.read_bytes()
    except OSError as fault:
        raise UnusableInput(f"打不开“{path}”：请检查文件名，或先关闭正在使用它的程序") from fault
    return read_scheme_workbook(data, path.name, base_tree)


def _checked_book(path: Path) -> tuple[SchemeBook, CheckedScheme, tuple[Finding, ...]]:
    """Read a workbook and find all faults of the scheme and of its examples at once."""
    from xlperf.errors import SchemeFaults
    from xlperf.scheme import checked_tree
    from xlperf.scheme.catalogue import NO_EXAMPLE
    from xlperf.scoring.examples import run_example_tree

    book = _read_book(path)
    checked = checked_tree(book.tree)
    findings = [*book.findings, *checked.findings]
    if not checked.errors and not book.errors:
        try:
            report = run_example_tree(checked.scheme, book.examples)
            findings += [finding for finding in report.findings if finding.code != NO_EXAMPLE.code]
        except SchemeFaults as faults:
            findings += faults.findings
    return book, checked, tuple(findings)


def _examples_beside(scheme: str) -> Items | None:
    """Read the examples that stand beside a scheme; None where there are none."""
    from xlperf.errors import SchemeFaults
    from xlperf.scheme import scheme_file
    from xlperf.scheme.nodes import Items
    from xlperf.scheme.yaml_nodes import read_yaml

    path = scheme_file(scheme).with_name("examples.yaml")
    if not path.is_file():
        return None
    tree, faults = read_yaml(path.read_bytes(), path.name)
    if faults:
        lines = "\n".join(f"  {finding.place}：{finding.message}" for finding in faults)
        raise SchemeFaults(f"例子有 {len(faults)} 处错误：\n{lines}", faults)
    return tree if isinstance(tree, Items) else None


def _yaml_file(output: Path | None, scheme_id: str) -> Path:
    if output is None:
        output = Path(Path(scheme_id).name or "我的体系")
    return output if output.suffix.lower() in {".yaml", ".yml"} else output / "scheme.yaml"


def _refuse_to_overwrite(paths: Iterable[Path], *, force: bool) -> None:
    from xlperf.errors import WrongUsage

    there = [f"“{path}”" for path in paths if path.exists()]
    if there and not force:
        raise WrongUsage(f"{'、'.join(there)}已经存在，没有覆盖。换一个名称（-o），或加 --force 覆盖。")
