from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from xlperf.ooxml.formulas.values import Address, ErrorValue

if TYPE_CHECKING:
    from tests.ooxml.formulas.conftest import CellBook


def at(cell: str, sheet: str = "表") -> Address:
    return Address(sheet, int(cell[1:]), ord(cell[0]) - 64)


def stored(**results: float | str) -> dict[str, float | str]:
    return dict(results)


def test_only_what_depends_on_the_edited_cells_is_worked_out(cell_book: type[CellBook]) -> None:
    book = cell_book(
        {"A1": 5.0, "A2": 1.0, "B1": "=A1*2", "B2": "=A2*2", "C1": "=SUM(B1:B2)", "D1": "=未知函数(A2)"},
        stored=stored(B1=2.0, B2=2.0, C1=4.0, D1=1.0),
    )
    done = book.recalculated("A1")
    assert done.values == {at("B1"): 10.0, at("C1"): 12.0}
    assert done.left == {}


def test_dependents_are_found_across_sheets_names_and_whole_columns(cell_book: type[CellBook]) -> None:
    book = cell_book(
        {
            "A1": 5.0,
            "B1": "=收入",
            "乙!A1": "='表'!A1+1",
            "乙!A2": "=SUM(表!A:A)",
            "乙!A3": "=本表",
            "丙!A1": "=A2+乙!A2",
            "丙!B1": "=SUM(乙!1:3)",
        },
        names={(None, "收入"): "表!$A$1", (None, "本表"): "表!$Z$9", ("乙", "本表"): "表!$A$1"},
        stored=dict.fromkeys(("B1", "乙!A1", "乙!A2", "乙!A3", "丙!A1", "丙!B1"), 0.0),
    )
    done = book.recalculated("A1")
    assert done.values == {
        at("B1"): 5.0,
        at("A1", "乙"): 6.0,
        at("A2", "乙"): 5.0,
        at("A3", "乙"): 5.0,
        at("A1", "丙"): 5.0,
        at("B1", "丙"): 16.0,
    }


def test_formulas_without_a_stored_result_are_worked_out_too(cell_book: type[CellBook]) -> None:
    done = cell_book({"A1": 2.0, "B1": "=A1^2", "C1": "=B1&A2"}).recalculated()
    assert done.values == {at("B1"): 4.0, at("C1"): "4"}


def test_what_depends_on_a_left_formula_is_left(cell_book: type[CellBook]) -> None:
    book = cell_book(
        {"A1": 1.0, "B1": "=未知函数(A1)", "C1": "=B1+1", "D1": "=IF(A1=1,7,B1)", "E1": "=IFERROR(B1,0)"},
        stored=stored(B1=1.0, C1=2.0, D1=3.0, E1=0.0),
    )
    done = book.recalculated("A1")
    assert done.values == {at("D1"): 7.0}  # the branch that needs B1 is not taken
    assert "未知函数" in done.left[at("B1")]
    assert "表!B1" in done.left[at("C1")]
    assert at("E1") in done.left


def test_volatile_formulas_are_left_whatever_was_edited(cell_book: type[CellBook]) -> None:
    book = cell_book(
        {"A1": 1.0, "B1": "=TODAY()", "C1": "=B1-A1", "D1": "=A1"}, stored=stored(B1=45000.0, C1=44999.0, D1=0.0)
    )
    done = book.recalculated("A1")
    assert done.values == {at("D1"): 1.0}
    assert set(done.left) == {at("B1"), at("C1")}


def test_circles_are_left_with_all_that_depends_on_them(cell_book: type[CellBook]) -> None:
    book = cell_book({"A1": "=B1+1", "B1": "=A1+C1", "C1": 1.0, "D1": "=B1*2", "E1": "=C1*2", "F1": "=SUM(F1:G1)"})
    done = book.recalculated()
    assert done.values == {at("E1"): 2.0}
    assert set(done.left) == {at("A1"), at("B1"), at("D1"), at("F1")}


def test_array_formulas_and_the_cells_they_fill_are_left(cell_book: type[CellBook]) -> None:
    book = cell_book(
        {"A1": 1.0, "B1": "=A1:A3*2", "C1": "=B3+1", "D1": "=B4+1"},
        covers={"B1": "B1:B3"},
        stored={"B1": 2.0, "B2": 4.0, "B3": 6.0, "C1": 7.0, "D1": 1.0},
    )
    done = book.recalculated("A1")
    assert set(done.left) == {at("B1"), at("C1")}
    assert done.values == {}
    assert book.recalculated("B4").values == {at("D1"): 1.0}


