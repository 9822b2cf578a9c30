"""Indicators, projects and totals as templates see them: Chinese keys, figures that print themselves."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.answers import Choice
from xlperf.narrative.figures import Figure, placeholder
from xlperf.scoring.result import Status

if TYPE_CHECKING:
    from xlperf.answers import KeyTask, ProjectScore, Target
    from xlperf.scheme.model import Indicator, Part, Scheme
    from xlperf.scoring.result import (
        GroupResult,
        IndicatorResult,
        Input,
        PartResult,
        PointResult,
        Results,
        TargetResult,
    )

View = dict[str, object]

LEVELS: Final = ("一级", "二级", "三级", "四级", "五级")
_POINT_WORDS: Final = {
    Choice.YES: "符合",
    Choice.PARTLY: "部分符合",
    Choice.NO: "不符合",
    Choice.NOT_APPLICABLE: "不涉及",
}


def level_word(path: tuple[str, ...]) -> str:
    """Name the level of an indicator: 三级."""
    return LEVELS[min(len(path), len(LEVELS)) - 1]


def awaits_score(result: IndicatorResult) -> bool:
    """Say whether nothing decides the score yet."""
    return result.status is Status.MISSING or (result.score is None and result.status is not Status.NOT_APPLICABLE)


def table_name(scheme: Scheme, table: str) -> str:
    """Name an official table as reports do: 《财政拨款收入支出决算总表》（财决01-1表）."""
    spec = scheme.tables.get(table)
    if spec is None or not spec.titles:
        return table
    return f"《{spec.titles[0]}》" + (f"（{spec.codes[0]}）" if spec.codes else "")


def indicator_view(scheme: Scheme, result: IndicatorResult) -> View:
    """Show one scored indicator with all that its text may mention."""
    indicator = result.indicator
    name = indicator.name
    return {
        "名称": name,
        "层级": level_word(result.path),
        "满分": Figure("满分", indicator.full, "分"),
        "得分": Figure(f"{name}自评得分", result.score, "分"),
        "扣分": Figure("扣分", result.lost, "分"),
        "计算得分": Figure(f"{name}计算得分", result.computed_score, "分"),
        "得满分": result.score == indicator.full,
        "状态": result.status.chinese,
        "折算": (indicator.applicability.effect if indicator.applicability else scheme.not_applicable) == "rescale",
        "值": Figure(name, result.value, "%" if indicator.display == "percent" else "", written=result.display),
        "公式": formula_words(indicator),
        "算式": result.formula_words,
        "规则": result.rule_words,
        "下一档": result.next_step,
        "评分标准": indicator.criteria,
        "释义": indicator.definition,
        "佐证": list(indicator.evidence),
        "有理由": bool(result.reason.strip()),
        "理由": reason(result),
        "来源": origins(scheme, result),
        "输入": [Figure(i.name, i.value, i.unit, scheme.money_unit) for i in all_inputs(result)],
        "缺少": missing(result),
        "要点": [point_view(point) for point in result.points],
        "目标": [target_view(target, number) for number, target in enumerate(result.targets, 1)],
        "分项": [part_view(part, number) for number, part in enumerate(result.parts, 1)],
    }


def group_view(group: GroupResult) -> View:
    """Show a level-1 or level-2 indicator with its marks."""
    return {
        "名称": group.indicator.name,
        "层级": level_word(group.path),
        "满分": Figure("满分", group.full, "分"),
        "得分": Figure(f"{group.indicator.name}自评得分", group.score, "分"),
        "已评": Figure("已评得分", group.partial, "分"),
        "已评满分": Figure("已评满分", group.scored_full, "分"),
    }


def all_inputs(result: IndicatorResult) -> tuple[Input, ...]:
    """Give the figures of an indicator and of its parts, each once."""
    inputs = {part.name: part for part in result.inputs}
    for section in result.parts:
        inputs |= {part.name: part for part in section.inputs if part.name not in inputs}
    return tuple(inputs.values())


def part_view(result: PartResult, number: int) -> View:
    """Show a part of an indicator with its rate and score."""
    part = result.part
    return {
        "序号": number,
        "名称": part.name,
        "满分": Figure("满分", part.mark, "分"),
        "得分": Figure(f"{part.name}得分", result.score, "分"),
        "值": Figure(part.name, result.value, "%" if part.display == "percent" else "", written=result.display),
        "公式": formula_words(part),
        "算式": result.formula_words,
        "规则": result.rule_words,
        "有理由": bool(result.reason.strip()),
        "理由": result.reason.strip(),
    }


def formula_words(indicator: Indicator | Part) -> str:
    """Write an indicator's formula with the names of its figures, as reports do; empty without a formula."""
    if not indicator.formula:
        return ""
    from xlperf.scheme.formula import FormulaFault, in_words, parse

    try:
        return in_words(parse(indicator.formula), percent=indicator.display == "percent")
    except FormulaFault:
        return indicator.formula


