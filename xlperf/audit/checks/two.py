"""One quantity, two values (TWO): the same label, unit and period, but another figure elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from xlperf.audit.catalogue import TWO_VALUES, UNIT_SLIP
from xlperf.audit.causes import power_of_ten, slip
from xlperf.audit.checks.weigh import written
from xlperf.audit.claims import Claim, Role
from xlperf.audit.numbers import Sort, measure
from xlperf.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from xlperf.audit.report import Report
    from xlperf.findings import Finding

_SCOPE_WORDS: Final = (
    "政府性基金",
    "国有资本经营",
    "一般公共预算",
    "财政拨款",
    "基本支出",
    "项目支出",
    "三公",
    "机关运行",
    "政府采购",
    "上年",
    "公务接待",
    "公务用车",
    "出国",
)
_GENERIC: Final = re.compile(
    r"^(?:(?:年初|调整|全年|当年|本年|年度)?预算(?:数|安排|资金|总额|金额)?|(?:支出|收入)?决算数?|支出|收入|资金|金额|经费|费用|合计|总计|总额|共|实际支出|实际(?:完成|执行|到位|使用)(?:数|值|资金)?|执行数|执行率|完成率|预算执行率|(?:年度)?(?:资金)?总额|财政拨款|本年|占比|支出数|财政资金|(?:到位|下达|使用|拨付|支付)(?:资金|率)?|投入(?:资金)?|目标值?|指标值|完成值|(?:实际)?完成|得分|满分|分值|办结率|完成|受理|安排|项目资金|总数|总量|国内|结余|结转|剩余|其他|货物|工程|服务|小计|(?:完成|占)(?:年初|全年|当年|调整后?)?预算(?:数|安排)?|当年预算|实际|全年|年末|年初)$"
)
_SUBJECT_NEEDED: Final = re.compile(r"(?:预算|决算|支出|执行|完成|资金)数?$|率$")
_NOISE: Final = re.compile(r"(?:的|总额|金额|数额|数|共计|合计为|情况|决算(?=收入|支出)|[“”\"（）()《》\s])")
_SPECIFIC: Final = re.compile(
    r"收入|支出|经费|资产|结转|结余|采购|满意度|人数|编制|在职|车辆|保有量|预算|决算|拨款|率|费|工单|总分|件|资金|合同|户|次"
)
_SHORTEST: Final = 4
_ENTRY: Final = re.compile(r"[(（]\d{0,3}项[)）][”\"]?(?:支出)?(?:决算)?(?:数)?$")
_SPENT: Final = re.compile(r"支出决算数?为?$|^[，。]?决算数?为?$")
_CHANGED: Final = re.compile(
    r"^(?:较|比|与|同|新|累计新增|每)|增加|减少|增长|下降|以上|以下|不超|平均|人均|标准|单价|调整(?:前|为|增)|追加|下半年|上半年|季度|月|首批|第[一二三四]批|其中"
)


def two(report: Report) -> Iterator[Finding]:
    """One quantity has one value: the same label, entity, unit and period never carry two."""
    groups: dict[tuple[str, str, str, str], list[Claim]] = defaultdict(list)
    for index, claims in enumerate(report.claims):
        for claim in claims:
            key = _key(report, claim, index)
            if key:
                groups[key].append(claim)
    for (label, _, _, _), group in groups.items():
        if len(group) > 1:
            yield from _conflicts(report, label, group)
    for claims in report.claims:
        yield from _entry(report, claims)


def _entry(report: Report, claims: Sequence[Claim]) -> Iterator[Finding]:
    """…（项）257.14万元，…支出决算为257.14万元: an entry opens with the very amount that was spent."""
    head = next((c for c in claims[:2] if _ENTRY.search(c.lead) and c.number.sort is Sort.MONEY), None)
    if head is None or not head.number.exact:
        return
    spent = next((c for c in claims if c is not head and _SPENT.search(c.lead) and c.number.like(head.number)), None)
    if spent and spent.number.exact and not spent.number.interval.overlaps(head.number.interval):
        yield _finding(report, head.label or "支出决算", head, spent)


def _key(report: Report, claim: Claim, index: int) -> tuple[str, str, str, str] | None:
    """Name the quantity: its words, what the section restricts it to, what it counts, and its year."""
    number = claim.number
    if not number.exact or claim.past or claim.role in (Role.CHANGE, Role.PRIOR, Role.SHARE, Role.NONE):
        return None
    if number.sort in (Sort.BARE, Sort.SCORE, Sort.POINTS) or (
        number.sort is Sort.COUNT and measure(number.unit) in ("年", "月", "天", "日", "个月")
    ):
        return None
    clause = re.split(r"[，。；：、]", claim.lead)[-1]
    if _CHANGED.search(clause) or "目标" in clause or "≥" in clause:
        return None
    label = normal_label(claim.label)
    subject = ""
    if _GENERIC.match(label) or len(label) < _SHORTEST:
        return None
    if not _SPECIFIC.search(label):
        return None
    headings = report.headings(index) + "/" + (report.outline[index].title if report.outline[index].mark else "")
    scope = "/".join(word for word in _SCOPE_WORDS if word in headings and word not in label)
    if number.sort is Sort.PERCENT or _needs_subject(label):
        subject = normal_label(report.subject(index))
    role = "预算" if claim.role is Role.BUDGET else ""
    if label.startswith("财政拨款") and "一般公共预算" in claim.label and report.has_other_budgets:
        label = f"一般公共预算{label}"
    period = claim.period or report.year
    return (
        label,
        f"{subject}|{scope}|{role}",
        f"{number.sort.value}{measure(number.unit) if number.sort is Sort.COUNT else ''}",
        period,
    )


def _needs_subject(label: str) -> bool:
    """Short labels, and those that any project has, are told apart by their section."""
    return len(label) <= 5 and not re.search(r"[收支]入?[合总]计|三公|满意", label)


def normal_label(label: str) -> str:
    """Drop what does not tell quantities apart: brackets, 的, 总额, 本单位, year."""
    bare = re.sub(
        r"(?:19|20)\d{2}年度?|^(?:本|我|全|该|其(?!他|它|余|中))(?:局|单位|部门|中心|委|办|院|区|市|县|年度?)?",
        "",
        label,
    )
    bare = _NOISE.sub("", bare)
    return re.sub(r"^(?:一般公共预算)(?=财政拨款)", "", bare)


def _conflicts(report: Report, label: str, claims: Sequence[Claim]) -> Iterator[Finding]:
    """Report the values that cannot be the same as the one stated first, or most often."""
    values: dict[Decimal, list[Claim]] = defaultdict(list)
    for claim in claims:
        twin = next(
            (value for value in values if values[value][0].number.interval.overlaps(claim.number.interval)), None
        )
        values[claim.number.base if twin is None else twin].append(claim)
        if len(values) > 6:
            return
    if len(values) < 2:
        return
    most = max(values, key=lambda value: len(values[value]))
    kept = values[most][0]
    same_paragraph = len({claim.paragraph for claim in claims}) == 1
    if len(values) > 2 and len(values[most]) < len(claims) / 2:
        return
    for value, others in values.items():
        if value == most:
            continue
        other = others[0]
        if same_paragraph and not slip(most, value):
            continue
        if abs(most - value) <= kept.number.step + other.number.step:
            continue
        yield _finding(report, label, kept, other)


def _finding(report: Report, label: str, kept: Claim, other: Claim) -> Finding:
    size = power_of_ten(kept.number.base, other.number.base)
    cause = slip(kept.number.base, other.number.base)
    if size and size >= 1000 and kept.number.sort is Sort.MONEY:
        return UNIT_SLIP.finding(
            place=report.place(other),
            places=(report.place(other), report.place(kept)),
            subject=label,
            quote=report.words(other),
            expected=written(kept.number),
            actual=written(other.number),
            basis=f"第{report.place(kept).line}行" if report.place(kept).line else "别处",
        )
    return TWO_VALUES.finding(
        place=report.place(other),
        places=(report.place(other), report.place(kept)),
        subject=label,
        quote=report.words(other),
        expected=written(kept.number),
        actual=written(other.number),
        elsewhere=str(report.place(kept)).removeprefix(report.document.file).strip() or "别处",
        hint=cause or TWO_VALUES.advice,
        severity=Severity.ERROR if cause else Severity.WARNING,
    )
