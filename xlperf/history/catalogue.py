"""Findings of the monthly refresh and of kept edits (按月更新、人工修改)."""

from __future__ import annotations

from typing import Final

from xlperf.findings import Code, Kind, Severity

CONFLICT: Final = Code(
    "XP803",
    Kind.TWO,
    Severity.WARNING,
    "人工修改与新值不同",
    "{subject}：上次写入“{last}”，您改成“{actual}”，现在应为“{expected}”；保留了您的内容。",
    "在填报表.xlsx“问题说明”的说明栏填“采用新值”或“保留”，再运行一次；或加 --take ours（全部采用新值）、"
    "--take theirs（全部保留）。",
)
NOT_CARRIED: Final = Code(
    "XP804",
    Kind.SOURCE,
    Severity.WARNING,
    "人工填写的内容在新表里没有位置",
    "“{name}”换了新的空白表，您在旧表 {cells} 填写的内容在新表里找不到对应的位置。",
    "旧文件在 成果/上一版，请把需要的内容抄到新表。",
)
QUESTIONNAIRE_OPEN: Final = Code(
    "XP805",
    Kind.SOURCE,
    Severity.HINT,
    "填报表没有更新",
    "“填报表.xlsx”正被打开或不能写入，需要您选择的 {count} 处修改没有列进去。",
    "关闭填报表.xlsx 后再运行一次。",
)
REBUILT: Final = Code(
    "XP806",
    Kind.SOURCE,
    Severity.HINT,
    "历史记录重新建立",
    "{reason}，已按“数据”里的导出表补记 {months}。",
    "不用处理；以前的评分和人工修改记录不在其中，成果文件没有受影响。",
)
TORN: Final = Code(
    "XP807",
    Kind.SOURCE,
    Severity.WARNING,
    "历史记录损坏",
    "历史记录损坏，已移到 .xlperf/{name}，从空白开始记录；成果文件没有受影响。",
    "一般不用处理；有备份的，可以用备份换回 .xlperf/history.db。",
)
WRONG_MONTH: Final = Code(
    "XP808",
    Kind.YEAR,
    Severity.ERROR,
    "导出表的月份与文件夹不符",
    "“{name}”写的是 {actual}，却放在 {expected} 的文件夹里。",
    "核对导出时选的月份；放错了的，移到对应的月份文件夹再刷新。",
)
SAME_EXPORT: Final = Code(
    "XP809",
    Kind.TWO,
    Severity.HINT,
    "同一张导出表有两份",
    "{month} 有两份内容相同的导出表：{files}，只用了“{used}”。",
    "删掉多余的一份。",
)
SKIPPED_MONTH: Final = Code(
    "XP810",
    Kind.SOURCE,
    Severity.WARNING,
    "缺少上个月的数据",
    "{month} 之前的 {missing} 没有导出表，变动是与 {before} 比较的，“以前月份被改过”无法判断。",
    "补上缺少月份的导出表，先刷新那个月，再刷新本月。",
)
LATER_MONTH: Final = Code(
    "XP811",
    Kind.SOURCE,
    Severity.HINT,
    "补做以前的月份",
    "{later} 已经刷新过，这次补做的是 {month}；监控表和计算底稿现在是 {month} 的。",
    "补做完以后，再刷新一次最近的月份。",
)
GOES_DOWN: Final = Code(
    "XP812",
    Kind.TWO,
    Severity.WARNING,
    "累计支出比上月少",
    "“{subject}”累计支出 {actual}，比 {before} 的 {expected} 少。",
    "累计数一般只增不减：有退款、冲销的，在填报表写明；否则核对导出表。",
)
NO_BUDGET: Final = Code(
    "XP813",
    Kind.PCT,
    Severity.WARNING,
    "有支出没有预算",
    "“{subject}”累计支出 {actual}，调整后预算数为{expected}，执行率无法计算。",
    "核对预算指标是否漏导出；确无预算的，写明资金来源。",
)
OVERSPENT: Final = Code(
    "XP814",
    Kind.PCT,
    Severity.WARNING,
    "支出超过预算",
    "“{subject}”累计支出 {actual}，超过调整后预算数 {expected}。",
    "核对预算调整是否已经下达、支出是否串了项目。",
)
DUPLICATE_CODE: Final = Code(
    "XP815",
    Kind.TWO,
    Severity.ERROR,
    "两个项目用了同一编码",
    "编码 {subject} 同时是“{actual}”和“{expected}”，两行的金额被加在一起。",
    "核对导出表，改正其中一个编码再刷新。",
)
DUPLICATE_LINE: Final = Code(
    "XP816",
    Kind.TWO,
    Severity.WARNING,
    "同一项目同一资金来源有两行",
    "“{subject}”（{fund}）有 {count} 行，金额已相加。",
    "核对是否重复导出；确为两笔指标的，不用处理。",
)
NO_AMOUNT: Final = Code(
    "XP817",
    Kind.EMPTY,
    Severity.WARNING,
    "项目没有累计支出",
    "“{subject}”的{what}是空的，没有计入合计。",
    "没有发生的填 0；漏导出的，重新导出。",
)
LIVE: Final = Code(
    "XP818",
    Kind.SOURCE,
    Severity.HINT,
    "已写入打开的工作簿",
    "“{name}”正开着，{count} 个单元格直接写进了打开的工作簿，还没有保存。",
    "看过以后自己按保存；不满意就关闭而不保存。",
)
