"""The month note (月度执行情况): one page with what moved, who is behind, a chart and a table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import money_text, percent_text, round_half_up
from xlperf.narrative.word.blocks import marked
from xlperf.narrative.word.chart import chart_parts, with_chart
from xlperf.resources import templates

if TYPE_CHECKING:
    from pathlib import Path

    from xlperf.forms.working_paper.monthly import Year
    from xlperf.scoring.execution import Behind, Execution, ProjectExecution

LAYOUT: Final = "月度执行情况.docx"
MOST_CHANGES: Final = 5
MOST_BEHIND: Final = 4
MOST_ROWS, FEWEST_ROWS = 12, 3
CHART_SIZE: Final = (150, 54)
"""Millimetres."""
LINE_LENGTH: Final = 37
"""Characters on a line of the text."""
ROOM_FOR_ROWS: Final = Decimal(156)
"""Millimetres of the page that text and table share."""
LINE_HEIGHT, ROW_HEIGHT = Decimal("6.4"), Decimal("5.3")


def month_note(year: Year, unit_name: str, own: Path | None = None) -> bytes:
    """Make the note.

    Args:
        year: the months of the year and what changed.
        unit_name: 单位名称.
        own: the unit's 模板 folder, in which a layout of her own may lie.
    """
    from xlperf.narrative.word.report import render_layout

    layout = own / LAYOUT if own and (own / LAYOUT).is_file() else templates() / "common" / LAYOUT
    now = year.now
    document = render_layout(layout.read_bytes(), note_context(year, unit_name))
    rows = [(f"{int(m.month[5:])}月", m.rate, m.time_progress) for m in year.months]
    chart, data = chart_parts(rows, "各月执行率与序时进度")
    words = f"{now.month[:4]}年各月执行率与序时进度"
    return marked(with_chart(document, chart, data, CHART_SIZE, words))


def note_context(year: Year, unit_name: str) -> dict[str, object]:
    """Give what the layout may name: title, unit, overall, changes, behind, table_title, rows."""
    now = year.now
    listed = sorted(now.projects, key=lambda p: (p.rate is None, p.rate or Decimal(0)))
    overall, changes, behind = _overall(year), _changes(year), _behind(now)
    shown = _rows_that_fit([overall, *changes, *behind])
    rest = len(listed) - shown
    about = f"（执行率最低的 {shown} 个项目，其余 {rest} 个见计算底稿）" if rest > 0 else ""
    return {
        "title": f"{now.month[:4]}年1—{int(now.month[5:])}月预算执行情况",
        "unit": unit_name or "（单位名称）",
        "overall": overall,
        "changes": changes,
        "behind": behind,
        "table_title": f"各项目执行情况{about}",
        "rows": [*(_row(p, now) for p in listed[:shown]), _total(now)],
    }


def _rows_that_fit(sentences: list[str]) -> int:
    """Say how many projects the table can list so that the note stays on one page."""
    lines = sum(-(-(_length(sentence) + 4) // LINE_LENGTH) for sentence in sentences)
    return max(FEWEST_ROWS, min(MOST_ROWS, int((ROOM_FOR_ROWS - lines * LINE_HEIGHT) / ROW_HEIGHT) - 2))


def _length(text: str) -> int:
    """Count characters of a line: two western ones take the room of a Chinese one."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text) // 2 + 1


def _overall(year: Year) -> str:
    now = year.now
    month = int(now.month[5:])
    amounts = f"调整后预算数 {money_text(now.budget)} 万元，累计支出 {money_text(now.spent)} 万元"
    head = f"截至{now.month[:4]}年{month}月底，{amounts}"
    if now.rate is None:
        return f"{head}；没有预算数，执行率无法计算。"
    ahead = round_half_up((now.rate - now.time_progress) * 100)
    pace = "与序时进度持平" if ahead == 0 else f"{'快于' if ahead > 0 else '慢于'}序时进度 {abs(ahead)} 个百分点"
    words = f"{head}，执行率 {percent_text(now.rate)}，序时进度 {percent_text(now.time_progress)}，{pace}"
    line = "" if now.warning_line is None else _line_words(now)
    return f"{words}。{line}"


def _line_words(now: Execution) -> str:
    line = percent_text(now.warning_line or Decimal(0), 0)
    if not now.behind:
        return f"没有项目低于预警线（{line}）。"
    return f"有 {len(now.behind)} 个项目低于预警线（{line}）。"


def _changes(year: Year) -> list[str]:
    sentences = [_sentence(change.what) for change in year.changes]
    if not sentences:
        first = "本年第一个月，没有可以比较的上月数据。" if len(year.months) == 1 else "没有变动。"
        return [first]
    rest = len(sentences) - MOST_CHANGES
    shown = sentences if rest <= 0 else sentences[:MOST_CHANGES]
    return shown if rest <= 0 else [*shown, f"另有 {rest} 项变动，见计算底稿“月度变动”。"]


def _behind(now: Execution) -> list[str]:
    if now.warning_line is None:
        return [f"{int(now.month[5:])}月没有预警线。"]
    if not now.behind:
        return ["没有项目低于预警线。"]
    sentences = [f"{number}.{behind_words(one)}" for number, one in enumerate(now.behind[:MOST_BEHIND], 1)]
    rest = now.behind[MOST_BEHIND:]
    if rest:
        needed = money_text(sum((one.needed for one in rest), Decimal(0)))
        sentences.append(f"另有 {len(rest)} 个项目，合计还须支出 {needed} 万元，见计算底稿“月度趋势”。")
    return sentences


def behind_words(one: Behind) -> str:
    """Say how far a project is behind, and what it must spend by when."""
    rate = percent_text(one.project.rate or Decimal(0))
    return (
        f"{one.project.name}：执行率 {rate}，低于预警线 {percent_text(one.line, 0)}；"
        f"到 {one.next_month} 月底达到 {percent_text(one.next_line, 0)} 还须支出 {money_text(one.needed)} 万元。"
    )


def _row(project: ProjectExecution, now: Execution) -> dict[str, str]:
    return {
        "name": project.name,
        "budget": _money(project.budget),
        "spent": _money(project.spent),
        "rate": "无法计算" if project.rate is None else percent_text(project.rate),
        "ahead": "—" if project.rate is None else f"{round_half_up((project.rate - now.time_progress) * 100):+f}",
    }


def _total(now: Execution) -> dict[str, str]:
    return {
        "name": "合计",
        "budget": money_text(now.budget),
        "spent": money_text(now.spent),
        "rate": "无法计算" if now.rate is None else percent_text(now.rate),
        "ahead": "—" if now.rate is None else f"{round_half_up((now.rate - now.time_progress) * 100):+f}",
    }


def _money(amount: Decimal | None) -> str:
    return "—" if amount is None else money_text(amount)


def _sentence(words: str) -> str:
    return words if words.endswith("。") else f"{words}。"
