"""Scoring rules (评分) as rows, one for each band, point or grade, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.scheme.catalogue import BAD_VALUE
from xlperf.scheme.excel.layout import REMOVED, RULES
from xlperf.scheme.excel.rows import Row, Unwritten, entries_of, is_empty, row_of, table_of, word
from xlperf.scheme.nodes import Fields, Items, Node, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.findings import Finding, Place

KIND: Final = "规则"
CONDITION: Final = "条件"
SCORE: Final = "得分"
PART: Final = "分项"
PART_HEADINGS: Final = {"分项满分": "满分", "分项公式": "公式", "分项显示": "显示"}
PLAIN: Final = ("按比例", "目标完成", "人工评分")
"""Rules that are a single word."""
MEAN: Final = "项目得分平均"
TABLES: Final = ("分段", "要点", "定性")
CONDITIONED: Final = ("达标", "项目得分")
SECTIONS: Final = ("按步扣分", "按比例", "目标完成")
BESIDE: Final = tuple(RULES.headings[name] for name in ("未达标", "部分", "填报项"))
WITHIN: Final = tuple(
    RULES.headings[name]
    for name in ("目标", "每低于", "每超过", "扣", "最低", "不足一步", "区间", "低于不得分", "封顶")
)


def rule_rows(rule: Node, where: str, unwritten: Unwritten) -> list[Row]:
    """Lay a rule out in rows, without the indicator's id."""
    if isinstance(rule, Fields) and isinstance(parts := rule.get(PART), Items):
        if len(rule.entries) > 1:
            unwritten.note(f"{where}的评分")
        return [row for part in parts.items for row in _part_rows(part, where, unwritten)]
    return _plain_rows(rule, where, unwritten)


def _part_rows(part: Node, where: str, unwritten: Unwritten) -> list[Row]:
    rule = part.get("评分") if isinstance(part, Fields) else None
    if not isinstance(part, Fields) or rule is None or is_empty(part.get("满分")) or is_empty(part.get("名称")):
        unwritten.note(f"{where}的分项")
        return []
    unknown = [key for key, _ in part if key not in {"名称", "评分", *PART_HEADINGS.values()}]
    if unknown or not all(isinstance(node, Text) for key, node in part if key != "评分"):
        unwritten.note(f"{where}的分项")
    name = Text(word(part.get("名称")))
    head: Row = {PART: name}
    head |= {heading: Text(text) for heading, key in PART_HEADINGS.items() if (text := word(part.get(key)))}
    first, *more = _plain_rows(rule, where, unwritten) or [{}]
    return [head | first, *({PART: name} | row for row in more)]


def _plain_rows(rule: Node, where: str, unwritten: Unwritten) -> list[Row]:
    if isinstance(rule, Text):
        text = word(rule)
        if text == MEAN:
            return [{KIND: Text("项目得分"), CONDITION: Text("平均")}]
        if text and text not in PLAIN:
            unwritten.note(f"{where}的评分")
        return [{KIND: Text(text or REMOVED)}]
    written = {key: node for key, node in rule if not is_empty(node)} if isinstance(rule, Fields) else {}
    kinds = [key for key in written if key in {*TABLES, *CONDITIONED, *SECTIONS}]
    if len(kinds) != 1:
        unwritten.note(f"{where}的评分")
        return []
    kind = kinds[0]
    rows = list(_kind_rows(kind, written.pop(kind), where, unwritten))
    if not rows:
        unwritten.note(f"{where}的{kind}")
        return []
    return [rows[0] | row_of(Fields(written), BESIDE, where, unwritten), *rows[1:]]


