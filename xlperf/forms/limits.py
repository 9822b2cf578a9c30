"""What a cell of the official workbook accepts (数据有效性), and whether its format shows a score in full."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.amounts import plain
from xlperf.source.indicator_labels import read_mark

if TYPE_CHECKING:
    from xlperf.ooxml.cells import Cell


def format_needed(number_format: str, value: Decimal) -> str | None:
    """Give a number format that shows a score in full where the cell's own would round it on sight."""
    section = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", number_format.split(";", maxsplit=1)[0])
    if not re.search(r"[0#?]", section) or "%" in section or re.search("[ymdhsE]", section, re.IGNORECASE):
        return None
    shown = sum(c in "0#?" for c in section.partition(".")[2])
    needed = len(plain(value).partition(".")[2])
    return None if needed <= shown else "0." + "0" * max(needed, 2)


def limits_broken(cell: Cell, new: Decimal | str) -> str:
    """Say which limits of the cell's data validation a number breaks; empty for none, or where only Excel can tell."""
    rule = cell.validation
    if rule is None or not isinstance(new, Decimal) or rule.kind not in {"whole", "decimal"}:
        return ""
    if rule.kind == "whole" and new != int(new):
        return "只许整数"
    low, high = _number(rule.formula1), _number(rule.formula2)
    tests = {
        "between": (low is None or new >= low) and (high is None or new <= high),
        "notBetween": low is None or high is None or new < low or new > high,
        "equal": low is None or new == low,
        "notEqual": low is None or new != low,
        "greaterThan": low is None or new > low,
        "lessThan": low is None or new < low,
        "greaterThanOrEqual": low is None or new >= low,
        "lessThanOrEqual": low is None or new <= low,
    }
    if tests.get(rule.operator, True):
        return ""
    words = {
        "between": "在 {} 与 {} 之间",
        "notBetween": "不在 {} 与 {} 之间",
        "equal": "等于 {}",
        "notEqual": "不等于 {}",
    }
    more = {
        "greaterThan": "大于 {}",
        "lessThan": "小于 {}",
        "greaterThanOrEqual": "不小于 {}",
        "lessThanOrEqual": "不大于 {}",
    }
    return (words | more)[rule.operator].format(rule.formula1, rule.formula2)


def _number(text: str) -> Decimal | None:
    return read_mark(text.strip().removeprefix("=").strip()) if text.strip() else None
