"""Marks in proportion (按比例得分): by a formula of the score, by words, within a corridor; targets and projects."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.scheme.drafting.clauses import MARK, clauses
from xlperf.scheme.drafting.conditions import NUMBER, value
from xlperf.scheme.drafting.reading import NOT_UNDERSTOOD, CriteriaReading
from xlperf.scheme.model import MeanOfProjects, Proportion, WeightedTargets

if TYPE_CHECKING:
    from xlperf.scheme.drafting.clauses import Clause

WHOLE: Final = Decimal(1)
_SCORE_FORMULA: Final = re.compile(r"(?:得分|分值|分数|计分|自评分)=([^;。]*)")
_WORTH: Final = (
    rf"(?:该项|此项|本项|该|本|指标)?(?:指标)?(?:{MARK}(?![\d.%])分?|分值|满分|权重分?值?|权数|标准分|总分值?|基本分)"
)
_RATE: Final = r"[^=×÷+/,\-]*(?:率|比例|比重|度|百分比|进度|完成情况)(?:\([^()]*\))?"
_QUOTIENT: Final = r"\(?[^=×÷/+,\-Σ∑]+[÷/][^=×÷/+,\-Σ∑]+?\)?"
_SIMPLE: Final = re.compile(rf"(?:{_RATE}|{_QUOTIENT})(?:×100%)?\)?×{_WORTH}|{_WORTH}×(?:{_RATE}|{_QUOTIENT})")
_BARE_PRODUCT: Final = re.compile(rf"(?:按|以|为|用)?(?P<rate>{_RATE}|{_QUOTIENT})×{_WORTH}(?:计算|计|得)?(?:得?分)?")
_CAPPED: Final = re.compile(rf"[,(](?:最高|最多|封顶|不超过|≤|超过|>).*$|\({MARK}分\)$")
_BY_WORDS: Final = re.compile(
    r"按(?:照)?[^,;。]{0,16}?(?:比例|比率|比重|完成率|达成率|执行率|完成度|完成程度|进度|完成情况|满意度|完成百分比)[^,;。]{0,8}?(?:得|计|赋|折算|计算|评|给)(?:得)?分"
    r"|按(?:照)?[^,;。]{0,12}比例(?:得分|计分|计算|折算|给分|扣分|扣减|(?:得|计|扣)(?!\d))|(?:同|等)比例(?:扣|得|计)"
    r"|(?:与|和)[^,;。]{0,8}成正比"
)
_PART_OF_A_STEP: Final = re.compile(r"(?:不足|<)(?:1|一)[^,;。]{0,6}[的,]*按[^,;。]{0,6}比例")
_OUTSIDE: Final = re.compile(
    rf"<({NUMBER})(?:的)?(?:或者?|、|,|及|和|与)[^\d<>]{{0,14}}>({NUMBER})[^;。\d]{{0,10}}?(?:的|,|均|一律|都|则)*(?:得?0分|不得分|不计分)"
)
_INSIDE: Final = re.compile(
    rf"(?:在)?({NUMBER})~({NUMBER})(?:\(?含?\)?)?(?:之间|区间|范围内|以内)[^;。]{{0,12}}?(?:按|得).*?(?:之外|以外|范围外|其他|其余|否则)[^;。]{{0,6}}(?:得?0分|不得分|不计分)"
)
_TARGETS: Final = re.compile(r"(?:[Σ∑]|加权|权重.{0,4}×).{0,30}(?:完成|目标|指标值|达成)|(?:完成|目标|达成).{0,16}加权")
_PROJECTS: Final = re.compile(
    r"项目[^,;。]{0,12}(?:得分|评分|自评分)[^,;。]{0,8}平均|平均[^,;。]{0,4}项目[^,;。]{0,8}得分"
)
_CAP: Final = re.compile(r"(?:最高|不超过|≤|封顶)[^,;。\d]{0,4}(\d+%)")


def read_share(bare: str, full: Decimal) -> CriteriaReading | None:  # noqa: PLR0911 - one for each wording
    """Read a rule of proportion of folded words; not understood where it is one of another shape; None for none."""
    corridor = _corridor(bare)
    if _PROJECTS.search(bare):
        reading = CriteriaReading(MeanOfProjects(), bare, "sure")
        return reading.doubted("" if re.search(r"[÷/]100", bare) else "按“各项目平均分 ÷ 100 × 满分”折算")
    if _TARGETS.search(bare):
        cap = _CAP.search(bare)
        if cap and value(cap[1]) != WHOLE:
            return NOT_UNDERSTOOD
        rule = WeightedTargets(WHOLE, corridor[0] if corridor else None)
        reading = CriteriaReading(rule, bare, "sure")
        return reading.doubted("" if cap or corridor else "单项完成率最高按 100% 计")
    formula = _SCORE_FORMULA.search(bare)
    if formula:
        worked = _CAPPED.sub("", formula[1].split(",")[0])
        if not _SIMPLE.fullmatch(worked):
            return NOT_UNDERSTOOD
        return _with_ends(bare, full, formula[0].split(",")[0], corridor, exact=True)
    product = _BARE_PRODUCT.search(bare)
    if product and "1-" not in product[0]:
        return _with_ends(bare, full, product[0], corridor, exact=True)
    words = _BY_WORDS.search(_PART_OF_A_STEP.sub("", bare))
    if words:
        if re.search(r"未|超|违|逾|不", words[0]):
            return NOT_UNDERSTOOD
        return _with_ends(bare, full, words[0], corridor, exact=False)
    if corridor and not any(clause.mark for clause in clauses(bare, full) if clause.range is not None):
        note = "文字没有写明区间以内怎样计分，按比例得分"
        return CriteriaReading(Proportion(WHOLE, corridor[0]), corridor[1], "likely", note)
    return None


def _corridor(bare: str) -> tuple[tuple[Decimal, Decimal], str] | None:
    found = _OUTSIDE.search(bare) or _INSIDE.search(bare)
    if not found:
        return None
    percent = "%" in found[1] + found[2]
    ends = value(found[1], percent=percent), value(found[2], percent=percent)
    return (ends, found[0]) if ends[0] < ends[1] else None


def _with_ends(
    bare: str, full: Decimal, words: str, corridor: tuple[tuple[Decimal, Decimal], str] | None, *, exact: bool
) -> CriteriaReading | None:
    """Add the goal, floor or corridor that other clauses name; several marks in between are another rule."""
    goal, floor = WHOLE, Decimal(0)
    rest = bare.replace(words, ";").replace(corridor[1] if corridor else words, ";")
    for clause in clauses(rest, full):
        if clause.range is None:
            continue
        if _is_goal(clause, full):
            goal = clause.range.low or WHOLE
        elif clause.mark == 0 and clause.range.low is None and clause.range.high is not None:
            floor = clause.range.high
        elif 0 < clause.mark < full or (clause.mark == full and clause.range.low is None):
            return NOT_UNDERSTOOD
    reading = CriteriaReading(Proportion(goal, corridor[0] if corridor else None, floor), words, "sure")
    stated = re.search(rf"[÷/]\(?{re.escape(_as_written(goal))}", bare)
    if goal != 1 and (exact or not stated):
        return reading.doubted(f"不足的按“实际值÷{_as_written(goal)}”折算")
    return reading


def _is_goal(clause: Clause, full: Decimal) -> bool:
    return clause.range is not None and clause.mark == full and clause.range.low is not None


def _as_written(goal: Decimal) -> str:
    return f"{(goal * 100).normalize():f}%"
