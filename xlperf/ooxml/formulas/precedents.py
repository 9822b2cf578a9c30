"""Which cells a formula reads, found from its text alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from xlperf.ooxml.formulas.parsing import Call, Node, Reference, children, parse, plain_name
from xlperf.ooxml.formulas.references import Area, parse_area
from xlperf.ooxml.formulas.tokens import (
    AREA,
    ERROR,
    ITEM,
    NAME,
    NUMBER,
    PREFIX,
    STRUCTURED,
    TEXT,
    SheetPrefix,
    UnreadableFormula,
    read_prefix,
)
from xlperf.ooxml.formulas.values import Unsure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_VOLATILE: Final = frozenset(
    ("NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT", "CELL", "INFO", "RTD", "STOCKHISTORY")
)
_LONGEST: Final = 8192
_DEEPEST_NAME: Final = 20
_RESIZING: Final = frozenset(("SUMIF", "AVERAGEIF"))


class Range(NamedTuple):
    """A rectangle of cells on one sheet."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    def contains(self, sheet: str, row: int, column: int) -> bool:
        """Say whether a cell lies in it."""
        return sheet == self.sheet and self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True)
class Scope:
    """The sheets and names that formulas of one workbook can mean."""

    sheets: Sequence[str]
    names: Mapping[tuple[str | None, str], str]
    _called: dict[str, str] = field(init=False)
    _meanings: dict[tuple[str | None, str], str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_called", {name.casefold(): name for name in self.sheets})
        folded = {(sheet and sheet.casefold(), name.casefold()): text for (sheet, name), text in self.names.items()}
        object.__setattr__(self, "_meanings", folded)

    def sheet_called(self, name: str) -> str | None:
        """Return a sheet's name as the workbook writes it; None if there is none."""
        return self._called.get(name.casefold())

    def definition(self, name: str, sheet: str) -> str | None:
        """Return what a name refers to when used on a sheet: the sheet's own name before the workbook's."""
        folded = name.casefold()
        return self._meanings.get((sheet.casefold(), folded), self._meanings.get((None, folded)))

    def span(self, prefix: SheetPrefix) -> list[str]:
        """Return the sheets from the first to the last of a span."""
        ends = [self.sheet_called(prefix.first), self.sheet_called(prefix.last)]
        if None in ends:
            return []
        first, last = sorted(list(self.sheets).index(name) for name in ends if name is not None)
        return list(self.sheets[first : last + 1])


def precedents(formula: str, sheet: str, scope: Scope) -> set[Range]:
    """Return the cells that a formula on a sheet can read, through defined names too.

    Raises:
        Unsure: if that depends on more than its text (INDIRECT, structured references, relative names …).
        UnreadableFormula: if the formula or a name in it cannot be read.
    """
    reading = _Reading(sheet, scope)
    reading.read(formula)
    return reading.found


# Most formulas of a workbook are only looked at, so what does not tell which cells they read is passed over in one go:
# this takes a fifth of the time of tokens. Each word is (sheet, area, function, structured, name, colon, unreadable).
_WORD: Final = re.compile(
    rf"""
      (?:[ \t\r\n] | {TEXT} | {ITEM} | (?:{ERROR})(?![$\w\#]) | {NUMBER}(?![\w:!])
        | [-+*/^&=<>%,;(){{}}@] | \#(?![A-Z]))+
    | {PREFIX}?(?:
          (?:{ERROR})
        | (?P<area>{AREA})
        | (?P<function>{NAME})(?=\()
        | (?P<structured>{STRUCTURED})
        | (?P<name>{NAME})
      )
    | (?P<colon>:)
    | (?P<unreadable>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True)
class _Reading:
    """The cells found so far in a formula of ``sheet``; ``within`` are the names being looked into."""

    sheet: str
    scope: Scope
    within: tuple[str, ...] = ()
    found: set[Range] = field(default_factory=set)

    def read(self, formula: str) -> None:
        if len(formula) > _LONGEST or len(self.within) > _DEEPEST_NAME:
            raise Unsure("公式过长，或名称层层引用")
        if not formula.strip():  # a cell that another one's array fills
            raise Unsure("没有公式文字")
        if self._read_words(formula):
            for call in _calls(parse(formula)):
                self._resized(call)

    def _read_words(self, formula: str) -> bool:
        """Add what is written; say whether a function reads more cells than it names."""
        resizes = False
        for sheet, area, function, structured, name, *rest in _WORD.findall(formula):
            if area:
                self._area(sheet, area)
            elif function:
                resizes |= _resizes(function)
            elif name:
                self._name(sheet, name)
            elif structured:
                raise Unsure("表格的结构化引用")
            elif any(rest):
                raise _refusal(*rest)
        return resizes

    def _area(self, prefix: str, text: str) -> None:
        area = parse_area(text)
        if area is None:  # it lies off the sheet
            if ":" in text:
                raise Unsure("由计算得出的区域")
            self._name(prefix, text)
            return
        if self.within and not _is_fixed(area):
            raise Unsure("名称里有相对引用")
        if prefix == "!":
            raise Unsure("当前工作表引用 !")
        (top, bottom), (left, right) = area.rows, area.columns
        for sheet in self._sheets(prefix):
            self.found.add(Range(sheet, top, left, bottom, right))

    def _sheets(self, prefix_text: str) -> list[str]:
        if not prefix_text:
            return [self.sheet]
        prefix = read_prefix(prefix_text)
        if prefix is None or prefix.book:  # a deleted sheet, another workbook
            return []
        if prefix.last:
            return self.scope.span(prefix)
        named = self.scope.sheet_called(prefix.first)
        return [] if named is None else [named]

    def _name(self, prefix_text: str, name: str) -> None:
        if name.upper() in ("TRUE", "FALSE"):
            return
        prefix = read_prefix(prefix_text) if prefix_text else None
        if prefix is not None and prefix.book not in ("", "0"):
            return
        on = self.scope.sheet_called(prefix.first) if prefix is not None and prefix.first else self.sheet
        definition, folded = self.scope.definition(name, on or self.sheet), name.casefold()
        if definition is None or folded in self.within:
            raise Unsure(f"没有定义名称“{name}”")
        replace(self, within=(*self.within, folded)).read(definition)

    def _resized(self, call: Call) -> None:
        """Add the cells that SUMIF really adds up: of its third argument only the first cell counts."""
        if len(call.arguments) < 3:
            return
        tested, added = call.arguments[0], call.arguments[2]
        if not (isinstance(tested, Reference) and isinstance(added, Reference)):
            raise Unsure("SUMIF 的区域不是直接写出的引用")
        (top, bottom), (left, right) = tested.area.rows, tested.area.columns
        row, column = added.area.rows[0], added.area.columns[0]
        for sheet in self._sheets(added.prefix.text if added.prefix else ""):
            self.found.add(Range(sheet, row, column, row + bottom - top, column + right - left))


@lru_cache(maxsize=256)
def _resizes(function: str) -> bool:
    name = plain_name(function)
    if name in _VOLATILE:
        raise Unsure(f"易失函数 {name}")
    return name in _RESIZING


def _refusal(colon: str, unreadable: str) -> Exception:
    return Unsure("由计算得出的区域") if colon else UnreadableFormula(f"读不懂 {unreadable}")


def _is_fixed(area: Area) -> bool:
    return all(
        (corner.row is None or corner.row_fixed) and (corner.column is None or corner.column_fixed)
        for corner in area.corners
    )


def _calls(node: Node) -> Iterator[Call]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Call) and node.function in _RESIZING:
            yield node
        waiting += children(node)
