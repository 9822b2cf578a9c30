"""Rows of tables by functional code (支出功能分类科目): 类 of three digits, 款 of five, 项 of seven."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import folded

if TYPE_CHECKING:
    from xlperf.source.layout import Block, Row

CODE_LENGTHS: Final = (3, 5, 7)
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_TOTAL = re.compile(r"(?:总)?合计|总计|本年(?:收入|支出)合计|支出合计|收入合计")


@dataclass(frozen=True, slots=True)
class CodedRow:
    """A row with its functional code."""

    code: str
    row: Row

    @property
    def level(self) -> str:
        """类, 款 or 项."""
        return "类款项"[CODE_LENGTHS.index(len(self.code))]

    @property
    def name(self) -> str:
        """The name of the item without indent."""
        return self.row.raw.strip()


def coded_rows(block: Block) -> tuple[CodedRow, ...]:
    """Give the rows of a block that have a functional code; none for other tables."""
    if not block.code_columns:
        return ()
    coded = ((read_code(block, row), row) for row in block.rows)
    return tuple(CodedRow(code, row) for code, row in coded if code)


def total_row(block: Block) -> Row | None:
    """Give the row of the total over all codes (合计)."""
    return next((row for row in block.rows if _TOTAL.fullmatch(row.label.key) and not read_code(block, row)), None)


def read_code(block: Block, row: Row) -> str:
    """Read a row's code: whole in one column, or 类, 款, 项 side by side; empty without one."""
    parts = [part for column in block.code_columns if (part := _digits(block.grid.value(row.index, column)))]
    if not parts:
        return ""
    whole = max(parts, key=len)
    if len(whole) > 2 and all(whole.startswith(part) for part in parts if len(part) > 2) and len(parts[-1]) > 2:
        joined = whole
    else:
        joined = parts[0] + "".join(part.zfill(2) for part in parts[1:])
    return joined if _CODE.fullmatch(joined) else ""


def _digits(value: object) -> str:
    if isinstance(value, Decimal):
        return str(int(value)) if value == value.to_integral_value() else ""
    text = folded(value) if isinstance(value, str) else ""
    return text if text.isdigit() else ""
