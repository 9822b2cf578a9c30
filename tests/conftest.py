"""What tests of several rooms share: LibreOffice as an oracle."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import pytest

if TYPE_CHECKING:
    from pathlib import Path

RECALCULATE_ALWAYS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Office:
    """A LibreOffice with a profile of its own that calculates every formula when it opens a file."""

    program: str
    profile: Path

    def convert(self, path: Path, *, to: Literal["xlsx", "pdf", "csv"], out: Path) -> Path:
        """Convert ``path`` into the folder ``out`` and return the new file; several seconds a call, so batch."""
        out.mkdir(parents=True, exist_ok=True)
        target = out / f"{path.stem}.{to}"
        if target == path:
            raise ValueError(f"{target} would be overwritten: choose another folder")
        target.unlink(missing_ok=True)
        command = [
            self.program,
            "--headless",
            f"-env:UserInstallation={self.profile.as_uri()}",
            "--convert-to",
            to,
            "--outdir",
            str(out),
            str(path),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
        if not target.is_file():  # the exit status is 0 also when nothing was written
            raise AssertionError(f"soffice wrote no {target.name}: {done.stdout} {done.stderr}")
        return target


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice, or a skipped test where there is none."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("没有安装 LibreOffice（找不到 soffice），不做对照 / LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("libreoffice")
    user = profile / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(RECALCULATE_ALWAYS, encoding="utf-8")
    return Office(program, profile)
