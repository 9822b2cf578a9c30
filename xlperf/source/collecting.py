"""Facts collected from the tables (取数): each with its cell, and a finding for each one that is needed and missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS
from xlperf.facts import Fact, Source, State
from xlperf.source import catalogue
from xlperf.source.lookup import Missed, Spot, find_spot
from xlperf.source.needs import computed_facts, needed_facts
from xlperf.source.stated import amount_of, money_unit_of, stated_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xlperf.findings import Code, Finding
    from xlperf.scheme.model import FactSpec, Location, Scheme
    from xlperf.source.locating import LocatedTables
    from xlperf.source.tables import LocatedTable

_RANK: Final = {
    State.VALUE: 0, State.ZERO: 0, State.DASH: 1, State.BLANK: 2, State.ERROR: 3, State.TEXT: 4,
    State.NO_COLUMN: 5, State.NO_ROW: 6, State.NO_TABLE: 7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FactsResult:
    """The figures that the scheme names, and what is wrong with them."""

    facts: Mapping[str, Fact]
    """One for every figure of the scheme; those without a value say why."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Try:
    """What one location gave."""

    location: Location
    table: LocatedTable | None
    found: Spot | Missed

    @property
    def state(self) -> State:
        return self.found.reading.state if isinstance(self.found, Spot) else self.found.state


def collect_facts(located: LocatedTables, scheme: Scheme, year: int | None = None, *, month: str = "") -> FactsResult:
    """Read every figure of the scheme from the tables.

    Args:
        located: The tables found.
        scheme: Says which figures there are and where they stand.
        year: The fiscal year; that of the tables when not given.
        month: The month, 2024-05, that figures of a month belong to.
    """
    stated = year or located.year or scheme.year
    needed = needed_facts(scheme)
    facts: dict[str, Fact] = {}
    findings: list[Finding] = []
    absent: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for spec in scheme.facts.values():
        period = month if month and spec.period == "month" else str(stated - (spec.period == "prior"))
        tries = [_try(located, location) for location in spec.locations]
        best = min(tries, key=lambda one: _RANK[one.state], default=None)
        facts[spec.id] = _fact(spec, period, best)
        findings += _remarks(spec, tries, best)
        if facts[spec.id].value is not None or spec.id not in needed or spec.formula or best is None:
            continue
        if best.state is State.NO_TABLE:
            absent[tuple(dict.fromkeys(location.table for location in spec.locations))].append(spec.id)
        else:
            findings.append(_missing(spec, best))
    findings += _missing_tables(absent, scheme)
    findings += _differing_copies(located, scheme.facts.values())
    facts |= computed_facts(scheme, facts, str(stated))
    return FactsResult(facts, tuple(dict.fromkeys(findings)))


def _try(located: LocatedTables, location: Location) -> _Try:
    """Look in the chosen table, then in its copies: a published one may hold a row that the first lacks."""
    first = located.tables.get(location.table)
    tables = [first, *located.copies.get(location.table, ())] if first else []
    tries = [_Try(location, table, find_spot(table, location)) for table in tables]
    return min(tries, key=lambda one: _RANK[one.state], default=_Try(location, None, Missed(State.NO_TABLE)))


def _fact(spec: FactSpec, period: str, best: _Try | None) -> Fact:
    if best is None or not isinstance(best.found, Spot):
        return Fact(spec.id, None, spec.unit, period, best.state if best else State.NO_TABLE)
    spot = best.found
    value, unit = amount_of(spot, spec.unit)
    if value is not None:
        value *= best.location.sign
    elif spec.blank == "zero" and spot.reading.state in {State.BLANK, State.DASH}:
        value = Decimal(0)
    return Fact(spec.id, value, spec.unit, period, spot.reading.state, source_of(spot), spot.reading.raw, unit)


def source_of(spot: Spot) -> Source:
    """Say where a figure was read."""
    grid = spot.block.grid
    return Source(
        file=grid.file, sha256=grid.sha256, sheet=grid.sheet, cell=spot.cell, table=spot.table.spec.id,
        row_label=spot.row.raw, column_label=spot.column.heading,
    )  # fmt: skip


def _remarks(spec: FactSpec, tries: Iterable[_Try], best: _Try | None) -> Iterator[Finding]:
    """Speak of errors, words and negative amounts where a figure belongs, and of cells that fit as well."""
    for one in tries:
        spot = one.found
        if not isinstance(spot, Spot):
            continue
        if spot.reading.state is State.ERROR:
            yield _about(catalogue.ERROR_VALUE, spec, spot)
        elif spot.reading.state is State.TEXT:
            yield _about(catalogue.NOT_A_NUMBER, spec, spot)
        elif spot.reading.value is not None and spot.reading.value < 0 and spec.unit in MONEY_UNITS:
            yield _about(catalogue.NEGATIVE, spec, spot)
        if one is best and spot.rivals:
            yield _about(catalogue.AMBIGUOUS, spec, spot)


