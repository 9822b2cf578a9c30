"""Each shipped scheme has an example unit that its scripts make and that runs without a finding."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from build_example_tables import build, target
from build_example_unit import ROOT, filled_questionnaire, settings
from example_units import EXAMPLE_UNITS, ExampleUnit

from xlperf import pipeline
from xlperf.cli import status
from xlperf.examples import EXAMPLE_OF, make_example
from xlperf.ooxml import Workbook
from xlperf.scheme import shipped_schemes
from xlperf.unit import QUESTIONNAIRE, SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

TOTALS = {"gd-district-2023": "99.95", "national-frame-2013": "97.74", "steps-corridor-2023": "94.35"}
each = pytest.mark.parametrize("example", EXAMPLE_UNITS, ids=lambda example: example.look.scheme)


def folder(example: ExampleUnit) -> Path:
    return ROOT / "workbooks" / example.books.unit_name


def test_every_shipped_scheme_has_an_example_unit() -> None:
    assert set(EXAMPLE_OF) == set(shipped_schemes())
    assert {e.look.scheme: e.books.unit_name for e in EXAMPLE_UNITS} == EXAMPLE_OF


@each
def test_the_committed_files_are_what_the_scripts_make(example: ExampleUnit) -> None:
    here = folder(example)
    blank = ROOT / "workbooks" / example.look.scheme / example.look.file
    assert target(example.books).read_bytes() == build(example.books)
    assert (here / SETTINGS).read_text(encoding="utf-8") == settings(example)
    assert (here / example.look.file).read_bytes() == blank.read_bytes()
    assert parts((here / QUESTIONNAIRE).read_bytes()) == parts(filled_questionnaire(example))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@each
def test_the_example_runs_without_a_finding_and_leaves_nothing_open(example: ExampleUnit, tmp_path: Path) -> None:
    unit = tmp_path / "单位"
    make_example(unit, example.books.unit_name)
    result = pipeline.run(unit)
    assert str(result.results.total) == TOTALS[example.look.scheme]
    assert [finding.message for finding in result.findings] == []
    report = zipfile.ZipFile(unit / "成果" / "自评报告.docx").read("word/document.xml").decode()
    assert example.books.unit_name in report
    assert "待补充" not in report
    filled = Workbook.open(unit / "成果" / example.look.file)
    cells = result.cells.values()
    assert len(cells) == len(list(result.results.scheme.leaves()))
    for found in cells:
        for spot in found.values():
            sheet, cell = spot.split("!")
            value = filled[sheet][cell].value
            assert value not in {None, ""}
            assert "待补充" not in str(value)


def test_demo_makes_the_example_of_a_scheme(tmp_path: Path) -> None:
    unit = tmp_path / "示例"
    assert status(["demo", str(unit), "--scheme", "steps-corridor-2023"]) == 0
    assert (unit / "成果" / "自评报告.docx").is_file()
    assert "steps-corridor-2023" in (unit / SETTINGS).read_text(encoding="utf-8")


def test_demo_of_a_scheme_without_example_says_which_have_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["demo", str(tmp_path / "示例"), "--scheme", "final-accounts"]) == 2
    assert "national-frame-2013" in capsys.readouterr().err
    assert not (tmp_path / "示例").exists()
