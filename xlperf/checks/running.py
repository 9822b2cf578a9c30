"""All relations between figures and tables (勾稽关系核对), one after the other; one that crashes stops no other."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, TypeVar

from xlperf.checks import catalogue
from xlperf.checks.details import check_classes, check_codes
from xlperf.checks.formulas import check_formula
from xlperf.checks.pairs import check_pairs
from xlperf.checks.sums import check_column_sums, check_row_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from xlperf.facts import Fact
    from xlperf.findings import Finding
    from xlperf.scheme.model import Scheme
    from xlperf.source.locating import LocatedTables
    from xlperf.source.tables import LocatedTable

_Argument = TypeVar("_Argument")

MOST_OF_A_KIND: Final = 12
"""Findings of one code about one sheet that are listed one by one."""


def check_tables(scheme: Scheme, facts: Mapping[str, Fact], located: LocatedTables) -> tuple[Finding, ...]:
    """Check the relations of a scheme and those that every final-accounts table must satisfy.

    Args:
        scheme: Lists relations between figures (检查).
        facts: The figures by name.
        located: The tables that they come from.
    """
    findings = list(_relations(scheme, facts, located.tables))
    for table in located.tables.values():
        for check in (check_row_sums, check_column_sums, check_codes):
            findings += _guarded(table.name, check, table)
    findings += _guarded("支出决算表与总表", check_classes, located.tables)
    findings += _guarded("表间同一科目", check_pairs, located.tables)
    findings += _guarded("金额单位", _mixed_units, located.tables)
    return tuple(_shortened(_without_repeats(findings)))


def _relations(scheme: Scheme, facts: Mapping[str, Fact], tables: Mapping[str, LocatedTable]) -> Iterator[Finding]:
    unchecked: list[str] = []
    for check in scheme.checks:
        try:
            found = check_formula(check, scheme, facts, tables)
        except Exception as fault:  # noqa: BLE001 - one relation that crashes must not hide the others
            yield _crashed(check.text or check.id, fault)
            continue
        if found is None:
            unchecked.append(check.id)
        else:
            yield from found
    if unchecked:
        yield catalogue.NOT_CHECKED.finding(subject="、".join(unchecked))


def _guarded(what: str, check: Callable[[_Argument], Iterable[Finding]], argument: _Argument) -> list[Finding]:
    try:
        return list(check(argument))
    except Exception as fault:  # noqa: BLE001 - one check that crashes must not hide the others
        return [_crashed(what, fault)]


def _crashed(what: str, fault: Exception) -> Finding:
    return catalogue.CHECK_FAILED.finding(subject=what, reason=type(fault).__name__)


def _mixed_units(tables: Mapping[str, LocatedTable]) -> Iterator[Finding]:
    """元 and 万元 should not stand side by side in one set of tables."""
    by_unit: dict[str, list[LocatedTable]] = defaultdict(list)
    for table in tables.values():
        by_unit[table.unit].append(table)
    if len(by_unit) > 1:
        subject = "；".join(f"{unit}：{'、'.join(t.name for t in group)}" for unit, group in by_unit.items())
        yield catalogue.MIXED_UNITS.finding(
            places=tuple(table.place for group in by_unit.values() for table in group), subject=subject
        )


def _without_repeats(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out a finding about cells that an earlier one is about too: a relation is often told twice."""
    seen: list[frozenset[str]] = []
    for finding in findings:
        cells = frozenset(map(str, finding.places))
        if len(cells) > 1 and any(cells <= earlier for earlier in seen):
            continue
        seen.append(cells)
        yield finding


def _shortened(findings: Iterable[Finding]) -> Iterator[Finding]:
    """List the first findings of a kind about a sheet, and count the rest."""
    counts: Counter[tuple[str, str, str]] = Counter()
    names: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        key = finding.code, finding.place.file, finding.place.sheet
        counts[key] += 1
        names.setdefault(key, finding)
        if counts[key] <= MOST_OF_A_KIND or not finding.place.sheet:
            yield finding
    for key, count in counts.items():
        if count > MOST_OF_A_KIND and key[2]:
            sheet, code = key[2], key[0]
            yield catalogue.MORE.finding(
                place=names[key].place, subject=f"工作表“{sheet}”（{code}）", count=count - MOST_OF_A_KIND
            )
