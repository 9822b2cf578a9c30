"""Laws of editing, on drawn edits."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ooxml import books
from tests.strategies.ooxml import addresses, edits, values
from xlperf.ooxml import EditRefused, Workbook
from xlperf.ooxml.text import from_excel, to_excel
from xlperf.ooxml.values import number, number_text

if TYPE_CHECKING:
    from xlperf.ooxml.values import Writable

PLAIN = books.plain([[row * column for column in range(1, 8)] for row in range(1, 20)])
RICH = books.rich()
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def as_read(value: Writable) -> object:
    """What comes back: numbers as Decimal, a moment at midnight as it was."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


@QUIET
@given(edits)
def test_what_is_written_is_read_back(drawn: list[tuple[str, Writable]]) -> None:
    book = Workbook.open(PLAIN)
    expected: dict[str, object] = {}
    for address, value in drawn:
        # a cell keeps a date format that it got before, and then shows numbers as days
        sheet_name = "Sheet1"
        if address in expected:
            continue
        book[sheet_name][address] = value
        expected[address] = as_read(value)
    after = Workbook.open(book.to_bytes())["Sheet1"]
    for address, value in expected.items():
        assert after[address].value == value
        assert isinstance(after[address].value, bool) == isinstance(value, bool)
        assert isinstance(after[address].value, datetime) == isinstance(value, datetime)


@QUIET
@given(edits)
def test_edit_and_undo_gives_the_same_values(drawn: list[tuple[str, Writable]]) -> None:
    before = Workbook.open(RICH)
    book = Workbook.open(RICH)
    for address, value in drawn:
        try:
            book["评分表"][address] = value
        except EditRefused:
            continue
    for change in book.changes:
        shown = before["评分表"][change.cell].style.number_format  # a day written there has left its format
        book["评分表"].set(change.cell, change.old, number_format=shown)  # type: ignore[arg-type]
    after = Workbook.open(book.to_bytes())
    for name in before.sheet_names:
        assert [r for r in after[name].grid().rows if any(v is not None for v in r)] == [
            r for r in before[name].grid().rows if any(v is not None for v in r)
        ]


@QUIET
@given(st.integers(1, 20), st.integers(1, 5), st.booleans(), st.sampled_from(["评分表", "项目 明细"]))
def test_insert_then_delete_gives_back_the_same_formulas(at: int, count: int, alike: bool, name: str) -> None:
    book = Workbook.open(RICH)
    before = {sheet.name: {k: sheet.formula_at(*k) for k in sheet.formulas.all} for sheet in book}
    try:
        book[name].insert_rows(at, count, like=max(1, at - 1) if alike else None)
    except EditRefused:
        assert book.to_bytes() == RICH
        return
    book[name].delete_rows(at, count)
    assert {sheet.name: {k: sheet.formula_at(*k) for k in sheet.formulas.all} for sheet in book} == before


@given(st.text(st.characters(), max_size=60))
def test_escapes_are_read_back(text: str) -> None:
    assert from_excel(to_excel(text)) == text


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=0)
    | st.integers(-999, 999)
)
def test_numbers_up_to_fifteen_digits_are_read_back(value: Decimal | int) -> None:
    assert number(number_text(value)) == value


@QUIET
@given(addresses, values)
def test_a_refused_or_made_edit_leaves_all_other_cells(address: str, value: Writable) -> None:
    book = Workbook.open(RICH)
    before = {(cell.row, cell.column): cell.value for cell in _cells(book)}
    try:
        book["评分表"][address] = value
    except EditRefused:
        assert book.to_bytes() == RICH
        return
    after = {(cell.row, cell.column): cell.value for cell in _cells(Workbook.open(book.to_bytes()))}
    cell = book["评分表"][address]
    formulas = book["评分表"].formulas.all
    for place in before.keys() | after.keys():
        if place != (cell.row, cell.column) and place not in formulas:
            assert before.get(place) == after.get(place)


def _cells(book: Workbook):  # type: ignore[no-untyped-def]  # noqa: ANN202
    sheet = book["评分表"]
    return [sheet.cell(row.number, cell.column) for row in sheet.rows.all() for cell in row.cells]
