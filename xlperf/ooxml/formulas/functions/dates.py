"""Parts of dates: DATE, YEAR, MONTH, DAY, in the 1900 system and after its day that never was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.formulas.coercion import to_number
from xlperf.ooxml.formulas.doubles import whole
from xlperf.ooxml.formulas.functions.kinds import Function, Special
from xlperf.ooxml.formulas.values import Unsure

if TYPE_CHECKING:
    from xlperf.ooxml.formulas.evaluating import Evaluation
    from xlperf.ooxml.formulas.grids import Operand
    from xlperf.ooxml.formulas.parsing import Node

_EPOCH: Final = date(1899, 12, 30)
_FIRST_SURE: Final = 61
_LAST: Final = 2_958_465


def _whole_arguments(evaluation: Evaluation, nodes: tuple[Node, ...]) -> list[int]:
    if evaluation.book.date_1904:
        raise Unsure("1904 日期系统")
    return [whole(to_number(evaluation.checked(node))) for node in nodes]


def _sure(serial: int) -> int:
    if not _FIRST_SURE <= serial <= _LAST:
        raise Unsure("日期早于 1900-03-01 或过大")
    return serial


def _date(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
    year, month, day = _whole_arguments(evaluation, nodes)
    more_years, month_from_0 = divmod(month - 1, 12)
    if not 1900 <= year + more_years <= 9999 or year < 1900 or abs(day) > _LAST:
        raise Unsure("年份超出 1900–9999")
    first = (date(year + more_years, month_from_0 + 1, 1) - _EPOCH).days
    return float(_sure(first + day - 1))


def _part(name: str) -> Special:
    def run(evaluation: Evaluation, nodes: tuple[Node, ...]) -> Operand:
        (serial,) = _whole_arguments(evaluation, nodes)
        return float(getattr(_EPOCH + timedelta(days=_sure(serial)), name))

    return Special(run, 1, 1)


FUNCTIONS: Final[dict[str, Function]] = {
    "DATE": Special(_date, 3, 3),
    "YEAR": _part("year"),
    "MONTH": _part("month"),
    "DAY": _part("day"),
}
