"""Rules stated in words (评分标准的文字) read into rule objects, each with its words and how sure it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

from xlperf.scheme.drafting.banding import join_bands
from xlperf.scheme.drafting.clauses import MARK, clauses, is_absence, without_formulas
from xlperf.scheme.drafting.conditions import NUMBER, folded, read_range, value
from xlperf.scheme.drafting.enumerations import read_points
from xlperf.scheme.drafting.grading import read_grade_shares, read_grades
from xlperf.scheme.drafting.reading import NOT_UNDERSTOOD, CriteriaReading
from xlperf.scheme.drafting.shares import read_share
from xlperf.scheme.model import Bands, Steps, Threshold

if TYPE_CHECKING:
    from xlperf.scheme.drafting.clauses import Clause
    from xlperf.scheme.model import Rule

WHOLE: Final = Decimal(1)
NOTHING: Final = Decimal(0)
_STEP: Final = re.compile(
    rf"每(?P<side>[<>]|超|高于|低于|高|增加?|增长|上升|多|低|降低?|下降|减少?|少|差|减|偏离)(?:过|出|于)?(?:目标值?|标准|(?P<start>\d+(?:\.\d+)?%)(?=1))?(?P<step>{NUMBER})(?P<unit>个?百分点|个?点)?"
    rf"(?:的)?,?(?:相应|则|就)?(?:扣减?除?|减)(?P<of>该项|此项|本项|指标)?(?:分值|权重分?值?|满分|总分)?的?(?P<off>{MARK}(?:%|分))"
)
_ABOVE: Final = frozenset({">", "超", "高", "高于", "增", "增加", "增长", "上升", "多"})
_SIDELESS: Final = frozenset({"差", "偏离"})
_STANDARD: Final = re.compile(r"以(\d+(?:\.\d+)?%)为(?:标准|基准|目标|满分)")
_FLOOR: Final = re.compile(rf"(?:最低|至少)(?:得|为|计)?({MARK})分")
_BY_PART: Final = re.compile(r"(?:不足|<)(?:1|一)?[^,;。]{0,8}按(?:实际)?比例|按比例扣")
_BEGUN: Final = re.compile(
    r"(?:不足|<)(?:部分|\d+(?:%|个?百分点|个点)|(?:一|1)(?:步|档))[,的]*(?:部分)?(?:按|不扣|忽略|不计(?!分))[^,;。]*"
)
_PART_FREE: Final = re.compile(r"(?:不足|<)[^,;。]{0,10}(?:不扣|忽略|不计(?!分))")
_UNREADABLE: Final = re.compile(rf"{MARK}~{MARK}分|加\d+(?:\.\d+)?分|±|奖励|酌情|倒扣|附加分")
_BUDGETED: Final = re.compile(
    r"(?P<actual>[^;。,:<>≤≥]*?(?:支出|决算|实际|执行)[^;。,:<>≤≥]*?)(?:≤|控制在|不超过|未超过|没有超过|小于等于|不高于)(?P<budget>[^;。,:<>≤≥\d]*?预算[^;。,:<>≤≥\d]*?)(?:以内|范围内)?[的,]*(?:得|计)"
)


@dataclass(frozen=True)
class _Said:
    """The criteria of one indicator, folded, and its full mark."""

    bare: str
    full: Decimal

    @cached_property
    def ruling(self) -> str:
        """The words without what only defines the rate."""
        return without_formulas(self.bare)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that give or take marks, those on nothing to judge left out where others remain."""
        found = clauses(self.ruling, self.full)
        told = tuple(clause for clause in found if not (is_absence(clause) and clause.mark == self.full))
        return told if any(clause.mark > 0 for clause in told) else found


