"""What is wrong with a month's export (导出表的问题): codes, budgets, cumulative amounts, months."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from xlperf.amounts import money_text
from xlperf.findings import Place
from xlperf.history import catalogue
from xlperf.history.changes import paired
from xlperf.source.execution_heading import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from xlperf.findings import Finding
    from xlperf.history.months import PastMonth
    from xlperf.scoring.execution import Execution, ProjectExecution
    from xlperf.source.months import MonthExport


def check_month(
    export: MonthExport, execution: Execution, past: Sequence[PastMonth], later: Iterable[str]
) -> tuple[Finding, ...]:
    """Check a month's export by itself and against the months around it.

    Args:
        export: what was read.
        execution: the same, by project.
        past: the months before, oldest first.
        later: months after it that were refreshed already.
    """
    before = past[-1] if past else None
    return (
        *_of_files(export),
        *_of_order(export.month, before, later),
        *_of_codes(execution),
        *(finding for project in execution.projects for finding in _of_project(project)),
        *(_going_down(before.execution, execution) if before and before.month[:4] == export.month[:4] else ()),
    )


def _of_files(export: MonthExport) -> Iterator[Finding]:
    for table in export.tables:
        if table.month and table.month != export.month:
            place = Place(table.file, table.sheet)
            yield catalogue.WRONG_MONTH.finding(
                place=place, name=table.file.rpartition("/")[2], actual=table.month, expected=export.month
            )
    for left_out, used in export.twins:
        files = f"“{used.file}”“{left_out.file}”"
        yield catalogue.SAME_EXPORT.finding(
            place=Place(left_out.file, left_out.sheet), month=export.month, files=files, used=used.file
        )


def _of_order(month: str, before: PastMonth | None, later: Iterable[str]) -> Iterator[Finding]:
    year, number = month.split("-")
    gone = int(before.month[5:]) if before and before.month[:4] == year else 0
    missing = [f"{year}-{m:02d}" for m in range(gone + 1, int(number))]
    if before and missing:
        words = "、".join(missing)
        yield catalogue.SKIPPED_MONTH.finding(month=month, missing=words, before=before.month)
    newest = max(later, default="")
    if newest:
        yield catalogue.LATER_MONTH.finding(month=month, later=newest)


def _of_codes(execution: Execution) -> Iterator[Finding]:
    for project in execution.projects:
        names = list(dict.fromkeys(line.name for line in project.lines))
        places = tuple(line.place() for line in project.lines)
        if project.code and len(names) > 1:
            yield catalogue.DUPLICATE_CODE.finding(
                places=places, subject=project.code, actual=names[0], expected="”“".join(names[1:])
            )
        for (name, fund), count in Counter((line.name, line.fund) for line in project.lines).items():
            if count > 1:
                twice = tuple(line.place() for line in project.lines if (line.name, line.fund) == (name, fund))
                yield catalogue.DUPLICATE_LINE.finding(
                    places=twice, subject=name, fund=fund or "未写资金来源", count=count
                )


def _of_project(project: ProjectExecution) -> Iterator[Finding]:
    if project.spent is None or project.budget is None:
        what = "累计支出" if project.spent is None else "预算数"
        yield catalogue.NO_AMOUNT.finding(place=project.lines[0].place(), subject=project.name, what=what)
        return
    place = project.lines[0].place(Measure.CUMULATIVE)
    actual, expected = _yuan(project.spent), _yuan(project.budget)
    if project.spent > 0 and project.budget == 0:
        yield catalogue.NO_BUDGET.finding(place=place, subject=project.name, actual=actual, expected=" 0")
    elif project.spent > project.budget:
        yield catalogue.OVERSPENT.finding(place=place, subject=project.name, actual=actual, expected=expected)


def _going_down(before: Execution, now: Execution) -> Iterator[Finding]:
    for old, new in paired(before, now):
        if old and new and old.spent is not None and new.spent is not None and new.spent < old.spent:
            yield catalogue.GOES_DOWN.finding(
                place=new.lines[0].place(Measure.CUMULATIVE),
                subject=new.name,
                actual=_yuan(new.spent),
                expected=_yuan(old.spent),
                before=before.month,
            )


def _yuan(amount: Decimal) -> str:
    return f"{money_text(amount)} 万元"
