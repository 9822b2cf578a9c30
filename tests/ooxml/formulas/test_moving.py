from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.ooxml.formulas import (
    Deleted,
    Edit,
    Inserted,
    UnreadableFormula,
    copy_sheet,
    rename_sheet,
    shift,
    shift_name,
    shift_reference,
    shift_sqref,
    translate,
)

INSERT_2_AT_5 = Inserted(5, 2)
DELETE_5_TO_7 = Deleted(5, 3)


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("A4", INSERT_2_AT_5, "A4"),
        ("A5", INSERT_2_AT_5, "A7"),
        ("$A$5+a9", INSERT_2_AT_5, "$A$7+A11"),
        ("SUM(B1:B4)", INSERT_2_AT_5, "SUM(B1:B4)"),
        ("SUM(B4:B5)", INSERT_2_AT_5, "SUM(B4:B7)"),
        ("SUM(B5:B9)", INSERT_2_AT_5, "SUM(B7:B11)"),
        ("SUM(B9:B4)", INSERT_2_AT_5, "SUM(B11:B4)"),
        ("SUM( B4 : B5 )", INSERT_2_AT_5, "SUM( B4:B7 )"),
        ("SUM(4:9)*$2:$4", INSERT_2_AT_5, "SUM(4:11)*$2:$4"),
        ("SUM(A:C)+SUM(A1:A1048576)", INSERT_2_AT_5, "SUM(A:C)+SUM(A1:A1048576)"),
        ("A1048575", INSERT_2_AT_5, "#REF!"),
        ("A3:A1048575", INSERT_2_AT_5, "A3:A1048576"),
        ("A4:INDEX(B:B,6)", INSERT_2_AT_5, "A4:INDEX(B:B,6)"),
        ("A9:INDEX(B6:B9,6)#", INSERT_2_AT_5, "A11:INDEX(B8:B11,6)#"),
        ("@A9:A10", INSERT_2_AT_5, "@A11:A12"),
        ("(A1:C9 B2:B6,D7)", INSERT_2_AT_5, "(A1:C11 B2:B8,D9)"),
        ("A5", DELETE_5_TO_7, "#REF!"),
        ("A8", DELETE_5_TO_7, "A5"),
        ("SUM(B5:B7)", DELETE_5_TO_7, "SUM(#REF!)"),
        ("SUM(B1:B6)", DELETE_5_TO_7, "SUM(B1:B4)"),
        ("SUM(B6:B9)", DELETE_5_TO_7, "SUM(B5:B6)"),
        ("SUM(B1:B9)", DELETE_5_TO_7, "SUM(B1:B6)"),
        ("SUM(5:6)+SUM(1:5)", DELETE_5_TO_7, "SUM(#REF!)+SUM(1:4)"),
        ("SUM(A2:A1048576)", DELETE_5_TO_7, "SUM(A2:A1048573)"),
        ("本表!A8+'本表'!$A$6", DELETE_5_TO_7, "本表!A5+'本表'!#REF!"),
        ("别的!A8+[1]本表!A8+'[1]本表'!A8", DELETE_5_TO_7, "别的!A8+[1]本表!A8+'[1]本表'!A8"),
        ("#REF!A8+#REF!#REF!", DELETE_5_TO_7, "#REF!A8+#REF!#REF!"),
        ('"A8"&"a""A8"', DELETE_5_TO_7, '"A8"&"a""A8"'),
        ("LOG10(A8)+TAX.A8+A8.a+AAAA8+R8C8", DELETE_5_TO_7, "LOG10(A5)+TAX.A8+A8.a+AAAA8+R8C8"),
        ("表1[[#This Row],[A8]]+[@A8]+表1['[A8']]", DELETE_5_TO_7, "表1[[#This Row],[A8]]+[@A8]+表1['[A8']]"),
        ("收入A8+A8", DELETE_5_TO_7, "收入A8+A5"),
        ("_xlfn.IFS(A8>{1,2;3,4},#N/A)", DELETE_5_TO_7, "_xlfn.IFS(A5>{1,2;3,4},#N/A)"),
        ("D2+$D2+D$2+$D$2+A:D+2:2", Inserted(3, 1, "column"), "E2+$E2+E$2+$E$2+A:E+2:2"),
        ("SUM(B2:D2)+C1", Deleted(3, 1, "column"), "SUM(B2:C2)+#REF!"),
    ],
)
def test_a_formula_follows_the_rows_of_its_own_sheet(before: str, edit: Edit, after: str) -> None:
    assert shift(before, "本表", "本表", edit).text == after


