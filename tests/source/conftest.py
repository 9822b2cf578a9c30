"""The example unit's export, read once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.strategies.final_accounts_scheme import final_accounts_scheme
from xlperf.source.collecting import collect_facts
from xlperf.source.files import SourceFile, read_files
from xlperf.source.locating import locate_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from xlperf.facts import Fact
    from xlperf.scheme.model import Scheme
    from xlperf.source.grid import Grid

EXAMPLE = Path(__file__).parents[2] / "workbooks" / "示例区政务服务数据管理局" / "数据" / "2023年度部门决算报表.xls"


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    return final_accounts_scheme()


@pytest.fixture(scope="session")
def example_grids() -> tuple[Grid, ...]:
    result = read_files([SourceFile("数据/2023年度部门决算报表.xls", EXAMPLE)])
    assert result.findings == ()
    return result.grids


@pytest.fixture(scope="session")
def values_of(scheme: Scheme) -> Callable[[Sequence[Grid]], dict[str, Decimal | None]]:
    """Give what the scheme's figures are in some sheets."""

    def read(grids: Sequence[Grid]) -> dict[str, Decimal | None]:
        located = locate_tables(grids, scheme.tables, year=2023, unit_name="示例区政务服务数据管理局")
        facts: dict[str, Fact] = dict(collect_facts(located, scheme, 2023).facts)
        return {name: fact.value for name, fact in facts.items()}

    return read
