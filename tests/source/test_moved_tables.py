"""The law of reading: the same tables, wherever and however they stand, give the same facts."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies.tables import WRITERS, moved, moves
from xlperf.source.kinds import FileKind, kind_of
from xlperf.source.workbook import read_grids

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from tests.strategies.tables import Move
    from xlperf.source.grid import Grid

Values = dict[str, "Decimal | None"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_tables_that_were_moved_reworded_and_restated_give_the_same_facts(
    data: st.DataObject, example_grids: tuple[Grid, ...], values_of: Callable[[Sequence[Grid]], Values]
) -> None:
    drawn = [data.draw(moves) for _ in example_grids[1:]]
    grids = [moved(grid, move) for grid, move in zip(example_grids[1:], drawn, strict=True)]
    assert values_of(grids) == values_of(example_grids)


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(move=moves)
def test_every_format_gives_the_same_facts(
    move: Move, suffix: str, example_grids: tuple[Grid, ...], values_of: Callable[[Sequence[Grid]], Values]
) -> None:
    data = WRITERS[suffix]([moved(grid, move) for grid in example_grids[1:]])
    kind = kind_of(data)
    assert kind is FileKind(suffix)
    read = list(read_grids(data, kind, "数据/表.et", hashlib.sha256(data).hexdigest()))
    assert values_of(read) == values_of(example_grids)
