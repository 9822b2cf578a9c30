"""Findings of scoring (评分中的问题)."""

from __future__ import annotations

from typing import Final

from xlperf.findings import Code, Kind, Severity

MISSING_INPUT: Final = Code(
    "XP301",
    Kind.EMPTY,
    Severity.ERROR,
    "缺数，无法计算",
    "“{subject}”无法计算：{reason}。",
    "补齐这个数所在的账表；账表里确实没有的，在填报表里填写",
)
ZERO_BASE: Final = Code(
    "XP302",
    Kind.PCT,
    Severity.ERROR,
    "基数为 0，无法计算",
    "“{subject}”无法计算：{reason}。",
    "核对基数；基数确实为 0 的，在填报表里填写得分和理由，或注明不适用",
)
NOT_ANSWERED: Final = Code(
    "XP303",
    Kind.EMPTY,
    Severity.WARNING,
    "还没有填",
    "“{subject}”：{reason}。",
    "在填报表里补填",
)
BAD_ANSWER: Final = Code(
    "XP304",
    Kind.WORD,
    Severity.ERROR,
    "填写的内容不能用",
    "“{subject}”：{reason}。",
    "按要求在填报表里改写",
)
NO_OVERRIDE_REASON: Final = Code(
    "XP305",
    Kind.EMPTY,
    Severity.ERROR,
    "人工核定分没有理由",
    "“{subject}”按规则得 {expected} 分，改成了 {actual} 分，没有写理由。",
    "在填报表里写明为什么改分，或取消改分",
)
OVERRIDE_OUT_OF_RANGE: Final = Code(
    "XP306",
    Kind.SCORE,
    Severity.ERROR,
    "人工核定分超出范围",
    "“{subject}”的人工核定分 {actual} 不在 0 与满分 {expected} 之间，没有采用。",
    "改成 0 与满分之间的分数",
)
NO_DEDUCTION_REASON: Final = Code(
    "XP307",
    Kind.WORD,
    Severity.WARNING,
    "扣分没有原因",
    "“{subject}”扣了 {lost} 分，没有写原因。",
    "在填报表里写明扣分原因",
)
NO_REASON_NOT_APPLICABLE: Final = Code(
    "XP308",
    Kind.EMPTY,
    Severity.WARNING,
    "不适用没有理由",
    "“{subject}”填了不适用，没有写理由。",
    "在填报表里写明为什么不适用",
)
CONTRADICTED: Final = Code(
    "XP309",
    Kind.TWO,
    Severity.WARNING,
    "不适用与账表不符",
    "“{subject}”填了不适用，但“{condition}”不成立。",
    "核对账表；确实不适用的写明理由",
)
FAR_EXCEEDED: Final = Code(
    "XP310",
    Kind.COUNT,
    Severity.WARNING,
    "目标值与完成值相差过大",
    "“{subject}”的目标“{target}”完成了 {actual}，超过 {expected}，没有写原因。",
    "写明超额完成的原因；目标定得过低的，下年度调整",
)
NO_BAND: Final = Code(
    "XP311",
    Kind.SCORE,
    Severity.ERROR,
    "没有对应的评分档",
    "“{subject}”为 {actual}，评分标准里没有这一档。",
    "核对数据；数据无误的，在填报表里填写得分和理由",
)
NEGATIVE: Final = Code(
    "XP312",
    Kind.PCT,
    Severity.WARNING,
    "算出来是负数",
    "“{subject}”算出来是 {actual}。",
    "核对取数；确为负数的写明原因",
)
UNKNOWN_ANSWER: Final = Code(
    "XP313",
    Kind.LABEL,
    Severity.WARNING,
    "填报内容对不上指标",
    "填报表里的“{subject}”在指标体系里没有，没有采用。",
    "核对填报表与指标体系是不是同一年度的；重新生成填报表后把内容移过去",
)
SUBSTITUTED: Final = Code(
    "XP314",
    Kind.SOURCE,
    Severity.HINT,
    "用填报的数代替账表",
    "账表里没有取到“{name}”，用了填报的 {actual}。",
    "账表补齐后删去填报的数",
)
OVER_WHOLE: Final = Code(
    "XP315",
    Kind.COUNT,
    Severity.WARNING,
    "完成数大于应完成数",
    "“{subject}”算出来是 {actual}，超过 100%，填报的数可能有误。",
    "核对填报的两个数；确实超过的写明原因",
)
