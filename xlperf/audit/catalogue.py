"""What the audit of a report may find (XP9xx), each with its message and what to do about it."""

from __future__ import annotations

from typing import Final

from xlperf.findings import Code, Kind, Severity

_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

PARTS_NOT_TOTAL: Final = Code(
    "XP901",
    Kind.SUM,
    _E,
    "各项相加不等于总数",
    "“{subject}”写的是{actual}，各项相加是{expected}，相差{difference}",
    "对照决算表核对总数和各项，改正写错的一个",
)
PARTS_OVER_TOTAL: Final = Code(
    "XP902",
    Kind.SUM,
    _E,
    "分项大于总数",
    "“{subject}”总数{actual}，其中各项已有{expected}，多出{difference}",
    "“其中”各项之和不能大于总数，请核对",
)
PARTS_MAY_BE_INCOMPLETE: Final = Code(
    "XP903",
    Kind.SUM,
    _H,
    "“其中”各项与总数有差额",
    "“{subject}”{actual}，其中各项共{expected}，相差{difference}",
    "如果各项已列全，请核对差额；没有列全则不必改",
)
IDENTITY: Final = Code(
    "XP904",
    Kind.SUM,
    _E,
    "收支关系不平",
    "{rule}：“{subject}”写的是{actual}，应为{expected}，相差{difference}",
    "对照决算总表核对这几个数",
)
DIFFERENCE: Final = Code(
    "XP905",
    Kind.SUM,
    _E,
    "增减额不等于两年之差",
    "增减额写的是{actual}，两数之差是{expected}",
    "核对本年数、上年数和增减额",
)
FORMULA_SUM: Final = Code(
    "XP906", Kind.SUM, _E, "算式的结果不对", "算式算出来是{expected}，写的是{actual}", "重算这个式子，改正数字或结果"
)
TABLE_TOTAL: Final = Code(
    "XP907",
    Kind.SUM,
    _E,
    "表中合计不等于各行之和",
    "“{column}”一栏“{subject}”写的是{actual}，各行相加是{expected}，相差{difference}",
    "核对合计行和各行",
)
MEAN_DIFFERS: Final = Code(
    "XP908",
    Kind.SUM,
    _E,
    "平均数与各项对不上",
    "“{subject}”写的是{actual}，各项平均是{expected}",
    "平均数 = 各项之和 ÷ 项数，请核对；加权平均的写明权数",
)

GROWTH: Final = Code(
    "XP911",
    Kind.PCT,
    _E,
    "增减幅度与金额对不上",
    "写的是{actual}，按所写的金额计算应为{expected}",
    "增减幅度 = 增减额 ÷ 上年数 × 100%，请核对金额和百分比",
)
COMPLETION: Final = Code(
    "XP912",
    Kind.PCT,
    _E,
    "完成率与金额对不上",
    "写的是{actual}，{over}÷{under} 应为{expected}",
    "完成率 = 实际数 ÷ 预算数 × 100%，请核对两个金额和百分比",
)
SHARE: Final = Code(
    "XP913",
    Kind.PCT,
    _E,
    "占比与金额对不上",
    "写的是{actual}，{over}÷{under} 应为{expected}",
    "占比 = 分项 ÷ 总数 × 100%，请核对",
)
SHARES_OVER: Final = Code(
    "XP914", Kind.PCT, _E, "占比之和不是 100%", "各项占比相加为{actual}", "核对各项占比；同一总数的占比之和应为 100%"
)
ZERO_BASE: Final = Code(
    "XP915",
    Kind.PCT,
    _E,
    "基数为 0 却写了百分比",
    "基数为 0，不能算出{actual}",
    "基数为 0 时不写百分比，改为“不可比”或只写金额",
)
NAMED_RATE: Final = Code(
    "XP916",
    Kind.PCT,
    _E,
    "比率与所列数量对不上",
    "“{subject}”写的是{actual}，{over}÷{under} 应为{expected}",
    "核对分子、分母和比率",
)
FORMULA_RATE: Final = Code(
    "XP917", Kind.PCT, _E, "算式与比率对不上", "算式算出来是{expected}，写的是{actual}", "重算这个式子，改正数字或结果"
)
POINTS: Final = Code(
    "XP918", Kind.PCT, _E, "百分点与两个比率对不上", "写的是{actual}，两个比率相差{expected}", "核对两个比率和百分点"
)
TABLE_RATE: Final = Code(
    "XP919",
    Kind.PCT,
    _E,
    "表中比率与金额对不上",
    "“{subject}”的“{column}”写的是{actual}，应为{expected}",
    "执行率 = 执行数 ÷ 预算数 × 100%，请核对",
)

