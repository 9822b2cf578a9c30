"""Thousands of formulas over one grid of values, worked out here and by LibreOffice."""

from __future__ import annotations

import math
from datetime import date, time
from itertools import product
from typing import TYPE_CHECKING, Final

import pytest

from xlperf.ooxml.formulas.references import column_letters
from xlperf.ooxml.formulas.values import Address, ErrorValue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Office
    from tests.ooxml.formulas.conftest import CellBook
    from xlperf.ooxml.formulas.values import Value

# No logicals in cells: for LibreOffice they are numbers. No blanks beside COUNTIFS: LibreOffice 7.4 miscounts them.
GRID: Final[list[list[object]]] = [
    [0, 1, -1, 2.5, -2.5, 0.125, 1234567.89, 2.675, 1.005, 100],
    ["abc", "ABC", "项目支出", "12", "x*", "基本支出", "项目", "a b", " c  d ", "12%"],
    [None, "=NA()", "=1/0", None, None, None, 3, 0.1, 0.2, 0.3],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ["a", "b", "c", "项目一", "项目二", "基本", "c", "b", "a", "d"],
    [45000, 45031, 60000, 0.5, 0.05, 1e-3, 99.995, 0.285, 1e6, 12345678901],
    [10, 20.5, 3.5, "无", 30, 40, 1, -5, 7.25, 1000],
]
SINGLES: Final = ["A1", "B1", "C1", "D1", "E1", "F1", "H1", "J1", "A2", "B2", "C2", "A3", "D3", "B3", "C3"]
AREAS: Final = ["A1:J1", "A4:J4", "A7:J7", "D3:J3", "D4:J7", "A4:C7", "A3:C3", "J1", "A1:E7", "A4:J5"]
NUMBERS: Final = ["D1", "E1", "G1", "H1", "I1", "F1", "G6", "H6", "J6", "-G6"]
CRITERIA: Final = ['">3"', '"<=2.5"', '"<>0"', "5", '"c"', '"项目*"', '"<>a"', '"<>"', "D1", "A2", '">=-1"']


def formulas() -> list[str]:
    """Return every formula that is compared, once."""
    return list(
        dict.fromkeys(
            (*of_one_cell(), *of_two_cells(), *of_areas(), *of_numbers(), *of_criteria(), *of_places(), *MIXED)
        )
    )


def of_two_cells() -> Iterator[str]:
    for sign, one, other in product(["+", "-", "*", "/", "&", "=", "<>", "<", ">", "<=", ">="], SINGLES, SINGLES):
        yield f"{one}{sign}{other}"


def of_one_cell() -> Iterator[str]:
    for one in SINGLES:
        for function in ("ABS", "INT", "NOT", "LEN", "TRIM", "VALUE", "SIGN", "N", "T", "UPPER", "LOWER"):
            yield f"{function}({one})"
        for function in ("NUMBER", "TEXT", "BLANK", "ERROR", "NA", "ERR", "LOGICAL", "NONTEXT"):
            yield f"IS{function}({one})"
        yield from (f"-{one}", f"-{one}%", f"{one}%", f"IF({one},1,2)", f'IFERROR({one},"错")&""', f"+{one}", f"{one}")
        yield from (f"LEFT({one},2)", f"RIGHT({one},2)", f"MID({one},2,2)")
        yield from (f"CHOOSE({one},7,8,9)", f"EXACT({one},A2)")
        yield from (f"AND({one},B1)", f"OR({one},A1)", f'IF(ISNUMBER({one}),{one}*2,"-")', f'CONCATENATE({one},"|")')
        yield from (f"MATCH({one},A{row}:J{row},0)" for row in (1, 2, 3, 4, 5))
        yield from (
            f"VLOOKUP({one},A1:J7,3,FALSE)",
            f"HLOOKUP({one},A1:J7,4,FALSE)",
            f"SUM({one},{one},1)",
            f"COUNT({one},1)",
        )
        yield from (f"COUNTIF(A1:J7,{one})", f"SUMIF(A4:J4,{one},A7:J7)", f"COUNTA({one})", f"POWER(J1,{one})^2")


def of_areas() -> Iterator[str]:
    for function, area in product(
        ["SUM", "AVERAGE", "MIN", "MAX", "COUNT", "COUNTA", "PRODUCT", "MEDIAN", "COUNTBLANK"], AREAS
    ):
        yield f"{function}({area})"
        yield f"IFERROR({function}({area}),{function}(A4:J4))"


