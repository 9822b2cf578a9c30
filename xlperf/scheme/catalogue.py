"""Findings about a scheme (指标体系的问题): each says where, what, and what was probably meant."""

from __future__ import annotations

from typing import Final

from xlperf.findings import Code, Kind, Severity

UNREADABLE: Final = Code(
    "XP201",
    Kind.SOURCE,
    Severity.ERROR,
    "指标体系文件读不了",
    "读不了指标体系文件：{problem}。",
    "按提示的行、列改正后再检查；缩进用空格，冒号后面留一个空格",
)
TOO_LARGE: Final = Code(
    "XP202",
    Kind.SOURCE,
    Severity.ERROR,
    "指标体系文件太大",
    "文件有 {size}，指标体系最多 {limit}。",
    "确认没有放错文件；一个指标体系通常不到 0.1 MB",
)
TAB: Final = Code(
    "XP203",
    Kind.SOURCE,
    Severity.ERROR,
    "缩进用了制表符",
    "这一行用制表符（Tab）缩进，YAML 不允许。",
    "把制表符换成空格",
)
DUPLICATE_KEY: Final = Code(
    "XP204",
    Kind.TWO,
    Severity.ERROR,
    "同一项写了两次",
    "“{key}”写了两次，前一次在第 {line} 行。",
    "删去一处，或把两处合并",
)
REFUSED_YAML: Final = Code(
    "XP205",
    Kind.SOURCE,
    Severity.ERROR,
    "用了不支持的 YAML 写法",
    "{feature}不能用在指标体系里。",
    "把内容直接写出来",
)
UNKNOWN_KEY: Final = Code(
    "XP206",
    Kind.LABEL,
    Severity.ERROR,
    "不认识的项目",
    "{where}里没有“{key}”这一项，{suggestion}？",
    "改成能写的名称，或删去这一行",
)
MISSING_KEY: Final = Code(
    "XP207",
    Kind.EMPTY,
    Severity.ERROR,
    "缺少必填项",
    "{where}缺少“{key}”。",
    "补上这一项",
)
BAD_VALUE: Final = Code(
    "XP208",
    Kind.LABEL,
    Severity.ERROR,
    "填写的内容不对",
    "{where}的“{key}”写的是“{quote}”，{wanted}。",
    "按要求改写",
)
UNKNOWN_NAME: Final = Code(
    "XP209",
    Kind.LABEL,
    Severity.ERROR,
    "没有这个名称",
    "{name}：没有这个{what}，{suggestion}？",
    "改成已有的名称，或先把它加进指标体系",
)
BAD_FORMULA: Final = Code(
    "XP210",
    Kind.LABEL,
    Severity.ERROR,
    "公式写得不对",
    "{where}的公式第 {character} 个字符：{problem}。",
    "改正公式；名称照“数据项”里的写法，乘除写 × ÷",
)
CYCLE: Final = Code(
    "XP211",
    Kind.LABEL,
    Severity.ERROR,
    "循环引用",
    "互相引用成了一个圈：{chain}。",
    "改掉其中一处，使每一项最终都能从账表或填报项算出",
)
MARKS: Final = Code(
    "XP212",
    Kind.SUM,
    Severity.ERROR,
    "满分加不起来",
    "“{subject}”满分是 {expected} 分，{parts}合计 {actual} 分。",
    "核对各项分值，使上下级相等",
)
BANDS: Final = Code(
    "XP213",
    Kind.SCORE,
    Severity.ERROR,
    "评分档次有空档或重叠",
    "“{subject}”的评分档次{problem}。",
    "改档次的两端，使每个值恰好落在一档；小括号不含、中括号含端点",
)
NO_REFERENCE: Final = Code(
    "XP214",
    Kind.EMPTY,
    Severity.ERROR,
    "没有写依据",
    "“{subject}”没有写依据。",
    "在“依据”里写明文号、条款；还没有核实的在“待核”里写明哪部分待核",
)
UNITS: Final = Code(
    "XP215",
    Kind.UNIT,
    Severity.ERROR,
    "单位不一致",
    "{where}：{problem}。",
    "核对公式里各数的单位；金额与金额、比率与比率才能相加减、相比较",
)
UNUSED: Final = Code(
    "XP216",
    Kind.COUNT,
    Severity.HINT,
    "没有用到",
    "{what}“{subject}”没有用到。",
    "确认公式、检查和文字模板是否漏了它；确实不用就删去",
)
BARE_FIGURE: Final = Code(
    "XP217",
    Kind.TMPL,
    Severity.ERROR,
    "文字模板里写死了数",
    "模板第 {line} 行写死了数“{quote}”。",
    "数字只能来自数据项、填报项或指标体系，请换成变量；文号、法定期限等不变的写法请用汉字或放进指标体系",
)
DUPLICATE_NAME: Final = Code(
    "XP218",
    Kind.TWO,
    Severity.ERROR,
    "名称或编号重复",
    "{what}“{subject}”用了两次。",
    "改掉其中一个",
)
EXTENDS: Final = Code(
    "XP219",
    Kind.SOURCE,
    Severity.ERROR,
    "沿用的指标体系有问题",
    "沿用“{subject}”：{problem}。",
    "在“沿用”里写已有的指标体系编号",
)
RULE: Final = Code(
    "XP220",
    Kind.SCORE,
    Severity.ERROR,
    "评分规则不成立",
    "“{subject}”的评分规则：{problem}。",
    "对照评分标准改正规则",
)
EXAMPLE_FAILED: Final = Code(
    "XP221",
    Kind.SCORE,
    Severity.ERROR,
    "例子算出来不一样",
    "例子“{example}”：{subject}的{what}应为 {expected}，算出来是 {actual}。",
    "核对例子与公式、评分规则，改正其中一处",
)
NO_EXAMPLE: Final = Code(
    "XP222",
    Kind.COUNT,
    Severity.HINT,
    "没有例子",
    "指标“{subject}”还没有例子。",
    "在 examples.yaml 里写一个：什么样的数，应得几分",
)
SCHEME_GUESSED: Final = Code(
    "XP230",
    Kind.SOURCE,
    Severity.WARNING,
    "指标体系是猜的",
    "没有评分表可以认出指标体系，按“{title}”计算。",
    "把财政部门发的评分表放进文件夹；或在 单位.toml 里写 scheme，或用 --scheme 指定。",
)
SCHEME_UNKNOWN: Final = Code(
    "XP231",
    Kind.SOURCE,
    Severity.ERROR,
    "评分表不属于任何已有的指标体系",
    "评分表的指标与已有的指标体系都对不上（最接近的“{title}”只有 {share} 相同），按它计算的结果不可用。",
    "运行 xlperf scheme draft 评分表.xlsx，按这份评分表起草一个指标体系。",
)
DRAFT_TOTAL: Final = Code(
    "XP232",
    Kind.SUM,
    Severity.WARNING,
    "评分表的分值加不起来",
    "“{subject}”在评分表里写的是 {expected} 分，各项指标加起来是 {actual} 分，按加起来的数起草。",
    "请下发评分表的部门确认；哪一项写错了，就在起草的指标体系里改那一项的“满分”。",
)
DRAFT_NO_MARK: Final = Code(
    "XP233",
    Kind.EMPTY,
    Severity.WARNING,
    "指标没有分值",
    "评分表里认不出“{subject}”的分值，先按 {actual} 分起草。",
    "在起草的指标体系里改成实际的满分。",
)
DRAFT_ASKED: Final = Code(
    "XP234",
    Kind.WORD,
    Severity.WARNING,
    "评分标准没有读懂",
    "“{subject}”的评分标准没有读懂：“{quote}”。起草为{actual}。",
    "可以照旧由人来评；要让程序算，就在起草的指标体系里把“评分”改成规则。",
)
DRAFT_LIKELY: Final = Code(
    "XP235",
    Kind.WORD,
    Severity.HINT,
    "评分规则有推测的部分",
    "“{subject}”：{actual}。",
    "对照评分标准看一遍；不对的，在指标体系里改“评分”或“公式”。",
)
DRAFT_VALUE_ASKED: Final = Code(
    "XP236",
    Kind.EMPTY,
    Severity.HINT,
    "这项指标的数要填报",
    "没有数据表能算出“{subject}”，要在填报表里填：{actual}。",
    "运行 xlperf run 以后在填报表.xlsx 里填写；有表可取的，在指标体系里写“公式”。",
)
FORM_MARK: Final = Code(
    "XP240",
    Kind.SCORE,
    Severity.HINT,
    "分值以评分表为准",
    "“{subject}”在评分表里是 {actual} 分，在指标体系里是 {expected} 分，按评分表计分。",
    "不用处理；以后都用这份评分表的，可以把指标体系里的“满分”也改过来。",
)
FORM_RULE: Final = Code(
    "XP241",
    Kind.SCORE,
    Severity.HINT,
    "评分规则以评分表为准",
    "“{subject}”按评分表的规则计分：{actual}。指标体系里原来是：{expected}{note}。",
    "对照评分表看一遍；以后都用这份评分表的，可以把指标体系也改过来。",
)
FORM_NOT_UNDERSTOOD: Final = Code(
    "XP242",
    Kind.WORD,
    Severity.WARNING,
    "评分表的评分标准与指标体系不同",
    "“{subject}”在评分表里的评分标准没有读懂：“{quote}”。仍按指标体系计分：{expected}。",
    "两边意思一样的，在填报表里写一句说明；不一样的，改指标体系里的“评分”，或在填报表里人工评分并写明理由。",
)
FORM_FORMULA: Final = Code(
    "XP243",
    Kind.TWO,
    Severity.HINT,
    "计算公式以评分表为准",
    "“{subject}”按评分表的公式计算：{actual}。指标体系里原来是：{expected}。",
    "对照评分表看一遍；以后都用这份评分表的，可以把指标体系里的“公式”也改过来。",
)
FORM_FORMULA_UNKNOWN: Final = Code(
    "XP244",
    Kind.TWO,
    Severity.WARNING,
    "评分表的计算公式与指标体系不同",
    "“{subject}”在评分表里的公式是“{quote}”，其中有认不出的数；仍按指标体系计算：{expected}。",
    "两边意思一样的，在填报表里写一句说明；不一样的，改指标体系里的“公式”。",
)
FORM_ADDED: Final = Code(
    "XP245",
    Kind.LABEL,
    Severity.HINT,
    "评分表多出一项指标",
    "评分表里有“{subject}”（{full} 分），指标体系里没有，按评分表的文字补上：{actual}。",
    "在填报表里填好这一项；以后都用这份评分表的，可以把它加进指标体系。",
)
FORM_LEFT_OUT: Final = Code(
    "XP246",
    Kind.LABEL,
    Severity.WARNING,
    "评分表没有这项指标",
    "指标体系里有“{subject}”（{full} 分），评分表里没有，没有计入总分。",
    "确认评分表没有缺行；评分表改过名的，在指标体系里补上别名。",
)
DUPLICATE_ROW: Final = Code(
    "XP250",
    Kind.TWO,
    Severity.ERROR,
    "指标体系工作簿里同一项写了两次",
    "“{sheet}”里“{subject}”写了两次，前一次在 {cell}。",
    "删去一处，或把两处合并；同一个数据项的另一个出处只写位置的几栏，同一个参数的另一年只写起始日期和数值",
)
UNKNOWN_COLUMN: Final = Code(
    "XP251",
    Kind.LABEL,
    Severity.ERROR,
    "指标体系工作簿里不认识的栏",
    "“{sheet}”里没有“{heading}”这一栏，{suggestion}？",
    "照导出的工作簿写表头；自己加的栏请删去，或清空它的内容",
)
NAMELESS_ROW: Final = Code(
    "XP252",
    Kind.EMPTY,
    Severity.ERROR,
    "指标体系工作簿里有一行没有名称",
    "“{sheet}”的这一行没有写“{heading}”。",
    "补上，或删去这一行",
)
INHERITED_CHANGED: Final = Code(
    "XP253",
    Kind.TWO,
    Severity.ERROR,
    "改了只供对照的一行",
    "“{sheet}”里“{subject}”这一行是沿用“{base}”的，只供对照，与它的内容不同的地方不会生效。",
    "确实要改的，把“做法”里的“沿用”{remedy}；不改的，恢复原来的内容",
)
UNREAD_SHEET: Final = Code(
    "XP254",
    Kind.LABEL,
    Severity.WARNING,
    "指标体系工作簿里不认识的工作表",
    "工作表“{sheet}”没有读，{suggestion}？",
    "照导出的工作簿写工作表的名称；自己加的工作表不影响导入",
)
NO_HEADING: Final = Code(
    "XP255",
    Kind.LABEL,
    Severity.ERROR,
    "指标体系工作簿里找不到表头",
    "工作表“{sheet}”里找不到表头（{headings}……）。",
    "不要删改表头这一行；可以重新导出一份，把内容复制过去",
)
