"""A LibreOffice process of our own, reached over a named pipe; no window, no network port."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from xlperf.hosts.host import HostError
from xlperf.hosts.libreoffice.bridge import UnoObject, load_uno, property_value

if TYPE_CHECKING:
    from collections.abc import Mapping

_START_SECONDS: Final = 60.0
_STOP_SECONDS: Final = 15.0
_MACROS_NEVER: Final = 0
_MACROS_ALWAYS: Final = 4
"""Two values of com.sun.star.document.MacroExecMode."""
_ITEM: Final = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
RECALCULATE: Final = {"Calc/Formula/Load/OOXMLRecalcMode": 0}
"""Settings of the profile with which formulas are calculated when a workbook is opened."""


class Office:
    """A running LibreOffice: started by us, with a profile of its own, or one that listens on a known pipe."""

    def __init__(self, pipe: str, process: subprocess.Popen[bytes] | None = None, profile: Path | None = None) -> None:
        """Connect over ``pipe``. Raises HostError when nobody listens there."""
        self._process = process
        self._profile = profile
        try:
            self._context = _connect(pipe)
        except _connection_errors() as error:
            raise HostError(f"连不上 LibreOffice（管道 {pipe}）：它没有运行，或没有打开这个管道") from error
        self.desktop = self.create("com.sun.star.frame.Desktop")

    @classmethod
    def start(cls, settings: Mapping[str, object] | None = None, program: str = "soffice") -> Office:
        """Start LibreOffice with a fresh profile. Raises HostError when it is not installed or does not start."""
        executable = shutil.which(program)
        if executable is None:
            raise HostError("没有找到 LibreOffice（soffice）：请先安装，或改用文件方式")
        load_uno()
        profile = Path(tempfile.mkdtemp(prefix="xlperf-office-"))
        _write_settings(profile, RECALCULATE if settings is None else settings)
        pipe = f"xlperf{secrets.token_hex(6)}"
        process = subprocess.Popen(  # noqa: S603 - the program is LibreOffice as found on the path
            [
                executable,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _wait_for(pipe, process)
        office = cls(pipe, process, profile)
        atexit.register(office.quit)  # a process that nobody sees must not outlive us
        return office

    @property
    def pid(self) -> int:
        """The number of the process, 0 for a LibreOffice that we did not start."""
        return self._process.pid if self._process else 0

    def create(self, service: str) -> UnoObject:
        """Make one of LibreOffice's services."""
        return self._context.ServiceManager.createInstanceWithContext(service, self._context)

    def version(self) -> str:
        """Return LibreOffice's version: 7.4.7.2."""
        provider = self.create("com.sun.star.configuration.ConfigurationProvider")
        product = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess",
            (property_value("nodepath", "/org.openoffice.Setup/Product"),),
        )
        return str(product.ooSetupVersionAboutBox)

    def spreadsheets(self) -> list[UnoObject]:
        """Return the workbooks that are open."""
        components, found = self.desktop.Components.createEnumeration(), []
        while components.hasMoreElements():
            document = components.nextElement()
            if document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                found.append(document)
        return found

    def load(self, url: str, *, macros: bool = False, arguments: Mapping[str, object] | None = None) -> UnoObject:
        """Open a document without a window; its macros may run only when asked for.

        Raises HostError when LibreOffice cannot open it.
        """
        wanted: dict[str, object] = {
            "Hidden": True,  # builds without a graphical part abort on a visible document
            "MacroExecutionMode": _MACROS_ALWAYS if macros else _MACROS_NEVER,
        } | dict(arguments or {})
        properties = tuple(property_value(name, value) for name, value in wanted.items())
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, properties)
        if document is None:
            name = unquote(url).rpartition("/")[2]
            raise HostError(f"LibreOffice 打不开“{name}”：它可能正被别的程序打开，或已损坏；关闭后再试一次")
        return document

    def quit(self) -> None:
        """Close what is open, end a LibreOffice that we started, and remove its profile."""
        if self._process is None:
            return
        gone = load_uno().getClass("com.sun.star.uno.Exception")
        with suppress(gone):
            for document in self.spreadsheets():
                with suppress(gone):  # a macro may hold on to one
                    document.close(True)  # noqa: FBT003 - UNO takes no names
        with suppress(gone):  # the bridge goes down while terminate() answers, or the process is gone already
            self.desktop.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            _end(self._process)
        self._process = None
        if self._profile is not None:
            shutil.rmtree(self._profile, ignore_errors=True)


def _connect(pipe: str) -> UnoObject:
    local = load_uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")


def _connection_errors() -> tuple[type[BaseException], ...]:
    names = ("com.sun.star.connection.NoConnectException", "com.sun.star.lang.DisposedException")
    return tuple(load_uno().getClass(name) for name in names)


def _wait_for(pipe: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while True:
        try:
            _connect(pipe)
        except _connection_errors():
            if process.poll() is not None or time.monotonic() > end:
                _end(process)
                raise HostError("LibreOffice 没有启动成功：先单独打开一次 LibreOffice 看看它是否正常") from None
            time.sleep(0.05)
        else:
            return


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice by force: soffice is a script, the office itself its child."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _write_settings(profile: Path, settings: Mapping[str, object]) -> None:
    items = []
    for key, value in settings.items():
        path, _, name = key.rpartition("/")
        items.append(_ITEM.format(path=path, name=name, value=value))
    user = profile / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        + "".join(items)
        + "</oor:items>",
        encoding="utf-8",
    )