def read_criteria(text: str, full: Decimal) -> CriteriaReading:
    """Read the criteria of an indicator with a full mark; the rule is None where they are not understood.

    Args:
        text: 评分标准 as it stands in the form.
        full: 满分.

    >>> read_criteria("≤100%得2分，超过100%不得分", Decimal(2)).rule
    Threshold(comparator='<=', goal=Decimal('1'), otherwise='zero')
    """
    said = _Said(folded(text), full)
    if not said.bare or full <= 0 or _UNREADABLE.search(said.bare):
        return NOT_UNDERSTOOD
    readers = (_steps, _banded, _budgeted, _shared, _graded, _pointed)
    found = (reader(said) for reader in readers)
    reading = next((reading for reading in found if reading is not None), NOT_UNDERSTOOD)
    absolute = "绝对值" in said.bare and isinstance(reading.rule, Bands | Steps | Threshold)
    return reading.doubted("文字说的是绝对值，公式也要取绝对值" if absolute else "")


def _steps(said: _Said) -> CriteriaReading | None:
    """Each N points beyond a goal cost marks."""
    found = list(_STEP.finditer(said.ruling))
    if not found:
        return None
    one = found[0]
    of_rate = "%" in one["step"] or one["unit"]
    if len(found) > 1 or not of_rate or one["side"] in _SIDELESS:
        return NOT_UNDERSTOOD
    above = one["side"] in _ABOVE
    off = Decimal(one["off"].rstrip("%分"))
    off = said.full * off / 100 if one["off"].endswith("%") else off
    rest = said.ruling.replace(one[0], "")
    goals = [goal for goal in (_goal(clause, said.full, above=above) for clause in clauses(rest, said.full)) if goal]
    if one["start"]:
        goals = [_Goal(value(one["start"]))]
    goal = goals[0] if goals else _goal_before(said.ruling[: one.start()], above=above)
    floor = _FLOOR.search(rest)
    rule = Steps(
        goal=WHOLE if goal is None else goal.value,
        step=value(one["step"], percent=True),
        off=off,
        direction="above" if above else "below",
        partial=bool(_BY_PART.search(said.ruling)),
        floor=Decimal(floor[1]) if floor else NOTHING,
        begun_counts=not _PART_FREE.search(said.ruling),
    )
    others = clauses(_FLOOR.sub("", _BEGUN.sub("", rest)), said.full)
    if any(not _agrees(clause, rule, said.full) for clause in others) or read_points_too(rest):
        return NOT_UNDERSTOOD
    reading = CriteriaReading(rule, one[0], "sure")
    return reading.doubted("" if goal is not None else "文字没有写明从多少起扣，按 100% 起扣")


def read_points_too(rest: str) -> bool:
    """Say whether numbered points stand beside a rule on a rate: that is two rules."""
    return len(re.findall(r"[①-⑳]|\(\d\)", rest)) > 1


@dataclass(frozen=True, slots=True)
class _Goal:
    value: Decimal


def _goal(clause: Clause, full: Decimal, *, above: bool) -> _Goal | None:
    if clause.mark != full or clause.range is None:
        return None
    end = clause.range.high if above else clause.range.low
    return None if end is None else _Goal(_as_rate(end, percent=clause.range.percent))


def _as_rate(figure: Decimal, *, percent: bool) -> Decimal:
    """Take 100 for 100 % where the words leave the sign out."""
    return figure / 100 if not percent and abs(figure) > 2 else figure


def _goal_before(before: str, *, above: bool) -> _Goal | None:
    """Read 超过30%的，每超…… and 以100%为标准."""
    if found := _STANDARD.search(before):
        return _Goal(value(found[1]))
    pieces = [piece for piece in re.split(r"[,;。:]", before.rstrip(",;:的时")) if piece]
    ranged = read_range(pieces[-1].rstrip("的时")) if pieces else None
    if ranged is None:
        return None
    end = ranged.low if above else ranged.high
    return None if end is None else _Goal(_as_rate(end, percent=ranged.percent))


