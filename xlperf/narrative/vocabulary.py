"""The words that templates may use (模板用语), each with what it stands for; messages and docs quote them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REPORT_QUESTIONS: Final[Mapping[str, str]] = {
    "部门名称": "填报单位的全称",
    "下属单位数量": "所属下级预算单位数量",
    "填报人": "填报人",
    "联系电话": "联系电话",
    "填报日期": "填报日期",
    "部门职能": "部门职能，可分条",
    "年度总体工作": "年度总体工作",
    "重点工作任务": "重点工作任务，可分条",
    "整体绩效目标": "部门整体支出绩效目标",
    "存在问题": "存在问题",
    "改进措施": "改进措施",
    "上年度整改情况": "上年度绩效自评整改情况",
}
"""What every report asks for, whether or not the scheme lists it among its questions."""

WORDS: Final[Mapping[str, str]] = {
    "年度": "报告的年度，例如 2023",
    "单位名称": "填报单位的名称",
    "体系": "指标体系：名称、制定单位、满分",
    "数据": "数据项，例如 数据.本年收入合计，印作 873.35万元",
    "填报": "填报表中填的内容，例如 填报.填报人",
    "指标": "正在写的指标：名称、满分、得分、值、公式、算式、规则、理由、要点、目标……",
    "总分": "自评总分：得分、满分、扣分、等级",
    "一级指标": "各一级指标的名称、满分、得分",
    "扣分指标": "被扣分的指标：名称、扣分、理由",
    "项目": "各项目的名称、预算、支出、执行率、得分、理由",
    "重点工作": "各项重点工作的名称、完成、说明",
    "来源": "来源(数据.本年收入合计)：数据出自哪张表",
    "构成": "构成([...])：名单中不为零的数据项",
    "较": "较(甲, 乙)：增加多少、增长百分之几，或减少、下降、持平",
    "差额": "差额(甲, 乙)：相差多少",
    "占比": "占比(甲, 乙)：甲占乙的百分之几",
    "算占比": "算占比(甲, 乙)：把占比的算式也写出来",
}
"""Words of the text templates (.j2)."""

REPORT_WORDS: Final[Mapping[str, str]] = {
    "年度": WORDS["年度"],
    "单位名称": WORDS["单位名称"],
    "体系": WORDS["体系"],
    "数据": WORDS["数据"],
    "填报": WORDS["填报"],
    "总分": WORDS["总分"],
    "一级指标": WORDS["一级指标"],
    "扣分指标": WORDS["扣分指标"],
    "项目": WORDS["项目"],
    "重点工作": WORDS["重点工作"],
    "段落": "成段的文字，例如 段落.部门职能、段落.自评结论，在 {%p for %} 中逐段印出",
    "指标分析": "各级指标，由上到下：层级、编号、名称、满分、得分、段落",
    "得分表": "得分表的各行：一级、二级、三级、满分、得分",
}
"""Words of the Word template (自评报告.docx)."""

INDICATOR_WORDS: Final[Mapping[str, str]] = {
    "名称": "指标名称",
    "层级": "一级、二级、三级",
    "满分": "满分，印作 3分",
    "得分": "自评得分，印作 3分",
    "扣分": "扣去的分",
    "计算得分": "按评分标准算出的分（人工核定时与得分不同）",
    "状态": "计算、填报、人工核定、不适用、待补充",
    "值": "指标值，印作 3.66%",
    "公式": "用数据项名称写出的公式",
    "算式": "用数字写出的公式",
    "规则": "适用的评分标准",
    "下一档": "得分再高一档需要什么",
    "评分标准": "评分标准全文",
    "释义": "指标解释",
    "理由": "扣分、不适用、人工核定或不能计算的理由",
    "来源": "所用数据出自哪些表",
    "佐证": "佐证材料的名称",
    "输入": "所用的数据项",
    "缺少": "还缺的数据项的名称",
    "要点": "评价要点：序号、内容、分值、得分、回答、说明",
    "目标": "绩效目标：名称、类别、目标值、完成值、完成率、分值、得分、理由",
    "分项": "分项：名称、满分、得分、值、公式、算式、规则、理由",
}
"""What 指标 holds."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Name the known word that was probably meant; empty where none is near."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.5)), "")
