"""Workbooks, schemes and results for tests of forms."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from xlperf.answers import Answers, Choice, PointAnswer, ProjectScore, Target, TypedValue
from xlperf.facts import Fact, Source, State
from xlperf.ooxml import Workbook
from xlperf.scheme.model import Indicator, Reference, Scheme, Typed
from xlperf.scoring import score
from xlperf.scoring.result import GroupResult, IndicatorResult, Results, Status
from xlperf.source.grid import Grid
from xlperf.source.scoring_sheet import ScoringSheet, read_scoring_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.strategies.scoring_sheets import Tree

ROOT = Path(__file__).resolve().parents[2]
BLANK = ROOT / "workbooks" / "gd-district-2023" / "部门整体支出绩效自评信息指标评分表.xlsx"

FIGURES = {
    "年末财政拨款结转和结余": "321938.24",
    "年初财政拨款结转和结余": "332741.36",
    "本年财政拨款收入": "8474318.52",
    "日常公用经费决算数": "230008.16",
    "日常公用经费调整预算数": "252000",
    "三公经费决算数": "15229.60",
    "三公经费预算数": "36900",
    "在用固定资产": "1664712.35",
    "固定资产总额": "1664712.35",
    "政府采购支出合计": "22618",
    "授予中小企业合同金额": "22618",
    "授予小微企业合同金额": "22618",
}
"""Figures of the example unit in 元, by name."""
COUNTS = (
    "应公开采购意向数",
    "按时公开采购意向数",
    "政府采购合同数",
    "按时签订合同数",
    "应备案合同数",
    "按时备案合同数",
)


def figures_grid() -> Grid:
    """Give a source sheet with the figures in column B."""
    rows: list[tuple[Decimal | str | None, ...]] = [("示例决算表", None), ("项目", "决算数")]
    rows += [(name, Decimal(value)) for name, value in FIGURES.items()]
    return Grid("数据/决算.xlsx", "a" * 64, "财决01-1表", tuple(rows))


def figures_facts() -> dict[str, Fact]:
    """Give the figures as facts of that sheet."""
    return {
        name: Fact(
            name,
            Decimal(value),
            "元",
            "2023",
            State.VALUE,
            Source("数据/决算.xlsx", "a" * 64, "财决01-1表", f"B{row}", "财决01-1表", name, "决算数"),
            value,
            "元",
        )
        for row, (name, value) in enumerate(FIGURES.items(), 3)
    }


def full_answers(scheme: Scheme) -> Answers:
    """Answer everything so that the total is 99.95: one project has 98.75 of 100."""
    points = {
        (leaf.id, number): PointAnswer(leaf.id, number, Choice.YES)
        for leaf in scheme.leaves()
        for number, _ in enumerate(leaf.points, 1)
    }
    values = {name: TypedValue(name, Decimal(1), "项") for name in COUNTS}
    values["公众满意度"] = TypedValue("公众满意度", Decimal("0.9591"), "%")
    values |= {name: TypedValue(name, Decimal(8), "项") for name in ("重点工作应完成数", "重点工作已完成数")}
    return Answers(
        points=points,
        values=values,
        reasons={"project_fund_performance": "一个项目的验收推迟"},
        targets=(
            Target("output_completion", "办件量", "≥", "100", "件", "120"),
            Target("benefit_completion", "满意率", "≥", "95", "%", "95.91"),
        ),
        projects=(ProjectScore("中心经费", Decimal(100), Decimal(99), Decimal("98.75"), "验收推迟"),),
        texts={"部门名称": "示例局"},
    )


def full_results(scheme: Scheme) -> Results:
    """Score the example figures and answers: 99.95."""
    return score(scheme, figures_facts(), full_answers(scheme))


def scheme_of(leaves: Tree) -> Scheme:
    """Make a scheme of typed indicators with the names and marks of a tree of three levels."""

    def branch(above: tuple[str, ...]) -> tuple[Indicator, ...]:
        names = dict.fromkeys(path[len(above)] for path in leaves if path[: len(above)] == above)
        return tuple(node((*above, name)) for name in names)

    def node(path: tuple[str, ...]) -> Indicator:
        ident = "i_" + "_".join(f"{ord(c):x}" for c in "".join(path))
        if path in leaves:
            return Indicator(ident, path[-1], leaves[path], rule=Typed(), evidence=("材料",))
        children = branch(path)
        return Indicator(ident, path[-1], sum((c.full for c in children), Decimal(0)), children=children)

    return Scheme("t", "测试体系", "测试机关", 2023, Reference("测试"), branch(()), {}, {}, {})


def results_of(scheme: Scheme, scores: Mapping[str, Decimal | None] | None = None) -> Results:
    """Give every indicator the full mark, or the score by id that is named."""
    given = scores or {}
    indicators = tuple(
        IndicatorResult(leaf, (*(n.name for n in above), leaf.name), Status.ANSWERED, given.get(leaf.id, leaf.full))
        for above, leaf in scheme.paths()
    )
    groups: list[GroupResult] = []

    def visit(node: Indicator, above: tuple[str, ...]) -> None:
        path = (*above, node.name)
        if node.children:
            below = [r.score for r in indicators if r.path[: len(path)] == path]
            total = None if None in below else sum((s or Decimal(0) for s in below), Decimal(0))
            groups.append(GroupResult(node, path, node.full, total))
        for child in node.children:
            visit(child, path)

    for top in scheme.indicators:
        visit(top, ())
    every = [r.score for r in indicators]
    total = None if None in every else sum((s or Decimal(0) for s in every), Decimal(0))
    return Results(scheme, {}, indicators, tuple(groups), total, scheme.full)


def workbook_of(grid: Grid, formulas: Mapping[str, str] | None = None) -> bytes:
    """Write a grid as an .xlsx, with some cells as formulas."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(grid.sheet)
    for span in grid.merged:
        sheet.merge_range(span.top, span.left, span.bottom, span.right, "")
    for row, column, value in grid.cells():
        sheet.write(row, column, float(value) if isinstance(value, Decimal) else value)
    for cell, formula in (formulas or {}).items():
        sheet.write_formula(cell, formula)
    book.close()
    return stream.getvalue()


def opened(data: bytes) -> tuple[Workbook, ScoringSheet]:
    """Open a workbook and read its first scoring sheet."""
    book = Workbook.open(data)
    for sheet in book:
        found = read_scoring_sheet(sheet.grid())
        if found is not None:
            return book, found
    raise AssertionError("no scoring sheet in the workbook")
