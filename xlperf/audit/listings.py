"""Lists of parts in running text (列项): which amounts may be the parts of which total, in every reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.audit.report import Report

_OPENS: Final = re.compile(
    r"其中|包括|包含|(?:^|[，、])由(?=[\u4e00-\u9fff“])|分别(?:为|是)|由[^，。；]{0,40}?(?:构成|组成)|具体(?:为|是|包括)|分为(?=[\u4e00-\u9fff：])|主要(?:为|是|包括)|构成(?:为|：)|组成(?:为|：)|即：|[：]"
)
_ENDS: Final = re.compile(
    r"(?:合计|共计|总计|累计|共|小计|总额为|总共|两项合计|[二三四五六七八九两]项(?:合计|共计|之和)|加总)(?:为|是|支出|收入|约|得|扣)*$"
)
_GAINED: Final = re.compile(r"(?:得|计|评|实得|获)(?:分|了|为)*：?$")
_FULL_WORDS: Final = re.compile(r"满分|分值|权重|标准分|应得")
_MOST_LISTS: Final = 25
"""Lists in one paragraph beyond which no report goes; bounds the time on hostile text."""
_MOST: Final = 60
_INNER: Final = re.compile(
    r"其中|包括|包含|(?:^|[，、])由(?=[\u4e00-\u9fff“])|\((?![一二三四五六七八九十\d]+\)|类|款|项|境)"
)
_MEAN: Final = re.compile(r"(?:平均|均分|人均|户均|均值)[^，。；、]{0,8}$")
_STATED_SCORE: Final = re.compile(r"(?:自评|得分|评分|总分)[^，。；、]{0,6}$")
_WHOLE_NAMED: Final = re.compile(r"占(?P<of>[^，。；：]{4,40}?)(?:的|比重|比例)*(?:约|为|是|达到|达|：)*$")
_WITHIN_ANOTHER: Final = (("中小企业", "小微企业"), ("中小微企业", "小微企业"))
"""What the second names is part of what the first names."""
_SHARED_WORDS: Final = 4
_ANOTHER_MATTER: Final = re.compile(r"^[，。]?(?:完成|实际|年末|结余|剩余|支出)")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of parts with the totals that it may belong to."""

    totals: tuple[Claim, ...]
    readings: tuple[tuple[Claim, ...], ...]
    """Ways to take the list, the likeliest first."""
    opener: str
    closing: bool = False
    """The total stands behind its parts, as 合计."""
    mean: bool = False
    """The number is the parts' mean (平均), not their sum."""


def listings(report: Report) -> Iterator[Listing]:
    """Find the lists of parts within paragraphs and over paragraphs."""
    for index in range(len(report.paragraphs)):
        claims = report.claims[index]
        if len(claims) > 1:
            yield from _openings(claims)
            yield from _closings(report, index)
    yield from _spread(report)


def _is_part(claim: Claim) -> bool:
    usable = (Role.LEVEL, Role.BUDGET, Role.ACTUAL, Role.NONE)
    sorts = (Sort.MONEY, Sort.COUNT, Sort.SCORE)
    stated = claim.role in usable and claim.number.sort in sorts and claim.number.exact and not claim.past
    return stated and not is_mean(claim)


def is_mean(claim: Claim) -> bool:
    """Say whether the words call the number a mean (平均得分)."""
    return bool(_MEAN.search(claim.lead))


def _openings(claims: Sequence[Claim]) -> Iterator[Listing]:
    """Find 总数…其中：甲…、乙…. Several openings in a row nest."""
    opened = 0
    for at in range(1, min(len(claims), 400)):
        if opened >= _MOST_LISTS:
            return
        opener = _OPENS.search(claims[at].lead)
        if not opener or (opener[0] == "：" and not _leads_on(claims, at)):
            continue
        if claims[at - 1].number.borrowed and "分别" in opener[0]:
            continue
        if is_mean(claims[at - 1]):
            yield from _mean_before(claims, at)
            continue
        totals = _totals_before(claims, at)
        if not totals or _mean_behind(claims, at):
            continue
        readings = tuple(dict.fromkeys(_readings(claims, at, totals[0])))
        if readings:
            opened += 1
            yield Listing(totals, readings, claims[at].lead)


