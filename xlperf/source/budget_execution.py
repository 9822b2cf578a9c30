"""Monthly budget-execution exports (预算执行情况表): one line for each project and source of funds, in 元."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS, is_dash, parse_number, to_yuan
from xlperf.findings import Place
from xlperf.source import catalogue
from xlperf.source.execution_heading import Measure, find_heading
from xlperf.source.grid import ErrorValue, a1

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlperf.findings import Finding
    from xlperf.source.execution_heading import ExecutionHeading
    from xlperf.source.grid import CellValue, Grid

AMOUNTS: Final = (
    Measure.INITIAL,
    Measure.ADJUSTMENT,
    Measure.ADJUSTED,
    Measure.MONTH,
    Measure.CUMULATIVE,
)
_TOTAL: Final = re.compile(r"(?:本页|本表)?(?:合计|总计|小计|共计|累计)(?:数)?|.*(?:合计|小计|总计)")
_REMARK: Final = re.compile(r"(?:注|备注|说明|填表人|制表人|审核人|负责人|单位负责人|联系电话)[:：].*")
_UNIT: Final = re.compile(
    r"(?:金额)?单位[:：]?(?:人民币)?(百万元|百元|千元|万元|亿元|元)|[(]((?:百万|百|千|万|亿)?元)[)]"
)
_MONTH: Final = (
    re.compile(r"((?:19|20)\d{2})[年.\-/_](?:0?1|1)(?:月份?)?[-至~—–]0?(1[0-2]|[1-9])月"),
    re.compile(r"截[至止](?:到)?((?:19|20)\d{2})年0?(1[0-2]|[1-9])月"),
    re.compile(r"((?:19|20)\d{2})[年.\-/_]0?(1[0-2]|[1-9])(?!\d)"),
    re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(?!\d)"),
)
_MADE_ON: Final = re.compile(
    r"(?P<until>截[至止]到?)?(?P<made>(?:制表|编制|填报|打印|导出|查询|报送)(?:日期|时间)?[:：]?)?"
    r"(?P<year>(?:19|20)\d{2})(?:年(?P<m>\d{1,2})月(?P<d>\d{1,2})日|(?P<s>[-/.])(?P<mm>\d{1,2})(?P=s)"
    r"(?P<dd>\d{2}(?=\d{1,2}:\d{2})|\d{1,2}(?![\d月])))"
)
"""A day: that on which an export was made says nothing of its month, the last of a month does."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount of a line in 元 and the cell that it was read from."""

    value: Decimal | None
    """None where the cell is blank, an error or no number."""
    cell: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A project's budget and spending by one source of funds (预算项目、资金来源)."""

    code: str
    name: str
    fund: str
    figures: tuple[tuple[Measure, Figure], ...]
    file: str
    sheet: str
    row: int
    """Counted from 1, as a spreadsheet shows it."""

    def figure(self, measure: Measure) -> Figure | None:
        """Give one amount with its cell; None where the export has no such column."""
        return next((figure for known, figure in self.figures if known is measure), None)

    def amount(self, measure: Measure) -> Decimal | None:
        """Give one amount in 元; None where there is none."""
        figure = self.figure(measure)
        return figure.value if figure else None

    @property
    def budget(self) -> Decimal | None:
        """调整后预算数; where the export has none, 年初预算数 and 调整预算数 together."""
        adjusted = self.amount(Measure.ADJUSTED)
        if adjusted is not None:
            return adjusted
        initial, adjustment = self.amount(Measure.INITIAL), self.amount(Measure.ADJUSTMENT)
        return None if initial is None else initial + (adjustment or Decimal(0))

    def place(self, measure: Measure = Measure.NAME) -> Place:
        """Say where the line, or one of its amounts, stands."""
        figure = self.figure(measure)
        return Place(self.file, self.sheet, figure.cell if figure else f"A{self.row}")


@dataclass(frozen=True, slots=True)
class ExecutionTable:
    """One export: its lines, the month that it says it is of, and the unit of its amounts."""

    file: str
    sha256: str
    sheet: str
    month: str
    """2024-05; empty where neither the sheet nor the file name says."""
    unit: str
    """As stated: 元, 万元 …"""
    unit_stated: bool
    lines: tuple[BudgetLine, ...]
    findings: tuple[Finding, ...] = ()


