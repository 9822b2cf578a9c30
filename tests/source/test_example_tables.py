"""The committed export of the example unit is what its script makes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.source.conftest import EXAMPLE
from xlperf.source.kinds import FileKind, kind_of

if TYPE_CHECKING:
    import pytest

    from xlperf.source.grid import Grid

SCRIPTS = Path(__file__).parents[2] / "scripts"


def test_the_committed_export_is_what_the_script_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import build_example_tables  # type: ignore[import-not-found]

    made = build_example_tables.build()
    assert made == build_example_tables.build()
    assert made == EXAMPLE.read_bytes()
    for name in ("build_example_tables", "example_figures"):
        sys.modules.pop(name, None)


def test_it_is_a_genuine_xls_with_names_cut_as_excel_cuts_them(example_grids: tuple[Grid, ...]) -> None:
    assert kind_of(EXAMPLE.read_bytes()) is FileKind.XLS
    names = [grid.sheet for grid in example_grids]
    assert len(names) == 12
    assert "Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-" in names
    assert max(map(len, names)) == 31


def test_reading_it_needs_no_heavy_library() -> None:
    code = (
        "import sys, pathlib; from xlperf.source.files import SourceFile, read_files; "
        f"read_files([SourceFile('a.xls', pathlib.Path({str(EXAMPLE)!r}))]); "
        "print(sorted({'xlrd', 'openpyxl', 'pandas', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
