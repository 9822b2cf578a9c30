"""What a cell can hold, and what can come of a formula besides a value."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Unsure(Exception):
    """Raised, with the reason in Chinese, where Excel's result is not surely known."""


class ErrorValue(Enum):
    """A cell's error (错误值)."""

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"
    GETTING_DATA = "#GETTING_DATA"
    SPILL = "#SPILL!"
    CALC = "#CALC!"
    FIELD = "#FIELD!"
    BLOCKED = "#BLOCKED!"
    CONNECT = "#CONNECT!"
    UNKNOWN = "#UNKNOWN!"
    BUSY = "#BUSY!"
    PYTHON = "#PYTHON!"
    EXTERNAL = "#EXTERNAL!"
    TIMEOUT = "#TIMEOUT!"


Value = float | str | bool | ErrorValue | None
"""A cell's value: number, text, logical, error, or None for a blank cell."""


class Address(NamedTuple):
    """A cell of the workbook; row and column count from 1."""

    sheet: str
    row: int
    column: int


class Stop(Exception):
    """Raised to make an error value the result of what is being computed."""

    def __init__(self, error: ErrorValue) -> None:
        super().__init__(error.value)
        self.error = error
