"""Edit every workbook of a folder and check, part by part, that nothing else was touched.

Three edits, each on a fresh copy: an existing and a new cell are set (a number and a Chinese text); rows are
inserted and deleted again; a sheet is copied. What comes out is compared with what went in by means that do not
use the editor (zipfile, lxml), opened with openpyxl and, by sample, with LibreOffice.

    python scripts/conformance.py FOLDER [--office 12] [--only TEXT]
    python scripts/conformance.py --hostile FOLDER [--cases 50] [--most 30]

With --hostile every workbook is damaged in many ways instead: each copy has to be refused in one Chinese sentence
or edited without loss, in bounded time and memory. Exit status 1 if any workbook is not perfect.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml import etree

from xlperf.ooxml import EditRefused, UnreadableWorkbook, Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xlperf.ooxml.sheet import Sheet

NUMBER: Final = Decimal("1234.5")
TEXT: Final = "测试文字：甲、乙"
SUFFIXES: Final = (".xlsx", ".xlsm", ".xltx", ".xltm")
FORCED: Final = ("workbook", "sharedStrings", "styles")
FAR: Final = 40


class Imperfect(Exception):
    """Raised when an edit changed what it should not, or did not do what it should."""


@dataclass(slots=True)
class Outcome:
    """What became of one workbook."""

    name: str
    results: dict[str, str] = field(default_factory=dict)
    """By the name of the check: empty if perfect, 拒绝：… if refused, else what is wrong."""
    milliseconds: float = 0.0
    edited: bytes = b""

    @property
    def is_perfect(self) -> bool:
        """Whether every check passed or was refused with a reason."""
        return all(not result or result.startswith("拒绝") for result in self.results.values())


def main() -> int:
    """Check a folder and print a table."""
    arguments = _arguments()
    warnings.simplefilter("ignore")
    files = sorted(path for path in arguments.folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if arguments.hostile:
        return check_hostile(evenly([path for path in files if arguments.only in path.name], arguments.most), arguments)
    outcomes = [check(path) for path in files if arguments.only in path.name and not path.name.startswith("~$")]
    check_with_office(outcomes, arguments.folder, arguments.office)
    print_table(outcomes)
    return 0 if outcomes and all(outcome.is_perfect for outcome in outcomes) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="无损编辑的对照检查：逐个改写文件夹里的工作簿，逐个部件比较。")
    parser.add_argument("folder", type=Path, help="放工作簿的文件夹")
    parser.add_argument("--office", type=int, default=12, metavar="N", help="用 LibreOffice 抽查多少个（默认 12）")
    parser.add_argument("--only", default="", metavar="TEXT", help="只查文件名含这些字的")
    parser.add_argument("--hostile", action="store_true", help="改为弄坏每个工作簿，看是否说明原因地拒绝")
    parser.add_argument("--cases", type=int, default=50, metavar="N", help="每种损坏试多少次（默认 50）")
    parser.add_argument("--most", type=int, default=30, metavar="N", help="最多弄坏多少个工作簿，均匀抽取（默认 30）")
    return parser.parse_args()


def evenly(files: list[Path], most: int) -> list[Path]:
    """Take at most so many files, evenly spread."""
    return [files[at * len(files) // most] for at in range(most)] if len(files) > most else files


def check_hostile(files: list[Path], arguments: argparse.Namespace) -> int:
    """Damage files and print what became of the copies."""
    from hostile import try_all

    tally = try_all(files, arguments.cases)
    print(f"共 {len(files)} 个工作簿、{tally.refused + tally.edited + len(tally.faults)} 份损坏的副本：")
    print(f"{tally.refused} 份说明原因地拒绝，{tally.edited} 份照常编辑，{len(tally.faults)} 份有错；")
    print(f"最慢的一份 {tally.slowest:.1f} 秒。拒绝的原因：")
    for sentence, count in tally.sentences.most_common(12):
        print(f"{count:7}  {sentence}……")
    return 1 if tally.faults or not files else 0


def check(path: Path) -> Outcome:
    """Make all edits on one workbook."""
    outcome = Outcome(path.name)
    content = path.read_bytes()
    edits: dict[str, Callable[[bytes], bytes]] = {"单元格": edit_cells, "行": move_rows, "复制": copy_sheet}
    for name, edit in edits.items():
        start = time.perf_counter()
        try:
            outcome.edited = edit(content) or outcome.edited
            outcome.results[name] = ""
        except EditRefused as refusal:
            outcome.results[name] = f"拒绝：{refusal}"
        except UnreadableWorkbook as fault:
            outcome.results[name] = f"读不了：{fault}"
        except Imperfect as fault:
            outcome.results[name] = str(fault)
        except Exception as error:  # noqa: BLE001 - any other exception is the fault looked for
            outcome.results[name] = f"{type(error).__name__}: {error}"
        outcome.milliseconds += (time.perf_counter() - start) * 1000
    return outcome


# Cells


def edit_cells(content: bytes) -> bytes:
    """Set an existing cell to a number and a new one to a text, and compare everything else."""
    book = Workbook.open(content)
    sheet, edited = _set_cells(book)
    after = book.to_bytes()
    _same_archive(content, after)
    recalculated = set(book.recalculation.written)
    sheets = {book[name].part: name for name in book.sheet_names}
    touched = {cell.rpartition("!")[0] for cell in recalculated} | {sheet.name}
    for part, old, new in _changed_parts(content, after):
        if part in sheets and sheets[part] in touched:
            prefix = sheets[part]
            own = edited if prefix == sheet.name else set()
            results = {cell.rpartition("!")[2] for cell in recalculated if cell.rpartition("!")[0] == prefix}
            _same_but_for(old, new, own, results, part)
        else:
            _forced_only(part, old, new)
    read = Workbook.open(after)[sheet.name]
    expected: dict[str, object] = {change.cell: change.new for change in book.changes}
    for address, value in expected.items():
        if read[address].value != value:
            raise Imperfect(f"{address} 读回 {read[address].value!r}，应为 {value!r}")
    _same_for_openpyxl(content, after, sheet.name, edited, recalculated)
    return after


def _set_cells(book: Workbook) -> tuple[Sheet, set[str]]:
    """Set the first writable existing cell and the first writable new one."""
    refusal: EditRefused | None = None
    for sheet in book:
        known = [(row.number, cell.column) for row in sheet.rows.all() for cell in row.cells]
        taken = set(known)
        new = ((row, column) for row in range(1, 2000, 7) for column in (2, 6, FAR) if (row, column) not in taken)
        try:
            edited = {_set_first(sheet, iter(known), NUMBER)} if known else set()
            edited.add(_set_first(sheet, new, TEXT))
        except EditRefused as error:
            refusal = error
            continue
        return sheet, edited
    raise refusal or EditRefused("没有可以写的工作表")


def _set_first(sheet: Sheet, places: Iterator[tuple[int, int]], value: Decimal | str) -> str:
    refusal = EditRefused("没有可以写的单元格")
    for row, column in places:
        cell = sheet.cell(row, column)
        try:
            sheet[cell.address] = value
        except EditRefused as error:
            refusal = error
            continue
        return cell.address
    raise refusal


def _same_archive(before: bytes, after: bytes) -> None:
    """The same entries in the same order, those that did not change with the same compressed bytes."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        bad = new.testzip()
        if bad is not None:
            raise Imperfect(f"{bad} 的校验值不对")
        names = [entry.filename for entry in old.infolist()]
        kept = [entry.filename for entry in new.infolist()][: len(names)]
        if names != kept and set(names) <= set(kept):
            raise Imperfect("部件的次序变了")
        for entry in old.infolist():
            other = new.NameToInfo.get(entry.filename)
            if other is None or (entry.CRC, entry.file_size) != (other.CRC, other.file_size):
                continue
            if entry.compress_size != other.compress_size or entry.date_time != other.date_time:
                raise Imperfect(f"{entry.filename} 没有变却重新压缩了")