def _agrees(clause: Clause, rule: Steps, full: Decimal) -> bool:
    """Say whether a clause beside the steps says no more than they do."""
    if is_absence(clause) or (clause.deducts and not clause.when):
        return True
    if clause.mark == full:
        return True
    if clause.mark == 0 and clause.range is not None and not clause.deducts:
        end = clause.range.high if rule.direction == "below" else clause.range.low
        if end is None:
            return False
        beyond = (rule.goal - end) if rule.direction == "below" else (end - rule.goal)
        return beyond >= 0 and full - beyond / rule.step * rule.off <= 0
    return clause.mark == 0 and not clause.when


def _shared(said: _Said) -> CriteriaReading | None:
    return read_share(said.bare, said.full)


def _banded(said: _Said) -> CriteriaReading | None:
    """Marks by bands, or full mark on one side of a yardstick."""
    found = said.clauses
    ranged = [(clause.range, clause.mark) for clause in found if clause.range is not None]
    if not ranged or ((shared := read_share(said.bare, said.full)) is not None and shared.rule is not None):
        return None
    if re.search(r"按[^,;。]{0,12}比例", said.ruling):
        return NOT_UNDERSTOOD
    best = max(mark for _, mark in ranged)
    if not best or any(mark > said.full or mark < 0 for _, mark in ranged) or not _about_one(found):
        return None
    rest = next((clause.mark for clause in found if clause.otherwise), None)
    left = [clause for clause in found if clause.range is None and not clause.otherwise and clause.when]
    joined = join_bands(ranged, rest)
    if joined is None or any(clause.mark > 0 or clause.deducts for clause in left):
        return None
    if left and not all(is_absence(clause) or re.search(r"^(?:超|[<>]|未|不)", clause.when) for clause in left):
        return None
    words = "；".join(clause.words for clause in found if clause.range is not None or clause.otherwise)
    reading = CriteriaReading(_simplest(joined.bands, said.full), words, "sure")
    for note in dict.fromkeys(joined.notes):
        reading = reading.doubted(note)
    unsigned = any(_needs_percent(ranged_.high, ranged_.low) for ranged_, _ in ranged)
    return NOT_UNDERSTOOD if unsigned or best != said.full else reading


def _needs_percent(*ends: Decimal | None) -> bool:
    return any(end is not None and abs(end) > 10 for end in ends)


def _about_one(found: tuple[Clause, ...]) -> bool:
    """Say whether all conditions are about one rate."""
    names = {clause.range.name for clause in found if clause.range is not None and clause.range.name}
    rates = sorted((name for name in names if re.search(r"[率度比]$", name)), key=len)
    return all(longer.endswith(rates[0]) or rates[0] in longer for longer in rates[1:])


def _simplest(bands: Bands, full: Decimal) -> Rule:
    """Call two bands, all or nothing, a threshold."""
    earning = [band for band in bands.bands if band.score]
    if len(earning) == 1 and earning[0].score == full:
        best = earning[0]
        if best.low is None and best.high is not None:
            return Threshold("<=" if best.high_closed else "<", best.high)
        if best.high is None and best.low is not None:
            return Threshold(">=" if best.low_closed else ">", best.low)
        if best.low is not None and best.low == best.high:
            return Threshold("=", best.low)
    return bands


def _budgeted(said: _Said) -> CriteriaReading | None:
    """Actual spending within the budget earns the full mark: the same as a rate of at most 100 %."""
    found = _BUDGETED.search(said.ruling)
    told = said.clauses
    if not found or len(told) != 2 or told[0].mark != said.full or told[1].mark != 0 or re.search(r"\d%", said.ruling):
        return None
    note = "按“实际数 ÷ 预算数”不超过 100%"
    return CriteriaReading(Threshold("<=", WHOLE), said.ruling, "likely", note)


def _graded(said: _Said) -> CriteriaReading | None:
    return read_grades(said.clauses, said.full) or (read_grade_shares(said.ruling) if not said.clauses else None)


def _pointed(said: _Said) -> CriteriaReading | None:
    return read_points(said.ruling, said.full)
