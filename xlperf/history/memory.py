"""What was written into the results last (上次写入), and how the officer settled what both sides changed."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from xlperf.forms.kept import Kept
from xlperf.history.snapshot import KeptCell
from xlperf.outputs import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlperf.findings import Finding
    from xlperf.history.store import History

Take = Literal["", "ours", "theirs"]

PENDING: Final = "pending.json"
TAKE_OURS: Final = ("采用新值", "采用", "新值")
KEEP_THEIRS: Final = ("保留", "保留人工修改", "保留原值")


@dataclass(frozen=True, slots=True)
class Settlement:
    """How conflicts between a person's edit and a new value are settled."""

    take: Take = ""
    """For all of them, from the command line."""
    explanations: Mapping[str, str] = field(default_factory=dict)
    """What stands in 填报表.xlsx, by the finding's fingerprint."""

    def of(self, conflict: Finding) -> Take:
        """Say whose content one conflict is settled for; empty while it is open."""
        words = self.explanations.get(conflict.fingerprint, "").strip().strip("。“”\"'")
        if words in TAKE_OURS:
            return "ours"
        return "theirs" if words in KEEP_THEIRS else self.take


class Memory:
    """What the history knows of the results, and what an interrupted run was about to write."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._path = history.folder / PENDING
        self._pending = self._read()

    def kept(self, file: str) -> Kept:
        """Give what was written into a result, or beside it while it was open."""
        contents: dict[str, list[str]] = defaultdict(list)
        stem, _, suffix = file.rpartition(".")
        for name in (file, f"{stem}（新）.{suffix}"):
            for cell in (*self._history.written(name), *(c for c in self._pending if c.file == name)):
                if cell.content not in contents[cell.key]:
                    contents[cell.key].append(cell.content)
        return Kept({key: tuple(found) for key, found in contents.items()})

    def paragraphs(self, file: str) -> dict[int, str]:
        """Give the paragraphs that were written into a Word file, by number."""
        return {int(cell.key): cell.content for cell in self._history.written(file)}

    def blank(self, file: str) -> str:
        """Give the sha256 of the blank form or layout that a result was made from; empty if not known."""
        return self._history.last_input(blank_name(file))

    def whole(self, file: str) -> bytes | None:
        """Give a result as it was written last."""
        return self._history.last_output(file)

    def announce(self, cells: Iterable[KeptCell]) -> None:
        """Note what is about to be written, so that an interrupted run's cells are not taken for a person's."""
        entries = [[c.file, c.sheet, c.cell, c.content, c.key] for c in cells if c.sheet]
        write_whole(self._path, json.dumps(entries, ensure_ascii=False).encode())

    def settle(self) -> None:
        """Forget the note: the history has it now."""
        self._path.unlink(missing_ok=True)

    def _read(self) -> tuple[KeptCell, ...]:
        try:
            return tuple(KeptCell(*entry) for entry in json.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return ()


def blank_name(file: str) -> str:
    """Name a blank form among the inputs of a refresh."""
    return f"空白表/{file}"
