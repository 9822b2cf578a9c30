"""A formula worked out for one unit and written down with its figures, as the report and the working paper show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import from_yuan, money_text, percent_text, plain, round_half_up
from xlperf.scheme.formula import Evaluation, Undefined, as_applied, evaluate, in_words, names_in, parse
from xlperf.scheme.formula.evaluating import compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.scoring.inputs import Figures
    from xlperf.scoring.result import Input

MOST_PLACES: Final = 6
PLACES: Final = (2, 3, 4, 6)
"""Decimals tried for money in a written-out formula, until the figures shown give the rate shown."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A formula worked out (计算过程): its value, the inputs, and all in words."""

    trace: Evaluation
    inputs: tuple[Input, ...]
    words: str
    """32.19 ÷ (33.27 + 847.43) × 100% = 3.66%; with the names where it cannot be computed."""
    display: str = ""
    """3.66%."""

    @property
    def value(self) -> Decimal | None:
        """The outcome, unrounded; None where it cannot be computed."""
        return self.trace.number

    @property
    def undefined(self) -> Undefined | None:
        """Why it cannot be computed: all figures that are not there, nonsense first."""
        found = sorted(dict.fromkeys(_causes(self.trace)), key=lambda cause: cause.cause != "unusable")
        if not found:
            return self.trace.undefined
        return replace(found[0], reason="；".join(cause.reason for cause in found))


def work_out(formula_text: str, display: str, figures: Figures, edges: Sequence[Decimal] = ()) -> Worked:
    """Work a formula out over a unit's figures; ``display`` is percent, money or number.

    ``edges`` are the yardsticks of its rule: a rate just over one is shown with the decimals that tell.
    """
    formula = parse(formula_text)
    trace = evaluate(formula, figures)
    inputs = tuple(figures.input(name) for name in names_in(formula))
    percent = display == "percent"
    if trace.number is None:
        return Worked(trace, inputs, in_words(formula, percent=percent))
    unit = figures.scheme.money_unit
    shown = displayed(trace.number, display, unit, edges)
    if len(inputs) == 1 and formula.text.strip() == inputs[0].name:
        return Worked(trace, inputs, shown, shown)
    for places in PLACES:
        rounded = {item.name: _rounded(item, places, unit) for item in inputs if item.value is not None}
        again = evaluate(formula, rounded).number
        if again is not None and displayed(again, display, unit, edges) == shown:
            break
    texts = {item.name: written_input(item, places, unit) for item in inputs}
    words = in_words(as_applied(formula, trace), texts, result=shown, percent=percent)
    return Worked(trace, inputs, words, shown)


def _causes(trace: Evaluation) -> Iterator[Undefined]:
    """Go through the figures of a formula that are not there."""
    if trace.undefined is not None and not trace.parts:
        yield trace.undefined
    for part in trace.parts:
        yield from _causes(part)


def displayed(value: Decimal, display: str, money_unit: str, edges: Sequence[Decimal] = ()) -> str:
    """Write a value as the report does: 3.66%, 847.43 万元, 15054; 100.0004% where 100% is an edge."""
    match display:
        case "percent":
            places = next((n for n in range(2, MOST_PLACES + 1) if _tells(value, n + 2, edges)), 2)
            return percent_text(value, places)
        case "money":
            return f"{money_text(value, money_unit)} {money_unit}"
    places = next((n for n in range(2, MOST_PLACES + 1) if _tells(value, n, edges)), 2)
    return plain(round_half_up(value, places))


def _tells(value: Decimal, places: int, edges: Sequence[Decimal]) -> bool:
    """Say whether the rounded value stands on the same side of every edge as the value itself."""
    rounded = round_half_up(value, places)
    return all(compare(rounded, sign, edge) is compare(value, sign, edge) for edge in edges for sign in "<>")


def written_input(item: Input, places: int, money_unit: str) -> str:
    """Write an input without its unit: money in the form's unit, a rate as a percentage; its name if it is missing."""
    if item.value is None:
        return item.name
    if item.unit == "元":
        return money_text(item.value, money_unit, places)
    return percent_text(item.value) if item.unit == "%" else plain(item.value)


def _rounded(item: Input, places: int, money_unit: str) -> Decimal:
    value = item.value if item.value is not None else Decimal(0)
    if item.unit != "元":
        return value
    one = from_yuan(Decimal(1), money_unit)
    return round_half_up(value * one, places) / one
