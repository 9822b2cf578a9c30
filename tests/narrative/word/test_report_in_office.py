from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.narrative.builder import UNIT, example, no_facts
from xlperf.answers import Answers
from xlperf.narrative.texts import write_texts
from xlperf.narrative.word.report import write_report

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office


@pytest.mark.office
def test_the_report_prints_as_an_official_document(office: Office, tmp_path: Path) -> None:
    """28 characters to a line, 22 lines to a page, the table on one page, the cover without a number."""
    results, answers = example()
    path = tmp_path / "自评报告.docx"
    write_report(path, results, answers, write_texts(results, answers, unit_name=UNIT), unit_name=UNIT)
    pages = [page.extract_text() for page in PdfReader(office.convert(path, to="pdf", out=tmp_path / "pdf")).pages]
    assert 20 <= len(pages) <= 32
    assert "部门整体支出绩效自评报告" in "".join(pages[0].split())
    assert "— 1 —" not in pages[0]
    assert "— 1 —" in pages[1]
    table = [page for page in pages if "自评得分表" in "".join(page.split())]
    assert len(table) == 1
    assert "99.95" in table[0]
    lines = [line for page in pages[1:-1] for line in page.splitlines() if line.strip() and not line.startswith("—")]
    assert max(len("".join(line.split())) for line in lines if line.isascii() is False) <= 40
    assert all(len([line for line in page.splitlines() if line.strip()]) <= 24 for page in pages[1:-1])


@pytest.mark.office
def test_a_report_with_nothing_in_it_prints_too(office: Office, tmp_path: Path) -> None:
    results = no_facts(example()[0])
    path = tmp_path / "空.docx"
    write_report(path, results, Answers(), write_texts(results, Answers()))
    text = "".join(
        page.extract_text() for page in PdfReader(office.convert(path, to="pdf", out=tmp_path / "pdf")).pages
    )
    assert "【待补充：部门名称】" in "".join(text.split())