def _leads_on(claims: Sequence[Claim], at: int) -> bool:
    """A colon opens a list behind a total, a score or 其中."""
    before = claims[at - 1]
    score = before.number.sort is Sort.SCORE and bool(_STATED_SCORE.search(before.lead))
    return before.total or "其中" in claims[at].lead or (score and claims[at].lead.startswith(("：", "(", "（")))


def _mean_before(claims: Sequence[Claim], at: int) -> Iterator[Listing]:
    """平均95分，其中甲90分、乙100分."""
    parts = tuple(c for c, depth in _run(claims, at, claims[at - 1]) if not depth)
    if len(parts) > 1 and claims[at - 1].number.exact:
        yield Listing((claims[at - 1],), (parts,), claims[at].lead, mean=True)


def _mean_behind(claims: Sequence[Claim], at: int) -> bool:
    """Say whether the list is closed by its mean: 分别为90分、100分，平均95分."""
    behind = (c for c in claims[at : at + _MOST] if c.sentence == claims[at].sentence)
    return any(is_mean(c) and c.number.sort is claims[at].number.sort for c in behind)


def _totals_before(claims: Sequence[Claim], at: int) -> tuple[Claim, ...]:
    """Give the amounts that a list opening at ``at`` may be parts of, nearest first."""
    lead = claims[at].lead
    found: list[Claim] = []
    for claim in reversed(claims[max(0, at - 8) : at]):
        same = claim.sentence == claims[at].sentence
        if claims[at].sentence - claim.sentence > 1 or (not same and found and found[0].sentence != claim.sentence):
            break
        if _is_part(claim) and (claim.number.like(claims[at].number)):
            found.append(claim)
    named = [claim for claim in found if claim.label and len(claim.label) > 2 and claim.label in lead]
    budgeted = claims[at].role is Role.BUDGET
    found.sort(key=lambda claim: (claim.role is Role.BUDGET) is not budgeted)
    return tuple(dict.fromkeys([*named, *found]))


def _readings(claims: Sequence[Claim], at: int, total: Claim) -> Iterator[tuple[Claim, ...]]:
    """Give the ways in which the numbers from ``at`` on may be the parts."""
    run = _run(claims, at, total)
    flat = tuple(claim for claim, _ in run)
    outer = tuple(claim for claim, depth in run if depth == 0)
    segment = claims[at].segment
    gained = tuple(claim for claim in outer if claim.number.sort is Sort.SCORE and _GAINED.search(claim.lead[-8:]))
    if 1 < len(gained) < len(outer):
        yield gained
    for reading in (
        outer,
        tuple(c for c in outer if c.segment == segment),
        flat,
        tuple(c for c in flat if c.segment == segment),
    ):
        if reading:
            yield reading
            yield from _of_one_role(reading)
    nested = [number for number, (_, depth) in enumerate(run) if depth]
    if nested and nested[0]:
        yield flat[: nested[0]]
    for stop in range(2, min(len(outer), 12)):
        if _ENDS.search(outer[stop].lead) or _ANOTHER_MATTER.search(outer[stop].lead):
            yield outer[:stop]


def _run(claims: Sequence[Claim], at: int, total: Claim) -> list[tuple[Claim, int]]:
    """Take the amounts of the sentence from ``at`` on, each with how deep it is nested (其中…其中, brackets)."""
    run: list[tuple[Claim, int]] = []
    depth = 0
    for number, claim in enumerate(claims[at : at + _MOST]):
        another = claim.segment != claims[at].segment and claim.total and "合计" not in claim.lead[:4]
        if claim.sentence != claims[at].sentence or (number and another):
            break
        if number and claim.segment != claims[at + number - 1].segment:
            depth = 0
        elif number and depth and re.search(r"[)）]", claim.lead):
            depth -= 1
        if number and _INNER.search(claim.lead) and not claim.lead.endswith(")"):
            depth += 1
        if _is_part(claim) and claim.number.like(total.number) and _same_side(claim, total):
            inside = bool(number) and _inside_another(claim, claims[at + number + 1 : at + number + 2], run, total)
            run.append((claim, depth + inside))
    return run


