"""Values, cells and edits for properties of the workbook editor."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from hypothesis import strategies as st

texts = st.text(st.characters(codec="utf-8"), max_size=40)
"""Anything that can be typed, control characters among it."""

numbers = st.decimals(
    min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=4, allow_nan=False, allow_infinity=False
) | st.integers(-(10**14), 10**14)

days = st.dates(date(1900, 3, 1), date(2199, 12, 31))
moments = st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001

values = st.one_of(texts, numbers, st.booleans(), days, moments, st.none())
"""Everything that can be written into a cell."""

addresses = st.builds(lambda column, row: f"{'ABCDEFGHIJ'[column]}{row}", st.integers(0, 9), st.integers(1, 40))

edits = st.lists(st.tuples(addresses, values), max_size=25)
"""Cells with what is written into them, one after the other."""
