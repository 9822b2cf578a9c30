"""Findings about texts and the report (XP6xx): what is still blank, templates with faults, figures without a source."""

from __future__ import annotations

from typing import Final

from xlperf.findings import Code, Kind, Severity

TO_BE_FILLED: Final = Code(
    "XP601",
    Kind.EMPTY,
    Severity.ERROR,
    "报告中有待补充的内容",
    "自评报告中“{subject}”还是空的，已标作“{quote}”。",
    "在 填报表.xlsx 中填写这一项，或补上所缺的表，再运行一次。",
)

TEMPLATE_FAULT: Final = Code(
    "XP602",
    Kind.TMPL,
    Severity.ERROR,
    "模板写得不对",
    "模板“{template}”{spot}的“{quote}”{fault}，已改用随程序提供的模板。",
    "改好模板中的这一处，或删掉自己的模板。",
)

TEMPLATE_UNREADABLE: Final = Code(
    "XP603",
    Kind.TMPL,
    Severity.ERROR,
    "模板打不开",
    "模板“{template}”{fault}，已改用随程序提供的模板。",
    "用 Word 或 WPS 打开它，另存为 .docx（文字模板存为 UTF-8 编码的 .j2）。",
)

BARE_FIGURE: Final = Code(
    "XP604",
    Kind.TMPL,
    Severity.WARNING,
    "模板中有写死的数字",
    "模板“{template}”第{line}行写死了数字“{quote}”，下一年度或数据变动后它就错了。",
    "改成取数的写法，例如 {{{{ 数据.本年收入合计 }}}}；只是名称的，用汉字写。",
)

TEMPLATE_RESIDUE: Final = Code(
    "XP605",
    Kind.TMPL,
    Severity.ERROR,
    "报告中有模板残留",
    "自评报告第{line}段还有模板的记号“{quote}”。",
    "在 Word 中改好这一段；若用了自己的模板，也改好模板。",
)

UNKNOWN_FIGURE: Final = Code(
    "XP606",
    Kind.TWO,
    Severity.ERROR,
    "报告中的数字没有来源",
    "自评报告第{line}段的“{quote}”，在决算表、填报内容和指标体系中都找不到。",
    "核对这个数字；是自己补充的情况，请写进 填报表.xlsx 再生成。",
)

CONTRADICTING_FIGURE: Final = Code(
    "XP607",
    Kind.TWO,
    Severity.ERROR,
    "报告中的数字与来源不一致",
    "自评报告第{line}段“{subject}”写的是“{actual}”，应为“{expected}”。",
    "以决算表、填报内容和指标体系为准改正。",
)

NUMBERING: Final = Code(
    "XP608",
    Kind.LABEL,
    Severity.WARNING,
    "报告中的编号不连续",
    "自评报告第{line}段的编号是“{actual}”，应为“{expected}”。",
    "改正编号。",
)

REPORT_UNREADABLE: Final = Code(
    "XP609",
    Kind.SOURCE,
    Severity.ERROR,
    "报告不能核读",
    "自评报告不是完好的 Word 文件，不能核读其中的数字。",
    "用 Word 或 WPS 打开它，另存为 .docx。",
)

TEMPLATE_UNUSED: Final = Code(
    "XP610",
    Kind.TMPL,
    Severity.WARNING,
    "自己的模板没有用上",
    "“{subject}”没有用上：{reason}。",
    "以指标名称或段落名称（整体支出情况、重点工作情况、自评结论、扣分情况）加 .j2 为名。",
)

CODES: Final = (
    TO_BE_FILLED,
    TEMPLATE_FAULT,
    TEMPLATE_UNREADABLE,
    BARE_FIGURE,
    TEMPLATE_RESIDUE,
    UNKNOWN_FIGURE,
    CONTRADICTING_FIGURE,
    NUMBERING,
    REPORT_UNREADABLE,
    TEMPLATE_UNUSED,
)
