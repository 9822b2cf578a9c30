"""Numbers in a finished text (数字): each with its value, written decimals, unit and place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTES: Final = "“”\"‘’'「」『』"
_SAME: Final = str.maketrans("０１２３４５６７８９．％＋－−（）［］＝：；，", "0123456789.%+--()[]=:;,", _QUOTES)
"""Half-width signs for full-width ones; quotation marks go."""

_NUMBER: Final = re.compile(r"(?<![\d.])-?\d+(?:,\d{3}(?!\d))*(?:\.\d+)?")
_CIRCLED: Final = re.compile(r"[①-⑳]")
_UNIT: Final = re.compile(r"百万元|亿元|万元|千元|百元|元|个百分点|%|分(?![之布配类为别项管工])|年|月(?=\d)|日")


class Quantity(StrEnum):
    """What a number counts."""

    MONEY = "money"
    RATE = "rate"
    MARK = "mark"
    YEAR = "year"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without blanks and quotation marks, in half-width signs, with the way back to the original."""

    text: str
    origin: tuple[int, ...]
    source: str

    def quote(self, start: int, end: int, around: int = 12) -> str:
        """Quote the original words around a stretch of the folded text."""
        first = self.origin[max(0, start - around)]
        last = self.origin[min(len(self.origin), end + 4) - 1]
        return self.source[first : last + 1].strip()


@dataclass(frozen=True, slots=True)
class Token:
    """One number of a text."""

    start: int
    end: int
    """Without the unit."""
    written: str
    value: Decimal
    places: int
    """Decimals written."""
    quantity: Quantity
    unit: str
    """As written: 万元, %, 分, 件; empty where none follows."""

    @property
    def precise(self) -> bool:
        """Whether it has three or more significant digits, so that it is hardly the same as another by chance."""
        return len(self.written.lstrip("-0.").replace(".", "").replace(",", "")) >= 3


def folded(text: str) -> Folded:
    """Fold a text for comparison."""
    kept = tuple(index for index, char in enumerate(text) if char not in _QUOTES and not char.isspace())
    return Folded(bare(text), kept, text)


def bare(text: str) -> str:
    """Fold a text where only the words matter."""
    return "".join(text.translate(_SAME).split())


def tokens(text: str) -> Iterator[Token]:
    """Find the numbers of a folded text."""
    for found in _NUMBER.finditer(text):
        start = found.start()
        written = found[0]
        after = _UNIT.match(text, found.end())
        unit = after[0] if after else ""
        if written.startswith("-") and start and not _is_minus(text[start - 1], unit):
            start, written = start + 1, written[1:]
        value = Decimal(written.replace(",", ""))
        places = len(written.partition(".")[2])
        yield Token(start, found.end(), written, value, places, _quantity(unit), unit or _counted(text, found.end()))
    for found in _CIRCLED.finditer(text):
        value = Decimal(ord(found[0]) - ord("①") + 1)
        yield Token(found.start(), found.end(), found[0], value, 0, Quantity.COUNT, "")


def _is_minus(before: str, unit: str) -> bool:
    """Tell a minus from a stroke between two numbers or words: 结余-32.19万元 has one, 3-5项 and 附件-2 have none."""
    if "\u4e00" <= before <= "\u9fff":
        return unit in MONEY_UNITS or unit == "%"
    return not (before.isalnum() or before in ")%")


def _quantity(unit: str) -> Quantity:
    if unit in MONEY_UNITS:
        return Quantity.MONEY
    return {"%": Quantity.RATE, "个百分点": Quantity.RATE, "分": Quantity.MARK, "年": Quantity.YEAR}.get(
        unit, Quantity.COUNT
    )


def _counted(text: str, position: int) -> str:
    """Give the measure word after a number: 项, 份."""
    after = text[position : position + 1]
    return after if "\u4e00" <= after <= "\u9fff" else ""
