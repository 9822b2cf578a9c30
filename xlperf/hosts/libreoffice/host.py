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

    def __init__(self, book: xlwings.Book, *, opened: bool, started: bool) -> None:
        """Take a workbook; ``opened`` and ``started`` say what of it was our doing, the workbook and the program."""
        super().__init__(book)
        self._opened = opened
        self._started = started

    @classmethod
    def open(cls, path: Path, office: Office | None = None) -> Self:
        """Find the workbook among those that are open in LibreOffice, or open it. Raises HostError."""
        if not path.is_file():
            raise HostError(f"找不到“{path}”")
        running = office or _listening()
        app = start_app(running)
        for book in app.books:
            if is_same_workbook(book.fullname, path):
                return cls(book, opened=False, started=False)
        return cls(app.books.open(path), opened=True, started=running is None)

    def leave(self) -> None:
        """Let go; what we opened is closed without saving, and a LibreOffice that we started ends."""
        app = self._book.app
        if self._opened:
            self._book.close()
        if self._started:
            app.quit()


def _listening() -> Office | None:
    try:
        return Office(PIPE)
    except HostError:
        return None