def _changed_parts(before: bytes, after: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        names = {name.replace("\\", "/").lstrip("/") for name in old.namelist()}
        others = {name.replace("\\", "/").lstrip("/") for name in new.namelist()}
        if names != others:
            raise Imperfect(f"部件少了 {sorted(names - others)}，多了 {sorted(others - names)}")
        for name in old.namelist():
            one, other = old.read(name), new.read(name)
            if one != other:
                yield name.replace("\\", "/").lstrip("/"), one, other


def _same_but_for(old: bytes, new: bytes, edited: set[str], recalculated: set[str], part: str) -> None:
    """The sheet is the same but for edited cells, new results, and the stated dimension and spans."""
    before, after = _parsed(old), _parsed(new)
    if _frame(before) != _frame(after):
        raise Imperfect(f"{part} 里行以外的内容变了")
    rows, others = dict(_rows(before)), dict(_rows(after))
    for number in rows.keys() - others.keys():
        raise Imperfect(f"{part} 少了第 {number} 行")
    for number, (attributes, cells) in others.items():
        old_attributes, old_cells = rows.get(number, ({"r": str(number)} if "r" in attributes else {}, {}))
        attributes.pop("spans", None), old_attributes.pop("spans", None)
        if attributes != old_attributes:
            raise Imperfect(f"{part} 第 {number} 行的属性变了")
        for address in old_cells.keys() | cells.keys():
            one, other = old_cells.get(address), cells.get(address)
            if address in edited:
                continue
            if address in recalculated and one is not None and other is not None:
                one, other = _without_result(one), _without_result(other)
            if one is None or other is None or _canonical(one) != _canonical(other):
                raise Imperfect(f"{part} 的 {address} 变了")


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))


