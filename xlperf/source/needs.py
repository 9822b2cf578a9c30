"""Which figures a scheme cannot do without (必需数据项), and those that are worked out from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.facts import Fact, State
from xlperf.scheme.formula import FormulaFault, base_name, evaluate, names_in, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlperf.scheme.model import Scheme


def needed_facts(scheme: Scheme) -> frozenset[str]:
    """List the figures that indicators are computed from; all of them where the scheme has no formula."""
    formulas = list(_formulas(scheme))
    if not formulas:
        return frozenset(scheme.facts)
    names: set[str] = set()
    waiting = [name for text in formulas for name in _names(text)]
    while waiting:
        name = waiting.pop()
        if name in names:
            continue
        names.add(name)
        spec = scheme.facts.get(name)
        if spec and spec.formula:
            waiting += _names(spec.formula)
    return frozenset(names & scheme.facts.keys())


def _formulas(scheme: Scheme) -> Iterator[str]:
    for leaf in scheme.leaves():
        if leaf.formula:
            yield leaf.formula
        if leaf.applicability and leaf.applicability.when:
            yield leaf.applicability.when
        for part in getattr(leaf.rule, "parts", ()):
            if part.formula:
                yield part.formula


def _names(text: str) -> list[str]:
    try:
        return [base_name(name) for name in names_in(parse(text))]
    except FormulaFault:
        return []  # the scheme's own check speaks of it


def computed_facts(scheme: Scheme, facts: Mapping[str, Fact], period: str) -> dict[str, Fact]:
    """Work out the figures that no table holds and the scheme gives a formula for; in the order of the scheme."""
    worked: dict[str, Fact] = {}
    for spec in scheme.facts.values():
        fact = facts.get(spec.id)
        if not spec.formula or (fact and fact.value is not None):
            continue
        try:
            formula = parse(spec.formula)
        except FormulaFault:
            continue
        known = {name: fact.value for name, fact in {**facts, **worked}.items() if fact.value is not None}
        value = evaluate(formula, known).number
        if value is not None:
            state = State.VALUE if value else State.ZERO
            worked[spec.id] = Fact(spec.id, value, spec.unit, period, state, raw=f"＝{spec.formula}")
    return worked
