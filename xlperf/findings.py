"""Findings (核对意见): what is wrong, where, how bad, and what to do, as values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is: an error must be mended, a warning explained, a hint is for information."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def chinese(self) -> str:
        """The word reviewers use: 必须修改, 需说明, 提示."""
        return {"error": "必须修改", "warning": "需说明", "hint": "提示"}[self.value]


class Kind(StrEnum):
    """What a finding is about."""

    SUM = "SUM"
    PCT = "PCT"
    TWO = "TWO"
    YEAR = "YEAR"
    SCORE = "SCORE"
    LABEL = "LABEL"
    TMPL = "TMPL"
    EMPTY = "EMPTY"
    COUNT = "COUNT"
    WORD = "WORD"
    UNIT = "UNIT"
    ROUND = "ROUND"
    SOURCE = "SOURCE"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the officer's files: a file, its sheet and cell, or a line or paragraph of a text."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int | None = None
    offset: int | None = None
    column: int | None = None
    """Character of the line, from 1, in a scheme's YAML."""

    def __str__(self) -> str:
        spot = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        if self.line is not None:
            column = f"第{self.column}列" if self.column is not None else ""
            spot = f"{spot} 第{self.line}行{column}".strip()
        return " ".join(part for part in (self.file, spot) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend, to explain or to know."""

    code: str
    kind: Kind
    severity: Severity
    message: str
    place: Place = field(default_factory=Place)
    places: tuple[Place, ...] = ()
    subject: str = ""
    """The indicator, table or label that it is about."""
    quote: str = ""
    expected: str = ""
    actual: str = ""
    hint: str = ""
    """What to do, or the likely cause."""
    explanation: str = ""
    """What the officer answered; a warning with an explanation is settled."""

    @property
    def fingerprint(self) -> str:
        """Name the finding over refreshes: same code, subject, sheet and words, wherever the cell has moved."""
        parts = (self.code, self.subject, self.place.sheet, self.quote or self.message)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Code:
    """An entry of the catalogue: every finding is made from one, and each has a page in docs/."""

    code: str
    kind: Kind
    severity: Severity
    title: str
    """A few words for lists and page titles."""
    message: str
    """A Chinese sentence with ``{names}`` to fill in."""
    advice: str
    """What the officer does about it, with the same ``{names}``."""

    def in_general(self) -> tuple[str, str]:
        """Give message and advice for reading, with …… where a finding has words of its own."""
        return _general(self.message), _general(self.advice)

    def finding(  # noqa: PLR0913 - the fields of a finding, by name
        self,
        *,
        place: Place | None = None,
        places: tuple[Place, ...] = (),
        subject: str = "",
        quote: str = "",
        expected: str = "",
        actual: str = "",
        hint: str = "",
        severity: Severity | None = None,
        **words: object,
    ) -> Finding:
        """Make a finding, message and advice filled in from ``words`` (and subject, quote, expected, actual)."""
        known = {"subject": subject, "quote": quote, "expected": expected, "actual": actual} | words
        return Finding(
            code=self.code,
            kind=self.kind,
            severity=severity or self.severity,
            message=self.message.format(**known),
            place=place or (places[0] if places else Place()),
            places=places,
            subject=subject,
            quote=quote,
            expected=expected,
            actual=actual,
            hint=hint or self.advice.format(**known),
        )


def _general(text: str) -> str:
    from string import Formatter

    pieces = Formatter().parse(text)
    return "".join(literal + ("" if field is None else "……") for literal, field, _, _ in pieces)
