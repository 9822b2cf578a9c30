"""Explaining a score or a finding (说明): from the score down to the source cells."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from xlperf.errors import WrongUsage
from xlperf.scoring.explain import explain
from xlperf.source.indicator_labels import name_key

if TYPE_CHECKING:
    from xlperf.scoring.result import IndicatorResult, Results


def explain_code(code: str) -> tuple[str, ...]:
    """Explain a code of the catalogue; nothing where it is none."""
    from xlperf.catalogue import every_code

    found = every_code().get(code.strip().upper())
    if found is None:
        return ()
    message, advice = found.in_general()
    return (
        f"{found.code} {found.title}（{found.severity.chinese}）",
        f"意见：{message}",
        f"怎么办：{advice}",
    )


def explain_indicator(name: str, results: Results) -> tuple[str, ...]:
    """Explain the score of the indicator of that name, alias or id. Raises WrongUsage with the nearest names."""
    wanted = name_key(name)
    for result in results.indicators:
        if wanted in _names(result):
            return tuple(explain(results, result.indicator.id).lines())
    known = [result.indicator.name for result in results.indicators]
    meant = get_close_matches(name, known, n=3, cutoff=0.3) or [n for n in known if name[:2] in n][:3]
    hint = f"，是不是“{'”“'.join(meant)}”" if meant else ""
    raise WrongUsage(f"没有叫“{name}”的指标或核对意见代码{hint}。")


def _names(result: IndicatorResult) -> set[str]:
    indicator = result.indicator
    return {name_key(name) for name in (indicator.id, indicator.name, *indicator.aliases)}
