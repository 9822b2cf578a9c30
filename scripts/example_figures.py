"""The books of an invented example unit (示例单位账目), from which every one of its final-accounts tables follows.

All amounts are in 元. Nothing here belongs to a real department.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

YEAR: Final = 2023
ZERO: Final = Decimal(0)

FUNCTIONS: Final = {
    "201": "一般公共服务支出", "202": "外交支出", "203": "国防支出", "204": "公共安全支出", "205": "教育支出",
    "206": "科学技术支出", "207": "文化旅游体育与传媒支出", "208": "社会保障和就业支出", "210": "卫生健康支出",
    "211": "节能环保支出", "212": "城乡社区支出", "213": "农林水支出", "214": "交通运输支出",
    "215": "资源勘探工业信息等支出", "216": "商业服务业等支出", "217": "金融支出", "219": "援助其他地区支出",
    "220": "自然资源海洋气象等支出", "221": "住房保障支出", "222": "粮油物资储备支出", "223": "国有资本经营预算支出",
    "224": "灾害防治及应急管理支出", "229": "其他支出", "231": "债务还本支出", "232": "债务付息支出",
    "234": "抗疫特别国债安排的支出",
}  # fmt: skip
"""Functional classes (支出功能分类), by code, in the order of 财决01表."""

FUNCTION_ITEMS: Final = {
    "20104": "发展与改革事务", "2010401": "行政运行", "2010402": "一般行政管理事务", "2010404": "战略规划与实施",
    "2010408": "物价管理", "2010499": "其他发展与改革事务支出",
    "21201": "城乡社区管理事务", "2120101": "行政运行", "2120102": "一般行政管理事务", "2120106": "工程建设管理",
    "21203": "城乡社区公共设施", "2120303": "小城镇基础设施建设", "2120399": "其他城乡社区公共设施支出",
    "22101": "保障性安居工程支出", "2210108": "老旧小区改造",
    "20103": "政府办公厅（室）及相关机构事务", "2010301": "行政运行", "2010302": "一般行政管理事务",
    "2010306": "政务公开审批", "20199": "其他一般公共服务支出", "2019999": "其他一般公共服务支出",
    "20805": "行政事业单位养老支出", "2080501": "行政单位离退休", "2080505": "机关事业单位基本养老保险缴费支出",
    "2080506": "机关事业单位职业年金缴费支出", "21011": "行政事业单位医疗", "2101101": "行政单位医疗",
    "2101103": "公务员医疗补助", "22102": "住房改革支出", "2210201": "住房公积金", "2210203": "购房补贴",
}  # fmt: skip

ECONOMY: Final = {
    "301": ("工资福利支出", ("基本工资", "津贴补贴", "奖金", "伙食补助费", "绩效工资", "机关事业单位基本养老保险缴费",
                       "职业年金缴费", "职工基本医疗保险缴费", "公务员医疗补助缴费", "其他社会保障缴费", "住房公积金",
                       "医疗费", "其他工资福利支出")),
    "302": ("商品和服务支出", ("办公费", "印刷费", "咨询费", "手续费", "水费", "电费", "邮电费", "取暖费", "物业管理费",
                        "差旅费", "因公出国（境）费用", "维修（护）费", "租赁费", "会议费", "培训费", "公务接待费",
                        "专用材料费", "被装购置费", "专用燃料费", "劳务费", "委托业务费", "工会经费", "福利费",
                        "公务用车运行维护费", "其他交通费用", "税金及附加费用", "其他商品和服务支出")),
    "303": ("对个人和家庭的补助", ("离休费", "退休费", "退职（役）费", "抚恤金", "生活补助", "救济费", "医疗费补助",
                          "助学金", "奖励金", "个人农业生产补贴", "代缴社会保险费", "其他对个人和家庭的补助")),
    "307": ("债务利息及费用支出", ("国内债务付息", "国外债务付息", "国内债务发行费用", "国外债务发行费用")),
    "309": ("资本性支出（基本建设）", ("房屋建筑物购建", "办公设备购置", "专用设备购置", "基础设施建设", "大型修缮",
                            "信息网络及软件购置更新", "物资储备", "公务用车购置", "其他交通工具购置",
                            "文物和陈列品购置", "无形资产购置", "其他基本建设支出")),
    "310": ("资本性支出", ("房屋建筑物购建", "办公设备购置", "专用设备购置", "基础设施建设", "大型修缮",
                      "信息网络及软件购置更新", "物资储备", "土地补偿", "安置补助", "地上附着物和青苗补偿", "拆迁补偿",
                      "公务用车购置", "其他交通工具购置", "文物和陈列品购置", "无形资产购置", "其他资本性支出")),
    "311": ("对企业补助（基本建设）", ("资本金注入", "其他对企业补助")),
    "312": ("对企业补助", ("资本金注入", "政府投资基金股权投资", "费用补贴", "利息补贴", "其他对企业补助")),
    "313": ("对社会保障基金补助", ("对社会保险基金补助", "补充全国社会保障基金")),
    "399": ("其他支出", ("国家赔偿费用支出", "对民间非营利组织和群众性自治组织补贴", "其他支出")),
}  # fmt: skip
"""Economic classes (支出经济分类) with their items, in the order of 财决05表."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of spending: what for, in what nature, from which money."""

    function: str
    """Functional code of seven digits."""
    nature: str
    """人员经费, 日常公用经费 or 项目支出."""
    economy: str
    """Economic class of three digits."""
    item: str
    """Economic item."""
    spent: Decimal
    fiscal: bool = True
    """Paid from 一般公共预算财政拨款, otherwise from 其他收入."""


