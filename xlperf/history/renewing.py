"""Renewing results that a person may have edited: filled workbooks and Word files (保留人工修改)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from xlperf.findings import Place
from xlperf.forms.kept import Kept
from xlperf.forms.plan import Outcome
from xlperf.history import catalogue
from xlperf.history.changes import Change, ChangeKind
from xlperf.history.memory import Settlement, blank_name
from xlperf.history.snapshot import KeptCell
from xlperf.narrative.word.blocks import texts_of
from xlperf.narrative.word.plain_text import UnreadableReport
from xlperf.ooxml import UnreadableWorkbook, Workbook
from xlperf.outputs import digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlperf.findings import Finding
    from xlperf.forms.plan import FillPlan, Target
    from xlperf.history.memory import Memory
    from xlperf.narrative.word.merging import Edit, Merged
    from xlperf.outputs import OutputFolder


LONGEST_QUOTE: Final = 40
BEFORE_DIFFERENCE: Final = 8
"""Characters shown before two texts begin to differ."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The workbook that is filled: the blank, or what a person made of the last result."""

    data: bytes
    base: str | None = None
    """sha256 of the result that it was taken from; None for the blank."""
    kept: Kept = field(default_factory=Kept)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Renewed:
    """A result that is ready to be written."""

    name: str
    data: bytes
    base: str | None = None
    cells: tuple[KeptCell, ...] = ()
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    """The blank form that it was made from, with its sha256."""
    source: bytes = b""
    """The workbook before it was filled."""


def basis_of(  # noqa: PLR0913 - what a result may be made from
    name: str,
    blank: bytes,
    outputs: OutputFolder,
    memory: Memory,
    filled: Callable[[], bytes],
    *,
    in_place: bool = False,
) -> Basis:
    """Say which workbook is to be filled.

    A result that nobody touched is made from the blank again; an edited one is filled where it is; when the blank
    form was replaced by another, what was typed is carried into the new one.

    Args:
        name: File name of the result.
        blank: The blank form.
        outputs: The folder of results.
        memory: What was written last.
        filled: Fills the blank as if nobody had typed anything; its words show where typed cells belong.
        in_place: Fill the last result also where nobody touched it, because it is open.
    """
    path = outputs.folder / name
    last_blank = memory.blank(name)
    is_new_blank = bool(last_blank) and last_blank != digest(blank)
    if not path.is_file() or (outputs.is_untouched(name) and not in_place):
        return Basis(blank)
    now = path.read_bytes()
    try:
        Workbook.open(now)
    except UnreadableWorkbook:
        return Basis(blank)
    kept = memory.kept(name)
    written = memory.whole(name)
    if not is_new_blank or written is None:
        return Basis(now, digest(now), kept)

    from xlperf.history.carrying import carry, typed_cells

    carried = carry(typed_cells(now, written), now, filled())
    findings: tuple[Finding, ...] = ()
    if carried.left:
        cells = "、".join(f"{c.sheet}!{c.cell}" for c in carried.left)
        place = Place(f"{outputs.folder.name}/{name}", carried.left[0].sheet, carried.left[0].cell)
        findings = (catalogue.NOT_CARRIED.finding(place=place, subject=name, name=name, cells=cells),)
    return Basis(carried.data, digest(now), kept, findings)


def settled(
    plan: FillPlan, kept: Kept, settlement: Settlement, file: str
) -> tuple[Kept, dict[str, str], list[Finding]]:
    """Settle the conflicts of a plan: keys to write after all, contents that count as written, open findings."""
    taken: set[str] = set()
    accepted: dict[str, str] = {}
    open_ones: list[Finding] = []
    for target in plan.targets:
        if target.outcome is not Outcome.CONFLICT:
            continue
        finding = conflict(target, file)
        match settlement.of(finding):
            case "ours":
                taken.add(target.key)
            case "theirs":
                accepted[target.key] = target.new
            case _:
                open_ones.append(finding)
    return replace(kept, taken=frozenset(taken)), accepted, open_ones


def conflict(target: Target, file: str) -> Finding:
    """Say that a person and we changed the same cell."""
    place = Place(file, target.sheet, target.cell)
    return _conflict(place, target.key, target.last or "", target.now, target.new)


def _conflict(place: Place, subject: str, last: str, theirs: str, ours: str) -> Finding:
    written, hers, new = excerpts(last, theirs, ours)
    return catalogue.CONFLICT.finding(
        place=place,
        subject=subject,
        quote=f"{last}→{theirs}→{ours}",
        last=written,
        actual=hers or "（删去）",
        expected=new,
    )


def excerpts(*texts: str) -> tuple[str, ...]:
    """Cut long texts to where they begin to differ."""
    flat = [" ".join(text.split()) for text in texts]
    shown = [text for text in flat if text]
    alike = next((at for at, letters in enumerate(zip(*shown, strict=False)) if len(set(letters)) > 1), 0)
    start = max(0, alike - BEFORE_DIFFERENCE) if max(map(len, flat)) > LONGEST_QUOTE else 0
    return tuple(_cut(text, start) if text else "" for text in flat)


