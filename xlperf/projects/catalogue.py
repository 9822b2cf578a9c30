"""Findings about projects (XP7xx): funds, targets and results that cannot be scored, and reasons that are owed."""

from __future__ import annotations

from typing import Final

from xlperf.findings import Code, Kind, Severity

NO_FUNDS: Final = Code(
    "XP701", Kind.EMPTY, Severity.ERROR, "项目没有资金",
    "项目“{subject}”没有填预算数或执行数，算不出预算执行率。",
    "在填报表“项目资金”里按资金来源填年初预算数、全年预算数、全年执行数；没有的来源不用填。",
)  # fmt: skip
NO_TARGETS: Final = Code(
    "XP702", Kind.EMPTY, Severity.ERROR, "项目没有绩效指标",
    "项目“{subject}”没有一条绩效指标，不能评分。",
    "照批复的绩效目标，在填报表“项目指标”里逐条填写指标值和实际完成值。",
)  # fmt: skip
ZERO_BUDGET: Final = Code(
    "XP703", Kind.PCT, Severity.ERROR, "预算为 0，执行率不能计算",
    "项目“{subject}”的全年预算数是 0，预算执行率不能计算（不是 0%）。",
    "核对全年预算数；当年确实没有安排资金的，不列入自评范围。",
)  # fmt: skip
OVERSPENT: Final = Code(
    "XP704", Kind.SUM, Severity.ERROR, "执行数大于预算数",
    "项目“{subject}”的全年执行数 {actual} 大于全年预算数 {expected}；执行率得分最多是满分。",
    "核对是否漏填了年中追加的预算，或执行数含有别的项目的支出。",
)  # fmt: skip
FUNDS_DIFFER: Final = Code(
    "XP705", Kind.SUM, Severity.ERROR, "资金来源相加不等于总额",
    "项目“{subject}”的{what}：各来源相加是 {expected}，年度资金总额写的是 {actual}。",
    "核对各资金来源和总额；总额按写的数计算。",
)  # fmt: skip
TWO_AMOUNTS: Final = Code(
    "XP706", Kind.TWO, Severity.ERROR, "同一项目两处金额不同",
    "项目“{subject}”的{what}，{first}是 {expected}，{second}是 {actual}；用了前一个。",
    "核对后改成一致。",
)  # fmt: skip
TWO_PROJECTS: Final = Code(
    "XP707", Kind.TWO, Severity.ERROR, "两个项目同名",
    "有两个项目都叫“{subject}”，资金和指标分不清，没有计算后一个。",
    "给项目写不同的名称，或合并成一个。",
)  # fmt: skip
UNKNOWN_PROJECT: Final = Code(
    "XP708", Kind.LABEL, Severity.ERROR, "项目名称对不上",
    "“{subject}”不在项目清单里{near}，这一行没有采用。",
    "改成与“项目”表一致的名称，或在“项目”表里加上它。",
)  # fmt: skip
NO_PROJECT_NAME: Final = Code(
    "XP709", Kind.EMPTY, Severity.ERROR, "没有写项目名称",
    "这里填了内容，没有写项目名称，没有采用。",
    "写上项目名称。",
)  # fmt: skip
NOT_A_NUMBER: Final = Code(
    "XP710", Kind.EMPTY, Severity.ERROR, "应填数字处不是数字",
    "项目“{subject}”的{what}填的是“{quote}”，不是一个数。",
    "改成一个数；说明文字写到偏差原因里。",
)  # fmt: skip
WORDS_FOR_NUMBER: Final = Code(
    "XP711", Kind.WORD, Severity.ERROR, "定量指标的完成值不是数",
    "指标“{subject}”的指标值是 {expected}，实际完成值写的是“{quote}”，算不出完成率。",
    "写出实际完成的数，例如“{example}”；没有数的，性质改为“定性”。",
)  # fmt: skip
NO_RESULT: Final = Code(
    "XP712", Kind.EMPTY, Severity.ERROR, "没有填实际完成值",
    "指标“{subject}”没有填实际完成值，还没有得分。",
    "填写实际完成值；没有完成的填 0 或“未达成”，并写明原因。",
)  # fmt: skip
NO_GOAL: Final = Code(
    "XP713", Kind.EMPTY, Severity.ERROR, "没有填年度指标值",
    "指标“{subject}”没有填年度指标值，算不出完成率。",
    "照批复的绩效目标填写年度指标值；没有数的，性质选“定性”，写明要达到的情况。",
)  # fmt: skip
NO_UNIT: Final = Code(
    "XP714", Kind.UNIT, Severity.WARNING, "指标值没有计量单位",
    "指标“{subject}”的年度指标值“{quote}”没有计量单位。",
    "补上计量单位：次、人、个、万元、% 等。",
)  # fmt: skip
UNCLEAR_PERCENT: Final = Code(
    "XP715", Kind.UNIT, Severity.WARNING, "百分数的写法不一致",
    "指标“{subject}”的指标值是 {expected}，实际完成值写的是“{quote}”，按 {actual} 计算。",
    "百分数写成 85% 的形式。",
)  # fmt: skip
AMBIGUOUS_PERCENT: Final = Code(
    "XP716", Kind.UNIT, Severity.ERROR, "百分数看不出是多少",
    "指标“{subject}”的指标值是 {expected}，实际完成值写的是“{quote}”，看不出是 {first} 还是 {second}，没有评分。",
    "百分数写成 85% 的形式。",
)  # fmt: skip
BAD_MARKS: Final = Code(
    "XP717", Kind.SCORE, Severity.ERROR, "分值合计不是 100",
    "项目“{subject}”的分值合计是 {actual}（预算执行率 {execution} 加各指标 {targets}），应为 {expected}，没有总分。",
    "调整各指标的分值，使合计等于 {expected}。",
)  # fmt: skip
LEVEL_MARKS: Final = Code(
    "XP718", Kind.SCORE, Severity.HINT, "一级指标的分值与规定不同",
    "项目“{subject}”的{level}合计 {actual} 分，规定为 {expected} 分。",
    "按规定的分值设置；财政部门批复的分值不同的，以批复为准。",
)  # fmt: skip
SOME_MARKS: Final = Code(
    "XP719", Kind.SCORE, Severity.ERROR, "有的指标没有分值",
    "项目“{subject}”有 {count} 条指标没有分值（{names}），别的指标有，没有总分。",
    "每条指标都填分值；或都不填，由程序按一级指标的分值平均分配。",
)  # fmt: skip
UNKNOWN_LEVEL: Final = Code(
    "XP720", Kind.LABEL, Severity.WARNING, "一级指标对不上",
    "指标“{subject}”的一级指标写的是“{quote}”，规定的有{expected}；按填写的分值评分，列在表的最后。",
    "改成规定的一级指标，或填写规定的二级指标。",
)  # fmt: skip
NO_REASON: Final = Code(
    "XP721", Kind.EMPTY, Severity.WARNING, "没有完成的指标没有写原因",
    "指标“{subject}”完成了 {actual}，没有写偏差原因。",
    "写明原因和改进措施，会写进自评表和报告。",
)  # fmt: skip
LOW_EXECUTION: Final = Code(
    "XP722", Kind.EMPTY, Severity.WARNING, "执行率偏低没有写原因",
    "项目“{subject}”的预算执行率是 {actual}，低于 {expected}，没有写原因。",
    "在填报表“项目”的“执行偏差原因”里写明。",
)  # fmt: skip
LOW_TARGET: Final = Code(
    "XP723", Kind.PCT, Severity.WARNING, "目标偏低",
    "指标“{subject}”的指标值是 {expected}，完成了 {actual}，是指标值的 {share}，目标偏低{effect}。",
    "分析原因写进偏差原因；下年度合理设定指标值。",
)  # fmt: skip
NO_ADJUSTMENT_REASON: Final = Code(
    "XP724", Kind.EMPTY, Severity.WARNING, "预算调整没有说明",
    "项目“{subject}”的预算由年初 {expected} 调整为 {actual}，没有说明。",
    "在填报表“项目”的“预算调整说明”里写明追加、调剂或压减的依据。",
)  # fmt: skip
NO_MEASURE: Final = Code(
    "XP725", Kind.EMPTY, Severity.HINT, "没有改进措施",
    "“{subject}”写了偏差原因，没有写改进措施，报告里标为待补充。",
    "写明下一步怎么改进。",
)  # fmt: skip
BAND_DEFAULT: Final = Code(
    "XP726", Kind.SCORE, Severity.WARNING, "定性指标没有写明百分比",
    "指标“{subject}”写的是“{quote}”，分档是 {band}，暂按 {actual} 计分。",
    "写明完成的百分比，例如“{example}”。",
)  # fmt: skip
UNKNOWN_BAND: Final = Code(
    "XP727", Kind.WORD, Severity.ERROR, "定性指标的完成情况分不出档",
    "指标“{subject}”的完成情况写的是“{quote}”，分不出是哪一档。",
    "写 {expected} 之一，或写完成的百分比。",
)  # fmt: skip
SCORE_DIFFERS: Final = Code(
    "XP728", Kind.TWO, Severity.WARNING, "填的得分与计算不同",
    "“{subject}”的得分填的是 {actual}，计算是 {expected}，用了计算的得分。",
    "核对完成值和分值；确要按填的得分，写明依据。",
)  # fmt: skip
OTHER_NUMBER_OF_SCORE: Final = Code(
    "XP729", Kind.SCORE, Severity.ERROR, "得分超出分值",
    "“{subject}”的得分填的是 {actual}，分值是 {expected}。",
    "得分在 0 与分值之间。",
)  # fmt: skip
MANY_TARGETS: Final = Code(
    "XP730", Kind.COUNT, Severity.HINT, "指标很多",
    "项目“{subject}”有 {actual} 条指标，自评表会很长。",
    "只列关键的指标，一般每类 1 到 5 条。",
)  # fmt: skip
NEGATIVE_AMOUNT: Final = Code(
    "XP731", Kind.SUM, Severity.ERROR, "金额为负",
    "项目“{subject}”的{what}是负数 {quote}，没有采用。",
    "核对正负号。",
)  # fmt: skip
NO_GOAL_TEXT: Final = Code(
    "XP732", Kind.EMPTY, Severity.WARNING, "没有写年度总体目标",
    "项目“{subject}”没有写{what}。",
    "在填报表“项目”里补上，会写进自评表和报告。",
)  # fmt: skip
FORM_NOT_EDITABLE: Final = Code(
    "XP740", Kind.SOURCE, Severity.WARNING, "自评表的格式不能直接填写",
    "自评表“{subject}”不能直接填写（{reason}），改用空白的项目支出绩效自评表。",
    "用 Excel 或 WPS 另存为 .xlsx 再放进来。",
)  # fmt: skip
CELL_KEPT: Final = Code(
    "XP741", Kind.TWO, Severity.WARNING, "自评表里的内容没有改",
    "项目“{subject}”的{what}：表里是“{actual}”，应填“{expected}”，{reason}，没有改。",
    "核对后自己改，或清空这一格再运行一次。",
)  # fmt: skip
NO_PLACE: Final = Code(
    "XP742", Kind.LABEL, Severity.WARNING, "自评表里没有地方填",
    "自评表“{subject}”里找不到填{what}的地方，没有填。",
    "核对表样；缺的栏目自己补上。",
)  # fmt: skip
NUMBER_UNKNOWN: Final = Code(
    "XP750", Kind.TWO, Severity.WARNING, "报告里的数没有来源",
    "项目报告第 {line} 段的“{quote}”与项目的数据对不上。",
    "核对这个数；是文字里自己写的，确认无误即可。",
)  # fmt: skip
TEXT_MISSING: Final = Code(
    "XP751", Kind.EMPTY, Severity.WARNING, "报告里有待补充的内容",
    "项目支出绩效自评报告里有待补充的内容：{subject}。",
    "在填报表里补上再运行一次；或在报告里直接写。",
)  # fmt: skip
