"""Findings of forms (XP5xx): the official workbook, filling it, and the questionnaire."""

from __future__ import annotations

from typing import Final

from xlperf.findings import Code, Kind, Severity

NO_FORM: Final = Code(
    "XP500", Kind.SOURCE, Severity.ERROR, "找不到评分表",
    "文件夹里没有认出官方评分表（表头应有指标、分值、自评得分等栏）。",
    "把财政部门下发的评分表放进单位文件夹，不要改表头。",
)  # fmt: skip
TWO_FORMS: Final = Code(
    "XP501", Kind.SOURCE, Severity.ERROR, "有两张评分表都符合",
    "有 {count} 张表都像官方评分表：{sheets}，没有填写。",
    "只留下要填的那一张，其余移出文件夹或删去工作表。",
)  # fmt: skip
NO_SCORE_COLUMN: Final = Code(
    "XP502", Kind.LABEL, Severity.ERROR, "评分表没有得分栏",
    "“{sheet}”的表头里找不到“自评得分”一栏，得分没有填写。",
    "核对表头；栏名写法特殊的，改成“自评得分”。",
)  # fmt: skip
NOT_EDITABLE: Final = Code(
    "XP503", Kind.SOURCE, Severity.ERROR, "评分表不能无损填写",
    "官方评分表不能直接填写：{reason}。",
    "用 Excel 或 WPS 打开，另存为 .xlsx 放回文件夹，再运行一次。",
)  # fmt: skip
HIDDEN_FORM: Final = Code(
    "XP504", Kind.SOURCE, Severity.HINT, "评分表在隐藏的工作表里",
    "认出的评分表“{sheet}”是隐藏的工作表，已照常填写。",
    "确认要填的就是它；不是的，请取消隐藏正确的工作表后再运行。",
)  # fmt: skip
MISSING_INDICATOR: Final = Code(
    "XP505", Kind.LABEL, Severity.ERROR, "评分表中没有这项指标",
    "评分表中没有指标“{subject}”（{full} 分），没有填写。",
    "核对评分表与所用指标体系是否同一年度；评分表改过名的，在指标体系里补上别名。",
)  # fmt: skip
NEAR_INDICATOR: Final = Code(
    "XP506", Kind.LABEL, Severity.ERROR, "指标名称相近",
    "评分表中没有“{expected}”，有名称相近的“{actual}”，没有自动采用。",
    "若就是这一项，在指标体系里把“{actual}”补作别名，或改正评分表中的名称。",
)  # fmt: skip
UNKNOWN_INDICATOR: Final = Code(
    "XP507", Kind.LABEL, Severity.WARNING, "评分表中有不认识的指标",
    "评分表中的指标“{subject}”不在所用指标体系里，没有填写。",
    "手工填写这一项，或把它加进指标体系。",
)  # fmt: skip
AMBIGUOUS_INDICATOR: Final = Code(
    "XP508", Kind.LABEL, Severity.ERROR, "同名指标有两处",
    "评分表中有 {count} 处“{subject}”，上级指标也分不清，没有填写。",
    "核对评分表；同名指标请写清所属的上级指标。",
)  # fmt: skip
MARK_DIFFERS: Final = Code(
    "XP509", Kind.SCORE, Severity.ERROR, "分值不一致",
    "“{subject}”在评分表中是 {actual} 分，在指标体系中是 {expected} 分。",
    "以财政部门下发的评分表为准，改正指标体系。",
)  # fmt: skip
OVER_MARK: Final = Code(
    "XP510", Kind.SCORE, Severity.ERROR, "得分超过分值",
    "“{subject}”得 {actual} 分，超过评分表中的分值 {expected} 分，没有填写。",
    "核对分值和得分。",
)  # fmt: skip
LOCKED: Final = Code(
    "XP511", Kind.SOURCE, Severity.WARNING, "单元格被锁定",
    "“{subject}”的{what}所在单元格有工作表保护，没有填写；应填：{expected}。",
    "请下发单位开放该单元格，或撤销保护后再运行。",
)  # fmt: skip
KEPT_BY_HAND: Final = Code(
    "XP512", Kind.TWO, Severity.WARNING, "已有手工内容",
    "“{subject}”的{what}已有内容“{actual}”，与本次结果“{expected}”不同，保留原内容。",
    "要用本次结果的，清空该单元格再运行；要保留的，在填报表中写明理由。",
)  # fmt: skip
FORMULA_DIFFERS: Final = Code(
    "XP513", Kind.SCORE, Severity.ERROR, "公式结果不一致",
    "“{subject}”的{what}由公式算得 {actual}，应为 {expected}。",
    "核对该单元格的公式是否漏加或多加了行。",
)  # fmt: skip
FORMULA_KEPT: Final = Code(
    "XP514", Kind.SCORE, Severity.HINT, "得分单元格是公式",
    "“{subject}”的{what}单元格是公式，没有改动；本次结果为 {expected}。",
    "用 Excel 或 WPS 打开核对公式结果。",
)  # fmt: skip
NOT_IN_LIST: Final = Code(
    "XP515", Kind.LABEL, Severity.ERROR, "不在下拉选项之内",
    "“{subject}”的{what}只接受{choices}，不接受“{expected}”，没有填写。",
    "核对评分标准；确应如此的，请手工填写并说明。",
)  # fmt: skip
OUT_OF_LIMITS: Final = Code(
    "XP516", Kind.SCORE, Severity.ERROR, "超出单元格允许的范围",
    "“{subject}”的{what}设有数据有效性（{limits}），不接受“{expected}”，没有填写。",
    "核对得分，或请下发单位改正数据有效性。",
)  # fmt: skip
NO_OWN_CELL: Final = Code(
    "XP517", Kind.LABEL, Severity.WARNING, "没有单独的单元格",
    "“{subject}”没有自己的{what}单元格（与其他指标合并），没有填写；应填：{expected}。",
    "取消合并后再运行，或手工填写。",
)  # fmt: skip
POINTS_DIFFER: Final = Code(
    "XP518", Kind.COUNT, Severity.WARNING, "评价要点行数不同",
    "评分表中“{subject}”按 {actual} 行要点分别计分，指标体系有 {expected} 个要点，没有填写。",
    "手工填写各要点得分，或按评分表改指标体系的要点。",
)  # fmt: skip
UNIT_DIFFERS: Final = Code(
    "XP519", Kind.TWO, Severity.WARNING, "单位名称不一致",
    "评分表上的{what}写的是“{actual}”，决算表是“{expected}”，保留原内容。",
    "核对是否放错了别的单位的评分表。",
)  # fmt: skip
MARKS_DO_NOT_ADD_UP: Final = Code(
    "XP520", Kind.SCORE, Severity.WARNING, "评分表的分值加不起来",
    "评分表中“{subject}”的分值是 {actual}，所含指标合计是 {expected}。",
    "向下发单位核实分值。",
)  # fmt: skip
REFUSED: Final = Code(
    "XP521", Kind.SOURCE, Severity.ERROR, "单元格不能填写",
    "“{subject}”的{what}不能填写：{reason}。",
    "按所说的改正评分表，或手工填写。",
)  # fmt: skip