def read_execution_tables(grids: Iterable[Grid]) -> tuple[ExecutionTable, ...]:
    """Read every budget-execution table among the sheets, in whatever layout and money unit."""
    return tuple(table for grid in grids if (table := read_execution_table(grid)) is not None)


def read_execution_table(grid: Grid) -> ExecutionTable | None:
    """Read one sheet; None where it is no budget-execution table or has no line."""
    heading = find_heading(grid)
    if heading is None:
        return None
    unit = _stated_unit(grid, heading)
    findings: list[Finding] = []
    lines = tuple(_lines(grid, heading, unit or "元", findings))
    if not lines:
        return None
    if not unit:
        place = Place(grid.file, grid.sheet)
        findings.append(
            catalogue.GUESSED_UNIT.finding(
                place=place, table=f"“{grid.sheet}”", actual="元", reason="导出的执行表通常以元为单位"
            )
        )
    return ExecutionTable(
        grid.file,
        grid.sha256,
        grid.sheet,
        _stated_month(grid, heading),
        unit or "元",
        bool(unit),
        lines,
        tuple(findings),
    )


def _stated_unit(grid: Grid, heading: ExecutionHeading) -> str:
    for row in range(heading.first_row):
        for column in range(grid.width):
            text = "".join(unicodedata.normalize("NFKC", grid.text(row, column)).split())
            found = _UNIT.search(text)
            if found and (unit := found[1] or found[2]) in MONEY_UNITS:
                return unit
    return ""


def _stated_month(grid: Grid, heading: ExecutionHeading) -> str:
    titles = [grid.text(row, column) for row in range(heading.first_row) for column in range(min(grid.width, 12))]
    for text in (*titles, grid.sheet, *grid.file.rsplit("/", 2)[-1:], *grid.file.split("/")[:-1]):
        month = month_in(text)
        if month:
            return month
    return ""


def month_in(text: str) -> str:
    """Read the month that a title or a file name speaks of: 2024年1-5月 is 2024-05; empty for none."""
    bare = _MADE_ON.sub(_month_end, "".join(unicodedata.normalize("NFKC", text).split()))
    for pattern in _MONTH:
        found = pattern.search(bare)
        if found:
            return f"{found[1]}-{int(found[2]):02d}"
    return ""


def _month_end(day: re.Match[str]) -> str:
    """Leave of a day its month where it is the month's last; else nothing."""
    year, month, number = int(day["year"]), int(day["m"] or day["mm"]), int(day["d"] or day["dd"])
    if not 1 <= month <= 12:
        return ""
    is_last = number == calendar.monthrange(year, month)[1]
    return f"{year}年{month}月" if day["until"] or (is_last and not day["made"]) else ""


def _lines(grid: Grid, heading: ExecutionHeading, unit: str, findings: list[Finding]) -> Iterator[BudgetLine]:
    columns = heading.columns
    for row in range(heading.first_row, grid.height):
        name = _words(grid, row, columns.get(Measure.NAME))
        code = _words(grid, row, columns.get(Measure.CODE))
        if not name or _TOTAL.fullmatch(name) or _REMARK.fullmatch(name) or _TOTAL.fullmatch(code):
            continue
        figures = tuple(
            (measure, _figure(grid, row, columns[measure], unit, findings)) for measure in AMOUNTS if measure in columns
        )
        if any(figure.raw for _, figure in figures):
            fund = _words(grid, row, columns.get(Measure.FUND))
            yield BudgetLine(code, name, fund, figures, grid.file, grid.sheet, row + 1)


def _words(grid: Grid, row: int, column: int | None) -> str:
    return "" if column is None else "".join(grid.text(row, column).split())


def _figure(grid: Grid, row: int, column: int, unit: str, findings: list[Finding]) -> Figure:
    value = grid.value(row, column)
    cell, raw = a1(row, column), grid.text(row, column).strip()
    amount = _amount(value)
    if amount is None and raw:
        place = Place(grid.file, grid.sheet, cell)
        code = catalogue.ERROR_VALUE if isinstance(value, ErrorValue) else catalogue.NOT_A_NUMBER
        findings.append(
            code.finding(
                place=place,
                quote=raw,
                table=f"“{grid.sheet}”",
                row=f"第{row + 1}行",
                column=a1(0, column)[:-1] + "栏",
            )
        )
    return Figure(None if amount is None else to_yuan(amount, unit), cell, raw)


def _amount(value: CellValue) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str):
        return Decimal(0) if is_dash(value) else parse_number(value)
    return None
