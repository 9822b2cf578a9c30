"""Every number in a paragraph with its unit, stated precision and comparator (数字、单位、精度)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Final

from xlperf.amounts import MONEY_UNITS, Interval, stated_interval
from xlperf.numerals import formal_money_value, numeral_value


class Sort(StrEnum):
    """What a number counts."""

    MONEY = "money"
    PERCENT = "percent"
    POINTS = "points"
    """百分点."""
    SCORE = "score"
    COUNT = "count"
    BARE = "bare"
    """No unit."""
    DATE = "date"
    CODE = "code"
    """Document numbers, subject codes, telephone numbers, list marks: never reckoned with."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number as written, at its offsets in the paragraph's ``plain`` text."""

    value: Decimal
    """As written, without the unit's factor."""
    unit: str
    sort: Sort
    start: int
    end: int
    """Past the unit."""
    decimals: int = 0
    comparator: str = ""
    """≥ ≤ > < 约: the number is a bound or about right, not a value."""
    borrowed: bool = False
    """The unit stands at the next number of the list: 3.2、4.5万元."""

    @property
    def base(self) -> Decimal:
        """The value in the plainest unit: 元, one piece, or per cent."""
        return self.value * factor(self.unit)

    @property
    def interval(self) -> Interval:
        """All values that it may stand for by its written decimals, in the plainest unit."""
        if self.sort in (Sort.COUNT, Sort.SCORE) and not self.unit.startswith(("万", "亿")):
            return Interval(self.value, self.value)
        if self.sort is Sort.MONEY and self.decimals == 0 and (abs(self.value) < 1000 or self.unit == "元"):
            return Interval(self.base, self.base)
        return stated_interval(self.value).scaled(factor(self.unit))

    @property
    def step(self) -> Decimal:
        """One unit of the last written decimal, in the plainest unit: 0.01万元 is 100."""
        return Decimal(1).scaleb(-self.decimals) * factor(self.unit)

    @property
    def exact(self) -> bool:
        """Say whether it states a value, neither a bound nor 约."""
        return not self.comparator

    def like(self, other: Number) -> bool:
        """Say whether the two can be added: both money, or the same counted thing."""
        if self.sort is not other.sort:
            return False
        return self.sort is not Sort.COUNT or measure(self.unit) == measure(other.unit)


_COUNTED: Final = (
    "个工作日|平方公里|剂次|册次|台次|班次|例次|场次|篇次|人天|课时|立方米|平方米|人次|批次|车次|架次|户次|工作日|小时|公里|公顷|千米|千克|公斤|个月|学时|课时|"
    "个|项|份|件|条|人|户|次|名|家|辆|台|套|批|宗|起|场|期|篇|处|所|座|栋|幢|间|类|种|天|日|月|米|㎡|亩|吨|张|册|本|支|只|头|"
    "笔|例|卷|幅|棵|株|副|层|轮|班|位|部|盏|组|片|岁|倍|艘|架|枚|桌|床|镇|村|街|字|页"
)
_MONEY: Final = "万亿元|千亿元|百亿元|亿元|千万元|百万元|十万元|万元|千元|百元|元"
_FACTORS: Final = MONEY_UNITS | {
    "万亿元": Decimal(10) ** 12,
    "千亿元": Decimal(10) ** 11,
    "百亿元": Decimal(10) ** 10,
    "千万元": Decimal(10) ** 7,
    "十万元": Decimal(10) ** 5,
    "‰": Decimal("0.1"),
}

