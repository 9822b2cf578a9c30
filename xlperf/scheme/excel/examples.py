"""The examples beside a scheme (examples.yaml) as rows of the sheet 例子, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.scheme.catalogue import BAD_VALUE
from xlperf.scheme.excel.layout import EXAMPLE_PARTS, EXAMPLES
from xlperf.scheme.excel.rows import Row, Unwritten, entries_of, grouped, is_empty, row_of, table_of, value_of, word
from xlperf.scheme.nodes import Fields, Items, Node, Text
from xlperf.scheme.reading.fields import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.findings import Finding

TITLE: Final = "例子"
PART: Final = "内容"
NAME: Final = "名称"
VALUE: Final = "值"
SCORE: Final = "得分"
RESULT: Final = "结果"
LISTS: Final = ("目标", "项目", "核定")
"""Parts that are lists of named values, each in a row of its own."""
_ITEM: Final = tuple(c for c in EXAMPLES.columns if c.heading not in {TITLE, PART})
_RESULT: Final = tuple(EXAMPLES.headings[name] for name in (VALUE, SCORE, "状态"))


def example_rows(examples: Items | None, unwritten: Unwritten) -> list[Row]:
    """Lay the examples out in rows."""
    rows: list[Row] = []
    titles: set[str] = set()
    for node in examples.items if examples is not None else ():
        title = word(node.get(TITLE)) if isinstance(node, Fields) else ""
        if not isinstance(node, Fields) or not title or title in titles:
            unwritten.note(f"例子“{title}”（没有名称，或名称重复）")
            continue
        titles.add(title)
        head: Row = {TITLE: Text(title)}
        lines = [line for part, inner in node if part != TITLE for line in _part_rows(part, inner, title, unwritten)]
        rows += [head | line for line in lines] or [head]
    return rows


def _part_rows(part: str, node: Node, title: str, unwritten: Unwritten) -> Iterator[Row]:
    where = f"例子“{title}”"
    if is_empty(node):
        return
    head: Row = {PART: Text(part)}
    if part in LISTS and isinstance(node, Items):
        for item in node.items:
            if isinstance(item, Fields):
                yield head | row_of(_filled(item), _ITEM, where, unwritten)
            else:
                unwritten.note(f"{where}的“{part}”")
    elif part in EXAMPLE_PARTS and isinstance(node, Fields):
        for name, value in node:
            if not name.strip():
                unwritten.note(f"{where}的“{part}”")
            yield head | {NAME: Text(name.strip())} | _value_cells(part, value, where, unwritten)
    else:
        unwritten.note(f"{where}的“{part}”")


def _value_cells(part: str, value: Node, where: str, unwritten: Unwritten) -> Row:
    if is_empty(value):
        return {}
    if part != RESULT:
        return row_of(Fields({VALUE: value}), _RESULT, where, unwritten)
    if isinstance(value, Text):
        return {SCORE: Text(word(value))}
    return row_of(_filled(value) if isinstance(value, Fields) else Fields({VALUE: value}), _RESULT, where, unwritten)


def _filled(fields: Fields) -> Fields:
    return Fields({key: node for key, node in fields if not is_empty(node)})


def examples_of(rows: Sequence[Row], findings: list[Finding]) -> Items | None:
    """Read the examples; None where there are none."""
    for row in rows:
        if TITLE not in row:
            cell = next(iter(row.values()))
            where = f"“{EXAMPLES.name}”的这一行"
            findings.append(
                BAD_VALUE.finding(place=cell.place, where=where, key=TITLE, quote="", wanted="要写这是哪一个例子")
            )
    found = tuple(_example(title, same, findings) for title, same in grouped(rows, TITLE))
    return Items(found, found[0].place) if found else None


def _example(title: Text, rows: Sequence[Row], findings: list[Finding]) -> Fields:
    entries: dict[str, Node] = {TITLE: title}
    for part, same in grouped(rows, PART):
        if part.value in LISTS:
            entries[part.value] = Items(tuple(_item(row) for row in same), part.place)
        elif part.value in EXAMPLE_PARTS:
            lines = [(row[NAME], _value(part.value, row)) for row in same if NAME in row]
            if lines:
                entries[part.value] = table_of(lines, EXAMPLES.name, findings)
        else:
            wanted = f"{suggestion(part.value, EXAMPLE_PARTS)}，能写的有：{'、'.join(EXAMPLE_PARTS)}"
            where = f"例子“{title.value}”"
            findings.append(BAD_VALUE.finding(place=part.place, where=where, key=PART, quote=part.value, wanted=wanted))
    return Fields(entries, {key: node.place for key, node in entries.items()}, title.place)


def _item(row: Row) -> Fields:
    entries, keys = entries_of(row, _ITEM)
    return Fields(entries, keys, row[PART].place)


def _value(part: str, row: Row) -> Node:
    place = row[NAME].place
    if part != RESULT:
        return value_of(row[VALUE], EXAMPLES.headings[VALUE]) if VALUE in row else Text("", place)
    entries, keys = entries_of(row, _RESULT)
    if set(entries) <= {SCORE}:
        return entries.get(SCORE, Text("", place))
    return Fields(entries, keys, place)
