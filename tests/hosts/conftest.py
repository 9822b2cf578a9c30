"""A running LibreOffice for the tests of the doors: one process with its own profile, reached over a pipe."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import pytest

from xlperf.hosts.host import HostError
from xlperf.hosts.libreoffice.bridge import load_uno
from xlperf.hosts.libreoffice.engine import start_app
from xlperf.hosts.libreoffice.office import RECALCULATE, Office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import xlwings

MACROS_ALLOWED: Final = {"Common/Security/Scripting/MacroSecurityLevel": 0}


@pytest.fixture(scope="session")
def uno_office() -> Iterator[Office]:
    """LibreOffice with macros allowed (only our own workbooks are opened), or a skipped test where it is missing."""
    if shutil.which("soffice") is None:
        pytest.skip("没有安装 LibreOffice（找不到 soffice） / LibreOffice is not installed")
    try:
        load_uno()
    except HostError as error:
        pytest.skip(f"{error} / python3-uno is missing")
    office = Office.start(RECALCULATE | MACROS_ALLOWED)
    yield office
    office.quit()


@pytest.fixture
def app(uno_office: Office) -> Iterator[xlwings.App]:
    """LibreOffice as a plain xlwings App; what a test leaves open is closed."""
    yield start_app(uno_office, macros=True)
    for document in uno_office.spreadsheets():
        document.close(True)  # noqa: FBT003 - UNO takes no names


@pytest.fixture
def unit_folder(tmp_path: Path) -> Path:
    """A unit folder whose path has Chinese and a blank."""
    folder = tmp_path / "示例 单位"
    (folder / "数据").mkdir(parents=True)
    return folder
