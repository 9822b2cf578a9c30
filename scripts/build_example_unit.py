"""Build the example unit's 填报表.xlsx, filled in, and put the blank official workbook beside it."""

from __future__ import annotations

import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

from build_official_workbooks import GD_DISTRICT
from example_answers import example_answers
from example_figures import UNIT_NAME, YEAR

from xlperf.forms.questionnaire import questionnaire
from xlperf.outputs import write_whole
from xlperf.scheme import load_scheme
from xlperf.unit import QUESTIONNAIRE

ROOT: Final = Path(__file__).resolve().parent.parent
_SAVED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def build() -> None:
    """Write the two workbooks into the example unit's folder."""
    folder = ROOT / "workbooks" / UNIT_NAME
    scheme = load_scheme(GD_DISTRICT.scheme)
    answers = example_answers(scheme)
    write_whole(folder / QUESTIONNAIRE, dateless(questionnaire(scheme, answers, unit=UNIT_NAME, year=YEAR)))
    shutil.copyfile(ROOT / "workbooks" / GD_DISTRICT.scheme / GD_DISTRICT.file, folder / GD_DISTRICT.file)
    for name in (QUESTIONNAIRE, GD_DISTRICT.file):
        print(f"已生成 {(folder / name).relative_to(ROOT)}")


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
