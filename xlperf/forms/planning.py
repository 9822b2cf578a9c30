"""Deciding cell by cell what may be written into the official workbook (逐格判断能否填写)."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import is_dash, plain
from xlperf.findings import Place
from xlperf.forms import catalogue
from xlperf.forms.limits import format_needed, limits_broken
from xlperf.forms.matching import match_indicators
from xlperf.forms.plan import FormulaCheck, Outcome, PlannedWrite, Target
from xlperf.source.grid import ErrorValue, a1
from xlperf.source.indicator_labels import name_key, read_mark
from xlperf.source.scoring_words import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlperf.findings import Finding
    from xlperf.forms.kept import Kept
    from xlperf.ooxml import Workbook
    from xlperf.ooxml.cells import Cell
    from xlperf.scoring.result import IndicatorResult, Results
    from xlperf.source.scoring_sheet import ScoringSheet, SheetIndicator

SCORE: Final = "自评得分"
TEXT: Final = "自评说明"
REASON: Final = "扣分原因"
EVIDENCE: Final = "佐证材料"
FIELDS: Final = {"unit": "填报单位", "date": "填报日期", "person": "填报人", "phone": "联系电话"}

_LONG: Final = 12
"""Characters from which a text wraps."""
_PLACEHOLDER: Final = re.compile(r"[/\\.…．]*|[（(]?(?:请|此处|待)?填写?[^。]{0,12}[）)]?|[_＿]+|待补充|年月日")


def cell_hash(value: object) -> str:
    """Name the content of a cell: numbers by value, text by its characters."""
    return hashlib.sha256(cell_text(value).encode()).hexdigest()


def cell_text(value: object) -> str:
    """Write the content of a cell as it is remembered: numbers in their shortest form; empty for none."""
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value).replace("\r\n", "\n")


class Planner:
    """Collects writes and findings for one scoring sheet."""

    def __init__(
        self,
        sheet: ScoringSheet,
        book: Workbook,
        results: Results,
        written: Mapping[str, str],
        kept: Kept,
    ) -> None:
        self.sheet = sheet
        self.target = book[sheet.grid.sheet]
        self.results = results
        self.written = written
        self.kept = kept
        matches = match_indicators(sheet, results.scheme)
        self.rows = matches.rows
        self.findings: list[Finding] = list(matches.findings)
        self.writes: list[PlannedWrite] = []
        self.cells: dict[str, dict[str, str]] = {}
        self.formulas: list[FormulaCheck] = []
        self.targets: dict[str, Target] = {}
        self.zeros_are_blank = self._all_scores_zero()

    def plan_scores(self) -> None:
        """Plan the scores of indicators, groups and totals."""
        for result in self.results.indicators:
            row = self.rows.get(result.indicator.id)
            if row is not None:
                self._check_mark(result.indicator.name, row, result.full)
                self._score(result, row)
        for group in self.results.groups:
            row = self.rows.get(group.indicator.id)
            if row is None:
                continue
            if row.full_cell:
                self._check_mark(group.indicator.name, row, group.full)
            if row.score_cell and group.score is not None:
                self._put(row.score_cell, group.indicator.name, SCORE, "score", group.score, group.indicator.id)
        self._totals()
        self._check_sums()

    def plan_texts(self, texts: Mapping[str, str], evidence: Mapping[str, str] | None) -> None:
        """Plan 自评说明, 扣分原因 and 佐证材料."""
        for result in self.results.indicators:
            indicator = result.indicator
            row = self.rows.get(indicator.id)
            if row is None:
                continue
            materials = "；".join(indicator.evidence) if evidence is None else evidence.get(indicator.id, "")
            reason = result.reason if result.lost > 0 else ""
            for cell, role, what, kind, text in (
                (row.text_cell, Role.TEXT, TEXT, "text", texts.get(indicator.id, "")),
                (row.reason_cell, Role.REASON, REASON, "reason", reason),
                (row.evidence_cell, Role.EVIDENCE, EVIDENCE, "evidence", materials),
            ):
                if not text.strip():
                    continue
                if cell:
                    self._put(cell, indicator.name, what, kind, text, indicator.id)
                elif self.sheet.has(role):
                    self._no_cell(row, indicator.name, what, text)

    def plan_fields(self, fields: Mapping[str, str]) -> None:
        """Plan the fields around the table where the cell beside the label is empty."""
        for field in self.sheet.fields:
            value = fields.get(field.kind, "")
            if not value:
                continue
            what = FIELDS[field.kind]
            if not field.value or _is_placeholder(field.value):
                self._put(field.value_cell, field.label, what, field.kind, value)
            elif field.kind == "unit" and name_key(field.value) != name_key(value):
                self.findings.append(
                    catalogue.UNIT_DIFFERS.finding(
                        place=self._place(field.value_cell), subject=what, what=what, actual=field.value, expected=value
                    )
                )

    def _score(self, result: IndicatorResult, row: SheetIndicator) -> None:
        name, score = result.indicator.name, result.score
        if score is None:
            self._remember(result.indicator.id, "score", row.score_cell)
            return
        if row.full is not None and score > row.full:
            place = self._place(row.score_cell or row.name_cell)
            finding = catalogue.OVER_MARK.finding(
                place=place, subject=name, actual=plain(score), expected=plain(row.full)
            )
            self.findings.append(finding)
        elif self._marked_points(row):
            self._points(result, row)
        elif row.score_cell:
            self._put(row.score_cell, name, SCORE, "score", score, result.indicator.id)
        else:
            self._no_cell(row, name, SCORE, plain(score))

    def _marked_points(self, row: SheetIndicator) -> bool:
        """Say whether the workbook scores the check points of an indicator row by row."""
        return len(row.points) > 1 and all(p.mark is not None and p.score_cell for p in row.points)

    def _points(self, result: IndicatorResult, row: SheetIndicator) -> None:
        scores = [point.score for point in result.points]
        if len(scores) != len(row.points) or None in scores or sum(s or 0 for s in scores) != result.score:
            finding = catalogue.POINTS_DIFFER.finding(
                place=self._place(row.name_cell),
                subject=result.indicator.name,
                actual=str(len(row.points)),
                expected=str(len(scores)),
            )
            self.findings.append(finding)
            return
        for point, score in zip(row.points, scores, strict=True):
            if point.score_cell and score is not None:
                label = f"{result.indicator.name}：{point.text[:15]}"
                self._put(point.score_cell, label, SCORE, "score", score, result.indicator.id)

    def _totals(self) -> None:
        groups = {tuple(map(name_key, group.path)): group for group in self.results.groups}
        for total in self.sheet.totals:
            if total.score_cell is None:
                continue
            path = tuple(map(name_key, total.path))
            group = groups.get(path)
            score, full = (group.score, group.full) if group else (self.results.total, self.results.full)
            if path and group is None:
                continue
            if total.full is not None and total.full_cell and total.full != full:
                self._mark_differs(total.label, total.full_cell, total.full, full)
            if score is not None:
                self._put(total.score_cell, total.label, SCORE, "score", score)

    def _put(  # noqa: PLR0913, PLR0917 - a cell and what goes in
        self, at: tuple[int, int], subject: str, what: str, kind: str, new: Decimal | str, indicator: str = ""
    ) -> None:
        """Plan one write, unless something stands against it."""
        cell = self.target[a1(*at)]
        self._remember(indicator, kind, at)
        if isinstance(new, Decimal) and self.sheet.mark_factor != 1 and "%" in cell.style.number_format:
            new /= self.sheet.mark_factor
        if cell.formula is not None:
            self._formula(cell, at, subject, what, new)
            return
        old = cell.value
        key = self._key(f"{subject} {what}")
        outcome = Outcome.SAME if _same(old, new) else self.kept.outcome(key, cell_text(old), cell_text(new))
        if outcome is None or outcome is Outcome.WRITE:
            obstacle = self._obstacle(cell, at, subject, what, new, ours=outcome is not None)
            if obstacle is not None:
                self.findings.append(obstacle)
                return
        self.targets[key] = Target(
            key,
            self.target.name,
            cell.address,
            self.kept.last(key),
            cell_text(old),
            cell_text(new),
            outcome or Outcome.WRITE,
        )
        if outcome is not None and outcome is not Outcome.WRITE:
            return
        number_format = wrap = None
        if isinstance(new, Decimal):
            number_format = format_needed(cell.style.number_format, new)
        elif len(new) > _LONG and not cell.style.wrap_text:
            wrap = True
        shown = None if old is None or old == "" else _shown(old)
        label = f"{subject} {what}" if indicator or kind == "score" else what
        self.writes.append(
            PlannedWrite(self.target.name, cell.address, label, kind, shown, new, indicator, number_format, wrap)
        )

    def _key(self, label: str) -> str:
        """Name a cell by what it is; the second of a name gets a number."""
        number = 2
        key = label
        while key in self.targets:
            key, number = f"{label} {number}", number + 1
        return key

    def _obstacle(  # noqa: PLR0913 - a cell and what goes in
        self, cell: Cell, at: tuple[int, int], subject: str, what: str, new: Decimal | str, *, ours: bool
    ) -> Finding | None:
        """Say why a cell may not be written: locked, a person's content, its own drop-down list or limits."""
        place, expected = self._place(at), _shown(new)
        if cell.locked:
            return catalogue.LOCKED.finding(place=place, subject=subject, what=what, expected=expected)
        if not ours and self._is_someones(cell):
            actual = _shown(cell.value)
            return catalogue.KEPT_BY_HAND.finding(
                place=place, subject=subject, what=what, actual=actual, expected=expected
            )
        choices = cell.choices
        if choices is not None and not any(_same(choice, new) for choice in choices):
            listed = "、".join(f"“{choice}”" for choice in choices)
            return catalogue.NOT_IN_LIST.finding(
                place=place, subject=subject, what=what, choices=listed, expected=expected
            )
        limits = limits_broken(cell, new)
        if limits:
            return catalogue.OUT_OF_LIMITS.finding(
                place=place, subject=subject, what=what, limits=limits, expected=expected
            )
        return None

    def _is_someones(self, cell: Cell) -> bool:
        """Say whether a cell holds what neither the blank form nor we put there."""
        value = cell.value
        if value is None or (isinstance(value, str) and _is_placeholder(value)):
            return False
        if isinstance(value, Decimal) and value == 0 and self.zeros_are_blank:
            return False
        return self.written.get(f"{self.target.name}!{cell.address}") != cell_hash(value)

    def _formula(self, cell: Cell, at: tuple[int, int], subject: str, what: str, new: Decimal | str) -> None:
        """Leave a formula cell alone; remember what its result must be."""
        if isinstance(new, Decimal):
            before = cell.value if isinstance(cell.value, Decimal) else None
            self.formulas.append(FormulaCheck(self.target.name, cell.address, subject, what, new, before))
        else:
            finding = catalogue.FORMULA_KEPT.finding(
                place=self._place(at), subject=subject, what=what, expected=_shown(new)
            )
            self.findings.append(finding)

    def _check_mark(self, name: str, row: SheetIndicator, full: Decimal) -> None:
        if row.full is not None and row.full != full:
            self._mark_differs(name, row.full_cell or row.name_cell, row.full, full)

    def _mark_differs(self, name: str, at: tuple[int, int], actual: Decimal, expected: Decimal) -> None:
        self.findings.append(
            catalogue.MARK_DIFFERS.finding(
                place=self._place(at), subject=name, actual=plain(actual), expected=plain(expected)
            )
        )

    def _check_sums(self) -> None:
        """Compare the marks that the workbook prints for groups and totals with the sums of its own indicators."""
        printed = [(g.name, g.path, g.full, g.full_cell) for g in self.sheet.indicators if not g.leaf]
        printed += [(t.label, t.path, t.full, t.full_cell) for t in self.sheet.totals]
        for name, path, full, cell in printed:
            marks = [leaf.full for leaf in self.sheet.leaves if leaf.path[: len(path)] == path and not leaf.hidden]
            if cell is None or full is None or not marks or None in marks:
                continue
            total = sum((mark for mark in marks if mark is not None), Decimal(0))
            if total != full:
                self.findings.append(
                    catalogue.MARKS_DO_NOT_ADD_UP.finding(
                        place=self._place(cell), subject=name, actual=plain(full), expected=plain(total)
                    )
                )

    def _no_cell(self, row: SheetIndicator, name: str, what: str, new: str) -> None:
        self.findings.append(
            catalogue.NO_OWN_CELL.finding(
                place=self._place(row.name_cell), subject=name, what=what, expected=_shown(new)
            )
        )

    def _remember(self, indicator: str, kind: str, at: tuple[int, int] | None) -> None:
        if indicator and at:
            self.cells.setdefault(indicator, {}).setdefault(kind, self.sheet.place(at))

    def _place(self, at: tuple[int, int]) -> Place:
        return Place(file=self.sheet.grid.file, sheet=self.sheet.grid.sheet, cell=a1(*at))

    def _all_scores_zero(self) -> bool:
        cells = [leaf.score_cell for leaf in self.sheet.leaves if leaf.score_cell]
        values = [self.sheet.grid.value(*cell) for cell in cells]
        return all(value is None or value in {"", 0} for value in values)


def _is_placeholder(text: str) -> bool:
    bare = "".join(text.split())
    return is_dash(bare) or _PLACEHOLDER.fullmatch(bare) is not None


def _same(old: object, new: Decimal | str) -> bool:
    if isinstance(new, Decimal):
        value = read_mark(old) if isinstance(old, str) else old
        return isinstance(value, Decimal) and value == new
    return isinstance(old, str) and old.replace("\r\n", "\n").strip() == new.strip()


def _shown(value: object) -> str:
    """Write a value for a message or the list of writes."""
    if isinstance(value, Decimal):
        return plain(value)
    text = value.text if isinstance(value, ErrorValue) else str(value)
    return text if len(text) <= 60 else f"{text[:58]}……"
