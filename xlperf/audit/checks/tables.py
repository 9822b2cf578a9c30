"""Tables inside a report or workbook (SUM, PCT, SCORE): total rows, rate columns, full marks and scores."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import Interval, parse_number, plain, round_half_up, stated_interval
from xlperf.audit.catalogue import ROUNDING, SCORE_OVER_FULL, SCORE_PARTS, TABLE_RATE, TABLE_TOTAL
from xlperf.audit.causes import likely_cause

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.audit.document import Table
    from xlperf.audit.report import Report
    from xlperf.findings import Finding

_TOTAL_ROW: Final = re.compile(
    r"^(?:合计|总计|共计|小计|总分|合\s*计|总\s*计|年度资金总额|资金总额|合计得分)[:：]?(?:[(（].*)?$"
)
_TOTAL_SCORE_ROW: Final = re.compile(r"^(?:合计|总计|共计|总分|总得分|合计得分|小计)[:：]?(?:[(（].*)?$")
_FULL: Final = re.compile(
    r"(?:^|[日号年度])(?:分值|满分|权重|标准分|指标分值|分数|满分值|指标权重|权重分|标准分值|应得分)(?:[(（].*)?$"
)
_SCORE: Final = re.compile(
    r"(?:^|[日号年度])(?:自评)?(?:得分|评分|自评分|自评得分|实际得分|评价得分|自评分值|最终得分)(?:[(（].*)?$"
)
_BUDGET: Final = re.compile(r"全年预算数?|预算数|调整(?:后)?预算|年初预算数?|\(A\)|预算安排|计划数|预算金额")
_SPENT: Final = re.compile(r"执行数|决算数|支出数|实际支出|\(B\)|执行金额|完成数|支付数")
_RATE: Final = re.compile(r"执行率|完成率|\(B/A\)|支付率|支出进度|预算完成")
_INSIDE: Final = re.compile(r"^(?:其中|\s*其中[:：])")
_CODE: Final = re.compile(r"^\d{3,9}$")
_LEVELS: Final = re.compile(
    r"^(?:(?P<a>[一二三四五六七八九十]+)[、.]|(?P<b>[(（][一二三四五六七八九十]+[)）])|(?P<c>\d{1,2})[.、．]|(?P<d>[(（]\d+[)）]))"
)
_LAST_HEADER: Final = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a table with what its written decimals allow."""

    value: Decimal
    interval: Interval
    decimals: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its headings told from its rows."""

    table: Table
    headers: tuple[str, ...]
    """One per column, the heading rows joined."""
    first: int
    """The first data row."""
    labels: tuple[str, ...]
    """One per row."""

    def cell(self, row: int, column: int) -> Cell | None:
        """Read a number; None for blanks, dashes and words."""
        return _number(self.table.rows[row][column])

    def rows(self) -> range:
        """Give the data rows."""
        return range(self.first, len(self.table.rows))


def _number(text: str) -> Cell | None:
    bare = text.strip().removesuffix("分").removesuffix("万元").removesuffix("元")
    value = parse_number(bare) if bare and len(bare) < 30 else None
    if value is None:
        return None
    digits = re.sub(r"[^\d.]", "", bare)
    decimals = len(digits) - digits.find(".") - 1 if "." in digits else 0
    if bare.rstrip().endswith(("%", "％")):
        return Cell(value, stated_interval(round_half_up(value * 100, decimals)).scaled(Decimal("0.01")), decimals)
    return Cell(value, stated_interval(value) if decimals else Interval(value, value), decimals)


def grid_of(table: Table) -> Grid | None:
    """Tell a table's headings from its rows; None for a table without figures."""
    rows = table.rows
    if len(rows) < 2 or not rows[0]:
        return None
    numeric = [sum(_number(cell) is not None for cell in row) for row in rows]
    first = next((at for at, count in enumerate(numeric) if count and not _all_small(rows[at])), None)
    if first is None or first == 0:
        return None
    start = max(0, first - _LAST_HEADER)
    headers = tuple(
        "".join(dict.fromkeys(re.sub(r"\s", "", row[column]) for row in rows[start:first]))
        for column in range(len(rows[0]))
    )
    labels = tuple(
        next((re.sub(r"\s", "", cell) for cell in row if cell.strip() and _number(cell) is None), "") for row in rows
    )
    return Grid(table, headers, first, labels)