def of_numbers() -> Iterator[str]:
    for function, number, places in product(
        ["ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC"], NUMBERS, [-3, -1, 0, 1, 2, 3, 4]
    ):
        yield f"{function}({number},{places})"
    for number, divisor in product(NUMBERS, ["3", "-3", "0.5", "J1", "H3", "A1"]):
        yield f"MOD({number},{divisor})"
        yield f"{number}/{divisor}"
        yield f"ROUND({number}/{divisor},2)"
        yield f"({number}-{divisor})*2"
    for number, pattern in product(NUMBERS, ["0", "0.00", "0%", "0.00%", "#,##0", "#,##0.00", "0.0"]):
        yield f'TEXT({number},"{pattern}")'
        yield f'{number}&"元"'


def of_criteria() -> Iterator[str]:
    for area, wanted in product(["A4:J4", "A5:J5", "A7:J7", "A1:J7", "A2:J2", "A1:J1"], CRITERIA):
        yield f"COUNTIF({area},{wanted})"
        yield f"SUMIF({area},{wanted})"
        yield f"SUMIF({area},{wanted},A4)"
        yield f"IFERROR(AVERAGEIF({area},{wanted}),-1)"
    for one, other in product(CRITERIA, CRITERIA):
        yield f"SUMIFS(A4:J4,A5:J5,{one},A7:J7,{other})"
        yield f"COUNTIFS(A5:J5,{one},A4:J4,{other})"


def of_places() -> Iterator[str]:
    for row, column in product(range(5), range(4)):
        yield f"SUM(INDEX(A4:C7,{row},{column}))"
        yield f"INDEX(A1:D5,{row + 1},{column + 1})"
        yield f"INDEX(A4:J4,{row + 1})"
    for wanted in ("0", "0.5", "1", "4.2", "10", "11", "J1", '"a"'):
        yield from (f"MATCH({wanted},A4:J4,1)", f"MATCH({wanted},A4:J4)", f"HLOOKUP({wanted},A4:J7,2)")
    yield from (f"LARGE(A4:J4,{n})+SMALL(A7:J7,{n})" for n in range(1, 9))
    yield from (f"RANK({n},A4:J4)+RANK({n},A4:J4,1)" for n in range(1, 11))
    yield from (f"SUBTOTAL({n},A4:J4)" for n in (1, 2, 3, 4, 5, 6, 9, 101, 102, 103, 104, 105, 109))
    yield from (f"{part}({day})" for part in ("YEAR", "MONTH", "DAY") for day in ("A6", "B6", "C6", "DATE(2024,2,29)"))
    yield from (f"DATE({y},{m},{d})" for y in (2023, 2024) for m in (-1, 2, 12, 14) for d in (0, 1, 31, 60))


