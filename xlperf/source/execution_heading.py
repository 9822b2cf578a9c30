"""The heading of a budget-execution export (预算执行表表头): which column holds what, in whatever order and words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlperf.source.grid import Grid

SEARCHED_ROWS: Final = 30
"""Rows from the top in which the heading is looked for."""
DEEPEST: Final = 3
"""Rows that a heading may take."""


class Measure(StrEnum):
    """What a column of the export says of a project."""

    CODE = "项目编码"
    NAME = "项目名称"
    FUND = "资金来源"
    INITIAL = "年初预算数"
    ADJUSTMENT = "调整预算数"
    ADJUSTED = "调整后预算数"
    MONTH = "当月支出"
    CUMULATIVE = "累计支出"


_AMOUNT: Final = "(?:数|额|金额)?"
_SPENT: Final = "(?:支出|执行|支付|完成|列支|发生)"
_WORDS: Final = (
    (Measure.CODE, r"(?:预算)?项目(?:编码|代码|编号|码)|编码|代码|编号"),
    (Measure.FUND, r"资金(?:来源|性质|类型|类别|渠道)|(?:经费|预算)来源"),
    (Measure.NAME, r"(?:预算|支出)?项目(?:名称)?|项目单位及名称|预算项目名称|名称|项目内容"),
    (
        Measure.ADJUSTED,
        rf"调整后(?:的)?(?:预算|指标)?(?:总)?{_AMOUNT}(?:合计)?|全年预算{_AMOUNT}|现(?:有)?预算{_AMOUNT}|预算总额",
    ),
    (
        Measure.ADJUSTMENT,
        (
            rf"(?:预算|本年|年中)?(?:调整|调剂|追加|追减|调增调减|增减)(?:预算)?{_AMOUNT}(?:[(].*增.*减.*[)])?"
            r"|(?:预算)?追加[(]减[)]"
        ),
    ),
    (Measure.INITIAL, rf"年初(?:批复)?(?:预算|安排|指标)(?:安排)?{_AMOUNT}|期初预算{_AMOUNT}"),
    (Measure.MONTH, rf"(?:本|当)月(?:实际)?{_SPENT}?{_AMOUNT}|\d{{1,2}}月(?:份)?{_SPENT}?{_AMOUNT}"),
    (
        Measure.CUMULATIVE,
        (
            rf"(?:本年|全年|年度|截至.*)?累计(?:实际)?{_SPENT}?{_AMOUNT}|1[-至~—]\d{{1,2}}月(?:份)?(?:累计)?{_SPENT}?{_AMOUNT}"
            rf"|截至.*{_SPENT}{_AMOUNT}|预算执行(?:数|额)|(?:已|实际|全年|全年实际){_SPENT}{_AMOUNT}"
        ),
    ),
)
_RATE: Final = re.compile(r"率|进度|占比|%")
_NEEDED: Final = frozenset({Measure.NAME})
_AMOUNTS: Final = frozenset({Measure.INITIAL, Measure.ADJUSTED, Measure.MONTH, Measure.CUMULATIVE})


@dataclass(frozen=True, slots=True)
class ExecutionHeading:
    """Where the columns of an export stand."""

    first_row: int
    """The first row below the heading, counted from 0."""
    columns: Mapping[Measure, int]
    words: Mapping[Measure, str]
    """Each heading as it stands there."""


def folded(text: str) -> str:
    """Fold a heading for comparing: width, blanks, line breaks and the unit in brackets do not count."""
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    return re.sub(r"[(](?:单位[:：])?(?:百|千|万|亿)?元[)]", "", bare)


def measure_of(heading: str) -> Measure | None:
    """Say what a heading means; None for rates, remarks and whatever else."""
    words = folded(heading)
    if not words or _RATE.search(words):
        return None
    return next((measure for measure, pattern in _WORDS if re.fullmatch(pattern, words)), None)


def find_heading(grid: Grid) -> ExecutionHeading | None:
    """Find the heading row or rows of an export; None where the sheet is no such table."""
    for row in range(min(grid.height, SEARCHED_ROWS)):
        for depth in range(1, DEEPEST + 1):
            found = _heading_at(grid, row, depth)
            if found is not None and not _heading_goes_on(grid, row + depth, found):
                return found
    return None


def _heading_at(grid: Grid, row: int, depth: int) -> ExecutionHeading | None:
    columns: dict[Measure, int] = {}
    words: dict[Measure, str] = {}
    for column in range(grid.width):
        stack = [text for level in range(depth) if (text := grid.text(row + level, column).strip())]
        meant = _meaning(stack)
        if meant is not None and meant not in columns:
            columns[meant] = column
            words[meant] = "/".join(dict.fromkeys(stack))
    enough = columns.keys() >= _NEEDED and len(columns.keys() & _AMOUNTS) >= 2
    budget = columns.keys() & {Measure.INITIAL, Measure.ADJUSTED}
    spent = columns.keys() & {Measure.MONTH, Measure.CUMULATIVE}
    return ExecutionHeading(row + depth, columns, words) if enough and budget and spent else None


def _meaning(stack: list[str]) -> Measure | None:
    """Read headings above one another: the lowest alone, else joined from the top (预算数 over 年初)."""
    if not stack:
        return None
    return measure_of(stack[-1]) or measure_of("".join(dict.fromkeys(stack))) or measure_of("".join(stack[:0:-1]))


def _heading_goes_on(grid: Grid, row: int, found: ExecutionHeading) -> bool:
    """Say whether the next row is still heading: a measure's words, or the second half of a merged cell."""
    name = found.columns[Measure.NAME]
    merged_down = (row, name) in grid.anchors and grid.anchors[row, name][0] < found.first_row
    return merged_down or any(measure_of(grid.text(row, column)) for column in range(grid.width))
