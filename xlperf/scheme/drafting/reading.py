"""What criteria were understood as (读出的评分规则), with the words that say it and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xlperf.scheme.model import Rule

Sure = Literal["sure", "likely", "no"]


@dataclass(frozen=True, slots=True)
class CriteriaReading:
    """What the criteria of one indicator were understood as."""

    rule: Rule | None = None
    words: str = ""
    """The part of the criteria that says it."""
    sure: Sure = "no"
    note: str = ""
    """What was supplied where the words leave it open."""
    counted: str = ""
    """What the rule counts, where its value is a number of cases that the officer must give: 每少公开一项扣1分."""

    def doubted(self, note: str) -> CriteriaReading:
        """Add what was supplied: from then on it is likely, no longer sure."""
        if not note:
            return self
        return replace(self, sure="likely", note="；".join(part for part in (self.note, note) if part))


NOT_UNDERSTOOD = CriteriaReading()
