"""The plan of filling (填写计划): every cell with its label, old → new, and what stands against it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from xlperf.amounts import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from xlperf.findings import Finding


@dataclass(frozen=True, slots=True)
class PlannedWrite:
    """A cell to fill: sheet, cell, label, old → new."""

    sheet: str
    cell: str
    label: str
    """What it is, in words: 结转结余率 自评得分."""
    kind: str
    """score, text, reason, evidence, unit, date, person or phone."""
    old: str | None
    new: Decimal | str
    indicator: str = ""
    number_format: str | None = None
    """A new number format, where the cell's own would show another number (3.95 as 4)."""
    wrap_text: bool | None = None
    """True where the cell would cut a long text off."""

    @property
    def new_text(self) -> str:
        """What is written, as text."""
        return self.new if isinstance(self.new, str) else plain(self.new)


class Outcome(StrEnum):
    """What becomes of a cell that the form leaves to us."""

    WRITE = "write"
    SAME = "same"
    """It holds our value already."""
    MANUAL = "manual"
    """A person changed what we wrote, and our value is as it was: hers stays."""
    CONFLICT = "conflict"
    """A person changed what we wrote, and our value changed as well: hers stays, ours is offered."""


@dataclass(frozen=True, slots=True)
class Target:
    """A cell that we fill: what we wrote last, what it holds, what we would write now (上次写入、现在、新值)."""

    key: str
    """What it is, wherever in the sheet it stands: 结转结余率 自评得分."""
    sheet: str
    cell: str
    last: str | None
    now: str
    new: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class FormulaCheck:
    """A formula cell of the workbook and the result that it must have."""

    sheet: str
    cell: str
    label: str
    what: str
    expected: Decimal
    before: Decimal | None


@dataclass(frozen=True, slots=True)
class FillPlan:
    """All that filling would do, and what stands against it."""

    file: str
    sheet: str
    writes: tuple[PlannedWrite, ...] = ()
    findings: tuple[Finding, ...] = ()
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Where each indicator's score and text stand: {id: {"score": "评分表!H12", "text": "评分表!I12"}}."""
    formulas: tuple[FormulaCheck, ...] = ()
    targets: tuple[Target, ...] = ()
    """The cells that we fill, those too that need no writing or that a person changed."""
    writable: bool = True
    """False where the workbook's format cannot be edited without loss."""
