"""The two kinds of functions: those that see values only, and those that see their arguments unevaluated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlperf.ooxml.formulas.evaluating import Evaluation
    from xlperf.ooxml.formulas.grids import Operand
    from xlperf.ooxml.formulas.parsing import Node
    from xlperf.ooxml.formulas.values import Value

MANY: Final = 255
"""As many arguments as Excel allows."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A function of single values.

    An error among them is its result, unless it ``takes_errors``; inside SUMPRODUCT it works element by element
    if it ``lifts``.
    """

    run: Callable[..., Value]
    fewest: int
    most: int
    takes_errors: bool = False
    lifts: bool = False


@dataclass(frozen=True, slots=True)
class Special:
    """A function that takes rectangles of cells, or works out only some of its arguments."""

    run: Callable[[Evaluation, tuple[Node, ...]], Operand]
    fewest: int
    most: int


Function = Plain | Special
