"""Shares of a total (PCT): 占比 = 分项 ÷ 总数, and the shares of a complete list make 100 %."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import CUT, RATE_SCALE, ROUNDING, SHARE, SHARES_OVER
from xlperf.audit.causes import power_of_ten, slip
from xlperf.audit.checks.weigh import Fit, Weighed, shown, weigh_ratio, written
from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort
from xlperf.audit.report import amounts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.audit.report import Report
    from xlperf.findings import Code, Finding

_OF: Final = re.compile(r"占(?P<of>[^，。；：]{2,40}?)(?:的比重|的比例|比重|比例|的)?(?:约|为|是|达到|达|：|分别)*$")
_LOOSE: Final = re.compile(r"^(?:本年度?|全年|当年|年度|整个|全部|上述|部门|单位|20\d\d年度?)|(?:总额|总数|总量|的)$")
_SCOPE: Final = re.compile(r"一般公共预算|财政拨款|政府性基金|国有资本|专项|中央|本级|上级|自有|授予|采购")
_ANY_TOTAL: Final = re.compile(
    r"^(?:本年|全年|当年|年度)?总?(?:收入|支出|预算|资金|经费|投资|金额|收支|人数|采购|费用)?(?:决算)?(?:合计|总额|总计|总数|总量)?$"
)
_ROUGH: Final = Decimal("0.02")
_MOST_CLAIMS: Final = 80
_SIBLINGS: Final = 8
_WITHIN: Final = 60
"""How many amounts back the whole is looked for."""


def shares(report: Report) -> Iterator[Finding]:
    """占比 = 分项 ÷ 总数 × 100 %; shares of one total, listed completely, add to 100 %."""
    earlier: list[Claim] = []
    section: tuple[int, ...] = ()
    for index in range(len(report.paragraphs)):
        path = report.outline[index].path
        if path[:1] != section[:1]:
            earlier = []
        section = path
        claims = report.claims[index]
        listed: list[Claim] = []
        for sentence in report.sentences(index):
            for claim in sentence:
                if claim.role is Role.SHARE and claim.number.exact and not claim.past:
                    yield from _share(report, claim, sentence, earlier)
                    listed.append(claim)
            earlier += amounts(sentence)
            del earlier[:-_WITHIN]
        if len(listed) > 1:
            yield from _over_hundred(report, listed, claims)


def _share(report: Report, share: Claim, sentence: Sequence[Claim], earlier: Sequence[Claim]) -> Iterator[Finding]:
    if "分别占" in share.lead:
        yield from _in_turn(report, share, sentence)
    at = sentence.index(share)
    here = amounts(tuple(sentence[max(0, at - _WITHIN) : at + _WITHIN]))
    before = [c for c in here if c.number.start < share.number.start]
    near = [c for c in before if c.segment == share.segment] or before
    parts = near if "分别" in share.lead or share.number.borrowed else near[-2:]
    parts = parts or [c for c in here if c.number.start > share.number.start][:1]
    if not parts:
        return
    wholes = [*_named_elsewhere(report, share), *earlier, *here]
    tried = [
        (part, whole, weighed)
        for part in parts
        for whole in wholes
        if whole is not part
        and whole.number.like(part.number)
        and (weighed := weigh_ratio(share.number, part.number, whole.number))
    ]
    if not tried:
        return
    tried = [item for item in tried if not _vague(item[1])] or tried
    best = min(tried, key=lambda item: item[2].fit)
    if best[2].fit is Fit.EXACT:
        return
    if best[2].fit is not Fit.WRONG:
        yield _finding(report, CUT if best[2].fit is Fit.CUT else ROUNDING, share, best)
        return
    if len(parts) > 2:
        return
    part = parts[-1]
    whole = _whole_of_the_others(report, share, part, wholes) or _whole(share, part, wholes)
    weighed = weigh_ratio(share.number, part.number, whole.number) if whole else None
    if whole and weighed:
        size = power_of_ten(weighed.value, share.number.base)
        yield _finding(report, RATE_SCALE if size == 100 else SHARE, share, (part, whole, weighed))


def _in_turn(report: Report, first: Claim, sentence: Sequence[Claim]) -> Iterator[Finding]:
    """甲3、乙4、丙5，分别占25%、33%、42%: the shares speak of the amounts in turn, of the total that bears out most."""
    run = [first]
    for claim in sentence[sentence.index(first) + 1 :]:
        if claim.number.sort is not Sort.PERCENT or len(claim.lead) > 1:
            break
        run.append(claim)
    listed = [c for c in amounts(tuple(sentence)) if c.number.start < first.number.start]
    parts = listed[-len(run) :]
    if not 2 < len(run) <= len(parts) or not all(part.number.like(parts[0].number) for part in parts):
        return
    for whole in listed[: -len(run)]:
        told = [(part, one, _bears_out(whole, part, one)) for part, one in zip(parts, run, strict=True)]
        if sum(fits for *_, fits in told) * 2 <= len(run):
            continue
        for part, one, fits in told:
            weighed = None if fits else weigh_ratio(one.number, part.number, whole.number)
            if weighed and weighed.fit is Fit.WRONG:
                yield _finding(report, SHARE, one, (part, whole, weighed))
        return


def _vague(whole: Claim) -> bool:
    """Say whether a whole is stated so roughly (18万亩) that it would bear out almost any share."""
    return whole.number.interval.high - whole.number.interval.low > abs(whole.number.base) * _ROUGH


def _named_elsewhere(report: Report, share: Claim) -> list[Claim]:
    """Find the amounts anywhere in the report whose label is the whole that the share names."""
    match = _OF.search(share.lead)
    of = _LOOSE.sub("", match["of"]) if match else ""
    if len(of) <= 3:
        return []
    return [c for c in report.amounts_near(share.paragraph) if c.label.endswith(of)][:20]


def _whole_of_the_others(report: Report, share: Claim, part: Claim, wholes: Sequence[Claim]) -> Claim | None:
    """Find the total that bears out the other shares of the paragraph: a list of shares has one total."""
    claims = _beside(report, share.paragraph)
    others = [
        (claims[at - 1], claim)
        for at, claim in enumerate(claims)
        if at and claim.role is Role.SHARE and claim is not share and claims[at - 1].number.like(part.number)
    ]
    usable = [c for c in wholes if c is not part and c.number.like(part.number) and c.number.base]
    borne = [(sum(_bears_out(whole, one, of) for one, of in others), at) for at, whole in enumerate(usable)]
    times, at = max(borne, default=(0, 0))
    return usable[at] if times else None


def _beside(report: Report, paragraph: int) -> list[Claim]:
    """Give the claims of a paragraph and of those around it that stand under the same heading."""
    path = report.outline[paragraph].path
    near = range(max(0, paragraph - _SIBLINGS), min(len(report.claims), paragraph + _SIBLINGS + 1))
    claims = [c for at in near if report.outline[at].path == path for c in report.claims[at]]
    return claims[:_MOST_CLAIMS]


def _bears_out(whole: Claim, part: Claim, share: Claim) -> bool:
    weighed = weigh_ratio(share.number, part.number, whole.number) if part is not whole else None
    return weighed is not None and weighed.fit is Fit.EXACT


def _whole(share: Claim, part: Claim, wholes: Sequence[Claim]) -> Claim | None:
    """Find the total that a share speaks of: the one it names, else the nearest total at least as large as the part."""
    usable = [c for c in wholes if c is not part and c.number.like(part.number) and c.number.base >= part.number.base]
    match = _OF.search(share.lead)
    if match:
        of = _LOOSE.sub("", match["of"])
        named = [
            c
            for c in usable
            if of
            and (of in c.label or (len(c.label) > 2 and c.label in of and not _SCOPE.search(of.replace(c.label, ""))))
        ]
        if named:
            return named[-1]
        if not _ANY_TOTAL.match(of):
            return None
    totals = [c for c in usable if c.total]
    return totals[-1] if totals else (usable[0] if len(usable) == 1 else None)


def _finding(report: Report, code: Code, share: Claim, found: tuple[Claim, Claim, Weighed]) -> Finding:
    part, whole, weighed = found
    return code.finding(
        place=report.place(share),
        subject=part.label or "占比",
        quote=report.words(part, share),
        expected=shown(weighed.value, share.number),
        actual=written(share.number),
        over=written(part.number),
        under=written(whole.number),
        hint=slip(weighed.value, share.number.base) or code.advice,
    )


def _over_hundred(report: Report, listed: Sequence[Claim], claims: Sequence[Claim]) -> Iterator[Finding]:
    """Shares without amounts, of one total: more than 100 % is wrong, unless one is part of another."""
    same = {re.sub(r"\W", "", (_OF.search(c.lead) or [c.lead])[0]) for c in listed}
    bare = not any(c.number.sort is Sort.MONEY for c in claims)
    nested = any("其中" in c.lead for c in listed[1:])
    added = sum(c.number.base for c in listed)
    slack = sum(c.number.step for c in listed) / 2
    if bare and not nested and len(same) <= len(listed) and added > 100 + slack and len(listed) > 2:
        yield SHARES_OVER.finding(
            place=report.place(listed[-1]),
            subject=report.subject(listed[0].paragraph),
            quote=report.words(listed[0], listed[-1]),
            expected="100%",
            actual=f"{added:f}%",
        )
