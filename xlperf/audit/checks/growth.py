"""Year-on-year figures (PCT): amount of change, rate of change and base must follow from each other."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import CUT, DIFFERENCE, DIRECTION, GROWTH, POINTS, RATE_SCALE, ROUNDING, ZERO_BASE
from xlperf.audit.causes import power_of_ten, slip
from xlperf.audit.checks.weigh import Fit, Part, Weighed, difference, shown, weigh, weigh_ratio, written
from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort
from xlperf.audit.report import amounts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.amounts import Interval
    from xlperf.audit.report import Report
    from xlperf.findings import Code, Finding

_RATE_OF_WHOLE: Final = re.compile(r"(?:核减|节约|节支|压减|减免|让利|下浮|降低成本)率")
_MOST_LEVELS: Final = 60
_REACH: Final = 10
"""How many amounts back the base of a change is looked for."""
_COMPARED_WITH: Final = re.compile(r"(?:比|较)[^，。；：]{0,14}$")
_FROM_BEFORE: Final = re.compile(
    r"^(?:其中)?(?:[\u4e00-\u9fff、]{0,8}?(?:与|较|比|同|和))?(?:上年|去年|上一年|20\d\d年|同期|同比|年初|预算|增|减|下降|上升)"
)


def growth(report: Report) -> Iterator[Finding]:
    """增减幅度 = 增减额 ÷ 上年数 × 100 %, 上年数 = 本年数 ∓ 增减额; 增减额 = 本年数 − 上年数 (domain.md 3.6)."""
    for index in range(len(report.paragraphs)):
        claims = report.claims[index]
        if not any(claim.role is Role.CHANGE for claim in claims):
            continue
        earlier: list[Claim] = []
        for sentence in report.sentences(index):
            levels = [*earlier[-_REACH:], *amounts(sentence)][:_MOST_LEVELS]
            for claim in sentence:
                if claim.role is not Role.CHANGE or not claim.number.exact:
                    continue
                if claim.number.sort is Sort.PERCENT:
                    yield from _rate(report, claim, sentence, levels)
                elif claim.number.sort is Sort.POINTS:
                    yield from _points(report, claim, sentence)
                else:
                    yield from _difference(report, claim, sentence)
            earlier += amounts(sentence)


def _rate(report: Report, rate: Claim, sentence: Sequence[Claim], levels: Sequence[Claim]) -> Iterator[Finding]:
    """Weigh a rate of change against every reading that the sentence allows; speak only when none fits."""
    changes = _changes_before(rate, sentence)
    tried: list[tuple[Claim, Claim, Weighed]] = []
    levels = [level for level in levels if _named(level, rate)] or levels
    for change in changes:
        yield from _direction(report, rate, change)
        for level in levels:
            if level is change or not level.number.like(change.number):
                continue
            tried += ((change, level, weighed) for weighed in _readings(report, rate, change, level))
    yield from _no_base(report, rate, changes, levels)
    if not changes:
        tried = _between_levels(report, rate, sentence)
    if not tried:
        return
    best = min(tried, key=lambda item: item[2].fit)
    if best[2].fit is Fit.EXACT:
        return
    change, level, weighed = _primary(tried, rate)
    if best[2].fit is not Fit.WRONG:
        code = CUT if best[2].fit is Fit.CUT else ROUNDING
        yield _finding(report, code, rate, best[2], sentence)
        return
    if not _speaks_of(rate, change, level, sentence):
        return
    if not changes and rate.direction and any(abs(w.value + rate.number.base) <= rate.number.step for _, _, w in tried):
        right = "增长" if rate.direction < 0 else "下降"
        yield DIRECTION.finding(
            place=report.place(rate),
            subject=level.label,
            quote=report.words(sentence[0], rate),
            expected=right,
            actual=rate.lead.split("，")[-1] + written(rate.number),
        )
        return
    size = power_of_ten(abs(weighed.value), abs(rate.number.base))
    yield _finding(report, RATE_SCALE if size == 100 else GROWTH, rate, weighed, sentence)


def _no_base(report: Report, rate: Claim, changes: Sequence[Claim], levels: Sequence[Claim]) -> Iterator[Finding]:
    """An increase as large as the figure itself means that there was nothing the year before."""
    for change in changes[:1]:
        near = [
            c
            for c in levels
            if c.paragraph == rate.paragraph and c.segment == rate.segment and c.number.start < change.number.start
        ]
        if not near:
            named = change.label and (c for c in report.claims[rate.paragraph] if _levels_of(change, c))
            near = [c for c in named or () if c.number.base == change.number.base][:1]
        if (
            len(near) == 1
            and change.direction >= 0
            and near[0].number.base == change.number.base > 0
            and rate.number.base
        ):
            yield ZERO_BASE.finding(
                place=report.place(rate),
                subject=near[0].label,
                quote=report.words(near[0], rate),
                actual=written(rate.number),
                expected="不可比",
            )


def _levels_of(change: Claim, level: Claim) -> bool:
    """Say whether an amount is what the change is of: both bear the name before 增加."""
    name = re.split(r"(?:决算|支出)*(?:数|额)?(?:增加|增长)", change.label)[0]
    usable = level.role in (Role.LEVEL, Role.ACTUAL) and level.number.like(change.number)
    return usable and len(name) > 3 and level.label.startswith(name)


def _finding(report: Report, code: Code, rate: Claim, weighed: Weighed, sentence: Sequence[Claim]) -> Finding:
    value = abs(weighed.value) if rate.number.base >= 0 else weighed.value
    expected = shown(value, rate.number, places=max(rate.number.decimals, 2))
    return code.finding(
        place=report.place(rate),
        subject=rate.label or sentence[0].label,
        quote=report.words(sentence[0], rate),
        expected=expected,
        actual=written(rate.number),
        hint=slip(value, rate.number.base) or code.advice,
    )


def _changes_before(rate: Claim, sentence: Sequence[Claim]) -> list[Claim]:
    """Take the amounts of change that stand before the rate, back to the rate before (a run of several counts as one)."""  # noqa: E501 - one pattern
    at = sentence.index(rate)
    while at and sentence[at - 1].role is Role.CHANGE and sentence[at - 1].number.sort is Sort.PERCENT:
        at -= 1
    taken: list[Claim] = []
    for claim in reversed(sentence[:at]):
        if claim.role is Role.CHANGE and claim.number.sort is not Sort.PERCENT and claim.number.sort is not Sort.POINTS:
            taken.append(claim)
        elif taken or claim.number.sort is Sort.PERCENT:
            break
        if claim.number.borrowed and taken:
            continue
    return taken[:4]


def _readings(report: Report, rate: Claim, change: Claim, level: Claim) -> Iterator[Weighed]:
    """Give the readings of "增加 d，增长 r": against this year's figure less d, or against last year's figure."""
    direction = change.direction or rate.direction or 1
    amount = change.number
    stated = rate.number
    if report.is_prior(level):
        reading = weigh_ratio(stated, amount, level.number)
    else:
        part = Part(amount.base * direction, amount.interval.scaled(_sign(direction)))
        base = difference(level.number, part)
        reading = weigh_ratio(stated, amount, base) if base.base > 0 else None
    if reading:
        yield reading
    if _RATE_OF_WHOLE.search(rate.lead) and (whole := weigh_ratio(stated, amount, level.number)):
        yield whole


def _sign(direction: int) -> Decimal:
    return Decimal(direction)


def _between_levels(report: Report, rate: Claim, sentence: Sequence[Claim]) -> list[tuple[Claim, Claim, Weighed]]:
    """Without an amount of change: 本年 and 上年 both stand in the sentence."""
    tried = []
    stated = [claim for claim in amounts(tuple(sentence)) if claim.segment == rate.segment]
    if stated and all(report.is_prior(claim) for claim in stated):
        stated = [claim for claim in amounts(tuple(sentence)) if claim.segment <= rate.segment]
    for prior in (claim for claim in stated if report.is_prior(claim)):
        for level in stated:
            if level is prior or report.is_prior(level) or not level.number.like(prior.number):
                continue
            gap = difference(level.number, prior.number)
            direction = rate.direction or 1
            oriented = Part(gap.base * direction, gap.interval.scaled(_sign(direction)))
            reading = weigh_ratio(rate.number, oriented, prior.number)
            if reading:
                tried.append((prior, level, reading))
    return tried


def _primary(tried: Sequence[tuple[Claim, Claim, Weighed]], rate: Claim) -> tuple[Claim, Claim, Weighed]:
    """Choose the reading to show: the nearest amount before the change, in the same segment if there is one."""
    before = [item for item in tried if item[1].number.start < rate.number.start] or list(tried)
    same = [item for item in before if item[1].paragraph == rate.paragraph and item[1].segment == rate.segment]
    return max(
        same or before,
        key=lambda item: (_named(item[1], rate), item[1].sentence, -abs(_slips(item, rate)), item[1].number.start),
    )


def _named(level: Claim, rate: Claim) -> bool:
    """Say whether the words of the change repeat the amount's label."""
    return len(level.label) >= 4 and level.label in rate.context