def _kind_rows(kind: str, node: Node, where: str, unwritten: Unwritten) -> Iterator[Row]:
    named = Text(kind)
    if isinstance(node, Text) and kind in CONDITIONED:
        yield {KIND: named, CONDITION: Text(word(node))}
    elif isinstance(node, Fields) and kind in TABLES:
        for key, value in node:
            if not isinstance(value, Text) or not key.strip():
                unwritten.note(f"{where}的{kind}")
            score = {SCORE: Text(word(value))} if word(value) else {}
            yield {KIND: named, CONDITION: Text(key.strip()), **score}
    elif isinstance(node, Fields) and kind in SECTIONS:
        inner = Fields({key: value for key, value in node if not is_empty(value)})
        yield {KIND: named} | row_of(inner, WITHIN, where, unwritten)


def rule_of(rows: Sequence[Row], findings: list[Finding]) -> Node:
    """Read the rule that some rows of one indicator tell."""
    if not any(PART in row for row in rows):
        return _plain_rule(rows, findings)
    parts: list[list[Row]] = []
    for row in rows:
        if not parts or "分项满分" in row or row.get(PART, Text("")).value != parts[-1][0].get(PART, Text("")).value:
            parts.append([])
        parts[-1].append(row)
    place = _place(rows[0])
    return Fields({PART: Items(tuple(_part(part, findings) for part in parts), place)}, {PART: place}, place)


def _part(rows: Sequence[Row], findings: list[Finding]) -> Fields:
    first, place = rows[0], _place(rows[0])
    entries: dict[str, Node] = {"名称": first[PART]} if PART in first else {}
    entries |= {key: first[heading] for heading, key in PART_HEADINGS.items() if heading in first}
    if any(KIND in row for row in rows):
        entries["评分"] = _plain_rule(rows, findings)
    return Fields(entries, {key: node.place for key, node in entries.items()}, place)


def _plain_rule(rows: Sequence[Row], findings: list[Finding]) -> Node:
    place = _place(rows[0])
    kind = word(rows[0].get(KIND))
    for row in rows[1:]:
        if KIND in row and row[KIND].value != kind:
            wanted = f"一个指标（分项）只有一种规则，前面写的是“{kind or '（空）'}”"
            where = f"“{word(row.get('编号'))}”的评分规则"
            findings.append(
                BAD_VALUE.finding(place=row[KIND].place, where=where, key=KIND, quote=row[KIND].value, wanted=wanted)
            )
    if kind == REMOVED:
        return Text("", place)
    value = _value(kind, rows, findings)
    beside, keys = entries_of(rows[0], BESIDE)
    if isinstance(value, Text) and not beside and value.value in {*PLAIN, MEAN, ""}:
        return value
    name = "项目得分" if isinstance(value, Text) and value.value == MEAN else kind
    if name == "项目得分" and isinstance(value, Text):
        value = rows[0].get(CONDITION, value)
    elif kind in SECTIONS and isinstance(value, Text):
        value = Fields({}, {}, place)
    return Fields({name: value, **beside}, {name: place, **keys}, place)


def _value(kind: str, rows: Sequence[Row], findings: list[Finding]) -> Node:
    place = _place(rows[0])
    if kind in TABLES:
        lines: list[tuple[Text, Node]] = [
            (row[CONDITION], row.get(SCORE, Text("", row[CONDITION].place))) for row in rows if CONDITION in row
        ]
        return table_of(lines, RULES.name, findings) if lines else Fields({}, {}, place)
    if kind in SECTIONS:
        inner, keys = entries_of(rows[0], WITHIN)
        return Fields(inner, keys, place) if inner else Text(kind, place)
    if kind == "项目得分" and word(rows[0].get(CONDITION)) in {"", "平均"}:
        return Text(MEAN, place)
    if kind in PLAIN:
        return Text(kind, place)
    return rows[0].get(CONDITION, Text("", place))


def _place(row: Row) -> Place:
    cell = row.get(KIND) or row.get("编号") or next(iter(row.values()))
    return cell.place


def rule_values(row: Row) -> Row:
    """Give what of a row of rules is the rule, without what only helps to read it."""
    return {heading: cell for heading, cell in row.items() if heading != "指标名称"}
