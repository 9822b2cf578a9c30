"""What was understood of an unseen scoring workbook, on the screen and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xlperf.amounts import plain

if TYPE_CHECKING:
    from pathlib import Path

    from xlperf.drafting import Drafted


def tell_draft(drafted: Drafted, target: Path) -> None:
    """Print each indicator with its mark, how sure it is, its formula and its rule; then what to look at."""
    from xlperf.cli import show
    from xlperf.cli.screen import COLUMNS, pad, wrap
    from xlperf.drafting import TRUST_WORDS

    draft = drafted.draft
    full = plain(draft.full)
    click.echo(f"{draft.title}　{draft.year}年度　{len(draft.indicators)} 项指标，共 {full} 分")
    above: tuple[str, ...] = ()
    for indicator in draft.indicators:
        if indicator.path[:-1] != above:
            above = indicator.path[:-1]
            click.echo()
            click.secho("　›　".join(above) or "（没有上级指标）", bold=True)
        colour = {"likely": "yellow", "asked": "cyan"}.get(indicator.trust)
        click.secho(
            f"  {pad(TRUST_WORDS[indicator.trust], 8)}{indicator.name}（{plain(indicator.full)} 分）", fg=colour
        )
        formula = f"{indicator.formula}　→　" if indicator.formula else ""
        for line in wrap(f"{formula}{indicator.rule or '由人评分'}", COLUMNS - 10):
            click.echo(f"          {line}")
    show.findings(draft.findings)
    click.echo()
    click.echo(f"写好了：{target}")
    click.echo("下一步：看一遍上面“有推测”“要人工”的各项，然后在评分表所在的文件夹运行 xlperf run。")


def draft_document(drafted: Drafted, target: Path | None) -> dict[str, Any]:
    """Give what was understood as one object."""
    from xlperf.cli.as_json import finding_document

    draft = drafted.draft
    identity = draft.tree.get("指标体系")
    return {
        "scheme": getattr(identity, "value", ""),
        "title": draft.title,
        "year": draft.year,
        "full": plain(draft.full),
        "indicators": [
            {
                "id": indicator.id,
                "name": indicator.name,
                "path": list(indicator.path),
                "full": plain(indicator.full),
                "cells": dict(indicator.cells),
                "formula": indicator.formula,
                "rule": indicator.rule,
                "words": indicator.words,
                "sure": indicator.trust,
                "notes": list(indicator.notes),
                "asked": list(indicator.asked),
            }
            for indicator in draft.indicators
        ],
        "findings": [finding_document(finding) for finding in draft.findings],
        "outputs": {"scheme": str(target)} if target else {},
    }