def entries(function: str, nature: str, economy: str, *lines: str, fiscal: bool = True) -> tuple[Entry, ...]:
    """Make entries of lines such as "办公费 62318.50"."""
    pairs = (line.split() for line in lines)
    return tuple(Entry(function, nature, economy, item, Decimal(spent), fiscal) for item, spent in pairs)


@dataclass(frozen=True, slots=True)
class Books:
    """The books of one invented unit for a year."""

    unit_name: str
    ledger: tuple[Entry, ...]
    opening: Mapping[str, Decimal]
    """年初结转和结余 by item."""
    closing: Mapping[str, Decimal]
    """年末结转和结余 by item."""
    first_budget: Mapping[str, Decimal]
    """年初预算数 by functional class."""
    first_budget_by_nature: Mapping[str, Decimal]
    three_public_budget: Mapping[str, Decimal]
    procured: Decimal
    """政府采购支出合计, all of it goods from small and micro enterprises."""
    fixed_assets_by_kind: Mapping[str, Decimal]
    """固定资产原值 by kind, all in use; 车辆 is a part of 设备."""
    depreciation: Decimal
    depreciation_of_year: Decimal
    level: str = "一级预算单位"
    vehicles: int = 1
    visits: int = 2
    """国内公务接待批次."""
    visitors: int = 11
    year: int = YEAR

    def total(self, keep: Callable[[Entry], bool]) -> Decimal:
        """Add up the spending of some entries."""
        return sum((entry.spent for entry in self.ledger if keep(entry)), ZERO)

    def spent(
        self, *, function: str = "", nature: str = "", economy: str = "", item: str = "", fiscal: bool = False
    ) -> Decimal:
        """Add up spending by functional code, nature, economic class and item; of fiscal appropriation if asked."""
        return self.total(
            lambda e: (
                e.function.startswith(function)
                and e.nature.startswith(nature)
                and e.economy.startswith(economy)
                and (not item or e.item == item)
                and (e.fiscal or not fiscal)
            )
        )

    @property
    def project_items(self) -> frozenset[str]:
        """Functional items that hold 项目支出."""
        return frozenset(entry.function for entry in self.ledger if entry.nature == "项目支出")

    def carried_by_projects(self, amounts: Mapping[str, Decimal], function: str = "") -> Decimal:
        """Add up what of an opening or closing balance is of 项目支出."""
        return carried({code: amount for code, amount in amounts.items() if code in self.project_items}, function)

    def fiscal_income(self, function: str = "") -> Decimal:
        """一般公共预算财政拨款收入: what was spent and carried on, less what was brought forward."""
        spent = self.spent(function=function, fiscal=True)
        return spent + carried(self.closing, function) - carried(self.opening, function)

    def other_income(self, function: str = "") -> Decimal:
        """其他收入, all of it spent in the year."""
        return self.spent(function=function) - self.spent(function=function, fiscal=True)

    def fixed_assets(self) -> Decimal:
        """固定资产原值 at the end of the year."""
        kinds = self.fixed_assets_by_kind.items()
        return sum((value for kind, value in kinds if not kind.startswith("其中")), ZERO)

    def function_rows(self) -> list[tuple[str, str]]:
        """Codes and names of the functional classes and items in use, each class before its parts."""
        used = sorted({entry.function for entry in self.ledger})
        codes = sorted({code[:length] for code in used for length in (3, 5, 7)})
        return [(code, FUNCTIONS.get(code) or FUNCTION_ITEMS[code]) for code in codes]