def _canonical(element: etree._Element) -> bytes:
    return bytes(etree.tostring(element, method="c14n", with_tail=False))


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _frame(root: etree._Element) -> bytes:
    """Everything of a sheet but its rows and its stated dimension."""
    copy = etree.fromstring(_canonical(root))
    for child in list(copy):
        if _local(child) == "sheetData":
            tail = child.tail
            child.clear()
            child.tail = tail
        elif _local(child) == "dimension":
            child.attrib.pop("ref", "")
    return _canonical(copy)


def _rows(root: etree._Element) -> Iterator[tuple[int, tuple[dict[str, str], dict[str, etree._Element]]]]:
    number = 0
    for data in (child for child in root if _local(child) == "sheetData"):
        for row in (child for child in data if _local(child) == "row"):
            number = int(row.get("r", number + 1))
            yield number, ({str(k): str(v) for k, v in row.attrib.items()}, dict(_cells(row, number)))


def _cells(row: etree._Element, number: int) -> Iterator[tuple[str, etree._Element]]:
    column = 0
    for cell in (child for child in row if _local(child) == "c"):
        reference = cell.get("r")
        column = _column(reference) if reference else column + 1
        yield f"{_letters(column)}{number}", cell


def _column(reference: str) -> int:
    number = 0
    for letter in re.sub(r"\d", "", reference):
        number = number * 26 + ord(letter.upper()) - 64
    return number


def _letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _without_result(cell: etree._Element) -> etree._Element:
    copy = etree.fromstring(_canonical(cell))
    copy.attrib.pop("t", "")
    for child in list(copy):
        if _local(child) in ("v", "is"):
            copy.remove(child)
    return copy


def _forced_only(part: str, old: bytes, new: bytes) -> None:
    """Outside the sheet only what the edit forces: strings added, calculation on load asked for."""
    before, after = _parsed(old), _parsed(new)
    kind = _local(before)
    if kind == "workbook":
        for root in (before, after):
            for child in list(root):
                if _local(child) == "calcPr":
                    child.attrib.pop("fullCalcOnLoad", "")
                    if not child.attrib:
                        root.remove(child)
        if _canonical(before) != _canonical(after):
            raise Imperfect(f"{part} 变了")
    elif kind == "sst":
        _strings_added(part, before, after)
    else:
        raise Imperfect(f"不该变的部件 {part} 变了")


def _strings_added(part: str, before: etree._Element, after: etree._Element) -> None:
    old = [_canonical(child) for child in before if _local(child) == "si"]
    new = [_canonical(child) for child in after if _local(child) == "si"]
    if new[: len(old)] != old:
        raise Imperfect(f"{part} 原有的字符串变了")
    if before.get("uniqueCount") == str(len(old)) and after.get("uniqueCount") != str(len(new)):
        raise Imperfect(f"{part} 的 uniqueCount 不对")


def _same_for_openpyxl(before: bytes, after: bytes, sheet: str, edited: set[str], recalculated: set[str]) -> None:
    """Openpyxl reads the same formulas, and the same results but for those brought up to date."""
    import openpyxl

    for data_only in (False, True):
        try:
            old = openpyxl.load_workbook(io.BytesIO(before), data_only=data_only)
        except Exception:  # noqa: BLE001 - it could not read the original either
            return
        new = openpyxl.load_workbook(io.BytesIO(after), data_only=data_only)
        for worksheet in old.worksheets:
            own = edited if worksheet.title == sheet else set()
            for cell in list(worksheet._cells.values()):  # noqa: SLF001 - iter_rows makes every cell there could be
                place = f"{worksheet.title}!{cell.coordinate}"
                if cell.coordinate in own or (data_only and place in recalculated):
                    continue
                one, other = cell.value, new[worksheet.title][cell.coordinate].value
                if _shown(one) != _shown(other):
                    raise Imperfect(f"openpyxl 读到 {place} 由 {one!r} 变为 {other!r}")