_NUMBER: Final = re.compile(
    r"(?P<sign>(?<![\d%)\]A-Za-z\u4e00-\u9fff])[-+]|(?<=[为长降约率达少加幅即是了])[-])?"
    r"(?P<digits>\d{1,3}(?:,\d{3}){1,8}(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<more>[余多几])?"
    rf"(?P<unit>(?:{_MONEY})(?:/[\u4e00-\u9fff㎡·]{{1,6}}|每[\u4e00-\u9fff]{{1,3}})?|个?百分点|[%‰](?!\w)|%|‰|[万亿](?:{_COUNTED})|[万亿](?=[，。；、)及和]|$)"
    rf"|分(?![钟之别析类配解为成公局工支期管行散层])|(?:{_COUNTED})(?:/[\u4e00-\u9fff]{{1,3}})?)?"
    r"(?P<after>[多余](?!\d)|左右|以上|以下|以内|及以上|及以下|\(含\)以上)?"
)
_DATES: Final = re.compile(
    r"(?P<y>(?:19|20)\d{2})[年](?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?(?!\d)"
    r"|(?<![\d.])(?P<y2>20\d{2})([-/.])(?P<m2>\d{1,2})\5(?P<d2>\d{1,2})(?![\d.])"
    r"|(?P<y3>(?:19|20)\d{2})年(?:度)?(?P<m3>\d{1,2})(?:[-~—–至到]\d{1,2})?月(?:份|底|末)?"
    r"|(?P<y5>(?:19|20)\d{2})[-~—–至到](?:19|20)\d{2}年?(?:度)?"
    r"|(?P<y4>(?<![\d.])(?:19|20)\d{2})(?:年度|年(?!内|以)|财年|财政年度)"
    r"|(?P<mm>\d{1,2})(?:月)?(?:[-~—–至到])\d{1,2}月(?:份|底|末)?|\d{1,2}月\d{1,2}日|\d{1,2}月(?:份|底|末|初|中旬|上旬|下旬)"
    r"|(?<!\d)\d{1,2}月(?=[,，、])|\d{1,2}[时:]\d{2}(?:分)?|近\d{1,2}年|\d{1,2}年(?=[的来内]|以上)"
)
_CODES: Final = re.compile(
    r"[〔\[(]\d{4}[〕\])]第?\d{1,9}号|第\d{1,9}[条款项章节号届次期批部页名位类]|(?:GB|DB|T)[/A-Z]{0,6}\s?\d{1,9}(?:\.\d+)?(?:-\d+)?"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}|\(\d{3,7}[类款项]?\)|(?<![\d.,])\d{5}(?=热线|政务|便民|市民|平台|工单)"
    r"|(?<![\d.,])12(?:345|315|348|329|366)(?![\d.,]*\d)(?!万|亿|元|%)|(?<![\d.])\d{1,4}号(?!\))|(?<![A-Za-z_])[A-Za-z_]{1,20}\d{1,20}(?:\.\d{1,9}){0,9}|(?<!\d)\d{1,12}[A-Za-z]{1,12}(?!元)|(?<=财决)附?\d+(?:-\d+)?表?|(?<=附件)\d+|(?<=附表)\d+|(?<=[表图])\d{1,2}(?:-\d+)?(?![\d.%])"
    r"|(?<=[一-龥])\d{1,2}(?=表[):：，。])|(?<!\d)\d{1,5}[×*]\d{1,5}(?=[×*厘毫米cm])|7[×x*]24(?:小时)?"
)
_MARKS: Final = re.compile(
    r"(?:^|(?<=[。；：:;]))(?:\d{1,2}(?:\.\d{1,2})*[.、)](?!\d)|\(\d{1,2}\)|[①-⑳])|(?<=[\u4e00-\u9fff%])\(\d{1,2}\)(?=[\u4e00-\u9fff])|[①-⑳]"
)
_FORMAL: Final = re.compile(
    r"[零壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万萬亿億]{2,40}[元圆](?:[零壹贰叁肆伍陆柒捌玖]角)?(?:零?[壹贰叁肆伍陆柒捌玖]分)?[整正]?"
)
_SPOKEN: Final = re.compile(
    rf"(?<![第\u4e00-\u9fff之])?(?<!第)(?P<words>[一二两三四五六七八九十百千零〇]{{1,8}}万?)(?P<unit>{_COUNTED}|大类|大项|方面|级|分之)"
)
_BEFORE: Final = (
    (re.compile(r"(?:≥|>=|不低于|不少于|不小于|至少|大于等于|大于或等于|高于或等于|不得低于)$"), "≥"),
    (re.compile(r"(?:≤|<=|不超过|不高于|不大于|至多|最多|小于等于|控制在|不得超过|不多于)$"), "≤"),
    (re.compile(r"(?:>|超过|大于|高于|多于|突破|逾|超)$"), ">"),
    (re.compile(r"(?:<|低于|小于|少于|不足|不到|不满|未达到?)$"), "<"),
    (re.compile(r"(?:约为?|大约|近|将近|接近|左右|大概|累计近)$"), "约"),
)
_AFTER: Final = {
    "多": "约",
    "余": "约",
    "几": "约",
    "左右": "约",
    "以上": "≥",
    "及以上": "≥",
    "(含)以上": "≥",
    "以下": "≤",
    "及以下": "≤",
    "以内": "≤",
}
_RANGE: Final = frozenset({"-", "~", "—", "–", "～", "至", "--", "——"})
_LONGEST: Final = 25
MOST_NUMBERS: Final = 300
"""Numbers of one paragraph that are read; a column of figures pasted as text is no claim."""
_SHARED: Final = re.compile(r"[、，,和与及]{1,2}|以及")


