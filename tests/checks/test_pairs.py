"""An amount that two tables tell is the same in both, item by item."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from xlperf.findings import Finding

Checked = Callable[..., tuple[Finding, ...]]


def differing(findings: tuple[Finding, ...]) -> list[str]:
    return [f.message for f in findings if f.code == "XP406"]


@pytest.mark.parametrize(
    ("sheet", "cell", "first", "second"),
    [
        ("Z05", "E8", "财决05表", "财决04表"),
        ("Z08 ", "E8", "财决08表", "财决07表"),
        ("Z08_1", "E8", "财决08-1表", "财决07表"),
        ("Z07", "K9", "财决08表", "财决07表"),
    ],
)
def test_a_class_told_differently_by_function_and_by_economic_class_names_both_tables(
    checked: Checked, sheet: str, cell: str, first: str, second: str
) -> None:
    told = differing(checked((sheet, cell, Decimal("4351079.06"))))
    assert any(first in message and second in message and "201" in message for message in told), told


def test_the_totals_of_two_tables_are_compared_as_well(checked: Checked) -> None:
    told = differing(checked(("Z05", "E7", Decimal("8744408.04"))))
    assert any("合计" in message and "财决05表" in message for message in told), told


@pytest.mark.parametrize(
    ("sheet", "cell", "words"),
    [
        ("Z07", "K8", "本年支出 = 财政拨款总表的一般公共预算财政拨款支出"),
        ("Z07", "H8", "本年收入 = 财政拨款总表的一般公共预算财政拨款收入"),
        ("Z03", "F7", "财政拨款收入 = 总表的三种财政拨款收入之和"),
    ],
)
def test_the_summary_tables_and_the_detailed_ones_agree(checked: Checked, sheet: str, cell: str, words: str) -> None:
    findings = checked((sheet, cell, Decimal("8400000.00")))
    assert any(f.code == "XP401" and words in f.subject for f in findings), [f.message for f in findings]