def _all_small(row: Sequence[str]) -> bool:
    """Rows of column numbers (栏次 1 2 3 …) are headings."""
    found = [cell.value for text in row if (cell := _number(text))]
    return len(found) > 2 and found == [
        Decimal(n) for n in range(int(found[0]) if found[0] == int(found[0]) else 0, int(found[0]) + len(found))
    ]


def tables(report: Report) -> Iterator[Finding]:
    """Total rows, execution rates and scores in a table follow from its rows (domain.md 3.6, 4.1)."""
    for table in report.document.tables:
        grid = grid_of(table)
        if grid and len(table.rows) < 5000:
            yield from _totals(grid)
            yield from _rates(grid)
            yield from _scores(grid)


def _added_columns(grid: Grid) -> Iterator[int]:
    for column, header in enumerate(grid.headers):
        if re.search(
            r"率|比|行次|栏次|序号|编码|代码|增减|幅度|%|年度指标值|实际完成值|目标值|单位|日期|年份|备注",
            header,
        ):
            continue
        counted = sum(grid.cell(row, column) is not None for row in grid.rows())
        if counted > 2:
            yield column


def _totals(grid: Grid) -> Iterator[Finding]:
    if any(_LEVELS.match(grid.labels[row]) and "其中" in grid.labels[row] for row in grid.rows()):
        return
    for column in _added_columns(grid):
        score = bool(_FULL.search(grid.headers[column]) or _SCORE.search(grid.headers[column]))
        pattern = _TOTAL_SCORE_ROW if score else _TOTAL_ROW
        totals = [row for row in grid.rows() if _is_total(grid, row, pattern)]
        for number, row in enumerate(totals):
            block = _block(grid, totals, number)
            leaves = block if score else _top_rows(grid, block)
            stated = grid.cell(row, column)
            parts = [(grid.labels[at], cell) for at in leaves if (cell := grid.cell(at, column))]
            every = [(grid.labels[at], cell) for at in block if (cell := grid.cell(at, column))]
            if stated is not None and len(parts) > 1:
                spots = tuple(grid.table.place(at, column) for at in leaves if grid.cell(at, column))
                for finding in _weigh_total(grid, row, column, stated, parts, every):
                    yield replace(finding, places=(finding.place, *spots[:40]))


def _is_total(grid: Grid, row: int, pattern: re.Pattern[str]) -> bool:
    return any(pattern.match(re.sub(r"\s", "", cell)) for cell in grid.table.rows[row][:3])


def _block(grid: Grid, totals: Sequence[int], number: int) -> list[int]:
    """Give the rows that a total row sums: those below it when it stands first, else those since the total before."""
    row = totals[number]
    if row == grid.first or (number == 0 and row <= grid.first + 1):
        end = (
            totals[number + 1]
            if len(totals) > number + 1 and "小计" not in grid.labels[totals[number + 1]]
            else len(grid.table.rows)
        )
        return [at for at in range(row + 1, end) if at not in totals]
    if "小计" in grid.labels[row]:
        start = max((at + 1 for at in totals if at < row), default=grid.first)
        return list(range(start, row))
    return [at for at in range(grid.first, row) if at not in totals]


def _top_rows(grid: Grid, block: Sequence[int]) -> list[int]:
    """Keep the rows of the highest level: by subject code, by numbering, without 其中 and what it introduces."""
    coded = {
        at: code
        for at in block
        if (code := next((c.strip() for c in grid.table.rows[at][:3] if _CODE.match(c.strip())), ""))
    }
    if coded and len(coded) * 2 >= len(block):
        shortest = min(len(code) for code in coded.values())
        return [at for at, code in coded.items() if len(code) == shortest]
    kinds = {at: match.lastgroup for at in block if (match := _LEVELS.match(grid.labels[at]))}
    if kinds:
        top = min(kind for kind in kinds.values() if kind)
        return [at for at in block if kinds.get(at) == top]
    kept, inside = [], False
    for at in block:
        inside = inside or bool(_INSIDE.match(grid.labels[at]))
        if not inside:
            kept.append(at)
    return kept


