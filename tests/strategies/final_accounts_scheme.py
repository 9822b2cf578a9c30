"""A small scheme that knows the final-accounts tables, for tests of reading and of relations between tables."""

from __future__ import annotations

from typing import Final

from xlperf.scheme.model import FactSpec, Location, Reference, Scheme, TableSpec

SUMMARY: Final = "财决01表"
FISCAL: Final = "财决01-1表"
INCOME: Final = "财决03表"
SPENDING: Final = "财决04表"
OPERATIONS: Final = "财决附03表"
ASSETS: Final = "财决附01表"
BALANCE: Final = "资产负债简表"

TABLES: Final = (
    TableSpec(SUMMARY, ("收入支出决算总表", "收入支出决算表"), ("财决01表", "公开01表"),
              ("本年收入合计", "使用非财政拨款结余", "年初结转和结余", "本年支出合计", "结余分配", "年末结转和结余")),
    TableSpec(FISCAL, ("财政拨款收入支出决算总表", "财政拨款收支决算总表"), ("财决01-1表", "公开04表"),
              ("年初财政拨款结转和结余", "年末财政拨款结转和结余", "一般公共预算财政拨款", "本年支出合计")),
    TableSpec(INCOME, ("收入决算表",), ("财决03表", "公开02表"), ("本年收入合计", "上级补助收入", "事业收入")),
    TableSpec(SPENDING, ("支出决算表",), ("财决04表", "公开03表"), ("本年支出合计", "上缴上级支出", "经营支出")),
    TableSpec("财决05表", ("支出决算明细表",), ("财决05表",)),
    TableSpec("财决07表", ("一般公共预算财政拨款收入支出决算表",), ("财决07表",)),
    TableSpec("财决08表", ("一般公共预算财政拨款支出决算明细表",), ("财决08表",)),
    TableSpec("财决08-1表", ("一般公共预算财政拨款基本支出决算明细表",), ("财决08-1表",)),
    TableSpec(OPERATIONS, ("机构运行信息表", "“三公”经费及机关运行经费支出表"), ("财决附03表",),
              ("因公出国（境）费", "公务接待费", "机关运行经费", "政府采购支出合计")),
    TableSpec(ASSETS, ("预算支出相关信息表",), ("财决附01表",), ("固定资产总额", "在用", "闲置", "出租")),
    TableSpec(BALANCE, ("资产负债简表",), ("财决补08表",), ("固定资产原值", "净资产合计", "负债合计")),
)  # fmt: skip

DONE: Final = (("决算数", "小计"), ("决算数",), ("金额",))
COUNTED: Final = (("统计数",), ("决算数",))
PLANNED: Final = (("年初预算数", "小计"), ("年初预算数",), ("预算数",))
ADJUSTED: Final = (("全年预算数", "小计"), ("全年预算数",), ("调整预算数",))

