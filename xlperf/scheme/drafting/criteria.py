"""Rules stated in words (评分标准的文字) read into rule objects, each with the words that it came from and how sure it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from xlperf.scheme.drafting.banding import as_bands
from xlperf.scheme.drafting.conditions import NUMBER, folded, read_range, value
from xlperf.scheme.drafting.enumerations import read_points
from xlperf.scheme.model import Bands, Grades, Proportion, Steps, Threshold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.scheme.drafting.conditions import Range
    from xlperf.scheme.model import Rule

Sure = Literal["sure", "likely", "no"]

_MARK: Final = r"\d+(?:\.\d+)?"
_EARNS: Final = re.compile(
    rf"(?P<when>.*?)(?:的?,?)(?:的)?(?:此项|该项|本项|指标)?"
    rf"(?:(?:得|计|记|评|赋)(?P<mark>{_MARK})分|(?P<all>(?:得|计|记|评)?(?:满分|全分))|(?P<none>不得分|不计分|0分)|扣(?P<off>{_MARK})分)"
)
_STEP: Final = re.compile(
    rf"每(?P<side>[<>]|超|高|增加?|上升|多|低|降低?|下降|减少?|少|差|减)(?:过|出)?(?P<step>{NUMBER})(?:个?百分点|个?点)?"
    rf"(?:的)?,?(?:相应|则)?(?:扣减?|减)(?P<off>{_MARK})分"
)
_ABOVE: Final = frozenset({">", "超", "高", "增", "增加", "上升", "多"})
_PERCENT_STEP: Final = re.compile(r"每[^,;。]*?(?:%|百分点|个点)")
_FLOOR: Final = re.compile(rf"(?:最低|至少)(?:得|为)?({_MARK})分")
_PART_OF_STEP: Final = re.compile(r"不足.{0,8}按比例|按比例扣")
_BY_SHARE: Final = re.compile(
    r"按.{0,14}?(?:比例|比率|完成率|达成率|执行率|进度).{0,6}?(?:得|计|赋|折算|计算|评|给)(?:得)?分"
    r"|得分=.{0,24}?(?:率|比例|比|值).{0,12}?[×*xX].{0,12}|.{0,12}率[×*xX].{0,8}(?:分值|满分|权重|分)"
    r"|按比例(?:得分|计分|计算|折算|给分|扣分|扣减)|(?:同|等)比例(?:扣|得|计)"
)
_OUTSIDE: Final = re.compile(
    rf"<({NUMBER})(?:或者?|、|,|及|和)[^\d]{{0,12}}>({NUMBER})[^,;。]{{0,6}}(?:得?0分|不得分|不计分)"
)
_GRADE: Final = re.compile(
    rf"(优秀?|良好?|中等?|一般|合格|较?差|不合格|好|较好|很好)(?:的|,|:)*(?:得|计|记)?({_MARK})分"
)


@dataclass(frozen=True, slots=True)
class CriteriaReading:
    """What the criteria of one indicator were understood as."""

    rule: Rule | None
    words: str = ""
    """The part of the criteria that says it."""
    sure: Sure = "no"
    note: str = ""
    """What was supplied where the words leave it open."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """A condition and the mark that it earns."""

    when: str
    range: Range | None
    mark: Decimal | None
    otherwise: bool
    words: str


def read_criteria(text: str, full: Decimal) -> CriteriaReading:
    """Read the criteria of an indicator with a full mark.

    Args:
        text: 评分标准 as it stands in the form.
        full: 满分.
    """
    bare = folded(text)
    if not bare:
        return CriteriaReading(None)
    readers = (_steps, _outside, _shares, _banded, _graded, _pointed)
    found = (reader(bare, full) for reader in readers)
    return next((reading for reading in found if reading is not None), CriteriaReading(None))


def _clauses(bare: str, full: Decimal) -> Iterator[_Clause]:
    """Go through the clauses that give marks."""
    for sentence in re.split(r"[;。]", re.sub(r"(?:^|(?<=[;。,:]))(?:\(\d\)|[①-⑳]|\d[、.](?!\d))", "", bare)):
        start = 0
        for found in _EARNS.finditer(sentence):
            when = found["when"].lstrip(",:：")
            start = found.end()
            if found["mark"]:
                mark = Decimal(found["mark"])
            elif found["all"]:
                mark = full
            elif found["off"]:
                mark = full - Decimal(found["off"])
            else:
                mark = Decimal(0)
            last = re.split(r"[,:]", when)[-1] if read_range(when) is None else when
            otherwise = bool(re.fullmatch(r".{0,6}(?:否则|其他|其余|其它|反之).{0,4}", last))
            yield _Clause(when, read_range(last), mark, otherwise, found[0].strip(","))
        del start


def _steps(bare: str, full: Decimal) -> CriteriaReading | None:
    """Each N points beyond a goal cost marks."""
    found = _STEP.search(bare)
    if not found or not _PERCENT_STEP.search(found[0]):
        return None
    above = found["side"] in _ABOVE
    step = value(found["step"], percent=True)
    goals = [_goal(clause, full, above=above) for clause in _clauses(bare, full)]
    goal = next((goal for goal in goals if goal is not None), None)
    floor = _FLOOR.search(bare)
    rule = Steps(
        goal=Decimal(1) if goal is None else goal,
        step=step,
        off=Decimal(found["off"]),
        direction="above" if above else "below",
        partial=bool(_PART_OF_STEP.search(bare)),
        floor=Decimal(floor[1]) if floor else Decimal(0),
    )
    note = "" if goal is not None else "文字没有写明从多少起扣，按 100% 起扣"
    return CriteriaReading(rule, found[0], "sure" if goal is not None else "likely", note)


def _goal(clause: _Clause, full: Decimal, *, above: bool) -> Decimal | None:
    if clause.mark != full or clause.range is None:
        return None
    return clause.range.high if above else clause.range.low


def _outside(bare: str, full: Decimal) -> CriteriaReading | None:
    """Nothing outside a corridor, in proportion within it."""
    del full
    found = _OUTSIDE.search(bare)
    if not found:
        return None
    corridor = (value(found[1], percent="%" in found[0]), value(found[2], percent="%" in found[0]))
    return CriteriaReading(Proportion(Decimal(1), corridor), found[0], "sure" if _BY_SHARE.search(bare) else "likely")


def _shares(bare: str, full: Decimal) -> CriteriaReading | None:
    """In proportion to the rate, from a goal or a floor that the words may name."""
    found = _BY_SHARE.search(bare)
    if not found:
        return None
    goal, floor = Decimal(1), Decimal(0)
    for clause in _clauses(bare, full):
        if clause.range is None:
            continue
        if clause.mark == full and clause.range.low is not None:
            goal = clause.range.low
        elif clause.mark == 0 and clause.range.low is None and clause.range.high is not None:
            floor = clause.range.high
    return CriteriaReading(Proportion(goal, None, floor), found[0], "sure")


def _banded(bare: str, full: Decimal) -> CriteriaReading | None:
    """Marks by bands, or full mark on one side of a yardstick."""
    clauses = list(_clauses(bare, full))
    ranged = [(c.range, c.mark) for c in clauses if c.range is not None and c.mark is not None]
    rest = next((c.mark for c in clauses if c.otherwise), None)
    if not ranged or any(mark > full for _, mark in ranged):
        return None
    bands, settled = as_bands(ranged, rest)
    if bands is None:
        return None
    words = "；".join(c.words for c in clauses if c.range is not None or c.otherwise)
    note = "" if settled else "文字没有写明档与档之间的界限归哪一档，按归高分的一档"
    return CriteriaReading(_simplest(bands, full), words, "sure" if settled else "likely", note)


def _simplest(bands: Bands, full: Decimal) -> Rule:
    """Call two bands, all or nothing, a threshold."""
    if len(bands.bands) == 2:
        best, other = sorted(bands.bands, key=lambda band: -band.score)
        if best.score == full and other.score == 0:
            if best.low is None and best.high is not None:
                return Threshold("<=" if best.high_closed else "<", best.high)
            if best.high is None and best.low is not None:
                return Threshold(">=" if best.low_closed else ">", best.low)
    return bands


def _graded(bare: str, full: Decimal) -> CriteriaReading | None:
    """Marks by a word: 优得5分，良得4分."""
    found = list(_GRADE.finditer(bare))
    marks = [Decimal(grade[2]) for grade in found]
    if len(found) < 2 or max(marks) != full or not full:
        return None
    grades = tuple((grade[1], mark / full) for grade, mark in zip(found, marks, strict=True))
    return CriteriaReading(Grades(grades), "；".join(grade[0] for grade in found), "sure")


def _pointed(bare: str, full: Decimal) -> CriteriaReading | None:
    """Check points that the words number or list."""
    found = read_points(bare, full)
    if found is None:
        return None
    return CriteriaReading(found.rule, found.words, "sure" if found.closes else "likely", found.note)
