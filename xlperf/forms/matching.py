"""Which row of the official workbook is which indicator of the scheme: by name, alias and path, never by guess."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain
from xlperf.findings import Place
from xlperf.forms import catalogue
from xlperf.source.grid import a1
from xlperf.source.indicator_labels import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlperf.findings import Finding
    from xlperf.scheme.model import Indicator, Scheme
    from xlperf.source.scoring_sheet import ScoringSheet, SheetIndicator

NEAR: Final = 0.7
"""Likeness of two names from which one is proposed for the other."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Rows of a scoring sheet by the indicators that they are."""

    rows: Mapping[str, SheetIndicator]
    """By indicator id; groups too."""
    findings: tuple[Finding, ...]
    missing: tuple[Indicator, ...] = ()
    """Indicators without a row, and without one of a near name."""
    spare: tuple[SheetIndicator, ...] = ()
    """Rows without an indicator, and without one of a near name."""


def match_indicators(sheet: ScoringSheet, scheme: Scheme) -> Matches:
    """Find the row of every indicator; one that is not sure is a finding and is not taken."""
    rows: dict[str, SheetIndicator] = {}
    findings: list[Finding] = []
    missing: list[Indicator] = []
    taken: set[int] = set()
    for above, indicator in scheme.paths():
        candidates = _candidates(indicator, above, sheet.leaves)
        if len(candidates) == 1:
            rows[indicator.id] = candidates[0]
        elif candidates:
            findings.append(_ambiguous(sheet, indicator, candidates))
        else:
            missing.append(indicator)
        taken.update(map(id, candidates))
    spare = [leaf for leaf in sheet.leaves if id(leaf) not in taken and not leaf.hidden]
    proposed = _proposed(missing, spare)
    findings += _missing(sheet, missing, spare, proposed)
    rows |= _groups(sheet, scheme)
    return Matches(
        rows,
        tuple(findings),
        tuple(indicator for indicator in missing if indicator.id not in proposed),
        tuple(row for at, row in enumerate(spare) if at not in proposed.values()),
    )


def share_matched(sheet: ScoringSheet, scheme: Scheme) -> float:
    """Say how much of a scheme a sheet has: 1.0 when every indicator is there by name."""
    keys = Counter(leaf.key for leaf in sheet.leaves)
    leaves = list(scheme.leaves())
    return sum(any(keys[key] for key in _keys(leaf)) for leaf in leaves) / max(len(leaves), 1)


def _keys(indicator: Indicator) -> tuple[str, ...]:
    return tuple(label_key(name) for name in (indicator.name, *indicator.aliases))


def _candidates(
    indicator: Indicator, above: Sequence[Indicator], leaves: Iterable[SheetIndicator]
) -> list[SheetIndicator]:
    keys = _keys(indicator)
    found = [leaf for leaf in leaves if leaf.key in keys]
    if len(found) > 1:
        found = [leaf for leaf in found if not leaf.hidden] or found
    if len(found) > 1:
        parents = [set(_keys(node)) for node in above]
        ranked = [(sum(any(label_key(name) in p for name in leaf.path[:-1]) for p in parents), leaf) for leaf in found]
        best = max(rank for rank, _ in ranked)
        found = [leaf for rank, leaf in ranked if rank == best]
    return found


def _groups(sheet: ScoringSheet, scheme: Scheme) -> dict[str, SheetIndicator]:
    """Find the rows of level-1 and level-2 indicators, by name and, where a name comes twice, by what is above."""
    groups = [node for node in sheet.indicators if not node.leaf]
    rows: dict[str, SheetIndicator] = {}

    def visit(node: Indicator, above: tuple[str, ...]) -> None:
        if not node.children:
            return
        keys = _keys(node)
        found = [group for group in groups if group.key in keys]
        if len(found) > 1:
            found = [g for g in found if tuple(label_key(name) for name in g.path[:-1]) == above]
        if len(found) == 1:
            rows[node.id] = found[0]
        for child in node.children:
            visit(child, (*above, keys[0]))

    for top in scheme.indicators:
        visit(top, ())
    return rows


def _ambiguous(sheet: ScoringSheet, indicator: Indicator, rows: Sequence[SheetIndicator]) -> Finding:
    places = tuple(_place(sheet, row) for row in rows)
    return catalogue.AMBIGUOUS_INDICATOR.finding(places=places, subject=indicator.name, count=len(rows))


def _proposed(missing: Sequence[Indicator], spare: Sequence[SheetIndicator]) -> dict[str, int]:
    """Pair indicators without a row with rows without an indicator of a near name, the likeliest first."""
    pairs = sorted(
        (
            (max(_likeness(key, row.key) for key in _keys(indicator)), indicator.id, at)
            for indicator in missing
            for at, row in enumerate(spare)
        ),
        reverse=True,
    )
    proposed: dict[str, int] = {}
    for likeness, name, at in pairs:
        if likeness >= NEAR and name not in proposed and at not in proposed.values():
            proposed[name] = at
    return proposed


def _missing(
    sheet: ScoringSheet,
    missing: Sequence[Indicator],
    spare: Sequence[SheetIndicator],
    proposed: Mapping[str, int],
) -> Iterable[Finding]:
    """Report indicators without a row and rows without an indicator, near pairs together."""
    for indicator in missing:
        if indicator.id in proposed:
            row = spare[proposed[indicator.id]]
            yield catalogue.NEAR_INDICATOR.finding(
                place=_place(sheet, row), subject=indicator.name, expected=indicator.name, actual=row.name
            )
        else:
            yield catalogue.MISSING_INDICATOR.finding(
                place=Place(file=sheet.grid.file, sheet=sheet.grid.sheet),
                subject=indicator.name,
                full=plain(indicator.full),
            )
    for at, row in enumerate(spare):
        if at not in proposed.values():
            yield catalogue.UNKNOWN_INDICATOR.finding(place=_place(sheet, row), subject=row.name)


def _likeness(one: str, other: str) -> float:
    """Say how alike two names are: by the order of their characters, or by the characters alone (结余结转率)."""
    by_order = SequenceMatcher(None, one, other, autojunk=False).ratio()
    shared = (Counter(one) & Counter(other)).total()
    by_characters = 0.9 * 2 * shared / max(len(one) + len(other), 1)
    contained = min(len(one), len(other)) >= 4 and (one in other or other in one)
    return max(by_order, by_characters, NEAR if contained else 0.0)


def _place(sheet: ScoringSheet, row: SheetIndicator) -> Place:
    return Place(file=sheet.grid.file, sheet=sheet.grid.sheet, cell=a1(*row.name_cell))
