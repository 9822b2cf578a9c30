"""A scheme on the screen (查看指标体系): the tree with marks, rules and references, or one indicator in full."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from xlperf.amounts import plain
from xlperf.errors import WrongUsage
from xlperf.scheme.describing import indicator_rule
from xlperf.scheme.model import Indicator, Parts
from xlperf.source.indicator_labels import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from xlperf.scheme.model import Part, Reference, Scheme


def tree_lines(scheme: Scheme) -> Iterator[str]:
    """Show the whole tree."""
    yield f"{scheme.title}（{scheme.id}）"
    yield f"{scheme.authority}　{scheme.year} 年度　满分 {plain(scheme.full)} 分　依据：{scheme.reference}"
    if scheme.extends:
        yield f"沿用：{scheme.extends}"
    for node in scheme.indicators:
        yield from _tree(node, 0)
    if scheme.grades:
        yield "等级：" + "，".join(f"{grade.name} ≥{plain(grade.low)}" for grade in scheme.grades)


def _tree(node: Indicator, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if node.children:
        yield f"{indent}{node.name}　{plain(node.full)} 分"
        for child in node.children:
            yield from _tree(child, depth + 1)
        return
    yield f"{indent}{node.name}　{plain(node.full)} 分{_pending(node.reference)}"
    if node.formula:
        yield f"{indent}    = {node.formula}"
    for line in indicator_rule(node):
        yield f"{indent}    {line}"


def _pending(reference: Reference) -> str:
    return "" if reference.confirmed else "　［默认值，待核］"


def indicator_lines(scheme: Scheme, name: str) -> Iterator[str]:
    """Show one indicator in full. Raises WrongUsage with the nearest names where there is none of that name."""
    node = find_indicator(scheme, name)
    path = next((above for above, leaf in scheme.paths() if leaf is node), ())
    yield " › ".join([*(parent.name for parent in path), node.name])
    yield f"满分　　{plain(mark_of(node))} 分"
    if node.formula:
        yield f"公式　　{node.formula}"
    for number, line in enumerate(indicator_rule(node)):
        yield f"{'规则　　' if number == 0 else '　　　　'}{line}"
    if isinstance(node, Indicator):
        yield from _about(node)


def mark_of(node: Indicator | Part) -> Decimal:
    """Give the full mark of an indicator or of a part of one."""
    return node.full if isinstance(node, Indicator) else node.mark


def _about(node: Indicator) -> Iterator[str]:
    if node.definition:
        yield f"解释　　{node.definition}"
    if node.criteria:
        yield f"评分标准　{node.criteria}"
    yield f"依据　　{node.reference}"
    if node.aliases:
        yield f"别名　　{'、'.join(node.aliases)}"
    if node.evidence:
        yield f"佐证　　{'；'.join(node.evidence)}"
    if node.applicability:
        effect = "按分值得分" if node.applicability.effect == "full" else "其余指标折算"
        when = f"{node.applicability.when} 时" if node.applicability.when else "填报人注明不适用时"
        yield f"不适用　{when}，{effect}。{node.applicability.words}"


def find_indicator(scheme: Scheme, name: str) -> Indicator | Part:
    """Find a scored indicator, or one of its parts, by name, alias or id. Raises WrongUsage with the nearest names."""
    wanted = name_key(name)
    for leaf in scheme.leaves():
        if wanted in {name_key(known) for known in (leaf.id, leaf.name, *leaf.aliases)}:
            return leaf
        if isinstance(leaf.rule, Parts):
            for part in leaf.rule.parts:
                if wanted in {name_key(part.name), name_key(leaf.name + part.name)}:
                    return part
    known = [leaf.name for leaf in scheme.leaves()]
    meant = get_close_matches(name, known, n=3, cutoff=0.3)
    hint = f"，是不是“{'”“'.join(meant)}”" if meant else ""
    raise WrongUsage(f"指标体系 {scheme.id} 里没有叫“{name}”的指标{hint}。")
