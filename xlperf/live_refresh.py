"""Writing into the workbooks that the officer has open (实时写入); saving is left to her."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlperf.history import catalogue
from xlperf.hosts.host import NotOpen
from xlperf.hosts.live import cell_writes, write_cells
from xlperf.ooxml import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from xlperf.findings import Finding
    from xlperf.forms.plan import FillPlan
    from xlperf.history.memory import Memory
    from xlperf.history.renewing import Renewed
    from xlperf.hosts.host import Host

    OpenHost = Callable[[Path], Host]


@dataclass(frozen=True, slots=True)
class Live:
    """What went into open workbooks, and what is still to be written to files."""

    written: tuple[Renewed, ...]
    rest: tuple[Renewed, ...]
    findings: tuple[Finding, ...]


def write_live(
    results: Iterable[Renewed], plans: Mapping[str, FillPlan], folder: Path, memory: Memory, open_host: OpenHost
) -> Live:
    """Write each workbook that is open through its program; the others are left for their files.

    Raises:
        NotOpen: none of the workbooks is open.
    """
    written: list[Renewed] = []
    rest: list[Renewed] = []
    findings: list[Finding] = []
    refusal: NotOpen | None = None
    for result in results:
        plan = plans.get(result.name)
        if plan is None:
            rest.append(result)
            continue
        try:
            host = open_host(folder / result.name)
        except NotOpen as fault:
            refusal = fault
            rest.append(result)
            continue
        with host:
            done = write_cells(host, cell_writes(plan, Workbook.open(result.source)))
        findings += done.findings
        findings.append(catalogue.LIVE.finding(name=result.name, count=len(done.cells)))
        written.append(_either_way(result, memory))
    if not written and refusal is not None:
        raise refusal
    return Live(tuple(written), tuple(rest), tuple(findings))


def _either_way(result: Renewed, memory: Memory) -> Renewed:
    """Count the old contents as ours too: the officer may close the workbook without saving."""
    before = memory.kept(result.name).contents
    older = (
        replace(cell, content=content)
        for cell in result.cells
        for content in before.get(cell.key, ())
        if content != cell.content
    )
    return replace(result, cells=(*result.cells, *older))