QUESTIONNAIRE_UNREADABLE: Final = Code(
    "XP530", Kind.SOURCE, Severity.ERROR, "填报表读不了",
    "填报表读不了：{reason}。",
    "有密码的先取消密码，能打开的另存一份；打不开的把它改名留存，再运行一次会生成新的空白填报表。",
)  # fmt: skip
WRONG_CHOICE: Final = Code(
    "XP531", Kind.EMPTY, Severity.ERROR, "选项不认识",
    "“{subject}”填的是“{quote}”，应填{choices}。",
    "从下拉列表里选一个。",
)  # fmt: skip
NOT_A_NUMBER: Final = Code(
    "XP532", Kind.EMPTY, Severity.ERROR, "应填数字处不是数字",
    "“{subject}”填的是“{quote}”，不是一个数。",
    "只填数字，单位已写在旁边；要说明的写在“说明”栏。",
)  # fmt: skip
NEGATIVE: Final = Code(
    "XP533", Kind.SUM, Severity.ERROR, "填了负数",
    "“{subject}”填的是负数 {quote}，没有采用。",
    "核对后改正。",
)  # fmt: skip
SCORE_OVER_FULL: Final = Code(
    "XP534", Kind.SCORE, Severity.ERROR, "核定得分超过分值",
    "“{subject}”的核定得分 {actual} 不在 0 到 {expected} 之间，没有采用。",
    "改成 0 到 {expected} 之间的数。",
)  # fmt: skip
AMBIGUOUS_PERCENT: Final = Code(
    "XP536", Kind.UNIT, Severity.WARNING, "百分数写法不明",
    "“{subject}”填的是 {quote}，按 {actual} 读取；若是 {expected}，请写上 %。",
    "写成带 % 的形式，如 95.91%。",
)  # fmt: skip
PERCENT_OVER_100: Final = Code(
    "XP537", Kind.PCT, Severity.WARNING, "百分数超过 100%",
    "“{subject}”填的是 {quote}，超过 100%。",
    "核对后改正；确实超过的，在“说明”栏写明。",
)  # fmt: skip
NUMBER_AS_TEXT: Final = Code(
    "XP538", Kind.UNIT, Severity.HINT, "数字是文本格式",
    "“{subject}”的“{quote}”是文本格式的数字，按 {actual} 读取。",
    "可以不改；要改的，把单元格设为数值后重新输入。",
)  # fmt: skip
UNKNOWN_ROW: Final = Code(
    "XP539", Kind.LABEL, Severity.WARNING, "填报表中有不认识的行",
    "填报表中“{subject}”不在指标体系里，所填内容没有采用。",
    "核对名称；多余的行可以留着，不影响结果。",
)  # fmt: skip
ANSWERED_TWICE: Final = Code(
    "XP540", Kind.TWO, Severity.ERROR, "同一项填了两次",
    "“{subject}”在填报表中有两处，内容不同：“{expected}”和“{actual}”，采用前一处。",
    "删去多余的一行。",
)  # fmt: skip
CELL_ERROR: Final = Code(
    "XP541", Kind.EMPTY, Severity.ERROR, "填报表中有错误值",
    "“{subject}”的单元格显示 {quote}，不能采用。",
    "重新填写这一格。",
)  # fmt: skip
NOT_A_WHOLE: Final = Code(
    "XP542", Kind.COUNT, Severity.WARNING, "件数不是整数",
    "“{subject}”填的是 {quote}，应为整数。",
    "核对后改正。",
)  # fmt: skip
SHEET_MISSING: Final = Code(
    "XP543", Kind.EMPTY, Severity.WARNING, "填报表少了工作表",
    "填报表中没有工作表“{subject}”，其中的内容按没有填写处理。",
    "从备份找回这张工作表，或再运行一次补上。",
)  # fmt: skip
PROJECT_SCORE: Final = Code(
    "XP544", Kind.SCORE, Severity.ERROR, "项目得分不在 0 到 100 之间",
    "项目“{subject}”的自评得分是 {quote}，应在 0 到 100 之间，没有采用。",
    "核对后改正。",
)  # fmt: skip
NAMELESS_ROW: Final = Code(
    "XP545", Kind.EMPTY, Severity.WARNING, "填了内容但没有名称",
    "“{sheet}”第 {row} 行填了内容，没有写{what}，没有采用。",
    "补上{what}。",
)  # fmt: skip
TASK_OPEN: Final = Code(
    "XP546", Kind.EMPTY, Severity.WARNING, "重点工作没有填是否完成",
    "重点工作“{subject}”没有选择是否完成，没有计入。",
    "在“是否完成”一栏选择。",
)  # fmt: skip
NO_MONITORING_CELL = Code(
    "XP560",
    Kind.LABEL,
    Severity.WARNING,
    "监控表里没有位置",
    "{subject}在“{sheet}”里没有对应的行，没有填写。",
    "在监控表里加一行并写上名称，再刷新一次。",
)
MONITORING_KEPT = Code(
    "XP561",
    Kind.SOURCE,
    Severity.WARNING,
    "监控表的单元格没有填写",
    "{subject}没有写入“{expected}”：{reason}。",
    "需要时请手工填写。",
)
MONITORING_UNREADABLE = Code(
    "XP562",
    Kind.SOURCE,
    Severity.WARNING,
    "监控表不能填写",
    "“{name}”不能填写：{reason}。",
    "在 WPS 或 Excel 里另存为 .xlsx；或把它移走，程序会用自带的空白表。",
)
