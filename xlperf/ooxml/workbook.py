"""A workbook opened for lossless editing: sheets, names, tables of strings and formats, saving."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from xlperf.errors import reason_of
from xlperf.ooxml.addresses import cell_address, cell_position
from xlperf.ooxml.calculation import Recalculation, calculate_on_load
from xlperf.ooxml.cells import CellReader
from xlperf.ooxml.edit_findings import findings_of
from xlperf.ooxml.errors import UnreadableWorkbook
from xlperf.ooxml.kinds import describe_file, describe_package
from xlperf.ooxml.package import Package
from xlperf.ooxml.saving import refuse_if_changed, refuse_if_in_use, replace_file
from xlperf.ooxml.sheet import Sheet
from xlperf.ooxml.strings import SharedStrings
from xlperf.ooxml.styles import Styles
from xlperf.ooxml.text import whole_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from os import PathLike

    from xlperf.findings import Finding
    from xlperf.ooxml.changes import Change
    from xlperf.ooxml.markup import Element

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


class Workbook:
    """A workbook (工作簿) whose every byte stays as it is but for what is edited.

    Attributes:
        name: file name, empty if it was not read from a path.
        package: the parts of the file.
        part: the name of the workbook's own part.
    """

    def __init__(self, content: bytes, path: Path | None = None) -> None:
        """Open the content of a workbook file; see ``open``."""
        problem = describe_file(content)
        if problem is not None:
            raise UnreadableWorkbook(f"{path.name}：{problem}" if path is not None else problem)
        self.name = path.name if path is not None else ""
        self._read: dict[Path, bytes] = {path.resolve(): content} if path is not None else {}
        self._content = content
        self.package = Package(content)
        self.part = self._find_part()
        self._sheets: dict[str, Sheet] = {}
        self._changes: dict[tuple[str, int, int], Change] = {}
        self.touched: set[tuple[str, int, int]] = set()
        """Cells whose dependents need new results: sheet, row, column."""
        self.is_edited = False
        self.recalculation = Recalculation()
        """What the last save could work out, and what it left to Excel, with the reasons."""

    @classmethod
    def open(cls, source: str | PathLike[str] | bytes | BinaryIO) -> Workbook:
        """Open a workbook for reading and editing; its sheets are read when they are needed.

        Args:
            source: a path, the content itself, or a file opened for reading bytes.

        Raises:
            UnreadableWorkbook: damaged, encrypted, or no .xlsx, .xlsm, .xltx or .xltm; says what it is.
        """
        if isinstance(source, bytes):
            return cls(source)
        if hasattr(source, "read"):
            return cls(source.read())
        path = Path(source)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UnreadableWorkbook(
                f"“{path.name}”打不开（{_why(error)}），请检查文件名、位置，并关闭占用它的程序"
            ) from error
        try:
            return cls(content, path)
        except UnreadableWorkbook as error:
            if str(error).startswith(path.name):
                raise
            raise UnreadableWorkbook(f"{path.name}：{error}") from error

    def _find_part(self) -> str:
        package = self.package
        part = package.related("", "officeDocument")
        if part is None:
            raise UnreadableWorkbook(describe_package(package.names))
        if part.lower().endswith(".bin"):
            raise UnreadableWorkbook(describe_package(["xl/workbook.bin"]))
        if package.document(part).root.name != "workbook":
            raise UnreadableWorkbook(describe_package(package.names))
        return part

    @property
    def root(self) -> Element:
        """The workbook's own part."""
        return self.package.document(self.part).root

    # Sheets

    @property
    def tabs(self) -> list[Element]:
        """All sheets in the order of their tabs, chart sheets too, as the workbook part lists them."""
        group = self.root.first("sheets")
        return group.all("sheet") if group is not None else []

    @cached_property
    def _sheet_parts(self) -> dict[str, tuple[str, Element]]:
        links = {link.id: link for link in self.package.relationships(self.part)}
        found: dict[str, tuple[str, Element]] = {}
        for tab in self.tabs:
            link = links.get(tab.get("r:id"))
            part = self.package.find(link.target) if link is not None and link.kind == "worksheet" else None
            if part is not None:
                found[tab.get("name")] = (part, tab)
        return found

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The names of the worksheets in the order of their tabs; chart and dialog sheets are none."""
        return tuple(self._sheet_parts)

    def __getitem__(self, name: str) -> Sheet:
        """Give a worksheet by its name.

        Raises:
            KeyError: naming the sheets that there are.
        """
        if name not in self._sheets:
            if name not in self._sheet_parts:
                raise KeyError(f"没有名为“{name}”的工作表，现有：{'、'.join(self.sheet_names) or '（无）'}")
            part, tab = self._sheet_parts[name]
            self._sheets[name] = Sheet(self, name, part, tab.get("state"))
        return self._sheets[name]

    def __contains__(self, name: object) -> bool:
        return name in self._sheet_parts

    def __iter__(self) -> Iterator[Sheet]:
        """Go through the worksheets."""
        return (self[name] for name in self.sheet_names)

    def id_of(self, sheet_name: str) -> str:
        """Give the number by which the calculation chain knows a sheet."""
        return self._sheet_parts[sheet_name][1].get("sheetId")

    def copy_sheet(self, source: str, name: str) -> Sheet:
        """Copy a worksheet with all that belongs to it, to the end of the tabs.

        Args:
            source: the sheet to copy.
            name: the name of the copy.

        Raises:
            KeyError: there is no such sheet.
            EditRefused: the name is taken or not allowed, or something cannot be copied safely; it is named.
        """
        from xlperf.ooxml.copying import copy_sheet

        return copy_sheet(self, self[source], name)

    def forget_sheets(self) -> None:
        """Look up the sheets again, after the workbook part was edited."""
        self.__dict__.pop("_sheet_parts", None)

    # What cells point into

    @cached_property
    def strings(self) -> SharedStrings | None:
        """The shared strings; None if the workbook has no such table."""
        part = self.package.related(self.part, "sharedStrings")
        return SharedStrings(self.package.content(part), part) if part is not None else None

    @cached_property
    def styles(self) -> Styles | None:
        """The formats; None if the workbook has none."""
        part = self.package.related(self.part, "styles")
        return Styles(self.package.document(part)) if part is not None else None

    def obtain_styles(self) -> Styles:
        """Give the formats, making the table if the workbook has none."""
        if self.styles is None:
            part = self.package.new_name("xl/styles{}.xml").replace("styles1", "styles")
            namespace = self.root.namespace
            self.package.add(part, _EMPTY_STYLES.replace("{}", namespace).encode(), _STYLES_TYPE)
            self.package.relate(self.part, "styles", part)
            self.__dict__["styles"] = Styles(self.package.document(part))
            self.__dict__.pop("reader", None)
        return self.styles or Styles(self.package.document(""))

    @cached_property
    def is_1904(self) -> bool:
        """Whether days count from 1904, as in workbooks of the first Excel for Mac."""
        properties = self.root.first("workbookPr")
        return properties is not None and properties.is_on("date1904")

    @cached_property
    def reader(self) -> CellReader:
        """Reads values of cells."""
        return CellReader(self.strings, self.styles, is_1904=self.is_1904)

    @property
    def defined_names(self) -> dict[str, str]:
        """The defined names that hold everywhere, with what they refer to."""
        return {
            element.get("name"): element.text
            for element in self._name_elements()
            if "localSheetId" not in element.attributes
        }

    def defined_names_of(self, sheet_name: str) -> dict[str, str]:
        """Give the defined names as a sheet sees them, its own before the others, in lower case."""
        tabs = [tab.get("name") for tab in self.tabs]
        found = {name.casefold(): text for name, text in self.defined_names.items()}
        for element in self._name_elements():
            local = whole_number(element.get("localSheetId"))
            if 0 <= local < len(tabs) and tabs[local] == sheet_name:
                found[element.get("name").casefold()] = element.text
        return found

    def all_names(self) -> Iterator[tuple[tuple[str | None, str], str]]:
        """Go through all defined names: the sheet that they hold for (None: everywhere) and name, and meaning."""
        tabs = [tab.get("name") for tab in self.tabs]
        for element in self._name_elements():
            local = element.get("localSheetId")
            number = whole_number(local)
            sheet = tabs[number] if 0 <= number < len(tabs) else None
            if sheet is not None or not local:
                yield (sheet, element.get("name")), element.text

    def _name_elements(self) -> list[Element]:
        group = self.root.first("definedNames")
        return group.all("definedName") if group is not None else []

    # Edits

    @property
    def changes(self) -> tuple[Change, ...]:
        """The cells that were edited, each with its value before the first edit and now."""
        order = {name: at for at, name in enumerate(self.sheet_names)}
        keys = sorted(self._changes, key=lambda key: (order.get(key[0], 0), key[1], key[2]))
        return tuple(self._changes[key] for key in keys)

    def note_change(self, sheet: Sheet, change: Change) -> None:
        """Remember that a cell was edited; what it held before the first edit stays known."""
        key = (sheet.name, *cell_position(change.cell))
        earlier = self._changes.get(key)
        if earlier is not None:
            change = replace(change, old=earlier.old, old_formula=earlier.old_formula)
        self._changes[key] = change
        self.touched.add(key)
        self.is_edited = True

    @contextmanager
    def one_edit(self) -> Iterator[None]:
        """Make an edit of many parts that is done whole or, if it is refused, not at all."""
        self._bake()
        package = self.package
        before = dict(package.rewritten), set(package.removed), dict(self._changes), set(self.touched)
        try:
            yield
        except BaseException:
            self._forget_trees()
            package.rewritten, package.removed, self._changes, self.touched = before
            raise
        self._bake()

    def _bake(self) -> None:
        self._write_parts()
        self.package.rewritten = {name: [b"".join(content)] for name, content in self.package.rewritten.items()}
        self.package.bake()
        self._forget_trees()

    def _forget_trees(self) -> None:
        self.package.forget_trees()
        for name in ("strings", "styles", "reader", "_sheet_parts"):
            self.__dict__.pop(name, None)
        for sheet in self._sheets.values():
            sheet.forget()

    def moved_changes(self, sheet: Sheet, moved: Callable[[int], int | None]) -> None:
        """Let the notes of edited cells on a sheet follow its rows; those of deleted rows go."""
        notes: dict[tuple[str, int, int], Change] = {}
        for (name, row, column), change in self._changes.items():
            after = moved(row) if name == sheet.name else row
            if after is not None:
                notes[name, after, column] = replace(change, cell=cell_address(after, column))
        self._changes = notes
        self.touched = {
            (name, after, column)
            for name, row, column in self.touched
            if (after := moved(row) if name == sheet.name else row) is not None
        }

    @property
    def is_signed(self) -> bool:
        """Whether the file carries a digital signature, which any edit makes invalid."""
        return any(
            link.kind == "origin" and "digital-signature" in link.type for link in self.package.relationships("")
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say about the edits: a signature made invalid, values outside their lists, stale results."""
        return tuple(findings_of(self))

    # Saving

    @property
    def sha256(self) -> str:
        """The hash of the file as it was read."""
        import hashlib

        return hashlib.sha256(self._content).hexdigest()

    def _finish(self) -> None:
        """Bring the parts in line with the edits."""
        if self.touched:
            from xlperf.ooxml.results import recalculate_dependents

            self.recalculation = recalculate_dependents(self)
        if self.is_edited and any(sheet.has_formulas for sheet in self):
            calculate_on_load(self.package, self.part)
        self._write_parts()

    def _write_parts(self) -> None:
        for sheet in self._sheets.values():
            if sheet.is_loaded and sheet.data.is_changed:
                self.package.rewritten[sheet.part] = sheet.data.written()
        strings = self.__dict__.get("strings")
        if strings is not None and strings.is_changed:
            self.package.rewritten[strings.part] = strings.written()

    def _pieces(self) -> Iterator[bytes]:
        self._finish()
        return self.package.written()

    def to_bytes(self) -> bytes:
        """Give the workbook file with all edits."""
        return b"".join(self._pieces())

    def save(self, path: str | PathLike[str], *, replace_other: bool = False) -> None:
        """Save the workbook, whole or not at all.

        Args:
            path: where to. A file that is there is replaced only if it is the one that was read.
            replace_other: whether a file may be replaced that was not read.

        Raises:
            ChangedOnDisk: the file there is not what was read.
            WorkbookInUse: it is open in Excel, WPS or LibreOffice.
        """
        target = Path(path)
        key = target.resolve()
        refuse_if_in_use(target)
        if not replace_other:
            refuse_if_changed(target, self._read.get(key))
        self._read[key] = replace_file(target, self._pieces())


def _why(error: OSError) -> str:
    known = {
        "FileNotFoundError": "没有这个文件",
        "IsADirectoryError": "是文件夹",
        "PermissionError": "被占用或没有权限",
    }
    return known.get(type(error).__name__, reason_of(error))


_EMPTY_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
