from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.ooxml.formulas import UnreadableFormula
from xlperf.ooxml.formulas.precedents import Range, Scope, precedents
from xlperf.ooxml.formulas.references import parse_area
from xlperf.ooxml.formulas.tokens import Kind, tokens
from xlperf.ooxml.formulas.values import Unsure

SCOPE = Scope(
    ("甲", "乙", "It's", "丙"),
    {(None, "收入"): "乙!$B$2", ("甲", "支出"): "甲!$C$3:$C$5,乙!$D:$D", (None, "合计"): "SUM(收入,'乙'!$A$1)"},
)


def cells(*areas: str) -> set[Range]:
    found = set()
    for text in areas:
        sheet, _, cell = text.rpartition("!")
        area = parse_area(cell)
        assert area is not None
        (top, bottom), (left, right) = area.rows, area.columns
        found.add(Range(sheet or "甲", top, left, bottom, right))
    return found


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1+$B$2*乙!C3", cells("A1", "B2", "乙!C3")),
        ("SUM(D:D,2:3,B9:A1)", cells("D:D", "2:3", "A1:B9")),
        ("'It''s'!A1&IT'S", None),
        ("'it''S'!A1", cells("It's!A1")),
        ("收入+支出", cells("乙!B2", "C3:C5", "乙!D:D")),
        ("合计", cells("乙!B2", "乙!A1")),
        ("甲!支出", cells("C3:C5", "乙!D:D")),
        ("SUM(甲:It's!A1)", None),
        ("SUM('甲:It''s'!A1)", cells("甲!A1", "乙!A1", "It's!A1")),
        ("[1]甲!A1+#REF!A1+没有!A1+甲!#REF!+[1]!名+[2]!'某 名'", cells()),
        ('"A1"&"a""A2"&LOG10(A3)&{1,"A4"}&#N/A&1E5&TRUE', cells("A3")),
        ('SUMIF(A1:A9,"x",B1)', cells("A1:A9", "B1", "B1:B9")),
        ("A1 B2", cells("A1", "B2")),
    ],
)
def test_the_cells_of_a_formula_are_found(formula: str, expected: set[Range] | None) -> None:
    if expected is None:
        with pytest.raises((Unsure, UnreadableFormula)):
            precedents(formula, "甲", SCOPE)
    else:
        assert precedents(formula, "甲", SCOPE) == expected


@pytest.mark.parametrize(
    "formula",
    [
        "",
        " ",
        "NOW()",
        "_xlfn.RANDARRAY(2)",
        "表1[a]",
        "A1:INDEX(B:B,2)",
        "A1:XFE9",
        "未定义",
        "!A1",
        "|",
        "XFE1",
        "1" * 9000,
    ],
)
def test_what_cannot_be_told_is_not_guessed(formula: str) -> None:
    with pytest.raises((Unsure, UnreadableFormula)):
        precedents(formula, "甲", SCOPE)


WORDS = "A1 $B$2 A1:B9 D:D 2:3 2 1.5 .5 1E3 甲! 乙! 'It''s'! [1]甲! #REF! #N/A # SUM( LOG10( ) ( , + - % & \" TRUE 收入"
pieces = st.sampled_from([*WORDS.split(), '"A1"', " "])


@given(st.lists(pieces, max_size=10).map("".join))
def test_quick_reading_finds_what_the_tokens_hold(text: str) -> None:
    try:
        found = precedents(text, "甲", SCOPE)
        pieces = tokens(text)
    except (Unsure, UnreadableFormula):
        return
    plain = [t.text for t in pieces if t.kind is Kind.AREA and t.sheet in ("", "甲!")]
    named = {Kind.NAME} & {token.kind for token in pieces}
    assert named or {r for r in found if r.sheet == "甲"} == cells(*plain)