def test_only_references_to_the_edited_sheet_move() -> None:
    formula = "A9+甲!A9+'It''s'!A9+'甲'!B$9"
    assert shift(formula, "乙", "甲", INSERT_2_AT_5).text == "A9+甲!A11+'It''s'!A9+'甲'!B$11"
    assert shift(formula, "乙", "it's", INSERT_2_AT_5).text == "A9+甲!A9+'It''s'!A11+'甲'!B$9"
    assert shift(formula, None, "丙", INSERT_2_AT_5).text == formula


def test_a_span_over_the_edited_sheet_is_left_and_reported() -> None:
    tabs = ("一月", "二月", "三月", "汇总")
    left = shift("SUM(一月:三月!B9)+B9", "汇总", "二月", INSERT_2_AT_5, sheets=tabs)
    assert left.text == "SUM(一月:三月!B9)+B9"
    assert left.problem is not None
    assert "一月:三月!B9" in left.problem
    moved = shift("SUM(一月:三月!B9)+B9", "汇总", "汇总", INSERT_2_AT_5, sheets=tabs)
    assert (moved.text, moved.problem) == ("SUM(一月:三月!B9)+B11", None)
    assert shift("SUM(一月:三月!B2)", "汇总", "二月", INSERT_2_AT_5).problem is None
    assert shift("SUM(一月:三月!B9)", "汇总", "汇总", INSERT_2_AT_5).problem is not None


@pytest.mark.parametrize("formula", ["1 +| 2", 'SUM("a', "'甲!A9", "A9+[", "Excel.Sheet|'x'!a", "2A9"])
def test_an_unreadable_formula_is_passed_through_and_reported(formula: str) -> None:
    result = shift(formula, "甲", "甲", INSERT_2_AT_5)
    assert result.text == formula
    assert result.problem is not None
    assert translate(formula, 1, 1).text == formula


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("甲!$A$1:$C$9", "甲!$A$1:$C$11"),
        ("甲!$1:$6,甲!$A:$B", "甲!$1:$8,甲!$A:$B"),
        ("甲!A9", "甲!A9"),
        ("甲!$A9", "甲!$A9"),
        ("甲!A$9", "甲!A$11"),
        ("SUM(甲!$A$9,乙!$A$9)", "SUM(甲!$A$11,乙!$A$9)"),
    ],
)
def test_only_fixed_parts_of_a_defined_name_move(before: str, after: str) -> None:
    assert shift_name(before, "甲", INSERT_2_AT_5).text == after


def test_bare_references_shrink_and_vanish() -> None:
    assert shift_reference("A1:C9", DELETE_5_TO_7) == "A1:C6"
    assert shift_reference("A5:C7", DELETE_5_TO_7) is None
    assert shift_reference("a1", DELETE_5_TO_7) == "a1"
    assert shift_sqref("A1:B2 A6 C8:C9", DELETE_5_TO_7) == "A1:B2 C5:C6"
    assert shift_sqref("A5:B6", DELETE_5_TO_7) == ""
    assert shift_sqref("A1  B2", DELETE_5_TO_7) == "A1  B2"
    with pytest.raises(UnreadableFormula):
        shift_reference("名称", DELETE_5_TO_7)