def _weigh_total(  # noqa: PLR0913, PLR0917 - what the finding is made of
    grid: Grid,
    row: int,
    column: int,
    stated: Cell,
    parts: Sequence[tuple[str, Cell]],
    every: Sequence[tuple[str, Cell]],
) -> Iterator[Finding]:
    added = sum((cell.value for _, cell in parts), Decimal(0))
    full = sum((cell.value for _, cell in every), Decimal(0))
    if stated.value in (added, full):
        return
    score = bool(_FULL.search(grid.headers[column]) or _SCORE.search(grid.headers[column]))
    if score and stated.value and added / stated.value in (2, 3):
        return  # each level of the tree has its rows
    slack = (
        Decimal(0)
        if score
        else sum((cell.interval.high - cell.value for _, cell in parts), Decimal(0))
        + (stated.interval.high - stated.value)
    )
    gap = abs(added - stated.value)
    if gap > slack and (not added or not stated.value or gap > max(added, stated.value) / 2) and not score:
        return
    code = ROUNDING if gap <= slack else SCORE_PARTS if score else TABLE_TOTAL
    yield code.finding(
        place=grid.table.place(row, column),
        subject=grid.labels[row] or "合计",
        quote="\t".join(cell for cell in grid.table.rows[row] if cell)[:120],
        expected=plain(added),
        actual=plain(stated.value),
        difference=plain(gap),
        column=grid.headers[column] or "这一栏",
        hint=likely_cause(added, stated.value, [(label, cell.value) for label, cell in parts]) or code.advice,
    )


def _rates(grid: Grid) -> Iterator[Finding]:
    columns = [at for at, header in enumerate(grid.headers) if _RATE.search(header)]
    for column in columns:
        unders = [at for at in range(column) if _BUDGET.search(grid.headers[at])]
        overs = [at for at in range(column) if _SPENT.search(grid.headers[at])]
        for row in grid.rows():
            stated = grid.cell(row, column)
            pairs = [
                (over, under)
                for a in overs
                for b in unders
                if a != b and (over := grid.cell(row, a)) and (under := grid.cell(row, b)) and under.value > 0
            ]
            if stated is None or not pairs:
                continue
            percent = grid.table.rows[row][column].strip().endswith(("%", "％")) or "%" not in grid.headers[column]
            if not any(_rate_fits(stated, over, under, scaled) for over, under in pairs for scaled in (False, True)):
                over, under = pairs[-1]
                exact = over.value / under.value * 100
                shown = (
                    stated.value * 100
                    if percent and grid.table.rows[row][column].strip().endswith(("%", "％"))
                    else stated.value
                )
                yield TABLE_RATE.finding(
                    place=grid.table.place(row, column),
                    subject=grid.labels[row],
                    quote="\t".join(cell for cell in grid.table.rows[row] if cell)[:120],
                    expected=f"{plain(round_half_up(exact, 2))}%",
                    actual=f"{plain(shown)}%" if percent else plain(shown),
                    column=grid.headers[column],
                )


def _rate_fits(stated: Cell, over: Cell, under: Cell, scaled: bool) -> bool:
    try:
        possible = over.interval / under.interval
    except ZeroDivisionError:
        return True
    interval = stated.interval.scaled(Decimal("0.01")) if scaled else stated.interval
    width = interval.high - interval.low
    return possible.overlaps(interval.widened(width / 2))


def _scores(grid: Grid) -> Iterator[Finding]:
    full_columns = [
        at for at, header in enumerate(grid.headers) if _FULL.search(header) or header.endswith(("分值", "满分"))
    ]
    score_columns = [at for at, header in enumerate(grid.headers) if _SCORE.search(header) or header.endswith("得分")]
    if len(full_columns) != 1 or len(score_columns) != 1:
        return
    for row in grid.rows():
        full, score = grid.cell(row, full_columns[0]), grid.cell(row, score_columns[0])
        if full and score and score.value > full.value:
            yield SCORE_OVER_FULL.finding(
                place=grid.table.place(row, score_columns[0]),
                subject=grid.labels[row],
                quote="\t".join(cell for cell in grid.table.rows[row] if cell)[:120],
                expected=plain(full.value),
                actual=plain(score.value),
            )
