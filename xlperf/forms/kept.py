"""What was written last (上次写入的内容), by what each cell is: a person's edit shows by another content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlperf.forms.plan import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Kept:
    """The memory of what we wrote into one workbook."""

    contents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By key; the newest first. There are two where a result went beside an open file under another name."""
    taken: frozenset[str] = frozenset()
    """Keys for which the officer chose the new value (采用新值)."""

    def last(self, key: str) -> str | None:
        """Give what was written last; None where it is not known."""
        return next(iter(self.contents.get(key, ())), None)

    def outcome(self, key: str, now: str, new: str) -> Outcome | None:
        """Compare three ways; None where we do not know of having written the cell."""
        if key in self.taken:
            return Outcome.WRITE
        written = self.contents.get(key)
        if written is None:
            return None
        if not now or now in written:
            return Outcome.WRITE
        return Outcome.MANUAL if new == written[0] else Outcome.CONFLICT
