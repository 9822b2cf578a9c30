"""Completion of budgets and execution rates (PCT, WORD): the rate must follow from the two amounts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import COMPLETION, CUT, NAMED_RATE, RATE_SCALE, ROUNDING, ZERO_BASE, ZERO_BUDGET
from xlperf.audit.causes import power_of_ten, slip
from xlperf.audit.checks.weigh import Fit, Weighed, shown, weigh_ratio, written
from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort
from xlperf.audit.report import amounts
from xlperf.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.audit.report import Report
    from xlperf.findings import Code, Finding

_BOUNDS: Final = frozenset("≥≤><")
_DONE: Final = re.compile(r"完成|实际|办结|执行|达到|兑现|落实")
_ALL_SPENT: Final = re.compile(r"^(?:(?:本年|全年|年度|当年|部门)?(?:实际)?总?支出(?:合计|总计|总额)?|支出决算)$")
_WHOLE_SPENDING: Final = re.compile(
    r"^(?:本?(?:年度?|项目)|全年|当年|年度|累计|实际|部门|单位|截至[^，。]{0,12}|共|总|资金|预算|财政|专项|使用)*(?:支出|支付|使用|执行|拨付|到位|完成)(?:决算|资金|金额|总额|合计|总计|数|额)*$|^$"
)
"""Spending without a name of its own: it belongs to the budget stated last."""
_KINDS_OF_BUDGET: Final = ("年初预算", "调整", "全年预算")
_REACH: Final = 12
_AROUND: Final = 30
"""How many numbers around a rate its two amounts are looked for among."""
_AFAR: Final = 300
_STEM: Final = re.compile(r"([\u4e00-\u9fff]{2})(?:率|度|比例|比重|占比)$")
_STOCK_STEMS: Final = frozenset(
    {"增长", "下降", "变动", "控制", "利用", "执行", "完成", "支出", "预算", "结余", "结转"}
)
_INVERSE: Final = re.compile(r"结余|结转|剩余|节约|沉淀|节支|下降|压减|未")


def completion(report: Report) -> Iterator[Finding]:
    """完成率 = 实际数 ÷ 预算数 × 100 %; with 年初预算 0 there is no 完成率 (domain.md 3.6, check 8)."""
    for index in range(len(report.paragraphs)):
        claims = report.claims[index]
        if not any(claim.role in (Role.COMPLETION, Role.RATE) for claim in claims):
            continue
        earlier: list[Claim] = []
        for sentence in report.sentences(index):
            for claim in sentence:
                if not claim.number.exact or claim.number.sort is not Sort.PERCENT or claim.past:
                    continue
                if claim.role is Role.COMPLETION:
                    yield from _completion(report, claim, sentence, earlier)
                elif claim.role is Role.RATE:
                    yield from _named(report, claim, sentence)
            earlier += amounts(sentence)


def _completion(report: Report, rate: Claim, sentence: Sequence[Claim], earlier: Sequence[Claim]) -> Iterator[Finding]:
    at = sentence.index(rate)
    around = tuple(sentence[max(0, at - _AROUND) : at + _REACH])
    here = [c for c in amounts(around) if not c.past and c.role is not Role.PRIOR]
    before = [c for c in here if c.number.start < rate.number.start]
    segment = [c for c in before if c.segment == rate.segment]
    pool = [*earlier[-_REACH:], *here]
    stated = [c for c in (segment or before) if c.role is Role.BUDGET]
    kind = next((word for word in _KINDS_OF_BUDGET if word in rate.lead[-16:]), "")
    stated = [c for c in stated if kind in c.lead] or stated
    zero = [c for c in stated if c.number.base == 0]
    nonzero = [c for c in stated if c.number.base]
    if zero and not nonzero:
        if rate.number.base:
            code = ZERO_BUDGET if "预算" in rate.lead else ZERO_BASE
            yield code.finding(
                place=report.place(rate),
                subject=report.subject(rate.paragraph),
                quote=report.words(zero[-1], rate),
                expected="不写完成率",
                actual=f"{rate.lead.split('，')[-1]}{written(rate.number)}",
            )
        return
    bounds = [
        c
        for c in around
        if c.number.comparator in _BOUNDS and c.segment == rate.segment and c.number.start < rate.number.start
    ]
    tried = [
        (over, under, weighed)
        for under in (*pool, *bounds)
        for over in pool
        if over is not under
        and over.number.like(under.number)
        and (weighed := weigh_ratio(rate.number, over.number, under.number))
    ]
    best = min(tried, key=lambda item: item[2].fit, default=None)
    if best and best[2].fit is Fit.EXACT:
        return
    pair = _own_pair(rate, sentence, segment) or _own_pair(rate, sentence, before) or _done_of(segment, bounds)
    near = pair is not None
    if pair is None and (best is None or best[2].fit is Fit.WRONG):
        pair = _pair_from_afar(report, rate, before)
    if best and best[2].fit is not Fit.WRONG:
        yield _finding(report, CUT if best[2].fit is Fit.CUT else ROUNDING, rate, best)
        return
    if pair is None or _INVERSE.search(rate.label):
        return
    weighed = weigh_ratio(rate.number, pair[0].number, pair[1].number)
    if weighed is None:
        return
    size = power_of_ten(weighed.value, rate.number.base)
    if weighed.fit is Fit.WRONG:
        finding = _finding(report, RATE_SCALE if size == 100 else COMPLETION, rate, (*pair, weighed))
        yield finding if near else replace(finding, severity=Severity.WARNING)


def _own_pair(rate: Claim, sentence: Sequence[Claim], claims: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """Pair a rate, but not with a budget that another rate has used up: …完成69%，其中：公车37万元，完成71%."""
    pair = _pair(rate, claims)
    rated = [c.number.start for c in sentence if c.role is Role.COMPLETION]
    if pair and any(pair[1].number.start < at < pair[0].number.start for at in rated):
        return None
    return pair


def _pair_from_afar(report: Report, rate: Claim, before: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """Without a budget beside it, a rate rests on the budget of the same subject elsewhere, or on the one stated last.

    None when any amount of the report bears the rate out.
    """
    over = next((c for c in reversed(before) if c.role is not Role.BUDGET), None)
    if over is None and before and "占" in rate.lead[-14:]:
        over = before[-1]
    if over is None and before:
        return _over_from_afar(report, rate, before)
    if over is None or not re.search(r"执行率|完成率|支出率|支付率|使用率|进度|预算", rate.lead):
        return None
    stated = [
        c for c in report.amounts_near(rate.paragraph) if c.number.like(over.number) and c is not over and not c.past
    ][-_AFAR:]
    for under in stated:
        weighed = weigh_ratio(rate.number, over.number, under.number)
        if weighed and weighed.fit is not Fit.WRONG:
            return None
    budgets = [c for c in stated if c.role is Role.BUDGET or "到位" in c.label]
    if not _WHOLE_SPENDING.search(over.label) and "占" not in rate.lead[-14:]:
        own = [c for c in budgets if len(over.label) > 3 and over.label[:4] in c.label]
        return (over, own[0]) if own else None
    titles = [report.outline[at].title for at in report.outline[rate.paragraph].path] + [report.subject(rate.paragraph)]
    for title in (re.sub(r"\W", "", t) for t in reversed(titles)):
        named = [
            c for c in budgets if len(title) > 3 and title in re.sub(r"\W", "", report.subject(c.paragraph) + c.label)
        ]
        if named:
            return over, named[0]
    recent = [c for c in budgets if 0 <= rate.paragraph - c.paragraph <= 3 and c.number.base * 3 > over.number.base]
    return (over, recent[-1]) if recent else None


def _over_from_afar(report: Report, rate: Claim, budgets: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """The budget stands beside the rate; what was spent stands in a paragraph before."""
    under = budgets[-1]
    stated = [
        c
        for c in report.amounts_near(rate.paragraph)
        if c.number.like(under.number) and c not in budgets and not report.is_prior(c)
    ][-_AFAR:]
    for over in stated:
        for budget in budgets:
            weighed = weigh_ratio(rate.number, over.number, budget.number)
            if weighed and weighed.fit is not Fit.WRONG:
                return None
    spent = [c for c in stated if _ALL_SPENT.search(c.label) and c.paragraph < rate.paragraph]
    recent = [c for c in stated if 0 <= rate.paragraph - c.paragraph <= 2 and c.role is Role.ACTUAL] or spent
    return (
        (recent[0], under)
        if recent and re.search(r"预算执行率|年度执行率|预算完成率|支出(?:完成)?率|完成预算", rate.lead)
        else None
    )


def _done_of(segment: Sequence[Claim], bounds: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """任务4项，完成3项: what was done over what was to be done, when just these two are counted."""
    counted = [c for c in segment if c.number.sort is Sort.COUNT]
    if (
        len(counted) == 1
        and len(bounds) == 1
        and counted[0].number.like(bounds[0].number)
        and _DONE.search(counted[0].lead)
    ):
        return counted[0], bounds[0]
    if (
        len(counted) == 2
        and counted[0].number.like(counted[1].number)
        and _DONE.search(counted[1].label or counted[1].lead)
    ):
        return counted[1], counted[0]
    return None


def _pair(rate: Claim, claims: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """Choose numerator and denominator as the words tell: 决算 over 预算, of the kind of budget that the rate names."""
    budgets = [c for c in claims if c.role is Role.BUDGET]
    if "预算" in rate.lead[-16:]:
        budgets = [c for c in budgets if "预算" in c.lead or "安排" in c.lead or "计划" in c.lead]
    for words in _KINDS_OF_BUDGET:
        if words in rate.lead[-16:] and any(words in c.lead for c in budgets):
            budgets = [c for c in budgets if words in c.lead]
    actuals = [c for c in claims if c.role is Role.ACTUAL] or [
        c for c in claims if c.role is Role.LEVEL and c not in budgets
    ]
    for over in reversed(actuals):
        for under in reversed(budgets):
            if over is not under and over.number.like(under.number):
                return over, under
    return None


def _finding(report: Report, code: Code, rate: Claim, found: tuple[Claim, Claim, Weighed]) -> Finding:
    over, under, weighed = found
    first = min((over, under), key=lambda c: (c.sentence, c.number.start))
    return code.finding(
        place=report.place(rate),
        subject=rate.label or report.subject(rate.paragraph),
        quote=report.words(first, rate),
        expected=shown(weighed.value, rate.number),
        actual=written(rate.number),
        over=written(over.number),
        under=written(under.number),
        hint=slip(weighed.value, rate.number.base) or code.advice,
    )


def _named(report: Report, rate: Claim, sentence: Sequence[Claim]) -> Iterator[Finding]:
    """办结率 = 办结 ÷ 受理: the rate's own word must stand before the numerator for the two to be tied."""
    match = _STEM.search(rate.label)
    if not match or match[1] in _STOCK_STEMS:
        return
    stem = match[1]
    around = tuple(sentence[max(0, sentence.index(rate) - _AROUND) : sentence.index(rate)])
    before = [c for c in amounts(around) if c.number.sort in (Sort.COUNT, Sort.MONEY)]
    overs = [c for c in before if stem in c.label or stem[0] in c.label[-3:]]
    tried = [
        (over, under, weighed)
        for over in overs
        for under in before
        if over is not under
        and over.number.like(under.number)
        and (weighed := weigh_ratio(rate.number, over.number, under.number))
    ]
    sure = [item for item in tried if stem in item[0].label and item[1].number.base >= item[0].number.base]
    if not sure or min(item[2].fit for item in tried) is Fit.EXACT:
        return
    best = min(tried, key=lambda item: item[2].fit)
    if best[2].fit is not Fit.WRONG:
        yield _finding(report, CUT if best[2].fit is Fit.CUT else ROUNDING, rate, best)
    elif len({item[1].number.base for item in sure}) <= 3:
        size = power_of_ten(sure[-1][2].value, rate.number.base)
        yield _finding(report, RATE_SCALE if size == 100 else NAMED_RATE, rate, sure[-1])
