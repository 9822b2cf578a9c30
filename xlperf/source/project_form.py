"""A project self-evaluation form (项目支出绩效自评表) found by its labels, whatever its layout, blank or filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS
from xlperf.source.labels import folded_label, money_unit_in, read_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlperf.source.grid import Grid

Cell = tuple[int, int]
"""Row and column, counted from 0."""

FIELDS: Final = {
    "name": ("项目名称",),
    "department": ("主管部门", "主管部门名称", "主管单位"),
    "unit": ("实施单位", "项目实施单位", "项目单位", "预算单位", "资金使用单位"),
    "start": ("开始时间", "项目开始时间"),
    "end": ("结束时间", "项目结束时间", "完成时间"),
}
GOALS: Final = {
    "goal": ("预期目标", "年初设定目标", "年初目标", "年度预期目标", "年初设定的绩效目标", "年度总体目标"),
    "achieved": ("实际完成情况", "目标实际完成情况", "年度总体目标完成情况", "目标完成情况", "全年实际完成情况"),
}
AMOUNTS: Final = {
    "initial": ("年初预算数", "年初预算", "年初预算安排数", "年初批复预算数"),
    "budget": ("全年预算数", "全年预算", "调整后预算数", "调整预算数", "预算数"),
    "spent": ("全年执行数", "全年执行", "全年支出数", "执行数", "支出数", "预算执行数", "实际支出数"),
    "mark": ("分值", "权重"),
    "rate": ("执行率", "预算执行率"),
    "score": ("得分", "自评得分"),
}
COLUMNS: Final = {
    "first": ("一级指标",),
    "second": ("二级指标",),
    "name": ("三级指标", "指标名称"),
    "nature": ("指标性质", "性质", "计算符号", "指标方向"),
    "goal": ("年度指标值", "指标值", "目标值", "年度目标值", "预期指标值", "年初指标值", "全年指标值"),
    "unit": ("计量单位", "度量单位", "单位"),
    "actual": ("实际完成值", "完成值", "实际完成", "全年完成值", "实际完成指标值", "全年实际完成值", "实际值"),
    "mark": ("分值", "权重", "权重分值", "标准分值"),
    "score": ("得分", "自评得分"),
    "reason": (
        *("偏差原因分析及改进措施", "偏差原因分析", "偏差原因", "未完成原因分析", "未完成原因和改进措施"),
        *("偏差原因及改进措施", "未完成原因及改进措施", "原因分析", "备注"),
    ),
    "measure": ("改进措施", "拟采取的改进措施"),
}
_TOTALS: Final = frozenset({"总分", "合计", "总计", "总得分", "自评总分", "得分合计", "总分合计"})
_PLACEHOLDER: Final = re.compile(r"(?:指标\d*|[.…·。]+|\d+)[:、.]?|")
_MOST_ROWS: Final = 2000


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row for one indicator: the levels that stand beside it."""

    row: int
    first: str
    second: str
    name: str
    """Empty where nothing but 指标1： or …… stands there."""


@dataclass(frozen=True, slots=True)
class ProjectForm:
    """Where everything stands on a form."""

    grid: Grid
    fields: Mapping[str, Cell]
    """Cells for name, department, unit …"""
    goals: Mapping[str, Cell]
    amounts: Mapping[str, int]
    """Columns of the funds by what they hold."""
    total_funds: int | None
    """Row of 年度资金总额."""
    sources: tuple[tuple[str, int], ...]
    """Sources of funds as written, with their rows."""
    money_unit: str
    columns: Mapping[str, int]
    """Columns of the indicators."""
    weights: bool
    """Whether the column of marks says 权重."""
    rows: tuple[FormRow, ...]
    total_row: int | None
    total_mark: Cell | None
    total_score: Cell | None

    @property
    def project(self) -> str:
        """项目名称 as filled in; empty on a blank form."""
        cell = self.fields.get("name")
        return self.grid.text(*cell).strip() if cell else ""


def read_project_form(grid: Grid) -> ProjectForm | None:
    """Find the parts of a form by their labels; None where the sheet is none."""
    if not any(isinstance(value, str) and "项目名称" in value for row in grid.rows[:20] for value in row):
        return None
    labels = _labels(grid)
    if not labels.keys() & set(FIELDS["name"]) or not labels.keys() & set(COLUMNS["name"]):
        return None
    heading = next((row for row, _ in labels.get("三级指标", labels.get("指标名称", []))), None)
    if heading is None:
        return None
    columns = dict(_columns(grid, heading, COLUMNS))
    money = _money_row(grid, labels, heading)
    if not {"name", "actual"} <= columns.keys() or money is None:
        return None
    amounts = dict(_columns(grid, money, AMOUNTS))
    total, sources = _fund_rows(grid, money, heading, amounts)
    rows, end = _indicator_rows(grid, heading, columns)
    total_cells = _total_cells(grid, end, columns) if end is not None else (None, None)
    return ProjectForm(
        grid=grid,
        fields={key: cell for key, names in FIELDS.items() if (cell := _beside(grid, labels, names, heading))},
        goals={key: cell for key, names in GOALS.items() if (cell := _under(grid, labels, names, heading))},
        amounts=amounts,
        total_funds=total,
        sources=sources,
        money_unit=_unit(grid, heading),
        columns=columns,
        weights="权重" in grid.text(heading, columns["mark"]) if "mark" in columns else False,
        rows=rows,
        total_row=end,
        total_mark=total_cells[0],
        total_score=total_cells[1],
    )


def label_of(text: str) -> str:
    """Fold a label of the form: 全年预算数（A） is 全年预算数, 其中：当年财政拨款 is 当年财政拨款."""
    return read_label("".join(text.split())).forms[-1]


