"""Damage every workbook of a folder in many ways: a refusal in one Chinese sentence, or an edit that loses nothing.

The damage is drawn from a fixed seed, so that a fault can be met again. Used by ``conformance.py --hostile``.
"""

from __future__ import annotations

import io
import random
import resource
import signal
import time
import warnings
import zipfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.ooxml import EditRefused, UnreadableWorkbook, Workbook, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from xlperf.ooxml.sheet import Sheet

SECONDS: Final = 20
MEMORY: Final = 2 << 30
CELLS: Final[dict[str, Decimal | str]] = {"B2": Decimal("1234.5"), "AN7": "测试文字"}


@dataclass(slots=True)
class Tally:
    """What became of the damaged copies."""

    refused: int = 0
    edited: int = 0
    faults: list[str] = field(default_factory=list)
    sentences: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0


def try_all(files: list[Path], cases: int) -> Tally:
    """Try every file as it is and with so many damages of each kind."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    signal.signal(signal.SIGPROF, _too_long)
    tally = Tally()
    for path in files:
        content = path.read_bytes()
        for name, damaged in damages(content, path.name, cases):
            _try(tally, f"{path.name} {name}", damaged)
    return tally


def damages(content: bytes, seed: str, cases: int) -> Iterator[tuple[str, bytes]]:
    """Go through a file as it is, and damaged: cut off, bytes flipped, parts spoilt, dropped and doubled."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    yield "原样", content
    for _ in range(cases):
        length = chance.randrange(len(content))
        yield f"截断到 {length} 字节", content[:length]
    for _ in range(cases):
        yield "改动字节", _flipped(content, chance)
    parts = _parts(content)
    if not parts:
        return
    names = sorted(parts)
    for name in names[:cases]:
        yield f"丢失 {name}", _packed([(one, parts[one]) for one in parts if one != name])
    for name in chance.sample(names, min(cases // 5, len(names))):
        yield f"重复 {name}", _packed([*parts.items(), (name, parts[name])])
    for at in range(cases):
        name = chance.choice(names)
        spoilt = _flipped(parts[name], chance) if at % 2 else parts[name][: chance.randrange(len(parts[name]) + 1)]
        yield f"损坏 {name}（第 {at} 次）", _packed([*(parts | {name: spoilt}).items()])


def _flipped(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 3, 20)) if damaged else 0):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if entry.file_size < MEMORY >> 6]
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError, EOFError):
        return {}


def _packed(parts: list[tuple[str, bytes]]) -> bytes:
    memory = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        warnings.simplefilter("ignore")
        for name, content in parts:
            archive.writestr(name, content)
    return memory.getvalue()


def _too_long(*_: object) -> None:
    raise TimeoutError(f"超过 {SECONDS} 秒")


def _try(tally: Tally, name: str, content: bytes) -> None:
    start = time.process_time()  # what other programs do meanwhile does not count
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        fault = edit_all(content)
        tally.edited += not fault
    except UnreadableWorkbook as refusal:
        fault = _sentence_fault(str(refusal))
        tally.refused += not fault
        tally.sentences[str(refusal)[:14]] += 1
    except Exception as error:  # noqa: BLE001 - any other exception is the fault looked for
        fault = f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    tally.slowest = max(tally.slowest, time.process_time() - start)
    if fault:
        tally.faults.append(f"{name}：{fault}")
        print(tally.faults[-1], flush=True)


def _sentence_fault(sentence: str) -> str:
    """A refusal is one line of Chinese."""
    is_chinese = any("\u4e00" <= character <= "\u9fff" for character in sentence)
    return "" if is_chinese and "\n" not in sentence and len(sentence) < 400 else f"不是一句话：{sentence!r}"


def edit_all(content: bytes) -> str:
    """Read everything, set two cells and compare; then move rows and copy a sheet. Say what was lost."""
    book = Workbook.open(content)
    for sheet in book:
        sheet.grid()
        _ = sheet.formulas.all, sheet.comments, sheet.validations, sheet.hidden_columns, sheet.merged_ranges
    _ = book.defined_names, book.findings
    if not book.sheet_names:
        return ""
    sheet = book[book.sheet_names[0]]
    for address, value in CELLS.items():
        with suppress(EditRefused):
            sheet[address] = value
    fault = _what_was_lost(book, sheet, content)
    changes: tuple[Callable[[], object], ...] = (
        lambda: sheet.add_comment("AP3", "批注"),
        lambda: sheet.insert_rows(4, 2, like=3),
        lambda: sheet.delete_rows(6),
        lambda: book.copy_sheet(sheet.name, "副本"),
    )
    for change in changes:
        with suppress(EditRefused):
            change()
    Workbook.open(book.to_bytes())
    return fault


def _what_was_lost(book: Workbook, sheet: Sheet, content: bytes) -> str:
    edited = {f"{change.sheet}!{change.cell}" for change in book.changes}
    found = compare(content, book.to_bytes())
    sheets = {book[name].part for name in book.sheet_names}
    forced = {book.part, *sheets, *(book.package.related(book.part, kind) for kind in ("sharedStrings", "styles"))}
    if found.added or found.lost or not set(found.changed) <= forced:
        return f"部件变了：多 {found.added}，少 {found.lost}，改 {set(found.changed) - forced}"
    strays = {f"{one.sheet}!{one.cell}" for one in found.cells} - edited - set(book.recalculation.written)
    return f"{sheet.name} 之外的单元格变了：{sorted(strays)[:3]}" if strays else ""
