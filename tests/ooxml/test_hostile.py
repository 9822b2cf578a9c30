"""Damaged and hostile files: one clear refusal or a lossless edit, never another exception."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ooxml import books
from xlperf.ooxml import EditRefused, UnreadableWorkbook, Workbook, compare

RICH = books.rich()
PARTS = books.parts_of(RICH)
NAMES = sorted(PARTS)
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def attempt(content: bytes) -> None:
    """Read and edit everything that there is."""
    try:
        book = Workbook.open(content)
        for sheet in list(book):
            sheet.grid()
            _ = sheet.comments, sheet.validations, sheet.hidden_columns, sheet["A1"].style, sheet["C3"].formula
            for edit in (
                lambda sheet=sheet: sheet.set("B3", Decimal("1.5")),
                lambda sheet=sheet: sheet.set("AB90", "字"),
                lambda sheet=sheet: sheet.add_comment("Z9", "注"),
                lambda sheet=sheet: sheet.insert_rows(4, 2, like=3),
                lambda sheet=sheet: sheet.delete_rows(3, 1),
                lambda sheet=sheet: book.copy_sheet(sheet.name, sheet.name[:10] + "副本"),
            ):
                try:
                    edit()
                except EditRefused:
                    continue
        after = book.to_bytes()
        Workbook.open(after)
        compare(content, after)
    except UnreadableWorkbook:
        return


@QUIET
@given(st.integers(0, len(RICH) - 1))
def test_truncated_files(length: int) -> None:
    attempt(RICH[:length])


@QUIET
@given(st.lists(st.tuples(st.integers(0, len(RICH) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_flipped_bytes(flips: list[tuple[int, int]]) -> None:
    content = bytearray(RICH)
    for at, byte in flips:
        content[at] = byte
    attempt(bytes(content))


@QUIET
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(["drop", "swap", "empty"]))
def test_entries_dropped_swapped_and_emptied(one: str, other: str, how: str) -> None:
    parts = dict(PARTS)
    if how == "drop":
        del parts[one]
    elif how == "swap":
        parts[one], parts[other] = parts[other], parts[one]
    else:
        parts[one] = b""
    attempt(books.packed(parts))


@settings(QUIET, max_examples=150)
@given(
    st.sampled_from([name for name in NAMES if name.endswith((".xml", ".rels"))]),
    st.integers(0, 400),
    st.sampled_from(
        ['""', '"-1"', '"99999999999999999999"', '"NaN"', '"A1:XFD9999999"', '"中"', '" "', '"' + "9" * 5000 + '"']
    ),
)
def test_attributes_with_nonsense_in_them(name: str, which: int, nonsense: str) -> None:
    pieces = PARTS[name].decode().split('"')
    at = 1 + 2 * (which % max(1, (len(pieces) - 1) // 2))
    if at < len(pieces):
        changed = '"'.join(pieces[:at]) + nonsense + '"'.join(pieces[at + 1 :])
        attempt(books.packed(PARTS | {name: changed.encode()}))


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet><sheetData>" + "<row>" * 500,
        "<a>" * 5000 + "</a>" * 5000,
        f'<worksheet xmlns="{books.MAIN}"><sheetData><row r="5"/><row r="2"/></sheetData></worksheet>',
        f'<worksheet xmlns="{books.MAIN}"><sheetData><row r="1"><c r="B1"/><c r="A1"/></row></sheetData></worksheet>',
        f'<worksheet xmlns="{books.MAIN}"><sheetViews/></worksheet>',
        f'<worksheet xmlns="{books.MAIN}"><sheetData><row r="1"><x:c r="A1"/></row></sheetData></worksheet>',
        "",
    ],
)
def test_a_malformed_sheet_is_refused(sheet: str) -> None:
    with pytest.raises(UnreadableWorkbook, match=r"sheet1.xml"):
        Workbook.open(books.by_hand("", sheet=sheet or " "))["Sheet1"].set("A1", 1)


def test_deep_nesting_around_the_rows_is_bounded() -> None:
    deep = f'<worksheet xmlns="{books.MAIN}"><sheetData/>' + "<a>" * 100_000 + "</a>" * 100_000 + "</worksheet>"
    attempt(books.by_hand("", sheet=deep))
