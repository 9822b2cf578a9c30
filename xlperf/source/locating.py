"""One table of each kind (定表): copies, years, 编制单位 and money units of the tables are brought into agreement."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, TypeVar

from xlperf.findings import Place, Severity
from xlperf.source import catalogue
from xlperf.source.grid import a1
from xlperf.source.labels import CLOSE_ENOUGH, folded_label
from xlperf.source.tables import ROWS_OF_TITLE, largest_amount, tables_in, titles_in
from xlperf.source.titles import title_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from xlperf.findings import Code, Finding
    from xlperf.scheme.model import TableSpec
    from xlperf.source.grid import Grid
    from xlperf.source.tables import LocatedTable

_Stated = TypeVar("_Stated", int, str)

RENAMED: Final = 0.6
"""Likeness of two names from which a unit may have been renamed."""
SMALL_AMOUNT: Final = 100_000
"""A district bureau's amounts stay below it in 万元 and go beyond it in 元."""


@dataclass(frozen=True, slots=True)
class LocatedTables:
    """The official tables of a unit and year."""

    tables: Mapping[str, LocatedTable]
    """The one that is used, by table id."""
    copies: Mapping[str, tuple[LocatedTable, ...]]
    """Others of the same kind, year and unit: the published version, a second export."""
    findings: tuple[Finding, ...]
    year: int | None = None
    """The year that was asked for, else the one that most tables state."""
    unit_name: str = ""
    """The unit that was asked for, else the one that most tables state."""


def locate_tables(
    grids: Iterable[Grid], specs: Mapping[str, TableSpec], *, year: int | None = None, unit_name: str = ""
) -> LocatedTables:
    """Find the official tables among the sheets.

    Args:
        grids: Every sheet that was read.
        specs: The tables that the scheme knows.
        year: The fiscal year wanted; tables of another year are left out with a finding.
        unit_name: The unit wanted; tables of other units are left out when there are tables of it.
    """
    sheets = [grid for grid in grids if grid.rows]
    per_file = Counter(grid.file for grid in sheets)
    found = [table for grid in sheets for table in tables_in(grid, specs, alone=per_file[grid.file] == 1)]
    found = _with_units(_joined(found))
    year = year or _most_common(table.statements.year for table in found)
    unit_name = unit_name or _most_common(_entity(table) for table in found if _entity(table)) or ""
    findings: list[Finding] = []
    rightful = _of_unit(_of_year(found, year, findings), unit_name, findings)
    tables, copies = _chosen(rightful)
    findings += _remarks(tables.values())
    findings += _unrecognised(sheets, found, {spec: specs[spec] for spec in specs if spec not in tables})
    if not found:
        findings.append(catalogue.NO_WORKBOOK.finding())
    return LocatedTables(tables, copies, tuple(findings), year, unit_name)


def _most_common(values: Iterable[_Stated | None]) -> _Stated | None:
    counted = Counter(value for value in values if value is not None)
    return max(counted, key=lambda value: (counted[value], value)) if counted else None


def _entity(table: LocatedTable) -> str:
    return table.statements.entity.text if table.statements.entity else ""


def _joined(found: Sequence[LocatedTable]) -> list[LocatedTable]:
    """Join a table that goes on in another sheet of its file to the one that it continues."""
    joined: list[LocatedTable] = []
    for table in found:
        for place, first in enumerate(joined):
            if first.spec.id == table.spec.id and first.grid.file == table.grid.file and _continues(first, table):
                joined[place] = replace(first, continued=(*first.continued, table))
                break
        else:
            joined.append(table)
    return joined


def _continues(first: LocatedTable, second: LocatedTable) -> bool:
    """Say whether the second table goes on where the first ends: it says so, or has no row in common with it."""
    if second.going_on and not first.going_on:
        return True
    if second.statements.year != first.statements.year or second.trust < 2:
        return False
    rows = [{row.label.key for block in t.layout.blocks for row in block.rows} for t in (first, second)]
    codes = [any(block.code_columns for block in t.layout.blocks) for t in (first, second)]
    return bool(rows[0] and rows[1]) and not rows[0] & rows[1] and codes[0] == codes[1]


