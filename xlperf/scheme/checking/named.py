"""Every formula of a scheme with what it belongs to and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlperf.scheme.model import Parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class Named:
    """A formula of the scheme."""

    text: str
    where: str
    """指标“结转结余率”."""
    path: tuple[str, ...]
    wants: str
    """figure or condition."""
    owner: str = ""
    """Name of the figure that the formula gives, where other formulas may use it."""


def formulas_of(scheme: Scheme) -> Iterator[Named]:
    """Go through all formulas: computed facts, indicators, their parts, applicability, checks."""
    for fact in scheme.facts.values():
        if fact.formula:
            yield Named(fact.formula, f"数据项“{fact.id}”", ("数据项", fact.id, "公式"), "figure", fact.id)
    for leaf in scheme.leaves():
        where = f"指标“{leaf.name}”"
        if leaf.formula:
            yield Named(leaf.formula, where, ("指标", leaf.id, "公式"), "figure")
        if leaf.applicability and leaf.applicability.when:
            condition = ("指标", leaf.id, "不适用", "条件")
            yield Named(leaf.applicability.when, f"{where}不适用的条件", condition, "condition")
        for number, part in enumerate(leaf.rule.parts if isinstance(leaf.rule, Parts) else (), start=1):
            if part.formula:
                path = ("指标", leaf.id, "评分", "分项", str(number), "公式")
                yield Named(part.formula, f"{where}的分项“{part.name}”", path, "figure")
    for check in scheme.checks:
        yield Named(check.formula, f"检查“{check.id}”", ("检查", check.id, "公式"), "condition")
