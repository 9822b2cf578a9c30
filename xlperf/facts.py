"""Facts (数据): one figure with its unit, its period and the very cell that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


class State(StrEnum):
    """What stood where the figure was looked for; six kinds of "no figure" are six different things."""

    VALUE = "value"
    ZERO = "zero"
    DASH = "dash"
    BLANK = "blank"
    ERROR = "error"
    TEXT = "text"
    NO_ROW = "no-row"
    NO_COLUMN = "no-column"
    NO_TABLE = "no-table"

    @property
    def chinese(self) -> str:
        """The state in the officer's words."""
        return {
            "value": "有数",
            "zero": "填的是 0",
            "dash": "填的是“—”",
            "blank": "空着",
            "error": "是错误值",
            "text": "不是数字",
            "no-row": "表中没有这一行",
            "no-column": "表中没有这一栏",
            "no-table": "没有找到这张表",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was read: file, its sha256, sheet, cell, and the words beside it."""

    file: str
    """Path relative to the unit folder, with forward slashes."""
    sha256: str
    sheet: str
    cell: str
    """A1 address: N45."""
    table: str = ""
    row_label: str = ""
    column_label: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure as the scheme names it (数据项), in 元 when it is money."""

    id: str
    """The Chinese name, which formulas use: 年末财政拨款结转和结余."""
    value: Decimal | None
    """In 元 for money; a rate 0.95 for a percentage; None when there is no figure."""
    unit: str
    """元 for all money, else %, 人, 项 …"""
    period: str
    """The fiscal year, 2023, or a month, 2024-05."""
    state: State
    source: Source | None = None
    raw: str = ""
    """What the cell showed."""
    stated_unit: str = ""
    """The money unit of the sheet it was read from (元, 千元, 万元)."""
