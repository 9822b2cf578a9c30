"""Words against figures (WORD): 大于, 相符, 控制较好, 无采购, 持平, 完成目标."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import AGREES, DIRECTION, EVEN, GREATER_LESS, NONE_BUT_SOME, TARGET_MISSED, WELL_CONTROLLED
from xlperf.audit.checks.weigh import written
from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort
from xlperf.audit.report import amounts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.audit.report import Report
    from xlperf.findings import Finding

_COMPARISON: Final = re.compile(
    r"(?:决算数?|支出数?|执行数|实际(?:支出|执行)?数?|完成数)(?P<word>大于|小于|高于|低于|超过|超出|等于|多于|少于)(?:了)?(?:年初|全年|调整后?|当年|财政)?预算(?:数|安排)?|预算数?(?P<back>大于|小于|高于|低于|超过)决算数?"
)
_EVEN: Final = re.compile(
    r"(?:与|和|同|较|比)(?:上年|去年|上一年|20\d\d年)[^，。；]{0,10}?(?:持平|一致|相同|无(?:增减)?变化|没有(?:增减)?变化|无增减|不变)"
)
_AGREES: Final = re.compile(
    r"(?:与|和|同)?[^，。；]{0,12}(?:基本相符|完全相符|相符|相匹配|基本一致|账实相符|基本吻合|高度吻合)"
)
_CONTROLLED: Final = re.compile(
    r"(?:控制(?:得|情况)?(?:较好|良好|有效|到位|严格|在预算(?:范围)?(?:以?内)?)|未(?:超|突破)(?:出|过)?(?:年初|调整|全年)?(?:预算|标准|指标|控制数)?|没有超(?:出|过)?预算|未出现超支|无超支|均?在预算(?:范围)?内|有所节约|严控|有效控制|低于预算)"
)
_CONTROL_RATE: Final = re.compile(r"(?:控制率|三公|公用经费|接待|公务用车|会议费|培训费|运行)")
_NONE: Final = re.compile(
    r"(?:(?:无|未发生|没有发生|没有|未安排|未开展|不涉及|未产生|未使用|无发生)(?:任何|过|相关|新增|该项|此项)?(?P<what>政府采购|因公出国(?:[(（]境[)）])?|公务接待|公务用车购置|会议费|培训费|国有资本经营预算|政府性基金(?:预算)?|结转结余|三公|“三公”|非税收入|其他收入|事业收入|经营收入|固定资产处置|资产处置|资产出租)(?P<tail>[^，。；]{0,12}))"
)
_TARGET: Final = re.compile(r"(?:目标值?|指标值|年度指标值?|计划|预期(?:目标|指标)?|考核要求|要求|年初设定|绩效目标)")
_ACHIEVED: Final = re.compile(
    r"(?:已|均|全部|圆满|按期|如期|顺利|超额|基本)?(?:完成(?:年度|年初|既定|预期|绩效|全年|了)*(?:目标|指标|任务)|达到(?:年度|年初|既定|预期|绩效|了)*(?:目标|指标|要求|标准)|实现(?:年度|年初|既定|预期|绩效|了)*目标|达标|超额完成|达成(?:年度|预期)*(?:目标|指标)?|完成$)"
)
_MISSED: Final = re.compile(
    r"未(?:能)?(?:完成|达到|达标|实现|达成)|没有(?:完成|达到)|低于(?:目标|指标|预期)|不达标|略低|差距"
)
_MOST_SPOKEN: Final = 30


def words(report: Report) -> Iterator[Finding]:
    """The words must say what the figures say: 大于, 持平, 相符, 控制较好, 无…, 完成目标."""
    for index in range(len(report.paragraphs)):
        if report.outline[index].contents:
            continue
        plain = report.paragraphs[index].plain
        if report.claims[index]:
            yield from _comparison(report, index, plain)
            yield from _even(report, index, plain)
            yield from _agrees(report, index, plain)
            yield from _controlled(report, index, plain)
            yield from _moved_levels(report, index, plain)
            yield from _targets(report, index, plain)
    yield from _none_but_some(report)


def _clause_claims(report: Report, index: int, start: int, stops: str = "。") -> tuple[list[Claim], int, int]:
    """Give the claims of the sentence around an offset, with its bounds."""
    plain = report.paragraphs[index].plain
    begin = max(plain.rfind(stop, 0, start) for stop in stops) + 1
    ends = [at for stop in stops if (at := plain.find(stop, start)) >= 0]
    end = min(ends) if ends else len(plain)
    return [c for c in report.claims[index] if begin <= c.number.start < end], begin, end


def _comparison(report: Report, index: int, plain: str) -> Iterator[Finding]:
    """决算数大于预算数 needs 决算 > 预算."""
    for match in _COMPARISON.finditer(plain):
        pair = _budget_and_actual(report, index, match.start())
        if pair is None:
            yield from _against_rate(report, index, match)
            continue
        budget, actual = pair
        gap = actual.number.base - budget.number.base
        word = match["word"] or match["back"]
        more = word in ("大于", "高于", "超过", "超出", "多于")
        if match["back"]:
            more = not more
        if word == "等于":
            wrong = abs(gap) > max(actual.number.step, budget.number.step)
        else:
            wrong = gap <= 0 if more else gap >= 0
        if wrong:
            right = "等于" if gap == 0 else ("大于" if (gap > 0) != bool(match["back"]) else "小于")
            yield GREATER_LESS.finding(
                place=report.paragraphs[index].place(match.start()),
                subject=report.subject(index),
                quote=report.paragraphs[index].quote(match.start(), match.end()),
                expected=f"{right}（预算{written(budget.number)}，决算{written(actual.number)}）",
                actual=match[0],
            )


def _against_rate(report: Report, index: int, match: re.Match[str]) -> Iterator[Finding]:
    """完成年初预算的107%，决算数低于预算数: the rate alone tells which of the two is larger."""
    before = [c for c in report.claims[index] if c.number.start < match.start() and not c.past]
    rate = before[-1] if before else None
    if rate is None or rate.role is not Role.COMPLETION or "预算" not in rate.context[-20:] or not rate.number.exact:
        return
    word = match["word"] or match["back"]
    more = (word in ("大于", "高于", "超过", "超出", "多于")) is not bool(match["back"])
    if word != "等于" and rate.number.base != 100 and (rate.number.base > 100) is not more:
        yield GREATER_LESS.finding(
            place=report.paragraphs[index].place(match.start()),
            subject=report.subject(index),
            quote=report.paragraphs[index].quote(rate.number.start, match.end()),
            expected=f"{'小于' if more else '大于'}（完成{written(rate.number)}）",
            actual=match[0],
        )


def _budget_and_actual(report: Report, index: int, start: int) -> tuple[Claim, Claim] | None:
    before = [c for c in amounts(report.claims[index]) if c.number.start < start and not c.past]
    actual = next((c for c in reversed(before) if c.role is Role.ACTUAL), None)
    budget = next(
        (c for c in reversed(before) if c.role is Role.BUDGET and actual and c.number.like(actual.number)), None
    )
    if actual is None or budget is None:
        return None
    if actual.sentence != budget.sentence:
        apart = abs(actual.sentence - budget.sentence) > 1
        common = {actual.label[at : at + 4] for at in range(len(actual.label) - 3)}
        if apart or not any(budget.label[at : at + 4] in common for at in range(len(budget.label) - 3)):
            return None
    return budget, actual


def _even(report: Report, index: int, plain: str) -> Iterator[Finding]:
    """与上年持平 allows no amount of change behind it."""
    for match in _EVEN.finditer(plain):
        claims, _, end = _clause_claims(report, index, match.start(), "。；")
        if re.search(r"基本|大体|大致|总体", match[0]):
            continue
        moved = [
            c
            for c in claims
            if c.role is Role.CHANGE and c.number.base and match.end() <= c.number.start < min(end, match.end() + 25)
        ]
        before = [c for c in claims if c.number.start < match.start()]
        levels = [c for c in amounts(tuple(before)) if c.role is not Role.PRIOR and not c.past]
        prior = [c for c in before if (c.role is Role.PRIOR or c.past) and c.number.exact]
        differs = [
            c for c in prior if levels and c.number.like(levels[-1].number) and c.number.base != levels[-1].number.base
        ]
        found = moved[:1] or differs[:1]
        if found:
            yield EVEN.finding(
                place=report.paragraphs[index].place(match.start()),
                subject=report.subject(index),
                quote=report.paragraphs[index].quote(match.start(), max(match.end(), found[0].number.end)),
                expected=written(found[0].number),
                actual=match[0],
            )


def _agrees(report: Report, index: int, plain: str) -> Iterator[Finding]:
    """相符 with a rate far from 100 % contradicts itself."""
    for match in _AGREES.finditer(plain):
        claims, _, _ = _clause_claims(report, index, match.start())
        rates = [c for c in claims if c.role in (Role.COMPLETION, Role.RATE) and c.number.exact and not c.past]
        rates = [c for c in rates if re.search(r"预算|执行|完成|控制|相符|利用|使用|支出|盘点", c.lead)]
        low = [c for c in rates if c.number.base < 80 or c.number.base > 120]
        if low and "预算" in plain[max(0, match.start() - 60) : match.end() + 20]:
            yield AGREES.finding(
                place=report.paragraphs[index].place(match.start()),
                subject=low[0].label,
                quote=report.paragraphs[index].quote(
                    min(match.start(), low[0].number.start), max(match.end(), low[0].number.end)
                ),
                expected=written(low[0].number),
                actual=match[0],
            )


def _controlled(report: Report, index: int, plain: str) -> Iterator[Finding]:
    """控制较好、未超预算 contradicts a control rate over 100 % or an actual over its budget."""
    for match in _CONTROLLED.finditer(plain):
        claims, begin, end = _clause_claims(report, index, match.start())
        sentence = plain[begin:end]
        if not re.search(r"控制|超|预算", sentence) or re.search(
            r"不得|应当|要求|必须|确保|严禁", plain[max(begin, match.start() - 8) : match.start()]
        ):
            continue
        over = [
            c
            for c in claims
            if c.number.sort is Sort.PERCENT
            and c.number.exact
            and c.role in (Role.COMPLETION, Role.RATE)
            and c.number.base > 100
            and _CONTROL_RATE.search(c.lead + sentence[:40])
        ]
        pair = _budget_and_actual(report, index, match.start())
        exceeded = (
            pair is not None
            and pair[1].sentence in {c.sentence for c in claims}
            and pair[1].number.base > pair[0].number.base
        )
        reduced = re.search(r"收入|税|完成率", sentence[:20])
        if (over or exceeded) and not reduced:
            figure = over[0] if over else pair[1] if pair else None
            if figure is None:
                continue
            yield WELL_CONTROLLED.finding(
                place=report.paragraphs[index].place(match.start()),
                subject=figure.label,
                quote=report.paragraphs[index].quote(
                    min(match.start(), figure.number.start), max(match.end(), figure.number.end)
                ),
                expected=written(figure.number)
                + (f"（预算{written(pair[0].number)}）" if exceeded and pair and not over else ""),
                actual=match[0],
            )


_REACHED: Final = re.compile(
    r"(?:由|从)[^，。；]{0,24}?(?:上年|去年|20\d\d年)?[^，。；\d]{0,8}(?P<a>\d+(?:\.\d+)?)(?P<ua>万元|亿元|元|%|个|件|人次|人|户|项)?[^，。；\d]{0,6}(?P<word>增加|增长|提高|上升|提升|减少|下降|降低|降|压减)(?:到|至)了?[^，。；\d]{0,10}(?P<b>\d+(?:\.\d+)?)(?P<ub>万元|亿元|元|%|个|件|人次|人|户|项)?"
)


def _moved_levels(report: Report, index: int, plain: str) -> Iterator[Finding]:
    """由甲增加到乙 needs 乙 > 甲; 比上年增长 needs 本年 > 上年."""
    from decimal import Decimal

    paragraph = report.paragraphs[index]
    for match in _REACHED.finditer(plain):
        if match["ua"] and match["ua"] != match["ub"]:
            continue
        gap = Decimal(match["b"]) - Decimal(match["a"])
        up = match["word"] in ("增加", "增长", "提高", "上升", "提升")
        if gap and (gap > 0) != up:
            yield DIRECTION.finding(
                place=paragraph.place(match.start()),
                subject=report.subject(index),
                quote=paragraph.quote(match.start(), match.end()),
                expected="增加" if gap > 0 else "减少",
                actual=match["word"],
            )
    for segment in report.segments(index):
        change = next(
            (
                c
                for c in segment
                if c.role is Role.CHANGE and c.number.sort is Sort.PERCENT and c.direction and c.number.base > 0
            ),
            None,
        )
        stated = [c for c in amounts(segment) if change and c.number.start < change.number.start]
        prior = [c for c in stated if report.is_prior(c)]
        levels = [c for c in stated if c not in prior and prior and c.number.like(prior[0].number)]
        has_amount = any(c.role is Role.CHANGE and c.number.sort is not Sort.PERCENT for c in segment)
        if change and len(prior) == 1 and len(levels) == 1 and not has_amount:
            gap = levels[0].number.base - prior[0].number.base
            if gap * change.direction < 0:
                yield DIRECTION.finding(
                    place=report.place(change),
                    subject=levels[0].label,
                    quote=report.words(stated[0], change),
                    expected="增长" if gap > 0 else "下降",
                    actual="增长" if change.direction > 0 else "下降",
                )


def _targets(report: Report, index: int, plain: str) -> Iterator[Finding]:
    """目标 ≥95 %, 实际 93 % is not 完成."""
    for segment in report.segments(index):
        bounds = [c for c in segment if c.number.comparator in ("≥", ">", "≤", "<")]
        for bound in bounds:
            following = [
                c
                for c in segment
                if c.number.start > bound.number.end and c.number.exact and c.number.like(bound.number)
            ]
            if not following or not (
                _TARGET.search(bound.lead)
                or _TARGET.search(plain[max(0, bound.number.start - 30) : bound.number.start])
            ):
                continue
            actual = following[0]
            if not re.search(r"实际|完成|达到|为|全年|截至|最终|结果", actual.lead) or actual.role is Role.CHANGE:
                continue
            rising = bound.number.comparator in ("≥", ">")
            missed = actual.number.base < bound.number.base if rising else actual.number.base > bound.number.base
            end = plain.find("。", actual.number.end)
            tail = plain[actual.number.end : end if end >= 0 else len(plain)]
            tail = tail.split("；")[0]
            if missed and _ACHIEVED.search(tail) and not _MISSED.search(tail):
                yield TARGET_MISSED.finding(
                    place=report.place(actual),
                    subject=bound.label,
                    quote=report.words(bound, actual) + tail[:20],
                    expected=f"{bound.number.comparator}{written(bound.number)}",
                    actual=written(actual.number),
                )


def _none_but_some(report: Report) -> Iterator[Finding]:
    """无政府采购 contradicts a stated amount of it in the same year."""
    spoken = []
    for index, paragraph, _ in report.body():
        for match in _NONE.finditer(paragraph.plain):
            ahead = paragraph.plain[max(0, match.start() - 12) : match.start()]
            if re.search(r"上年|去年|如|若|20\d\d年(?!度)|其中", ahead) or re.search(
                r"问题|风险|违规|投诉|不|计划|预算安排|意向|情形|情况下|超|浪费|的单位", match["tail"]
            ):
                continue
            if match[0].startswith("无") and ahead[-1:] in {"有", "并"} and "并无" not in ahead + match[0]:
                continue
            spoken.append((index, match))
    if not spoken:
        return
    for index, match in spoken[:_MOST_SPOKEN]:
        what = re.sub(r"[“”()（）境]", "", match["what"]).replace("因公出国", "出国")
        for claims in report.claims:
            for claim in claims:
                if _contradicts(report, claim, what, index):
                    paragraph = report.paragraphs[index]
                    yield NONE_BUT_SOME.finding(
                        place=paragraph.place(match.start()),
                        places=(paragraph.place(match.start()), report.place(claim)),
                        subject=match["what"],
                        quote=paragraph.quote(match.start(), match.end()),
                        expected=f"{claim.label}{written(claim.number)}（{report.place(claim)}）",
                        actual=match[0],
                    )
                    break
            else:
                continue
            break


def _contradicts(report: Report, claim: Claim, what: str, index: int) -> bool:
    if (
        claim.number.sort is not Sort.MONEY
        or claim.number.base <= 0
        or claim.past
        or claim.role not in (Role.LEVEL, Role.ACTUAL)
    ):
        return False
    if claim.period and report.year and claim.period != report.year:
        return False
    label = re.sub(r"[“”（）()境]", "", claim.label)
    subject = re.sub(r"[“”（）()境]", "", report.subject(claim.paragraph)) if claim.paragraph != index else ""
    if what in ("三公", "结转结余"):
        return what in label and re.search(r"支出|决算|合计|经费", label) is not None
    tail = label.split(what)[-1] if what in label else ""
    named = what in label and bool(
        re.fullmatch(r"(?:支出|费|金额|总额|合计|决算|预算|收入|财政拨款|经费|本年|实际|数|收益|业务)*", tail)
    )
    return named or (
        what in subject and len(subject) <= len(what) + 6 and claim.role is Role.ACTUAL and len(label) <= 6
    )
