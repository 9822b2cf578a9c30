"""Workbooks in LibreOffice, in the shape that xlwings calls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlwings import base_classes

from xlperf.hosts.host import HostError
from xlperf.hosts.libreoffice.bridge import UnoObject, load_uno, property_value
from xlperf.hosts.libreoffice.sheets import Sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.hosts.libreoffice.engine import App

_FILTERS: Final = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".pdf": "calc_pdf_Export",
}
_EXCEL_FUNCTIONS: Final = 5
"""com.sun.star.sheet.FormulaLanguage.OOXML: function names as Excel stores them."""
_EXCEL_ADDRESSES: Final = 1
"""com.sun.star.sheet.AddressConvention.XL_A1."""
_ALL_GROUPS: Final = 0x7FFFFFFF


class Books(base_classes.Books):
    """The workbooks that are open."""

    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def app(self) -> App:
        """The program."""
        return self._app

    @property
    def api(self) -> UnoObject:
        """LibreOffice's own collection of documents."""
        return self._app.office.desktop.Components

    @property
    def active(self) -> Book:
        """The workbook opened last. Raises HostError when none is open."""
        books = list(self)
        if not books:
            raise HostError("LibreOffice 里没有打开的工作簿")
        return books[-1]

    def __iter__(self) -> Iterator[Book]:
        return (Book(self._app, document) for document in self._app.office.spreadsheets())

    def __len__(self) -> int:
        return len(self._app.office.spreadsheets())

    def __call__(self, key: int | str) -> Book:
        """Find a workbook by number from 1, by name or by path. Raises KeyError."""
        books = list(self)
        if isinstance(key, int):
            return books[key - 1]
        for book in books:
            if key.casefold() in (book.name.casefold(), book.fullname.casefold()):
                return book
        raise KeyError(key)

    def add(self) -> Book:
        """Make a new workbook."""
        return Book(self._app, self._app.office.load("private:factory/scalc"))

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: object = None,  # noqa: A002, ARG002 - the names that xlwings uses
        password: str | None = None,
        *_: object,
    ) -> Book:
        """Open a workbook. Raises HostError when LibreOffice cannot."""
        arguments: dict[str, object] = {"UpdateDocMode": 3 if update_links else 0}
        if read_only:
            arguments["ReadOnly"] = True
        if password:
            arguments["Password"] = password
        url = Path(fullname).resolve().as_uri()
        return Book(self._app, self._app.office.load(url, macros=self._app.macros, arguments=arguments))


class Book(base_classes.Book):
    """A workbook as xlwings knows it."""

    def __init__(self, app: App, document: UnoObject) -> None:
        self._app = app
        self.uno = document
        self._parser: UnoObject = None

    @property
    def api(self) -> UnoObject:
        """LibreOffice's own object."""
        return self.uno

    @property
    def app(self) -> App:
        """The program that has it open."""
        return self._app

    @property
    def sheets(self) -> Sheets:
        """The worksheets."""
        return Sheets(self)

    @property
    def fullname(self) -> str:
        """The path, or the title of a workbook that was never saved."""
        return str(load_uno().fileUrlToSystemPath(self.uno.URL) if self.uno.URL else self.uno.Title)

    @property
    def name(self) -> str:
        """The file name."""
        return Path(self.fullname).name

    @property
    def formulas(self) -> UnoObject:
        """LibreOffice's parser and printer of formulas, set to Excel's notation."""
        if self._parser is None:
            mapper = self.uno.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
            self._parser = self.uno.createInstance("com.sun.star.sheet.FormulaParser")
            self._parser.OpCodeMap = mapper.getAvailableMappings(_EXCEL_FUNCTIONS, _ALL_GROUPS)
            self._parser.FormulaConvention = _EXCEL_ADDRESSES
        return self._parser

    def activate(self) -> None:
        """Do nothing: documents without a window have no active one."""

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save in place, or under another name in the format of its suffix."""
        if path is None and password is None and self.uno.hasLocation():
            self.uno.store()
            return
        target = Path(path or self.fullname).resolve()
        arguments = [property_value("FilterName", _FILTERS[target.suffix.lower()]), property_value("Overwrite", True)]  # noqa: FBT003
        if password is not None:
            arguments.append(property_value("Password", password))
        self.uno.storeAsURL(target.as_uri(), tuple(arguments))

    def to_pdf(self, path: str, quality: object = None) -> None:  # noqa: ARG002 - the name that xlwings uses
        """Print into a PDF file."""
        arguments = (property_value("FilterName", _FILTERS[".pdf"]),)
        self.uno.storeToURL(Path(path).resolve().as_uri(), arguments)

    def close(self) -> None:
        """Close without saving."""
        self.uno.close(True)  # noqa: FBT003 - UNO takes no names
