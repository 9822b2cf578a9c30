"""The workbook editor against openpyxl and against raw copying: 60 cells of the official workbook, and a large sheet.

Run by itself with a task and a file it does one thing and prints seconds and megabytes: that is how the large
sheet is measured, each program in a process of its own.
"""

from __future__ import annotations

import gc
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlperf.ooxml import EditRefused, Workbook
from xlperf.ooxml.archive import Archive
from xlperf.ooxml.saving import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable

Row = tuple[str, str, str]
ROOT: Final = Path(__file__).resolve().parents[2]
ROUNDS: Final = 25
CELLS: Final = 60
ROWS, COLUMNS = 50_000, 20
ALLOWED_MS: Final = 5


def editor_benchmarks() -> list[Row]:
    """Measure, as ratios in one run."""
    with tempfile.TemporaryDirectory() as folder:
        return [*official_workbook(Path(folder)), *large_sheet(Path(folder))]


def official_workbook(folder: Path) -> list[Row]:
    """Set 60 cells of the example's official workbook and save."""
    source = next((ROOT / "workbooks").glob("gd-*/*评分表.xlsx"))
    sheet, cells = writable(source)
    out = folder / "out.xlsx"
    copying, ours, theirs = in_turn(
        lambda: replace_file(out, Archive(source.read_bytes()).written({})),
        lambda: edit(source, out, sheet, cells),
        lambda: edit_with_openpyxl(source, out, sheet, cells),
    )
    limit = 2 * copying + ALLOWED_MS
    return [
        (
            f"写 {len(cells)} 个单元格并保存",
            f"{ours:.1f} 毫秒（openpyxl {theirs:.1f}）：1/{theirs / ours:.1f}",
            "≤ 1/3",
        ),
        (
            "同上，对照逐项原样复制",
            f"{ours:.1f} 毫秒（复制 {copying:.1f}）",
            f"≤ 2 倍 + {ALLOWED_MS} = {limit:.1f} 毫秒",
        ),
    ]


def writable(source: Path) -> tuple[str, list[str]]:
    """Find 60 cells that may be written on the sheet with most rows."""
    book = Workbook.open(source)
    sheet = max(book, key=lambda one: len(one.grid().rows))
    found: list[str] = []
    for row in range(1, 2000):
        for column in (8, 9, 6, 3):
            address = sheet.cell(row, column).address
            try:
                sheet[address] = 1
            except EditRefused:
                continue
            found.append(address)
            if len(found) == CELLS:
                return sheet.name, found
    return sheet.name, found


def edit(source: Path, out: Path, sheet: str, cells: list[str]) -> None:
    """Set cells with the editor; results of formulas that depend on them are brought up to date."""
    book = Workbook.open(source)
    for at, cell in enumerate(cells):
        book[sheet][cell] = Decimal(at) / 4 if at % 3 else f"说明{at}"
    book.save(out, replace_other=True)


def edit_with_openpyxl(source: Path, out: Path, sheet: str, cells: list[str]) -> None:
    """Set the same cells with openpyxl."""
    import openpyxl

    book = openpyxl.load_workbook(source)
    for at, cell in enumerate(cells):
        book[sheet][cell] = at / 4 if at % 3 else f"说明{at}"
    book.save(out)


def in_turn(*tasks: Callable[[], object]) -> list[float]:
    """Do tasks in turn, many times; give the median milliseconds of each."""
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(ROUNDS):
        for task, spent in zip(tasks, times, strict=True):
            gc.collect()  # what one task leaves behind is not cleared in another's time
            start = time.perf_counter()
            task()
            spent.append((time.perf_counter() - start) * 1000)
    return [statistics.median(spent[1:]) for spent in times]


def large_sheet(folder: Path) -> list[Row]:
    """Edit a sheet of 50,000 rows and 20 columns, each program in its own process."""
    source = folder / "large.xlsx"
    make_large(source)
    (ours, our_memory), (theirs, their_memory) = (process(task, source) for task in ("edit", "openpyxl"))
    size = f"{ROWS:,} 行 × {COLUMNS} 列"
    return [
        (f"{size}：时间", f"{ours:.1f} 秒（openpyxl {theirs:.1f}）：1/{theirs / ours:.1f}", "≤ 1/5"),
        (
            f"{size}：内存",
            f"{our_memory:.0f} MB（openpyxl {their_memory:.0f}）：1/{their_memory / our_memory:.1f}",
            "≤ 1/5",
        ),
    ]


def make_large(path: Path) -> None:
    """Write the large sheet: three columns of names, the rest numbers."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("数据")
    for row in range(ROWS):
        for column in range(COLUMNS):
            sheet.write(row, column, f"科目{(row * 3 + column) % 900}" if column < 3 else (row * COLUMNS + column) / 7)
    book.close()


def process(task: str, source: Path) -> tuple[float, float]:
    """Do a task in a process of its own: seconds, and megabytes beyond what Python itself takes."""
    command = [sys.executable, __file__, task, str(source)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def memory() -> float:
    """Give the largest memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    before, start = memory(), time.perf_counter()
    chosen = [f"{'DEFGHIJKLM'[at % 10]}{at * 800 + 5}" for at in range(CELLS)]
    run = edit if sys.argv[1] == "edit" else edit_with_openpyxl
    run(Path(sys.argv[2]), Path(sys.argv[2]).with_name("edited.xlsx"), "数据", chosen)
    print(time.perf_counter() - start, memory() - before)
