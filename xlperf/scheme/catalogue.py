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