def _shown(value: object) -> object:
    """Array and table formulas are objects that compare by identity."""
    return vars(value) if hasattr(value, "ref") and hasattr(value, "__dict__") else value


# Rows


def move_rows(content: bytes) -> bytes:
    """Insert two rows and delete them again: everything must be as before."""
    refusal = EditRefused("没有可以插入行的位置")
    for at in (3, 2, 6, 12, 25, FAR):
        book = Workbook.open(content)
        if not book.sheet_names:
            raise refusal
        sheet = book[book.sheet_names[0]]
        before = _formulas(book)
        cells = _looks(sheet)
        try:
            sheet.insert_rows(at, 2, like=at - 1)
        except EditRefused as error:
            refusal = error
            continue
        inserted = book.to_bytes()
        _moved_down(cells, _looks(Workbook.open(inserted)[sheet.name]), at)
        sheet.delete_rows(at, 2)
        if _formulas(book) != before:
            raise Imperfect(f"在第 {at} 行插入又删除后，公式变了")
        _same_after_both(content, book.to_bytes())
        _opens(content, inserted)
        return inserted
    raise refusal


def _formulas(book: Workbook) -> dict[str, str]:
    return {
        f"{sheet.name}!{_letters(column)}{row}": sheet.formulas.text_of(formula)
        for sheet in book
        for (row, column), formula in sheet.formulas.all.items()
    }


def _looks(sheet: Sheet) -> dict[tuple[int, int], tuple[object, int]]:
    return {
        (row.number, cell.column): (sheet.book.reader.value(cell, sheet.rows.prefix), cell.style)
        for row in sheet.rows.all()
        for cell in row.cells
        if (row.number, cell.column) not in sheet.formulas.all
    }


def _moved_down(
    before: dict[tuple[int, int], tuple[object, int]], after: dict[tuple[int, int], tuple[object, int]], at: int
) -> None:
    for (row, column), look in before.items():
        place = (row + 2 if row >= at else row), column
        if after.get(place) != look and look[0] is not None:
            raise Imperfect(f"插入行后，第 {row} 行 {_letters(column)} 列没有下移")


def _same_after_both(before: bytes, after: bytes) -> None:
    """Only the calculation chain may be gone; formulas that were shared may be written out."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        if new.testzip() is not None:
            raise Imperfect("校验值不对")
        gone = {name for name in old.namelist() if name not in new.namelist() and not name.endswith("calcChain.xml")}
        if gone:
            raise Imperfect(f"部件少了 {sorted(gone)}")
        for name in new.namelist():
            one, other = old.read(name), new.read(name)
            if one == other or name.endswith((".rels", "[Content_Types].xml", ".vml")):
                continue
            first, second = _parsed(one), _parsed(other)
            if _local(first) in ("workbook", "sst"):
                _forced_only(name, one, other)
            elif _without_formulas(first) != _without_formulas(second):
                raise Imperfect(f"插入又删除行后，{name} 变了")


def _without_formulas(root: etree._Element) -> bytes:
    """A part without what may be written otherwise: formulas, their results, numbers that follow from the order."""
    shrunk = re.sub(rb"(?<=[A-Z$])104857[45]\b", b"1048576", _canonical(root))  # what was pushed off does not return
    copy = etree.fromstring(shrunk)
    for element in list(copy.iter()):
        name = _local(element)
        if name == "c" and any(_local(child) == "f" for child in element):
            element.clear()
        if name in ("row", "c"):
            element.attrib.pop("r", "")
    for data in (child for child in copy if _local(child) == "sheetData"):
        for row in list(data)[::-1]:  # formats alone may be pushed off the sheet, as in Excel
            if any(len(cell) for cell in row):
                break
            data.remove(row)
    return _canonical(copy)


# Copies


def copy_sheet(content: bytes) -> bytes:
    """Copy the first sheet: it holds the same, and all parts that were there are untouched."""
    book = Workbook.open(content)
    if not book.sheet_names:
        raise EditRefused("没有工作表")
    source = book[book.sheet_names[0]]
    name = f"{source.name[:20]}（2）"
    copy = book.copy_sheet(source.name, name)
    if _looks(source) != _looks(copy):
        raise Imperfect("复制的工作表内容不同")
    if len(source.formulas.all) != len(copy.formulas.all) or source.merged_ranges != copy.merged_ranges:
        raise Imperfect("复制的工作表公式或合并单元格不同")
    after = book.to_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        for part in old.namelist():
            if part.endswith(("calcChain.xml", "/")):
                continue
            one, other = old.read(part), new.read(part)
            if one != other and not re.search(r"(?i)(workbook|sharedStrings|Content_Types|\.rels)", part + _kind(one)):
                raise Imperfect(f"复制工作表时 {part} 变了")
    _no_dangling_links(after, content)
    _opens(content, after)
    return after


def _kind(content: bytes) -> str:
    try:
        return _local(_parsed(content))
    except etree.XMLSyntaxError:
        return ""


def _no_dangling_links(after: bytes, before: bytes) -> None:
    """Every internal relationship of the copy leads to a part, unless the original's did not either."""
    missing = _missing_targets(after)
    if len(missing) > 2 * len(_missing_targets(before)):
        raise Imperfect(f"关系指向不存在的部件：{missing[:3]}")