def carried(amounts: Mapping[str, Decimal], function: str = "") -> Decimal:
    """Add up an opening or closing balance by functional code."""
    return sum((amount for code, amount in amounts.items() if code.startswith(function)), ZERO)


DISTRICT: Final = Books(
    unit_name="示例区政务服务数据管理局",
    ledger=(
    *entries("2010301", "人员经费", "301", "基本工资 1186452.00", "津贴补贴 1398617.40", "奖金 1402480.00",
              "其他社会保障缴费 12520.50", "其他工资福利支出 121000.00"),
    *entries("2010301", "日常公用经费", "302", "办公费 62318.50", "印刷费 4860.00", "水费 1932.40", "电费 18426.80",
              "邮电费 21540.36", "差旅费 9842.50", "维修（护）费 6350.00", "培训费 3200.00", "公务接待费 931.00",
              "工会经费 38208.00", "福利费 28100.00", "公务用车运行维护费 14298.60", "其他交通费用 20000.00"),
    *entries("2010302", "项目支出", "302", "办公费 39186.40", "劳务费 120000.00", "其他商品和服务支出 100000.00",
              fiscal=False),
    *entries("2010306", "项目支出", "302", "邮电费 120000.00", "物业管理费 35000.00", "维修（护）费 246450.00",
              "劳务费 1286400.00", "委托业务费 758231.90"),
    *entries("2019999", "项目支出", "302", "印刷费 40000.00", "委托业务费 380000.00", "其他商品和服务支出 80000.00"),
    *entries("2019999", "项目支出", "310", "办公设备购置 22618.00"),
    *entries("2080501", "人员经费", "303", "退休费 238218.40"),
    *entries("2080505", "人员经费", "301", "机关事业单位基本养老保险缴费 312176.00"),
    *entries("2080506", "人员经费", "301", "职业年金缴费 156088.00"),
    *entries("2101101", "人员经费", "301", "职工基本医疗保险缴费 105312.48"),
    *entries("2101103", "人员经费", "301", "公务员医疗补助缴费 43324.80"),
    *entries("2210201", "人员经费", "301", "住房公积金 268224.00"),
    *entries("2210203", "人员经费", "301", "津贴补贴 42000.00"),
),
    opening={"2010301": Decimal("24608.30"), "2010306": Decimal("308133.06")},
    closing={"2010301": Decimal("21991.84"), "2010306": Decimal("299946.40")},
    first_budget={
    "201": Decimal("7089600.00"),
    "208": Decimal("672800.00"),
    "210": Decimal("143200.00"),
    "221": Decimal("298000.00"),
},
    first_budget_by_nature={
    "人员经费": Decimal("5013600.00"),
    "日常公用经费": Decimal("252000.00"),
    "项目支出": Decimal("2938000.00"),
},
    three_public_budget={"公务用车运行维护费": Decimal("30000.00"), "公务接待费": Decimal("6900.00")},
    procured=Decimal("22618.00"),
    fixed_assets_by_kind={
    "房屋和构筑物": ZERO,
    "设备": Decimal("1388252.35"),
    "其中：车辆": Decimal("189800.00"),
    "文物和陈列品": ZERO,
    "图书和档案": Decimal("6420.00"),
    "家具和用具": Decimal("270040.00"),
    "特种动植物": ZERO,
},
    depreciation=Decimal("1102346.50"),
    depreciation_of_year=Decimal("148206.72"),
)  # fmt: skip
