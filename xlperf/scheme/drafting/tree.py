"""A drafted scheme written as the plain values of a scheme's file."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain
from xlperf.scheme.drafting.rule_tree import (
    DISPLAY_WORDS,
    applicability_values,
    question_values,
    rule_values,
)
from xlperf.scheme.store import load_scheme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlperf.scheme.model import Indicator, Question
    from xlperf.scheme.nodes import Plain

BASE: Final = "final-accounts"
"""What every draft builds on: the tables and figures of the final accounts."""
TEXTS_FROM: Final = ("gd-district-2023", "national-frame-2013")
"""Whose questions on the report's cover and texts a draft asks."""
GRADES: Final = ("优", "良", "中", "差")
GRADE_SHARES: Final = ("0.9", "0.8", "0.6", "0")
WHOLE: Final = Decimal(100)


def scheme_values(
    tree: Sequence[Indicator], questions: Mapping[str, Question], *, identity: str, title: str, year: int
) -> dict[str, Plain]:
    """Write a whole scheme: head, questions, grades and tree."""
    full = sum((top.full for top in tree), Decimal(0))
    known = (question for scheme in map(load_scheme, TEXTS_FROM) for question in scheme.questions.values())
    texts = {question.id: question for question in known if question.section and not question.indicator}
    asked = {name: question_values(question) for name, question in (texts | dict(questions)).items()}
    head: dict[str, Plain] = {
        "指标体系": identity,
        "名称": title,
        "年度": str(year),
        "依据": title,
    }
    head |= {"满分": plain(full)} if full != WHOLE else {}
    grades = zip(GRADES, GRADE_SHARES, strict=True)
    return head | {
        "表格标题": title,
        "沿用": BASE,
        "填报项": asked,
        "等级": {name: plain(Decimal(share) * full) for name, share in grades},
        "指标": [indicator_values(top) for top in tree],
    }


def indicator_values(node: Indicator) -> dict[str, Plain]:
    """Write an indicator of any level with what is below it."""
    told: dict[str, Plain] = {"名称": node.name, "编号": node.id}
    told |= {"别名": list(node.aliases)} if node.aliases else {}
    told["满分"] = plain(node.full)
    if node.children:
        return told | {"下级": [indicator_values(child) for child in node.children]}
    told |= {"解释": node.definition} if node.definition else {}
    told |= {"公式": node.formula} if node.formula else {}
    told |= {"显示": DISPLAY_WORDS[node.display]} if node.formula and node.display in DISPLAY_WORDS else {}
    told |= {"评分标准": node.criteria} if node.criteria else {}
    if node.rule is not None:
        told["评分"] = rule_values(node.rule, percent=node.display == "percent")
    told["依据"] = node.reference.text
    told |= {} if node.reference.confirmed else {"待核": node.reference.pending or "是"}
    told |= {"佐证": list(node.evidence)} if node.evidence else {}
    return told | ({"不适用": applicability_values(node.applicability)} if node.applicability else {})