def _with_units(found: Sequence[LocatedTable]) -> list[LocatedTable]:
    """Give each table that states no money unit the likeliest one, and say why."""
    by_file: dict[str, Counter[str]] = defaultdict(Counter)
    for table in found:
        if table.unit:
            by_file[table.grid.file][table.unit] += 1
    return [table if table.unit else _with_guess(table, by_file[table.grid.file]) for table in found]


def _with_guess(table: LocatedTable, beside: Counter[str]) -> LocatedTable:
    if beside:
        return replace(table, unit=beside.most_common(1)[0][0], unit_reason="同一文件的其他表")
    small = largest_amount(table) < SMALL_AMOUNT
    return replace(table, unit="万元" if small else "元", unit_reason="数的大小")


def _of_year(found: Sequence[LocatedTable], year: int | None, findings: list[Finding]) -> list[LocatedTable]:
    """Keep the tables of the wanted year and those that state none."""
    wrong = [t for t in found if year is not None and t.statements.year not in {None, year}]
    right = [t for t in found if t not in wrong]
    covered = {table.spec.id for table in right}
    for (_, stated), tables in _grouped(wrong, lambda t: str(t.statements.year)).items():
        missed = any(table.spec.id not in covered for table in tables)
        findings.append(
            catalogue.WRONG_YEAR.finding(
                places=tuple(t.at(t.statements.year_cell or a1(t.top, 0)) for t in tables),
                subject=_names(tables), table=_in_file(tables), actual=stated, expected=str(year),
                severity=None if missed else Severity.HINT,
            )
        )  # fmt: skip
    return right


def _of_unit(found: Sequence[LocatedTable], unit_name: str, findings: list[Finding]) -> list[LocatedTable]:
    """Keep the tables of the wanted unit; those of another only where there is none of its own."""
    others = [t for t in found if unit_name and _entity(t) and not same_unit(_entity(t), unit_name)]
    own = [t for t in found if t not in others]
    covered = {table.spec.id for table in own}
    for (_, stated), tables in _grouped(others, _entity).items():
        used = any(table.spec.id not in covered for table in tables)
        likeness = SequenceMatcher(None, stated, folded_label(unit_name), autojunk=False).ratio()
        severity = Severity.HINT if not used else Severity.WARNING if likeness >= RENAMED else None
        findings.append(
            catalogue.OTHER_ENTITY.finding(
                places=tuple(t.at(t.statements.entity.cell) for t in tables if t.statements.entity),
                subject=_names(tables), table=_in_file(tables), actual=stated, expected=unit_name, severity=severity,
            )
        )  # fmt: skip
    return own + [table for table in others if table.spec.id not in covered]


def same_unit(one: str, other: str) -> bool:
    """Say whether two names mean the same unit: 示例区教育局（本级） and 示例区教育局 do."""
    a, b = folded_label(one), folded_label(other)
    return a == b or a in b or b in a


def _chosen(
    found: Sequence[LocatedTable],
) -> tuple[dict[str, LocatedTable], dict[str, tuple[LocatedTable, ...]]]:
    """Choose of each kind the best table: shown, well recognised, in the finer unit, first found."""
    by_spec: dict[str, list[LocatedTable]] = defaultdict(list)
    for table in found:
        by_spec[table.spec.id].append(table)
    tables: dict[str, LocatedTable] = {}
    copies: dict[str, tuple[LocatedTable, ...]] = {}
    for spec, candidates in by_spec.items():
        ranked = sorted(candidates, key=lambda t: (t.grid.hidden, -t.trust, t.unit != "元", bool(t.unit_reason)))
        tables[spec] = ranked[0]
        same_bytes = (ranked[0].grid.sha256, ranked[0].grid.sheet, ranked[0].top)
        copies[spec] = tuple(t for t in ranked[1:] if (t.grid.sha256, t.grid.sheet, t.top) != same_bytes)
    return tables, copies


