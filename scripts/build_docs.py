"""Write docs/命令.md from the help of every command and docs/核对意见.md from the catalogue of findings.

python3 scripts/build_docs.py writes the pages; the tests compare them with what the program says now.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlperf.catalogue import every_code
from xlperf.cli.commands import xlperf

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).resolve().parent.parent / "docs"
GENERATED = "<!-- 由 scripts/build_docs.py 生成，请勿手改 -->"
KINDS = {
    "SUM": "分项与合计",
    "PCT": "比率与其数据",
    "TWO": "同一数据两个值",
    "YEAR": "年度",
    "SCORE": "得分与满分",
    "LABEL": "层级与名称",
    "TMPL": "模板文字残留",
    "EMPTY": "空缺",
    "COUNT": "项数",
    "WORD": "文字与数字",
    "UNIT": "单位",
    "ROUND": "四舍五入",
    "SOURCE": "数据来源",
}


def commands(command: click.Command, context: click.Context) -> Iterator[str]:
    """Give the section of a command and of those below it."""
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from commands(below, click.Context(below, info_name=name, parent=context))


def command_page() -> str:
    """Give the reference of commands."""
    return "\n".join(
        [
            "# 命令",
            GENERATED,
            "",
            *commands(xlperf, click.Context(xlperf, info_name="xlperf", **xlperf.context_settings)),
        ]
    )


def finding_pages() -> dict[str, str]:
    """Give one page for each finding, and their index, by file name."""
    codes = every_code().values()
    rows = [f"| [{c.code}]({c.code}.md) | {c.severity.chinese} | {KINDS[c.kind]} | {c.title} |" for c in codes]
    index = ["# 核对意见", GENERATED, "", "| 代码 | 程度 | 种类 | 内容 |", "|---|---|---|---|", *rows, ""]
    pages = {"README.md": "\n".join(index)}
    for code in codes:
        message, advice = code.in_general()
        pages[f"{code.code}.md"] = (
            f"# {code.code} {code.title}\n{GENERATED}\n\n"
            f"**程度**：{code.severity.chinese}　**种类**：{KINDS[code.kind]}（{code.kind}）\n\n"
            f"**意见**：{message}\n\n**怎么办**：{advice}\n"
        )
    return pages


def pages() -> dict[Path, str]:
    """Give every generated page with its path below docs/."""
    found = {DOCS / "核对意见" / name: text for name, text in finding_pages().items()}
    return {DOCS / "命令.md": command_page(), **found}


def main() -> None:
    """Write the pages and remove those of findings that are gone."""
    made = pages()
    (DOCS / "核对意见").mkdir(parents=True, exist_ok=True)
    for old in (DOCS / "核对意见").glob("*.md"):
        if old not in made:
            old.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
