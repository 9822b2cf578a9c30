from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.ooxml.formulas.doubles import number_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-12.5, "-12.5"),
        (0.1, "0.10000000000000001"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1 / 3, "0.33333333333333331"),
        (0.0184261036468330072, "1.8426103646833007E-2"),
        (0.05, "5.0000000000000003E-2"),
        (1e-5, "1.0000000000000001E-5"),
        (1234567.89, "1234567.8899999999"),
        (48550050.0, "48550050"),
        (1e15, "1000000000000000"),
        (1e20, "1E+20"),
        (-1.5e300, "-1.5000000000000001E+300"),
    ],
)
def test_numbers_are_written_as_excel_writes_them(value: float, text: str) -> None:
    assert number_text(value) == text
    assert float(number_text(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_written_numbers_are_read_back_the_same(value: float) -> None:
    assert float(number_text(value)) == value
