"""Chinese numerals (中文数字) and money in words (大写金额), both ways."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_DIGITS: Final = {
    c: i
    for i, chars in enumerate(("零〇", "一壹", "二贰两貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"))
    for c in chars
}
_TENS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUPS: Final = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_PLAIN: Final = ("零一二三四五六七八九", ("", "十", "百", "千"))
_FORMAL: Final = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))

NUMERAL_CHARACTERS: Final = "".join(_DIGITS) + "".join(_TENS) + "".join(_GROUPS)
"""Every character that a Chinese whole number may be written with."""

_NUMERAL = re.compile(f"[{NUMERAL_CHARACTERS}]{{1,40}}")
_MONEY = re.compile(
    f"(?:人民币)?(?P<minus>负)?(?:(?P<yuan>[{NUMERAL_CHARACTERS}]{{1,40}})[元圆])?"
    f"(?:零?(?P<jiao>[{''.join(_DIGITS)}])角)?(?:零?(?P<fen>[{''.join(_DIGITS)}])分)?[整正]?"
)


def _section(text: str) -> int | None:
    """Read a numeral under ten thousand (千百十); None when it is not well formed."""
    total = digit = 0
    last = 10_000
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            continue
        scale = _TENS[char]
        if scale >= last:
            return None
        total += (digit or 1) * scale
        digit, last = 0, scale
    return total + digit


def numeral_value(text: str) -> int | None:
    """Read a Chinese whole number: 十二 is 12, 三百零五 is 305, 二〇二三 is 2023, 壹佰贰拾万 is 1200000.

    Text that is no numeral gives None.
    """
    if not _NUMERAL.fullmatch(text):
        return None
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    for groups, size in (("亿億", 100_000_000), ("万萬", 10_000)):
        cut = max(text.rfind(group) for group in groups)
        if cut >= 0:
            high = numeral_value(text[:cut]) if cut else None
            low = numeral_value(text[cut + 1 :].lstrip("零〇")) if text[cut + 1 :].strip("零〇") else 0
            if high is None or low is None or low >= size:
                return None
            return high * size + low
    return _section(text)


def _group_words(number: int, digits: str, tens: tuple[str, ...]) -> str:
    """Write a whole number under ten thousand, with one 零 for any run of empty places inside it."""
    words = ""
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += digits[digit] + tens[place]
        elif words and not words.endswith("零") and number % 10**place:
            words += "零"
    return words


def _whole_words(number: int, digits: str, tens: tuple[str, ...]) -> str:
    if number == 0:
        return "零"
    for size, name in ((100_000_000, "亿"), (10_000, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _whole_words(high, digits, tens) + name + gap + (_whole_words(low, digits, tens) if low else "")
    return _group_words(number, digits, tens)


def numeral(number: int) -> str:
    """Write a whole number as in headings and lists (中文数字): 12 is 十二, 305 is 三百零五. Raises ValueError below 0."""  # noqa: E501 - one pattern
    if number < 0:
        raise ValueError(number)
    words = _whole_words(number, *_PLAIN)
    return words[1:] if words.startswith("一十") else words


def formal_money(yuan: Decimal) -> str:
    """Write an amount of 元 in words as on vouchers (大写金额), rounded to 分: 1203.50 is 壹仟贰佰零叁元伍角整."""
    cents = int((abs(yuan) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    whole, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    digits = _FORMAL[0]
    words = f"{_whole_words(whole, *_FORMAL)}元" if whole or not rest else ""
    if jiao:
        words += f"{digits[jiao]}角"
    elif fen and whole:
        words += "零"
    words += f"{digits[fen]}分" if fen else "整"
    return f"负{words}" if yuan < 0 and cents else words


def formal_money_value(text: str) -> Decimal | None:
    """Read money in words (大写金额), in 元: 捌佰肆拾柒元肆角叁分 is 847.43. Anything else gives None."""
    match = _MONEY.fullmatch("".join(text.split()))
    if not match or not any(match[name] for name in ("yuan", "jiao", "fen")):
        return None
    whole = numeral_value(match["yuan"]) if match["yuan"] else 0
    if whole is None:
        return None
    cents = sum(_DIGITS[match[name]] * size for name, size in (("jiao", 10), ("fen", 1)) if match[name])
    value = whole + Decimal(cents) / 100
    return -value if match["minus"] else value
