"""Claims (表述): what each number of the report says, of what, for which year, and in which sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from xlperf.audit.numbers import Number, Sort

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Role(StrEnum):
    """What a number does in its sentence."""

    LEVEL = "level"
    BUDGET = "budget"
    """预算数、计划数."""
    ACTUAL = "actual"
    """决算数、执行数、实际支出."""
    PRIOR = "prior"
    """The same quantity a year ago (上年数)."""
    CHANGE = "change"
    """增加、减少 so much."""
    SHARE = "share"
    """占…的 %."""
    COMPLETION = "completion"
    """完成预算的 %, 执行率."""
    RATE = "rate"
    """Another named rate (办结率、满意度)."""
    NONE = "none"
    """Dates, codes, bounds: nothing to reckon with."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One number with the words that say what it is."""

    number: Number
    role: Role
    label: str
    """The noun phrase before the number, without year and verb."""
    lead: str
    """All words of the sentence between the number before and this one."""
    paragraph: int
    sentence: int
    """Counts the sentences of the paragraph (。！？)."""
    segment: int
    """Counts its parts between 。 and ；."""
    direction: int = 0
    """+1 for 增加, -1 for 减少, of a CHANGE."""
    period: str = ""
    """The year that the words name: 2023; empty where none is named."""
    context: str = ""
    """The words of the sentence before the number, from its beginning, at most 120 characters."""
    past: bool = False
    """The words speak of the year before (上年、去年)."""

    @property
    def total(self) -> bool:
        """Say whether the label calls it a total (合计、总计、共)."""
        return bool(_TOTAL.search(self.label) or _TOTAL.search(self.lead[-8:]))


_TOTAL: Final = re.compile(
    r"合计|总计|共计|总额|总数|总共|总和|总收入|总支出|总预算|累计|(?<!公)共(?!服务|预算|有资产|卫生|管理|安全|设施|交通|性)|总量|总金额|总分|小计"
)
_LINK: Final = r"(?:约|为|是|达到|达|计|共计?|至|有|分别|均|各|各为|各是|了|仅|数|额|幅度?|比例|率|的|金额|数额|值|:|：|-|=|“|\()*$"  # noqa: E501 - one pattern
_UP: Final = "增加|增长|上升|提高|上涨|增收|增支|净增|高出|超出|超支|同比增|增幅|涨幅|升幅|多支出|多收入|多(?=$|了|出)|增(?=$|了|幅)|升(?=$|了)|涨(?=$|了)"  # noqa: E501 - one pattern
_DOWN: Final = "减少|下降|降低|减收|压减|缩减|压缩|回落|下滑|同比减|同比降|降幅|减幅|少支出|少收入|节约|核减|少(?=$|了|于)|减(?=$|了)|降(?=$|了)"  # noqa: E501 - one pattern
_MOVED: Final = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<even>增减变动|变动率|变动额|变化率|增减率|增减额|增减|增长率|变动))"
    r"(?:了|额|幅度?|比例|比率|率|数|支出|收入|经费|资金|预算|投入|金额)*(?:约|为|是|达到|达|了|-|“|：)*$"
)
_REACHED: Final = re.compile(r"(?:增加|增长|上升|提高|减少|下降|降低|降|升|调整|压减|扩大|增)(?:到|至)(?:了)?$")
_PAST: Final = re.compile(r"上年(?!结转|结余|末)|上一年|去年|上年度(?!结转|结余)|同期|前一年|上年同期")
_COMPARED: Final = re.compile(
    r"(?:与|和|同|较|比|对比)(?:上年|去年|上一年|20\d\d年|年初|预算|同期)[^，。；]{0,14}(?:相比|比较|对比|比)?$"
)
_DIRECTLY: Final = re.compile(
    r"(?:较|比|与|由|从)(?:上年|去年|上一年|上年度|20\d\d年(?:度)?)(?:同期|决算数?|支出|收入|实际|完成)?的?$"
)
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_SHARE: Final = re.compile(
    r"(?:占(?P<of>[^，。；：]{0,40}?)(?:的|比重|比例|比|总额)*|(?:占比|比重|所占比例|所占比重))(?:约|为|是|达到|达|：|分别)*$"
)
_COMPLETED: Final = re.compile(
    r"(?:(?:完成|达到|达|占|为)[^，。；]{0,14}(?:预算|计划|目标|任务|指标)[^，。；率]{0,6}|(?:执行|完成|支付|支出|使用|到位|拨付|控制|发放|兑付)[^，。；]{0,3}(?:进度|率|比例)|(?:预算|资金)[^，。；]{0,8}率)(?:约|为|是|达到|达|的|：|均|-|仅为?|只有|只|已|就|高达|也)*$"
)
_SHARE_OF_SPENDING: Final = re.compile(
    r"占[^，。；]*?(?:支出|收入|总额|合计|资金|经费)(?:总额|总数|合计|总量)?(?:的比重|的比例|比重|比例)?的?(?:约|为|是|达到|达)*$"
)
_RATE: Final = re.compile(
    r"(?:率|度|比例|比重|比值|占比|百分比|系数)(?:约|为|是|达到|达|的|：|均|在|分别|\(|“|仅为?|只有|只|已|高达|也|就)*$"
)
_BUDGET: Final = re.compile(
    r"(?:预算|编制(?:人)?|任务|调整[后为]|计划|批复|下达|指标|安排|应|目标|概算|合同)(?:数|额|安排|总额|金额|资金|收入|支出|批复|指标|总计|合计|总数|下达|数量|值)*"
    + _LINK
)
_ACTUAL: Final = re.compile(
    r"(?:决算|实际|执行|支出|支付|使用|列支|拨付|到位|完成|兑付|发放|支出数)(?:数|额|支出|收入|完成|金额|资金|总额|执行|使用|到位|合计|总计|总数|发生|完成值|值|数量)*"
    + _LINK
)
_SENTENCE: Final = re.compile(r"[。！？]")
_CLAUSE: Final = re.compile(r"[，。；：、()（）！？]")
_STRIP_FRONT: Final = re.compile(
    r"^(?:其中|包括|分别|即|以及|及|和|与|或|并|且|而|由于|按(?!时|期|规|计划|要求|月|季)|根据|截至|截止|我(?:局|单位|部门|中心|委|办|院|校|厅|市|区|县)|本(?:局|单位|部门|中心|委|办|院|校|厅)|全(?:局|区|市|县|年)|当年|本年度(?!收|支)|(?:19|20)\d{2}年(?:度|末|底|初)?|年度|共(?!同|享)|一是|二是|三是|四是|五是|\d{1,2}[.、]|\(\d{1,2}\)|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、|[①-⑳“”\"《》<>·.。-])+"
)
_STRIP_BACK: Final = re.compile(
    r"(?:约|为|是|达到|达|(?<![合总小累统会审设估])计|有|分别|均|各|了|仅|的|金额|数额|：|:|-|=|“|”|\(|共|共计|人民币|近|超过?|不低于|不少于|不超过|大于|小于|≥|≤|>|<|将近|至少)+$"
)


