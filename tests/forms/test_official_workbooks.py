"""The blank official workbooks look as a finance bureau's do and follow their schemes."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from scripts.build_official_workbooks import LOOKS, ROOT, Look, official_workbook
from tests.strategies.forms import opened, results_of
from xlperf.forms.filling import fill, plan_fill
from xlperf.scheme import load_scheme
from xlperf.source.scoring_words import Role


def blank(look: Look) -> bytes:
    return (ROOT / "workbooks" / look.scheme / look.file).read_bytes()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.scheme)
def test_the_shipped_workbook_is_what_the_script_makes_of_the_scheme(look: Look) -> None:
    assert official_workbook(load_scheme(look.scheme), look) == blank(look)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.scheme)
def test_it_is_read_as_its_scheme_with_criteria_in_every_row(look: Look) -> None:
    scheme = load_scheme(look.scheme)
    _, sheet = opened(blank(look))
    assert [(leaf.path, leaf.full) for leaf in sheet.leaves] == [
        ((*(node.name for node in above), leaf.name), leaf.full) for above, leaf in scheme.paths()
    ]
    assert all(leaf.criteria for leaf in sheet.leaves)
    assert all(sheet.has(role) for role in (Role.SCORE, Role.TEXT, Role.EVIDENCE))
    assert {field.kind for field in sheet.fields} == {"unit", "date", "person", "phone"}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.scheme)
def test_it_can_be_filled_whole_and_its_formulas_agree(look: Look) -> None:
    results = results_of(load_scheme(look.scheme))
    book, sheet = opened(blank(look))
    texts = {result.indicator.id: "说明" for result in results.indicators}
    plan = plan_fill(sheet, book, results, texts, fields={"unit": "甲局", "person": "乙", "phone": "0", "date": "丙"})
    filled = fill(plan, book)
    assert plan.findings == filled.findings == ()
    assert len(filled.written) == 3 * len(results.indicators) + 4
    _, again = opened(filled.data)
    assert [again.grid.value(*leaf.score_cell) for leaf in again.leaves if leaf.score_cell] == [
        result.score for result in results.indicators
    ]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.scheme)
def test_it_has_all_that_a_lossless_editor_must_keep(look: Look) -> None:
    data = blank(look)
    parts = set(zipfile.ZipFile(BytesIO(data)).namelist())
    assert {"xl/media/image1.png", "xl/comments1.xml", "xl/drawings/drawing1.xml"} <= parts
    drawing = zipfile.ZipFile(BytesIO(data)).read("xl/drawings/drawing1.xml").decode()
    assert "填报说明" in drawing
    book = openpyxl.load_workbook(BytesIO(data))
    sheet: Any = book[look.sheet]
    assert len(sheet.merged_cells.ranges) > 9
    kinds = {column.kind for column in look.columns}
    rules = {rule.type for rule in sheet.data_validations.dataValidation}
    assert rules == ({"decimal", "list"} if "ready" in kinds else {"decimal"})
    assert len(sheet.conditional_formatting) == len(kinds & {"score", "review"})
    assert sheet.protection.sheet is look.protected
    assert sheet.freeze_panes
    assert sheet.print_title_rows == "$4:$5"
    assert "第 &P 页" in sheet.oddFooter.center.text
    assert book["填表说明"].protection.sheet
    assert book["选项"].sheet_state == "hidden"
    assert {"自评总分", "是否选项"} <= set(book.defined_names)
