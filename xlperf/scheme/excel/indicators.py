"""The tree of indicators (指标) as rows, each with the id of what it stands under, and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlperf.scheme.catalogue import BAD_VALUE, UNKNOWN_NAME
from xlperf.scheme.excel.layout import ADDED, CHANGED, DELETED, HOW, INDICATORS, INHERITED, REMOVED, RULES
from xlperf.scheme.excel.rows import Row, Unwritten, entries_of, grouped, is_empty, row_of, twice, word
from xlperf.scheme.excel.rules import rule_of, rule_rows
from xlperf.scheme.nodes import Fields, Items, Node, Text
from xlperf.scheme.reading.fields import suggestion
from xlperf.scheme.reading.indicators import MAX_LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlperf.findings import Finding

ID: Final = "编号"
PARENT: Final = "上级"
AFTER: Final = "在后"
BELOW: Final = "下级"
NEW_ID: Final = "新编号"
RULE: Final = "评分"
NAME: Final = "名称"
CHANGES: Final = {"改指标": CHANGED, "增指标": ADDED, "删指标": DELETED}
_OWN: Final = tuple(c for c in INDICATORS.values if c.heading not in {PARENT, AFTER, NEW_ID, BELOW})


@dataclass(slots=True)
class Rows:
    """Rows of the two sheets that tell the tree: the indicators and their rules."""

    unwritten: Unwritten
    indicators: list[Row] = field(default_factory=list)
    rules: list[Row] = field(default_factory=list)


def indicator_rows(own: Fields, base: Fields | None, unwritten: Unwritten) -> Rows:
    """Lay out a scheme's own indicators, or the base's with what the scheme changes of them."""
    rows = Rows(unwritten)
    written = {key: own.entries[key] for key in CHANGES if key in own.entries}
    tree = own.get("指标")
    if written and not is_empty(tree):
        unwritten.note("“指标”以外的“改指标”“增指标”“删指标”")
    if isinstance(tree, Items):
        for node in tree.items:
            _add(rows, node, "", "")
        return rows
    changes = written.get("改指标")
    gone = written.get("删指标")
    changed = dict(changes.entries) if isinstance(changes, Fields) else {}
    deleted = [word(item) for item in (gone.items if isinstance(gone, Items) else (gone,) if gone else ())]
    below = base.get("指标") if base is not None else None
    for node in below.items if isinstance(below, Items) else ():
        _add_inherited(rows, node, "", changed, deleted)
    for identity, change in changed.items():
        _add_change(rows, identity, Fields({}), change)
    rows.indicators += [{HOW: Text(DELETED), ID: Text(identity)} for identity in deleted]
    added = written.get("增指标")
    for node in added.items if isinstance(added, Items) else ():
        _add(rows, node, word(node.get(PARENT)) if isinstance(node, Fields) else "", ADDED)
    return rows


def _add(rows: Rows, node: Node, parent: str, how: str) -> None:
    """Add an indicator and all below it."""
    identity = word(node.get(ID)) if isinstance(node, Fields) else ""
    if not isinstance(node, Fields) or not identity:
        rows.unwritten.note("没有编号的指标")
        return
    where = f"指标“{identity}”"
    outside = {BELOW, RULE, ID, *((PARENT, AFTER) if how == ADDED else ())}
    rest = Fields({key: value for key, value in node if key not in outside and not is_empty(value)})
    row: Row = {HOW: Text(how)} if how else {}
    row |= {ID: Text(identity), **row_of(rest, _OWN, where, rows.unwritten)}
    if parent:
        row[PARENT] = Text(parent)
    if how == ADDED and (after := word(node.get(AFTER))):
        row[AFTER] = Text(after)
    rows.indicators.append(row)
    _add_rule(rows, identity, word(node.get(NAME)), node.get(RULE))
    _add_children(rows, node.get(BELOW), identity)


def _add_children(rows: Rows, below: Node | None, identity: str) -> None:
    for child in below.items if isinstance(below, Items) else ():
        _add(rows, child, identity, "")


def _add_rule(rows: Rows, identity: str, name: str, rule: Node | None) -> None:
    if rule is not None and not (is_empty(rule) and isinstance(rule, Fields)):
        head: Row = {ID: Text(identity), **({"指标名称": Text(name)} if name else {})}
        rows.rules += [head | line for line in rule_rows(rule, f"指标“{identity}”", rows.unwritten)]


def _add_inherited(rows: Rows, node: Node, parent: str, changed: dict[str, Node], deleted: list[str]) -> None:
    """Add an indicator of the base for reference, or in its place what becomes of it."""
    identity = word(node.get(ID)) if isinstance(node, Fields) else ""
    if not isinstance(node, Fields) or not identity:
        return
    if identity in deleted:
        deleted.remove(identity)
        rows.indicators.append({HOW: Text(DELETED), ID: Text(identity)})
        return
    below = node.get(BELOW)
    if identity in changed:
        change = changed.pop(identity)
        _add_change(rows, identity, node, change)
        if isinstance(change, Fields) and BELOW in change.entries:
            return
    else:
        inherited = Fields({key: v for key, v in node if key not in {ID, BELOW, RULE} and not is_empty(v)})
        row = row_of(inherited, _OWN, f"指标“{identity}”", rows.unwritten)
        rows.indicators.append(
            {HOW: Text(INHERITED), ID: Text(identity), **row, **({PARENT: Text(parent)} if parent else {})}
        )
        _add_rule(rows, identity, word(node.get(NAME)), node.get(RULE))
    for child in below.items if isinstance(below, Items) else ():
        _add_inherited(rows, child, identity, changed, deleted)


def _add_change(rows: Rows, identity: str, node: Fields, change: Node) -> None:
    if not isinstance(change, Fields):
        rows.unwritten.note(f"改指标“{identity}”")
        return
    rest = Fields({key: value for key, value in change if key not in {BELOW, RULE, ID}})
    row = row_of(rest, _OWN, f"指标“{identity}”", rows.unwritten)
    row |= {HOW: Text(CHANGED), ID: Text(identity)}
    if new_id := word(change.get(ID)):
        row[NEW_ID] = Text(new_id)
    below = change.get(BELOW)
    if below is not None and not (isinstance(below, Items) and below.items):
        row[BELOW] = Text(REMOVED)
    rows.indicators.append(row)
    _add_rule(rows, identity, word(change.get(NAME)) or word(node.get(NAME)), change.get(RULE))
    _add_children(rows, below, identity)


class _Node:
    """An indicator's row, its rule and the rows under it, while the tree is put together."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.children: list[_Node] = []
        self.rule: Node | None = None
        self.seen = False

    def fields(self, *more: str, level: int = 1) -> Fields:
        """Give the entry of the tree; ``more`` are headings that only changes and additions have."""
        self.seen = level <= MAX_LEVELS
        columns = [*_OWN, *(INDICATORS.headings[heading] for heading in more)]
        entries, keys = entries_of(self.row, columns)
        place = self.row[ID].place if ID in self.row else next(iter(self.row.values())).place
        if ID in self.row and BELOW not in more:
            entries = {key: node for key in (NAME, ID) if (node := {**entries, ID: self.row[ID]}.get(key))} | entries
        if NEW_ID in entries:
            entries[ID] = entries.pop(NEW_ID)
        if self.rule is not None:
            entries[RULE] = self.rule
        if self.children and self.seen:
            entries[BELOW] = Items(tuple(child.fields(level=level + 1) for child in self.children), place)
        return Fields(entries, {**keys, **{key: node.place for key, node in entries.items()}}, place)


