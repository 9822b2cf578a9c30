"""Putting 计算底稿.xlsx together, sheet by sheet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from xlperf.answers import Answers
from xlperf.forms.working_paper.calculation import all_inputs, write_calculation
from xlperf.forms.working_paper.copies import copy_grid, used_grids
from xlperf.forms.working_paper.cover import write_cover
from xlperf.forms.working_paper.details import write_details
from xlperf.forms.working_paper.listings import write_findings, write_written
from xlperf.forms.working_paper.monthly import write_changes, write_month_cover, write_trend
from xlperf.forms.working_paper.paper import Paper
from xlperf.forms.working_paper.sources import Copied, write_sources
from xlperf.outputs import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from xlperf.facts import Fact
    from xlperf.findings import Finding
    from xlperf.forms.plan import PlannedWrite
    from xlperf.forms.working_paper.monthly import Year
    from xlperf.scoring.result import Results
    from xlperf.source.grid import Grid

TITLE = "绩效自评计算底稿"


def working_paper(  # noqa: PLR0913 - what a working paper documents, by name
    results: Results,
    *,
    answers: Answers | None = None,
    grids: Iterable[Grid] = (),
    findings: Iterable[Finding] = (),
    written: Iterable[PlannedWrite] = (),
    unit: str = "",
    period: str = "",
    workbook: str = "",
    year: Year | None = None,
) -> bytes:
    """Make the working paper.

    Args:
        results: the scored form with its facts.
        answers: what the officer filled in.
        grids: the sheets that were read; those that gave a figure are copied.
        findings: everything that was found, explanations filled in.
        written: the cells that were written into the official workbook.
        unit: 单位名称.
        period: 年度, or a month.
        workbook: file name of the filled workbook beside the paper, for links to its cells.
        year: the months of the current year, where they are monitored.

    Returns:
        The content of the .xlsx file; the same input gives the same bytes.
    """
    stream = io.BytesIO()
    paper = Paper(stream, TITLE, results.scheme.year)
    cover, calculation, details, sources = map(paper.sheet, ("封面", "指标计算", "评分明细", "数据来源"))
    listed, filled = map(paper.sheet, ("检查结果", "填写清单"))
    facts = tuple(results.facts.values())
    monthly = _monthly(paper, year) if year else []
    copies = {key: Copied(grid, paper.sheet(grid.sheet)) for key, grid in used_grids(grids, facts).items()}
    every = tuple(findings)
    answered = answers or Answers()
    ranges = write_details(paper, details, results, answered)
    where = write_sources(paper, sources, facts, all_inputs(results, answered), copies, ranges.counted)
    scores = write_calculation(paper, calculation, results, where, ranges)
    write_findings(paper, listed, every)
    write_written(paper, filled, written, workbook)
    used = _used_cells(facts)
    for key, copied in copies.items():
        copy_grid(paper, copied.sheet, copied.grid, used.get(key, {}))
    contents = [
        (calculation, "每项指标的数据、公式、规则和得分"),
        (details, "评价要点、绩效目标、项目和重点工作"),
        (sources, "每个数的文件、工作表和单元格"),
        (listed, "核对发现的问题"),
        (filled, "写进官方评分表的每个单元格"),
        *monthly,
        *((copied.sheet, f"源表副本：{key[0]}") for key, copied in copies.items()),
    ]
    write_cover(paper, cover, results, scores, every, unit=unit, period=period, contents=contents)
    paper.book.close()
    return stream.getvalue()


def monthly_paper(year: Year, findings: Iterable[Finding], *, unit: str = "") -> bytes:
    """Make the working paper of a month for which there are no yearly tables yet."""
    stream = io.BytesIO()
    paper = Paper(stream, "预算执行监控底稿", int(year.now.month[:4]))
    cover = paper.sheet("封面")
    contents = _monthly(paper, year)
    listed = paper.sheet("检查结果")
    write_findings(paper, listed, tuple(findings))
    contents.append((listed, "核对发现的问题"))
    write_month_cover(paper, cover, year, unit=unit, contents=contents)
    paper.book.close()
    return stream.getvalue()


def _monthly(paper: Paper, year: Year) -> list[tuple[Worksheet, str]]:
    trend, changed = paper.sheet("月度趋势"), paper.sheet("月度变动")
    write_trend(paper, trend, year)
    write_changes(paper, changed, year)
    return [(trend, "各月执行率与序时进度、各项目执行情况"), (changed, "与上月比较的变动及原因")]


def write_working_paper(  # noqa: PLR0913 - as working_paper
    path: Path,
    results: Results,
    *,
    answers: Answers | None = None,
    grids: Iterable[Grid] = (),
    findings: Iterable[Finding] = (),
    written: Iterable[PlannedWrite] = (),
    unit: str = "",
    period: str = "",
    workbook: str = "",
) -> None:
    """Make the working paper and write it whole; see ``working_paper``."""
    data = working_paper(
        results,
        answers=answers,
        grids=grids,
        findings=findings,
        written=written,
        unit=unit,
        period=period,
        workbook=workbook,
    )
    write_whole(path, data)


def _used_cells(facts: Iterable[Fact]) -> Mapping[tuple[str, str], dict[str, str]]:
    """Name the figures that each source cell gave, by file and sheet."""
    used: dict[tuple[str, str], dict[str, str]] = {}
    for fact in facts:
        if fact.source and fact.source.cell:
            cells = used.setdefault((fact.source.file, fact.source.sheet), {})
            before = cells.get(fact.source.cell)
            cells[fact.source.cell] = f"{before}、{fact.id}" if before else fact.id
    return used
