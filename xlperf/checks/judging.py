"""The finding that a total and its parts call for (合计核对)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.checks import catalogue
from xlperf.checks.terms import added, likely_cause, yuan
from xlperf.checks.tolerance import Verdict, judge
from xlperf.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlperf.checks.terms import Term
    from xlperf.findings import Code, Finding


def judged(code: Code, total: Term, parts: Sequence[Term], subject: str, *, sure: bool = True) -> Iterator[Finding]:
    """Compare a total with its parts; where it is not sure that they are its parts, it is a warning only."""
    difference = total.value - added(parts)
    verdict = judge(difference, [term.step for term in (total, *parts)])
    if verdict is Verdict.HOLDS:
        return
    places = (total.place, *(part.place for part in parts))
    table = total.spot.table.name
    if verdict is Verdict.ROUNDING:
        yield catalogue.ROUNDING.finding(places=places, subject=f"{table}的{subject}", difference=yuan(abs(difference)))
        return
    cause = likely_cause(difference, total.spot)
    yield code.finding(
        places=places,
        subject=subject,
        expected=yuan(added(parts)),
        actual=yuan(total.value),
        severity=None if sure else Severity.WARNING,
        hint=f"{cause}{code.advice}" if cause else "",
        difference=yuan(abs(difference)),
        table=table,
        column=total.spot.column.heading,
        row=total.spot.row.raw.strip() or "数据行",
    )
