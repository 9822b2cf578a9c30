"""封面: the unit, the total, the marks of every level, what is still open."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain
from xlperf.findings import Severity
from xlperf.forms.working_paper.paper import (
    HEAD_COLOUR,
    HEAD_FONT,
    LINK_COLOUR,
    SCORE,
    Paper,
    internal,
    number,
    put,
)
from xlperf.source.grid import a1

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from xlperf.findings import Finding
    from xlperf.scheme.model import Indicator
    from xlperf.scoring.result import GroupResult, Results

WIDTHS: Final = (16, 34, 12, 12, 12, 40)


def write_cover(  # noqa: PLR0913 - what stands on a cover
    paper: Paper,
    sheet: Worksheet,
    results: Results,
    scores: Mapping[str, str],
    findings: Sequence[Finding],
    *,
    unit: str,
    period: str,
    contents: Sequence[tuple[Worksheet, str]],
) -> None:
    """Write the cover; every sum is live over the scores of 指标计算."""
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    scheme = results.scheme
    title = paper.format(font_name=HEAD_FONT, font_size=22, align="center")
    sheet.merge_range(0, 0, 0, 5, "绩效自评计算底稿", title)
    sheet.set_row(0, 54)
    row = 1
    for label, text in (
        ("单位", unit or "—"),
        ("年度", period or str(scheme.year)),
        ("指标体系", scheme.title),
        ("制定机关", scheme.authority),
        ("依据", str(scheme.reference)),
    ):
        row = _line(paper, sheet, row, label, text)
    row = _totals(paper, sheet, row, results, scores)
    row = _line(paper, sheet, row, "核对结果", _counted(findings))
    open_ones = [result.indicator.name for result in results.indicators if result.score is None]
    row = _line(paper, sheet, row, "尚缺", "、".join(open_ones) or "无")
    unsure = [leaf.name for leaf in scheme.leaves() if not leaf.reference.confirmed]
    row = _line(paper, sheet, row, "默认值，待核", "、".join(unsure) or "无")
    sheet.set_row(row - 1, max(22, 15 * -(-sum(map(len, unsure)) // 50) + 10))
    _contents(paper, sheet, row + 1, contents)
    paper.printed(sheet)
    sheet.set_portrait()


def _line(paper: Paper, sheet: Worksheet, row: int, label: str, text: str) -> int:
    put(sheet, row, 0, label, paper.body(font_name=HEAD_FONT, bg_color=HEAD_COLOUR, align="center"))
    sheet.merge_range(row, 1, row, 5, "", paper.body(align="left", font_size=11))
    put(sheet, row, 1, text, paper.body(align="left", font_size=11))
    sheet.set_row(row, 22)
    return row + 1


def _totals(paper: Paper, sheet: Worksheet, row: int, results: Results, scores: Mapping[str, str]) -> int:
    """Write the table of level-1 and level-2 indicators and the total."""
    head = paper.body(font_name=HEAD_FONT, bg_color=HEAD_COLOUR, align="center")
    for column, text in enumerate(("级次", "指标", "满分", "得分", "扣分", "说明")):
        put(sheet, row, column, text, head)
    sheet.set_row(row, 24)
    row += 1
    tops: list[str] = []
    for group in results.groups:
        if len(group.path) == 1:
            tops.append(a1(row, 3))
        _group(paper, sheet, row, group, scores)
        row += 1
    tops += [scores[node.id] for node in results.scheme.indicators if not node.children]
    _total(paper, sheet, row, results, tops)
    sheet.set_row(row, 28)
    return row + 1


def _group(paper: Paper, sheet: Worksheet, row: int, group: GroupResult, scores: Mapping[str, str]) -> None:
    level = len(group.path)
    bold = level == 1
    score_style = paper.body(align="center", bold=bold, num_format=SCORE)
    put(sheet, row, 0, f"{'一二三四'[level - 1]}级", paper.body(align="center", bold=bold))
    put(sheet, row, 1, "　" * (level - 1) + group.indicator.name, paper.body(bold=bold))
    put(sheet, row, 2, group.full, score_style)
    cells = ",".join(scores[leaf.id] for leaf in _leaves(group.indicator))
    sheet.write_formula(row, 3, f"=ROUND(SUM({cells}),2)", score_style, number(group.partial))
    lost = group.full - group.partial
    sheet.write_formula(row, 4, f"={a1(row, 2)}-{a1(row, 3)}", score_style, number(lost))
    put(sheet, row, 5, "" if group.score is not None else "有指标尚未得分", paper.body())
    sheet.set_row(row, 20)


def _total(paper: Paper, sheet: Worksheet, row: int, results: Results, tops: Sequence[str]) -> None:
    style = paper.body(align="center", bold=True, font_size=14, num_format=SCORE, bg_color="#FFF2CC")
    put(sheet, row, 0, "总分", style)
    words = f"评价等级：{results.grade}" if results.grade else ""
    put(sheet, row, 1, words, style)
    put(sheet, row, 2, results.full, style)
    formula = f"ROUND({'+'.join(tops)},2)"
    note = ""
    if results.left_out:
        applies = plain(results.full - results.left_out)
        formula = f"ROUND(({'+'.join(tops)})/{applies}*{plain(results.full)},2)"
        note = f"实得 ÷ {applies} × {plain(results.full)}（不适用 {plain(results.left_out)} 分）"
    elif results.total is None:
        note = "尚有指标未得分，暂计"
    value = results.total if results.total is not None else results.partial
    sheet.write_formula(row, 3, f"={formula}", style, number(value))
    sheet.write_formula(row, 4, f"={a1(row, 2)}-{a1(row, 3)}", style, number(results.full - value))
    put(sheet, row, 5, note, paper.body(bg_color="#FFF2CC"))


def _leaves(node: Indicator) -> Sequence[Indicator]:
    return list(node.leaves())


def _counted(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    if not counts:
        return "没有发现问题"
    return "，".join(f"{severity.chinese} {counts[severity]} 项" for severity in Severity if counts[severity])


def _contents(paper: Paper, sheet: Worksheet, row: int, contents: Sequence[tuple[Worksheet, str]]) -> None:
    """List the sheets with links."""
    put(sheet, row, 0, "目录", paper.format(font_name=HEAD_FONT, font_size=12))
    for at, (target, about) in enumerate(contents, 1):
        link = paper.format(font_color=LINK_COLOUR, underline=1)
        sheet.write_url(row + at, 0, internal(target, "A1"), link, str(target.get_name()))
        put(sheet, row + at, 2, about, paper.format(font_color="#595959"))
