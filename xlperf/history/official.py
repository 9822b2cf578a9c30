"""Renewing the filled scoring workbook (评分表): from the blank, or in the file that a person edited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from xlperf.amounts import parse_number
from xlperf.forms.filling import fill, plan_fill, unfillable
from xlperf.forms.official import find_scoring_sheet
from xlperf.forms.plan import FillPlan, Outcome, PlannedWrite
from xlperf.history.renewing import Basis, Renewed, basis_of, renew_workbook
from xlperf.ooxml import UnreadableWorkbook, Workbook
from xlperf.outputs import digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from xlperf.findings import Finding
    from xlperf.forms.kept import Kept
    from xlperf.history.recording import Record
    from xlperf.scoring.result import Results
    from xlperf.source.scoring_sheet import ScoringSheet


@dataclass(frozen=True, slots=True)
class FilledForm:
    """The official workbook filled in, or why it was not."""

    plan: FillPlan
    renewed: Renewed | None = None
    written: tuple[PlannedWrite, ...] = ()
    """Every cell that holds what we wrote, whether in this run or before."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say about the filling."""
        return (*self.plan.findings, *(self.renewed.findings if self.renewed else ()))


def fill_official(
    form: ScoringSheet | None,
    results: Results,
    short: Mapping[str, str],
    fields: Mapping[str, str],
    record: Record,
) -> FilledForm:
    """Fill the official workbook; what a person typed into the last result stays.

    Args:
        form: the blank scoring sheet; None where there is none.
        results: the scores.
        short: 自评说明 by indicator id.
        fields: values for the fields around the table.
        record: what was written last.
    """
    if form is None:
        return FilledForm(FillPlan("", "", writable=False))
    source = record.unit.root / form.grid.file
    try:
        blank = source.read_bytes()
        Workbook.open(source)
    except (OSError, UnreadableWorkbook) as fault:
        return FilledForm(unfillable(form, str(fault)))
    name = Path(form.grid.file).name

    def filled() -> bytes:
        book = Workbook.open(blank)
        return fill(plan_fill(form, book, results, short, fields=fields), book).data

    basis = basis_of(name, blank, record.outputs, record.memory, filled, in_place=record.in_place)
    sheet = _sheet_in(basis, form, name, results)
    if sheet is None:  # so much changed that the form is not known again: a new file beside it
        basis, sheet = Basis(blank), form

    def plan_with(kept: Kept) -> FillPlan:
        return plan_fill(sheet, Workbook.open(basis.data), results, short, fields=fields, kept=kept)

    def write(plan: FillPlan) -> tuple[bytes, tuple[Finding, ...]]:
        filled = fill(plan, Workbook.open(basis.data))
        return filled.data if plan.writes else basis.data, filled.findings

    plan, renewed = renew_workbook(name, blank, basis, plan_with, write, record.settlement)
    written = plan.writes if basis.base is None else _listed(plan)
    return FilledForm(replace(plan, file=form.grid.file), renewed, written)


def _sheet_in(basis: Basis, form: ScoringSheet, name: str, results: Results) -> ScoringSheet | None:
    """Find the scoring sheet again by its labels in the workbook that a person edited."""
    if basis.base is None:
        return form
    book = Workbook.open(basis.data)
    grids = (replace(s.grid(), file=f"成果/{name}", sha256=digest(basis.data)) for s in book)
    return find_scoring_sheet(grids, results.scheme).sheet


def _listed(plan: FillPlan) -> tuple[PlannedWrite, ...]:
    ours = (t for t in plan.targets if t.outcome in {Outcome.WRITE, Outcome.SAME})
    return tuple(PlannedWrite(t.sheet, t.cell, t.key, "", None, typed_value(t.new)) for t in ours)


def typed_value(text: str) -> Decimal | str:
    """Give a remembered content as it was written: a number, or text."""
    number = parse_number(text)
    return text if number is None or "%" in text else number
