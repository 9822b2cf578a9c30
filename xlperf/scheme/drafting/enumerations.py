"""Check points that the criteria number or list (评价要点), with the marks that the words give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xlperf.scheme.model import CheckPoints, Point

_MARK: Final = r"\d+(?:\.\d+)?"
_ITEM: Final = re.compile(r"(?:[①-⑳]|\(\d{1,2}\)|(?<![\d.])\d{1,2}[、.)](?!\d)|[一二三四五六七八九十]是)")
_ITEM_MARK: Final = re.compile(rf"[(]?(?:得|计|占|记|,)?({_MARK})分[)]?")
_EACH: Final = re.compile(
    rf"(?:每|各|一)(?:有|具备|符合|满足|达到|完成|做到|少|缺|缺少|不符合|不满足|未达到|未完成|个|项|个?要点|条|处)*?"
    rf"(?:一|1|发现)?(?:个|项|点|条|处|例|次|个?要点)?[^,;。\d]{{0,10}},?(?:得|扣|计|减|各)?({_MARK})分"
)
_YES_NO: Final = re.compile(
    r"(?:得|计)?(?:满分|全分|\d+(?:\.\d+)?分)[,;。]?(?:否则|反之|未.{1,16}?|不.{1,12}?|没有.{1,12}?)(?:的|,)*(?:不得分|不计分|得?0分)"
)


@dataclass(frozen=True, slots=True)
class Points:
    """The points found."""

    rule: CheckPoints
    words: str
    closes: bool
    """Whether the marks that the words give add up to the full mark."""
    note: str = ""


def read_points(bare: str, full: Decimal) -> Points | None:
    """Read numbered or listed points of folded criteria; None where there are none."""
    items = _items(bare)
    if len(items) >= 2:
        return _with_marks(items, bare, full)
    found = _YES_NO.search(bare)
    if found:
        words = re.split(r"[,;。]", bare[: found.start()] or bare)[0]
        text = re.sub(r"(?:的|,)$", "", words) or bare[:40]
        return Points(CheckPoints((Point(text, full),)), bare[: found.end()], closes=True)
    return None


def _items(bare: str) -> list[str]:
    """Cut the text at its numbering."""
    marks = list(_ITEM.finditer(bare))
    if not marks:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(bare)]
    return [bare[mark.end() : end].strip(",;。:") for mark, end in zip(marks, ends, strict=True)]


def _with_marks(items: list[str], bare: str, full: Decimal) -> Points:
    each = _EACH.search(bare)
    stated = [_ITEM_MARK.search(item) for item in items]
    if all(stated):
        marks = [Decimal(found[1]) for found in stated if found]
        note = "各要点的分值按文字所写"
    elif each and Decimal(each[1]) * len(items) == full:
        marks = [Decimal(each[1])] * len(items)
        note = ""
    else:
        marks = _equal(full, len(items))
        note = "文字没有写明每个要点的分值，按平均分"
    closes = sum(marks, Decimal(0)) == full and not note.startswith("文字没有")
    if sum(marks, Decimal(0)) != full:
        marks, note, closes = _equal(full, len(items)), "文字中各要点的分值加起来不等于满分，按平均分", False
    texts = [
        _ITEM_MARK.sub("", re.split(r"[;。]", item)[0]).strip(",:()") or f"要点{n}" for n, item in enumerate(items, 1)
    ]
    points = tuple(Point(text, mark) for text, mark in zip(texts, marks, strict=True))
    return Points(CheckPoints(points), bare, closes, "" if closes else note)


def _equal(full: Decimal, count: int) -> list[Decimal]:
    """Part a mark equally to the hundredth; the last takes what is left."""
    share = (full / count).quantize(Decimal("0.01"))
    return [*[share] * (count - 1), full - share * (count - 1)]
