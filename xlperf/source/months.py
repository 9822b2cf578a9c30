"""The months of a unit (月份): which exports belong to which month, by folder, file name or title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlperf.errors import UnusableInput
from xlperf.source.budget_execution import month_in, read_execution_tables
from xlperf.source.files import SourceFile, read_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from xlperf.findings import Finding
    from xlperf.source.budget_execution import BudgetLine, ExecutionTable
    from xlperf.unit import Unit


@dataclass(frozen=True, slots=True)
class MonthExport:
    """What the exports of a month say."""

    month: str
    """2024-05."""
    tables: tuple[ExecutionTable, ...]
    twins: tuple[tuple[ExecutionTable, ExecutionTable], ...] = ()
    """A table that was left out, and the same one that was used."""
    findings: tuple[Finding, ...] = ()

    @property
    def lines(self) -> tuple[BudgetLine, ...]:
        """The lines of all its tables."""
        return tuple(line for table in self.tables for line in table.lines)

    @property
    def unit(self) -> str:
        """The money unit that the exports state: 元, 万元."""
        return "、".join(dict.fromkeys(table.unit for table in self.tables))

    @property
    def hashes(self) -> dict[str, str]:
        """The sha256 of each export."""
        return {table.file: table.sha256 for table in self.tables}


class Months:
    """The months that a unit has exports of; files are read when a month is asked for."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._loose: Mapping[str, tuple[Path, ...]] | None = None
        self._read: dict[str, MonthExport] = {}

    def listed(self) -> tuple[str, ...]:
        """List the months, oldest first; a folder that is empty counts."""
        return tuple(sorted({*self._unit.months(), *self._loose_files()}))

    def files_of(self, month: str) -> tuple[Path, ...]:
        """List the workbooks of a month: those in its folder, and those that name it."""
        folder = self._unit.data / month
        inside = self._unit.received_in(month) if folder.is_dir() else ()
        return (*inside, *self._loose_files().get(month, ()))

    def read(self, month: str) -> MonthExport:
        """Read the exports of a month.

        Raises:
            UnusableInput: there are none, none is a budget-execution table, or two contradict each other.
        """
        if month not in self._read:
            self._read[month] = self._read_month(month)
        return self._read[month]

    def _read_month(self, month: str) -> MonthExport:
        paths = self.files_of(month)
        if not paths:
            raise UnusableInput(
                f"数据/{month} 里没有导出的表。请把 {month} 的预算执行情况表放进去，再运行一次；原来的成果没有改动。"
            )
        result = read_files([SourceFile(self._unit.relative(path), path) for path in paths])
        found = _of_month(read_execution_tables(result.grids), month)
        if not found:
            names = "、".join(path.name for path in paths)
            raise UnusableInput(
                f"{month} 的文件（{names}）里没有认出预算执行情况表。"
                "表里要有“项目名称”“年初预算数（或调整后预算数）”“累计支出（或当月支出）”等栏；原来的成果没有改动。"
            )
        used, twins = _without_twins(found, month)
        findings = (*result.findings, *(f for table in used for f in table.findings))
        return MonthExport(month, used, twins, findings)

    def _loose_files(self) -> Mapping[str, tuple[Path, ...]]:
        """Sort the files outside month folders by the month that their names, else their titles, speak of."""
        if self._loose is None:
            sorted_out: dict[str, list[Path]] = {}
            for path in self._unit.received():
                for month in self._months_in(path):
                    sorted_out.setdefault(month, []).append(path)
            self._loose = {month: tuple(paths) for month, paths in sorted_out.items()}
        return self._loose

    def _months_in(self, path: Path) -> Iterable[str]:
        named = month_in(path.stem)
        result = read_files([SourceFile(self._unit.relative(path), path)])
        tables = read_execution_tables(result.grids)
        return dict.fromkeys(m for table in tables if (m := table.month or named))


def _of_month(tables: Iterable[ExecutionTable], month: str) -> list[ExecutionTable]:
    """Keep the sheets of one month of a workbook that holds several; a single sheet is taken as it is."""
    every = list(tables)
    own = [table for table in every if table.month == month]
    undated = [table for table in every if not table.month]
    return own + undated or every


def _without_twins(
    tables: list[ExecutionTable], month: str
) -> tuple[tuple[ExecutionTable, ...], tuple[tuple[ExecutionTable, ExecutionTable], ...]]:
    """Take one of two exports that say the same. Raises UnusableInput for two that contradict each other."""
    used: list[ExecutionTable] = []
    twins: list[tuple[ExecutionTable, ExecutionTable]] = []
    for table in tables:
        same = next((other for other in used if _amounts(other) == _amounts(table)), None)
        if same is not None:
            twins.append((table, same))
            continue
        rival = next((other for other in used if _amounts(other).keys() & _amounts(table).keys()), None)
        if rival is not None:
            raise UnusableInput(
                f"{month} 有两份内容不同的导出表：“{rival.file}”（{rival.sheet}）和“{table.file}”（{table.sheet}）。"
                "请只留下正确的一份，再运行一次；原来的成果没有改动。"
            )
        used.append(table)
    return tuple(used), tuple(twins)


def _amounts(table: ExecutionTable) -> dict[tuple[str, str], tuple[object, ...]]:
    """Say what a table says, by project and source of funds."""
    said: dict[tuple[str, str], tuple[object, ...]] = {}
    for line in table.lines:
        key = (line.code or line.name, line.fund)
        amounts = tuple((measure, figure.value) for measure, figure in line.figures)
        said[key] = (*said.get(key, ()), line.name, amounts)
    return said
