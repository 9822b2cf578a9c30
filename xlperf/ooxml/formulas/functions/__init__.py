"""The functions that are evaluated: few, plain and sure. Every other one leaves its formula to Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.ooxml.formulas.functions import (
    conditional,
    dates,
    information,
    logic,
    lookup,
    mathematics,
    statistics,
    text,
)

if TYPE_CHECKING:
    from xlperf.ooxml.formulas.functions.kinds import Function

FUNCTIONS: Final[dict[str, Function]] = {
    **logic.FUNCTIONS,
    **information.FUNCTIONS,
    **mathematics.FUNCTIONS,
    **statistics.FUNCTIONS,
    **conditional.FUNCTIONS,
    **lookup.FUNCTIONS,
    **text.FUNCTIONS,
    **dates.FUNCTIONS,
}
"""Functions by their English name in capitals, without ``_xlfn.``."""
