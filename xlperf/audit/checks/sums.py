"""Parts and totals in running text (SUM): 共计…其中…, …合计…, lists over several paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import (
    CUT,
    MEAN_DIFFERS,
    PARTS_MAY_BE_INCOMPLETE,
    PARTS_NOT_TOTAL,
    PARTS_OVER_TOTAL,
    ROUNDING,
    SCORE_PARTS,
    UNIT_SLIP,
)
from xlperf.audit.causes import figures, likely_cause, one_digit, power_of_ten, transposed
from xlperf.audit.checks.weigh import Fit, shown, weigh_total, written
from xlperf.audit.claims import Role
from xlperf.audit.listings import Listing, listings
from xlperf.audit.numbers import Sort, factor
from xlperf.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.audit.claims import Claim
    from xlperf.audit.report import Report
    from xlperf.findings import Code, Finding

_COMPLETE: Final = re.compile(
    r"构成|组成|分为(?=[\u4e00-\u9fff：])|分别(?:为|是)|包括(?!但)|两部分|[三四五]部分|[两二三四五]类"
)
_FAMILIES: Final = (
    (re.compile(r"收入$|拨款$"), 2, re.compile(r"收入|拨款|来源")),
    (
        re.compile(r"^(?:(?:财政拨款)?(?:基本支出|项目支出|经营支出|上缴上级支出|对附属单位补助支出)(?:决算)?)$"),
        2,
        re.compile(r"支出|资金|决算|预算"),
    ),
    (re.compile(r"人员经费|公用经费|人员支出|公用支出"), 2, re.compile(r"基本支出|支出")),
    (re.compile(r"出国|公务用车|公车|接待"), 3, re.compile(r"三公|公")),
    (re.compile(r"购置费?|运行(?:维护)?费?"), 2, re.compile(r"用车|公车")),
    (re.compile(r"货物|工程|服务"), 2, re.compile(r"采购")),
    (re.compile(r"[\u4e00-\u9fff]支出(?:[（(]类[)）])?$"), 3, re.compile(r"支出")),
    (re.compile(r"^(?:男|女)"), 2, re.compile(r"")),
    (re.compile(r"工资福利|商品和?服务|对个人和家庭|资本性"), 3, re.compile(r"支出|经费")),
)
_ONE_FIFTH: Final = Decimal("0.2")
_PARTIAL: Final = re.compile(r"主要(?:有|为|是|用于|包括)|如|等|部分|其余|重点")


def sums(report: Report) -> Iterator[Finding]:
    """总数 = 各项之和; a list behind 其中 need not be complete, but never exceeds its total (domain.md 3.6)."""
    for listing in listings(report):
        yield from (_weigh_mean if listing.mean else _weigh)(report, listing)


def _weigh_mean(report: Report, listing: Listing) -> Iterator[Finding]:
    """平均数 = 各项之和 ÷ 项数."""
    (stated,), (parts,) = listing.totals, listing.readings
    mean = sum((part.number.base for part in parts), Decimal(0)) / len(parts)
    step = Decimal(1).scaleb(-stated.number.decimals) * factor(stated.number.unit)
    if abs(mean - stated.number.base) >= step:
        ordered = sorted((stated, *parts), key=lambda claim: claim.number.start)
        yield MEAN_DIFFERS.finding(
            place=report.place(stated),
            places=(report.place(stated), *(report.place(part) for part in parts[:20])),
            subject=stated.label or "平均数",
            quote=report.words(ordered[0], ordered[-1]),
            expected=shown(mean, stated.number, places=max(stated.number.decimals, 2)),
            actual=written(stated.number),
        )


def _weigh(report: Report, listing: Listing) -> Iterator[Finding]:
    """Weigh every reading of a list against every total that it may have; speak only when none fits."""
    best = None
    for total in listing.totals:
        for parts in listing.readings:
            if len(parts) < 2 or total in parts:
                continue
            weighed = weigh_total(total.number, [part.number for part in parts])
            if best is None or weighed.fit < best[0].fit:
                best = (weighed, total, parts)
            if weighed.fit is Fit.EXACT:
                return
    if best and best[0].fit is not Fit.WRONG:
        weighed, total, parts = best
        yield _finding(report, CUT if weighed.fit is Fit.CUT else ROUNDING, total, parts, weighed.value)
        return
    total, parts = listing.totals[0], listing.readings[0]
    if _first_ones_fit(total, parts) or _next_one_fits(report, total, parts):
        return
    if len(parts) == 1:
        yield from _one_part(report, listing)
        return
    if any(part.number.base != total.number.base for part in parts):
        yield from _apart(report, listing)


def _first_ones_fit(total: Claim, parts: Sequence[Claim]) -> bool:
    """在职81人，其中行政23人、事业58人，退休37人: the list may end before the sentence does."""
    added = Decimal(0)
    for number, part in enumerate(parts[:-1]):
        added += part.number.base
        if number and added == total.number.base:
            return True
    return False


def _next_one_fits(report: Report, total: Claim, parts: Sequence[Claim]) -> bool:
    """A list over several paragraphs may go on behind a broken number: what is missing stands in the next one."""
    last = parts[-1].paragraph
    if last == total.paragraph:
        return False
    missing = total.number.base - sum(part.number.base for part in parts)
    following = [c for claims in report.claims[last + 1 : last + 3] for c in claims]
    return any(c.number.like(total.number) and c.number.base == missing for c in following)


def _one_part(report: Report, listing: Listing) -> Iterator[Finding]:
    """A single 其中 may be anything up to its total."""
    part = listing.readings[0][0]
    total = max(listing.totals, key=lambda claim: (claim.sentence == part.sentence, claim.number.base))
    same = part.segment == total.segment and (part.role is total.role or len(listing.totals) > 1)
    if same and "其中" in listing.opener and part.number.base > total.number.base:
        yield _finding(report, PARTS_OVER_TOTAL, total, (part,), part.number.base)


def _apart(report: Report, listing: Listing) -> Iterator[Finding]:
    """No reading of the list fits: say so as surely as its words and figures allow."""
    total, parts = listing.totals[0], listing.readings[0]
    added = sum((part.number.base for part in parts), Decimal(0))
    complete = listing.closing or _is_complete(listing, total, parts)
    swapped = added >= 100 and transposed(added, total.number.base)
    few = total.number.sort is Sort.COUNT and not complete and not swapped and added <= total.number.base
    if few or _of_another_kind(total, parts):
        return
    slips = [(other, slip) for other in listing.totals if (slip := _unit_slip(other, parts))]
    if slips:
        yield _slip_finding(report, slips[0][0], parts, slips[0][1])
    elif total.number.sort is Sort.SCORE:
        if added != total.number.base and (listing.closing or added * 2 > total.number.base):
            yield _finding(report, SCORE_PARTS, total, parts, added)
    elif listing.closing:
        if total.number.base and _ONE_FIFTH < added / total.number.base < 1 / _ONE_FIFTH:
            yield _finding(report, PARTS_NOT_TOTAL, total, parts, added)
    elif (
        complete
        or _closed_by_words(report, parts[-1])
        or (added < total.number.base and _slip_of_hand(total, parts, added))
    ):
        yield _finding(report, PARTS_NOT_TOTAL, total, parts, added)
    elif added > total.number.base:
        budgeted = parts[0].role is Role.BUDGET
        rivals = [other for other in listing.totals if (other.role is Role.BUDGET) is budgeted] or [total]
        over_all = added > max(other.number.base for other in rivals)
        finding = _finding(report, PARTS_OVER_TOTAL, total, parts, added)
        yield finding if over_all else replace(finding, severity=Severity.WARNING)
    elif added * 10 > total.number.base * 8:
        yield _finding(report, PARTS_MAY_BE_INCOMPLETE, total, parts, added)


def _of_another_kind(total: Claim, parts: Sequence[Claim]) -> bool:
    """Scores of the next sentence, one of them larger than the score before, are scores of something else."""
    larger = any(part.number.base > total.number.base for part in parts)
    return total.number.sort is Sort.SCORE and total.sentence != parts[0].sentence and larger


def _slip_of_hand(total: Claim, parts: Sequence[Claim], added: Decimal) -> bool:
    """Say whether one slip of the hand explains the gap of a list that covers most of its total."""
    return _slip_between(total, added) or (_one_digit_off(total, parts) and added * 10 > total.number.base * 7)


def _closed_by_words(report: Report, last: Claim) -> bool:
    """由甲…和乙…构成 closes the list behind it."""
    return (
        report.paragraphs[last.paragraph]
        .plain[last.number.end : last.number.end + 3]
        .startswith(("构成", "组成", "两部分", "等组成"))
    )


def _is_complete(listing: Listing, total: Claim, parts: Sequence[Claim]) -> bool:
    """Say whether the words or the items show that the list leaves nothing out."""
    if _PARTIAL.search(listing.opener.split("其中")[-1][:6]):
        return False
    if _COMPLETE.search(listing.opener):
        return True
    labels = [re.sub(r"\W", "", part.label) for part in parts]
    kind = total.label[-2:]
    if (
        total.number.sort is Sort.COUNT
        and len(labels) > 2
        and len(kind) == 2
        and all(label.endswith(kind) for label in labels)
    ):
        return True
    if len(labels) > 2 and labels[-1].startswith(("其他", "其它", "其余")):
        return True
    return any(
        sum(bool(pattern.search(label)) for label in labels) >= max(least, len(labels) - 1)
        and whole.search(total.label or total.lead)
        for pattern, least, whole in _FAMILIES
    )


def _one_digit_off(total: Claim, parts: Sequence[Claim]) -> bool:
    """Say whether a change of one digit, or of two neighbours, would close the list."""
    residual = total.number.base - sum(part.number.base for part in parts)
    return len(figures(residual)) == 1 or any(figures(part.number.base) == figures(residual) for part in parts)


def _slip_between(total: Claim, added: Decimal) -> bool:
    """Say whether the total and the sum of its parts are one slip of the hand apart, with digits enough to be sure."""
    scaled = added / factor(total.number.unit)
    return len(figures(scaled)) > 3 and (
        one_digit(scaled, total.number.value) or transposed(scaled, total.number.value)
    )


def _unit_slip(total: Claim, parts: Sequence[Claim]) -> tuple[Claim, int] | None:
    """Find the one figure that closes the list when its unit is another (元 for 万元)."""
    if total.number.sort is not Sort.MONEY:
        return None
    added = sum(part.number.base for part in parts)
    slack = sum(part.number.step for part in parts) + total.number.step
    units = Counter(claim.number.unit for claim in (*parts, total))
    for claim in (*parts, total):
        if units[claim.number.unit] * 2 > len(parts) + 1:
            continue
        for size in (10_000, 1000, 100_000_000):
            for larger in (True, False):
                base = claim.number.base * size if larger else claim.number.base / size
                gap = (added - base) if claim is total else (added - claim.number.base + base - total.number.base)
                if base and abs(gap) <= slack and abs(base - claim.number.base) > slack * 10:
                    return claim, size
    return None


def _slip_finding(report: Report, total: Claim, parts: Sequence[Claim], slip: tuple[Claim, int]) -> Finding:
    claim, size = slip
    larger = claim.number.base < total.number.base or claim is total
    unit = next(part.number.unit for part in (total, *parts) if part is not claim)
    value = claim.number.base * size
    if abs(value - total.number.base) > abs(claim.number.base / size - total.number.base) and not larger:
        value = claim.number.base / size
    return UNIT_SLIP.finding(
        place=report.place(claim),
        subject=claim.label,
        quote=report.words(parts[0], parts[-1]),
        expected=f"{(value / factor(unit)).normalize():f}{unit}",
        actual=written(claim.number),
        basis="各项之和",
    )


def _finding(report: Report, code: Code, total: Claim, parts: Sequence[Claim], added: Decimal) -> Finding:
    labelled = [(part.label or written(part.number), part.number.base / factor(total.number.unit)) for part in parts]
    stated = total.number.base
    cause = likely_cause(added / factor(total.number.unit), total.number.value, labelled)
    if not cause and power_of_ten(added, stated):
        cause = "可能是单位或小数点的错"
    return code.finding(
        place=report.place(total),
        places=(report.place(total), *(report.place(part) for part in parts[:20])),
        subject=total.label or "总数",
        quote=report.words(total, parts[-1])
        if total.number.start < parts[-1].number.start
        else report.words(parts[0], total),
        expected=shown(added, total.number).removesuffix("分" if total.number.sort is Sort.SCORE else ""),
        actual=written(total.number).removesuffix("分" if total.number.sort is Sort.SCORE else ""),
        difference=shown(abs(added - stated), total.number),
        hint=cause or code.advice,
    )