FULL_TREE: Final = Code(
    "XP921",
    Kind.SCORE,
    _E,
    "下级满分之和不等于上级满分",
    "“{subject}”满分{actual}分，下级满分相加{expected}分",
    "对照评分表核对各级满分",
)
SCORE_TREE: Final = Code(
    "XP922",
    Kind.SCORE,
    _E,
    "下级得分之和不等于上级得分",
    "“{subject}”得{actual}分，下级得分相加{expected}分",
    "逐项核对得分，改正写错的一级",
)
SCORE_OVER_FULL: Final = Code(
    "XP923", Kind.SCORE, _E, "得分高于满分", "“{subject}”得{actual}分，满分只有{expected}分", "核对满分和得分"
)
DEDUCTION_UNEXPLAINED: Final = Code(
    "XP924",
    Kind.SCORE,
    _W,
    "扣分没有写原因",
    "“{subject}”满分{expected}分，得{actual}分，没有写扣分原因",
    "写明扣了多少分、为什么扣",
)
FULL_WITHOUT_DATA: Final = Code(
    "XP925",
    Kind.SCORE,
    _W,
    "得满分但没有依据",
    "“{subject}”得满分{actual}分，没有写数据或依据",
    "补写计算过程、数据或佐证材料",
)
SCORED_NOT_APPLICABLE: Final = Code(
    "XP926",
    Kind.SCORE,
    _W,
    "不适用却计了分",
    "“{subject}”写明不适用或不计分，却得{actual}分",
    "说明按什么规定计分，或按规定折算总分",
)
TOTAL_SCORE: Final = Code(
    "XP927",
    Kind.SCORE,
    _E,
    "总分不等于各项得分之和",
    "总分写的是{actual}分，各项相加是{expected}分",
    "核对总分和各项得分",
)
GRADE: Final = Code(
    "XP928",
    Kind.SCORE,
    _W,
    "等级与得分不符",
    "得{expected}分，等级写的是“{actual}”",
    "一般 90 分以上为优，80—90 为良，60—80 为中，60 以下为差；按本地规定核对",
)
DEDUCTION_SUM: Final = Code(
    "XP929",
    Kind.SCORE,
    _E,
    "满分减扣分不等于得分",
    "“{subject}”满分减去所写扣分应得{expected}分，写的是{actual}分",
    "核对满分、扣分和得分",
)
SCORE_PARTS: Final = Code(
    "XP920",
    Kind.SCORE,
    _E,
    "分项得分相加不等于总得分",
    "“{subject}”写的是{actual}分，各项相加是{expected}分",
    "逐项核对得分",
)

LEVEL_NAMED: Final = Code(
    "XP931", Kind.LABEL, _W, "指标级别写错", "“{subject}”按位置是{expected}，写的是{actual}", "把级别改对，或调整序号"
)
NAMES_DIFFER: Final = Code(
    "XP932", Kind.LABEL, _W, "同一名称前后不一致", "这里写作“{actual}”，别处写作“{expected}”", "全文统一成规范的名称"
)
INCOME_EXPENDITURE: Final = Code(
    "XP933", Kind.LABEL, _E, "收入、支出写反", "这里写的是“{actual}”，按上下文应为“{expected}”", "核对是收入还是支出"
)
NUMBERING: Final = Code(
    "XP934", Kind.LABEL, _H, "序号不连续", "“{actual}”之前应有“{expected}”", "核对序号，看是否漏了一段"
)

TWO_VALUES: Final = Code(
    "XP941",
    Kind.TWO,
    _E,
    "同一个数前后不一致",
    "“{subject}”这里是{actual}，{elsewhere}是{expected}",
    "查明哪个对，全文改成一致；口径不同则写明口径",
)

WRONG_YEAR: Final = Code(
    "XP951",
    Kind.YEAR,
    _W,
    "年度与报告不符",
    "报告是{expected}年度的，这里写的是{actual}",
    "核对年度，可能是沿用了以前的文字",
)
PART_YEAR: Final = Code(
    "XP952",
    Kind.YEAR,
    _W,
    "全年数写成了年中数",
    "全年的报告里写了“{actual}”",
    "改用全年（1—12月）的数字，或说明为什么只到这个月",
)
SIGNED_EARLY: Final = Code(
    "XP953",
    Kind.YEAR,
    _W,
    "落款或填报日期不对",
    "{expected}年度的报告，日期写的是{actual}",
    "核对日期：自评在年度结束以后进行",
)
DATES_OUT_OF_ORDER: Final = Code("XP954", Kind.YEAR, _W, "日期先后颠倒", "{actual}，先后不对", "核对两个日期")
IMPOSSIBLE_DATE: Final = Code("XP955", Kind.YEAR, _E, "没有这一天", "“{actual}”不存在", "核对日期")
COMPARED_YEAR: Final = Code(
    "XP956", Kind.YEAR, _W, "比较的年度不对", "{expected}年度的报告，这里与{actual}相比", "一般与上一年度相比，请核对"
)

LIST_COUNT: Final = Code(
    "XP961",
    Kind.COUNT,
    _W,
    "写的个数与列出的个数不符",
    "写的是{actual}，列出的是{expected}",
    "数一数列出的各项，改正个数或补上漏项",
)
ENUMERATION: Final = Code(
    "XP962", Kind.COUNT, _W, "“一是、二是……”不连续", "“{actual}”之前没有“{expected}”", "看是否漏了一条，或改正序号"
)

