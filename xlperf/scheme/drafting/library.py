"""Indicators that the shipped schemes know (已知指标), found by name, alias and the formula that a form states."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from xlperf.scheme.drafting.conditions import folded
from xlperf.scheme.store import load_scheme, recognise_scheme, shipped_schemes
from xlperf.source.indicator_labels import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlperf.scheme.drafting.formula_words import FormulaWords
    from xlperf.scheme.model import Indicator, Question, Scheme


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator of a shipped scheme."""

    scheme: Scheme
    indicator: Indicator
    above: tuple[str, ...]
    """Folded names of the indicators above it."""


@dataclass(frozen=True, slots=True)
class Library:
    """All known indicators, those of the best-fitting scheme first."""

    known: tuple[Known, ...]
    groups: Mapping[str, str]
    """Ids of level-1 and level-2 indicators by folded name."""

    def named(self, name: str, above: Iterable[str] = ()) -> tuple[Known, ...]:
        """Find the indicators of a name or alias, those under the same indicators first."""
        key = label_key(name)
        parents = {label_key(parent) for parent in above}
        found = [known for known in self.known if key in _keys(known.indicator)]
        return tuple(sorted(found, key=lambda known: -len(parents & set(known.above))))

    @property
    def questions(self) -> Mapping[str, Question]:
        """All questions of all schemes, by name; the best-fitting scheme's count first."""
        asked: dict[str, Question] = {}
        for known in self.known:
            for question in known.scheme.questions.values():
                asked.setdefault(question.id, question)
        return asked


def library_for(names: Iterable[str]) -> Library:
    """Order the known indicators by how well their schemes fit the names of a form."""
    order = [fit.id for fit in recognise_scheme(names)]
    everything = _everything()
    ranked = sorted(everything, key=lambda known: order.index(known.scheme.id) if known.scheme.id in order else 99)
    groups: dict[str, str] = {}
    for scheme in dict.fromkeys(known.scheme.id for known in ranked):
        groups = {**_groups(scheme), **groups}
    return Library(tuple(ranked), groups)


def best_fit(candidates: tuple[Known, ...], stated: FormulaWords | None) -> tuple[Known | None, bool]:
    """Choose among indicators of one name: the one whose formula the form states.

    Returns:
        The indicator, and whether the form itself decides (or nothing was to be decided).
    """
    if not candidates:
        return None, True
    if stated is not None:
        fitting = [known for known in candidates if any(stated.agrees_with(text) for text in known.indicator.formulas)]
        return (fitting[0], True) if fitting else (candidates[0], False)
    formulas = {known.indicator.formula for known in candidates}
    return candidates[0], len(formulas) == 1


def same_words(one: str, other: str) -> bool:
    """Say whether two texts say the same but for width, blanks and punctuation."""
    return bool(one.strip()) and _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return "".join(c for c in folded(text) if c.isalnum() or c in "≤≥<>=~%.-÷/×+")


@cache
def _everything() -> tuple[Known, ...]:
    return tuple(
        Known(scheme, leaf, tuple(label_key(node.name) for node in above))
        for scheme in map(load_scheme, shipped_schemes())
        for above, leaf in scheme.paths()
    )


@cache
def _groups(scheme_id: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for above, _ in load_scheme(scheme_id).paths():
        for node in above:
            for key in _keys(node):
                found.setdefault(key, node.id)
    return found


def _keys(indicator: Indicator) -> tuple[str, ...]:
    return tuple(label_key(name) for name in (indicator.name, *indicator.aliases))
