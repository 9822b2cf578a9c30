"""Parts and totals in running text (SUM): 共计…其中…, …合计…, lists over several paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import CUT, PARTS_MAY_BE_INCOMPLETE, PARTS_NOT_TOTAL, PARTS_OVER_TOTAL, ROUNDING, SCORE_PARTS, UNIT_SLIP
from xlperf.audit.causes import figures, likely_cause, one_digit, power_of_ten, transposed
from xlperf.audit.checks.weigh import Fit, shown, weigh_total, written
from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort, factor
from xlperf.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from xlperf.audit.report import Report
    from xlperf.findings import Code, Finding

_OPENS: Final = re.compile(r"其中|包括|包含|(?:^|[，、])由(?=[\u4e00-\u9fff“])|分别(?:为|是)|由[^，。；]{0,40}?(?:构成|组成)|具体(?:为|是|包括)|分为(?=[\u4e00-\u9fff：])|主要(?:为|是|包括)|构成(?:为|：)|组成(?:为|：)|即：|[：]")
_ENDS: Final = re.compile(r"(?:合计|共计|总计|累计|共|小计|总额为|总共|两项合计|[二三四五六七八九两]项(?:合计|共计|之和)|加总)(?:为|是|支出|收入|约|得|扣)*$")
_COMPLETE: Final = re.compile(r"构成|组成|分为(?=[\u4e00-\u9fff：])|分别(?:为|是)|包括(?!但)|两部分|[三四五]部分|[两二三四五]类")
_FAMILIES: Final = (
    (re.compile(r"收入$|拨款$"), 2, re.compile(r"收入|拨款|来源")),
    (re.compile(r"^(?:(?:财政拨款)?(?:基本支出|项目支出|经营支出|上缴上级支出|对附属单位补助支出)(?:决算)?)$"), 2, re.compile(r"支出|资金|决算|预算")),
    (re.compile(r"人员经费|公用经费|人员支出|公用支出"), 2, re.compile(r"基本支出|支出")),
    (re.compile(r"出国|公务用车|公车|接待"), 3, re.compile(r"三公|公")),
    (re.compile(r"购置费?|运行(?:维护)?费?"), 2, re.compile(r"用车|公车")),
    (re.compile(r"货物|工程|服务"), 2, re.compile(r"采购")),
    (re.compile(r"[\u4e00-\u9fff]支出(?:[（(]类[)）])?$"), 3, re.compile(r"支出")),
    (re.compile(r"^(?:男|女)"), 2, re.compile(r"")),
    (re.compile(r"工资福利|商品和?服务|对个人和家庭|资本性"), 3, re.compile(r"支出|经费")),
)
_GAINED: Final = re.compile(r"(?:得|计|评|实得|获)(?:分|了|为)*：?$")
_FULL_WORDS: Final = re.compile(r"满分|分值|权重|标准分|应得")
_MOST_LISTS: Final = 25
"""Lists in one paragraph beyond which no report goes; bounds the time on hostile text."""
_MOST: Final = 60
_PARTIAL: Final = re.compile(r"主要(?:有|为|是|用于|包括)|如|等|部分|其余|重点")


@dataclass(frozen=True, slots=True)
class _Listing:
    """A list of parts with the totals that it may belong to."""

    totals: tuple[Claim, ...]
    readings: tuple[tuple[Claim, ...], ...]
    """Ways to take the list, the likeliest first."""
    opener: str
    closing: bool = False
    """The total stands behind its parts, as 合计."""


def sums(report: Report) -> Iterator[Finding]:
    """总数 = 各项之和; a list behind 其中 need not be complete, but never exceeds its total (domain.md 3.6)."""
    for index in range(len(report.paragraphs)):
        claims = report.claims[index]
        if len(claims) > 1:
            for listing in (*_openings(claims), *_closings(report, index)):
                yield from _weigh(report, listing)
    for listing in _spread(report):
        yield from _weigh(report, listing)


def _is_part(claim: Claim) -> bool:
    usable = (Role.LEVEL, Role.BUDGET, Role.ACTUAL, Role.NONE)
    sorts = (Sort.MONEY, Sort.COUNT, Sort.SCORE)
    return claim.role in usable and claim.number.sort in sorts and claim.number.exact and not claim.past


def _openings(claims: Sequence[Claim]) -> Iterator[_Listing]:
    """Find 总数…其中：甲…、乙…. Several openings in a row nest."""
    opened = 0
    for at in range(1, min(len(claims), 400)):
        if opened >= _MOST_LISTS:
            return
        opener = _OPENS.search(claims[at].lead)
        if not opener or (opener[0] == "：" and not claims[at - 1].total and "其中" not in claims[at].lead):
            continue
        if claims[at - 1].number.borrowed and "分别" in opener[0]:
            continue
        totals = _totals_before(claims, at)
        if not totals:
            continue
        readings = tuple(dict.fromkeys(_readings(claims, at, totals[0])))
        if readings:
            opened += 1
            yield _Listing(totals, readings, claims[at].lead)


def _totals_before(claims: Sequence[Claim], at: int) -> tuple[Claim, ...]:
    """Give the amounts that a list opening at ``at`` may be parts of, nearest first."""
    lead = claims[at].lead
    found = []
    for claim in reversed(claims[max(0, at - 8) : at]):
        same = claim.sentence == claims[at].sentence
        if claims[at].sentence - claim.sentence > 1 or (not same and found and found[0].sentence != claim.sentence):
            break
        if _is_part(claim) and (claim.number.like(claims[at].number)):
            found.append(claim)
    named = [claim for claim in found if claim.label and len(claim.label) > 2 and claim.label in lead]
    return tuple(dict.fromkeys([*named, *found]))


def _readings(claims: Sequence[Claim], at: int, total: Claim) -> Iterator[tuple[Claim, ...]]:
    """Give the ways in which the numbers from ``at`` on may be the parts."""
    run: list[Claim] = []
    depth_of: list[int] = []
    depth = 0
    sentence = claims[at].sentence
    for number, claim in enumerate(claims[at : at + _MOST]):
        if claim.sentence != sentence:
            break
        if number and claim.segment != claims[at].segment and claim.total and "合计" not in claim.lead[:4]:
            break
        if number and claim.segment != claims[at + number - 1].segment:
            depth = 0
        elif number and re.search(r"[)）]", claim.lead) and depth:
            depth -= 1
        if number and re.search(r"其中|包括|包含|(?:^|[，、])由(?=[\u4e00-\u9fff“])|\((?![一二三四五六七八九十\d]+\)|类|款|项|境)", claim.lead) and not claim.lead.endswith(")"):
            depth += 1
        if _is_part(claim) and claim.number.like(total.number) and _same_side(claim, total):
            run.append(claim)
            depth_of.append(depth)
    flat = tuple(run)
    outer = tuple(claim for claim, deep in zip(run, depth_of, strict=True) if deep == 0)
    first_segment = tuple(claim for claim in outer if claim.segment == claims[at].segment)
    gained = tuple(claim for claim in outer if claim.number.sort is Sort.SCORE and _GAINED.search(claim.lead[-8:]))
    if 1 < len(gained) < len(outer):
        yield gained
    for reading in (outer, first_segment, flat, tuple(c for c in flat if c.segment == claims[at].segment)):
        if reading:
            yield reading
            role = reading[0].role
            same = tuple(claim for claim in reading if claim.role is role)
            if same != reading:
                yield same
            for other in (Role.ACTUAL, Role.BUDGET):
                chosen = tuple(claim for claim in reading if claim.role is other)
                if chosen:
                    yield chosen
    cut = [number for number, deep in enumerate(depth_of) if deep]
    if cut and cut[0]:
        yield flat[: cut[0]]
    for stop in range(2, min(len(outer), 12)):
        if _ENDS.search(outer[stop].lead) or re.search(r"^[，。]?(?:完成|实际|年末|结余|剩余|支出)", outer[stop].lead):
            yield outer[:stop]


def _same_side(claim: Claim, total: Claim) -> bool:
    """Scores add up with scores, full marks with full marks."""
    return claim.number.sort is not Sort.SCORE or _is_full_mark(claim) == _is_full_mark(total)


def _is_full_mark(claim: Claim) -> bool:
    return bool(_FULL_WORDS.search(claim.lead[-6:])) or (claim.lead.endswith("(") and "得" not in claim.lead[-6:])


def _closings(report: Report, index: int) -> Iterator[_Listing]:
    """Find the totals that stand behind their parts: 甲…、乙…，合计…."""
    for sentence in report.sentences(index):
        for at, claim in enumerate(sentence[:200]):
            clause = re.split(r"[，。；：、]", claim.lead)[-1]
            if at < 2 or not _is_part(claim) or not _ENDS.search(clause) or len(_ENDS.sub("", clause)) > 4 or "其中" in claim.lead:
                continue
            before = [c for c in sentence[:at] if _is_part(c) and c.number.like(claim.number)]
            if len(before) < 2:
                continue
            readings = [tuple(before)] + [tuple(before[start:]) for start in range(1, min(len(before) - 1, 8))]
            readings += [tuple(c for c in before if not c.total)] if any(c.total for c in before) else []
            yield _Listing((claim,), tuple(r for r in readings if len(r) > 1), claim.lead, closing=True)


def _spread(report: Report) -> Iterator[_Listing]:
    """Find a total whose parts stand in the paragraphs below it, one in each."""
    index = 0
    while index < len(report.paragraphs):
        claims = [c for c in report.claims[index] if _is_part(c) and c.number.sort is not Sort.COUNT]
        plain = report.paragraphs[index].plain
        if claims and plain.endswith(("：", "其中", "如下。", "如下", "包括")):
            last = [c for c in reversed(claims) if c.sentence == claims[-1].sentence]
            others = [c for c in claims if c.sentence != claims[-1].sentence]
            totals = tuple(last + others) if "其中" in plain[-4:] or not others else tuple(others + last)
            groups = list(_items_below(report, index, totals[0]))
            if len(groups) > 1:
                firsts = tuple(group[0] for group in groups)
                actuals = tuple(next((c for c in group if c.role is Role.ACTUAL), group[0]) for group in groups)
                budgets = tuple(next((c for c in group if c.role is Role.BUDGET), group[0]) for group in groups)
                if {c.number.base for c in actuals} <= {c.number.base for c in claims}:
                    index += 1
                    continue
                yield _Listing(totals, tuple(dict.fromkeys((firsts, actuals, budgets))), plain[-20:])
        index += 1


def _items_below(report: Report, index: int, total: Claim) -> Iterator[list[Claim]]:
    entries = report.outline
    if index + 1 >= len(entries):
        return
    first = entries[index + 1].mark
    for at in range(index + 1, min(len(entries), index + 1 + _MOST)):
        mark = entries[at].mark
        if report.paragraphs[at].in_table or (mark is None) != (first is None):
            return
        if mark and first and mark.depth != first.depth:
            if mark.depth > first.depth:
                continue
            return
        group = [c for c in report.claims[at] if _is_part(c) and c.number.like(total.number)]
        if not group:
            return
        yield group


def _weigh(report: Report, listing: _Listing) -> Iterator[Finding]:
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
    if len(parts) == 1:
        if parts[0].number.base > total.number.base and "其中" in listing.opener and parts[0].role is total.role and parts[0].segment == total.segment:
            yield _finding(report, PARTS_OVER_TOTAL, total, parts, parts[0].number.base)
        return
    added = sum(part.number.base for part in parts)
    if all(part.number.base == total.number.base for part in parts):
        return
    if total.number.sort is Sort.COUNT and not (listing.closing or _is_complete(listing, total, parts) or added > total.number.base):
        return
    for other in listing.totals:
        slip = _unit_slip(other, parts)
        if slip:
            yield _slip_finding(report, other, parts, slip)
            return
    if total.number.sort is Sort.SCORE:
        if len(parts) > 1 and added != total.number.base and (listing.closing or added * 2 > total.number.base):
            yield _finding(report, SCORE_PARTS, total, parts, added)
        return
    if listing.closing:
        if added and 0.2 < added / (total.number.base or added) < 5:
            yield _finding(report, PARTS_NOT_TOTAL, total, parts, added)
    elif _is_complete(listing, total, parts) or _closed_by_words(report, parts[-1]):
        yield _finding(report, PARTS_NOT_TOTAL, total, parts, added)
    elif added > max(other.number.base for other in listing.totals):
        yield _finding(report, PARTS_OVER_TOTAL, total, parts, added)
    elif added > total.number.base:
        yield replace(_finding(report, PARTS_OVER_TOTAL, total, parts, added), severity=Severity.WARNING)
    elif _slip_between(total, added):
        yield _finding(report, PARTS_NOT_TOTAL, total, parts, added)
    elif _one_digit_off(total, parts) and added * 10 > total.number.base * 7:
        yield _finding(report, PARTS_NOT_TOTAL, total, parts, added)
    elif added * 10 > total.number.base * 8:
        yield _finding(report, PARTS_MAY_BE_INCOMPLETE, total, parts, added)


def _closed_by_words(report: Report, last: Claim) -> bool:
    """由甲…和乙…构成 closes the list behind it."""
    return report.paragraphs[last.paragraph].plain[last.number.end : last.number.end + 3].startswith(("构成", "组成", "两部分", "等组成"))


def _is_complete(listing: _Listing, total: Claim, parts: Sequence[Claim]) -> bool:
    """Say whether the words or the items show that the list leaves nothing out."""
    if _PARTIAL.search(listing.opener.split("其中")[-1][:6]):
        return False
    if _COMPLETE.search(listing.opener):
        return True
    labels = [re.sub(r"\W", "", part.label) for part in parts]
    if len(labels) > 2 and labels[-1].startswith(("其他", "其它", "其余")):
        return True
    return any(
        sum(bool(pattern.search(label)) for label in labels) >= max(least, len(labels) - 1) and whole.search(total.label or total.lead)
        for pattern, least, whole in _FAMILIES
    )


def _one_digit_off(total: Claim, parts: Sequence[Claim]) -> bool:
    """Say whether a change of one digit, or of two neighbours, would close the list."""
    residual = total.number.base - sum(part.number.base for part in parts)
    return len(figures(residual)) == 1 or any(figures(part.number.base) == figures(residual) for part in parts)


def _slip_between(total: Claim, added: Decimal) -> bool:
    """Say whether the total and the sum of its parts are one slip of the hand apart, with digits enough to be sure."""
    scaled = added / factor(total.number.unit)
    return len(figures(scaled)) > 3 and (one_digit(scaled, total.number.value) or transposed(scaled, total.number.value))


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


def _finding(report: Report, code: Code, total: Claim, parts: Sequence[Claim], added) -> Finding:
    labelled = [(part.label or written(part.number), part.number.base / factor(total.number.unit)) for part in parts]
    stated = total.number.base
    cause = likely_cause(added / factor(total.number.unit), total.number.value, labelled)
    if not cause and power_of_ten(added, stated):
        cause = "可能是单位或小数点的错"
    return code.finding(
        place=report.place(total),
        places=(report.place(total), *(report.place(part) for part in parts[:20])),
        subject=total.label or "总数",
        quote=report.words(total, parts[-1]) if total.number.start < parts[-1].number.start else report.words(parts[0], total),
        expected=shown(added, total.number).removesuffix("分" if total.number.sort is Sort.SCORE else ""),
        actual=written(total.number).removesuffix("分" if total.number.sort is Sort.SCORE else ""),
        difference=shown(abs(added - stated), total.number),
        hint=cause or code.advice,
    )