def _slips(item: tuple[Claim, Claim, Weighed], rate: Claim) -> int:
    return 0 if slip(abs(item[2].value), abs(rate.number.base)) else 1


def _speaks_of(rate: Claim, change: Claim, level: Claim, sentence: Sequence[Claim]) -> bool:
    """Say whether the sentence itself ties the change to the amount: same sentence, or it opens with 与上年相比."""
    if level.sentence == rate.sentence:
        return True
    first = sentence[0]
    if _named(level, rate):
        return True
    bare = re.sub(r"^[，、：]?(?:20\d\d年(?:度)?)?", "", first.lead)
    return first.sentence - level.sentence <= 1 and bool(
        _FROM_BEFORE.match(bare) or (first is change and len(first.label) <= 4)
    )


def _direction(report: Report, rate: Claim, change: Claim) -> Iterator[Finding]:
    """增加 an amount and 下降 by per cent contradict each other."""
    if change.direction * rate.direction == -1 and change.number.base > 0 and rate.number.base > 0:
        right = "增长" if change.direction > 0 else "下降"
        wrong = "下降" if change.direction > 0 else "增长"
        yield DIRECTION.finding(
            place=report.place(rate),
            subject=change.label,
            quote=report.words(change, rate),
            expected=right,
            actual=f"{wrong}{written(rate.number)}",
        )


