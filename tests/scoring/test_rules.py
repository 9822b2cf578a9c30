"""Scoring rules: their worked examples, and what holds for any value."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import xlperf.scheme.intervals
import xlperf.scoring.rules
from xlperf.answers import Target
from xlperf.scheme.formula import Undefined
from xlperf.scheme.intervals import band_fault, band_words, read_band, rest_of
from xlperf.scheme.model import Band, Bands, Proportion, Steps, Threshold, WeightedTargets
from xlperf.scoring.rules import score_by_value
from xlperf.scoring.rules.bands import lies_in
from xlperf.scoring.rules.sharing import shared_marks
from xlperf.scoring.rules.targets import completion, score_targets

FULL = Decimal(10)
VALUES = st.decimals(min_value=-3, max_value=5, places=4)
SMALL = st.decimals(min_value=0, max_value=2, places=2)
MODULES = [
    xlperf.scheme.intervals,
    *(
        importlib.import_module(f"xlperf.scoring.rules.{module.name}")
        for module in pkgutil.iter_modules(xlperf.scoring.rules.__path__)
    ),
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_worked_examples_are_right(module: object) -> None:
    failed, _ = doctest.testmod(module)  # type: ignore[arg-type]
    assert failed == 0


@st.composite
def falling_bands(draw: st.DrawFn) -> Bands:
    """Bands that cover every value; the less, the better."""
    ends = sorted(draw(st.sets(SMALL, min_size=1, max_size=5)))
    closed = draw(st.lists(st.booleans(), min_size=len(ends), max_size=len(ends)))
    edges = [None, *ends, None]
    bands = []
    for number, (low, high) in enumerate(pairwise(edges)):
        low_closed = number > 0 and not closed[number - 1]
        high_closed = number < len(ends) and closed[number]
        bands.append(Band(FULL - number, low, high, low_closed, high_closed))
    return Bands(tuple(bands))


@given(falling_bands(), VALUES)
def test_bands_part_all_values(rule: Bands, value: Decimal) -> None:
    assert band_fault(rule.bands, percent=True) == ""
    assert sum(lies_in(value, band) for band in rule.bands) == 1


@given(falling_bands())
def test_a_band_left_out_is_a_gap_and_one_more_an_overlap(rule: Bands) -> None:
    assert band_fault(rule.bands[1:], percent=True) or rule.bands[1].low is None or rule.bands[1].low <= 0
    assert band_fault(rule.bands[:-1], percent=True)
    assert "重叠" in band_fault((*rule.bands, rule.bands[0]), percent=True)


@given(falling_bands())
def test_the_rest_of_some_bands_fills_what_they_leave(rule: Bands) -> None:
    some = rule.bands[::2]
    whole = (*some, *rest_of(some, Decimal(0)))
    assert band_fault(whole, percent=False) == ""


@given(falling_bands())
def test_band_words_say_both_ends(rule: Bands) -> None:
    for band in rule.bands:
        words = band_words(band, percent=True)
        assert words.count("%") == sum(end is not None for end in (band.low, band.high)) or band.low == band.high


RULES = st.one_of(
    falling_bands(),
    st.builds(
        Steps,
        goal=st.just(Decimal(1)),
        step=st.sampled_from([Decimal("0.01"), Decimal("0.05"), Decimal("0.03")]),
        off=st.sampled_from([Decimal("0.5"), Decimal(2)]),
        direction=st.just("above"),
        partial=st.booleans(),
        floor=st.sampled_from([Decimal(0), Decimal(3)]),
        begun_counts=st.booleans(),
    ),
    st.builds(Threshold, st.sampled_from(["<=", "<"]), st.just(Decimal(1)), st.sampled_from(["zero", "proportion"])),
)
RISING = st.one_of(
    st.builds(Proportion, st.sampled_from([Decimal(1), Decimal("0.9")])),
    st.builds(Proportion, st.just(Decimal(1)), st.none(), SMALL),
    st.builds(Steps, st.just(Decimal(1)), st.just(Decimal("0.05")), st.just(Decimal(2)), st.just("below")),
    st.builds(Threshold, st.sampled_from([">=", ">"]), st.just(Decimal(1)), st.sampled_from(["zero", "proportion"])),
)


@given(st.one_of(RULES, RISING), VALUES)
def test_a_score_lies_between_nothing_and_the_full_mark(
    rule: Bands | Steps | Proportion | Threshold, value: Decimal
) -> None:
    outcome = score_by_value(rule, FULL, value, percent=True)
    assert outcome.score is not None
    assert 0 <= outcome.score <= FULL
    assert outcome.score == round(outcome.score, 2)
    assert outcome.words
    assert bool(outcome.next_step) is (outcome.score < FULL)


@given(RULES, VALUES, VALUES)
def test_less_is_never_worse_where_less_is_better(
    rule: Bands | Steps | Threshold, first: Decimal, second: Decimal
) -> None:
    low, high = sorted([first, second])
    scores = [score_by_value(rule, FULL, value, percent=True).score or 0 for value in (low, high)]
    assert scores[0] >= scores[1]


@given(RISING, VALUES, VALUES)
def test_more_is_never_worse_where_more_is_better(
    rule: Proportion | Steps | Threshold, first: Decimal, second: Decimal
) -> None:
    low, high = sorted([first, second])
    scores = [score_by_value(rule, FULL, value, percent=True).score or 0 for value in (low, high)]
    assert scores[0] <= scores[1]


@pytest.mark.parametrize(
    ("value", "score", "next_step"),
    [
        ("0.69", "0", "提高到 70%，得 7 分"),
        ("0.7", "7", "达到 100%，得满分 10 分"),
        ("1", "10", ""),
        ("1.3", "10", ""),
        ("1.3001", "0", "降到 130%（含）以下，得 10 分"),
    ],
)
def test_a_corridor_gives_nothing_outside(value: str, score: str, next_step: str) -> None:
    rule = Proportion(corridor=(Decimal("0.7"), Decimal("1.3")))
    outcome = score_by_value(rule, FULL, Decimal(value), percent=True)
    assert (str(outcome.score), outcome.next_step) == (score, next_step)


@pytest.mark.parametrize(
    ("value", "score", "next_step"),
    [
        ("1", "5", ""),
        ("1.0001", "4.5", "降到 100%，得 5 分"),
        ("1.01", "4.5", "降到 100%，得 5 分"),
        ("1.011", "4", "降到 101%，得 4.5 分"),
        ("1.2", "0", "降到 109%，得 0.5 分"),
    ],
)
def test_a_begun_step_counts_whole_and_the_score_stops_at_nothing(value: str, score: str, next_step: str) -> None:
    rule = Steps(Decimal(1), Decimal("0.01"), Decimal("0.5"), "above")
    outcome = score_by_value(rule, Decimal(5), Decimal(value), percent=True)
    assert (str(outcome.score), outcome.next_step) == (score, next_step)


@pytest.mark.parametrize(
    ("value", "score", "next_step"),
    [
        ("1.0099", "5", ""),
        ("1.01", "4.5", "降到 101% 以下（不含），得 5 分"),
        ("1.0199", "4.5", "降到 101% 以下（不含），得 5 分"),
        ("1.02", "4", "降到 102% 以下（不含），得 4.5 分"),
    ],
)
def test_a_begun_step_need_not_count(value: str, score: str, next_step: str) -> None:
    rule = Steps(Decimal(1), Decimal("0.01"), Decimal("0.5"), "above", begun_counts=False)
    outcome = score_by_value(rule, Decimal(5), Decimal(value), percent=True)
    assert (str(outcome.score), outcome.next_step) == (score, next_step)


def test_part_of_a_step_loses_its_part_where_the_rule_says_so() -> None:
    rule = Steps(Decimal(1), Decimal("0.05"), Decimal(2), "below", partial=True)
    assert score_by_value(rule, Decimal(5), Decimal("0.93"), percent=True).score == Decimal("2.2")


@pytest.mark.parametrize(
    ("words", "inside", "outside"),
    [
        ("≤10%", ["0.1", "-1"], ["0.1001"]),
        ("＜10%", ["0.0999"], ["0.1"]),
        ("(10%, 20%]", ["0.1001", "0.2"], ["0.1", "0.2001"]),
        ("［１０％，２０％）", ["0.1", "0.1999"], ["0.2"]),
        ("(30%, ∞)", ["0.3001", "99"], ["0.3"]),
        (">= 3", ["3"], ["2.99"]),
        ("0", ["0"], ["0.01"]),
        ("=100%", ["1"], ["1.01"]),
    ],
)
def test_bands_are_read_as_officials_write_them(words: str, inside: list[str], outside: list[str]) -> None:
    band = read_band(words, FULL)
    assert band is not None
    assert all(lies_in(Decimal(value), band) for value in inside)
    assert not any(lies_in(Decimal(value), band) for value in outside)


@pytest.mark.parametrize("words", ["", "一档", "10%~20%", "(20%, 10%]", "≤", "(a, b)", "[1, 2, 3]"])
def test_other_words_are_not_a_band(words: str) -> None:
    assert read_band(words, FULL) is None


@given(
    st.decimals(min_value=1, max_value=50, places=1),
    st.lists(st.one_of(st.none(), st.decimals(min_value=0, max_value=40, places=1)), min_size=1, max_size=12),
)
def test_shared_marks_add_up_to_the_whole(full: Decimal, weights: list[Decimal | None]) -> None:
    marks = shared_marks(full, weights)
    assert sum(marks) == full
    assert all(mark >= 0 and mark == round(mark, 2) for mark in marks)


def target(nature: str, goal: str, actual: str, unit: str = "") -> Target:
    return Target("output", "目标", nature, goal, unit, actual)


@pytest.mark.parametrize(
    ("nature", "goal", "actual", "expected"),
    [
        ("≥", "80", "60", "0.75"),
        ("≥", "≥95%", "95.91%", None),
        ("≥", "95%", "76", "0.8"),
        ("≥", "1.5万件", "15000件", "1"),
        ("≥", "不少于 10 场次", "5场", "0.5"),
        ("≥", "０", "3", "1"),
        ("≤", "4天", "5天", "0.8"),
        ("≤", "0", "1", "0"),
        ("≤", "3", "0", "1"),
        ("=", "100%", "125%", "0.8"),
        ("=", "12", "12次", "1"),
        ("定性", "提升", "达成", "1"),
        ("定性", "优", "优", "1"),
        ("定性", "改善", "未达成", "0"),
        ("定性", "改善", "70%", "0.7"),
        ("≥", "明显改善", "已完成", "1"),
    ],
)
def test_completion_follows_the_nature_of_the_target(nature: str, goal: str, actual: str, expected: str | None) -> None:
    met = completion(target(nature, goal, actual))
    assert isinstance(met, Decimal)
    assert met >= 1 if expected is None else met == Decimal(expected)


@pytest.mark.parametrize(
    ("goal", "actual", "words", "cause"),
    [
        ("80", "", "还没有填实际完成值", "missing"),
        ("80", "很多", "的实际完成值“很多”不是数", "unusable"),
        ("改善", "部分达成", "请写“达成”“未达成”或完成的百分比", "unusable"),
    ],
)
def test_nonsense_about_a_target_is_a_reason(goal: str, actual: str, words: str, cause: str) -> None:
    met = completion(target("≥" if goal == "80" else "定性", goal, actual))
    assert isinstance(met, Undefined)
    assert words in met.reason
    assert met.cause == cause


@given(st.lists(st.builds(target, st.sampled_from("≥≤="), st.integers(1, 99).map(str), st.integers(0, 199).map(str))))
def test_targets_earn_at_most_their_share_and_together_at_most_the_mark(targets: list[Target]) -> None:
    results = score_targets(WeightedTargets(), Decimal(15), targets)
    assert all(0 <= (result.score or 0) <= result.full for result in results)
    assert sum(result.full for result in results) == (15 if targets else 0)


def test_a_corridor_over_targets_gives_nothing_outside() -> None:
    rule = WeightedTargets(corridor=(Decimal("0.7"), Decimal("1.3")))
    results = score_targets(
        rule, Decimal(10), [target("≥", "10", "14"), target("≥", "10", "6"), target("≥", "10", "9")]
    )
    assert [str(result.score) for result in results] == ["0", "0", "3"]
