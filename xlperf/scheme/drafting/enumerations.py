"""Check points that the criteria number or list (评价要点), with the marks that the words give them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.scheme.drafting.clauses import MARK, POINTS, clauses, is_absence
from xlperf.scheme.drafting.conditions import folded
from xlperf.scheme.drafting.counting import INSTANCES, read_each
from xlperf.scheme.drafting.reading import NOT_UNDERSTOOD, CriteriaReading
from xlperf.scheme.model import CheckPoints, Point, Proportion, Steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.scheme.drafting.clauses import Clause
    from xlperf.scheme.drafting.counting import Each

NOTHING: Final = Decimal(0)
_ITEM: Final = re.compile(
    r"(?:[①-⑳]|\(\d{1,2}\)|\([一二三四五六七八九十]\)|(?<![\d.%~第])\d{1,2}[、)](?!\d)|(?:(?<=^)|(?<=[;。:,)分]))\d{1,2}\.(?!\d)|[一二三四五六七八九十]是)"
)
_ITEM_MARK: Final = re.compile(rf"[,:]?\(?(?:可?得|计|占|记|为|给)?(?:满分|分值)?({MARK}){POINTS}\)?")
_AFTER: Final = re.compile(r"以上|上述|全部|每|符合[一其]|完全|部分|否则|扣完|具备|[各均]项|有一项|少一项|缺一项")
_ALL: Final = re.compile(
    r"(?:全部|均|都|同时)[^,;。]{0,8}(?:得|计)?(?:满分|全分)[^;。]{0,4}[,;。](?:否则|有一项|任一|其中)[^,;。]{0,10}(?:不得分|0分)"
)
_NEGATED: Final = re.compile(r"不|未|没|无|否|反之|其他|其余|缺|有|违|逾|超|少|差")
_CHINESE: Final = str.maketrans(",;:()", "，；：（）")
SHORTEST: Final = 2
_PLAIN_LENGTH: Final = 120


def read_points(bare: str, full: Decimal) -> CriteriaReading | None:
    """Read numbered or listed points, or cases that count, of folded criteria; None where there are none."""
    items, after = _items(bare)
    each = read_each(bare, full)
    if len(items) >= SHORTEST:
        return _numbered(items, after, each, bare, full)
    if each:
        return _counted(each, bare, full)
    return _said(clauses(bare, full), full)


def _items(bare: str) -> tuple[list[str], str]:
    """Cut the text at its numbering; what the last item has after its end belongs to all of them."""
    marks = list(_ITEM.finditer(bare))
    if not marks:
        return [], ""
    ends = [*(mark.start() for mark in marks[1:]), len(bare)]
    items = [bare[mark.end() : end].strip(",;。:、") for mark, end in zip(marks, ends, strict=True)]
    pieces = re.split(r"(?<=[;。])", items[-1])
    cut = next((at for at, piece in enumerate(pieces) if at and _AFTER.match(piece)), len(pieces))
    items[-1] = "".join(pieces[:cut]).strip(",;。:、")
    after = f"{bare[: marks[0].start()]};{''.join(pieces[cut:])}"
    return [item for item in items if item], after


def _numbered(  # noqa: PLR0911 - one for each way to mark a list
    items: Sequence[str], after: str, each: Sequence[Each], bare: str, full: Decimal
) -> CriteriaReading:
    stated = [_ITEM_MARK.search(item) for item in items]
    own = [Decimal(found[1]) for found in stated if found]
    if len(own) == len(items) and sum(own, NOTHING) == full and not any(mark == 0 for mark in own):
        several = any(len(clauses(item, full)) > 1 and _more_than_no(item, full) for item in items)
        reading = CriteriaReading(_points(items, own), bare, "sure")
        return reading.doubted("要点里还写有别的计分办法，要人工判断") if several else reading
    if len(own) == len(items) and len(own) == sum(found.start() > 0 for found in stated if found):
        return NOT_UNDERSTOOD
    count = len(items)
    if len(each) > 1:
        return NOT_UNDERSTOOD
    for one in each:
        if one.mark * count == full * one.count and not (one.deducts and one.unit in INSTANCES):
            return CriteriaReading(_points(items, [one.mark / one.count] * count), bare, "sure")
        if one.deducts:
            return _cases(one, bare)
    if each:
        return NOT_UNDERSTOOD
    if _ALL.search(bare):
        point = Point("；".join(_bare(item, number) for number, item in enumerate(items, 1)), full)
        return CriteriaReading(CheckPoints((point,), NOTHING), bare, "sure")
    if any(clause.range for clause in clauses(after, full)) or own:
        return NOT_UNDERSTOOD
    return CriteriaReading(
        _points(items, equal_marks(full, count)), bare, "likely", "文字没有写明每个要点的分值，按平均分"
    )


def _more_than_no(item: str, full: Decimal) -> bool:
    return any(clause.mark > 0 for clause in clauses(item, full)[1:]) or bool(re.search(r"每[^,;。]*扣", item))


def _points(items: Sequence[str], marks: Sequence[Decimal]) -> CheckPoints:
    texts: list[str] = []
    for number, item in enumerate(items, 1):
        text = _bare(item, number)
        texts.append(text if text not in texts else f"{text}（第 {number} 点）")
    return CheckPoints(tuple(Point(text, mark) for text, mark in zip(texts, marks, strict=True)))


def _bare(item: str, number: int) -> str:
    """Give the words of a point without its mark."""
    found = _ITEM_MARK.search(item)
    words = item[: found.start()] if found and found.start() > 1 else item[found.end() :] if found else item
    return in_chinese(re.split(r"[;。]", words.strip(",:;。、"))[0].strip(",:的")) or f"要点{number}"


def in_chinese(words: str) -> str:
    """Write folded words with the punctuation of Chinese."""
    return words.replace("每>", "每超").replace("每<", "每少").translate(_CHINESE)


def equal_marks(full: Decimal, count: int) -> list[Decimal]:
    """Part a mark equally to the hundredth; the last takes what is left."""
    share = (full / count).quantize(Decimal("0.01"))
    return [*[share] * (count - 1), full - share * (count - 1)]


def _counted(each: Sequence[Each], bare: str, full: Decimal) -> CriteriaReading:
    """Read 每少一项扣0.5分, 每完成一项得1分 where no list says which."""
    if len(each) > 1:
        return NOT_UNDERSTOOD
    one = each[0]
    others = [c for c in clauses(bare.replace(one.words, ""), full) if not is_absence(c)]
    if any(clause.mark not in {NOTHING, full} or (clause.range and clause.mark != full) for clause in others):
        return NOT_UNDERSTOOD
    zeros = [clause for clause in others if clause.mark == 0 and not clause.deducts and clause.when]
    if zeros:
        return NOT_UNDERSTOOD
    if one.deducts:
        return _cases(one, bare)
    if one.words.startswith("各") or not re.search(r"最高|最多|不超过|为止|≤|满分", bare) or not one.mark:
        return NOT_UNDERSTOOD
    return CriteriaReading(Proportion(full / one.mark * one.count), one.words, "sure", counted=one.words)


def _cases(one: Each, bare: str) -> CriteriaReading:
    reading = CriteriaReading(
        Steps(NOTHING, Decimal(one.count), one.mark, "above"), one.words, "sure", counted=in_chinese(one.words)
    )
    return (
        reading
        if re.search(r"扣完|为止|不得负|最低|以上|上述|全部|均|得满分|得全分", bare)
        else reading.doubted("扣完为止")
    )


def _said(  # noqa: PLR0911 - one for each thing that stands against points
    found: Sequence[Clause], full: Decimal
) -> CriteriaReading | None:
    """Read 已建立得2分，未建立不得分 and the like: each mark that is given is a point."""
    told = [clause for clause in found if not (is_absence(clause) and clause.mark == full)]
    told = told if any(clause.mark > 0 for clause in told) else list(found)
    if not told or any(clause.range for clause in told):
        return None
    words = "；".join(clause.words for clause in told)
    given = [clause for clause in told if clause.mark > 0 and not clause.deducts]
    taken = [clause for clause in told if clause.deducts and clause.when]
    zeros = [clause for clause in told if clause.mark == 0 and not clause.deducts]
    if taken and not given and not zeros:
        off = [full - clause.mark for clause in taken]
        if len(taken) > 1 and sum(off, NOTHING) == full:
            points = tuple(Point(f"没有“{c.when}”的情况", mark) for c, mark in zip(taken, off, strict=True))
            return CriteriaReading(CheckPoints(points), words, "sure")
        return None
    if taken or not given or sum((clause.mark for clause in given), NOTHING) != full:
        return None
    if not all(clause.when for clause in given) or len({clause.when for clause in given}) != len(given):
        return None
    if not all(zero.otherwise or _NEGATED.search(zero.when) for zero in zeros):
        return None
    points = tuple(Point(in_chinese(clause.when[:_PLAIN_LENGTH]), clause.mark) for clause in given)
    if len(points) == 1:
        strict = CheckPoints(points, NOTHING)
        return (
            CriteriaReading(strict, words, "sure")
            if zeros
            else CriteriaReading(strict, words).doubted("不符合的按不得分")
        )
    return CriteriaReading(CheckPoints(points), words, "sure")


def listed_points(text: str, full: Decimal) -> CheckPoints | None:
    """Give the points that a text numbers, with equal marks, where nothing else of it is understood."""
    items, _ = _items(folded(text))
    if len(items) < SHORTEST or any("%" in item for item in items):
        return None
    return _points(items, equal_marks(full, len(items)))