FIGURES: Final = (
    ("本年收入合计", SUMMARY, ("本年收入合计",), DONE, ()),
    ("一般公共预算财政拨款收入", SUMMARY, ("一般公共预算财政拨款收入", "财政拨款收入"), DONE, ()),
    ("其他收入", SUMMARY, ("其他收入",), DONE, ()),
    ("使用非财政拨款结余", SUMMARY, ("使用非财政拨款结余", "用事业基金弥补收支差额"), DONE, ()),
    ("年初结转和结余", SUMMARY, ("年初结转和结余",), DONE, ()),
    ("收入总计", SUMMARY, ("收入总计", "总计"), DONE, ("本年收入合计",)),
    ("本年支出合计", SUMMARY, ("本年支出合计",), DONE, ()),
    ("结余分配", SUMMARY, ("结余分配",), DONE, ()),
    ("年末结转和结余", SUMMARY, ("年末结转和结余",), DONE, ()),
    ("支出总计", SUMMARY, ("支出总计", "总计"), DONE, ("本年支出合计",)),
    ("年初预算数", SUMMARY, ("本年支出合计",), PLANNED, ()),
    ("一般公共服务支出", SUMMARY, ("一般公共服务支出",), DONE, ()),
    ("社会保障和就业支出", SUMMARY, ("社会保障和就业支出",), DONE, ()),
    ("卫生健康支出", SUMMARY, ("卫生健康支出",), DONE, ()),
    ("住房保障支出", SUMMARY, ("住房保障支出",), DONE, ()),
    ("基本支出", SUMMARY, ("基本支出",), DONE, ()),
    ("项目支出", SUMMARY, ("项目支出",), DONE, ()),
    ("人员经费", SUMMARY, ("人员经费",), DONE, ("基本支出",)),
    ("日常公用经费", SUMMARY, ("日常公用经费", "公用经费"), DONE, ("基本支出",)),
    ("年初财政拨款结转和结余", FISCAL, ("年初财政拨款结转和结余",), DONE, ()),
    ("本年财政拨款收入", FISCAL, ("本年收入合计",), DONE, ()),
    ("本年财政拨款支出", FISCAL, ("本年支出合计",), DONE, ()),
    ("年末财政拨款结转和结余", FISCAL, ("年末财政拨款结转和结余",), DONE, ()),
    ("财政拨款支出总计", FISCAL, ("支出总计", "总计"), DONE, ("本年支出合计",)),
    ("年初一般公共预算结转", FISCAL, ("一般公共预算财政拨款",), DONE, ("年初财政拨款结转和结余",)),
    ("日常公用经费调整预算数", FISCAL, ("日常公用经费", "公用经费"), ADJUSTED, ("基本支出",)),
    ("日常公用经费决算数", FISCAL, ("日常公用经费", "公用经费"), DONE, ("基本支出",)),
    ("收入决算表本年收入合计", INCOME, ("合计",), (("本年收入合计",),), ()),
    ("支出决算表本年支出合计", SPENDING, ("合计",), (("本年支出合计",),), ()),
    ("三公经费预算数", OPERATIONS, ("支出合计", "三公经费支出合计"), PLANNED, ("“三公”经费支出",)),
    ("三公经费决算数", OPERATIONS, ("支出合计", "三公经费支出合计"), COUNTED, ("“三公”经费支出",)),
    ("公务用车运行维护费决算数", OPERATIONS, ("公务用车运行维护费",), COUNTED, ()),
    ("公务接待费决算数", OPERATIONS, ("公务接待费",), COUNTED, ()),
    ("机关运行经费", OPERATIONS, ("机关运行经费",), COUNTED, ()),
    ("政府采购支出合计", OPERATIONS, ("政府采购支出合计",), COUNTED, ()),
    ("授予中小企业合同金额", OPERATIONS, ("政府采购授予中小企业合同金额", "授予中小企业合同金额"), COUNTED, ()),
    ("授予小微企业合同金额", OPERATIONS, ("授予小微企业合同金额",), COUNTED, ()),
    ("固定资产总额", ASSETS, ("固定资产总额",), (("账面原值",), ("合计",)), ()),
    ("在用固定资产", ASSETS, ("固定资产总额",), (("在用",),), ()),
    ("固定资产原值", BALANCE, ("固定资产原值",), (("年末数",), ("期末数",)), ()),
)  # fmt: skip

MAY_BE_BLANK: Final = frozenset({"使用非财政拨款结余", "结余分配"})


def final_accounts_scheme() -> Scheme:
    """Give the scheme: tables and figures, no indicators."""
    facts = {
        name: FactSpec(
            name, "元", (Location(table, row, column, within),), "zero" if name in MAY_BE_BLANK else "missing"
        )
        for name, table, row, column, within in FIGURES
    }
    return Scheme(
        id="test-final-accounts",
        title="测试",
        authority="测试",
        year=2023,
        reference=Reference("测试"),
        indicators=(),
        tables={spec.id: spec for spec in TABLES},
        facts=facts,
        questions={},
    )