def test_sumif_reads_as_many_cells_as_it_tests(cell_book: type[CellBook]) -> None:
    cells = {"A1": "甲", "A2": "甲", "B1": 1.0, "B2": 5.0, "C1": '=SUMIF(A1:A2,"甲",B1)'}
    assert cell_book(cells, stored=stored(C1=1.0)).recalculated("B2").values == {at("C1"): 6.0}


def test_names_that_move_with_the_cell_are_left(cell_book: type[CellBook]) -> None:
    names = {(None, "左边"): "表!A1", (None, "常数"): "0.25", (None, "循环"): "循环+1"}
    book = cell_book({"A1": 1.0, "B1": "=左边", "C1": "=常数*A1", "D1": "=循环"}, names=names)
    done = book.recalculated()
    assert done.values == {at("C1"): 0.25}
    assert set(done.left) == {at("B1"), at("D1")}


def test_long_chains_need_no_deep_stack(cell_book: type[CellBook]) -> None:
    cells = {f"A{row}": f"=A{row - 1}+1" for row in range(2, 3001)}
    done = cell_book({"A1": 1.0, **cells}).recalculated()
    assert done.values[at("A3000")] == 3000.0


def test_bottomless_nesting_is_left_without_an_exception(cell_book: type[CellBook]) -> None:
    done = cell_book({"A1": "=" + "(" * 5000 + "1" + ")" * 5000, "A2": "=" + "-" * 5000 + "1"}).recalculated()
    assert set(done.left) == {at("A1"), at("A2")}
    long = cell_book({"A1": "=" + "+".join(["1"] * 2000)}).recalculated()
    assert long.values == {at("A1"): 2000.0} or at("A1") in long.left


def test_an_error_is_a_result(cell_book: type[CellBook]) -> None:
    assert cell_book({"A1": "=1/A2"}).recalculated().values == {at("A1"): ErrorValue.DIV0}


pieces = st.sampled_from(
    [
        "A1",
        "A2",
        "A3",
        "A4",
        "B1:B3",
        "1",
        "0.1",
        '"a"',
        '"7"',
        "TRUE",
        "SUM(",
        "IF(",
        "ROUND(",
        "COUNTIF(",
        "INDEX(",
        "MID(",
        "VLOOKUP(",
        "(",
        ")",
        ",",
        "+",
        "-",
        "*",
        "/",
        "^",
        "&",
        "=",
        "<",
        "%",
        ":",
        "{",
        "}",
        ";",
        "#N/A",
    ]
)


@given(st.lists(pieces, max_size=14).map("".join))
def test_any_text_gives_a_result_or_a_reason(cell_book: type[CellBook], text: str) -> None:
    book = cell_book({"A1": 1.5, "A2": "x", "A3": True, "B1": ErrorValue.NA, "B2": 3.0, "Z99": "=" + text})
    done = book.recalculated()
    assert set(done.values) | set(done.left) == {Address("表", 99, 26)}


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=30))
def test_sums_of_money_are_right_to_the_cent(cell_book: type[CellBook], amounts: list[object]) -> None:
    cells = {f"A{row}": float(str(amount)) for row, amount in enumerate(amounts, 1)}
    done = cell_book({**cells, "B1": f"=ROUND(SUM(A1:A{len(amounts)}),2)"}).recalculated()
    assert done.values.get(at("B1"), float(sum(amounts))) == float(sum(amounts))  # type: ignore[call-overload]


def test_work_and_memory_are_bounded(cell_book: type[CellBook]) -> None:
    doubled = '"啊"'
    for _ in range(40):
        doubled = f'SUBSTITUTE({doubled},"啊","啊啊")'
    cells = {
        "A1": "=" + doubled,
        "A2": '=COUNTIF(B1,"' + "*a" * 60 + '")',
        "A3": "=SUMPRODUCT(B1:B30000*C1:Z1)",
        "A4": "=SUMPRODUCT(A:A*B:B)",
        "A5": "=9^999",
        "A6": "=ROUND(1,1E9)",
        "A7": "=" + "1+" * 5000 + "1",
        "B1": "a" * 32_000,
        **{f"C{row}": "=SUM(D:D)+SUM(E1:E1048576)" for row in range(1, 30)},
        **{f"D{row}": 1.0 for row in range(1, 40_000)},
    }
    done = cell_book(cells, names={(None, f"n{n}"): f"n{n + 1}" for n in range(3000)}).recalculated()
    assert {at(f"A{row}") for row in (1, 3, 4, 6, 7)} <= set(done.left)
    assert done.values[at("A5")] is ErrorValue.NUM
    assert any("计算量过大" in reason for reason in done.left.values())
