"""月度趋势 and 月度变动: the months of the year as tables and native charts, and what changed with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import from_yuan, round_half_up
from xlperf.forms.working_paper.paper import (
    HEAD_COLOUR,
    HEAD_FONT,
    LINK_COLOUR,
    MONEY,
    PERCENT,
    Column,
    Paper,
    lines_needed,
    number,
    put,
    quoted,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from xlperf.history.changes import Change
    from xlperf.scoring.execution import Execution, ProjectExecution

SPENT_COLOUR: Final = "#2E75B6"
TIME_COLOUR: Final = "#ED7D31"
BEHIND: Final = "#F8CBAD"
AHEAD: Final = "#E2EFDA"
MONTHS: Final = (
    Column("月份", 12),
    Column("调整后预算数\n（万元）", 16),
    Column("当月支出\n（万元）", 15),
    Column("累计支出\n（万元）", 15),
    Column("执行率", 13),
    Column("序时进度", 15),
    Column("快（+）慢（-）\n百分点", 15),
    Column("比上月升降\n百分点", 15),
)
PROJECTS: Final = (
    "项目",
    "调整后预算数\n（万元）",
    "累计支出\n（万元）",
    "尚未支出\n（万元）",
    "执行率",
    "序时进度",
    "到下一预警线还须\n支出（万元）",
)
CHANGES: Final = (
    Column("序号", 6),
    Column("种类", 14),
    Column("对象", 30),
    Column("变动及原因", 76),
    Column("变动前", 18),
    Column("变动后", 18),
    Column("位置", 34),
)
CHART_HEIGHT: Final = 320


@dataclass(frozen=True, slots=True)
class Year:
    """The months of a year up to the one that is refreshed, and what changed in it."""

    months: tuple[Execution, ...]
    """Oldest first; the last is the month itself."""
    changes: tuple[Change, ...] = ()

    @property
    def now(self) -> Execution:
        """The month that is refreshed."""
        return self.months[-1]


def write_trend(paper: Paper, sheet: Worksheet, year: Year) -> None:
    """Write the sheet 月度趋势: a row for each month, a row for each project, a chart for both."""
    row = paper.table(sheet, f"月度趋势（{year.now.month[:4]}年）", MONTHS)
    first = row
    for before, execution in zip((None, *year.months), year.months, strict=False):
        _month(paper, sheet, row, execution, before)
        row += 1
    colour_rates(paper, sheet, (first, row - 1), rate=4, line=5)
    _insert(sheet, row + 1, months_chart(paper, sheet, first, row - 1))
    below = row + 2 + CHART_HEIGHT // 20
    sheet.set_h_pagebreaks([below])
    sheet.repeat_rows(0)
    _projects(paper, sheet, below, year.now)


def _month(paper: Paper, sheet: Worksheet, row: int, execution: Execution, before: Execution | None) -> None:
    money, rate, points = (paper.body(num_format=f, align="right") for f in (MONEY, PERCENT, "+0.00;-0.00;0.00"))
    put(sheet, row, 0, f"{int(execution.month[5:])}月", paper.body(align="center"))
    put(sheet, row, 1, _wan(execution.budget), money)
    put(sheet, row, 2, _wan(sum((p.month or Decimal(0) for p in execution.projects), Decimal(0))), money)
    put(sheet, row, 3, _wan(execution.spent), money)
    shown = execution.rate
    if shown is None:
        put(sheet, row, 4, "无法计算", paper.body(align="center"))
    else:
        sheet.write_formula(row, 4, f"=D{row + 1}/B{row + 1}", rate, number(shown))
    put(sheet, row, 5, execution.time_progress, rate)
    ahead = None if shown is None else round_half_up((shown - execution.time_progress) * 100)
    sheet.write_formula(row, 6, f'=IF(ISNUMBER(E{row + 1}),(E{row + 1}-F{row + 1})*100,"")', points, _shown(ahead))
    if before is None:
        put(sheet, row, 7, "—", paper.body(align="center"))
    else:
        moved = None if shown is None or before.rate is None else (shown - before.rate) * 100
        formula = f'=IF(AND(ISNUMBER(E{row}),ISNUMBER(E{row + 1})),(E{row + 1}-E{row})*100,"")'
        sheet.write_formula(row, 7, formula, points, _shown(moved))
    sheet.set_row(row, 20)


def _projects(paper: Paper, sheet: Worksheet, row: int, now: Execution) -> None:
    head = paper.body(font_name=HEAD_FONT, bg_color=HEAD_COLOUR, align="center")
    title = paper.format(font_name=HEAD_FONT, font_size=13)
    sheet.set_row(row, 26)
    put(
        sheet,
        row,
        0,
        f"{int(now.month[5:])}月底各项目执行情况（从低到高；执行率橙色为慢于序时进度，项目名称橙色为低于预警线）",
        title,
    )
    columns = (0, 3, 4, 5, 6, 7, 8)
    row += 1
    sheet.merge_range(row, 0, row, 2, PROJECTS[0], head)
    for column, words in zip(columns[1:], PROJECTS[1:], strict=True):
        put(sheet, row, column, words, head)
    sheet.set_column(8, 8, 18)
    sheet.set_row(row, 34)
    first = row + 1
    for project in sorted(now.projects, key=_order):
        row += 1
        _project(paper, sheet, row, project, now)
    colour_rates(paper, sheet, (first, row), rate=6, line=7)
    _insert(sheet, row + 2, projects_chart(sheet, first, row, paper))


def _project(paper: Paper, sheet: Worksheet, row: int, project: ProjectExecution, now: Execution) -> None:
    behind = next((b for b in now.behind if b.project is project), None)
    colour = {"bg_color": BEHIND} if behind else {}
    money = paper.body(num_format=MONEY, align="right")
    sheet.merge_range(row, 0, row, 2, "", paper.body(**colour))
    put(sheet, row, 0, project.name, paper.body(**colour))
    put(sheet, row, 3, _wan(project.budget), money)
    put(sheet, row, 4, _wan(project.spent), money)
    if project.budget is not None and project.spent is not None:
        left = from_yuan(project.budget - project.spent, "万元")
        sheet.write_formula(row, 5, f"=D{row + 1}-E{row + 1}", money, number(left))
    else:
        put(sheet, row, 5, None, money)
    if project.rate is None:
        put(sheet, row, 6, "无法计算", paper.body(align="center"))
    else:
        style = paper.body(num_format=PERCENT, align="right")
        sheet.write_formula(row, 6, f"=E{row + 1}/D{row + 1}", style, number(project.rate))
    put(sheet, row, 7, now.time_progress, paper.body(num_format=PERCENT, align="right"))
    put(sheet, row, 8, _wan(behind.needed) if behind else None, money)
    sheet.set_row(row, 15 * lines_needed(project.name, 40) + 5)


def _order(project: ProjectExecution) -> tuple[bool, Decimal]:
    return project.rate is None, project.rate or Decimal(0)


def colour_rates(paper: Paper, sheet: Worksheet, rows: tuple[int, int], *, rate: int, line: int) -> None:
    """Colour rates behind and ahead of the time progress beside them; the colours follow the cells."""
    letters = "ABCDEFGHIJ"
    for sign, colour in (("<", BEHIND), (">=", AHEAD)):
        cell, limit = f"${letters[rate]}{rows[0] + 1}", f"${letters[line]}{rows[0] + 1}"
        criteria = f"=AND(ISNUMBER({cell}),{cell}{sign}{limit})"
        look = paper.book.add_format({"bg_color": colour})
        sheet.conditional_format(
            rows[0], rate, rows[1], rate, {"type": "formula", "criteria": criteria, "format": look}
        )


def months_chart(paper: Paper, sheet: Worksheet, first: int, last: int) -> Chart:
    """Draw execution by month as columns against the line of the time progress."""
    chart = paper.book.add_chart({"type": "column"})
    line = paper.book.add_chart({"type": "line"})
    name = str(sheet.get_name())
    months = [name, first, 0, last, 0]
    chart.add_series(
        {
            "name": "执行率",
            "categories": months,
            "values": [name, first, 4, last, 4],
            "fill": {"color": SPENT_COLOUR},
            "gap": 80,
        }
    )
    line.add_series(
        {
            "name": "序时进度",
            "categories": months,
            "values": [name, first, 5, last, 5],
            "line": {"color": TIME_COLOUR, "width": 2.25},
            "marker": {"type": "circle", "size": 5, "fill": {"color": TIME_COLOUR}, "border": {"color": TIME_COLOUR}},
        }
    )
    chart.combine(line)
    finish_chart(chart, "执行率与序时进度")
    chart.set_size({"width": 860, "height": CHART_HEIGHT})
    return chart


def projects_chart(sheet: Worksheet, first: int, last: int, paper: Paper) -> Chart:
    """Draw the execution of every project as bars against the time progress."""
    chart = paper.book.add_chart({"type": "bar"})
    name = str(sheet.get_name())
    for column, words, colour in ((6, "执行率", SPENT_COLOUR), (7, "序时进度", TIME_COLOUR)):
        chart.add_series(
            {
                "name": words,
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    finish_chart(chart, "各项目执行率与序时进度", across=True)
    chart.set_size({"width": 860, "height": 140 + 34 * (last - first + 1)})
    return chart


def finish_chart(chart: Chart, title: str, *, across: bool = False) -> None:
    """Give a chart its title, axes in per cent and the legend below; bars read from the top."""
    font = {"name": "宋体", "size": 10}
    ticks = {"major_tick_mark": "outside", "minor_tick_mark": "none"}
    rates = ticks | {"num_format": "0%", "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    chart.set_title({"name": title, "name_font": {"name": "黑体", "size": 13, "bold": False}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": font})
    if across:
        chart.set_y_axis(ticks | {"reverse": True, "num_font": font})
        chart.set_x_axis(rates | {"num_font": font, "label_position": "high"})
    else:
        chart.set_x_axis(ticks | {"num_font": font})
        chart.set_y_axis(rates | {"num_font": font})


def _insert(sheet: Worksheet, row: int, chart: Chart) -> None:
    sheet.insert_chart(row, 0, chart, {"object_position": 2, "x_offset": 4, "y_offset": 4})


def write_changes(paper: Paper, sheet: Worksheet, year: Year) -> None:
    """Write the sheet 月度变动: every difference from the month before, by its kind."""
    before = f"（{year.months[-2].month} → {year.now.month}）" if len(year.months) > 1 else f"（{year.now.month}）"
    row = paper.table(sheet, f"月度变动及原因{before}", CHANGES, frozen=2)
    if not year.changes:
        sheet.merge_range(row, 0, row, len(CHANGES) - 1, "没有变动。", paper.body(align="center"))
        sheet.set_row(row, 24)
        return
    for at, change in enumerate(year.changes, 1):
        places = "\n".join(map(str, change.places))
        put(sheet, row, 0, Decimal(at), paper.body(align="center"))
        put(sheet, row, 1, change.kind.chinese, paper.body(align="center"))
        texts = (change.subject, change.what, change.before, change.after, places)
        for column, text in enumerate(texts, 2):
            put(sheet, row, column, text, paper.body())
        widths = [column.width for column in CHANGES[2:]]
        lines = max(lines_needed(text, width) for text, width in zip(texts, widths, strict=True))
        sheet.set_row(row, min(15 * lines + 5, 400))
        row += 1
    sheet.autofilter(1, 0, row - 1, len(CHANGES) - 1)


def write_month_cover(
    paper: Paper, sheet: Worksheet, year: Year, *, unit: str, contents: Sequence[tuple[Worksheet, str]]
) -> None:
    """Write the cover of a working paper that has no yearly part: unit, month, execution, contents."""
    for column, width in enumerate((16, 34, 40)):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, 2, "预算执行监控底稿", paper.format(font_name=HEAD_FONT, font_size=22, align="center"))
    sheet.set_row(0, 54)
    now = year.now
    rate = "无法计算" if now.rate is None else f"{round_half_up(now.rate * 100)}%"
    head = paper.body(font_name=HEAD_FONT, bg_color=HEAD_COLOUR, align="center")
    for row, (label, text) in enumerate(
        (
            ("单位", unit or "—"),
            ("月份", now.month),
            ("调整后预算数", f"{round_half_up(from_yuan(now.budget, '万元'))} 万元"),
            ("累计支出", f"{round_half_up(from_yuan(now.spent, '万元'))} 万元"),
            ("执行率", f"{rate}（序时进度 {round_half_up(now.time_progress * 100)}%）"),
            ("低于预警线", f"{len(now.behind)} 个项目" if now.behind else "无"),
        ),
        1,
    ):
        put(sheet, row, 0, label, head)
        sheet.merge_range(row, 1, row, 2, "", paper.body(align="left", font_size=11))
        put(sheet, row, 1, text, paper.body(align="left", font_size=11))
        sheet.set_row(row, 22)
    link = paper.body(font_color=LINK_COLOUR, underline=1)
    for row, (target, words) in enumerate(contents, 8):
        sheet.write_url(row, 0, f"internal:{quoted(target, 0, 0)}", link, str(target.get_name()))
        sheet.merge_range(row, 1, row, 2, words, paper.body())
        sheet.set_row(row, 20)
    paper.printed(sheet)
    sheet.set_portrait()


def _wan(yuan: Decimal | None) -> Decimal | None:
    return None if yuan is None else from_yuan(yuan, "万元")


def _shown(value: Decimal | None) -> float | int | str:
    return "" if value is None else number(value)
