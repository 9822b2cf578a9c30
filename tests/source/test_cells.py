from __future__ import annotations

from decimal import Decimal

import pytest

from tests.source.grids import grid_of
from xlperf.facts import State
from xlperf.source.cells import anchor_a1, read_cell
from xlperf.source.grid import Span


@pytest.mark.parametrize(
    ("cell", "state", "value"),
    [
        ("332741.36", State.VALUE, "332741.36"),
        ("0", State.ZERO, "0"),
        ("'0.00", State.ZERO, "0"),
        ("", State.BLANK, None),
        ("'　 ", State.BLANK, None),
        ("—", State.DASH, None),
        ("一", State.DASH, None),
        ("－－", State.DASH, None),
        ("无", State.DASH, None),
        ("/", State.DASH, None),
        ("#REF!", State.ERROR, None),
        ("'#N/A", State.ERROR, None),
        ("'1,234,567.89", State.VALUE, "1234567.89"),
        ("'１２３．５", State.VALUE, "123.5"),
        ("'12\xa0345", State.VALUE, "12345"),
        ("'　1234.5 ", State.VALUE, "1234.5"),
        ("'￥1,234.50", State.VALUE, "1234.50"),
        ("'（1,234.50）", State.VALUE, "-1234.50"),
        ("'-5", State.VALUE, "-5"),
        ("约12万", State.TEXT, None),
        ("见附件", State.TEXT, None),
    ],
)
def test_a_figure_a_zero_a_stroke_a_blank_an_error_and_words_are_six_things(
    cell: str, state: State, value: str | None
) -> None:
    reading = read_cell(grid_of(f"项目|{cell}"), 0, 1)
    assert reading.state is state
    assert reading.value == (None if value is None else Decimal(value))


def test_a_unit_typed_into_the_cell_counts() -> None:
    reading = read_cell(grid_of("'12.5万元"), 0, 0)
    assert (reading.state, str(reading.value), reading.unit) == (State.VALUE, "12.5", "万元")


def test_a_percentage_is_a_rate() -> None:
    reading = read_cell(grid_of("'95.91%"), 0, 0)
    assert (str(reading.value), reading.percent) == ("0.9591", True)


def test_a_merged_cell_says_what_the_range_shows_and_is_named_by_its_first_cell() -> None:
    grid = grid_of("项目|5|", merged=(Span(0, 1, 0, 2),))
    assert str(read_cell(grid, 0, 2).value) == "5"
    assert anchor_a1(grid, 0, 2) == "B1"
