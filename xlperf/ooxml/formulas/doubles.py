"""The one place with floats: numbers as Excel computes, compares, rounds and writes them.

A cached value is a file's edge: it has to be what Excel itself would have stored, and Excel computes in IEEE
doubles. Decimal would give other digits (0.1+0.2 is 0.30000000000000004 in the file, and 0.3 on the screen). So
results are Python floats here, and each step in which Excel looks at 15 digits instead of the double is done both
ways: where the two ways disagree, the formula is left to Excel.

In files Excel writes 17 significant digits, never the shortest text: 0.1 is stored as 0.10000000000000001. All
743 long numbers of the public workbooks that Excel saved are so (measured).
"""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from typing import TYPE_CHECKING, Final, Self

from xlperf.ooxml.formulas.values import ErrorValue, Unsure

if TYPE_CHECKING:
    from collections.abc import Callable

_SURELY_NOTHING: Final = 2.0**-49
_PERHAPS_NOTHING: Final = 1e-14
_NEARLY_EQUAL: Final = 2.0**-48
_WIDE: Final = Context(prec=400, Emin=-999_999, Emax=999_999)
_LARGEST_PLAIN: Final = 20
_MOST_DECIMALS: Final = 50
_LONGEST_PLAIN: Final = 1e15
_SHORT_BELOW: Final = 1e-3
_SHORT: Final = len("-0.0001234")
_LARGEST_QUOTIENT: Final = 2.0**40


class Residue(float):
    """A difference so small beside its terms that Excel shows 0 for it in some places and not in others."""

    __slots__ = ("share",)
    share: float

    def __new__(cls, value: float, share: float) -> Self:
        """Keep beside the value its share of the larger term."""
        residue = super().__new__(cls, value)
        residue.share = share
        return residue


def number_text(value: float) -> str:
    """Write a number as Excel writes it in a file: 17 significant digits, ``E`` below 0.1 and from 1E+20 on."""
    if value == 0:
        return "0"
    mantissa, _, power = f"{value:.16E}".partition("E")
    exponent = int(power)
    if -1 <= exponent < _LARGEST_PLAIN:
        plain = f"{Decimal(f'{mantissa}E{exponent}'):f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return f"{mantissa.rstrip('0').rstrip('.')}E{exponent:+d}"


def finite(value: float) -> float | ErrorValue:
    """Turn what is no number, or too large for Excel, into ``#NUM!``."""
    if math.isnan(value) or math.isinf(value):
        return ErrorValue.NUM
    return value or 0.0


def add(one: float, other: float) -> float | ErrorValue:
    """Add two numbers; marks a sum that may be nothing but rounding."""
    for term, beside in ((one, other), (other, one)):
        if isinstance(term, Residue) and abs(term) > abs(beside) * _PERHAPS_NOTHING:
            return Residue(one + other, 1.0)
    return _marked(one + other, max(abs(one), abs(other)))


def subtract(one: float, other: float) -> float | ErrorValue:
    """Subtract; the same as adding the opposite."""
    return add(one, Residue(-other, other.share) if isinstance(other, Residue) else -other)


def multiply(one: float, other: float) -> float | ErrorValue:
    """Multiply; what was perhaps nothing stays so."""
    product = finite(float(one) * float(other))
    if isinstance(product, float) and (isinstance(one, Residue) or isinstance(other, Residue)):
        return Residue(product, 1.0)
    return product


def divide(one: float, other: float) -> float | ErrorValue:
    """Divide; unsure by what is perhaps nothing."""
    divisor = certain(other)
    if divisor == 0:
        return ErrorValue.DIV0
    quotient = finite(float(one) / divisor)
    return Residue(quotient, 1.0) if isinstance(one, Residue) and isinstance(quotient, float) else quotient


def certain(value: float) -> float:
    """Return a number that is surely what it is."""
    if isinstance(value, Residue):
        raise Unsure("数值接近 0，只差舍入误差")
    return value


def total(numbers: list[float]) -> float | ErrorValue:
    """Add numbers in their order, as SUM does."""
    running, largest = 0.0, 0.0
    for number in map(certain, numbers):
        running += number
        largest = max(largest, abs(running), abs(number))
    if running == 0 and math.fsum(numbers) != 0:
        return Residue(running, 0.0)
    return _marked(running, largest)


def _marked(value: float, largest: float) -> float | ErrorValue:
    if value and abs(value) <= largest * _PERHAPS_NOTHING:
        return Residue(value, abs(value) / largest)
    return finite(value)


def settled(value: float, *, from_sum: bool) -> float:
    """Return a formula's final number; Excel makes it 0 where its last step added or subtracted near-equals."""
    if not isinstance(value, Residue):
        return value
    if from_sum and value.share <= _SURELY_NOTHING:
        return 0.0
    raise Unsure("结果接近 0，只差舍入误差")


