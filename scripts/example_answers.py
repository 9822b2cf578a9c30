"""What the invented example unit answers in its 填报表.xlsx (示例单位填报内容); no real department is meant."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.answers import Answers, Choice, KeyTask, PointAnswer, ProjectScore, Target, TypedValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlperf.scheme.model import Scheme

FILLED_BY: Final = "示例填报人"
PHONE: Final = "0000-0000000"
DATE: Final = "2024年3月20日"

NUMBERS: Final = (
    ("下属单位数量", "0", "个", "本局没有下属预算单位"),
    ("应公开采购意向数", "1", "项", "办公设备购置"),
    ("按时公开采购意向数", "1", "项", "采购活动开始 45 日前在政府采购网公开"),
    ("政府采购合同数", "1", "份", "办公设备购置合同"),
    ("按时签订合同数", "1", "份", "成交通知书发出后第 12 日签订"),
    ("应备案合同数", "1", "份", ""),
    ("按时备案合同数", "1", "份", "签订次日备案公开"),
    ("热线工单总数", "15054", "件", "区 12345 政务服务便民热线年度统计"),
    ("热线满意数", "14142", "件", "区 12345 政务服务便民热线年度统计"),
    ("公众满意度", "0.9591", "%", "年度政务服务“好差评”统计通报"),
)
"""Question id, value, unit, where it was taken from; a percentage as a rate."""

OUTPUTS: Final = (
    ("数量指标", "进驻政务服务中心的事项数", "≥", "1200", "项", "1268"),
    ("数量指标", "受理政务服务办件量", "≥", "110000", "件", "118236"),
    ("数量指标", "镇（街）、村（居）便民服务站点覆盖率", "=", "100", "%", "100"),
    ("质量指标", "一站式办理率", "≥", "80", "%", "96.8"),
    ("质量指标", "网上申报办理率", "≥", "85", "%", "92.5"),
    ("质量指标", "全流程网上办理率", "≥", "60", "%", "68.4"),
    ("时效指标", "政务服务事项按时办结率", "≥", "99", "%", "99.8"),
    ("时效指标", "热线工单按时办结率", "≥", "98", "%", "99.2"),
    ("成本指标", "公用经费控制率", "≤", "100", "%", "91.27"),
)
BENEFITS: Final = (
    ("经济效益指标", "法定办理时限压缩率", "≥", "80", "%", "86.5"),
    ("社会效益指标", "“最多跑一次”事项占比", "≥", "95", "%", "98.6"),
    ("社会效益指标", "企业开办时间", "≤", "1", "个工作日", "1"),
    ("可持续影响指标", "政务数据共享目录编制完成率", "=", "100", "%", "100"),
    ("满意度指标", "公众或服务对象满意度", "≥", "95", "%", "95.91"),
    ("满意度指标", "12345 热线满意率", "≥", "90", "%", "93.94"),
)
"""Group, name, nature, target, unit, result."""

PROJECTS: Final = (
    ("区镇村政务服务专职人员经费", "1420000.00", "1406400.00", "100", ""),
    ("政务服务中心经费", "850000.00", "832418.30", "100", ""),
    (
        "政府门户网站及信息网络设备维护运行费",
        "660000.00",
        "649068.00",
        "92.5",
        "网站适老化改造的验收由 9 月推迟到 11 月，时效指标扣 7.5 分",
    ),
    ("智慧政务指挥中心数据专线经费", "120000.00", "120000.00", "100", ""),
    ("基层公共服务综合平台网络信息经费", "120000.00", "120000.00", "100", ""),
    ("窗口评优评先经费", "100000.00", "100000.00", "100", ""),
)
"""Name, budget and spending in 元, score, reason; the spending is the 项目支出 of the final accounts."""

TASKS: Final = (
    ("推进政务服务事项“一件事一次办”主题服务上线", "上线开办餐饮店、新生儿出生等 20 个主题"),
    ("区政务服务中心综合窗口改革全覆盖", "设综合窗口 36 个，实现前台综合受理、后台分类审批"),
    ("镇（街）政务服务中心标准化建设", "全部通过市级验收"),
    ("12345 政务服务便民热线归并优化", "完成 9 条非紧急类热线归并"),
    ("电子证照在高频事项中的应用", "开通电子证照 210 类"),
    ("政务数据共享目录编制和数据归集", "目录编制率达到 100%"),
    ("政府网站与政务新媒体集约化管理", "按季度通报检查情况"),
    ("政务服务“好差评”全渠道覆盖", "线上线下评价渠道全部开通"),
)

TEXTS: Final = {
    "部门名称": "示例区政务服务数据管理局",
    "填报人": FILLED_BY,
    "联系电话": PHONE,
    "填报日期": DATE,
    "部门职能": """\
