"""Writing results and remembering them (保存成果、记入历史): results first, the history last."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import xlperf
from xlperf.errors import XlperfError
from xlperf.history import catalogue
from xlperf.history.memory import Memory, Settlement, Take
from xlperf.history.snapshot import KeptChange, KeptFigure, KeptFinding, KeptScore, Snapshot
from xlperf.history.store import DATABASE, History
from xlperf.outputs import OutputFolder, is_open_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlperf.facts import Fact
    from xlperf.findings import Finding
    from xlperf.history.changes import Change
    from xlperf.history.renewing import Renewed
    from xlperf.scheme.model import Scheme
    from xlperf.scoring.result import Results
    from xlperf.unit import Unit

FOLDER: Final = ".xlperf"


@dataclass(frozen=True, slots=True)
class Record:
    """The history and the results of a unit, open for one command."""

    unit: Unit
    history: History
    memory: Memory
    outputs: OutputFolder
    settlement: Settlement
    in_place: bool = False
    """Whether results are filled where they are, because they are open."""

    def write(self, results: Iterable[Renewed]) -> tuple[dict[str, Path], tuple[Finding, ...], tuple[Renewed, ...]]:
        """Write results so that they show up together.

        Returns:
            Where each went, what there is to say, and the results under the names that they got.
        """
        made = list(results)
        self.memory.announce(cell for result in made for cell in result.cells)
        written = self.outputs.write_all(
            {r.name: r.data for r in made}, bases={r.name: r.base for r in made if r.base is not None}
        )
        paths = {name: one.path for name, one in written.items()}
        findings = tuple(finding for one in written.values() for finding in one.findings)
        return paths, findings, tuple(_renamed(r, paths[r.name].name) for r in made)

    def remember(self, snapshot: Snapshot) -> None:
        """Save a refresh unless the last one of its period was the very same."""
        last = self.history.last(snapshot.period)
        if last is None or replace(last, id=0, taken_at="") != replace(snapshot, id=0, taken_at=""):
            self.history.save(snapshot)
        self.memory.settle()

    def ask(self, scheme: Scheme, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """List open conflicts in 填报表.xlsx, where the officer chooses."""
        from xlperf.forms.questionnaire import write_questionnaire

        conflicts = [f for f in findings if f.code == catalogue.CONFLICT.code]
        path = self.unit.questionnaire
        if not conflicts or not path.exists():
            return ()
        try:
            if not is_open_elsewhere(path):
                write_questionnaire(path, scheme, findings=conflicts)
                return ()
        except XlperfError:
            pass
        return (catalogue.QUESTIONNAIRE_OPEN.finding(count=len(conflicts)),)


@contextmanager
def recording(  # noqa: PLR0913 - how a command uses the history, by name
    unit: Unit,
    *,
    take: Take = "",
    explanations: Mapping[str, str] | None = None,
    reading: bool = False,
    in_place: bool = False,
    within_results: bool = False,
) -> Iterator[Record]:
    """Open the history of a unit for one command; nobody else refreshes the unit meanwhile.

    Args:
        unit: The unit.
        take: Whose content wins in a conflict.
        explanations: What stands in 填报表.xlsx, by fingerprint.
        reading: Whether nothing will be written; then a copy of the history is used, and none is made.
        in_place: Whether results are filled where they are, because they are open.
        within_results: Whether a unit that was never refreshed keeps its history in 成果/, outside which
            a yearly run changes nothing; the first refresh moves it to .xlperf/.

    Raises:
        FileInUse: another process is refreshing it.
        UnusableInput: a newer program made the history, or the folder cannot be written to.
    """
    with ExitStack() as stack:
        folder = history_folder(unit, within_results=within_results or reading)
        if reading:
            folder = _copied(folder, Path(stack.enter_context(TemporaryDirectory())))
        history = stack.enter_context(History(folder))
        settlement = Settlement(take, dict(explanations or {}))
        yield Record(unit, history, Memory(history), OutputFolder(unit.outputs), settlement, in_place)


def history_folder(unit: Unit, *, within_results: bool = True) -> Path:
    """Find the folder of the history: .xlperf/, or that in 成果/ while there has only been a yearly run."""
    own, inner = unit.root / FOLDER, unit.outputs / FOLDER
    if (own / DATABASE).is_file():
        return own
    if within_results:
        return inner
    own.mkdir(exist_ok=True)
    for path in sorted(inner.glob(f"{DATABASE}*"), reverse=True):
        path.replace(own / path.name)
    return own


def _copied(folder: Path, target: Path) -> Path:
    for path in folder.glob(f"{DATABASE}*") if folder.is_dir() else ():
        shutil.copyfile(path, target / path.name)
    return target


def _renamed(result: Renewed, name: str) -> Renewed:
    if result.name == name:
        return result
    return replace(result, name=name, cells=tuple(replace(cell, file=name) for cell in result.cells))


def snapshot_of(  # noqa: PLR0913 - what a refresh leaves behind
    period: str,
    *,
    scheme: Scheme | None = None,
    inputs: Mapping[str, str],
    figures: Iterable[KeptFigure] = (),
    results: Results | None = None,
    findings: Iterable[Finding] = (),
    changes: Iterable[Change] = (),
    made: Iterable[Renewed] = (),
) -> Snapshot:
    """Put together what is remembered of a refresh."""
    written = tuple(made)
    return Snapshot(
        period=period,
        taken_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        program=xlperf.__version__,
        scheme=scheme.id if scheme else "",
        scheme_hash=scheme_hash(scheme) if scheme else "",
        inputs={**inputs, **{name: sha256 for result in written for name, sha256 in result.inputs}},
        figures=tuple(figures),
        scores=_scores(results) if results else (),
        total=results.total if results else None,
        cells=tuple(cell for result in written for cell in result.cells),
        findings=tuple(
            KeptFinding(f.code, f.severity.value, f.message, f.fingerprint, f.explanation, str(f.place))
            for f in findings
        ),
        changes=tuple(
            KeptChange(c.kind.value, c.what, c.before, c.after, c.subject, "\n".join(map(str, c.places)))
            for c in changes
        ),
        outputs={result.name: result.data for result in written},
    )


def scheme_hash(scheme: Scheme) -> str:
    """Name the content of a scheme: another rule gives another hash."""
    return hashlib.sha256(repr(scheme).encode()).hexdigest()


def kept_facts(facts: Iterable[Fact]) -> tuple[KeptFigure, ...]:
    """Give the facts as they are remembered, each with its cell."""
    return tuple(
        KeptFigure(f.id, f.value, f.unit, f.period, f.source.file, f.source.sheet, f.source.cell)
        if f.source
        else KeptFigure(f.id, f.value, f.unit, f.period)
        for f in facts
        if f.value is not None
    )


def _scores(results: Results) -> tuple[KeptScore, ...]:
    return tuple(KeptScore(r.indicator.id, r.indicator.name, r.value, r.score, r.full) for r in results.indicators)
