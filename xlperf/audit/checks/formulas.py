"""Formulas written out in the text (PCT, SUM): the result must be what the figures give."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain, round_half_up
from xlperf.audit.catalogue import FORMULA_RATE, FORMULA_SUM, RATE_SCALE, ROUNDING
from xlperf.audit.causes import likely_cause, power_of_ten
from xlperf.audit.formulas_in_text import Equation, equations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.audit.document import Paragraph
    from xlperf.audit.report import Report
    from xlperf.findings import Code, Finding

_HUNDRED: Final = Decimal(100)


def formulas(report: Report) -> Iterator[Finding]:
    """A formula that is written out must give the result that stands behind its equals sign."""
    for _, paragraph, _ in report.body():
        for equation in equations(paragraph.plain):
            yield from _weigh(paragraph, equation)


def _weigh(paragraph: Paragraph, equation: Equation) -> Iterator[Finding]:
    left, right = equation.left, equation.right
    percent = right.unit == "%" and not right.operators
    step = Decimal(1).scaleb(-equation.decimals) * (Decimal("0.01") if percent else 1)
    if right.operators:
        fits = left.interval.overlaps(right.interval) or abs(left.point - right.point) <= abs(right.point) * Decimal(
            "0.00005"
        )
        near = False
    else:
        fits = left.interval.overlaps(right.interval)
        near = abs(left.point - right.point) <= step * Decimal("1.0001")
    scaled = left.interval.scaled(_HUNDRED)
    written_without_percent = "÷" in left.operators and (
        scaled.overlaps(right.interval) or left.interval.overlaps(right.interval.scaled(_HUNDRED))
    )
    if fits:
        return
    if written_without_percent:
        if percent and not left.interval.overlaps(right.interval) and "100" not in equation.text:
            yield _finding(paragraph, RATE_SCALE, equation, percent=percent)
        return
    if near:
        yield _finding(paragraph, ROUNDING, equation, percent=percent)
        return
    additive = not {"×", "÷"} & set(left.operators)
    size = power_of_ten(left.point, right.point)
    code = RATE_SCALE if size == 100 and percent else FORMULA_SUM if additive else FORMULA_RATE
    yield _finding(paragraph, code, equation, percent=percent)


def _finding(paragraph: Paragraph, code: Code, equation: Equation, *, percent: bool) -> Finding:
    def shown(value: Decimal) -> str:
        scaled = value * 100 if percent else value
        return f"{plain(round_half_up(scaled, max(equation.decimals, 2)))}{equation.right.unit}"

    return code.finding(
        place=paragraph.place(equation.offset),
        subject=equation.label or "算式",
        quote=equation.text,
        expected=shown(equation.left.point),
        actual=shown(equation.right.point),
        hint=likely_cause(equation.left.point, equation.right.point) or code.advice,
    )
