"""A scheme that builds on another (沿用) says only what differs; here the two trees become one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.scheme.catalogue import UNKNOWN_NAME
from xlperf.scheme.nodes import Fields, Items, Node, Text
from xlperf.scheme.reading.fields import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlperf.findings import Finding

CHANGED: Final = "改指标"
ADDED: Final = "增指标"
REMOVED: Final = "删指标"
_AS_A_WHOLE: Final = frozenset({"评分", "位置", "指标", "下级", "不适用", "等级"})
"""What is replaced as a whole where it is written again."""


def extended(base: Fields, own: Fields) -> tuple[Fields, tuple[Finding, ...]]:
    """Lay a scheme's own tree over the one that it builds on.

    Named values are merged, a value written empty takes the base's away. 改指标 changes indicators by their
    id, 增指标 adds them under 上级 (after 在后, or last), 删指标 takes them out.
    """
    findings: list[Finding] = []
    changes = {key: own.entries[key] for key in (CHANGED, ADDED, REMOVED) if key in own.entries}
    rest = Fields({key: node for key, node in own if key not in changes}, own.keys, own.place)
    whole = merged(base, rest)
    tree = whole.get("指标")
    if changes and isinstance(tree, Items):
        known = ids_in(tree)
        tree = _without(tree, _removed(changes.get(REMOVED), known, findings))
        tree = _changed(tree, _by_id(changes.get(CHANGED), known, findings))
        tree = _with_added(tree, changes.get(ADDED), findings)
        whole = Fields({**whole.entries, "指标": tree}, whole.keys, whole.place)
    return whole, tuple(findings)


def merged(base: Fields, own: Fields) -> Fields:
    """Lay named values over others, deep; 评分 and the like are replaced as a whole."""
    entries = dict(base.entries)
    for key, node in own:
        below = entries.get(key)
        if isinstance(node, Text) and not node.value:
            entries.pop(key, None)
        elif isinstance(below, Fields) and isinstance(node, Fields) and key not in _AS_A_WHOLE:
            entries[key] = merged(below, node)
        else:
            entries[key] = node
    return Fields(entries, {**base.keys, **own.keys}, own.place)


def ids_in(tree: Items) -> list[str]:
    """List the ids of all indicators of a tree."""
    ids = []
    for node in tree.items:
        if isinstance(node, Fields):
            ids.append(_word(node, "编号"))
            below = node.get("下级")
            ids += ids_in(below) if isinstance(below, Items) else []
    return ids


def _word(node: Node, key: str) -> str:
    found = node.get(key) if isinstance(node, Fields) else None
    return found.value if isinstance(found, Text) else ""


def _unknown(node: Node, name: str, known: list[str]) -> Finding:
    return UNKNOWN_NAME.finding(
        place=node.place,
        name=name,
        what="指标编号",
        suggestion=suggestion(name, known),
        hint="改成已有的指标编号，或先在“指标”里加上它",
    )


def _removed(node: Node | None, known: list[str], findings: list[Finding]) -> set[str]:
    items = node.items if isinstance(node, Items) else (node,) if node is not None else ()
    names = {item.value: item for item in items if isinstance(item, Text)}
    findings += [_unknown(item, name, known) for name, item in names.items() if name not in known]
    return set(names)


def _by_id(node: Node | None, known: list[str], findings: list[Finding]) -> dict[str, Fields]:
    changes = {key: value for key, value in node if isinstance(value, Fields)} if isinstance(node, Fields) else {}
    findings += [_unknown(value, key, known) for key, value in changes.items() if key not in known]
    return changes


def _without(tree: Items, removed: set[str]) -> Items:
    kept = (
        _below(node, lambda below: _without(below, removed))
        for node in tree.items
        if _word(node, "编号") not in removed
    )
    return Items(tuple(kept), tree.place)


def _changed(tree: Items, changes: dict[str, Fields]) -> Items:
    nodes = []
    for node in tree.items:
        inner = _below(node, lambda below: _changed(below, changes))
        change = changes.get(_word(node, "编号"))
        nodes.append(merged(inner, change) if change is not None and isinstance(inner, Fields) else inner)
    return Items(tuple(nodes), tree.place)


def _with_added(tree: Items, added: Node | None, findings: list[Finding]) -> Items:
    for node in added.items if isinstance(added, Items) else ():
        parent, after = _word(node, "上级"), _word(node, "在后")
        known = ids_in(tree)
        findings += [_unknown(node, name, known) for name in (parent, after) if name and name not in known]
        if isinstance(node, Fields):
            bare = {key: value for key, value in node if key not in {"上级", "在后"}}
            tree = _placed(tree, Fields(bare, node.keys, node.place), parent, after, here=not parent)
    return tree


def _placed(tree: Items, new: Fields, parent: str, after: str, *, here: bool) -> Items:
    """Put a new indicator below its parent, after a sibling or last."""
    nodes: list[Node] = []
    done = False
    for node in tree.items:
        inside = bool(parent) and _word(node, "编号") == parent
        below = node.get("下级") if isinstance(node, Fields) else None
        if inside and not isinstance(below, Items) and isinstance(node, Fields):
            nodes.append(Fields({**node.entries, "下级": Items((new,), new.place)}, node.keys, node.place))
        else:
            nodes.append(_below(node, lambda below, inside=inside: _placed(below, new, parent, after, here=inside)))  # type: ignore[misc]
        if here and after and _word(node, "编号") == after:
            nodes.append(new)
            done = True
    if here and not done:
        nodes.append(new)
    return Items(tuple(nodes), tree.place)


def _below(node: Node, change: Callable[[Items], Items]) -> Node:
    """Change the list of children of an indicator, if it has one."""
    below = node.get("下级") if isinstance(node, Fields) else None
    if not isinstance(node, Fields) or not isinstance(below, Items):
        return node
    return Fields({**node.entries, "下级": change(below)}, node.keys, node.place)