def _about(code: Code, spec: FactSpec, spot: Spot) -> Finding:
    """Make a finding about the cell of a figure."""
    shown = sorted({spot.reading.raw, *(rival.reading.raw for rival in spot.rivals)})
    return code.finding(
        places=(spot.place, *(rival.place for rival in spot.rivals)),
        subject=spec.id,
        quote=spot.reading.raw,
        expected=f"{spot.cell} 的“{spot.reading.raw}”" if spot.rivals else "",
        actual="、".join(shown) if spot.rivals else "",
        table=spot.table.name,
        row=spot.row.raw,
        column=spot.column.heading,
        state=spot.reading.state.chinese,
    )


def _missing(spec: FactSpec, best: _Try) -> Finding:
    """Say why a figure that is needed has no value: blank, stroke, no such row, no such column."""
    table, location, found = best.table, best.location, best.found
    if isinstance(found, Spot):
        if found.reading.state in {State.ERROR, State.TEXT}:
            return _about(
                catalogue.ERROR_VALUE if found.reading.state is State.ERROR else catalogue.NOT_A_NUMBER, spec, found
            )
        return _about(catalogue.BLANK_CELL, spec, found)
    name = table.name if table else location.table
    row = found.state is State.NO_ROW
    wanted = location.row[0] if row else "/".join(_shortest(location.column))
    place = found.place if found.place.file else table.place if table else found.place
    if found.similar:
        return catalogue.NEAR_MISS.finding(
            place=place, subject=spec.id, quote=found.similar, expected=wanted, actual=found.similar, table=name
        )
    code = catalogue.MISSING_ROW if row else catalogue.MISSING_COLUMN
    return code.finding(
        place=place, subject=spec.id, expected=wanted, table=name, row=found.row or wanted, column=wanted
    )


def _shortest(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return min(paths, key=len)


def _missing_tables(absent: Mapping[tuple[str, ...], list[str]], scheme: Scheme) -> Iterator[Finding]:
    for tables, names in absent.items():
        shown = "、".join(names[:6]) + (f"等 {len(names)} 项" if len(names) > 6 else "")
        called = "，也没有".join(_called(table, scheme) for table in tables)
        yield catalogue.MISSING_TABLE.finding(subject=called, facts=shown)


def _called(table: str, scheme: Scheme) -> str:
    spec = scheme.tables.get(table)
    title = spec.titles[0] if spec and spec.titles else table
    return f"{table}《{title}》" if title != table else f"《{table}》"


def _differing_copies(located: LocatedTables, specs: Iterable[FactSpec]) -> Iterator[Finding]:
    """Compare the copies of a table figure by figure; those that can be the same by their stated decimals agree."""
    wanted: dict[str, list[tuple[FactSpec, Location]]] = defaultdict(list)
    for spec in specs:
        for location in spec.locations:
            wanted[location.table].append((spec, location))
    for table, copies in located.copies.items():
        first = located.tables[table]
        for copy in copies:
            pairs = [(spec, find_spot(first, place), find_spot(copy, place)) for spec, place in wanted[table]]
            differing = [
                (spec, one, other)
                for spec, one, other in pairs
                if isinstance(one, Spot) and isinstance(other, Spot) and _differ(one, other, spec.unit)
            ]
            if differing:
                yield _difference(first, differing)


def _differ(one: Spot, other: Spot, unit: str) -> bool:
    a, b = amount_of(one, unit)[0], amount_of(other, unit)[0]
    if a is None or b is None:
        return False
    return abs(a - b) > max(stated_step(one, unit), stated_step(other, unit))


def _difference(first: LocatedTable, differing: list[tuple[FactSpec, Spot, Spot]]) -> Finding:
    spec, one, other = differing[0]
    places = tuple(spot.place for _, *spots in differing for spot in spots)
    more = f"等 {len(differing)} 项" if len(differing) > 1 else ""
    return catalogue.DIFFERENT_COPIES.finding(
        places=places,
        subject=f"{first.name}的{spec.id}{more}",
        expected=f"{one.reading.raw}{money_unit_of(one)}",
        actual=f"{other.reading.raw}{money_unit_of(other)}",
        first=str(one.place),
        second=str(other.place),
    )
