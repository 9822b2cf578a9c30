"""A report against what its unit knows: the example's own report agrees, a changed figure names its cell."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Final

import pytest

from xlperf.examples import make_example
from xlperf.findings import Finding, Severity
from xlperf.pipeline import run
from xlperf.reviewing import review

REPORT: Final = "成果/自评报告.docx"


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("例") / "单位"
    make_example(folder)
    run(folder)
    return folder


def changed(unit: Path, before: str, after: str, folder: Path) -> Path:
    """Copy the report with one figure changed."""
    copy = folder / "报告.docx"
    with zipfile.ZipFile(unit / REPORT) as old, zipfile.ZipFile(copy, "w") as new:
        for part in old.infolist():
            raw = old.read(part)
            if part.filename == "word/document.xml":
                text = raw.decode()
                assert before in text
                raw = text.replace(before, after, 1).encode()
            new.writestr(part, raw)
    return copy


def spoken(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{f.code} {f.message}" for f in findings if f.severity is not Severity.HINT]


@pytest.mark.parametrize(
    "names",
    [
        (REPORT,),
        ("成果/部门*评分表.xlsx",),
        ("填报表.xlsx",),
        (REPORT, "成果/部门*评分表.xlsx", "数据/*.xls", "填报表.xlsx"),
    ],
)
def test_our_own_output_raises_nothing(unit: Path, names: tuple[str, ...]) -> None:
    paths = [path for name in names for path in unit.glob(name)]
    assert len(paths) == len(names)
    assert spoken(review(paths).findings) == []


def test_nine_of_ten_figures_of_our_own_report_are_borne_out_by_the_unit(unit: Path) -> None:
    (result,) = review([unit / REPORT], unit=unit).results
    assert spoken(result.findings) == []
    assert result.coverage.differ == 0
    assert result.coverage.agree * 10 >= result.coverage.numbers * 9


@pytest.mark.parametrize(
    ("before", "after", "cell"),
    [
        ("847.43万元", "874.43万元", "财决01-1表)!E"),
        ("847.43万元", "847.43元", "财决01-1表)!E"),
        ("3.66%", "6.36%", "财决01-1表)!P35"),
        ("15054", "15504", "填报表.xlsx 填报数!C12"),
        ("自评得3.95", "自评得3.59", "评分表!I15"),
        ("68.4%", "64.8%", "填报表.xlsx 绩效目标!"),
    ],
)
def test_a_changed_figure_is_held_against_its_cell(
    unit: Path, tmp_path: Path, before: str, after: str, cell: str
) -> None:
    findings = review([changed(unit, before, after, tmp_path)], unit=unit).findings
    assert any(f.code == "XP994" and cell in f.message for f in findings), spoken(findings)


def test_tables_beside_the_report_serve_as_well_as_the_unit(unit: Path, tmp_path: Path) -> None:
    tables = shutil.copy(next((unit / "数据").glob("*.xls")), tmp_path / "决算.xls")
    findings = review([changed(unit, "847.43万元", "874.43万元", tmp_path), Path(tables)]).findings
    assert any(f.code == "XP994" and "决算.xls" in f.message for f in findings)
