"""A small scheme that asks for everything a questionnaire can ask for."""

from __future__ import annotations

from decimal import Decimal

from xlperf.scheme.model import CheckPoints, Indicator, Point, Question, Reference, Scheme, Typed, WeightedTargets

INDICATORS = (
    Indicator(
        "rules", "制度建设", Decimal(3), rule=CheckPoints((Point("有制度", Decimal(1)), Point("有执行", Decimal(2))))
    ),
    Indicator("outputs", "产出指标完成情况", Decimal(15), rule=WeightedTargets()),
    Indicator("typed", "人工评分项", Decimal(2), rule=Typed(), aliases=("评分项",)),
)
QUESTIONS = (
    Question("满意度", "服务对象满意度", "number", "%", indicator="typed", help="以通报为准"),
    Question("合同数", "采购合同数", "number", "份"),
    Question("捐赠收入", "捐赠收入", "number", "万元", required=False),
    Question("等级", "评定等级", "choice", choices=("优", "良", "中")),
    Question("部门名称", "部门名称", "text", section="封面"),
    Question("部门职能", "部门职能", "text", section="一、基本情况"),
)
SCHEME = Scheme("t", "测试体系", "测试机关", 2023, Reference("测试"), INDICATORS, {}, {}, {q.id: q for q in QUESTIONS})