def reason(result: IndicatorResult) -> str:
    """Give the reason that the text must state, or a mark that it is still to be filled in."""
    if result.reason.strip():
        return result.reason.strip()
    name, applicability = result.indicator.name, result.indicator.applicability
    if result.status is Status.NOT_APPLICABLE:
        return applicability.words if applicability and applicability.words else placeholder(f"{name}不适用的理由")
    if result.status is Status.OVERRIDDEN:
        return placeholder(f"{name}核定理由")
    return placeholder(f"{name}扣分原因")


def origins(scheme: Scheme, result: IndicatorResult) -> str:
    """Name the tables in which the indicator's figures stand, and that others were filled in; empty without tables."""
    tables: dict[str, None] = {}
    for part in all_inputs(result):
        if part.fact is not None and part.fact.source is not None and part.fact.source.table:
            tables[table_name(scheme, part.fact.source.table)] = None
        elif part.name in scheme.facts and part.answer is None and scheme.facts[part.name].locations:
            tables[table_name(scheme, scheme.facts[part.name].locations[0].table)] = None
    typed = any(part.name in scheme.questions for part in all_inputs(result))
    return "、".join(tables) + ("和本单位填报资料" if tables and typed else "")


def missing(result: IndicatorResult) -> list[str]:
    """Name what is still needed before the indicator can be scored."""
    if not awaits_score(result):
        return []
    figures = [part.name for part in all_inputs(result) if part.value is None]
    points = [f"{result.indicator.name}评价要点{point.number}" for point in result.points if point.score is None]
    targets = [f"{t.target.name}完成值" for t in result.targets if t.score is None]
    return figures + points + targets


def point_view(point: PointResult) -> View:
    """Show a check point with its answer in words."""
    answer = point.answer
    return {
        "序号": point.number,
        "内容": point.point.text,
        "分值": Figure("分值", point.point.mark, "分"),
        "得分": Figure("得分", point.score, "分"),
        "扣分": Figure("扣分", point.point.mark - (point.score or Decimal(0)), "分"),
        "符合": point.score is not None and point.score == point.point.mark,
        "回答": answer.choice.value if answer else "",
        "结果": _POINT_WORDS[answer.choice] if answer else placeholder("是否符合"),
        "说明": answer.note.strip() if answer else "",
    }


def target_view(result: TargetResult, number: int) -> View:
    """Show a target, what came of it and what it earned."""
    target = result.target
    met = result.completion is not None and result.completion >= 1
    return {
        "序号": number,
        "名称": target.name,
        "类别": target.group,
        "目标值": wanted_words(target),
        "完成值": with_unit(target.actual, target.unit) or placeholder(f"{target.name}完成值"),
        "完成率": Figure(f"{target.name}完成率", result.completion, "%"),
        "分值": Figure("分值", result.full, "分"),
        "得分": Figure(f"{target.name}得分", result.score, "分"),
        "完成": met,
        "理由": target.reason.strip() or placeholder(f"{target.name}偏差原因"),
    }


def wanted_words(target: Target) -> str:
    """Write a target as the targets table does: ≥95%, 优."""
    sign = "" if target.nature in {"定性", "=", "＝"} else target.nature
    return f"{sign}{with_unit(target.target, target.unit)}"


def with_unit(value: str, unit: str) -> str:
    """Add the unit to a typed value that does not carry one; words such as 优 take none."""
    bare = value.strip()
    return f"{bare}{unit}" if bare[-1:].isdigit() else bare


def project_view(project: ProjectScore, number: int, money_unit: str) -> View:
    """Show a project with its funds and its self-evaluation score."""
    name, budget, spent = project.name, project.budget, project.spent
    rate = spent / budget if budget and spent is not None else None
    return {
        "序号": number,
        "名称": name,
        "预算": Figure(f"{name}预算数", budget, "元", money_unit),
        "支出": Figure(f"{name}执行数", spent, "元", money_unit),
        "执行率": Figure(f"{name}执行率", rate, "%"),
        "得分": Figure(f"{name}自评得分", project.score, "分"),
        "满分": project.score == 100,
        "理由": project.reason.strip() or placeholder(f"{name}扣分原因"),
    }


def task_view(task: KeyTask, number: int) -> View:
    """Show a key task and whether it was done."""
    return {"序号": number, "名称": task.name, "完成": task.done.value, "说明": task.note.strip()}


def total_view(results: Results) -> View:
    """Show the total score, the marks lost and the grade."""
    lost = results.full - results.total if results.total is not None else Decimal(0)
    return {
        "得分": Figure("自评总分", results.total, "分"),
        "满分": Figure("满分", results.full, "分"),
        "扣分": Figure("扣分", lost, "分"),
        "已评": Figure("已评得分", results.partial, "分"),
        "等级": results.grade,
    }


def top_views(results: Results) -> list[View]:
    """Show the level-1 indicators with their marks, in the order of the form."""
    scores = {group.path: (group.full, group.score) for group in results.groups}
    scores |= {result.path: (result.full, result.score) for result in results.indicators}
    return [
        {
            "名称": node.name,
            "满分": Figure("满分", scores[(node.name,)][0], "分"),
            "得分": Figure(f"{node.name}自评得分", scores[(node.name,)][1], "分"),
        }
        for node in results.scheme.indicators
    ]