MIXED: Final = [
    "-2^2", "2^3^2", "-2^-2", "2^-1%", "1-2-3", "8/4/2", "1+2&3+4", "50%%", "--D2", "+A2",
    "SUMPRODUCT(A4:J4,A7:J7)", 'SUMPRODUCT((A5:J5="c")*A4:J4)', 'SUMPRODUCT((A5:J5="c")*(A4:J4>3))',
    'SUMPRODUCT(--(LEFT(A5:J5,2)="项目"),A4:J4)', "SUMPRODUCT(ROUND(A4:J4/3,1))", "SUMPRODUCT(A4:J4*{1;2})",
    "SUMPRODUCT(A1:J1)", "SUMPRODUCT(A4:J4,A4:I4)", "SUMPRODUCT(LEN(A2:J2))",
    'IFS(A1>0,"正",A1=0,"零",TRUE,"负")', "IFS(A1>0,1)", "CHOOSE(2,A4,B4,C4)", "SUM(CHOOSE(2,A4:B4,A4:J4))",
    "SUM(IF(TRUE,A4:J4,A1:J1))", "ROW()+COLUMN()", "ROW(B7)", "COLUMN(C1)", "ROWS(A1:C7)", "COLUMNS(A1:C7)",
    'VLOOKUP("项目*",A2:J2,1,FALSE)', 'MATCH("项目?",A2:J2,0)', 'MATCH("x~*",A2:J2,0)', 'MATCH("B*",A5:J5,0)',
    'FIND("支",C2)', 'FIND("z",C2)', 'SUBSTITUTE(C2,"支出","经费")', 'SUBSTITUTE("aaa","a","bb")',
    "AND(A2:B2)", "AND(A2:B2,TRUE)", "OR(A1:C1)", "AND(A4:J4)", "OR(A1,A3)", 'OR("x",1)',
    'SUM("x")', "SUM({1,2,3})", "SUM(A4:J4,A7:J7,5)", "AVERAGE(A3)", "MAX(A3)", "MIN(TRUE,5)",
    'COUNT("12","x",TRUE)', "COUNTA(A1:J7)", "SUM(A4:A7)/COUNT(A4:A7)", "ROUND(SUM(A4:J4)/3,2)",
    "IF(A3=0,1,2)", 'IF(A3="",1,2)', "IF(A3=FALSE,1,2)", "A3&1", "A3+1", "IF(TRUE,A3)", "IF(FALSE,1)", "IF(TRUE,,1)",
    "ROUND(2.5,0)", "ROUND(-2.5,0)", "ROUND(1.005,2)", "ROUND(2.675,2)", "ROUND(0.285,2)", "ROUND(1234.5,-2)",
    "INT(-0.5)", "MOD(-7,3)", "MOD(7,-3)", "MOD(0.3,0.1)", "10^2%", "SQRT(2)^2",
    "SQRT(J1)", "0.1+0.2=0.3", "0.1+0.2-0.3", "0.5-0.4-0.1", "43.1-43.2+1",
    'NA()&"x"', "IFERROR(1/0,NA())", 'IFNA(NA(),"空")', 'IFNA(1/0,"空")', "ISERR(NA())", "ISNA(NA())",
    '"a"="A"', '"a"<"b"', '"abc">"ABD"', '1<"a"', '""=A3', "A3=A3",
]  # fmt: skip


LEFT: Final = object()
HOME: Final = 12
NEWER: Final = ("IFS(A1", "IFNA(")
"""Functions that a file names with ``_xlfn.``."""


def write_workbook(texts: list[str], path: Path) -> None:
    """Write the grid and, from row 12 on, the formulas without results."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表"
    for row, line in enumerate(GRID, 1):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column, value)
    for row, text in enumerate(texts, HOME):
        for newer in NEWER:
            text = text.replace(newer, "_xlfn." + newer)  # noqa: PLW2901
        sheet.cell(row, 1, "=" + text)
    book.save(path)


def read_results(path: Path, count: int) -> list[Value]:
    """Read what LibreOffice made of the formulas."""
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import to_excel

    sheet = load_workbook(path, data_only=True).worksheets[0]
    found = (sheet.cell(row, 1).value for row in range(HOME, HOME + count))
    return [_cell_value(to_excel(value) if isinstance(value, date | time) else value) for value in found]


def _cell_value(value: object) -> Value:
    if isinstance(value, str) and value in {error.value for error in ErrorValue}:
        return ErrorValue(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    assert value is None or isinstance(value, str | bool)
    return value


def _agree(ours: Value, theirs: Value) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float):
        return math.isclose(ours, theirs, rel_tol=1e-13, abs_tol=1e-300)
    if ours == "" and theirs is None:  # how openpyxl reads an empty text
        return True
    return ours == theirs and type(ours) is type(theirs)


@pytest.mark.office
def test_thousands_of_results_are_those_of_libreoffice(
    office: Office, cell_book: type[CellBook], tmp_path: Path
) -> None:
    texts = formulas()
    write_workbook(texts, tmp_path / "公式.xlsx")
    theirs = read_results(office.convert(tmp_path / "公式.xlsx", to="xlsx", out=tmp_path / "out"), len(texts))
    grid = {f"{column_letters(c)}{r}": _cell_value(v) for r, line in enumerate(GRID, 1) for c, v in enumerate(line, 1)}
    book = cell_book(grid | {f"A{row}": "=" + text for row, text in enumerate(texts, HOME)})
    done = book.recalculated()
    ours = [done.values.get(Address("表", row, 1), LEFT) for row in range(HOME, HOME + len(texts))]
    compared = zip(texts, ours, theirs, strict=True)
    differ = [line for line in compared if line[1] is not LEFT and not _agree(line[1], line[2])]
    assert differ == []
    assert ours.count(LEFT) < len(texts) / 30  # few are left, or the comparison says little