def factor(unit: str) -> Decimal:
    """Give how many 元 (or pieces, or per cent) are in one of ``unit``."""
    if unit in _FACTORS:
        return _FACTORS[unit]
    if unit.startswith("万"):
        return Decimal(10_000)
    return Decimal(100_000_000) if unit.startswith("亿") else Decimal(1)


def measure(unit: str) -> str:
    """Give the counted thing without its power of ten: 万人次 is 人次."""
    bare = unit.lstrip("万亿")
    return "人" if bare in ("名", "位") else bare


def _sort(unit: str) -> Sort:
    if "/" in unit or "每" in unit:
        return Sort.BARE
    if unit.endswith("元"):
        return Sort.MONEY
    if unit in ("%", "‰"):
        return Sort.PERCENT
    if unit.endswith("百分点"):
        return Sort.POINTS
    if unit == "分":
        return Sort.SCORE
    return Sort.COUNT if unit else Sort.BARE


def numbers_in(text: str) -> tuple[Number, ...]:
    """Find every number in a paragraph's ``plain`` text, in order; linear in its length."""
    taken = [0] * (len(text) + 1)
    found: list[Number] = []
    for pattern, sort in ((_CODES, Sort.CODE), (_DATES, Sort.DATE), (_MARKS, Sort.CODE)):
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            for at in range(match.start(), match.end()):
                taken[at] = 1
            found.append(Number(Decimal(0), match[0], sort, match.start(), match.end()))
    for match in _FORMAL.finditer(text):
        value = formal_money_value(match[0])
        if value is not None and not any(taken[match.start() : match.end()]):
            for at in range(match.start(), match.end()):
                taken[at] = 1
            found.append(Number(value, "元", Sort.MONEY, match.start(), match.end(), 2))
    arabic = (number for match in _NUMBER.finditer(text) if (number := _arabic(match, text, taken)))
    spoken = (number for match in _SPOKEN.finditer(text) if (number := _spoken(match, taken)))
    found += (*islice(arabic, MOST_NUMBERS), *islice(spoken, MOST_NUMBERS))
    found.sort(key=lambda number: number.start)
    return tuple(_ranges(_with_shared_units(found, text), text))


def _arabic(match: re.Match[str], text: str, taken: list[int]) -> Number | None:
    begin, end = match.span("digits")
    if any(taken[begin:end]) or end - begin > _LONGEST:
        return None
    digits = match["digits"].replace(",", "")
    unit = match["unit"] or ""
    if unit in ("万", "亿"):
        unit += "元"
    if unit == "百分点":
        unit = "个百分点"
    value = Decimal(digits)
    if match["sign"] == "-":
        value = -value
    comparator = _AFTER.get(match["more"] or match["after"] or "", "")
    lead = text[max(0, match.start() - 6) : match.start()]
    for pattern, sign in _BEFORE:
        if pattern.search(lead):
            comparator = comparator or sign
            break
    sort = _sort(unit)
    if begin and text[begin - 1].isascii() and text[begin - 1].isalpha():
        sort = Sort.CODE
    decimals = len(digits) - digits.find(".") - 1 if "." in digits else 0
    stop = match.end("unit") if unit else end
    return Number(value, unit, sort, match.start(), max(stop, end), decimals, comparator)


def _spoken(match: re.Match[str], taken: list[int]) -> Number | None:
    value = numeral_value(match["words"])
    if value is None or match["unit"] == "分之" or any(taken[match.start() : match.end()]):
        return None
    return Number(Decimal(value), match["unit"], Sort.COUNT, match.start(), match.end())


def _with_shared_units(numbers: list[Number], text: str) -> list[Number]:
    """Lend the unit of the last number in a list to those before it: 分别为3.2、4.5和6.7万元."""
    done = list(numbers)
    for at in range(len(done) - 2, -1, -1):
        here, following = done[at], done[at + 1]
        if here.sort is Sort.BARE and not here.unit and following.sort in (Sort.MONEY, Sort.COUNT, Sort.PERCENT):
            between = text[here.end : following.start]
            if _SHARED.fullmatch(between) and (not following.unit.startswith(("个月", "日", "月"))):
                done[at] = replace(here, unit=following.unit, sort=following.sort, borrowed=True)
    return done


def _ranges(numbers: list[Number], text: str) -> list[Number]:
    """Mark both ends of a range as bounds: 3%-5%, 10~20个."""
    done = list(numbers)
    for at in range(len(done) - 1):
        here, following = done[at], done[at + 1]
        if text[here.end : following.start] in _RANGE and Sort.CODE not in (here.sort, following.sort):
            done[at] = replace(here, comparator="约")
            done[at + 1] = replace(following, comparator="约")
    return done
