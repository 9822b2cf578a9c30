"""A refresh as it is remembered (一次刷新): inputs, figures, scores, cells written, findings, changes, results."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """A figure that was read: its name, value, and the cell that it came from."""

    key: str
    value: Decimal | None
    unit: str
    period: str
    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class KeptScore:
    """An indicator's value and score."""

    id: str
    name: str
    value: Decimal | None
    score: Decimal | None
    full: Decimal


@dataclass(frozen=True, slots=True)
class KeptCell:
    """A cell or paragraph that the program wrote: a person's edit shows by another content."""

    file: str
    sheet: str
    """Empty for a paragraph of a Word file."""
    cell: str
    """A1; empty for a paragraph."""
    content: str
    key: str = ""
    """What it is, wherever it stands: 结转结余率 自评得分; the number of a paragraph."""

    @property
    def sha256(self) -> str:
        """The content's hash."""
        return hashlib.sha256(self.content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding and what the officer answered."""

    code: str
    severity: str
    message: str
    fingerprint: str
    explanation: str = ""
    place: str = ""
    """文件 表名!B7."""


@dataclass(frozen=True, slots=True)
class KeptChange:
    """A difference from the refresh before, by kind."""

    kind: str
    what: str
    before: str = ""
    after: str = ""
    subject: str = ""
    places: str = ""
    """文件 表名!B7, one a line."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that one refresh leaves behind."""

    period: str
    """2023 for the year, 2024-05 for a month."""
    taken_at: str
    """ISO time with zone."""
    program: str
    scheme: str
    scheme_hash: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    """sha256 by file; blank forms and layouts too."""
    figures: tuple[KeptFigure, ...] = ()
    scores: tuple[KeptScore, ...] = ()
    total: Decimal | None = None
    cells: tuple[KeptCell, ...] = ()
    findings: tuple[KeptFinding, ...] = ()
    changes: tuple[KeptChange, ...] = ()
    outputs: Mapping[str, bytes] = field(default_factory=dict)
    """Results by name, whole, for history restore."""
    id: int = 0
    """Given by the store."""

    @property
    def content_hash(self) -> str:
        """Name what the refresh was made from: the same inputs, scheme and program give the same hash."""
        parts = [self.period, self.program, self.scheme_hash, *(f"{f}={h}" for f, h in sorted(self.inputs.items()))]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
