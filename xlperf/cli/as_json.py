"""One JSON object for other programs: amounts and rates are strings of decimals, never floats."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from xlperf.amounts import from_yuan, plain, round_half_up

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from xlperf.answers import ProjectScore
    from xlperf.findings import Finding, Place
    from xlperf.history.changes import Change
    from xlperf.pipeline import RunResult
    from xlperf.projects.result import ProjectResult
    from xlperf.refresh import RefreshResult
    from xlperf.scoring.execution import Execution, ProjectExecution
    from xlperf.scoring.result import IndicatorResult, Input


def emit(document: dict[str, Any]) -> None:
    """Print the object in UTF-8, whatever the console's code page is."""
    sys.stdout.buffer.write(json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n")
    sys.stdout.flush()


def run_document(result: RunResult) -> dict[str, Any]:
    """Give all that a run found, computed and wrote."""
    results = result.results
    return {
        "unit": result.unit_name,
        "period": result.period,
        "scheme": results.scheme.id,
        "score": _number(results.total),
        "full": plain(results.full),
        "indicators": [_indicator(r, result) for r in results.indicators],
        "findings": [finding_document(finding) for finding in result.findings],
        "written": [
            {"file": result.written_file, "sheet": w.sheet, "cell": w.cell, "old": w.old, "new": w.new_text}
            for w in result.written
        ],
        "changes": [change_document(change) for change in result.changes],
        "projects": [project_document(p, result.project_forms.get(p.name, {})) for p in result.projects],
        "execution": None,
        "outputs": {name: str(path) for name, path in result.outputs.items()},
    }


def refresh_document(result: RefreshResult) -> dict[str, Any]:
    """Give all that a refresh found, computed and wrote; without yearly tables there is no score."""
    yearly = result.yearly
    document: dict[str, Any] = (
        run_document(yearly) if yearly else {"unit": result.unit_name, "scheme": "", "score": None, "full": None}
    )
    written = [
        {"file": file, "sheet": w.sheet, "cell": w.cell, "old": w.old, "new": str(w.new)} for file, w in result.written
    ]
    return document | {
        "period": yearly.period if yearly else result.execution.month,
        "indicators": document.get("indicators", []),
        "findings": [finding_document(finding) for finding in result.findings],
        "written": [*document.get("written", []), *written],
        "changes": [change_document(change) for change in result.changes],
        "projects": [_project(project) for project in result.execution.projects],
        "execution": execution_document(result.execution),
        "outputs": {name: str(path) for name, path in result.outputs.items()},
    }


def execution_document(execution: Execution) -> dict[str, Any]:
    """Give a month's execution: amounts in 元, rates in %."""
    return {
        "month": execution.month,
        "budget": plain(execution.budget),
        "spent": plain(execution.spent),
        "rate": _percent(execution.rate),
        "time_progress": _percent(execution.time_progress),
        "warning_line": _line(execution.warning_line),
        "behind": [
            {
                "code": one.project.code,
                "name": one.project.name,
                "rate": _percent(one.project.rate),
                "line": _line(one.line),
                "next_month": f"{execution.month[:4]}-{one.next_month:02d}",
                "next_line": _line(one.next_line),
                "needed": plain(one.needed),
            }
            for one in execution.behind
        ],
    }


def change_document(change: Change) -> dict[str, Any]:
    """Give one difference with its kind."""
    return {
        "kind": change.kind.value,
        "what": change.what,
        "subject": change.subject,
        "before": change.before,
        "after": change.after,
        "places": [str(place) for place in change.places],
    }


def _project(project: ProjectExecution) -> dict[str, Any]:
    return {
        "code": project.code,
        "name": project.name,
        "budget": _number(project.budget),
        "spent": _number(project.spent),
        "month": _number(project.month),
        "execution_rate": _percent(project.rate),
    }


def _percent(rate: Decimal | None) -> str | None:
    return None if rate is None else f"{round_half_up(rate * 100):f}"


def _line(rate: Decimal | None) -> str | None:
    return None if rate is None else plain(rate * 100)


def finding_document(finding: Finding) -> dict[str, Any]:
    """Give one finding."""
    document: dict[str, Any] = {
        "code": finding.code,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "subject": finding.subject,
        "quote": finding.quote,
        "expected": finding.expected,
        "actual": finding.actual,
        "hint": finding.hint,
        "explanation": finding.explanation,
        "fingerprint": finding.fingerprint,
        "place": _place(finding.place),
    }
    if finding.places:
        document["places"] = [_place(place) for place in finding.places]
    return document


def project_document(project: ProjectResult | ProjectScore, outputs: Mapping[str, str]) -> dict[str, Any]:
    """Give one project: amounts in 元, the rate in %, its score out of 100 and what each indicator earned."""
    from xlperf.answers import ProjectScore
    from xlperf.scoring.execution import rate_of

    if isinstance(project, ProjectScore):
        budget, spent, score, full = project.budget, project.spent, project.score, "100"
        rate, grade, indicators = rate_of(spent, budget), "", list[dict[str, Any]]()
    else:
        amounts, execution = project.execution.amounts, project.execution
        budget, spent, score = amounts.budget, amounts.spent, project.settled_score
        full = plain(project.scheme.full)
        rate, grade = execution.rate, project.grade
        indicators = [{"name": "预算执行率", "score": _number(execution.score), "full": plain(execution.full)}]
        indicators += [
            {
                "name": target.target.name,
                "path": [target.first, target.second, target.target.name],
                "target": target.goal,
                "actual": target.actual,
                "score": _number(target.score),
                "full": _number(target.full),
            }
            for target in project.targets
        ]
    return {
        "name": project.name,
        "budget": _number(budget),
        "spent": _number(spent),
        "execution_rate": None if rate is None else f"{round_half_up(rate * 100, 2):f}",
        "score": _number(score),
        "full": full,
        "grade": grade,
        "indicators": indicators,
        "outputs": dict(outputs),
    }


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "sheet": place.sheet, "cell": place.cell, "line": place.line}


def _indicator(indicator: IndicatorResult, result: RunResult) -> dict[str, Any]:
    unit = result.results.scheme.money_unit
    return {
        "id": indicator.indicator.id,
        "name": indicator.indicator.name,
        "path": list(indicator.path),
        "full": plain(indicator.full),
        "value": None if indicator.value is None else f"{round_half_up(indicator.value, 6):f}",
        "display": indicator.display,
        "score": _number(indicator.score),
        "computed_score": _number(indicator.computed_score),
        "status": indicator.status.value,
        "formula": indicator.indicator.formula,
        "rule": indicator.rule_words,
        "reason": indicator.reason,
        "reference": str(indicator.indicator.reference),
        "inputs": [_input(figure, unit) for figure in indicator.inputs],
        "cells": result.cells.get(indicator.indicator.id, {}),
    }


def _input(figure: Input, money_unit: str) -> dict[str, Any]:
    source = figure.fact.source if figure.fact else None
    is_money = figure.unit == "元"
    value = from_yuan(figure.value, money_unit) if is_money and figure.value is not None else figure.value
    answered = figure.answer.place if figure.answer else None
    return {
        "fact": figure.name,
        "value": _number(value),
        "unit": money_unit if is_money else figure.unit,
        "state": figure.fact.state.value if figure.fact else "",
        "file": source.file if source else answered.file if answered else "",
        "sheet": source.sheet if source else answered.sheet if answered else "",
        "cell": source.cell if source else answered.cell if answered else "",
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
