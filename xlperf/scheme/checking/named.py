"""Every formula of a scheme with what it belongs to and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.scheme.model import Parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.scheme.model import Scheme

UNITS_SHOWN: Final = {"percent": "%", "money": "元"}
"""Unit that an outcome must have to be shown so."""


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
    unit: str | None = None
    """Unit that the outcome must have; None where any will do."""


def formulas_of(scheme: Scheme) -> Iterator[Named]:
    """Go through all formulas: computed facts, indicators, their parts, applicability, checks."""
    for fact in scheme.facts.values():
        if fact.formula:
            yield Named(fact.formula, f"数据项“{fact.id}”", ("数据项", fact.id, "公式"), "figure", fact.id, fact.unit)
    for leaf in scheme.leaves():
        where = f"指标“{leaf.name}”"
        if leaf.formula:
            path = ("指标", leaf.id, "公式")
            yield Named(leaf.formula, where, path, "figure", unit=UNITS_SHOWN.get(leaf.display))
        if leaf.applicability and leaf.applicability.when:
            condition = ("指标", leaf.id, "不适用", "条件")
            yield Named(leaf.applicability.when, f"{where}不适用的条件", condition, "condition")
        for number, part in enumerate(leaf.rule.parts if isinstance(leaf.rule, Parts) else (), start=1):
            if part.formula:
                below = ("指标", leaf.id, "评分", "分项", str(number), "公式")
                unit = UNITS_SHOWN.get(part.display)
                yield Named(part.formula, f"{where}的分项“{part.name}”", below, "figure", unit=unit)
    for check in scheme.checks:
        yield Named(check.formula, f"检查“{check.id}”", ("检查", check.id, "公式"), "condition")
