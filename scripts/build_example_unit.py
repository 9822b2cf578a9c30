"""Build each example unit's 单位.toml and 填报表.xlsx, filled in, and put its blank official workbook beside them."""

from __future__ import annotations

import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from example_units import EXAMPLE_UNITS

from xlperf.forms.questionnaire import questionnaire
from xlperf.outputs import write_whole
from xlperf.scheme import load_scheme
from xlperf.unit import QUESTIONNAIRE, SETTINGS, settings_text

if TYPE_CHECKING:
    from example_units import ExampleUnit

ROOT: Final = Path(__file__).resolve().parent.parent
_SAVED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def build() -> None:
    """Write settings and the two workbooks into every example unit's folder."""
    for example in EXAMPLE_UNITS:
        folder = ROOT / "workbooks" / example.books.unit_name
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / SETTINGS, settings(example).encode())
        write_whole(folder / QUESTIONNAIRE, filled_questionnaire(example))
        shutil.copyfile(ROOT / "workbooks" / example.look.scheme / example.look.file, folder / example.look.file)
        for name in (SETTINGS, QUESTIONNAIRE, example.look.file):
            print(f"已生成 {(folder / name).relative_to(ROOT)}")


def settings(example: ExampleUnit) -> str:
    """Give 单位.toml of an example unit."""
    return settings_text(example.books.unit_name, example.books.year, example.look.scheme)


def filled_questionnaire(example: ExampleUnit) -> bytes:
    """Give 填报表.xlsx of an example unit, the same bytes for the same answers."""
    scheme = load_scheme(example.look.scheme)
    answers = example.answers(scheme)
    return dateless(questionnaire(scheme, answers, unit=example.books.unit_name, year=example.books.year))


def dateless(data: bytes) -> bytes:
    """Give the same workbook without the time of its making, so that the same answers give the same bytes."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = _SAVED.sub(rb"\g<1>2024-01-01T00:00:00Z\g<2>", old.read(entry))
            new.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


if __name__ == "__main__":
    build()
