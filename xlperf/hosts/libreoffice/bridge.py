"""LibreOffice's Python interface (UNO), loaded from where LibreOffice put it, and nothing else with it."""

from __future__ import annotations

import builtins
import importlib.util
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from xlperf.hosts.host import HostError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

UnoObject: TypeAlias = Any
"""An object inside LibreOffice; its methods are known only there."""

_FOLDERS: Final = (
    "/usr/lib/python3/dist-packages",
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/Resources",
    "C:/Program Files/LibreOffice/program",
)


def load_uno() -> ModuleType:
    """Return the module ``uno``. Raises HostError when it is missing or made for another Python.

    Only this one file is taken from its folder, so that the system's other packages stay out of a virtual
    environment. Its import hook, which sends every failing import of the process to LibreOffice, is taken out again.
    """
    if "uno" in sys.modules:
        return sys.modules["uno"]
    hook, path = builtins.__import__, list(sys.path)
    try:
        for file in _candidates():
            module = _load(file)
            if module is not None:
                return module
    finally:
        builtins.__import__, sys.path[:] = hook, path
    raise HostError(
        "用不上 LibreOffice 的 Python 接口（uno）：没有安装，或与本程序的 Python 版本不同；"
        "Debian、Ubuntu、麒麟、统信可安装 python3-uno，或改用文件方式"
    )


def property_value(name: str, value: object) -> UnoObject:
    """Make a named argument (PropertyValue) of LibreOffice's calls."""
    return load_uno().createUnoStruct("com.sun.star.beans.PropertyValue", Name=name, Value=value)


def _candidates() -> Iterator[Path]:
    found = importlib.util.find_spec("uno")
    folders = [Path(found.origin).parent] if found and found.origin else []
    soffice = shutil.which("soffice")
    if soffice:
        folders.append(Path(soffice).resolve().parent)
    folders += [Path(folder) for folder in _FOLDERS]
    folders += sorted(Path("/opt").glob("libreoffice*/program"))
    return (folder / "uno.py" for folder in folders if (folder / "uno.py").is_file())


def _load(file: Path) -> ModuleType | None:
    spec = importlib.util.spec_from_file_location("uno", file)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    sys.modules["uno"] = module  # the bridge itself asks for it by this name
    sys.path.append(str(file.parent))
    try:
        spec.loader.exec_module(module)
    except ImportError:
        del sys.modules["uno"]
        return None
    finally:
        sys.path.remove(str(file.parent))
    return module
