"""The sheets of 填报表.xlsx and their columns, as both the writer and the reader know them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

YES_NO: Final = ("是", "否", "部分", "不适用")
DONE: Final = ("是", "否", "部分")
NATURES: Final = ("≥", "≤", "=", "定性")
GROUPS: Final = (
    "数量指标",
    "质量指标",
    "时效指标",
    "成本指标",
    "经济效益指标",
    "社会效益指标",
    "生态效益指标",
    "可持续影响指标",
    "满意度指标",
)
SOURCES: Final = ("当年财政拨款", "上年结转资金", "其他资金")
FIRST_LEVELS: Final = ("产出指标", "成本指标", "效益指标", "满意度指标")
OPTIONAL: Final = "（选填）"
"""Stands behind what need not be answered."""
SPARE_ROWS: Final = 30
"""Empty rows for what a person adds."""
RULED_ROWS: Final = 400
"""Rows that drop-down lists and colours cover."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the questionnaire."""

    key: str
    heading: str
    width: float
    typed: bool = False
    """Whether a person fills it in."""
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet of the questionnaire."""

    name: str
    lead: str
    """What to do here, in the first row."""
    fields: tuple[Field, ...]
    open: bool = False
    """Whether a person adds rows of her own."""
    tall: float = 0
    """Height of its rows in points; 0 for what the texts need."""

    @property
    def typed(self) -> tuple[Field, ...]:
        """The columns that a person fills in."""
        return tuple(field for field in self.fields if field.typed)

    def index(self, key: str) -> int:
        """Give a column's position from 0."""
        return next(at for at, field in enumerate(self.fields) if field.key == key)


ID: Final = Field("id", "编号", 6)

