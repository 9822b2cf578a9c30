from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.ooxml.formulas import UnreadableFormula
from xlperf.ooxml.formulas.parsing import Binary, Constant, Group, Percent, Reference, Signed, Unsupported, parse
from xlperf.ooxml.formulas.references import parse_area
from xlperf.ooxml.formulas.tokens import Kind, SheetPrefix, join, read_prefix, tokens


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1", "AREA:A1"),
        ("$A$1:B2", "AREA:$A$1:B2"),
        ("A:C 1:3", "AREA:A:C SPACE:  AREA:1:3"),
        ("评分表!H12", "AREA:评分表!H12"),
        ("'It''s'!A1", "AREA:'It''s'!A1"),
        ("一月:三月!A1", "AREA:一月:三月!A1"),
        ("'一 月:三 月'!A1", "AREA:'一 月:三 月'!A1"),
        ("[1]甲!A1", "AREA:[1]甲!A1"),
        ("'C:\\文件\\[x.xlsx]甲'!A1", "AREA:'C:\\文件\\[x.xlsx]甲'!A1"),
        ("[1]!名", "NAME:[1]!名"),
        ("[2]!'某 名'", "NAME:[2]!'某 名'"),
        ("2023!A1", "AREA:2023!A1"),
        ("甲!#REF!", "ERROR:甲!#REF!"),
        ("#REF!A1", "AREA:#REF!A1"),
        ("#DIV/0!", "ERROR:#DIV/0!"),
        ("表1[[#This Row],[金额]]", "STRUCTURED:表1[[#This Row],[金额]]"),
        ("表1[[#Headers],[a]:[b]]", "STRUCTURED:表1[[#Headers],[a]:[b]]"),
        ("[@金额]", "STRUCTURED:[@金额]"),
        ("表1['[a'']", "STRUCTURED:表1['[a'']"),
        ("A1#", "AREA:A1 OPERATOR:#"),
        ("@A1", "OPERATOR:@ AREA:A1"),
        ("LOG10(1E-3)", "FUNCTION:LOG10 OPERATOR:( NUMBER:1E-3 OPERATOR:)"),
        ("_xlfn.IFS(.5)", "FUNCTION:_xlfn.IFS OPERATOR:( NUMBER:.5 OPERATOR:)"),
        ("R1C1", "NAME:R1C1"),
        ("RC10", "AREA:RC10"),
        ("XFE1", "NAME:XFE1"),
        ("A1048577", "NAME:A1048577"),
        ("收入.合计_1", "NAME:收入.合计_1"),
        ('"a""b"', 'TEXT:"a""b"'),
        ("{1,2;3}", "OPERATOR:{ NUMBER:1 OPERATOR:, NUMBER:2 OPERATOR:; NUMBER:3 OPERATOR:}"),
        ("1<>2<=3", "NUMBER:1 OPERATOR:<> NUMBER:2 OPERATOR:<= NUMBER:3"),
    ],
)
def test_a_formula_is_cut_where_excel_cuts_it(formula: str, expected: str) -> None:
    assert " ".join(f"{token.kind.name}:{token.sheet}{token.text}" for token in tokens(formula)) == expected


@given(st.text(alphabet="A1$:!'\"[]#@{}(),;. +-*/^&=<>%甲乙（|~\nRC_xlfn", max_size=40))
def test_tokens_joined_are_the_formula(text: str) -> None:
    with contextlib.suppress(UnreadableFormula):
        assert join(tokens(text)) == text
        parse(text)


def test_minus_binds_before_power_and_power_from_the_left() -> None:
    two, three = Constant(2.0), Constant(3.0)
    assert parse("-2^3") == Binary("^", Signed(-1, two), three)
    assert parse("2^3^2") == Binary("^", Binary("^", two, three), two)
    assert parse("2^-3%") == Binary("^", two, Percent(Signed(-1, three)))
    assert parse("2+3*2") == Binary("+", two, Binary("*", three, two))
    assert parse("( 2 )") == Group(two)


def test_a_space_between_references_is_their_intersection() -> None:
    assert isinstance(parse("A1:B2 B1:C3"), Unsupported)
    assert isinstance(parse("(A1:B2) (B1:C3)"), Unsupported)
    area = parse_area("A1")
    assert area is not None
    assert parse(" A1 ") == Reference(area, None)


@pytest.mark.parametrize(
    "text", ["", "A", "1", "A0", "A01", "$", "A1:B", "A:1", "XFE1", "A1048577", "A1:XFE2", "$A$", "A$:B$"]
)
def test_what_is_no_area_is_not_read_as_one(text: str) -> None:
    assert parse_area(text) is None


@pytest.mark.parametrize(
    ("prefix", "text"),
    [
        (SheetPrefix("甲"), "甲!"),
        (SheetPrefix("甲 乙"), "'甲 乙'!"),
        (SheetPrefix("It's"), "'It''s'!"),
        (SheetPrefix("2024"), "'2024'!"),
        (SheetPrefix("A1"), "'A1'!"),
        (SheetPrefix("RC"), "'RC'!"),
        (SheetPrefix("一月", "三 月"), "'一月:三 月'!"),
        (SheetPrefix("甲", book="1"), "[1]甲!"),
    ],
)
def test_a_sheet_name_is_quoted_where_excel_quotes_it(prefix: SheetPrefix, text: str) -> None:
    assert prefix.text == text
    assert read_prefix(text) == prefix


def test_kinds_cover_every_token() -> None:
    assert {token.kind for token in tokens('SUM(A1 ,"a",1,#N/A,名,表[a])')} == set(Kind)