def _cut(text: str, start: int) -> str:
    piece = text[start : start + LONGEST_QUOTE]
    return ("……" if start else "") + piece + ("……" if start + LONGEST_QUOTE < len(text) else "")


def kept_cells(plan: FillPlan, name: str, kept: Kept, accepted: dict[str, str]) -> tuple[KeptCell, ...]:
    """Give what counts as written in a filled workbook: for an open conflict, what was written before it."""
    seen = {target.key for target in plan.targets}
    earlier = (KeptCell(name, plan.sheet, "", c[0], key) for key, c in kept.contents.items() if key not in seen and c)
    return (*(KeptCell(name, t.sheet, t.cell, _counts(t, accepted), t.key) for t in plan.targets), *earlier)


def _counts(target: Target, accepted: dict[str, str]) -> str:
    if target.key in accepted:
        return accepted[target.key]
    return (target.last or "") if target.outcome is Outcome.CONFLICT else target.new


def manual_changes(plan: FillPlan, file: str) -> tuple[Change, ...]:
    """List the cells of ours that a person changed."""
    edited = (t for t in plan.targets if t.outcome in {Outcome.MANUAL, Outcome.CONFLICT})
    return tuple(_manual(f"{t.sheet}!{t.cell} {t.key}", t.last or "", t.now, file, t) for t in edited)


def _manual(what: str, last: str, now: str, file: str, target: Target | None = None) -> Change:
    written, hers = excerpts(last, now)
    words = f"人工改为“{hers}”" if now else "人工删去"
    place = Place(file, target.sheet, target.cell) if target else Place(file)
    subject = target.key if target else file.rpartition("/")[2]
    return Change(ChangeKind.MANUAL, f"{what}：写入的是“{written}”，{words}，已保留", last, now, (place,), subject)


def renew_workbook(  # noqa: PLR0913, PLR0917 - what a filled workbook is made of
    name: str,
    blank: bytes,
    basis: Basis,
    plan_with: Callable[[Kept], FillPlan],
    write: Callable[[FillPlan], tuple[bytes, tuple[Finding, ...]]],
    settlement: Settlement,
) -> tuple[FillPlan, Renewed]:
    """Plan, settle what both sides changed, and fill."""
    file = f"成果/{name}"
    first = plan_with(basis.kept)
    kept, accepted, conflicts = settled(first, basis.kept, settlement, file)
    plan = plan_with(kept) if kept.taken else first
    data, findings = write(plan)
    renewed = Renewed(
        name,
        data,
        basis.base,
        kept_cells(plan, name, basis.kept, accepted),
        manual_changes(plan, file),
        (*basis.findings, *conflicts, *findings),
        ((blank_name(name), digest(blank)),),
        basis.data,
    )
    return plan, renewed


def renew_document(name: str, ours: bytes, outputs: OutputFolder, memory: Memory, settlement: Settlement) -> Renewed:
    """Renew a Word file in place where a person edited it; else give it as it is made now."""
    path = outputs.folder / name
    texts = texts_of(ours)
    if not path.is_file() or outputs.is_untouched(name):
        return Renewed(name, ours, cells=_paragraphs(name, texts))

    from xlperf.narrative.word.merging import merge

    theirs = path.read_bytes()
    base = memory.paragraphs(name)
    try:
        merged = merge(theirs, ours, base)
    except UnreadableReport:
        return Renewed(name, ours, cells=_paragraphs(name, texts))
    taken = {e.ours for e in merged.edits if e.is_conflict and settlement.of(_of_edit(name, e)) == "ours"}
    if taken:
        merged = merge(theirs, ours, base, taken=taken)
    return _renewed_document(name, merged, digest(theirs), settlement)


def _renewed_document(name: str, merged: Merged, base: str, settlement: Settlement) -> Renewed:
    contents = dict(merged.contents)
    open_ones: list[Finding] = []
    changes: list[Change] = []
    for edit in merged.edits:
        changes.append(_manual(f"{name}的段落", edit.last, edit.theirs, f"成果/{name}"))
        if not edit.is_conflict:
            continue
        finding = _of_edit(name, edit)
        if settlement.of(finding) == "theirs":
            contents[edit.number] = edit.ours
        else:
            open_ones.append(finding)
    return Renewed(name, merged.content, base, _paragraphs(name, contents), tuple(changes), tuple(open_ones))


def _of_edit(name: str, edit: Edit) -> Finding:
    return _conflict(Place(f"成果/{name}"), f"{name}的段落", edit.last, edit.theirs, edit.ours)


def _paragraphs(name: str, texts: dict[int, str]) -> tuple[KeptCell, ...]:
    return tuple(KeptCell(name, "", "", text, str(number)) for number, text in sorted(texts.items()))
