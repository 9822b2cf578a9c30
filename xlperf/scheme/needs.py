"""What each indicator needs: the figures that its formulas name, down to the tables and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.scheme.formula import base_name, names_in, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlperf.scheme.model import Indicator, Scheme


def figures_needed(indicator: Indicator, scheme: Scheme) -> tuple[str, ...]:
    """List the figures that an indicator rests on, each once: 本年支出合计, 上年(本年支出合计).

    Its formula, those of its parts and of its applicability count; a computed fact counts with what it is made of.
    """
    formulas = list(indicator.formulas)
    if indicator.applicability is not None and indicator.applicability.when:
        formulas.append(indicator.applicability.when)
    return tuple(dict.fromkeys(name for text in formulas for name in _needed(text, scheme, set())))


def needed_by(scheme: Scheme) -> Mapping[str, tuple[str, ...]]:
    """Give the ids of the indicators that need each figure, by the figure's name."""
    needs: dict[str, list[str]] = {}
    for leaf in scheme.leaves():
        for name in figures_needed(leaf, scheme):
            needs.setdefault(name, []).append(leaf.id)
    return {name: tuple(ids) for name, ids in needs.items()}


def _needed(text: str, scheme: Scheme, above: set[str]) -> Iterator[str]:
    for name in names_in(parse(text)):
        yield name
        fact = scheme.facts.get(base_name(name))
        if fact is not None and fact.formula and name not in above:
            yield from _needed(fact.formula, scheme, above | {name})
