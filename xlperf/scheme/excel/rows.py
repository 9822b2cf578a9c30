"""Between an entry of a scheme's tree and rows of cells: each value under its heading, and back with its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from xlperf.scheme.catalogue import DUPLICATE_ROW
from xlperf.scheme.excel.layout import REMOVED
from xlperf.scheme.nodes import Fields, Items, Node, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlperf.findings import Finding, Place
    from xlperf.scheme.excel.layout import Column

Row = dict[str, Text]
"""What stands under each heading of a row; a blank cell is not there."""
RANGE_SIGN: Final = "～"


class Unwritten:
    """Collects what of a tree has no column, so that nothing is lost in silence."""

    def __init__(self) -> None:
        self.places: list[str] = []

    def note(self, where: str) -> None:
        """Remember something that has no column."""
        self.places.append(where)


def is_empty(node: Node | None) -> bool:
    """Say whether nothing is written."""
    return node is None or (isinstance(node, Text) and not node.value.strip())


def word(node: Node | None) -> str:
    """Give the word of a node; empty where there is none."""
    return node.value.strip() if isinstance(node, Text) else ""


def row_of(fields: Fields, columns: Sequence[Column], where: str, unwritten: Unwritten) -> Row:
    """Lay the values of an entry under their headings."""
    row: Row = {}
    for key, node in fields:
        mine = [column for column in columns if column.path[0] == key]
        if not mine:
            unwritten.note(f"{where}的“{key}”")
        elif is_empty(node) or node == Items((), node.place):
            row[mine[0].heading] = Text(REMOVED)
        elif len(mine[0].path) == 1:
            row |= _cell(mine[0], node, where, unwritten)
        elif isinstance(node, Fields):
            row |= _group(node, mine, where, unwritten)
        else:
            unwritten.note(f"{where}的“{key}”")
    return row


def _group(node: Fields, columns: Sequence[Column], where: str, unwritten: Unwritten) -> Row:
    """Lay named values of one key under their headings; with none of them, the first choice says that it is there."""
    row: Row = {}
    for key, inner in node:
        mine = [column for column in columns if column.path[1] == key]
        if not mine:
            unwritten.note(f"{where}的“{key}”")
        elif not is_empty(inner):
            row |= _cell(mine[0], inner, where, unwritten)
    return row or {columns[0].heading: Text(columns[0].choices[0] if columns[0].choices else REMOVED)}


def _cell(column: Column, node: Node, where: str, unwritten: Unwritten) -> Row:
    match node:
        case Text(value=value) if value.strip() != REMOVED:
            text = value.strip()
            return {column.heading: Text(_quoted(text) if column.shape != "text" else text)}
        case Items(items=items) if column.shape != "text" and all(isinstance(item, Text) for item in items):
            return {column.heading: Text(_list_text([word(item) for item in items], column))}
    unwritten.note(f"{where}的“{column.heading}”")
    return {}


def _quoted(text: str) -> str:
    """Write one word so that it is not taken for several."""
    return (
        json.dumps(text, ensure_ascii=False) if "\n" in text or RANGE_SIGN in text or text[:1] in {"[", '"'} else text
    )


def _list_text(words: list[str], column: Column) -> str:
    sign = RANGE_SIGN if column.shape == "range" else "\n"
    odd = any(not text or text == REMOVED or sign in text or "\n" in text or text[0] in {"[", '"'} for text in words)
    if odd or (column.shape == "exact list" and len(words) == 1):
        return json.dumps(words, ensure_ascii=False)
    return sign.join(words)


def entries_of(row: Row, columns: Iterable[Column]) -> tuple[dict[str, Node], dict[str, Place]]:
    """Give the values of a row by key, and where each stands."""
    entries: dict[str, Node] = {}
    places: dict[str, Place] = {}
    for column in columns:
        cell = row.get(column.heading)
        if cell is None:
            continue
        key = column.path[0]
        places.setdefault(key, cell.place)
        below = entries.get(key)
        if cell.value == REMOVED:
            entries[key] = Text("", cell.place)
        elif len(column.path) == 1:
            entries[key] = value_of(cell, column)
        else:
            inner = below if isinstance(below, Fields) else Fields({}, {}, cell.place)
            name = column.path[1]
            entries[key] = Fields(
                {**inner.entries, name: value_of(cell, column)}, {**inner.keys, name: cell.place}, inner.place
            )
    return entries, places


def value_of(cell: Text, column: Column) -> Node:
    """Give what a cell means: a word, or several."""
    if column.shape == "text":
        return cell
    match _unquoted(cell.value):
        case str(text):
            return Text(text, cell.place)
        case list(words):
            return Items(tuple(Text(text, cell.place) for text in words), cell.place)
    sign = RANGE_SIGN if column.shape == "range" else "\n"
    text = cell.value.replace("~", RANGE_SIGN) if column.shape == "range" else cell.value
    words = [part.strip() for part in text.split(sign) if part.strip()]
    if len(words) == 1 and column.shape != "range":
        return Text(words[0], cell.place)
    return Items(tuple(Text(part, cell.place) for part in words), cell.place)


def _unquoted(text: str) -> str | list[str] | None:
    """Read what was written in quotes; None for a cell as officers write it."""
    if text[:1] not in {"[", '"'}:
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    if isinstance(found, str):
        return found
    if isinstance(found, list) and all(isinstance(item, str) for item in found):
        return [str(item) for item in found]
    return None


def grouped(rows: Iterable[Row], heading: str) -> Iterator[tuple[Text, list[Row]]]:
    """Go through rows by the name under a heading, in the order of the first of each name; no name is left out."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if heading in row:
            found.setdefault(row[heading].value, []).append(row)
    for same in found.values():
        yield same[0][heading], same


def table_of(lines: Sequence[tuple[Text, Node]], sheet: str, findings: list[Finding]) -> Fields:
    """Put lines of a name and its value together; a name that comes twice is a finding."""
    entries: dict[str, Node] = {}
    places: dict[str, Place] = {}
    for name, value in lines:
        if name.value in entries:
            findings.append(twice(name, places[name.value], sheet))
        else:
            entries[name.value], places[name.value] = value, name.place
    return Fields(entries, places, lines[0][0].place)


def twice(name: Text, before: Place, sheet: str) -> Finding:
    """Say that a name was written before."""
    return DUPLICATE_ROW.finding(place=name.place, subject=name.value, sheet=sheet, cell=before.cell)