DIRECTION: Final = Code(
    "XP971",
    Kind.WORD,
    _E,
    "增减的说法与数字相反",
    "写的是“{actual}”，按数字应为“{expected}”",
    "核对数字，或改正增减的说法",
)
GREATER_LESS: Final = Code(
    "XP972", Kind.WORD, _E, "大小的说法与数字相反", "写的是“{actual}”，按数字应为“{expected}”", "核对数字，或改正说法"
)
AGREES: Final = Code(
    "XP973", Kind.WORD, _W, "说相符，数字不相符", "写的是“{actual}”，数字却是{expected}", "核对数字，或改正说法"
)
WELL_CONTROLLED: Final = Code(
    "XP974", Kind.WORD, _W, "说控制得好，实际超了", "写的是“{actual}”，数字却是{expected}", "核对数字，超支的要写明原因"
)
NONE_BUT_SOME: Final = Code(
    "XP975", Kind.WORD, _W, "说没有，别处却有金额", "写的是“{actual}”，别处有{expected}", "核对有没有发生"
)
ZERO_BUDGET: Final = Code(
    "XP976",
    Kind.WORD,
    _E,
    "预算为 0 却说完成预算",
    "年初预算为 0，不能写“{actual}”",
    "年初预算为 0 的，不写完成率，说明资金从哪里来",
)
TARGET_MISSED: Final = Code(
    "XP977",
    Kind.WORD,
    _W,
    "说完成目标，数字没有达到",
    "目标{expected}，实际{actual}，没有达到",
    "核对数字，没有完成的要写明原因",
)
EVEN: Final = Code(
    "XP978", Kind.WORD, _W, "说持平，数字有增减", "写的是“{actual}”，数字却有增减：{expected}", "核对数字，或改正说法"
)

CONVERSION: Final = Code(
    "XP981",
    Kind.UNIT,
    _E,
    "同一金额换算单位后不等",
    "{actual}，换算后应为{expected}",
    "核对单位和数字：1 万元 = 10000 元",
)
UNIT_SLIP: Final = Code(
    "XP982", Kind.UNIT, _E, "单位写错", "写的是{actual}，按{basis}应为{expected}", "核对单位（元、万元、亿元）和小数点"
)
RATE_SCALE: Final = Code(
    "XP983", Kind.UNIT, _E, "百分比差 100 倍", "写的是{actual}，应为{expected}", "百分比写成小数了，或漏了、多了百分号"
)
ODD_UNIT: Final = Code(
    "XP984", Kind.UNIT, _W, "金额单位可疑", "写的是{actual}，其他金额都以{expected}为单位", "核对是不是把万元写成了元"
)

RESIDUE: Final = Code(
    "XP985", Kind.TMPL, _E, "模板的字还留着", "“{actual}”是模板里的字，没有填写或没有删掉", "填上内容，或删掉模板的提示"
)
UNFILLED: Final = Code("XP986", Kind.EMPTY, _W, "该填的没有填", "“{subject}”后面没有内容", "补上内容，没有的写“无”")
EMPTY_HEADING: Final = Code(
    "XP987", Kind.EMPTY, _W, "标题下没有内容", "“{subject}”下面没有内容", "补写这一节，没有的写“无”并说明"
)
UNFINISHED: Final = Code("XP988", Kind.EMPTY, _W, "句子没有写完", "“{actual}”没有写完", "把这句话写完")
UNPAIRED: Final = Code(
    "XP989", Kind.EMPTY, _H, "括号或引号不成对", "“{actual}”的括号或引号不成对", "补上或删掉多余的一半"
)
SAME_TEXT: Final = Code(
    "XP990", Kind.TMPL, _W, "两处文字一模一样", "“{subject}”的说明与“{other}”的一字不差", "按各自的情况分别写"
)

ROUNDING: Final = Code(
    "XP991",
    Kind.ROUND,
    _H,
    "尾差",
    "“{subject}”写的是{actual}，计算为{expected}，在四舍五入的尾差之内",
    "可以不改；要求一致时以决算表为准",
)
CUT: Final = Code(
    "XP992", Kind.ROUND, _H, "舍位而没有四舍五入", "“{subject}”写的是{actual}，四舍五入应为{expected}", "一般应四舍五入"
)

CONTRADICTS_TABLE: Final = Code(
    "XP994",
    Kind.TWO,
    _E,
    "与决算表不一致",
    "“{subject}”写的是{actual}，{source}是{expected}",
    "以决算表为准改正报告；口径不同则写明口径",
)
READING: Final = Code("XP995", Kind.SOURCE, _W, "文件读得不全", "{actual}", "换成完好的文件再核一遍")
NOTHING_TO_CHECK: Final = Code(
    "XP998",
    Kind.SOURCE,
    _H,
    "没有可核的数",
    "“{subject}”里没有金额、比率和得分，可能不是自评报告或决算说明",
    "看看文件有没有给错；图片里的数字核不了",
)
CHECK_FAILED: Final = Code(
    "XP996", Kind.SOURCE, _W, "有一项核对没有做成", "“{subject}”这项核对没有做成，其余不受影响", "请把文件发给维护人员"
)
UNREADABLE: Final = Code("XP997", Kind.SOURCE, _E, "文件读不出来", "{actual}", "按提示处理文件后再核")
