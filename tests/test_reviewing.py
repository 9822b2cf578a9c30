"""A report against what its unit knows: the example's own report agrees, a changed figure names its cell."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Final

import pytest
from docx import Document
from openpyxl import load_workbook

from xlperf.audit import read_explanations
from xlperf.cli import status
from xlperf.examples import make_example
from xlperf.findings import Finding, Severity
from xlperf.pipeline import run
from xlperf.reviewing import OPINIONS, review

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


def test_tables_without_a_report_are_held_against_each_other(unit: Path) -> None:
    (result,) = review([next((unit / "数据").glob("*.xls"))]).results
    assert result.year == "2023"
    assert spoken(result.findings) == []


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A Word report with one wrong total."""
    document = Document()
    for line in (
        "示例区某局2023年度部门整体支出绩效自评报告",
        "本年收入合计873.35万元，其中：财政拨款收入847.43万元，其他收入29.52万元。",
    ):
        document.add_paragraph(line)
    path = tmp_path / "各单位" / "甲局" / "报告.docx"
    path.parent.mkdir(parents=True)
    document.save(str(path))
    return path


def answer(opinions: Path, words: str) -> str:
    """Write an explanation beside the first finding, as an officer does; give its fingerprint."""
    book = load_workbook(opinions)
    sheet = book["意见"]
    row = next(cells for cells in sheet.iter_rows(min_row=2) if len(str(cells[9].value or "")) == 12)
    row[8].value = words
    book.save(opinions)
    return str(row[9].value)


def test_an_explanation_is_kept_on_the_next_run_of_the_command(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["audit", str(wrong)]) == 1
    opinions = wrong.parent / "审核" / OPINIONS
    mark = answer(opinions, "口径不同")
    assert status(["audit", str(wrong)]) == 1
    assert read_explanations(opinions) == {mark: "口径不同"}
    assert status(["audit", str(wrong)]) == 1
    assert "（新）" not in capsys.readouterr().out


def test_an_explanation_whose_finding_is_gone_waits_for_it(wrong: Path) -> None:
    output = wrong.parent / "审核"
    review([wrong], output=output)
    mark = answer(output / OPINIONS, "口径不同")
    good = wrong.with_name("另一份.txt")
    good.write_text("2023年度部门整体支出绩效自评报告\n一切正常。", encoding="utf-8")
    review([good], output=output)
    assert read_explanations(output / OPINIONS) == {mark: "口径不同"}


@pytest.mark.parametrize("lock", [f"~${OPINIONS[2:]}", f".~lock.{OPINIONS}#"])
def test_opinions_that_are_open_are_not_replaced(wrong: Path, lock: str) -> None:
    output = wrong.parent / "审核"
    review([wrong], output=output)
    before = (output / OPINIONS).read_bytes()
    (output / lock).touch()
    again = review([wrong], output=output)
    assert (output / OPINIONS).read_bytes() == before
    assert again.outputs["opinions"].name == "审核意见（新）.xlsx"
    assert [f.code for f in again.remarks] == ["XP801"]


def test_opinions_that_cannot_be_read_are_left_as_they_are(wrong: Path) -> None:
    output = wrong.parent / "审核"
    output.mkdir()
    (output / OPINIONS).write_bytes(b"no workbook")
    again = review([wrong], output=output)
    assert (output / OPINIONS).read_bytes() == b"no workbook"
    assert again.outputs["opinions"].is_file()
    assert [f.code for f in again.remarks] == ["XP802"]


def test_a_folder_is_summed_up_with_links_and_a_commented_copy_of_each_report(wrong: Path) -> None:
    folder = wrong.parent.parent
    (folder / "乙局.txt").write_text("2023年度部门整体支出绩效自评报告\n全年支出1.20万元。", encoding="utf-8")
    again = review([folder], output=folder / "审核")
    assert [result.files for result in again.results] == [("甲局/报告.docx",), ("乙局.txt",)]
    assert (folder / "审核" / "甲局-报告（审核批注）.docx").is_file()
    sheet = load_workbook(folder / "审核" / OPINIONS)["意见"]
    links = {cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert {str(link).replace("\\", "/") for link in links} == {"../甲局/报告.docx"}
    assert [result.files for result in review([folder], output=folder / "审核").results] == [
        ("甲局/报告.docx",),
        ("乙局.txt",),
    ]


def test_tables_beside_the_report_serve_as_well_as_the_unit(unit: Path, tmp_path: Path) -> None:
    tables = shutil.copy(next((unit / "数据").glob("*.xls")), tmp_path / "决算.xls")
    findings = review([changed(unit, "847.43万元", "874.43万元", tmp_path), Path(tables)]).findings
    assert any(f.code == "XP994" and "决算.xls" in f.message for f in findings)
