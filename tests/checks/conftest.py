"""The example unit's tables, to be changed in one cell and checked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.source.conftest import EXAMPLE
from xlperf.checks import check_tables
from xlperf.scheme import load_scheme
from xlperf.source.collecting import collect_facts
from xlperf.source.files import SourceFile, read_files
from xlperf.source.locating import locate_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlperf.findings import Finding
    from xlperf.scheme.model import Scheme
    from xlperf.source.grid import CellValue, Grid

Change = tuple[str, str, "CellValue"]


@pytest.fixture(scope="session")
def example_grids() -> tuple[Grid, ...]:
    return read_files([SourceFile("数据/决算.xls", EXAMPLE)]).grids


@pytest.fixture(scope="session")
def shipped() -> Scheme:
    return load_scheme("gd-district-2023")


@pytest.fixture(scope="session")
def findings_of(shipped: Scheme) -> Callable[[Sequence[Grid]], tuple[Finding, ...]]:
    """Check some sheets."""

    def check(grids: Sequence[Grid]) -> tuple[Finding, ...]:
        located = locate_tables(grids, shipped.tables, year=2023)
        return check_tables(shipped, collect_facts(located, shipped, 2023).facts, located)

    return check


@pytest.fixture
def checked(
    example_grids: tuple[Grid, ...], findings_of: Callable[[Sequence[Grid]], tuple[Finding, ...]]
) -> Callable[..., tuple[Finding, ...]]:
    """Change cells of the example, each given as sheet, cell and value, and check it."""

    def check(*changes: Change) -> tuple[Finding, ...]:
        grids = list(example_grids)
        for sheet, cell, value in changes:
            grids = [changed(grid, cell, value) if grid.sheet.startswith(sheet) else grid for grid in grids]
        return findings_of(grids)

    return check


def changed(grid: Grid, cell: str, value: CellValue) -> Grid:
    """Give a sheet with one cell changed."""
    name = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    assert name is not None
    column = 0
    for letter in name[1]:
        column = column * 26 + ord(letter) - 64
    rows = [list(cells) for cells in grid.rows]
    line = rows[int(name[2]) - 1]
    line.extend([None] * (column - len(line)))
    line[column - 1] = value
    return replace(grid, rows=tuple(map(tuple, rows)))
