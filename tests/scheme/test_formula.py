"""The formula language: what it understands, what it refuses, and what it says then."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from tests.strategies.schemes import FormulaCase, formula_cases
from xlperf.scheme.formula import (
    FormulaFault,
    Undefined,
    UnitFault,
    base_name,
    evaluate,
    in_words,
    names_in,
    parse,
    to_excel,
    unit_of,
)

CARRYOVER = "年末结转 ÷（年初结转＋本年收入）"
FIGURES = {"年末结转": Decimal("32.19"), "年初结转": Decimal("33.27"), "本年收入": Decimal("847.43")}


def value_of(text: str, **figures: str) -> Decimal | bool | Undefined:
    return evaluate(parse(text), {name: Decimal(figure) for name, figure in figures.items()}).value


def test_the_carryover_rate_of_the_example_is_3_66_percent() -> None:
    rate = evaluate(parse(CARRYOVER), FIGURES)
    assert rate.number is not None
    assert round(rate.number, 6) == Decimal("0.036550")


def test_a_rate_is_written_out_with_its_figures() -> None:
    figures = {name: str(figure) for name, figure in FIGURES.items()}
    words = in_words(parse(CARRYOVER), figures, result="3.66%", percent=True)
    assert words == "32.19 ÷ (33.27 + 847.43) × 100% = 3.66%"


def test_a_rate_is_written_out_with_its_names() -> None:
    assert in_words(parse(CARRYOVER), percent=True) == "年末结转 ÷ (年初结转 + 本年收入) × 100%"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1-甲/乙", "(1 − 甲 ÷ 乙) × 100%"),
        ("甲÷乙×100%", "甲 ÷ 乙 × 100%"),
        ("甲-(-乙)", "(甲 − (−乙)) × 100%"),
        ("甲-(乙-丙)", "(甲 − (乙 − 丙)) × 100%"),
        ("(甲-乙)÷乙", "(甲 − 乙) ÷ 乙 × 100%"),
    ],
)
def test_brackets_are_kept_where_they_matter(text: str, words: str) -> None:
    assert in_words(parse(text), percent=True) == words


def test_a_negative_figure_is_written_in_brackets() -> None:
    assert in_words(parse("甲 + 乙"), {"甲": "-3", "乙": "-2"}) == "(−3) + (−2)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1+2×3", "7"),
        ("(1＋2)＊3", "9"),
        ("7－2－1", "4"),
        ("8÷4／2", "1"),
        ("-2×3", "-6"),
        ("95% + 5％", "1"),
        ("1.5万元 - 5000元", "10000"),
        ("最大(1,3,2)-最小（4，3）", "0"),
        ("合计(1, 2, 3)", "6"),
        ("绝对值(-2.5)", "2.5"),
        ("四舍五入(2.345, 2)", "2.35"),
        ("四舍五入(-0.125, 2)", "-0.13"),
        ("四舍五入(2.5)", "3"),
        ("四舍五入(1÷3×3×0.005, 2)", "0.01"),
        ("若(2>1 且 非 1=2, 10, 20)", "10"),
        ("若(1≥2 或 3<>3, 10, 20)", "20"),
        ("若(0=0, 1, 1÷0)", "1"),
    ],
)
def test_arithmetic_is_what_an_officer_expects(text: str, expected: str) -> None:
    assert value_of(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("1÷3×3 = 1", True),
        ("1÷3×3 ≥ 100%", True),
        ("10% < 甲 ≤ 20%", True),
        ("甲 ≤ 10%", False),
        ("0.1 + 0.2 = 0.3", True),
        ("甲 > 0 或 甲 < 0 且 1 = 2", True),
    ],
)
def test_conditions_compare_by_fifteen_digits(text: str, *, held: bool) -> None:
    assert value_of(text, 甲="0.2") is held


def test_a_missing_figure_is_a_result_that_names_it() -> None:
    outcome = evaluate(parse("甲 ÷ (乙 + 1)"), {"甲": Decimal(1)})
    assert outcome.undefined == Undefined("没有“乙”的数", "missing", "乙")
    assert outcome.number is None


def test_a_zero_base_is_a_result_that_names_it() -> None:
    outcome = evaluate(parse("甲 ÷ 乙"), {"甲": Decimal(1), "乙": Decimal(0)})
    assert outcome.undefined == Undefined("乙为 0，不能作除数", "zero-base", "乙")


def test_the_reason_given_for_a_figure_is_passed_on() -> None:
    blank = Undefined("财决01-1表!N45 空着", name="乙")
    assert evaluate(parse("甲 + 乙"), {"甲": Decimal(1), "乙": blank}).undefined is blank


def test_a_huge_figure_is_a_result_too() -> None:
    product = "×".join(["甲"] * 20)
    undefined = evaluate(parse(product), {"甲": Decimal("1E+25")}).undefined
    assert undefined is not None
    assert undefined.cause == "too-large"


def test_what_is_left_of_a_division_is_not_a_base() -> None:
    undefined = evaluate(parse("1 ÷ (1 ÷ 3 × 3 − 1)"), {}).undefined
    assert undefined is not None
    assert undefined.cause == "zero-base"


def test_each_step_is_kept_with_its_figure() -> None:
    rate = evaluate(parse(CARRYOVER), FIGURES)
    above, below = rate.parts
    assert (above.text, above.number) == ("年末结转", Decimal("32.19"))
    assert (below.text, below.number) == ("年初结转＋本年收入", Decimal("880.70"))


def test_names_are_listed_once_with_their_period() -> None:
    formula = parse("甲 ÷ 上年(甲) + 累计（「乙（丙）」）+ [丁-1] + 甲")
    assert names_in(formula) == ("甲", "上年(甲)", "累计(乙（丙）)", "丁-1")
    assert [base_name(name) for name in names_in(formula)] == ["甲", "甲", "乙（丙）", "丁-1"]


def test_a_name_may_begin_with_a_word_of_the_language() -> None:
    assert names_in(parse("非税收入 + 或有负债 + “三公”经费 + 年末数2")) == (
        "非税收入",
        "或有负债",
        "“三公”经费",
        "年末数2",
    )


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("", "公式是空的", 0),
        ("甲 +", "公式没有写完", 2),
        ("甲 + × 乙", "“×”前面少了一个数或名称", 4),
        ("(甲", "左括号没有配对", 0),
        ("最大(甲, 乙", "左括号没有配对", 2),
        ("甲)", "多了一个右括号", 1),
        ("甲, 乙", "逗号只能用在函数的括号里", 1),
        ("甲 乙", "“乙”前面少了运算符", 2),
        ("甲=0或乙=0", "“或”前后要空格", 3),
        ("求和(甲)", "没有“求和”这个函数", 0),
        ("甲 ^ 2", "公式里不认识“^”", 2),
        ("__import__('os')", "公式里不认识“'”", 11),
        ("__import__(甲)", "没有“__import__”这个函数", 0),
        ("「甲", "名称的引号没有配对", 0),
        ("最大()", "“)”前面少了一个数或名称", 3),
        ("若(甲, 1, 2)", "这里要一个条件", 2),
        ("若(甲>0, 1, 甲>0)", "这里要一个数", 10),
        ("(甲>0) + 1", "这里要一个数，不能是条件", 1),
        ("(甲>0) > 1", "这里要一个数，不能是条件", 1),
        ("甲 且 乙", "这里要一个条件", 4),
        ("若(甲>0, 1)", "若(…) 要 3 个参数，写了 2 个", 0),
        ("四舍五入(甲, 11)", "小数位数要写成 0～10 的整数", 8),
        ("四舍五入(甲, 乙)", "小数位数要写成 0～10 的整数", 8),
        ("上年(甲+乙)", "只能写一个数据项的名称", 0),
        ("上年(上年(甲))", "只能写一个数据项的名称", 0),
        ("(" * 100 + "1" + ")" * 100, "括号套了 60 层以上", 60),
        ("+".join(["甲"] * 100), "连着 60 个以上的运算", 121),
        ("甲" * 10_000, "公式有 10000 个字符，最多 2000 个", 0),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_place(text: str, message: str, at: int) -> None:
    with pytest.raises(FormulaFault) as fault:
        parse(text)
    assert message in fault.value.message
    assert fault.value.start == at


def test_units_follow_the_formula() -> None:
    units = {"支出": "元", "预算": "元", "人数": "人", "比率": "%"}
    assert unit_of(parse("支出 ÷ 预算"), units) == "%"
    assert unit_of(parse("支出 × 比率 + 预算"), units) == "元"
    assert unit_of(parse("支出 ÷ 人数"), units) == "元/人"
    assert unit_of(parse("若(支出 > 0, 人数, 0)"), units) == "人"
    assert unit_of(parse("1 ÷ 人数"), units) is None
    assert unit_of(parse("支出 > 100万元"), units) is None
    assert unit_of(parse("未知 + 支出"), units) == "元"


@pytest.mark.parametrize(
    "text", ["支出 + 比率", "支出 > 95%", "最大(支出, 人数)", "若(支出 = 0, 支出, 人数)", "人数 = 1元"]
)
def test_money_is_not_added_to_a_rate(text: str) -> None:
    with pytest.raises(UnitFault, match=r"不能相加减或相比较"):
        unit_of(parse(text), {"支出": "元", "人数": "人", "比率": "%"})


def test_excel_sees_amounts_in_the_unit_of_its_cells() -> None:
    formula = parse("若(甲 > 100万元 且 乙 ≠ 0, 甲 − (乙 − 5%), 合计(甲, 乙))")
    cells = {"甲": "底稿!A1", "乙": "底稿!B1"}
    assert (
        to_excel(formula, cells, money_unit="万元")
        == "IF(AND(底稿!A1>100,底稿!B1<>0),底稿!A1-(底稿!B1-5%),SUM(底稿!A1,底稿!B1))"
    )


@given(formula_cases())
def test_any_formula_gives_a_figure_or_a_reason(case: FormulaCase) -> None:
    outcome = evaluate(parse(case.text), case.figures)
    assert outcome.number is not None or (outcome.undefined is not None and outcome.undefined.reason)


@given(formula_cases())
def test_words_read_back_give_the_same_figure(case: FormulaCase) -> None:
    formula = parse(case.text)
    quoted = {name: f"「{name}」" for name in names_in(formula) if "（" in name}
    again, once = (evaluate(read, case.figures) for read in (parse(in_words(formula, quoted)), formula))
    assert again.number == once.number
    assert (again.undefined and again.undefined.cause) == (once.undefined and once.undefined.cause)