def indicator_entries(
    rows: Sequence[Row], rules: Sequence[Row], inherited: frozenset[str], findings: list[Finding]
) -> dict[str, Node]:
    """Read 指标, 改指标, 增指标 and 删指标; ``inherited`` are ids whose rows only show the base."""
    nodes = [_Node(row) for row in rows if word(row.get(HOW)) != INHERITED]
    by_id: dict[str, _Node] = {}
    for node in nodes:
        identity = word(node.row.get(ID))
        if identity in by_id:
            findings.append(twice(node.row[ID], by_id[identity].row[ID].place, INDICATORS.name))
        elif identity:
            by_id[identity] = node
    _give_rules(by_id, rules, inherited, findings)
    roots = _hang(nodes, by_id, inherited, findings)
    entries = _entries(nodes, roots)
    for node in nodes:
        if not node.seen and word(node.row.get(HOW)) != DELETED and PARENT in node.row:
            parent = node.row[PARENT]
            where = f"指标“{word(node.row.get(ID))}”"
            wanted = f"上级绕成了圈，或套了 {MAX_LEVELS} 级以上"
            findings.append(
                BAD_VALUE.finding(place=parent.place, where=where, key=PARENT, quote=parent.value, wanted=wanted)
            )
    return entries


def _give_rules(
    by_id: Mapping[str, _Node], rules: Sequence[Row], inherited: frozenset[str], findings: list[Finding]
) -> None:
    for row in rules:
        if ID not in row and any(heading != "指标名称" for heading in row):
            cell = next(iter(row.values()))
            where = f"“{RULES.name}”的这一行"
            findings.append(BAD_VALUE.finding(place=cell.place, where=where, key=ID, quote="", wanted="要写指标的编号"))
    for identity, lines in grouped(rules, ID):
        if identity.value in by_id:
            by_id[identity.value].rule = rule_of(lines, findings)
        elif identity.value not in inherited:
            findings.append(_unknown(identity, [*by_id, *inherited]))


