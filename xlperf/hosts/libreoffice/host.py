"""The door to a workbook in LibreOffice: the very xlwings code of the Excel door, over our own engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.hosts.excel import is_same_workbook
from xlperf.hosts.host import HostError
from xlperf.hosts.libreoffice.engine import start_app
from xlperf.hosts.libreoffice.office import Office
from xlperf.hosts.xlwings_host import XlwingsHost

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    import xlwings

PIPE: Final = "xlperf"
"""On which an officer's LibreOffice listens when started with --accept="pipe,name=xlperf;urp;"."""


class LibreOfficeHost(XlwingsHost):
    """A workbook in the LibreOffice that listens for us, or else in one that we start for it.

    LibreOffice rewrites fonts and themes of an .xlsx that it saves: for an official workbook use the file door,
    unless the officer has it open in LibreOffice anyway.
    """

    def __init__(self, book: xlwings.Book, *, ours: bool) -> None:
        super().__init__(book)
        self._ours = ours

    @classmethod
    def open(cls, path: Path, office: Office | None = None) -> Self:
        """Find the workbook among those that are open in LibreOffice, or open it. Raises HostError."""
        if not path.is_file():
            raise HostError(f"找不到“{path}”")
        app = start_app(office or _listening_or_new())
        for book in app.books:
            if is_same_workbook(book.fullname, path):
                return cls(book, ours=False)
        return cls(app.books.open(path), ours=True)

    def leave(self) -> None:
        """Let go; what we opened is closed without saving, and a LibreOffice that has nothing else open ends."""
        if not self._ours:
            return
        app = self._book.app
        self._book.close()
        if not app.books:
            app.quit()


def _listening_or_new() -> Office:
    try:
        return Office(PIPE)
    except HostError:
        return Office.start()
