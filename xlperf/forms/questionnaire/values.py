"""Figures as people type them into 填报表.xlsx: numbers as text, three ways of a percentage, wrong signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS, is_dash, parse_number, percent_text, plain
from xlperf.forms import catalogue
from xlperf.source.grid import ErrorValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlperf.findings import Finding, Place
    from xlperf.source.grid import CellValue

_COUNTED: Final = frozenset("项个件人份次家户台辆宗条")
_UNIT_BEHIND: Final = re.compile(r"(.*?\d)\s*(%|％|元|千元|万元|亿元|[项个件人份次家户台辆宗条分])")
LARGEST: Final = Decimal(10) ** 15
"""No department counts so many of anything."""
_MOST_RATE: Final = 2
"""A cell formatted as a percentage above it was typed without the sign: 95.91 shown as 9591 %."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell of the questionnaire as typed."""

    value: CellValue
    is_percent: bool
    """Whether the cell shows percentages."""
    place: Place
    subject: str
    """What it answers."""

    @property
    def is_blank(self) -> bool:
        """Blank, or a dash for "none"."""
        value = self.value
        return value is None or (isinstance(value, str) and (not value.strip() or is_dash(value)))

    @property
    def text(self) -> str:
        """The cell as text."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, Decimal):
            return percent_text(value) if self.is_percent and abs(value) < LARGEST else plain(value)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, datetime | date):
            return f"{value.year}年{value.month}月{value.day}日"
        return value.text if isinstance(value, ErrorValue) else str(value).strip()


def read_figure(typed: Typed, unit: str, report: Callable[[Finding], None]) -> Decimal | None:
    """Read a figure in 元 for money and as a rate for %, reporting what is wrong; None where there is none."""
    if typed.is_blank:
        return None
    found = _number(typed)
    if found is None or found[0] < 0:
        is_error = isinstance(typed.value, ErrorValue)
        code = catalogue.NEGATIVE if found else catalogue.CELL_ERROR if is_error else catalogue.NOT_A_NUMBER
        report(code.finding(place=typed.place, subject=typed.subject, quote=typed.text))
        return None
    value, sign, as_text = found
    if as_text:
        actual = percent_text(value) if sign == "%" else plain(value)
        report(
            catalogue.NUMBER_AS_TEXT.finding(place=typed.place, subject=typed.subject, quote=typed.text, actual=actual)
        )
    if unit == "%":
        return _rate(typed, value, report, sure=sign == "%")
    if unit in MONEY_UNITS:
        return value * MONEY_UNITS[sign if sign in MONEY_UNITS else unit]
    if unit in _COUNTED and value != int(value):
        report(catalogue.NOT_A_WHOLE.finding(place=typed.place, subject=typed.subject, quote=typed.text))
    return value


def _number(typed: Typed) -> tuple[Decimal, str, bool] | None:
    """Give the number, the unit or % typed behind it, and whether the cell is text."""
    if isinstance(typed.value, Decimal):
        return (typed.value, "", False) if abs(typed.value) < LARGEST else None
    if not isinstance(typed.value, str):
        return None
    text = typed.value.strip()
    behind = _UNIT_BEHIND.fullmatch(text)
    number = parse_number(behind[1] if behind else text)
    if number is None or abs(number) >= LARGEST:
        return None
    sign = (behind[2] if behind else "").replace("％", "%")
    return (number / 100 if sign == "%" else number), sign, True


def _rate(typed: Typed, value: Decimal, report: Callable[[Finding], None], *, sure: bool) -> Decimal:
    """Read a percentage: 95.91 % and 95.91 are sure, 0.95 without a sign is not."""
    if typed.is_percent and value <= _MOST_RATE:
        sure = True
    if sure:
        rate = value
    elif value > 1:
        rate = value / 100
        if typed.is_percent:
            _ask(typed, rate, value, report)
    else:
        rate = value
        if value != 0:
            _ask(typed, rate, value / 100, report)
    if rate > 1:
        report(catalogue.PERCENT_OVER_100.finding(place=typed.place, subject=typed.subject, quote=percent_text(rate)))
    return rate


def _ask(typed: Typed, taken: Decimal, other: Decimal, report: Callable[[Finding], None]) -> None:
    report(
        catalogue.AMBIGUOUS_PERCENT.finding(
            place=typed.place,
            subject=typed.subject,
            quote=typed.text,
            actual=percent_text(taken),
            expected=percent_text(other),
        )
    )