def _hang(
    nodes: Sequence[_Node], by_id: Mapping[str, _Node], inherited: frozenset[str], findings: list[Finding]
) -> list[_Node]:
    """Hang every row of the scheme's own under its parent; give those that stand under none."""
    roots = []
    for node in nodes:
        parent = node.row.get(PARENT)
        if word(node.row.get(HOW)):
            continue
        if parent is None:
            roots.append(node)
        elif parent.value in by_id:
            by_id[parent.value].children.append(node)
        elif parent.value in inherited:
            wanted = f"放在沿用的指标下面的，“{HOW}”要选“{ADDED}”"
            place = node.row[ID].place if ID in node.row else parent.place
            where = f"指标“{word(node.row.get(ID))}”"
            findings.append(BAD_VALUE.finding(place=place, where=where, key=HOW, quote="", wanted=wanted))
        else:
            findings.append(_unknown(parent, list(by_id)))
            node.seen = True
    return roots


def _entries(nodes: Sequence[_Node], roots: Sequence[_Node]) -> dict[str, Node]:
    entries: dict[str, Node] = {}
    if roots:
        tops = tuple(root.fields() for root in roots)
        entries["指标"] = Items(tops, tops[0].place)
    changes = {word(n.row.get(ID)): n.fields(NEW_ID, BELOW) for n in nodes if word(n.row.get(HOW)) == CHANGED}
    if changes:
        first = next(iter(changes.values()))
        entries["改指标"] = Fields(dict(changes), {key: node.place for key, node in changes.items()}, first.place)
    added = tuple(n.fields(PARENT, AFTER) for n in nodes if word(n.row.get(HOW)) == ADDED)
    if added:
        entries["增指标"] = Items(added, added[0].place)
    deleted = tuple(n.row[ID] for n in nodes if word(n.row.get(HOW)) == DELETED and ID in n.row)
    if deleted:
        entries["删指标"] = Items(deleted, deleted[0].place)
    return entries


def _unknown(cell: Text, known: Sequence[str]) -> Finding:
    return UNKNOWN_NAME.finding(
        place=cell.place,
        name=cell.value,
        what="指标编号",
        suggestion=suggestion(cell.value, known),
        hint="改成“指标”里已有的编号",
    )