def _inside_another(claim: Claim, behind: Sequence[Claim], run: Sequence[tuple[Claim, int]], total: Claim) -> bool:
    """Say whether an amount is part of one listed before it: by standing knowledge, or by the share behind it."""
    labels = [part.label for part, _ in run]
    if any(part in claim.lead and any(whole in label for label in labels) for whole, part in _WITHIN_ANOTHER):
        return True
    match = _WHOLE_NAMED.search(behind[0].lead) if behind and behind[0].role is Role.SHARE else None
    if match is None or _share_words(match["of"], total.label):
        return False
    return any(_share_words(match["of"], label) for label in labels)


def _share_words(one: str, other: str) -> bool:
    """Say whether two labels have four characters in a row in common."""
    return any(one[at : at + _SHARED_WORDS] in other for at in range(len(one) - _SHARED_WORDS + 1))


def _of_one_role(reading: tuple[Claim, ...]) -> Iterator[tuple[Claim, ...]]:
    """A list may give 预算 and 决算 of each part: take one kind at a time."""
    for role in dict.fromkeys((reading[0].role, Role.ACTUAL, Role.BUDGET)):
        chosen = tuple(claim for claim in reading if claim.role is role)
        if chosen and chosen != reading:
            yield chosen


def _same_side(claim: Claim, total: Claim) -> bool:
    """Scores add up with scores, full marks with full marks."""
    return claim.number.sort is not Sort.SCORE or _is_full_mark(claim) == _is_full_mark(total)


def _is_full_mark(claim: Claim) -> bool:
    return bool(_FULL_WORDS.search(claim.lead[-6:])) or (claim.lead.endswith("(") and "得" not in claim.lead[-6:])


def _closings(report: Report, index: int) -> Iterator[Listing]:
    """Find the totals that stand behind their parts: 甲…、乙…，合计…."""
    for sentence in report.sentences(index):
        for at, claim in enumerate(sentence[:200]):
            clause = re.split(r"[，。；：、]", claim.lead)[-1]
            if at > 1 and is_mean(claim) and claim.number.exact:
                yield from _mean_of(sentence, at)
            if (
                at < 2
                or not _is_part(claim)
                or not _ENDS.search(clause)
                or len(_ENDS.sub("", clause)) > 4
                or "其中" in claim.lead
            ):
                continue
            before = [c for c in sentence[:at] if _is_part(c) and c.number.like(claim.number)]
            if len(before) < 2:
                continue
            readings = [tuple(before)] + [tuple(before[start:]) for start in range(1, min(len(before) - 1, 8))]
            readings += [tuple(c for c in before if not c.total)] if any(c.total for c in before) else []
            yield Listing((claim,), tuple(r for r in readings if len(r) > 1), claim.lead, closing=True)


def _mean_of(sentence: Sequence[Claim], at: int) -> Iterator[Listing]:
    """分别为90分、100分，平均95分: a mean behind what it is the mean of."""
    opened = next((n for n in range(at - 1, -1, -1) if "分别" in sentence[n].lead), None)
    if opened is None:
        return
    parts = tuple(c for c in sentence[opened:at] if _is_part(c) and c.number.like(sentence[at].number))
    if len(parts) > 1:
        yield Listing((sentence[at],), (parts,), sentence[at].lead, closing=True, mean=True)


def _spread(report: Report) -> Iterator[Listing]:
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
                yield Listing(totals, tuple(dict.fromkeys((firsts, actuals, budgets))), plain[-20:])
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
