"""Likely causes (可能原因): how a wrong figure may have come about, tried one after another."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import cut, plain, round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable

_TENS: Final = (Decimal(10_000), Decimal(1000), Decimal(100), Decimal(10), Decimal(100_000_000))


def figures(value: Decimal) -> str:
    """Give the digits of a figure without point, sign and zeros at its ends."""
    return plain(abs(value)).replace(".", "").strip("0")


def transposed(one: Decimal, other: Decimal) -> bool:
    """Say whether two neighbouring digits changed places (857.90 for 875.90)."""
    a, b = _aligned(one, other)
    if len(a) != len(b):
        return False
    differ = [at for at in range(len(a)) if a[at] != b[at]]
    return (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and a[differ[0]] == b[differ[1]]
        and a[differ[1]] == b[differ[0]]
    )


def one_digit(one: Decimal, other: Decimal) -> bool:
    """Say whether just one digit differs (757.90 for 157.90)."""
    a, b = _aligned(one, other)
    return len(a) == len(b) and len(a) > 1 and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _aligned(one: Decimal, other: Decimal) -> tuple[str, str]:
    places = max(_decimals(one), _decimals(other))
    return f"{abs(one):.{places}f}".replace(".", ""), f"{abs(other):.{places}f}".replace(".", "")


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def power_of_ten(one: Decimal, other: Decimal) -> Decimal | None:
    """Give the factor 10, 100, 1000, 万 or 亿 between two figures, None when there is none."""
    if not one or not other:
        return None
    ratio = abs(one / other)
    for size in _TENS:
        for factor in (size, 1 / size):
            if abs(ratio / factor - 1) < Decimal("0.0005"):
                return size
    return None


def slip(expected: Decimal, actual: Decimal) -> str:
    """Say how ``actual`` may have come from ``expected`` by one slip of the hand; empty when it is no slip."""
    if expected == actual:
        return ""
    if expected == -actual:
        return "正负号反了"
    size = power_of_ten(expected, actual)
    if size:
        return f"相差 {plain(size)} 倍，可能是单位（元、万元）或小数点的错"
    if transposed(expected, actual):
        return "可能是相邻两位数字写颠倒了"
    if one_digit(expected, actual):
        return "可能是一位数字写错了"
    return ""


def likely_cause(expected: Decimal, actual: Decimal, parts: Iterable[tuple[str, Decimal]] = ()) -> str:
    """Say the likely cause of a wrong figure, from what it should be and the (label, value) pairs it comes from."""
    parts = tuple(parts)
    residual = actual - expected
    for label, value in parts:
        if value and residual == -value:
            return f"差额正好等于“{label}”{plain(value)}，总数可能漏加了这一项"
        if value and residual == value:
            return f"差额正好等于“{label}”{plain(value)}，总数可能把它多加了一遍"
        if value and abs(residual) == 2 * abs(value):
            return f"差额正好是“{label}”{plain(value)}的两倍，可能正负号反了"
    named = slip(expected, actual)
    if named:
        return named
    for label, value in parts:
        named = slip(value - expected + actual, value)
        if named and value != value - expected + actual:
            return f"“{label}”{plain(value)}若为{plain(value - expected + actual)}则相符，{named}"
    return ""


def was_cut(exact: Decimal, stated: Decimal, places: int) -> bool:
    """Say whether a figure was cut instead of rounded (舍位而没有四舍五入)."""
    return cut(exact, places) == stated != round_half_up(exact, places)