POINTS: Final = SheetSpec(
    "检查点",
    "逐条选择：是（全部做到）、部分（做到一部分）、否（没有做到）、不适用（本年度没有发生）。没有选择的显示为黄色。",
    (
        ID,
        Field("indicator", "指标", 22),
        Field("point", "要点", 62),
        Field("mark", "满分", 8),
        Field("choice", "选择", 10, typed=True, choices=YES_NO),
        Field("note", "说明", 40, typed=True, comment="选“部分”“否”“不适用”的，写明情况。"),
    ),
)
NUMBERS: Final = SheetSpec(
    "填报数",
    "决算表里没有、需要填写的数。只填数字，单位已写在旁边；没有填写的显示为黄色。",
    (
        ID,
        Field("prompt", "项目", 40, aliases=("内容",)),
        Field("value", "填写", 18, typed=True, aliases=("数值", "填报数")),
        Field("unit", "单位", 8),
        Field("note", "说明", 50, typed=True, aliases=("数据来源", "备注")),
        Field("used", "用于指标", 26),
    ),
)
SCORES: Final = SheetSpec(
    "得分核定",
    "一般不用填。程序算出的得分需要调整的，填核定得分和理由；有扣分的，写明扣分原因；本年度不适用的，写明原因。",
    (
        ID,
        Field("indicator", "指标", 26),
        Field("mark", "满分", 8),
        Field("score", "核定得分", 11, typed=True, comment="填数字，0 到满分之间。留空：用程序算出的得分。"),
        Field("reason", "核定理由", 40, typed=True),
        Field("deduction", "扣分原因", 40, typed=True),
        Field("not_applicable", "不适用原因", 40, typed=True),
    ),
)
TARGETS: Final = SheetSpec(
    "绩效目标",
    "照《绩效目标申报表》逐条填写年初目标和全年完成情况，可以添加行。偏离较大的写明原因。",
    (
        Field("indicator", "所属指标", 20, typed=True),
        Field("group", "指标类别", 16, typed=True, choices=GROUPS, aliases=("二级指标", "类别")),
        Field("name", "指标名称", 34, typed=True, aliases=("三级指标", "名称")),
        Field("nature", "性质", 8, typed=True, choices=NATURES, aliases=("计算符号", "符号")),
        Field("target", "年度指标值", 14, typed=True, aliases=("目标值", "指标值")),
        Field("unit", "计量单位", 10, typed=True, aliases=("单位",)),
        Field("actual", "实际完成值", 14, typed=True, aliases=("完成值", "实际值")),
        Field("weight", "权重", 10, typed=True, comment="可以不填：同一所属指标下各条等权。", aliases=("分值",)),
        Field("reason", "偏差原因", 40, typed=True, aliases=("偏差原因分析及改进措施", "说明")),
    ),
    open=True,
)
PROJECTS: Final = SheetSpec(
    "项目",
    "每个项目支出一行：预算、执行和项目支出绩效自评得分（百分制）。扣分的写明原因。可以添加行。",
    (
        Field("name", "项目名称", 44, typed=True),
        Field("budget", "全年预算数（万元）", 18, typed=True, aliases=("预算数", "全年预算数")),
        Field("spent", "全年执行数（万元）", 18, typed=True, aliases=("执行数", "全年执行数")),
        Field("score", "自评得分", 12, typed=True, aliases=("得分", "自评得分（百分制）")),
        Field("reason", "扣分原因", 54, typed=True, aliases=("说明", "备注")),
        Field("department", "主管部门", 24, typed=True),
        Field("unit", "实施单位", 24, typed=True, aliases=("项目实施单位", "项目单位")),
        Field("start", "开始时间", 14, typed=True, aliases=("项目开始时间",)),
        Field("end", "结束时间", 14, typed=True, aliases=("项目结束时间", "完成时间")),
        Field("goal", "年度总体目标", 50, typed=True, aliases=("预期目标", "年初设定目标", "总体目标")),
        Field("achieved", "目标实际完成情况", 50, typed=True, aliases=("年度总体目标完成情况", "实际完成情况")),
        Field("benefit", "预期效益", 40, typed=True),
        Field("effect", "实施效果", 40, typed=True, aliases=("项目实施效果",)),
        Field("supervision", "资金管理和监督情况", 40, typed=True, aliases=("项目管理情况",)),
        Field("execution_reason", "执行偏差原因", 40, typed=True, comment="执行率低于 90% 的，写明原因。"),
        Field("execution_measure", "执行改进措施", 40, typed=True),
        Field("adjustment_reason", "预算调整说明", 40, typed=True, comment="全年预算数与年初预算数不同的，写明依据。"),
    ),
    open=True,
)
PROJECT_FUNDS: Final = SheetSpec(
    "项目资金",
    "每个项目按资金来源各一行，金额单位写在表头。不做项目支出绩效自评的，不用填。可以添加行。",
    (
        Field("name", "项目名称", 44, typed=True),
        Field("source", "资金来源", 24, typed=True, choices=SOURCES, aliases=("来源", "资金性质")),
        Field("initial", "年初预算数（万元）", 18, typed=True, aliases=("年初预算数", "年初预算")),
        Field("budget", "全年预算数（万元）", 18, typed=True, aliases=("全年预算数", "预算数", "调整后预算数")),
        Field("spent", "全年执行数（万元）", 18, typed=True, aliases=("全年执行数", "执行数")),
    ),
    open=True,
)
PROJECT_TARGETS: Final = SheetSpec(
    "项目指标",
    "照批复的绩效目标，每条指标一行；没有完成、或超过指标值 30% 以上的，写明原因和改进措施。可以添加行。",
    (
        Field("name", "项目名称", 34, typed=True),
        Field("first", "一级指标", 14, typed=True, choices=FIRST_LEVELS),
        Field("second", "二级指标", 18, typed=True, aliases=("指标类别",)),
        Field("target", "三级指标", 34, typed=True, aliases=("指标名称",)),
        Field("nature", "性质", 8, typed=True, choices=NATURES, aliases=("计算符号", "符号", "指标性质")),
        Field("goal", "年度指标值", 14, typed=True, aliases=("指标值", "目标值")),
        Field("unit", "计量单位", 10, typed=True, aliases=("单位", "度量单位")),
        Field("actual", "实际完成值", 14, typed=True, aliases=("完成值", "实际值", "全年完成值")),
        Field("mark", "分值", 9, typed=True, aliases=("权重",)),
        Field("score", "得分", 9, typed=True, aliases=("自评得分",), comment="一般不填，由程序计算；填了的会核对。"),
        Field("reason", "偏差原因", 40, typed=True, aliases=("偏差原因分析", "偏差原因分析及改进措施")),
        Field("measure", "改进措施", 40, typed=True),
    ),
    open=True,
)
TASKS: Final = SheetSpec(
    "重点工作",
    "年初或年中下达给本单位的重点工作，一行一项，选择是否完成。可以添加行。",
    (
        Field("name", "工作任务", 70, typed=True, aliases=("重点工作", "任务", "任务名称")),
        Field("done", "是否完成", 12, typed=True, choices=DONE, aliases=("完成情况",)),
        Field("note", "说明", 54, typed=True, aliases=("备注",)),
    ),
    open=True,
)
TEXTS: Final = SheetSpec(
    "文字",
    "报告里的文字段落。分段请在单元格内换行（Alt+Enter），空一行另起一段。没有填写的显示为黄色。",
    (
        ID,
        Field("prompt", "内容", 24),
        Field("text", "填写", 100, typed=True),
        Field("help", "提示", 36),
    ),
)
FINDINGS: Final = SheetSpec(
    "问题说明",
    "核对发现、可以用文字说明的问题。说明会保留并写进计算底稿；必须修改的问题不在此列。",
    (
        ID,
        Field("code", "编码", 9),
        Field("message", "内容", 70),
        Field("place", "位置", 30),
        Field("explanation", "您的说明", 60, typed=True, aliases=("说明",)),
    ),
)

PROJECT_SHEETS: Final = (PROJECT_FUNDS, PROJECT_TARGETS)
"""Filled in only where projects are self-evaluated one by one; a questionnaire may do without them."""
SHEETS: Final = (POINTS, NUMBERS, SCORES, TARGETS, PROJECTS, TASKS, TEXTS, FINDINGS)
GUIDE: Final = "填报说明"


def figure_format(unit: str) -> str:
    """Give the number format in which a figure of a unit is typed."""
    return "0.00%" if unit == "%" else "#,##0.00" if unit.endswith("元") else "General"
