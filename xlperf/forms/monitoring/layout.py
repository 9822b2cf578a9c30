"""Where things stand in a monitoring form (监控表): the funds grid, the list of projects, the list of targets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlperf.source.grid import Grid

_MONTHS: Final = r"(?:1[-—–~至到]*[（(_＿\s]*[\dNn]{0,2}[）)_＿\s]*月(?:份)?)?"
_NOTE: Final = re.compile(r"(?:注|备注|说明|填表人|填报人|审核人|负责人|单位负责人|联系电话|填表说明)[:：].*")


class Part(StrEnum):
    """What a table of the form lists."""

    FUNDS = "资金"
    PROJECTS = "项目"
    TARGETS = "指标"


class Item(StrEnum):
    """What a column of the form is for."""

    NUMBER = "序号"
    CODE = "项目编码"
    NAME = "项目名称"
    FUND = "资金来源"
    INITIAL = "年初预算"
    ADJUSTMENT = "调整预算数"
    ADJUSTED = "调整后预算数"
    MONTH = "当月支出"
    SPENT = "预算执行数"
    RATE = "预算执行率"
    LEVEL1 = "一级指标"
    LEVEL2 = "二级指标"
    LEVEL3 = "三级指标"
    NATURE = "计算符号"
    TARGET = "年度指标值"
    UNIT = "计量单位"
    DONE = "执行情况"


_WORDS: Final = (
    (Item.NUMBER, "序号"),
    (Item.CODE, r"(?:预算)?项目(?:编码|代码|编号)"),
    (Item.NAME, r"(?:预算)?项目(?:名称)?"),
    (Item.FUND, r"资金(?:来源|性质|类型)"),
    (Item.INITIAL, r"年初(?:批复)?预算(?:安排)?(?:数|额)?"),
    (Item.ADJUSTED, r"调整后(?:的)?预算(?:数|额)?|全年预算(?:数|额)?"),
    (Item.ADJUSTMENT, r"(?:预算)?调整(?:预算)?(?:数|额)?"),
    (Item.MONTH, r"(?:当|本)月(?:实际)?(?:支出|执行)(?:数|额)?"),
    (Item.RATE, rf"{_MONTHS}(?:预算)?执行率"),
    (Item.SPENT, rf"(?:预算|累计|{_MONTHS}(?:累计)?)(?:执行|支出)(?:数|额)"),
    (Item.LEVEL1, "一级指标"),
    (Item.LEVEL2, "二级指标"),
    (Item.LEVEL3, "三级指标"),
    (Item.NATURE, "计算符号|指标性质|性质"),
    (Item.TARGET, "(?:年度)?(?:指标|目标)值"),
    (Item.UNIT, "(?:计量)?单位"),
    (Item.DONE, rf"{_MONTHS}(?:实际)?(?:执行|完成)情况"),
)
_MONEY: Final = frozenset({Item.INITIAL, Item.ADJUSTMENT, Item.ADJUSTED, Item.SPENT, Item.RATE})
_UNIT_WORDS: Final = re.compile(
    r"(?:金额)?单位[:：]?(百万元|百元|千元|万元|亿元|元)|[(](?:单位[:：])?((?:百万|百|千|万|亿)?元)[)]"
)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the form."""

    part: Part
    grid: Grid
    columns: Mapping[Item, int]
    heading: tuple[int, int]
    """First and last row of the heading, counted from 0."""
    label: int
    """Column of the words by which a row is known."""
    last: int
    """Last row that may be filled."""

    @property
    def rows(self) -> range:
        """The rows under the heading."""
        return range(self.heading[1] + 1, self.last + 1)

    def text(self, row: int, item: Item) -> str:
        """Give the words of a cell; empty where there is no such column."""
        column = self.columns.get(item)
        return "" if column is None else "".join(self.grid.text(row, column).split())

    @property
    def money_unit(self) -> str:
        """The unit of the form's amounts; 万元 where it says none, as the official form has it."""
        for row in range(self.heading[1] + 1):
            for column in range(self.grid.width):
                found = _UNIT_WORDS.search(_plain(self.grid.text(row, column)))
                if found and (unit := found[1] or found[2]) in MONEY_UNITS:
                    return unit
        return "万元"


def find_tables(grids: Iterable[Grid], heights: Mapping[str, int]) -> tuple[Table, ...]:
    """Find the tables of a monitoring form by their headings.

    Args:
        grids: the sheets of one workbook.
        heights: the last row of each sheet that has cells, empty ones too, counted from 1.
    """
    return tuple(table for grid in grids for table in _tables(grid, heights.get(grid.sheet, grid.height)))


def is_monitoring_form(grids: Iterable[Grid]) -> bool:
    """Say whether a workbook is a monitoring form: it asks for execution and for what is expected by year's end."""
    texts = [_plain(grid.text(row, column)) for grid in grids for row, column, _ in grid.cells()]
    return any("监控" in text for text in texts) and any(re.match("全年预计(?:完成|执行)", text) for text in texts)


def _tables(grid: Grid, height: int) -> Iterator[Table]:
    starts = [(row, columns) for row in range(grid.height) if (columns := _heading(grid, row))]
    for number, (row, columns) in enumerate(starts):
        part = _part(columns)
        bottom = max(_bottom(grid, row, column) for column in columns.values())
        following = starts[number + 1][0] - 1 if number + 1 < len(starts) else max(height, grid.height) - 1
        label = _label_column(grid, part, columns, bottom + 1)
        yield Table(part, grid, columns, (row, bottom), label, _last_row(grid, bottom + 1, following, label))


def _heading(grid: Grid, row: int) -> dict[Item, int]:
    columns: dict[Item, int] = {}
    for column in range(grid.width):
        if grid.anchors.get((row, column), (row, column)) != (row, column):
            continue
        words = re.sub(r"[(].*?元[)]", "", _plain(grid.text(row, column)))
        item = next((item for item, pattern in _WORDS if re.fullmatch(pattern, words)), None)
        if item is not None and item not in columns:
            columns[item] = column
    is_money = len(columns.keys() & _MONEY) >= 3 and columns.keys() & {Item.SPENT, Item.RATE}
    is_target = columns.keys() >= {Item.LEVEL3, Item.TARGET}
    return columns if is_money or is_target else {}


def _bottom(grid: Grid, row: int, column: int) -> int:
    """Give the last row of a heading cell that is merged downwards."""
    return next((span.bottom for span in grid.merged if (row, column) in span), row)


def _part(columns: Mapping[Item, int]) -> Part:
    if Item.LEVEL3 in columns:
        return Part.TARGETS
    return Part.PROJECTS if Item.NAME in columns else Part.FUNDS


def _label_column(grid: Grid, part: Part, columns: Mapping[Item, int], row: int) -> int:
    if part is Part.TARGETS:
        return columns[Item.LEVEL3]
    if part is Part.PROJECTS:
        return columns[Item.NAME]
    if Item.FUND in columns:
        return columns[Item.FUND]
    first = min(column for item, column in columns.items() if item in _MONEY)
    return max((c for c in range(first) if grid.text(row, c).strip()), default=0)


def _last_row(grid: Grid, first: int, last: int, label: int) -> int:
    """Stop before notes and signatures, and before the title of what follows."""
    for row in range(first, last + 1):
        texts = [text for column in range(grid.width) if (text := "".join(grid.text(row, column).split()))]
        if texts and _NOTE.match(texts[0]):
            return row - 1
        is_title = grid.text(row, 0).strip() and not grid.text(row, label).strip() and len(set(texts)) == 1
        if is_title and not texts[0].isdecimal():
            return row - 1
    return last


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
