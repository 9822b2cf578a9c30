"""Units (UNIT): one amount in two units, 元 for 万元, a rate as 0.95 against 95 %."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain, round_half_up
from xlperf.audit.catalogue import CONVERSION, ODD_UNIT, RATE_SCALE, UNIT_SLIP
from xlperf.audit.causes import likely_cause
from xlperf.audit.checks.weigh import shown, written
from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort, factor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.audit.report import Report
    from xlperf.findings import Finding

_SAME_AMOUNT: Final = re.compile(
    r"^(?:整)?[，、]?[(（]?(?:即|折合(?:人民币)?|合(?:人民币)?|约合|也就是|换算为|大写|小写|人民币|￥|¥|=)[为：]?[￥¥]?(?:人民币)?$"
)
_MONEY_WORDS: Final = re.compile(r"收入|支出|预算|决算|经费|拨款|资金|结余|结转|总计|合计|采购|资产|费(?!用标准|率)")
_SINGLE_PRICE: Final = re.compile(r"单价|标准|人均|每|均价|次均|补助标准|工资|罚款|门票|价|费用标准|户均|年薪|定额")
_RATE_LABEL: Final = re.compile(r"率$|满意度$|占比$")
_HIGH_RATE: Final = re.compile(
    r"满意|(?:执行|完成|办结|合格|到位|及时|利用|控制|达标|验收|回复|覆盖|支付|可用|普及|接种|建档|管理|优良|成功|入学|使用|正常|完好|签约|知晓|参保)率"
)
_TINY: Final = 5000
_RICH: Final = 10_000_000
_EACH: Final = re.compile(r"人均|户均|次均|每人|每户|平均每")
_ABOUT: Final = Decimal("0.03")
_SLIPS: Final = (Decimal(10_000), Decimal(1000), Decimal("0.001"), Decimal("0.0001"))


def units(report: Report) -> Iterator[Finding]:
    """1 万元 = 10,000 元; the amounts of one report share one unit; a rate is a percentage."""
    usual = _usual_unit(report)
    for index in range(len(report.paragraphs)):
        claims = report.claims[index]
        for at, claim in enumerate(claims):
            if at and claim.number.sort is Sort.MONEY:
                yield from _conversion(report, claims[at - 1], claim)
            yield from _odd(report, claim, usual)
            yield from _scale(report, claim)
        for sentence in report.sentences(index):
            yield from _each(report, sentence)


def _usual_unit(report: Report) -> str:
    counted = Counter(
        c.number.unit for claims in report.claims for c in claims if c.number.sort is Sort.MONEY and c.number.base
    )
    if not counted:
        return ""
    unit, times = counted.most_common(1)[0]
    return unit if times >= 6 and times * 10 >= 8 * sum(counted.values()) else ""


def _conversion(report: Report, one: Claim, other: Claim) -> Iterator[Finding]:
    """8474300元（847.43万元）: both must be the same amount."""
    if one.number.sort is not Sort.MONEY or one.sentence != other.sentence:
        return
    text = report.paragraphs[one.paragraph].plain
    between = text[one.number.end : other.number.start]
    bracketed = between in ("(", "（") and text[other.number.end : other.number.end + 1] in (")", "）")
    if not (_SAME_AMOUNT.match(between) or (bracketed and one.number.unit != other.number.unit)):
        return
    if one.number.interval.overlaps(other.number.interval):
        return
    if abs(one.number.base - other.number.base) <= max(one.number.step, other.number.step):
        return
    yield CONVERSION.finding(
        place=report.place(other),
        subject=one.label or "金额",
        quote=report.words(one, other),
        expected=shown(one.number.base, other.number),
        actual=f"{written(one.number)}{between}{written(other.number)}",
        hint=likely_cause(one.number.base / factor(other.number.unit), other.number.value) or CONVERSION.advice,
    )


def _odd(report: Report, claim: Claim, usual: str) -> Iterator[Finding]:
    """Among amounts of 万元, a budget or account figure of a few 元 with decimals meant 万元; and the reverse."""
    number = claim.number
    if number.sort is Sort.MONEY and _EACH.search(claim.lead[-12:]) and number.base >= _RICH:
        yield _odd_unit(report, claim, "元")
        return
    if (
        not usual
        or number.unit == usual
        or number.sort is not Sort.MONEY
        or not number.base
        or not number.exact
        or number.borrowed
    ):
        return
    if (
        not _MONEY_WORDS.search(claim.label)
        and not _MONEY_WORDS.search(claim.lead[-20:])
        and claim.role not in (Role.CHANGE, Role.BUDGET, Role.ACTUAL)
    ):
        return
    if _SINGLE_PRICE.search(claim.lead[-20:]) or "(" in claim.lead[-2:]:
        return
    small = (
        usual == "万元" and number.unit == "元" and number.base < _TINY and (number.decimals == 2 or number.base < 1000)
    )
    huge = usual == "元" and number.unit == "万元" and number.value > 100_000
    huge = huge or (usual == "万元" and number.unit == "亿元" and number.decimals == 2 and _far_above(report, claim))
    if small or huge:
        yield _odd_unit(report, claim, usual)


def _each(report: Report, sentence: Sequence[Claim]) -> Iterator[Finding]:
    """人均 = 金额 ÷ 人数: what one gets is off by a unit when it is 1,000 or 10,000 times the quotient."""
    for at, claim in enumerate(sentence):
        if claim.number.sort is not Sort.MONEY or not _EACH.search(claim.lead[-12:]) or not claim.number.base:
            continue
        sums = [c for c in sentence[max(0, at - 8) : at] if c.number.sort is Sort.MONEY and c.number.base]
        heads = [c for c in sentence[max(0, at - 8) : at] if c.number.sort is Sort.COUNT and c.number.base > 1]
        ratios = [(claim.number.base / (s.number.base / h.number.base), s, h) for s in sums for h in heads]
        if any(abs(ratio - 1) < _ABOUT for ratio, _, _ in ratios):
            continue
        for ratio, money, head in ratios:
            if any(abs(ratio / size - 1) < _ABOUT for size in _SLIPS):
                yield UNIT_SLIP.finding(
                    place=report.place(claim),
                    subject=claim.label or "人均",
                    quote=report.words(money, claim),
                    expected=f"{plain(round_half_up(money.number.base / head.number.base, 2))}元",
                    actual=written(claim.number),
                    basis=f"{written(money.number)}÷{written(head.number)}",
                )
                break


def _odd_unit(report: Report, claim: Claim, usual: str) -> Finding:
    return ODD_UNIT.finding(
        place=report.place(claim),
        subject=claim.label,
        quote=report.words(claim),
        expected=usual,
        actual=written(claim.number),
    )


def _far_above(report: Report, claim: Claim) -> bool:
    others = [
        c.number.base
        for claims in report.claims
        for c in claims
        if c.number.sort is Sort.MONEY and c.number.unit == "万元"
    ]
    return bool(others) and claim.number.base > 1000 * max(others)


def _scale(report: Report, claim: Claim) -> Iterator[Finding]:
    """执行率为0.95% among rates near 100 %; 满意度0.9591 without a percent sign."""
    number = claim.number
    if (
        number.sort is Sort.BARE
        and not number.unit
        and _RATE_LABEL.search(claim.label)
        and 0 < number.value <= 1
        and number.decimals >= 2
    ):
        text = report.paragraphs[claim.paragraph].plain
        if (
            text[number.end : number.end + 1] in ("", "，", "。", "；", "、", ")")
            and number.exact
            and "=" not in claim.lead[-3:]
        ):
            yield RATE_SCALE.finding(
                place=report.place(claim),
                subject=claim.label,
                quote=report.words(claim),
                expected=f"{plain(number.value * 100)}%",
                actual=written(number),
            )
    elif (
        number.sort is Sort.PERCENT
        and number.exact
        and 0 < number.base < 1
        and number.decimals >= 2
        and _is_high(report, claim)
    ):
        yield RATE_SCALE.finding(
            place=report.place(claim),
            subject=claim.label,
            quote=report.words(claim),
            expected=f"{plain(number.value * 100)}%",
            actual=written(number),
        )


def _is_high(report: Report, claim: Claim) -> bool:
    """Say whether the rate is of a kind that is never below one per cent."""
    usable = claim.role in (Role.COMPLETION, Role.RATE, Role.LEVEL)
    return usable and bool(_HIGH_RATE.search(claim.label + report.subject(claim.paragraph)))
