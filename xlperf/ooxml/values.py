"""Values as cells hold them: numbers as shortest decimal text, dates as serial numbers, errors as errors."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.errors import EditRefused
from xlperf.ooxml.text import LONGEST_TEXT, length_in_excel
from xlperf.source.grid import CellValue, ErrorValue

if TYPE_CHECKING:
    from xlperf.ooxml.styles import Style

Writable = str | int | Decimal | bool | date | datetime | None
"""What can be written into a cell."""

_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,400}\.?\d{0,400}|\.\d{1,400})(?:[eE][+-]?\d{1,4})?")
_SIGNIFICANT: Final = 15
_LARGEST: Final = Decimal("1.7976931348623157E+308")
_PLAIN_DIGITS: Final = 21
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?Z?)?")
_DAY: Final = timedelta(days=1)
_EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zones
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001 - cells know no time zones
_FIRST_OF_MARCH_1900: Final = 61
"""Excel believes in a 29 February 1900, so earlier days count one less."""
_LAST_DAY: Final = 2_958_466


def number_text(value: Decimal | int) -> str:
    """Write a number as the shortest decimal text.

    Raises:
        EditRefused: NaN, infinite, or too large for a cell.
    """
    number = _storable(value)
    if not number:
        return "0"
    if -_PLAIN_DIGITS < number.adjusted() < _PLAIN_DIGITS:
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    sign, digits, exponent = number.as_tuple()
    while len(digits) > 1 and digits[-1] == 0:
        digits, exponent = digits[:-1], int(exponent) + 1
    return f"{Decimal((sign, digits, int(exponent))):E}"


def _storable(value: Decimal | int) -> Decimal:
    number = Decimal(value)
    if not number.is_finite() or abs(number) > _LARGEST:
        raise EditRefused(f"{value} 不是单元格能存的数，请改为普通数字")
    return number


def number(text: str) -> Decimal | None:
    """Read a number as the file writes it; None if it is none.

    Excel works to 15 digits and writes 17: 0.1 may stand as 0.10000000000000001.
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    found = Decimal(text)
    if abs(found) > _LARGEST:
        return None
    if len(found.as_tuple().digits) > _SIGNIFICANT:
        found = Decimal(repr(float(text)))
        return found if found % 1 else found.quantize(Decimal(1)) if abs(found) < 10**27 else found
    return found


def serial(moment: date, *, is_1904: bool) -> Decimal:
    """Give the serial number of a day or moment.

    Raises:
        EditRefused: if the workbook's calendar does not reach back so far.
    """
    whole = isinstance(moment, datetime)
    at = moment.replace(tzinfo=None) if isinstance(moment, datetime) else datetime(*moment.timetuple()[:3])  # noqa: DTZ001
    epoch = _EPOCH_1904 if is_1904 else _EPOCH_1900
    since = at - epoch
    days = Decimal(since.days)
    if not is_1904 and days < _FIRST_OF_MARCH_1900:
        days -= 1
    if days < (0 if is_1904 else 1):
        raise EditRefused(f"日期 {moment} 早于工作簿日历的起点，单元格存不下，请改为文字")
    if whole:
        seconds = Decimal(since.seconds) + Decimal(since.microseconds) / 1_000_000
        days += (seconds / 86_400).quantize(Decimal("1e-12"), ROUND_HALF_EVEN)
    return days


def moment(days: Decimal, style: Style, *, is_1904: bool) -> date | datetime | None:
    """Read a serial number as the day or moment that its format shows; None if it is none."""
    if not 0 <= days < _LAST_DAY or (not is_1904 and days < 1):
        return None
    if not is_1904 and days < _FIRST_OF_MARCH_1900:
        days += 1
    whole = int(days)
    milliseconds = int(((days - whole) * 86_400_000).quantize(Decimal(1), ROUND_HALF_EVEN))
    epoch = _EPOCH_1904 if is_1904 else _EPOCH_1900
    try:
        at = epoch + whole * _DAY + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
    return at if style.shows_time or milliseconds else at.date()


def iso_moment(text: str) -> date | datetime | None:
    """Read a date that the file writes as text (``2024-05-01T08:00:00``)."""
    match = _ISO_DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction = match.groups()
    try:
        if hour is None:
            return date(int(year), int(month), int(day))
        micro = int((fraction or "0").ljust(6, "0"))
        return datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micro)  # noqa: DTZ001
    except ValueError:
        return None


def checked(value: object, place: str) -> Writable:
    """Make sure that a value can be written.

    Raises:
        EditRefused: too long a text, no number, or of a kind that cells do not hold.
    """
    if value is None or isinstance(value, (bool, date)):
        return value
    if isinstance(value, str):
        if length_in_excel(value) > LONGEST_TEXT:
            raise EditRefused(
                f"要写入 {place} 的文字有 {length_in_excel(value)} 个字符，单元格最多存 {LONGEST_TEXT} 个，请缩短"
            )
        return str(value)
    if isinstance(value, (int, Decimal)):
        _storable(value)
        return value
    raise EditRefused(f"要写入 {place} 的值是 {type(value).__name__}，单元格只能写文字、整数、Decimal、是否、日期或空")


__all__ = [
    "CellValue",
    "ErrorValue",
    "Writable",
    "checked",
    "iso_moment",
    "moment",
    "number",
    "number_text",
    "serial",
]
