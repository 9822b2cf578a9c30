"""Build the second example unit: six projects of 2021 in 填报表.xlsx; every amount and name is invented (虚构示例)."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_example_unit import dateless  # noqa: E402

from xlperf.answers import Answers  # noqa: E402
from xlperf.examples import PROJECTS_EXAMPLE  # noqa: E402
from xlperf.forms.questionnaire import questionnaire  # noqa: E402
from xlperf.outputs import write_whole  # noqa: E402
from xlperf.scheme import load_scheme  # noqa: E402
from xlperf.unit import QUESTIONNAIRE, SETTINGS, settings_text  # noqa: E402

if TYPE_CHECKING:
    from xlperf.forms.questionnaire.rows import Row

YEAR: Final = 2021
SCHEME: Final = "gd-district-2023"
DEPARTMENT: Final = "示例区政务服务数据管理局"
TEXTS: Final = {
    "部门名称": DEPARTMENT,
    "填报人": "示例填报人",
    "联系电话": "0000-0000000",
    "填报日期": "2022年3月18日",
}
INVENTED: Final = "金额为虚构示例。"

PROJECTS: Final[tuple[Row, ...]] = (
    {
        "name": "窗口评优评先经费",
        "goal": "每季度开展一次窗口和人员评优评先，全年表彰不少于40人次，调动窗口人员积极性，提高服务质量。",
        "achieved": "全年开展评优评先4次，表彰48人次，窗口服务有效投诉比上年减少。",
        "benefit": "激励窗口人员提高服务效率和服务质量，改善群众办事体验",
        "effect": "窗口人员争先创优的氛围更浓，群众评价满意率保持在较高水平，没有发生有效投诉升级的情况",
    },
    {
        "name": "基层公共服务综合平台网络信息经费",
        "goal": "保障镇（街）、村（居）基层公共服务综合平台网络畅通，平台覆盖率达到100%，网络故障及时修复。",
        "achieved": "平台覆盖全部镇（街）和村（居），全年网络可用率99.6%，故障均在规定时限内修复。",
        "benefit": "群众在镇（街）、村（居）就近办理公共服务事项，减少往返",
        "effect": "基层平台运行稳定，群众就近办事更加方便，村（居）站点的办件量稳步增加",
    },
    {
        "name": "区镇村政务服务专职人员经费",
        "goal": "保障区、镇、村三级政务服务专职人员工资和社保按时足额发放，一站式办理率不低于80%。",
        "achieved": "专职人员经费按月足额发放，一站式办理率86.5%，综合窗口全部配齐人员。",
        "benefit": "稳定基层政务服务队伍，提高事项受理能力和办理效率",
        "effect": "三级政务服务队伍保持稳定，群众办事等候时间缩短，基层窗口业务能力明显提高",
        "adjustment_reason": "年中因新增综合窗口增配专职人员，经区政府批准追加预算",
    },
    {
        "name": "政府门户网站及信息网络设备维护运行费",
        "goal": "保障政府门户网站和信息网络设备安全稳定运行，完成网站适老化改造，不发生网络安全事故。",
        "achieved": "网站和网络设备运行稳定，没有发生网络安全事故；网站适老化改造完成主体部分，验收推迟到次年。",
        "benefit": "及时准确公开政府信息，保障政务网络安全",
        "effect": "网站信息发布及时准确，政务网络安全稳定，为企业和群众获取信息、在线办事提供了支撑",
        "execution_reason": "网站适老化改造的验收推迟，合同尾款没有支付",
        "execution_measure": "明确验收时间和责任人，按合同节点提前准备支付资料，按月通报支付进度",
    },
    {
        "name": "政务服务中心经费",
        "goal": "保障政务服务中心正常运转，网上申报办理率不低于70%，全流程网上办理率不低于30%。",
        "achieved": "政务服务中心运转正常，网上申报办理率78.2%，全流程网上办理率36.4%。",
        "benefit": "为企业和群众提供集中、便捷的办事场所，推动更多事项网上办理",
        "effect": "线上线下服务融合更加紧密，企业和群众办事跑动次数减少，政务服务环境进一步改善",
    },
    {
        "name": "智慧政务指挥中心数据专线经费",
        "goal": "保障智慧政务指挥中心数据专线畅通，专线可用率不低于99.9%，数据传输安全。",
        "achieved": "开通数据专线6条，全年专线可用率99.95%，没有发生数据安全事件。",
        "benefit": "支撑政务数据实时汇聚和指挥调度",
        "effect": "数据专线稳定可靠，政务数据汇聚更加及时，为指挥调度和决策分析提供了支撑",
    },
)
SUPERVISION: Final = (
    "项目资金实行专款专用，支出由业务科室提出、财务复核、分管领导审批，按季度检查预算执行和绩效目标完成情况"
)

FUNDS: Final = (
    ("窗口评优评先经费", "当年财政拨款", "8.00", "8.00", "7.96"),
    ("基层公共服务综合平台网络信息经费", "当年财政拨款", "24.00", "24.00", "23.52"),
    ("区镇村政务服务专职人员经费", "当年财政拨款", "320.00", "345.00", "342.93"),
    ("区镇村政务服务专职人员经费", "上年结转资金", "0.00", "5.00", "5.00"),
    ("政府门户网站及信息网络设备维护运行费", "当年财政拨款", "60.00", "60.00", "45.60"),
    ("政务服务中心经费", "当年财政拨款", "95.00", "95.00", "93.10"),
    ("智慧政务指挥中心数据专线经费", "当年财政拨款", "36.00", "36.00", "36.00"),
)
"""Project, source, and in 万元 年初预算数, 全年预算数, 全年执行数."""

OUT, GAIN, PLEASED = "产出指标", "效益指标", "满意度指标"
AMOUNT, QUALITY, TIME, COST = "数量指标", "质量指标", "时效指标", "成本指标"
SOCIAL, LASTING, SERVED = "社会效益指标", "可持续影响指标", "服务对象满意度指标"
LATE: Final = ("网站适老化改造的需求确认时间较长，部分栏目返工", "提前组织需求确认，倒排工期，按月检查进度")
COMPLAINTS: Final = ("系统升级期间网页访问不稳定，投诉略多", "升级安排在夜间，提前公告，并增设临时咨询电话")
TARGETS: Final = (
    (0, OUT, AMOUNT, "评优评先次数", "=", "4", "次", "4", 10),
    (0, OUT, AMOUNT, "表彰人次", "≥", "40", "人次", "48", 15),
    (0, OUT, QUALITY, "评选程序合规率", "=", "100", "%", "100%", 15),
    (0, OUT, TIME, "按季度完成评选", "定性", "每季度末前完成", "", "按时完成", 10),
    (0, GAIN, SOCIAL, "窗口有效投诉件数", "≤", "3", "件", "2", 15),
    (0, GAIN, LASTING, "窗口人员激励机制", "定性", "健全并持续运行", "", "达成年度指标", 15),
    (0, PLEASED, SERVED, "群众满意率", "≥", "95", "%", "98.1%", 10),
    (1, OUT, AMOUNT, "平台覆盖镇（街）、村（居）比例", "=", "100", "%", "100%", 20),
    (1, OUT, QUALITY, "网络可用率", "≥", "99", "%", "99.6%", 15),
    (1, OUT, TIME, "故障修复时间", "≤", "4", "小时", "3.5", 15),
    (1, GAIN, SOCIAL, "就近办理事项占比", "≥", "60", "%", "66.7%", 30),
    (1, PLEASED, SERVED, "群众满意率", "≥", "90", "%", "95.2%", 10),
    (2, OUT, AMOUNT, "专职人员配备数", "≥", "60", "人", "62", 15),
    (2, OUT, QUALITY, "一站式办理率", "≥", "80", "%", "86.5%", 15),
    (2, OUT, TIME, "工资按月发放率", "=", "100", "%", "100%", 10),
    (2, OUT, COST, "人均经费", "≤", "5.8", "万元", "5.6", 10),
    (2, GAIN, SOCIAL, "群众平均等候时间", "≤", "15", "分钟", "12", 15),
    (2, GAIN, LASTING, "基层政务服务队伍稳定", "定性", "队伍稳定", "", "达成年度指标", 15),
    (2, PLEASED, SERVED, "群众满意率", "≥", "95", "%", "96.4%", 10),
    (3, OUT, AMOUNT, "维护网站和设备数", "≥", "85", "台（套）", "88", 15),
    (3, OUT, QUALITY, "网站可用率", "≥", "99", "%", "99.7%", 15),
    (3, OUT, TIME, "适老化改造按期完成率", "=", "100", "%", "80%", 20, *LATE),
    (3, GAIN, SOCIAL, "网络安全事故", "≤", "0", "起", "0", 15),
    (3, GAIN, SOCIAL, "群众对网站的投诉件数", "≤", "4", "件", "5", 15, *COMPLAINTS),
    (3, PLEASED, SERVED, "网站用户满意率", "≥", "90", "%", "92.3%", 10),
    (4, OUT, AMOUNT, "进驻政务服务中心的事项数", "≥", "1100", "项", "1126", 15),
    (4, OUT, QUALITY, "网上申报办理率", "≥", "70", "%", "78.2%", 15),
    (4, OUT, QUALITY, "全流程网上办理率", "≥", "30", "%", "36.4%", 10),
    (4, OUT, TIME, "事项按时办结率", "≥", "99", "%", "99.8%", 10),
    (4, GAIN, SOCIAL, "“最多跑一次”事项占比", "≥", "90", "%", "96.2%", 30),
    (4, PLEASED, SERVED, "办事群众满意率", "≥", "95", "%", "97.5%", 10),
    (5, OUT, AMOUNT, "开通数据专线数", "=", "6", "条", "6", 20),
    (5, OUT, QUALITY, "专线可用率", "≥", "99.9", "%", "99.95%", 20),
    (5, OUT, TIME, "专线故障响应时间", "≤", "30", "分钟", "20", 10),
    (5, GAIN, SOCIAL, "政务数据及时汇聚率", "≥", "95", "%", "97.8%", 30),
    (5, PLEASED, SERVED, "使用部门满意率", "≥", "90", "%", "96.7%", 10),
)
"""Number of the project, levels, name, nature, value, unit, result, mark; where missed the reason and the measure."""


def project_rows() -> list[Row]:
    """Give the rows of sheet 项目."""
    common: Row = {
        "department": DEPARTMENT,
        "unit": "示例区政务服务中心",
        "start": "2021年1月",
        "end": "2021年12月",
        "supervision": SUPERVISION,
        "reason": INVENTED,
    }
    return [common | row for row in PROJECTS]


def fund_rows() -> list[Row]:
    """Give the rows of sheet 项目资金."""
    keys = ("initial", "budget", "spent")
    return [
        {"name": name, "source": source, **dict(zip(keys, map(Decimal, amounts), strict=True))}
        for name, source, *amounts in FUNDS
    ]


def target_rows() -> list[Row]:
    """Give the rows of sheet 项目指标."""
    keys = ("first", "second", "target", "nature", "goal", "unit", "actual")
    rows: list[Row] = []
    for number, *values in TARGETS:
        row: Row = {"name": PROJECTS[int(str(number))]["name"]}
        row |= {key: str(value) for key, value in zip(keys, values, strict=False)}
        row["mark"] = Decimal(str(values[7]))
        row |= {key: str(value) for key, value in zip(("reason", "measure"), values[8:], strict=False)}
        rows.append(row)
    return rows


def build() -> None:
    """Write the unit's folder."""
    folder = ROOT / "workbooks" / PROJECTS_EXAMPLE
    folder.mkdir(parents=True, exist_ok=True)
    more = {"项目": project_rows(), "项目资金": fund_rows(), "项目指标": target_rows()}
    data = questionnaire(load_scheme(SCHEME), Answers(texts=TEXTS), unit=DEPARTMENT, year=YEAR, more=more)
    write_whole(folder / SETTINGS, settings_text(DEPARTMENT, YEAR, SCHEME).encode())
    write_whole(folder / QUESTIONNAIRE, dateless(data))
    note = "六个项目的名称和指标供参考，金额为虚构示例，单位和人员均为虚构。\n"
    write_whole(folder / "说明.txt", note.encode())
    print(f"已生成 {folder.relative_to(ROOT)}")


if __name__ == "__main__":
    build()
