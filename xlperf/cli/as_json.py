"""One JSON object for other programs: amounts and rates are strings of decimals, never floats."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from xlperf.amounts import from_yuan, plain, round_half_up

if TYPE_CHECKING:
    from decimal import Decimal

    from xlperf.findings import Finding, Place
    from xlperf.pipeline import RunResult
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
        "changes": [],
        "projects": [],
        "execution": None,
        "outputs": {name: str(path) for name, path in result.outputs.items()},
    }


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