1.贯彻执行国家、省、市有关政务服务、数据管理的法律法规和方针政策，拟订全区政务服务和数据管理的规章制度、工作规划并组织实施。

2.统筹推进全区“放管服”改革中涉及政务服务的工作，负责行政审批制度改革的协调推进，组织编制和管理全区政务服务事项目录。

3.负责区政务服务中心的运行管理，对进驻部门的窗口、人员和事项办理情况进行监督考核，指导镇（街）、村（居）便民服务体系建设。

4.统筹全区政务信息化项目的规划、建设和管理，负责政务数据资源的目录编制、归集治理和共享开放，指导各部门的数据应用。

5.负责区 12345 政务服务便民热线的运行管理，承担群众诉求的受理、转办、督办、回访和分析研判工作。

6.负责区政府门户网站的建设和运维，指导、监督全区政府网站和政务新媒体的管理工作，完成区委、区政府交办的其他任务。""",
    "年度总体工作": """\
2023年，本局坚持以人民为中心，围绕区委、区政府的中心工作，以数字政府建设为抓手，以企业和群众办事便利为目标，\
统筹推进政务服务改革、数据资源管理和热线服务等各项工作。全年围绕“高效办成一件事”优化再造办事流程，\
扩大综合窗口的受理范围，推动更多事项在镇（街）、村（居）就近办理；加强政务信息化项目的统筹管理，\
提高政务数据的归集质量和共享水平；健全热线工单的闭环办理机制，及时回应群众关切。\
同时，严格落实过紧日子的要求，加强预算执行和绩效管理，各项年度任务按计划完成。""",
    "重点工作任务": """\
一是深化“一件事一次办”改革，梳理企业开办、新生儿出生等高频主题，实现一次告知、一表申请、一窗受理、一次办结。

二是推进区政务服务中心综合窗口改革，实行前台综合受理、后台分类审批、统一窗口出件，减少群众排队等候的时间。

三是推进镇（街）、村（居）政务服务标准化建设，配备专职人员和自助终端，让群众就近办事。

四是做好政务数据目录编制和数据归集，扩大电子证照在高频事项中的应用，减少群众重复提交材料。

五是优化热线运行机制，归并非紧急类政务热线，完善工单分级督办和满意度回访，提高诉求办理质量。

六是加强政府网站和政务新媒体的日常监测，完成网站适老化与无障碍改造，保障信息发布安全、准确、及时。""",
    "整体绩效目标": """\
本局 2023年度部门整体支出绩效目标为：保障机关正常运转和各项职能履行，推动政务服务标准化、规范化、便利化水平持续提升，\
企业和群众办事更加便捷，政务数据的支撑作用更加明显，群众诉求得到及时有效的回应。

在产出方面，进驻区政务服务中心的事项不少于 1200 项，一站式办理率不低于 80%，网上申报办理率不低于 85%，\
全流程网上办理率不低于 60%，政务服务事项按时办结率不低于 99%，便民服务站点覆盖全部镇（街）和村（居）。

在效益方面，法定办理时限压缩率不低于 80%，“最多跑一次”事项占比不低于 95%，政务数据共享目录编制完成率达到 100%，\
公众或服务对象满意度不低于 95%。

上述目标依据“三定”规定、年度工作计划和部门预算设定，已分解为具体的工作任务和可衡量的指标值，并与部门预算同步申报、同步批复。""",
    "存在问题": """\
一是个别项目的实施进度管理不够严格。政府门户网站及信息网络设备维护运行费项目因网站适老化改造的需求确认时间较长，\
验收由 9 月推迟到 11 月，影响了该项目时效指标的完成。

