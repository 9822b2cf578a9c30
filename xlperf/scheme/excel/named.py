"""Sections of named entries (表、数据项、填报项、检查、参数), and the words about the scheme, as rows and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.scheme.excel.layout import FACTS, GRADES, HOW, INHERITED, REMOVED, TAKEN_OUT, Sheet
from xlperf.scheme.excel.rows import Row, Unwritten, entries_of, grouped, is_empty, row_of, table_of, twice, word
from xlperf.scheme.nodes import Fields, Items, Node, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlperf.findings import Finding, Place


def named_rows(sheet: Sheet, node: Node | None, unwritten: Unwritten) -> list[Row]:
    """Lay a section of named entries out in rows."""
    if not isinstance(node, Fields):
        return []
    return [row for name, entry in node for row in _entry_rows(sheet, name, entry, unwritten)]


def _entry_rows(sheet: Sheet, name: str, entry: Node, unwritten: Unwritten) -> list[Row]:
    head: Row = {sheet.name_column: Text(name)}
    if is_empty(entry):
        return [{HOW: Text(TAKEN_OUT), **head}]
    if not isinstance(entry, Fields) or name != name.strip() or not name:
        unwritten.note(f"{sheet.name}“{name}”")
        return []
    where = f"{sheet.name}“{name}”"
    again = entry.get(sheet.repeated) if sheet.repeated else None
    lines: list[Node] = []
    if isinstance(again, Items) and again.items:
        lines = list(again.items)
    elif sheet.repeated and isinstance(again, Fields) and sheet is not FACTS:
        start, value = (column.path[1] for column in sheet.values if column.path[0] == sheet.repeated)
        lines = [Fields({start: Text(day), value: amount or Text(REMOVED)}) for day, amount in _written(again)]
    rest = {key: value for key, value in entry if not (lines and key == sheet.repeated)}
    rows = [head | row_of(Fields(rest), sheet.values, where, unwritten)]
    for number, line in enumerate(lines):
        cells = row_of(Fields({sheet.repeated: line}), sheet.values, where, unwritten)
        rows = [rows[0] | cells] if number == 0 else [*rows, head | cells]
    return rows


def _written(table: Fields) -> list[tuple[str, Node | None]]:
    return [(key, None if is_empty(node) else node) for key, node in table]


def named_section(sheet: Sheet, rows: Iterable[Row], findings: list[Finding]) -> Fields | None:
    """Read a section of named entries; None where no row is the scheme's own."""
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    for name, same in grouped((row for row in rows if word(row.get(HOW)) != INHERITED), sheet.name_column):
        keys[name.value] = name.place
        if word(same[0].get(HOW)) == TAKEN_OUT:
            entries[name.value] = Text("", name.place)
        else:
            entries[name.value] = _entry(sheet, name, same, findings)
    return Fields(entries, keys, next(iter(keys.values()))) if entries else None


def _entry(sheet: Sheet, name: Text, rows: Sequence[Row], findings: list[Finding]) -> Fields:
    once = [column for column in sheet.values if column.path[0] != sheet.repeated]
    again = [column for column in sheet.values if column.path[0] == sheet.repeated]
    entries, keys = entries_of(rows[0], sheet.values)
    for row in rows[1:]:
        said = next((row[column.heading] for column in once if column.heading in row), None)
        if said is not None or not any(column.heading in row for column in again):
            spot = said if said is not None else row[sheet.name_column]
            findings.append(twice(Text(name.value, spot.place), name.place, sheet.name))
    lines = [line for row in rows if isinstance(line := entries_of(row, again)[0].get(sheet.repeated), Fields)]
    if sheet.repeated and sheet is FACTS and len(lines) > 1:
        entries[sheet.repeated] = Items(tuple(lines), lines[0].place)
    elif sheet.repeated and sheet is not FACTS and lines:
        start, value = (column.path[1] for column in again)
        dated = [(_text(line, start), line.get(value) or Text("", line.place)) for line in lines]
        entries[sheet.repeated] = table_of(dated, sheet.name, findings)
    return Fields(entries, keys, name.place)


def _text(line: Fields, key: str) -> Text:
    node = line.get(key)
    return node if isinstance(node, Text) else Text("", line.place)


def grade_rows(node: Node | None, unwritten: Unwritten) -> list[Row]:
    """Lay the grades out in rows."""
    name, low = (column.heading for column in GRADES.columns)
    rows = []
    for key, value in node if isinstance(node, Fields) else ():
        if not isinstance(value, Text):
            unwritten.note(f"等级“{key}”")
        rows.append({name: Text(key), low: Text(word(value))})
    return rows


def grades(rows: Sequence[Row], findings: list[Finding]) -> Fields | None:
    """Read the grades; None where there are none."""
    name, low = (column.heading for column in GRADES.columns)
    lines: list[tuple[Text, Node]] = [
        (row[name], row.get(low, Text("", row[name].place))) for row in rows if name in row
    ]
    return table_of(lines, GRADES.name, findings) if lines else None
