"""What is written in the words of forms is read back as the rule that it came from."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from xlperf.scheme.describing import rule_words
from xlperf.scheme.drafting.criteria import read_criteria
from xlperf.scheme.model import Band, Bands, PlainRule, Proportion, Steps, Threshold

rates = st.integers(1, 199).map(lambda number: Decimal(number) / 200)
halves = st.integers(1, 20).map(lambda number: Decimal(number) / 2)


@st.composite
def banded(draw: st.DrawFn) -> tuple[Bands, Decimal]:
    """Bands from the lowest values up, with edges at any place and either side closed."""
    edges = sorted(draw(st.lists(rates, min_size=2, max_size=5, unique=True)))
    marks = sorted(draw(st.lists(halves, min_size=len(edges), max_size=len(edges), unique=True)))
    marks = [Decimal(0), *marks]
    if draw(st.booleans()):
        marks.reverse()
    closed = draw(st.lists(st.booleans(), min_size=len(edges), max_size=len(edges)))
    first = Band(marks[0], None, edges[0], low_closed=False, high_closed=closed[0])
    last = Band(marks[-1], edges[-1], None, not closed[-1], high_closed=False)
    inner = [
        Band(mark, low, high, not at_low, at_high)
        for mark, (low, high), (at_low, at_high) in zip(marks[1:-1], pairwise(edges), pairwise(closed), strict=True)
    ]
    return Bands((first, *inner, last)), max(marks)


def stepped() -> st.SearchStrategy[Steps]:
    steps = st.integers(1, 10).map(lambda number: Decimal(number) / 100)
    offs = st.integers(1, 20).map(lambda number: Decimal(number) / 10)
    sides = st.sampled_from(["below", "above"])
    return st.builds(Steps, rates, steps, offs, sides, st.booleans(), st.sampled_from([Decimal(0), Decimal(1)]))


def proportional() -> st.SearchStrategy[Proportion]:
    corridors = st.one_of(st.none(), st.just((Decimal("0.7"), Decimal("1.3"))))
    floors = st.sampled_from([Decimal(0), Decimal("0.6")])
    return st.builds(Proportion, st.sampled_from([Decimal(1), Decimal("0.9")]), corridors, floors).filter(
        lambda rule: rule.corridor is None or not rule.floor
    )


def read(rule: PlainRule, full: Decimal) -> object:
    return read_criteria("；".join(rule_words(rule, percent=True)), full).rule


@given(banded())
def test_bands_are_read_back(case: tuple[Bands, Decimal]) -> None:
    rule, full = case
    assert read(rule, full) == rule


@given(stepped())
def test_steps_are_read_back(rule: Steps) -> None:
    assert read(rule, Decimal(10)) == rule


@given(proportional())
def test_proportion_is_read_back(rule: Proportion) -> None:
    assert read(rule, Decimal(10)) == rule


@given(st.builds(Threshold, st.sampled_from(["<=", ">=", "=", "<", ">"]), rates))
def test_yardsticks_are_read_back(rule: Threshold) -> None:
    assert read(rule, Decimal(10)) == rule