@pytest.mark.parametrize(
    ("before", "rows", "columns", "after"),
    [
        ("A1+$A1+A$1+$A$1", 2, 1, "B3+$A3+B$1+$A$1"),
        ("SUM(A:A)+SUM($1:2)+甲!B2:C$3", 1, 1, "SUM(B:B)+SUM($1:3)+甲!C3:D$3"),
        ("A1+B2", -1, 0, "#REF!+B1"),
        ("甲!A1", 0, -1, "甲!#REF!"),
        ("XFD1048576", 0, 1, "#REF!"),
        ('"A1"&收入A1&LOG10(A1)', 1, 0, '"A1"&收入A1&LOG10(A2)'),
        ("SUM( A1 , B2 )", 0, 0, "SUM( A1 , B2 )"),
    ],
)
def test_a_copied_formula_keeps_what_is_fixed(before: str, rows: int, columns: int, after: str) -> None:
    assert translate(before, rows, columns).text == after


@pytest.mark.parametrize(
    ("before", "old", "new", "after"),
    [
        ("甲!A1+乙!A1", "甲", "丙", "丙!A1+乙!A1"),
        ("甲!A1", "甲", "项目（2）", "'项目（2）'!A1"),
        ("SHEET1!A1", "Sheet1", "It's", "'It''s'!A1"),
        ("'a b'!A1+'a b'!#REF!+'a b'!名", "a b", "AB1", "'AB1'!A1+'AB1'!#REF!+'AB1'!名"),
        ("SUM(甲:乙!A1)", "乙", "丙", "SUM(甲:丙!A1)"),
        ("[1]甲!A1+'C:\\[x.xlsx]甲'!A1", "甲", "丙", "[1]甲!A1+'C:\\[x.xlsx]甲'!A1"),
        ('INDIRECT("甲!A1")', "甲", "丙", 'INDIRECT("甲!A1")'),
        ("甲!A1", "甲", "2024", "'2024'!A1"),
    ],
)
def test_a_renamed_sheet_is_renamed_in_formulas(before: str, old: str, new: str, after: str) -> None:
    assert rename_sheet(before, old, new).text == after


def test_a_copied_sheet_means_itself() -> None:
    assert copy_sheet("A1+甲!A1+乙!A1+SUM(甲:乙!A1)", "甲", "甲 (2)").text == "A1+'甲 (2)'!A1+乙!A1+SUM(甲:乙!A1)"


columns = st.sampled_from(["A", "$B", "ZZ", "$XFD"])
rows = st.integers(1, 200)
dollars = st.sampled_from(["", "$"])
cells = st.builds(lambda column, dollar, row: f"{column}{dollar}{row}", columns, dollars, rows)
areas = st.one_of(
    cells,
    st.builds("{}:{}".format, cells, cells),
    st.builds("{}:{}".format, columns, columns),
    st.builds("{}{}:{}{}".format, dollars, rows, dollars, rows),
)
sheets = st.sampled_from(["", "甲!", "'甲'!", "乙!", "'It''s'!", "[1]甲!"])
operands = st.one_of(
    st.builds("{}{}".format, sheets, areas),
    st.sampled_from(["1.5", '"A1"', "#N/A", "表1[列]", "收入", "{1,2}", "TRUE", "A1#"]),
)
formulas = st.lists(operands, min_size=1, max_size=6).flatmap(
    lambda parts: st.sampled_from([" + ", "&", ",", ":", " "]).map(lambda glue: f"SUM({glue.join(parts)})")
)


@given(formulas, st.integers(1, 210), st.integers(1, 50))
def test_insert_then_delete_gives_the_same_formula_back(formula: str, first: int, count: int) -> None:
    inserted = shift(formula, "甲", "甲", Inserted(first, count))
    back = shift(inserted.text, "甲", "甲", Deleted(first, count))
    assert back.text == formula


@given(formulas, st.integers(0, 300), st.integers(0, 5))
def test_translate_there_and_back_gives_the_same_formula(formula: str, down: int, right: int) -> None:
    there = translate(formula, down, right).text
    if "#REF!" not in there:
        assert translate(there, -down, -right).text == formula


@given(st.text(alphabet="A1$:!'\"[]#@{}(),. +-甲乙（|~\n", max_size=30))
def test_any_text_survives_a_move_of_nothing(text: str) -> None:
    assert shift(text, "甲", "丙", INSERT_2_AT_5).text == text
    assert translate(text, 0, 0).text == text