def _difference(report: Report, change: Claim, sentence: Sequence[Claim]) -> Iterator[Finding]:
    """本年数 − 上年数 = 增减额, where all three stand in one sentence; and the word must match the sign."""
    stated = [claim for claim in amounts(tuple(sentence)) if claim.number.like(change.number)]
    stated = [claim for claim in stated if claim.number.start < change.number.start]
    prior = [claim for claim in stated if report.is_prior(claim)] or _held_against(change, sentence)
    levels = [claim for claim in stated if claim not in prior]
    if not prior or not levels:
        return
    tried = []
    for one in levels[-4:]:
        for other in prior[-3:]:
            gap = difference(one.number, other.number)
            tried.append((weigh(change.number, abs(gap.base), _absolute(gap)), one, other, gap))
    best = min(tried, key=lambda item: item[0].fit)
    weighed, one, other, gap = best if best[0].fit is not Fit.WRONG else tried[-1]
    if weighed.fit is not Fit.EXACT:
        code = DIFFERENCE if weighed.fit is Fit.WRONG else ROUNDING
        yield code.finding(
            place=report.place(change),
            subject=one.label or "增减额",
            quote=report.words(sentence[0], change),
            expected=shown(weighed.value, change.number),
            actual=written(change.number),
            hint=slip(weighed.value, change.number.base) or code.advice,
        )
    if weighed.fit is not Fit.WRONG and change.direction and gap.base * change.direction < 0 and change.number.base > 0:
        yield DIRECTION.finding(
            place=report.place(change),
            subject=one.label,
            quote=report.words(sentence[0], change),
            expected="增加" if gap.base > 0 else "减少",
            actual="增加" if change.direction > 0 else "减少",
        )


def _held_against(change: Claim, sentence: Sequence[Claim]) -> list[Claim]:
    """比计划的120公里多6.4公里: the amount right before the change is what it is held against."""
    at = sentence.index(change)
    base = sentence[at - 1] if at else None
    if (
        base
        and base.number.like(change.number)
        and base.number.exact
        and base.segment == change.segment
        and _COMPARED_WITH.search(base.lead)
        and not re.search(r"[，。；]", change.lead)
    ):
        return [base]
    return []


def _absolute(gap: Part) -> Interval:
    return gap.interval if gap.base >= 0 else -gap.interval


def _points(report: Report, change: Claim, sentence: Sequence[Claim]) -> Iterator[Finding]:
    """百分点 = the difference of the two rates."""
    rates = [c for c in sentence if c.number.sort is Sort.PERCENT and c.role is not Role.CHANGE and c.number.exact]
    prior = [c for c in rates if c.past or "上年" in c.lead or "去年" in c.lead]
    levels = [c for c in rates if c not in prior]
    if len(prior) != 1 or len(levels) != 1:
        return
    gap = difference(levels[0].number, prior[0].number)
    weighed = weigh(change.number, abs(gap.base), _absolute(gap))
    if weighed.fit is Fit.WRONG:
        yield POINTS.finding(
            place=report.place(change),
            subject=levels[0].label,
            quote=report.words(sentence[0], change),
            expected=shown(weighed.value, change.number),
            actual=written(change.number),
        )
    elif change.direction and gap.base * change.direction < 0:
        yield DIRECTION.finding(
            place=report.place(change),
            subject=levels[0].label,
            quote=report.words(sentence[0], change),
            expected="提高" if gap.base > 0 else "下降",
            actual="提高" if change.direction > 0 else "下降",
        )
