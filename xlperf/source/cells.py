"""What a cell says (单元格取数): a figure, a zero, a stroke, nothing, an error, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS, folded, is_dash, parse_number, plain
from xlperf.facts import State
from xlperf.source.grid import ErrorValue, a1
from xlperf.source.labels import MONEY_UNIT

if TYPE_CHECKING:
    from xlperf.source.grid import Grid

NONE_WORDS: Final = frozenset({"无", "/", "\\", "*", "--", "..", "×", "x"})
"""What officers type for "none" besides the stroke."""

_WITH_UNIT = re.compile(rf"(.+?)({MONEY_UNIT})")
_ERROR_TEXT = re.compile(r"#[A-Z/0]+[!?]?|#N/A|ERR:\d+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell says."""

    state: State
    value: Decimal | None = None
    raw: str = ""
    """What the cell showed."""
    unit: str = ""
    """A money unit typed into the cell itself: 120万元."""
    percent: bool = False

    @property
    def places(self) -> int:
        """How many decimals it was written with."""
        exponent = self.value.as_tuple().exponent if self.value is not None else 0
        return max(0, -exponent) if isinstance(exponent, int) else 0


def read_cell(grid: Grid, row: int, column: int) -> Reading:
    """Read a cell; one inside a merged range says what the range shows."""
    value = grid.spread(row, column)
    if value is None:
        return Reading(State.BLANK)
    if isinstance(value, Decimal):
        return _number(value, plain(value))
    if isinstance(value, ErrorValue):
        return Reading(State.ERROR, raw=value.text)
    return _typed(value) if isinstance(value, str) else Reading(State.TEXT, raw=str(value))


def _number(value: Decimal, raw: str, unit: str = "", *, percent: bool = False) -> Reading:
    return Reading(State.VALUE if value else State.ZERO, value, raw, unit, percent)


def _typed(text: str) -> Reading:
    """Read text: numbers typed as text count, with separators, full-width digits, blanks, brackets, units."""
    bare = folded(text).lstrip("'’‘`")
    if not bare:
        return Reading(State.BLANK, raw=text.strip())
    if is_dash(bare) or bare.lower() in NONE_WORDS:
        return Reading(State.DASH, raw=text.strip())
    if _ERROR_TEXT.fullmatch(bare.upper()):
        return Reading(State.ERROR, raw=text.strip())
    value = parse_number(bare)
    if value is not None:
        return _number(value, text.strip(), percent=bare.endswith("%"))
    if (found := _WITH_UNIT.fullmatch(bare)) and (value := parse_number(found[1])) is not None:
        return _number(value, text.strip(), found[2])
    return Reading(State.TEXT, raw=text.strip())


def anchor_a1(grid: Grid, row: int, column: int) -> str:
    """Name the cell that holds what is shown there: of a merged range the top-left one."""
    return a1(*grid.anchors.get((row, column), (row, column)))


def scale(unit: str) -> Decimal:
    """元 in one of a money unit; 1 for anything else."""
    return MONEY_UNITS.get(unit, Decimal(1))