def _remarks(tables: Iterable[LocatedTable]) -> Iterator[Finding]:
    """Say what was taken on trust: guessed money units, hidden sheets, tables known by their labels only."""
    chosen = list(tables)
    guessed = [table for table in chosen if table.unit_reason]
    for group in _grouped(guessed, lambda t: t.unit + t.unit_reason).values():
        yield _remark(catalogue.GUESSED_UNIT, group, actual=group[0].unit, reason=group[0].unit_reason)
    for group in _grouped((table for table in chosen if table.grid.hidden), lambda _: "").values():
        yield _remark(catalogue.HIDDEN_SHEET, group, sheet="”“".join(dict.fromkeys(t.grid.sheet for t in group)))
    for table in chosen:
        units = list(dict.fromkeys(statement.text for statement in table.statements.units))
        if len(units) > 1:
            places = tuple(table.at(statement.cell) for statement in table.statements.units)
            yield catalogue.CONFLICTING_UNITS.finding(
                places=places, subject=table.name, table=table.name, expected=units[0], actual=units[1]
            )
        if table.trust < 2:
            yield _remark(catalogue.RECOGNISED_BY_LABELS, [table], reason="表号" if table.trust else "行名")


def _remark(
    code: Code, tables: Sequence[LocatedTable], *, actual: str = "", reason: str = "", sheet: str = ""
) -> Finding:
    places = tuple(table.place for table in tables)
    return code.finding(
        places=places, subject=_names(tables), table=_in_file(tables), actual=actual, reason=reason, sheet=sheet
    )


def _unrecognised(
    sheets: Sequence[Grid], found: Sequence[LocatedTable], missing: Mapping[str, TableSpec]
) -> Iterator[Finding]:
    """Speak of tables that are named but not laid out as tables, and of titles much like a missing one's."""
    known = {(table.grid.file, table.grid.sheet) for table in found}
    for grid in sheets:
        if (grid.file, grid.sheet) in known:
            continue
        titled = [
            title for title in titles_in(grid, missing) if title.row < ROWS_OF_TITLE and title.match.exactness == 2
        ]
        if len(titled) == 1:
            place = Place(grid.file, grid.sheet, a1(titled[0].row, titled[0].column))
            spec = titled[0].match.table
            yield catalogue.UNCHECKED_LAYOUT.finding(place=place, subject=spec, quote=titled[0].text, table=spec)
        elif not titled:
            yield from _similar_titles(grid, missing)


def _similar_titles(grid: Grid, missing: Mapping[str, TableSpec]) -> Iterator[Finding]:
    for row, values in enumerate(grid.rows[:ROWS_OF_TITLE]):
        for column, value in enumerate(values):
            if not isinstance(value, str) or "表" not in value or not 4 <= len(value) <= 40:
                continue
            key = title_key(value)
            for spec in missing.values():
                likeness = max(
                    SequenceMatcher(None, key, title_key(title), autojunk=False).ratio() for title in spec.titles
                )
                if likeness > CLOSE_ENOUGH:
                    place = Place(grid.file, grid.sheet, a1(row, column))
                    yield catalogue.SIMILAR_TITLE.finding(
                        place=place, subject=spec.id, expected=spec.titles[0], actual=value.strip()
                    )


def _grouped(
    tables: Iterable[LocatedTable], what: Callable[[LocatedTable], str]
) -> dict[tuple[str, str], list[LocatedTable]]:
    """Group tables by file and by what they state."""
    groups: dict[tuple[str, str], list[LocatedTable]] = defaultdict(list)
    for table in tables:
        groups[table.grid.file, what(table)].append(table)
    return groups


def _names(tables: Sequence[LocatedTable]) -> str:
    return "、".join(dict.fromkeys(table.name for table in tables))


def _in_file(tables: Sequence[LocatedTable]) -> str:
    """Name tables with the file that they stand in."""
    names = list(dict.fromkeys(table.name for table in tables))
    shown = "、".join(names[:3]) + (f"等 {len(names)} 张表" if len(names) > 3 else "")
    return f"“{tables[0].grid.file}”中的{shown}"