def is_placeholder(text: str) -> bool:
    """Say whether a cell holds nothing but what the blank form says there: 指标1：, ……."""
    return bool(_PLACEHOLDER.fullmatch(folded_label(text)))


def _labels(grid: Grid) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {}
    for row, column, value in grid.cells():
        if row > _MOST_ROWS:
            break
        if isinstance(value, str) and len(value) < 40:
            found.setdefault(label_of(value), []).append((row, column))
    return found


def _span(grid: Grid, cell: Cell) -> tuple[int, int]:
    """Give the last row and column that a cell covers."""
    span = next((span for span in grid.merged if cell in span), None)
    return (span.bottom, span.right) if span else cell


def _beside(grid: Grid, labels: Mapping[str, list[Cell]], names: tuple[str, ...], heading: int) -> Cell | None:
    """Find the cell to the right of a label above the indicators."""
    cell = next((cell for name in names for cell in labels.get(name, []) if cell[0] < heading), None)
    if cell is None:
        return None
    right = (cell[0], _span(grid, cell)[1] + 1)
    return grid.anchors.get(right, right)


def _under(grid: Grid, labels: Mapping[str, list[Cell]], names: tuple[str, ...], heading: int) -> Cell | None:
    """Find the cell below a label, or beside it where another label stands below."""
    known = {name for every in (*GOALS.values(), *COLUMNS.values(), ("绩效指标", "年度绩效指标")) for name in every}
    cell = next((cell for name in names for cell in labels.get(name, []) if cell[0] < heading), None)
    if cell is None:
        return None
    bottom, right = _span(grid, cell)
    below = grid.anchors.get((bottom + 1, cell[1]), (bottom + 1, cell[1]))
    beside = grid.anchors.get((cell[0], right + 1), (cell[0], right + 1))
    if below[0] > cell[0] and below[0] < heading and label_of(grid.text(*below)) not in known:
        return below
    return beside


def _columns(grid: Grid, row: int, names: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, int]]:
    """Say which column of a heading holds what; the first of two alike counts."""
    texts: dict[str, int] = {}
    for column in range(grid.width):
        key = label_of(grid.text(row, column))
        if key:
            texts.setdefault(key, column)
    for key, words in names.items():
        found = next((texts[word] for word in words if word in texts), None)
        if found is not None:
            yield key, found


def _money_row(grid: Grid, labels: Mapping[str, list[Cell]], heading: int) -> int | None:
    """Find the heading of the funds: the row in which both a budget and spending are named."""
    rows = {row for names in (AMOUNTS["budget"], AMOUNTS["spent"]) for n in names for row, _ in labels.get(n, [])}
    for row in sorted(row for row in rows if row < heading):
        if {"budget", "spent"} <= dict(_columns(grid, row, AMOUNTS)).keys():
            return row
    return None


def _fund_rows(
    grid: Grid, money: int, heading: int, amounts: Mapping[str, int]
) -> tuple[int | None, tuple[tuple[str, int], ...]]:
    first = min(column for key, column in amounts.items() if key in {"initial", "budget", "spent"})
    stops = {name for names in GOALS.values() for name in names} | {"绩效指标"}
    total: int | None = None
    sources: list[tuple[str, int]] = []
    for row in range(money + 1, heading):
        texts = [grid.text(row, column).strip() for column in range(grid.width)]
        if any(label_of(text) in stops for text in texts if text):
            break
        label = next((text for text in reversed(texts[:first]) if text), "")
        key = label_of(label)
        if "总额" in key or key in {"合计", "资金合计", "总计"}:
            total = row if total is None else total
        elif key and (row == money + 1 or label != next((t for t in reversed(_left(grid, money, first)) if t), "")):
            sources.append((key, row))
    return total, tuple(sources)


def _left(grid: Grid, row: int, first: int) -> list[str]:
    return [grid.text(row, column).strip() for column in range(first)]


def _indicator_rows(grid: Grid, heading: int, columns: Mapping[str, int]) -> tuple[tuple[FormRow, ...], int | None]:
    rows: list[FormRow] = []
    for row in range(heading + 1, min(grid.height, heading + _MOST_ROWS)):
        leading = [grid.text(row, column).strip() for column in range(columns["name"] + 1)]
        if any(label_of(text) in _TOTALS for text in leading if text):
            return tuple(rows), row
        first = grid.text(row, columns["first"]).strip() if "first" in columns else ""
        second = grid.text(row, columns["second"]).strip() if "second" in columns else ""
        name = grid.text(row, columns["name"]).strip()
        across = next((span for span in grid.merged if (row, columns["name"]) in span), None)
        if across is not None and across.left < min(columns.values()):
            break
        if not (first or second or name):
            break
        rows.append(FormRow(row, first, second, "" if is_placeholder(name) else name))
    return tuple(rows), None


def _total_cells(grid: Grid, row: int, columns: Mapping[str, int]) -> tuple[Cell | None, Cell | None]:
    cells = []
    for key in ("mark", "score"):
        column = columns.get(key)
        cells.append(None if column is None else grid.anchors.get((row, column), (row, column)))
    return cells[0], cells[1]


def _unit(grid: Grid, heading: int) -> str:
    """Read the unit of the funds: 项目资金（万元）, 单位：元; 万元 where nothing is said."""
    for row in range(heading):
        for column in range(grid.width):
            value = grid.value(row, column)
            if isinstance(value, str):
                bare = "".join(value.split())
                found = money_unit_in(bare) or next(
                    (unit for unit in MONEY_UNITS if re.search(rf"单位[:：]{unit}(?![一-龥])", bare)), ""
                )
                if found:
                    return found
    return "万元"
