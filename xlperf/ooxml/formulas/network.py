"""Which formulas depend on which cells, and the order in which they can be worked out."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.formulas.precedents import Range, Scope, precedents
from xlperf.ooxml.formulas.references import parse_area
from xlperf.ooxml.formulas.tokens import UnreadableFormula
from xlperf.ooxml.formulas.values import Address, Unsure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_TALL: Final = 64
"""Ranges of fewer rows are found by their rows; taller ones are few, and looked through."""


@dataclass(frozen=True, slots=True)
class CellFormula:
    """A cell's formula as text without ``=``, a shared one already translated to its cell.

    ``covers`` is the area that an array formula, a spill or a data table fills: it is left to Excel.
    ``stored`` says whether the file has a result; without one it is worked out wherever it can be.
    """

    text: str
    covers: str | None = None
    stored: bool = True


@dataclass(slots=True)
class Network:
    """The formulas of a workbook, tied to the ranges they read."""

    formulas: Mapping[Address, CellFormula]
    scope: Scope
    unknown: dict[Address, str]
    """Formulas of which the text alone does not tell what they read, with the reason."""
    _readers: dict[Range, list[Address]]
    _across: dict[tuple[str, int], list[Range]]
    _tall: dict[str, list[Range]]

    def __init__(self, formulas: Mapping[Address, CellFormula], scope: Scope) -> None:
        self.formulas, self.scope = formulas, scope
        self.unknown, self._readers = {}, defaultdict(list)
        self._across, self._tall = defaultdict(list), defaultdict(list)
        for address, formula in formulas.items():
            try:
                read = precedents(formula.text, address.sheet, scope)
            except (Unsure, UnreadableFormula) as reason:
                self.unknown[address] = str(reason)
            else:
                for range_ in read:
                    self._readers[range_].append(address)
        for range_ in self._readers:
            self._place(range_)

    def _place(self, range_: Range) -> None:
        if range_.bottom - range_.top >= _TALL:
            self._tall[range_.sheet].append(range_)
            return
        for row in range(range_.top, range_.bottom + 1):
            self._across[range_.sheet, row].append(range_)

    def affected(self, edited: Iterable[Address]) -> tuple[list[Address], list[Address]]:
        """Return the cells that edits reach, precedents first, and the formulas caught in circles.

        Formulas without a stored result, and those of which it is not known what they read, count as reached.
        """
        unstored = (address for address, formula in self.formulas.items() if not formula.stored)
        seeds = dict.fromkeys((*edited, *unstored, *self.unknown))
        followers, waiting = self._reach(seeds)
        ready = deque(node for node in followers if not waiting[node])
        order: list[Address] = []
        while ready:
            node = ready.popleft()
            if isinstance(node, Address):
                order.append(node)
            for follower in followers[node]:
                waiting[follower] -= 1
                if not waiting[follower]:
                    ready.append(follower)
        circular = [node for node in followers if waiting[node] and isinstance(node, Address)]
        return order, circular

    def _reach(
        self, seeds: Iterable[Address]
    ) -> tuple[dict[Address | Range, list[Address | Range]], dict[Address | Range, int]]:
        """Follow cells to the ranges around them and ranges to their readers; count what each waits for."""
        followers: dict[Address | Range, list[Address | Range]] = {}
        waiting: dict[Address | Range, int] = defaultdict(int)
        queue: list[Address | Range] = list(seeds)
        while queue:
            node = queue.pop()
            if node in followers:
                continue
            followers[node] = list(self._followers(node))
            for follower in followers[node]:
                waiting[follower] += 1
            queue += followers[node]
        return followers, waiting

    def _followers(self, node: Address | Range) -> Iterator[Address | Range]:
        if isinstance(node, Range):
            # what a formula of unknown reach reads does not matter: it is left
            yield from self._readers[node]
            return
        formula = self.formulas.get(node)
        cells = [node] if formula is None or formula.covers is None else covered_cells(node, formula.covers)
        found = {range_: None for cell in cells for range_ in self._ranges_around(cell)}
        yield from found

    def _ranges_around(self, cell: Address) -> Iterator[Range]:
        for near in (self._across.get((cell.sheet, cell.row), ()), self._tall.get(cell.sheet, ())):
            for range_ in near:
                if range_.contains(*cell):
                    yield range_


def covered_cells(address: Address, covers: str) -> list[Address]:
    """List the cells that an array formula fills."""
    area = parse_area(covers)
    if area is None:
        return [address]
    (top, bottom), (left, right) = area.rows, area.columns
    return [Address(address.sheet, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
