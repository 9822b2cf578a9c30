"""Criteria in words are read into rules, and never into a wrong one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.scheme.drafting.wordings import ALL, Points, Wording
from xlperf.amounts import plain
from xlperf.scheme.drafting.criteria import read_criteria
from xlperf.scheme.intervals import in_order
from xlperf.scheme.model import Bands, CheckPoints, Rule


def plainly(rule: Rule | None) -> Rule | Points | None:
    match rule:
        case CheckPoints(points=points):
            return tuple(plain(point.mark) for point in points)
        case Bands(bands=bands):
            return Bands(tuple(in_order(bands)))
    return rule


@pytest.mark.parametrize("wording", ALL, ids=[wording[0][:30] or "nothing" for wording in ALL])
def test_words_are_read_as_the_rule_that_they_state(wording: Wording) -> None:
    text, full, expected, sure = wording
    reading = read_criteria(text, Decimal(full))
    assert plainly(reading.rule) == expected
    assert reading.sure == sure


def test_what_is_likely_says_what_was_supplied() -> None:
    readings = [read_criteria(text, Decimal(full)) for text, full, _, _ in ALL]
    by_words = [reading for reading in readings if reading.sure == "likely"]
    assert by_words
    assert [reading.words for reading in by_words if not reading.note] == []


def test_every_rule_says_the_words_that_it_came_from() -> None:
    readings = [read_criteria(text, Decimal(full)) for text, full, _, _ in ALL]
    assert all(reading.words for reading in readings if reading.rule is not None)


def test_there_are_many_wordings() -> None:
    assert len({text for text, *_ in ALL}) >= 170
