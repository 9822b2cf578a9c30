"""The sheets of 指标体系.xlsx and their columns, as both the writer and the reader know them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from xlperf.amounts import MONEY_UNITS

REMOVED: Final = "（去掉）"
"""Stands in a cell whose value the scheme takes away from the one that it builds on."""
HOW: Final = "做法"
INHERITED: Final = "沿用"
TAKEN_OUT: Final = "去掉"
CHANGED: Final = "改"
ADDED: Final = "增"
DELETED: Final = "删"
GUIDE: Final = "说明"
DISPLAYS: Final = ("百分比", "金额", "数")
EFFECTS: Final = ("按分值得分", "重新折算")
UNCONFIRMED: Final = "还没有核实的部分，如“评分档次”；全部没有核实写“是”；已经核实的留空。"
REFERENCE: Final = "写明文号、条款，如“财预〔2013〕53号”。"
SEVERAL: Final = "有几个的，在单元格内换行（Alt+Enter），一行一个。"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it explains, and where its value stands in the scheme's tree."""

    heading: str
    width: float
    note: str = ""
    keys: tuple[str, ...] = ()
    """Path in the entry of the tree; the heading itself where empty."""
    shape: Literal["text", "list", "exact list", "range"] = "text"
    """list: one word or several; exact list: a list of one word is something else than the word."""
    choices: tuple[str, ...] = ()
    names_of: str = ""
    """Sheet whose first names may stand here: 表, 指标."""

    @property
    def path(self) -> tuple[str, ...]:
        """Where the value stands in the entry."""
        return self.keys or (self.heading,)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: one or more rows for each entry, told apart by their first column of names."""

    name: str
    lead: str
    """What to know, in the first row."""
    columns: tuple[Column, ...]
    key: str = ""
    """Name of the section in the tree: 数据表; empty where the sheet is put together in a way of its own."""
    repeated: str = ""
    """What may take further rows of the same name: 位置."""
    name_column: str = "名称"
    headings: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "headings", {column.heading: column for column in self.columns})

    @property
    def values(self) -> tuple[Column, ...]:
        """The columns that hold values of an entry, not its name nor what becomes of it."""
        return tuple(c for c in self.columns if c.heading not in {self.name_column, HOW})


_HOW = Column(
    HOW,
    8,
    "留空：本体系自己的。沿用：来自所沿用的体系，只供对照，改了不算；要改的，把“沿用”清空再改。"
    "去掉：沿用的体系里有、本体系不要的。",
    choices=(INHERITED, TAKEN_OUT),
)

ABOUT_ROWS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("指标体系", "编号，用小写英文字母、数字和横线，如 gd-district-2024。文字模板的文件夹与它同名。", ()),
    ("名称", "显示在屏幕、计算底稿上的全称。", ()),
    ("制定机关", "如：区财政局。", ()),
    ("年度", "四位数字，如 2024。", ()),
    ("依据", f"整个体系的依据。{REFERENCE}", ()),
    ("待核", UNCONFIRMED, ()),
    ("金额单位", "评分表和报告里金额的单位；不写就是万元。", tuple(MONEY_UNITS)),
    ("表格标题", "官方评分表的标题。", ()),
    ("沿用", "在哪个指标体系的基础上改，写它的编号；内容都在本工作簿里的留空。", ()),
    ("不适用时", "填报人说某项指标不适用时怎样处理；不写就是按分值得分。", EFFECTS),
)
ABOUT: Final = Sheet(
    "基本信息",
    "指标体系的名称、年度和依据。只填“内容”一栏。",
    (Column("项目", 14), Column("内容", 60), Column("填写说明", 70)),
    name_column="项目",
)
TABLES: Final = Sheet(
    "表",
    "数据取自哪些官方报表。程序按标题、表号和行认表，不看文件名和工作表名。",
    (
        _HOW,
        Column("名称", 18, "给这张表起的名称，“数据项”里引用它，如“财决01-1表”。"),
        Column("标题", 44, f"表的标题，历年叫法都写上。{SEVERAL}", shape="list"),
        Column("表号", 18, f"表角上的表号。{SEVERAL}", shape="list"),
        Column("行", 44, f"表里必有的行，没有标题时靠它们认表。{SEVERAL}", shape="list"),
    ),
    key="数据表",
)
FACTS: Final = Sheet(
    "数据项",
    "公式里用的数，从哪张表的哪一行哪一栏取。同一个数有几个出处的，再写一行，名称相同，前面的优先。",
    (
        _HOW,
        Column("名称", 30, "公式里写的名称，不能重复。"),
        Column("单位", 8, "不写就是元；表里是万元、千元的会自动换算。"),
        Column("表", 16, "“表”里的名称。", ("位置", "表"), names_of="表"),
        Column("行", 36, f"行的名称，几种叫法都写上。{SEVERAL}", ("位置", "行"), "list"),
        Column("栏", 26, f"栏的名称，“>”隔开上下两级表头，如“决算数 > 小计”。{SEVERAL}", ("位置", "栏"), "list"),
        Column("上级", 22, f"同名的行有几个时，写明它上方的行。{SEVERAL}", ("位置", "上级"), "list"),
        Column("取负", 8, "表里是正数而公式要负数的，选“是”。", ("位置", "取负"), choices=("是", "否")),
        Column("公式", 44, "由别的数算出来的写公式，不写位置。"),
        Column("空白", 8, "单元格空着时：缺——缺数，要补；作零——表示没有发生。", choices=("缺", "作零")),
        Column("期间", 8, "不写就是本年。", choices=("本年", "上年", "本月")),
        Column("说明", 40),
    ),
    key="数据项",
    repeated="位置",
)
QUESTIONS: Final = Sheet(
    "填报项",
    "账表里没有、要填报人填写的内容。数字写进公式，文字写进报告。",
    (
        _HOW,
        Column("名称", 22, "公式、文字模板里写的名称，不能重复。"),
        Column("问", 44, "填报表里怎么问。"),
        Column("类型", 8, "不写就是数。", choices=("数", "文字", "选择")),
        Column("单位", 8, "如 %、元、项、件、人。"),
        Column("选项", 24, f"类型是“选择”的，写出各个选项。{SEVERAL}", shape="list"),
        Column("范围", 16, "合理的最小值和最大值，如“0%～100%”。", shape="range"),
        Column("必填", 8, "不写就是必填。", choices=("是", "否")),
        Column("指标", 32, "用于哪个指标，写指标编号。", names_of="指标"),
        Column("章节", 44, "类型是“文字”的，写在报告的哪一节。"),
        Column("说明", 44, "填报时显示的提示。"),
    ),
    key="填报项",
)
CHECKS: Final = Sheet(
    "检查",
    "数与数之间应有的关系（勾稽关系），写成比较式。",
    (
        _HOW,
        Column("名称", 34, "不能重复。"),
        Column("公式", 70, "如：财政拨款收入总计 = 财政拨款支出总计。"),
        Column("说明", 50, "不符时显示的话；不写就用名称。"),
        Column("程度", 12, "不写就是必须修改。", choices=("必须修改", "需说明", "提示")),
        Column("依据", 36, REFERENCE),
        Column("待核", 20, UNCONFIRMED),
    ),
    key="检查",
)
PARAMETERS: Final = Sheet(
    "参数",
    "会变的标准。到了新的一年加一行：名称相同，写新的起始日期和数值，不改旧的。",
    (
        _HOW,
        Column("名称", 26, "评分规则和公式里写的名称。"),
        Column("单位", 8, "如 %、元。"),
        Column("起始日期", 14, "从哪一天起用这个数，写成 2023-01-01。", ("值", "起始日期")),
        Column("数值", 14, "如 30%。", ("值", "数值")),
        Column("依据", 50, REFERENCE),
        Column("待核", 24, UNCONFIRMED),
    ),
    key="参数",
    repeated="值",
)
GRADES: Final = Sheet(
    "等级",
    "总分（折算成百分制）达到多少是哪一等。",
    (Column("等级", 16), Column("最低分", 12, "达到这个分数就是这一等。")),
    name_column="等级",
)
INDICATORS: Final = Sheet(
    "指标",
    "各级指标，一行一个，按评分表的顺序。有下级的指标不写公式；评分规则写在“评分规则”。",
    (
        Column(
            HOW,
            8,
            "没有沿用别的体系的，留空。沿用：只供对照，改了不算；改：改沿用的指标，只写要改的栏；增：加一个指标；"
            "删：去掉沿用的指标。",
            choices=(INHERITED, CHANGED, ADDED, DELETED),
        ),
        Column("编号", 32, "小写英文字母和下划线，不能重复。文字模板以它为名。"),
        Column("名称", 28, "与官方评分表一致。"),
        Column("上级", 26, "放在哪个指标下面，写上级的编号；一级指标留空。", names_of="指标"),
        Column("满分", 8, "下级的满分加起来要等于上级的满分。"),
        Column("公式", 52, "有下级的和不用算的留空。名称照“数据项”“填报项”“参数”，乘除写 × ÷。"),
        Column("评分标准", 56, "照官方文件的原文写。"),
        Column("解释", 44, "指标解释。"),
        Column("依据", 36, REFERENCE),
        Column("待核", 18, UNCONFIRMED),
        Column("佐证", 36, f"要附的材料。{SEVERAL}", shape="list"),
        Column("别名", 26, f"评分表上可能出现的其他叫法。{SEVERAL}", shape="list"),
        Column("不适用处理", 14, "不适用时怎样得分。", ("不适用", "处理"), choices=EFFECTS),
        Column("不适用条件", 44, "算得出来的，写成比较式；只由填报人说的留空。", ("不适用", "条件")),
        Column("不适用说明", 36, "不适用时写进报告的话。", ("不适用", "说明")),
        Column("显示", 10, "值怎样显示；不写就是百分比。", choices=DISPLAYS),
        Column("期间", 8, "不写就是年度。", choices=("年度", "月度")),
        Column("模板", 24, "文字模板与编号不同名的，写模板的名称。"),
        Column("在后", 26, "做法是“增”的：放在哪个指标的后面；不写就放在最后。", names_of="指标"),
        Column("新编号", 26, "做法是“改”的：要换编号才写。"),
        Column("下级", 10, "做法是“改”的：原来的下级都不要了，选“（去掉）”。", choices=(REMOVED,)),
    ),
    name_column="编号",
)
KINDS: Final = ("分段", "按步扣分", "按比例", "达标", "要点", "定性", "目标完成", "项目得分", "人工评分")
RULES: Final = Sheet(
    "评分规则",
    "每个末级指标一种规则；分段、要点、定性的每一档、每一条各写一行，指标编号相同。",
    (
        Column("编号", 32, "“指标”里的编号。", names_of="指标"),
        Column("指标名称", 26, "只供对照，改了不算。"),
        Column("分项", 24, "一个指标分几项各自计分的，写分项的名称；没有分项的留空。"),
        Column("分项满分", 10, "每个分项的第一行写。"),
        Column("分项公式", 44, "每个分项的第一行写。"),
        Column("分项显示", 10, "不写就是百分比。", choices=DISPLAYS),
        Column("规则", 12, "计分的办法。", choices=KINDS),
        Column(
            "条件",
            50,
            "分段：≤10%、(10%, 20%]、＞30%、其余，小括号不含、中括号含端点。达标：≤100%。要点：要点的文字。"
            "定性：哪一档。项目得分：平均、按预算加权。",
        ),
        Column("得分", 9, "分段、要点：得几分。定性：得满分的百分之几。"),
        Column("未达标", 10, "达标：没有达到的怎样得分；不写就是不得分。", choices=("不得分", "按比例")),
        Column("部分", 9, "要点：部分符合的得几成；不写就是 50%。"),
        Column("填报项", 20, "定性：由哪个填报项选档；不写就用指标名称。"),
        Column("目标", 10, "按步扣分、按比例：达到多少得满分。"),
        Column("每低于", 10, "按步扣分：低于目标时，每低多少扣一次。"),
        Column("每超过", 10, "按步扣分：高于目标时，每超多少扣一次。"),
        Column("扣", 8, "按步扣分：每次扣几分。"),
        Column("最低", 8, "按步扣分：扣到几分为止；不写就是扣完为止。"),
        Column("不足一步", 10, "按步扣分：不写就是按一步。", choices=("按一步", "按比例", "不扣")),
        Column("区间", 16, "按比例、目标完成：区间以外不得分，如“70%～130%”。", shape="range"),
        Column("低于不得分", 12, "按比例：低于多少不得分。"),
        Column("封顶", 9, "目标完成：单项完成率最高按多少计；不写就是 100%。"),
    ),
    name_column="编号",
)
EXAMPLE_PARTS: Final = ("数据", "填报", "要点", "目标", "项目", "重点工作", "不适用", "核定", "扣分原因", "结果")
EXAMPLES: Final = Sheet(
    "例子",
    "用例子检验公式和规则：什么样的数，应得几分。同一个例子写在连着的几行，“例子”一栏写同一句话。",
    (
        Column("例子", 50, "一句话说清是什么情况；每个例子的话不能相同。"),
        Column("内容", 12, "这一行是什么。数据、填报等是给出的条件，“结果”是应有的得分。", choices=EXAMPLE_PARTS),
        Column("名称", 34, "数据项、填报项、指标、目标、项目或重点工作的名称；结果里写“总分”就是总分。"),
        Column(
            "值",
            26,
            "数据、填报：填的数，如 33.27万元、95%。要点：是、否、部分、不适用；各条不同的换行写，一行一条。"
            "结果：应算出的值，算不出来写“无”。",
            shape="exact list",
        ),
        Column("得分", 10, "结果、项目、核定：得分；没有得分写“无”。"),
        Column("状态", 10, "结果：计算、填报、不适用、核定、待补充；可以不写。"),
        Column("指标", 28, "目标、核定：属于哪个指标。"),
        Column("性质", 8, "目标：≥、≤、=、定性。", choices=("≥", "≤", "=", "定性")),
        Column("目标值", 14),
        Column("完成值", 14),
        Column("单位", 8),
        Column("权重", 8),
        Column("预算", 14, "项目：全年预算数。"),
        Column("支出", 14, "项目：全年执行数。"),
        Column("原因", 36, "目标、项目：偏差或扣分的原因。"),
        Column("理由", 36, "核定：为什么核定这个得分。"),
    ),
    name_column="例子",
)

NAMED: Final = (TABLES, FACTS, QUESTIONS, CHECKS, PARAMETERS)
SHEETS: Final = (ABOUT, TABLES, FACTS, INDICATORS, RULES, QUESTIONS, CHECKS, PARAMETERS, GRADES, EXAMPLES)
