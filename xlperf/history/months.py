"""Months in the history (历史中的月份): executions kept as figures, and read back or rebuilt from the exports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.errors import UnusableInput
from xlperf.history.recording import snapshot_of
from xlperf.history.snapshot import KeptFigure
from xlperf.scoring.execution import execution_of
from xlperf.source.budget_execution import AMOUNTS, BudgetLine, Figure
from xlperf.source.execution_heading import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlperf.history.snapshot import Snapshot
    from xlperf.history.store import History
    from xlperf.scoring.execution import Execution
    from xlperf.source.months import MonthExport, Months

_APART: Final = "\t"
"""Parts the words of a key; names hold no blanks."""


@dataclass(frozen=True, slots=True)
class PastMonth:
    """A month before: its execution, the unit of its export, and the refresh that it was in."""

    execution: Execution
    unit: str
    snapshot: Snapshot | None = None

    @property
    def month(self) -> str:
        """2024-04."""
        return self.execution.month


def figures_of(export: MonthExport) -> tuple[KeptFigure, ...]:
    """Give every amount of a month's exports with its cell."""
    return tuple(
        KeptFigure(
            _APART.join((line.code, line.name, line.fund, measure, str(line.row))),
            figure.value,
            table.unit,
            export.month,
            line.file,
            line.sheet,
            figure.cell,
        )
        for table in export.tables
        for line in table.lines
        for measure, figure in line.figures
    )


def lines_of(figures: Iterable[KeptFigure]) -> tuple[BudgetLine, ...]:
    """Put kept figures together to lines again, in their order; figures of another kind are passed over."""
    grouped: dict[tuple[str, ...], list[KeptFigure]] = {}
    for figure in figures:
        parts = figure.key.split(_APART)
        if len(parts) == 5 and parts[3] in AMOUNTS:
            grouped.setdefault((parts[0], parts[1], parts[2], parts[4], figure.file, figure.sheet), []).append(figure)
    return tuple(
        BudgetLine(
            code,
            name,
            fund,
            tuple((_measure(f), Figure(f.value, f.cell)) for f in group),
            file,
            sheet,
            int(row),
        )
        for (code, name, fund, row, file, sheet), group in grouped.items()
    )


def _measure(figure: KeptFigure) -> Measure:
    return Measure(figure.key.split(_APART)[3])


def past_month(snapshot: Snapshot | None) -> PastMonth | None:
    """Give the execution that a refresh remembered; None where it remembered none."""
    if snapshot is None:
        return None
    lines = lines_of(snapshot.figures)
    units = [f.unit for f in snapshot.figures if f.key.count(_APART) == 4]
    if not lines:
        return None
    return PastMonth(execution_of(snapshot.period, lines), "、".join(dict.fromkeys(units)), snapshot)


def months_before(month: str, history: History, months: Months) -> tuple[PastMonth, ...]:
    """List the months of the same year before one, and the December before, oldest first.

    What the history does not know is read from the exports; an export that cannot be read is passed over.
    """
    known = {period for period in history.periods() if len(period) == len(month)}
    year_before = f"{int(month[:4]) - 1}-12"
    wanted = sorted(m for m in known | set(months.listed()) if year_before <= m < month)
    found = (_past(m, history, months) for m in wanted)
    return tuple(past for past in found if past is not None)


def _past(month: str, history: History, months: Months) -> PastMonth | None:
    kept = past_month(history.last(month))
    if kept is not None:
        return kept
    try:
        export = months.read(month)
    except UnusableInput:
        return None
    return PastMonth(execution_of(month, export.lines), export.unit)


def remember_past(history: History, past: Iterable[PastMonth], months: Months) -> tuple[str, ...]:
    """Save the months that the history did not know, from their exports; give their names."""
    added: list[str] = []
    for one in past:
        if one.snapshot is None:
            export = months.read(one.month)
            history.save(snapshot_of(one.month, inputs=export.hashes, figures=figures_of(export)))
            added.append(one.month)
    return tuple(added)
