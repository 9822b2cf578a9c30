"""Which cells a formula reads, found from its text alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from xlperf.ooxml.formulas.parsing import Call, Node, Reference, children, parse, plain_name
from xlperf.ooxml.formulas.references import Area, parse_area
from xlperf.ooxml.formulas.tokens import Kind, SheetPrefix, Token, read_prefix, tokens
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


def precedents(formula: str, sheet: str, scope: Scope) -> frozenset[Range]:
    """Return the cells that a formula on a sheet can read, through defined names too.

    Raises:
        Unsure: if that depends on more than its text (INDIRECT, structured references, relative names …).
        UnreadableFormula: if the formula or a name in it cannot be read.
    """
    return frozenset(_ranges(formula, sheet, scope, ()))


def _ranges(formula: str, sheet: str, scope: Scope, within: tuple[str, ...]) -> Iterator[Range]:
    if len(formula) > _LONGEST or len(within) > _DEEPEST_NAME:
        raise Unsure("公式过长，或名称层层引用")
    pieces = tokens(formula)
    if not pieces:  # a cell that another one's array fills
        raise Unsure("没有公式文字")
    functions = {plain_name(token.text) for token in pieces if token.kind is Kind.FUNCTION}
    for function in functions & _VOLATILE:
        raise Unsure(f"易失函数 {function}")
    for token in pieces:
        yield from _token_ranges(token, sheet, scope, within)
    if functions & _RESIZING:
        for call in _calls(parse(formula)):
            yield from _resized(call, sheet, scope)


def _token_ranges(token: Token, sheet: str, scope: Scope, within: tuple[str, ...]) -> Iterator[Range]:
    if token.kind is Kind.AREA:
        yield from _area(token, sheet, scope, fixed_only=bool(within))
    elif token.kind is Kind.NAME:
        yield from _name(token, sheet, scope, within)
    elif token.kind is Kind.STRUCTURED:
        raise Unsure("表格的结构化引用")
    elif token.text == ":":
        raise Unsure("由计算得出的区域")


def _area(token: Token, sheet: str, scope: Scope, *, fixed_only: bool) -> Iterator[Range]:
    area = parse_area(token.text)
    if area is None:
        return
    if fixed_only and not _is_fixed(area):
        raise Unsure("名称里有相对引用")
    if token.sheet == "!":
        raise Unsure("当前工作表引用 !")
    for name in _sheets(read_prefix(token.sheet) if token.sheet else None, token.sheet, sheet, scope):
        (top, bottom), (left, right) = area.rows, area.columns
        yield Range(name, top, left, bottom, right)


def _sheets(prefix: SheetPrefix | None, text: str, home: str, scope: Scope) -> list[str]:
    if not text:
        return [home]
    if prefix is None or prefix.book:  # a deleted sheet, another workbook
        return []
    if prefix.last:
        return scope.span(prefix)
    named = scope.sheet_called(prefix.first)
    return [] if named is None else [named]


def _is_fixed(area: Area) -> bool:
    """Say whether every row and column of an area has its ``$``."""
    return all(
        (corner.row is None or corner.row_fixed) and (corner.column is None or corner.column_fixed)
        for corner in area.corners
    )


def _name(token: Token, sheet: str, scope: Scope, within: tuple[str, ...]) -> Iterator[Range]:
    if token.text.upper() in ("TRUE", "FALSE"):
        return
    prefix = read_prefix(token.sheet) if token.sheet else None
    if token.text.startswith("[") or (prefix is not None and prefix.book not in ("", "0")):
        return
    on = scope.sheet_called(prefix.first) if prefix is not None and prefix.first else sheet
    definition = scope.definition(token.text, on or sheet)
    if definition is None or token.text.casefold() in within:
        raise Unsure(f"没有定义名称“{token.text}”")
    yield from _ranges(definition, sheet, scope, (*within, token.text.casefold()))


def _calls(node: Node) -> Iterator[Call]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Call) and node.function in _RESIZING:
            yield node
        waiting += children(node)


def _resized(call: Call, sheet: str, scope: Scope) -> Iterator[Range]:
    """Give the cells that SUMIF really adds up: of its third argument only the first cell counts."""
    if len(call.arguments) < 3:
        return
    tested, added = call.arguments[0], call.arguments[2]
    if not (isinstance(tested, Reference) and isinstance(added, Reference)):
        raise Unsure("SUMIF 的区域不是直接写出的引用")
    names = _sheets(added.prefix, "!" if added.prefix else "", sheet, scope)
    (top, bottom), (left, right) = tested.area.rows, tested.area.columns
    first_row, first_column = added.area.rows[0], added.area.columns[0]
    for name in names:
        yield Range(name, first_row, first_column, first_row + bottom - top, first_column + right - left)
