from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.amounts import round_half_up
from xlperf.audit.formulas_in_text import equations, evaluate, without_latex


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("32.19/(33.27+847.43)×100%", "0.0365505"),
        ("4×98.75÷100", "3.95"),
        ("1,234.5-234.5", "1000"),
        ("（5+3）×2".translate(str.maketrans("（）", "()")), "16"),
        ("在用166.47万元÷总额166.47万元", "1"),
    ],
)
def test_expressions_are_computed(text: str, value: str) -> None:
    result = evaluate(text)
    assert result is not None
    assert round_half_up(result.point, 7) == round_half_up(Decimal(value), 7)


@pytest.mark.parametrize("text", ["", "收入/支出", "2023 年 5", "5÷0", "(1+2", "财决01-1表3"])
def test_what_is_no_expression_gives_none(text: str) -> None:
    assert evaluate(text) is None


def test_latex_residue_becomes_plain_signs() -> None:
    assert (
        without_latex(r"$\frac{32.19}{(33.27+847.43)}\times 100\%=3.66\%$") == "((32.19)÷((33.27+847.43)))× 100%=3.66%"
    )


def test_nested_brackets_end() -> None:
    assert evaluate("(" * 500 + "1" + ")" * 500) is None


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_formula_with_its_own_result_always_fits(over: int, under: int) -> None:
    result = round_half_up(Decimal(over) / under * 100)
    (equation,) = equations(f"比率={over}/{under}×100%={result}%")
    assert equation.left.interval.overlaps(equation.right.interval)
