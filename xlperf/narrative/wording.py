"""Wording that follows the figures (措辞): 增加、下降、持平, shares, differences, and lists."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS, percent_text, to_yuan
from xlperf.narrative.figures import Figure, placeholder
from xlperf.numerals import numeral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_ENDS: Final = "。；;，,、.!！"


def difference(left: Figure, right: Figure) -> Figure:
    """Give how far two figures lie apart (差额), never negative, from the figures as they are printed."""
    if not (left.known and right.known):
        return _unknown(left, right, "差额")
    gap = abs(left.shown - right.in_unit(left.money_unit).shown)
    value = to_yuan(gap, left.money_unit) if left.unit in MONEY_UNITS else gap
    return Figure("差额", value, left.unit, left.money_unit)


def share(part: Figure, whole: Figure) -> Figure:
    """Give the share of one figure in another (占比); nothing where the base is 0."""
    if not (part.known and whole.known) or whole.value == 0:
        return _unknown(part, whole, "占比")
    return Figure("占比", (part.value or Decimal(0)) / (whole.value or Decimal(1)), "%")


def share_worked_out(part: Figure, whole: Figure) -> str:
    """Write a share out with its figures: 2.26 ÷ 2.50 × 100% = 90.40%."""
    rate = share(part, whole)
    return f"{part.number} ÷ {whole.number} × 100% = {rate}" if rate.known else str(rate)


def compared(now: Figure, before: Figure) -> str:
    """Say how a figure stands against another (较): 增加54.07万元，增长6.59%; 持平; no rate on a base of 0."""
    if not (now.known and before.known):
        return str(_unknown(now, before, "比较"))
    gap = difference(now, before)
    if not gap:
        return "持平"
    up = now > before
    words = f"{'增加' if up else '减少'}{gap}"
    if now.unit == "%":
        points = f"{abs(now.shown - before.shown) * 100:.2f}"
        return f"{'上升' if up else '下降'}{points}个百分点"
    if before.value is None or before.value <= 0 or now.value is None:
        return words
    rate = abs(now.value - before.value) / before.value
    return f"{words}，{'增长' if up else '下降'}{percent_text(rate)}"


def compared_with_last_year(now: Figure, before: Figure) -> str:
    """Say how a figure stands against the year before (较上年)."""
    return f"较上年{compared(now, before)}"


def clause(text: object) -> str:
    """Cut the stop at the end of a text so that a sentence can go on after it."""
    return str(text).strip().rstrip(_ENDS)


def quoted(text: object) -> str:
    """Put a name in quotation marks; those inside become single ones."""
    return f"“{str(text).translate(str.maketrans('“”', '‘’'))}”"


def listed(items: Iterable[object], last: str = "、") -> str:
    """Join things as a sentence lists them: 甲、乙、丙, or with 和 before the last."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return "、".join(words[:-1]) + last + words[-1]


def parts(names: Iterable[str], figures: Mapping[str, Figure]) -> list[Figure]:
    """Pick the figures of these names that there are and that are not 0 (构成)."""
    return [figure for figure in (figures.get(name) for name in names) if figure]


def in_money_unit(unit: str) -> Callable[[Figure], str]:
    """Make a filter that prints money in ``unit``: 847.43万元."""

    def print_money(figure: Figure) -> str:
        return str(figure.in_unit(unit))

    return print_money


def as_percent(value: Figure | Decimal) -> str:
    """Print a rate as a percentage: 3.66%."""
    if isinstance(value, Figure):
        return percent_text(value.value) if value.value is not None else placeholder(value.name)
    return percent_text(value)


def without_unit(figure: Figure) -> str:
    """Print a figure without its unit."""
    return figure.number


def close_set(text: object) -> str:
    """Set a rule as documents do: no blanks, full-width brackets. Formulas keep theirs, where a line may break."""
    return re.sub(r"\s+", "", str(text)).replace("(", "（").replace(")", "）")


def chinese_number(number: int) -> str:
    """Write a whole number in Chinese: 一、十二."""
    return numeral(number)


def chinese_count(number: int) -> str:
    """Write how many there are, before a measure word: 两项、十二个."""
    return "两" if number == 2 else numeral(number)


def _unknown(left: Figure, right: Figure, name: str) -> Figure:
    missing = next((side.name for side in (left, right) if not side.known), f"{left.name}与{right.name}的{name}")
    return Figure(missing, None)


FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    "元": in_money_unit("元"),
    "万元": in_money_unit("万元"),
    "亿元": in_money_unit("亿元"),
    "百分比": as_percent,
    "数": without_unit,
    "中文数": chinese_number,
    "个数": chinese_count,
    "句": clause,
    "列举": listed,
    "引": quoted,
    "排版": close_set,
}
"""Filters of every template, by the Chinese name that templates write after ``|``."""

FUNCTIONS: Final[Mapping[str, Callable[..., object]]] = {
    "差额": difference,
    "占比": share,
    "算占比": share_worked_out,
    "较": compared,
    "较上年": compared_with_last_year,
    "待补": placeholder,
}
"""Functions of every template."""
