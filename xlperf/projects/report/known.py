"""The numbers that the project report may state (已知的数): of the projects, their texts and the scheme."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.amounts import from_yuan, round_half_up
from xlperf.narrative.rereading.reading import folded, tokens
from xlperf.scoring.execution import rate_of, total

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlperf.projects.result import ProjectResult


def known_numbers(results: Sequence[ProjectResult], texts: Mapping[str, str]) -> set[Decimal]:
    """Give every number that may stand in the report, as it is written there."""
    known = set(_of_text("\n".join(texts.values())))
    amounts = [result.execution.amounts for result in results]
    scheme = results[0].scheme
    totals = [total(getattr(a, which) for a in amounts) for which in ("initial", "budget", "spent")]
    known |= {_money(amount) for amount in totals}
    known |= {_percent(rate) for rate in (rate_of(totals[2], totals[1]), scheme.reason_below) if rate is not None}
    known.add(Decimal(len(results)))
    for result in results:
        known |= set(_of_project(result))
    return known


def _of_project(result: ProjectResult) -> Iterator[Decimal]:
    project, execution = result.project, result.execution
    for which in ("initial", "budget", "spent"):
        amount = getattr(execution.amounts, which)
        if amount is not None:
            yield _money(amount)
    for rate in (execution.rate, *(target.completion.rate for target in result.targets)):
        if rate is not None:
            yield _percent(rate)
    for score in (execution.score, result.score, *(target.score for target in result.targets)):
        if score is not None:
            yield score
    yield from _of_text("\n".join(str(getattr(project, f.name)) for f in fields(project) if f.type == "str"))
    for target in result.targets:
        words = (target.goal, target.actual, target.target.name, target.target.reason, target.target.measure)
        yield from _of_text("\n".join(words))
    yield Decimal(len(result.targets))


def _of_text(text: str) -> Iterator[Decimal]:
    for token in tokens(folded(text).text):
        yield token.value


def _money(amount: Decimal) -> Decimal:
    return round_half_up(from_yuan(amount, "万元"), 2)


def _percent(rate: Decimal) -> Decimal:
    return round_half_up(rate * 100, 2)
