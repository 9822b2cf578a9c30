"""Filling the official workbook (填写评分表): what goes into which cell, what may not be touched, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.findings import Place
from xlperf.forms import catalogue
from xlperf.forms.kept import Kept
from xlperf.forms.plan import FillPlan, PlannedWrite
from xlperf.forms.planning import Planner, cell_hash
from xlperf.source.scoring_words import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from xlperf.findings import Finding
    from xlperf.ooxml import Workbook
    from xlperf.scoring.result import Results
    from xlperf.source.scoring_sheet import ScoringSheet

TOLERANCE: Final = Decimal("0.000001")
"""Excel's own arithmetic is in doubles."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The filled workbook."""

    data: bytes
    written: tuple[PlannedWrite, ...]
    findings: tuple[Finding, ...]

    @property
    def hashes(self) -> dict[str, str]:
        """What was written, by cell, so that a later run tells it from what a person typed."""
        return {f"{write.sheet}!{write.cell}": cell_hash(write.new) for write in self.written}


def plan_fill(  # noqa: PLR0913 - what is filled, by name
    sheet: ScoringSheet,
    book: Workbook,
    results: Results,
    texts: Mapping[str, str],
    *,
    evidence: Mapping[str, str] | None = None,
    fields: Mapping[str, str] | None = None,
    written: Mapping[str, str] | None = None,
    kept: Kept | None = None,
) -> FillPlan:
    """Plan what goes into which cell of the official workbook.

    Args:
        sheet: the scoring sheet, read.
        book: the same workbook, opened for editing.
        results: the scores.
        texts: 自评说明 by indicator id.
        evidence: 佐证材料 by indicator id; by default what the scheme lists.
        fields: values for the fields around the table: unit, date, person, phone.
        written: hashes of what was written last, by ``表名!B7``; such a cell may be written again.
        kept: what was written last, by what the cell is, for telling a person's edits from ours.

    Returns:
        The plan; nothing is written yet.
    """
    planner = Planner(sheet, book, results, dict(written or {}), kept or Kept())
    if sheet.has(Role.SCORE):
        planner.plan_scores()
    else:
        place = Place(file=sheet.grid.file, sheet=sheet.grid.sheet)
        planner.findings.append(catalogue.NO_SCORE_COLUMN.finding(place=place, sheet=sheet.grid.sheet))
    planner.plan_texts(texts, evidence)
    planner.plan_fields(fields or {})
    return FillPlan(
        sheet.grid.file,
        sheet.grid.sheet,
        tuple(planner.writes),
        tuple(planner.findings),
        planner.cells,
        tuple(planner.formulas),
        tuple(planner.targets.values()),
    )


def unfillable(sheet: ScoringSheet, reason: str) -> FillPlan:
    """Make the plan for a workbook that cannot be edited without loss (.xls, .et): only the finding."""
    place = Place(file=sheet.grid.file, sheet=sheet.grid.sheet)
    finding = catalogue.NOT_EDITABLE.finding(place=place, reason=reason.rstrip("。"))
    return FillPlan(sheet.grid.file, sheet.grid.sheet, findings=(finding,), writable=False)


def fill(plan: FillPlan, book: Workbook) -> Filled:
    """Write the planned cells and check the results of the workbook's own formulas against ours."""
    from xlperf.ooxml import EditRefused

    findings: list[Finding] = []
    done: list[PlannedWrite] = []
    for write in plan.writes:
        try:
            book[write.sheet].set(write.cell, write.new, number_format=write.number_format, wrap_text=write.wrap_text)
        except EditRefused as fault:
            findings.append(_refused(plan, write, str(fault)))
        else:
            done.append(write)
    data = book.to_bytes()
    return Filled(data, tuple(done), (*findings, *check_formulas(plan, data)))


def write_fill(plan: FillPlan, source: str | PathLike[str], target: str | PathLike[str]) -> Filled:
    """Fill the official workbook ``source`` and save the result as ``target``; ``source`` stays as it is."""
    from pathlib import Path

    from xlperf.ooxml import Workbook
    from xlperf.outputs import write_whole

    filled = fill(plan, Workbook.open(source))
    write_whole(Path(target), filled.data)
    return filled


def check_formulas(plan: FillPlan, data: bytes) -> tuple[Finding, ...]:
    """Compare what the workbook's own formulas give (小计、合计) with our scores."""
    if not plan.formulas:
        return ()
    from xlperf.ooxml import Workbook

    book = Workbook.open(data)
    findings: list[Finding] = []
    for check in plan.formulas:
        after = book[check.sheet][check.cell].value
        if isinstance(after, Decimal) and abs(after - check.expected) < TOLERANCE:
            continue
        place = Place(file=plan.file, sheet=check.sheet, cell=check.cell)
        unchanged = after is None or after == check.before
        code = catalogue.FORMULA_KEPT if unchanged else catalogue.FORMULA_DIFFERS
        expected = f"{check.expected.normalize():f}"
        actual = f"{after.normalize():f}" if isinstance(after, Decimal) else str(after)
        findings.append(
            code.finding(place=place, subject=check.label, what=check.what, expected=expected, actual=actual)
        )
    return tuple(findings)


def _refused(plan: FillPlan, write: PlannedWrite, reason: str) -> Finding:
    place = Place(file=plan.file, sheet=write.sheet, cell=write.cell)
    return catalogue.REFUSED.finding(place=place, subject=write.label, what="内容", reason=reason.rstrip("。"))
