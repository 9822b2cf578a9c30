"""Thousands of random formulas: our Decimal result against LibreOffice's over the Excel formula."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from tests.strategies.schemes import NAMES, FormulaCase, random_case
from xlperf.scheme.formula import evaluate, names_in, parse, to_excel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office

FORMULAS = 4000


def is_steady(case: FormulaCase) -> bool:
    """Say whether figures a trillionth apart give the same outcome, so that binary fractions can follow."""
    nudged = {
        name: figure * (1 + Decimal(number).scaleb(-12))
        for number, (name, figure) in enumerate(case.figures.items(), 1)
    }
    ours, theirs = (evaluate(parse(case.text), figures) for figures in (case.figures, nudged))
    if ours.number is None or theirs.number is None:
        return (ours.undefined is None) is (theirs.undefined is None)
    return abs(ours.number - theirs.number) <= abs(ours.number).scaleb(-9) + Decimal("1E-9")


@pytest.mark.office
def test_libreoffice_calculates_every_formula_to_our_figure(office: Office, tmp_path: Path) -> None:
    cases = [case for case in map(random_case, range(FORMULAS)) if is_steady(case)]
    assert len(cases) > FORMULAS * 0.8
    assert {name for case in cases for name in names_in(parse(case.text))} == set(NAMES)

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row, case in enumerate(cases, start=1):
        for column, figure in enumerate(case.figures.values(), start=2):
            sheet.cell(row, column, figure)
        cells = {name: f"{get_column_letter(column)}{row}" for column, name in enumerate(case.figures, start=2)}
        sheet.cell(row, 1, f"={to_excel(parse(case.text), cells)}")
    workbook.save(tmp_path / "公式.xlsx")
    calculated = load_workbook(office.convert(tmp_path / "公式.xlsx", to="xlsx", out=tmp_path / "out"), data_only=True)
    shown = [row[0] for row in calculated.worksheets[0].iter_rows(max_col=1, values_only=True)]

    for case, figure in zip(cases, shown, strict=True):
        ours = evaluate(parse(case.text), case.figures)
        if ours.number is None:
            assert figure == "#DIV/0!", (case, ours, figure)
        else:
            assert isinstance(figure, int | float), (case, ours, figure)
            assert figure == pytest.approx(float(ours.number), rel=1e-8, abs=1e-8), (case, ours)