二是绩效指标的设置还不够精细。部分项目的效益指标以定性描述为主，可量化的指标偏少，与成本的对应关系不够直接，\
一定程度上影响了绩效结果的准确反映。

三是绩效管理的力量有待加强。业务科室对绩效运行监控的参与不够，日常台账和佐证材料的收集归档不够及时，自评阶段补充收集的工作量较大。""",
    "改进措施": """\
一是加强项目全过程管理。年初制定项目实施计划，明确需求确认、采购、实施、验收等各环节的时限和责任人，\
按月跟踪支出进度和绩效目标完成情况，对进度滞后的项目及时预警、督促整改，确保按期完成。

二是细化绩效指标。编制下一年度预算时，由业务科室和财务人员共同研究设置指标，提高可量化指标的比重，\
参照历史数据和行业标准合理确定指标值，使绩效目标与资金规模、工作任务相匹配。

三是健全绩效管理机制。落实业务科室的绩效主体责任，建立佐证材料随工作同步归档的制度，每季度开展一次绩效运行监控，\
定期组织绩效管理业务培训，把绩效结果作为预算安排和科室考核的重要参考。""",
    "上年度整改情况": """\
上年度绩效自评发现的主要问题是预算支出进度前慢后快、部分固定资产卡片信息不完整。针对上述问题，本局逐项落实了整改。

在预算执行方面，将年度支出计划分解到季度和科室，每月通报支出进度，对项目资金实行“先急后缓、应付尽付”，本年度支出进度较为均衡，\
年末财政拨款结转和结余较年初有所下降。

在资产管理方面，对全部固定资产开展了一次实地盘点，补充完善资产卡片的存放地点、使用人等信息，做到账账、账卡、账实相符，\
并明确了资产管理员的日常登记职责。上年度自评发现的问题均已整改完毕。""",
}

REASONS: Final = {
    "project_fund_performance": (
        "政府门户网站及信息网络设备维护运行费项目的网站适老化改造验收由 9 月推迟到 11 月，时效指标未完成，"
        "该项目自评得 92.5 分，各项目平均得 98.75 分"
    ),
}


Line = tuple[str, str, str, str, str, str]


def example_answers(scheme: Scheme) -> Answers:
    """Give the example unit's answers: every check point met, one project with a deduction."""
    return made_answers(
        scheme,
        numbers=NUMBERS,
        targets={"output_completion": OUTPUTS, "benefit_completion": BENEFITS},
        projects=PROJECTS,
        tasks=TASKS,
        texts=TEXTS,
        reasons=REASONS,
    )


def made_answers(  # noqa: PLR0913 - all that is answered, by name
    scheme: Scheme,
    *,
    numbers: Sequence[tuple[str, str, str, str]],
    targets: Mapping[str, Sequence[Line]],
    tasks: Sequence[tuple[str, str]],
    texts: Mapping[str, str],
    reasons: Mapping[str, str],
    projects: Sequence[tuple[str, str, str, str, str]] = (),
    choices: Sequence[tuple[str, str, str]] = (),
    not_applicable: Mapping[str, str] | None = None,
) -> Answers:
    """Put answers together: every check point met, every key task done."""
    points = {
        (leaf.id, number): PointAnswer(leaf.id, number, Choice.YES)
        for leaf in scheme.leaves()
        for number, _ in enumerate(leaf.points, 1)
    }
    values = {name: TypedValue(name, Decimal(value), unit, note) for name, value, unit, note in numbers}
    values |= {name: TypedValue(name, word, "", note) for name, word, note in choices}
    return Answers(
        points=points,
        values=values,
        reasons=reasons,
        not_applicable=not_applicable or {},
        targets=tuple(
            Target(indicator, name, nature, target, unit, actual, group=group)
            for indicator, lines in targets.items()
            for group, name, nature, target, unit, actual in lines
        ),
        projects=tuple(
            ProjectScore(name, Decimal(budget), Decimal(spent), Decimal(score), reason)
            for name, budget, spent, score, reason in projects
        ),
        tasks=tuple(KeyTask(name, Choice.YES, note) for name, note in tasks),
        texts=texts,
    )
