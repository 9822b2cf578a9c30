"""Marks by check points met (要点计分)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.answers import Choice
from xlperf.scoring.result import PointResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlperf.answers import PointAnswer
    from xlperf.scheme.model import CheckPoints


def score_points(
    rule: CheckPoints, indicator: str, answers: Mapping[tuple[str, int], PointAnswer], first: int = 1
) -> tuple[PointResult, ...]:
    """Give each point its mark: 是 all of it, 部分 a share, 否 none, 不适用 all of it (此项按分值得分).

    Two points of 1.25, one met and one partly:

    >>> from xlperf.answers import PointAnswer
    >>> from xlperf.scheme.model import CheckPoints, Point
    >>> rule = CheckPoints((Point("会计核算规范", Decimal("1.25")), Point("支付合规", Decimal("1.25"))))
    >>> answers = {("a", 1): PointAnswer("a", 1, Choice.YES), ("a", 2): PointAnswer("a", 2, Choice.PARTLY)}
    >>> [str(result.score) for result in score_points(rule, "a", answers)]
    ['1.25', '0.625']
    """
    results = []
    for number, point in enumerate(rule.points, start=first):
        answer = answers.get((indicator, number))
        score = None if answer is None else _earned(answer.choice, point.mark, rule.partly)
        results.append(PointResult(number, point, answer, score))
    return tuple(results)


def _earned(choice: Choice, mark: Decimal, partly: Decimal) -> Decimal:
    match choice:
        case Choice.PARTLY:
            return mark * partly
        case Choice.NO:
            return Decimal(0)
    return mark