def claims_in(plain: str, numbers: Sequence[Number], paragraph: int) -> tuple[Claim, ...]:
    """Say what each number of a paragraph claims."""
    return tuple(_claims(plain, numbers, paragraph))


def _claims(plain: str, numbers: Sequence[Number], paragraph: int) -> Iterator[Claim]:
    stops = [match.start() for match in _SENTENCE.finditer(plain)]
    halves = [at for at, char in enumerate(plain) if char in "。！？；"]
    sentence = segment = 0
    previous_end = begin = 0
    year = ""
    for number in numbers:
        while sentence < len(stops) and stops[sentence] < number.start:
            previous_end = begin = stops[sentence] + 1
            sentence += 1
            year = ""
        while segment < len(halves) and halves[segment] < number.start:
            previous_end = max(previous_end, halves[segment] + 1)
            segment += 1
        if number.sort in (Sort.DATE, Sort.CODE):
            if number.sort is Sort.DATE and (match := _YEAR.match(number.unit)):
                following = plain[number.end : number.end + 4]
                compared = plain[max(0, number.start - 2) : number.start].endswith(("与", "比", "较", "和", "同"))
                if not compared or "相比" not in following:
                    year = match[1]
            continue
        lead = plain[max(previous_end, number.start - 90) : number.start]
        previous_end = number.end
        clause = _last_clause(lead)
        role, direction = role_of(number, clause, plain[number.end : number.end + 8])
        here = _YEAR.findall(clause)
        past = bool(_PAST.search(clause)) and not _COMPARED.search(clause)
        period = here[-1] if here else year
        context = plain[max(begin, number.start - 120) : number.start]
        yield Claim(number, role, label_of(lead), lead, paragraph, sentence, segment, direction, period, context, past)


def _last_clause(lead: str) -> str:
    """Give the clause that the number stands in, and the one before it when it holds only a verb (，为3万元)."""
    parts = [part for part in _CLAUSE.split(lead) if part]
    if not parts:
        return ""
    if len(_STRIP_BACK.sub("", parts[-1])) == 0 and len(parts) > 1:
        return parts[-2] + parts[-1]
    return parts[-1]


def role_of(number: Number, clause: str, after: str) -> tuple[Role, int]:  # noqa: PLR0911 - one line a role
    """Tell a number's role from the words before it (and 相比 behind it); with the direction of a change."""
    moved = None if _REACHED.search(clause) else _MOVED.search(clause)
    direction = (1 if moved["up"] else -1 if moved["down"] else 0) if moved else 0
    if number.sort is Sort.POINTS:
        return Role.CHANGE, direction
    if number.sort is Sort.PERCENT:
        if moved:
            return Role.CHANGE, direction
        if _COMPLETED.search(clause) and not _SHARE_OF_SPENDING.search(clause):
            return Role.COMPLETION, 0
        if _SHARE.search(clause):
            return Role.SHARE, 0
        return (Role.RATE if _RATE.search(clause) else Role.LEVEL), 0
    if number.sort not in (Sort.MONEY, Sort.COUNT, Sort.BARE):
        return Role.NONE, 0
    if moved and not _new_things(clause, number):
        return Role.CHANGE, direction
    if (_PAST.search(clause) and not _COMPARED.search(clause)) or after.startswith("相比") or _DIRECTLY.search(clause):
        return Role.PRIOR, 0
    if _BUDGET.search(clause):
        return Role.BUDGET, 0
    return (Role.ACTUAL if _ACTUAL.search(clause) else Role.LEVEL), 0


def _new_things(clause: str, number: Number) -> bool:
    """新增, 增加值 and a project called …能力提升 name a quantity of its own, not a change of another."""
    if number.sort is Sort.MONEY and clause.endswith("提升"):
        return True
    return bool(re.search(r"新增|增加值|增值税", clause)) and number.sort is Sort.COUNT


def label_of(lead: str) -> str:
    """Cut the noun phrase out of the words before a number: its year, its verb and connectives go."""
    for part in reversed(
        [part for part in re.split(r"[，。；：、！？=]", lead.replace("(", "（").replace(")", "）")) if part]
    ):
        bare = _STRIP_BACK.sub("", _STRIP_FRONT.sub("", re.sub(r"（[^）]*）?", "", part).strip("（）")))
        if bare:
            return bare[-40:]
    return ""
