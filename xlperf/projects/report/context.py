"""What the templates of the project report see (报告数据): Chinese keys, figures already written out."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from xlperf.amounts import money_text, percent_text, plain
from xlperf.narrative.figures import placeholder
from xlperf.numerals import numeral
from xlperf.scoring.execution import rate_of, total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from xlperf.projects.result import ProjectResult, ProjectTargetResult

View = dict[str, object]

_HAS_MEASURE: Final = re.compile("下一步|今后|改进|将|拟|加强|完善|优化|加快|督促|整改")
"""Words that say that a reason goes on with what will be done."""
NONE: Final = "—"


def project_context(results: Sequence[ProjectResult], texts: Mapping[str, str], unit_name: str, period: str) -> View:
    """Gather everything for the report."""
    projects = [_project(result, number) for number, result in enumerate(results, 1)]
    amounts = [result.execution.amounts for result in results]
    complete = all(a.budget is not None and a.spent is not None for a in amounts)
    budget, spent = total(a.budget for a in amounts), total(a.spent for a in amounts)
    rate = rate_of(spent, budget)
    scheme = results[0].scheme
    departments = list(dict.fromkeys(r.project.department for r in results if r.project.department))
    names = [result.name for result in results]
    return {
        "项目": projects,
        "项目名称": names[0] if len(names) == 1 else f"{names[0]}等{len(names)}个项目",
        "年度": period,
        "主管部门": "、".join(departments) or unit_name or placeholder("主管部门"),
        "单位名称": unit_name or placeholder("单位名称"),
        "填报": {key: texts.get(key) or placeholder(key) for key in ("填报人", "联系电话", "填报日期")},
        "资金": {
            "年初": _money(total(a.initial for a in amounts)) if all(a.initial is not None for a in amounts) else "",
            "预算": _money(budget) if complete else "",
            "执行": _money(spent) if complete else "",
            "执行率": percent_text(rate) if complete and rate is not None else "",
        },
        "执行线": percent_text(scheme.reason_below, 0),
        "偏低": [p for p, result in zip(projects, results, strict=True) if result.low_execution],
        "不能计算": [p for p, result in zip(projects, results, strict=True) if result.execution.rate is None],
        "监督相同": len({p["监督"] for p in projects}) == 1,
        "合计": _totals(results, complete=complete),
    }


def _project(result: ProjectResult, number: int) -> View:
    project, execution = result.project, result.execution
    amounts, name = execution.amounts, project.name
    missed = [target for target in result.targets if target.missed or target.score is None]
    return {
        "序号": number,
        "编号": f"（{numeral(number)}）",
        "名称": name,
        "开始": project.start or placeholder(f"{name}开始时间"),
        "结束": project.end or placeholder(f"{name}结束时间"),
        "预期效益": project.benefit or placeholder(f"{name}预期效益"),
        "监督": project.supervision or placeholder("资金管理和监督情况"),
        "目标": project.goal or placeholder(f"{name}年度总体目标"),
        "完成": project.achieved or placeholder(f"{name}目标实际完成情况"),
        "效果": project.effect or placeholder(f"{name}实施效果"),
        "年初": _money(amounts.initial),
        "预算": _money(amounts.budget),
        "执行": _money(amounts.spent),
        "年初数": _cell(amounts.initial),
        "预算数": _cell(amounts.budget),
        "执行数": _cell(amounts.spent),
        "执行率": percent_text(execution.rate) if execution.rate is not None else "不能计算",
        "执行得分": plain(execution.score) if execution.score is not None else placeholder(f"{name}执行率得分"),
        "执行原因": project.execution_reason or placeholder(f"{name}执行率偏低的原因"),
        "不能计算的原因": execution.why,
        "调整": amounts.initial is not None and amounts.budget is not None and amounts.initial != amounts.budget,
        "调整说明": project.adjustment_reason or placeholder(f"{name}预算调整说明"),
        "得分": plain(result.score) if result.score is not None else placeholder(f"{name}自评得分"),
        "得分数": plain(result.score) if result.score is not None else NONE,
        "等级": result.grade,
        "等级格": result.grade or NONE,
        "指标": [_target(target) for target in result.targets],
        "分组": [
            {"名称": second or first or "其他指标", "指标": [_target(target) for target in group]}
            for (first, second), group in groupby(result.targets, key=lambda t: (t.first, t.second))
        ],
        "完成数": len(result.targets) - len(missed),
        "未完成数": len(missed),
        "偏差": _deviations(result),
    }


def _target(result: ProjectTargetResult) -> View:
    if result.score is None:
        verdict = "还没有得分"
    elif result.completion.rate is not None and result.missed:
        verdict = f"完成{percent_text(result.completion.rate)}，得{plain(result.score)}分"
    else:
        verdict = f"得{plain(result.score)}分"
    name = result.target.name
    return {
        "名称": name,
        "目标": result.goal or placeholder(f"{name}年度指标值"),
        "实际": result.actual or placeholder(f"{name}实际完成值"),
        "结论": verdict,
    }


def _deviations(result: ProjectResult) -> list[View]:
    """List every deviation with its reason and what will be done."""
    project = result.project
    found: list[View] = []
    if result.low_execution and result.execution.rate is not None:
        what = f"预算执行率{percent_text(result.execution.rate)}，低于{percent_text(result.scheme.reason_below, 0)}"
        found.append(_deviation(what, project.execution_reason, project.execution_measure))
    for target in result.targets:
        if not target.deviates or target.completion.rate is None:
            continue
        name, rate = target.target.name, percent_text(target.completion.rate)
        what = (
            f"“{name}”目标{target.goal}，实际完成{target.actual}，是目标的{rate}，目标偏低"
            if target.too_low
            else f"“{name}”目标{target.goal}，实际完成{target.actual}，完成{rate}"
        )
        found.append(_deviation(what, target.target.reason, target.target.measure))
    return found


def _deviation(what: str, reason: str, measure: str) -> View:
    """Write one deviation; a reason that says what will be done is parted there."""
    subject = what.split("”", maxsplit=1)[0].lstrip("“") if "”" in what else "预算执行率"
    if reason and not measure:
        reason, measure = parted(reason)
    return {
        "事项": what,
        "原因": reason or placeholder(f"{subject}偏差原因"),
        "措施": measure or placeholder(f"{subject}改进措施"),
    }


def parted(reason: str) -> tuple[str, str]:
    """Part a reason from the measures that stand behind it (偏差原因分析及改进措施)."""
    sentences = [sentence for sentence in re.split(r"(?<=[。；;])", reason.strip()) if sentence]
    if len(sentences) < 2:
        clauses = [clause for clause in re.split(r"(?<=[，,])", reason.strip()) if clause]
        sentences = clauses if len(clauses) > 1 else sentences
    at = next((at for at, text in enumerate(sentences) if at and _HAS_MEASURE.search(text)), None)
    if at is None:
        return reason, ""
    ends = "。；;，, "
    return "".join(sentences[:at]).rstrip(ends), "".join(sentences[at:]).rstrip(ends)


def _totals(results: Sequence[ProjectResult], *, complete: bool) -> View:
    amounts = [result.execution.amounts for result in results]
    budget, spent = total(a.budget for a in amounts), total(a.spent for a in amounts)
    rate = rate_of(spent, budget)
    initial = all(a.initial is not None for a in amounts)
    return {
        "年初数": _cell(total(a.initial for a in amounts)) if initial else NONE,
        "预算数": _cell(budget) if complete else NONE,
        "执行数": _cell(spent) if complete else NONE,
        "执行率": percent_text(rate) if complete and rate is not None else NONE,
    }


def _money(amount: Decimal | None) -> str:
    return f"{money_text(amount)}万元" if amount is not None else ""


def _cell(amount: Decimal | None) -> str:
    return money_text(amount) if amount is not None else NONE