def _missing_targets(content: bytes) -> list[str]:
    import posixpath

    missing: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
        for part in archive.namelist():
            if not part.endswith(".rels"):
                continue
            folder = posixpath.dirname(posixpath.dirname(part.replace("\\", "/").lstrip("/")))
            for link in _parsed(archive.read(part)):
                target = link.get("Target", "").replace("\\", "/").partition("#")[0]
                if link.get("TargetMode") == "External" or not target:
                    continue
                whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                if posixpath.normpath(whole).lower() not in names:
                    missing.append(f"{part} → {target}")
    return missing


def _opens(before: bytes, after: bytes) -> None:
    """Openpyxl opens the result if it opened the original."""
    import openpyxl

    try:
        openpyxl.load_workbook(io.BytesIO(before))
    except Exception:  # noqa: BLE001 - it could not read the original either
        return
    openpyxl.load_workbook(io.BytesIO(after))


# LibreOffice


def check_with_office(outcomes: list[Outcome], folder: Path, wanted: int) -> None:
    """Open a sample of the last edited workbooks with LibreOffice, in one process."""
    program = shutil.which("soffice")
    sample = [outcome for outcome in outcomes if outcome.edited][:: max(1, len(outcomes) // max(wanted, 1))][:wanted]
    if program is None or not sample:
        return
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for at, outcome in enumerate(sample):
            suffix = Path(outcome.name).suffix
            original = next(folder.rglob(outcome.name))
            (work / f"{at}-before{suffix}").write_bytes(original.read_bytes())
            (work / f"{at}-after{suffix}").write_bytes(outcome.edited)
        files = [str(path) for path in sorted(work.iterdir())]
        profile = (work / "profile").as_uri()
        command = [program, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "ods", "--outdir", name]
        subprocess.run([*command, *files], capture_output=True, timeout=1200, check=False)
        for at, outcome in enumerate(sample):
            could, can = (work / f"{at}-before.ods").is_file(), (work / f"{at}-after.ods").is_file()
            outcome.results["LibreOffice"] = "LibreOffice 打不开" if could and not can else ""


# The table


def print_table(outcomes: list[Outcome]) -> None:
    """Print a line for each workbook and the sums."""
    checks = ("单元格", "行", "复制", "LibreOffice")
    print("  ".join(("毫秒".rjust(7), *checks, "文件")))
    for outcome in outcomes:
        marks = [_mark(outcome.results.get(name)) for name in checks]
        print(f"{outcome.milliseconds:9.1f}  " + "  ".join(marks) + f"  {outcome.name}")
        for name, result in outcome.results.items():
            if result:
                print(f"{'':11}{name}：{result}")
    perfect = sum(outcome.is_perfect for outcome in outcomes)
    refused = sum(any(outcome.results.values()) for outcome in outcomes if outcome.is_perfect)
    print(f"共 {len(outcomes)} 个工作簿：{perfect} 个完好（其中 {refused} 个有改动被说明原因地拒绝），")
    print(f"{len(outcomes) - perfect} 个不完好。")


def _mark(result: str | None) -> str:
    if result is None:
        return " － "
    return " ✓ " if not result else " 拒 " if result.startswith("拒绝") else " ✗ "


if __name__ == "__main__":
    sys.exit(main())
