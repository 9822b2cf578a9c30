"""An xlwings engine over LibreOffice: plain xlwings code runs unchanged where there is no Excel.

app = start_app()
app.books.open("评分表.xlsx").sheets["评分表"]["H12"].value = 3
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from xlwings import base_classes

from xlperf.hosts.libreoffice.books import Books
from xlperf.hosts.libreoffice.office import Office
from xlperf.hosts.libreoffice.values import CellError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import xlwings

    from xlperf.hosts.libreoffice.bridge import UnoObject

_SCRIPT: Final = "vnd.sun.star.script:VBAProject.{name}?language=Basic&location=document"


class Engine:
    """What xlwings asks of an engine: its name, its programs, and how values are made ready."""

    name: Final = "libreoffice"
    type: Final = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: object) -> object:  # noqa: ANN401, ARG004 - whatever xlwings was given
        """Make a value of pandas or numpy plain; what is missing becomes blank."""
        if value is None or type(value).__name__ in {"NaTType", "NAType"}:
            return ""
        plain = value.item() if hasattr(value, "item") else value
        if hasattr(plain, "to_pydatetime"):
            return plain.to_pydatetime()
        return "" if isinstance(plain, float) and math.isnan(plain) else plain

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[object]],
        datetime_builder: Callable[..., object],
        empty_as: object,
        number_builder: Callable[[float], object] | None,
        err_to_str: bool,
    ) -> list[list[object]]:
        """Turn what was read into what xlwings' options ask for."""

        def clean(value: object) -> object:
            if isinstance(value, CellError):
                return str(value) if err_to_str else None
            if value in ("", None):
                return empty_as
            if isinstance(value, datetime):
                parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
                return datetime_builder(**{part: getattr(value, part) for part in parts}, tzinfo=None)
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """The LibreOffice processes that were started through the engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._apps: list[App] = []

    def add(
        self,
        spec: object = None,  # noqa: ARG002 - the names that xlwings uses
        add_book: bool | None = None,
        xl: Office | None = None,
        visible: object = None,  # noqa: ARG002
    ) -> App:
        """Start LibreOffice, or take over one that runs (``xl``)."""
        app = App(self, self._engine, xl or Office.start())
        self._apps.insert(0, app)
        if add_book:
            app.books.add()
        return app

    def remove(self, app: App) -> None:
        """Forget a process that has ended."""
        if app in self._apps:
            self._apps.remove(app)

    def keys(self) -> list[int]:
        """Return the process numbers."""
        return [app.pid for app in self._apps]

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)

    @staticmethod
    def cleanup() -> None:
        """Do nothing: each process is ended where it was started."""


class App(base_classes.App):
    """LibreOffice as xlwings knows a program."""

    screen_updating = True
    display_alerts = True
    enable_events = True
    interactive = True
    visible = False
    macros = False
    """Whether macros of the workbooks that are opened may run; only for our own workbook's test."""

    def __init__(self, apps: Apps, engine: Engine, office: Office) -> None:
        self._apps = apps
        self._engine = engine
        self.office = office

    @property
    def engine(self) -> Engine:
        """The engine."""
        return self._engine

    @property
    def api(self) -> UnoObject:
        """LibreOffice's desktop."""
        return self.office.desktop

    @property
    def pid(self) -> int:
        """The process number."""
        return self.office.pid

    @property
    def version(self) -> str:
        """LibreOffice's version."""
        return self.office.version()

    @property
    def books(self) -> Books:
        """The workbooks that are open."""
        return Books(self)

    def activate(self, steal_focus: bool = False) -> None:
        """Do nothing: there is no window."""

    def calculate(self) -> None:
        """Calculate every formula of every open workbook."""
        for document in self.office.spreadsheets():
            document.calculateAll()

    def run(self, macro: str, args: Sequence[object]) -> object:
        """Run a macro, Module.Sub or Book!Module.Sub, of an open workbook."""
        book, _, name = macro.rpartition("!")
        target = self.books(book.strip("'")) if book else self.books.active
        script = target.uno.getScriptProvider().getScript(_SCRIPT.format(name=name))
        plain = tuple(float(arg) if isinstance(arg, int) and not isinstance(arg, bool) else arg for arg in args)
        return script.invoke(plain, (), ())[0]

    def quit(self) -> None:
        """Close everything without saving and end the process."""
        self.office.quit()
        self._apps.remove(self)

    def kill(self) -> None:
        """End the process, as quit does."""
        self.quit()


def start_app(office: Office | None = None, *, macros: bool = False) -> xlwings.App:
    """Start LibreOffice, or take the one given, and return it as a plain xlwings App."""
    import xlwings

    app = Engine().apps.add(xl=office)
    app.macros = macros
    return xlwings.App(impl=app)