def square_root(value: float) -> float | ErrorValue:
    """SQRT."""
    return ErrorValue.NUM if certain(value) < 0 else math.sqrt(value)


def absolute(value: float) -> float:
    """ABS."""
    return Residue(abs(value), value.share) if isinstance(value, Residue) else abs(value)


def fifteen(value: float) -> float:
    """Return the number rounded to the 15 digits that Excel shows."""
    return float(f"{value:.14e}")


def order(one: float, other: float) -> int:
    """Compare as Excel's operators do, by 15 digits: -1, 0 or 1."""
    results = {_order(a, b) for a in _readings(one) for b in _readings(other)}
    if len(results) > 1:
        raise Unsure("比较的两数只差舍入误差")
    return results.pop()


def _readings(value: float) -> tuple[float, ...]:
    return (value, 0.0) if isinstance(value, Residue) else (value,)


def _order(one: float, other: float) -> int:
    a, b = fifteen(one), fifteen(other)
    if a == b:
        return 0
    if abs(one - other) <= max(abs(one), abs(other)) * _NEARLY_EQUAL:
        raise Unsure("比较的两数只差舍入误差")
    return -1 if a < b else 1


def same(one: float, other: float) -> bool:
    """Say whether a lookup or a criterion finds the number; unsure where only 15 digits agree."""
    if certain(one) == certain(other):
        return True
    if fifteen(one) == fifteen(other):
        raise Unsure("查找的两数只差舍入误差")
    return False


def is_true(value: float) -> bool:
    """Say whether a number counts as TRUE."""
    return certain(value) != 0


def both_ways(value: float, work: Callable[[Decimal], Decimal]) -> Decimal:
    """Work on all digits of a number and on 15 of them; unsure where the results differ."""
    readings = {work(Decimal(repr(float(v)))) for v in (*_readings(value), fifteen(value))}
    if len(readings) > 1:
        raise Unsure("舍入结果取决于第 16 位数字")
    return readings.pop()


def decimals(value: float, places: float, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Round to so many decimals (negative: tens, hundreds), by a rounding of ``decimal``."""
    digits = whole(places)
    if abs(digits) > _MOST_DECIMALS:
        raise Unsure("小数位数过大")
    unit = Decimal(1).scaleb(-digits)
    return both_ways(value, lambda d: d.quantize(unit, rounding=rounding, context=_WIDE))


def rounded(value: float, places: float, rounding: str) -> float | ErrorValue:
    """Round as ``decimals`` does, to a number."""
    return finite(float(decimals(value, places, rounding)))


def half_up(value: float, places: float) -> float | ErrorValue:
    """ROUND: halves go away from zero."""
    return rounded(value, places, ROUND_HALF_UP)


def away(value: float, places: float) -> float | ErrorValue:
    """ROUNDUP: away from zero."""
    return rounded(value, places, ROUND_UP)


def towards_zero(value: float, places: float) -> float | ErrorValue:
    """ROUNDDOWN and TRUNC."""
    return rounded(value, places, ROUND_DOWN)


def floor(value: float) -> float | ErrorValue:
    """INT: down to a whole number."""
    return rounded(value, 0, ROUND_FLOOR)


def whole(value: float) -> int:
    """Cut an argument that Excel takes as a whole number (an index, a count of characters)."""
    return int(both_ways(value, lambda d: Decimal(int(d))))


def modulo(number: float, divisor: float) -> float | ErrorValue:
    """MOD: the remainder, with the divisor's sign."""
    if divisor == 0:
        return ErrorValue.DIV0
    quotient = certain(number) / certain(divisor)
    if abs(quotient) >= _LARGEST_QUOTIENT:
        raise Unsure("MOD 的商过大")
    remainder = number - divisor * int(both_ways(quotient, lambda d: d.to_integral_value(ROUND_FLOOR)))
    if remainder != number % divisor:
        raise Unsure("余数取决于舍入误差")
    return finite(remainder)


def power(base: float, exponent: float) -> float | ErrorValue:
    """Raise to a power as ``^`` and POWER do."""
    if certain(base) == 0 and certain(exponent) <= 0:
        return ErrorValue.NUM if exponent == 0 else ErrorValue.DIV0
    try:
        result = base**exponent
    except OverflowError:
        return ErrorValue.NUM
    if isinstance(result, complex):
        raise Unsure("负数开方")
    return finite(result)


def shown(value: float) -> str:
    """Write a number as ``&`` and the text functions see it: at most 15 digits, no exponent.

    Raises:
        Unsure: for numbers that Excel might write with an exponent.
    """
    if certain(value) == 0:
        return "0"
    text = f"{Decimal(f'{value:.14e}'):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if abs(value) >= _LONGEST_PLAIN or (abs(value) < _SHORT_BELOW and len(text) > _SHORT):
        raise Unsure("数值过大或过小，不能确定 Excel 怎样写成文字")
    return text
