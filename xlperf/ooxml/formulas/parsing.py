"""A formula's text read into a tree, with Excel's precedence: -2^2 is 4, 2^3^2 is 64."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from xlperf.ooxml.formulas.references import Area, parse_area
from xlperf.ooxml.formulas.tokens import Kind, SheetPrefix, Token, UnreadableFormula, read_prefix, tokens
from xlperf.ooxml.formulas.values import ErrorValue, Value

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text, logical or error written in the formula."""

    value: Value


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to cells; ``prefix`` is None on the formula's own sheet."""

    area: Area
    prefix: SheetPrefix | None


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name."""

    name: str
    prefix: SheetPrefix | None


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; the name is in capitals, without ``_xlfn.``."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """``-x`` (``sign`` -1) or ``+x`` (1)."""

    sign: int
    operand: Node


@dataclass(frozen=True, slots=True)
class Percent:
    """``x%``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands with an operator between them."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Group:
    """An expression in brackets."""

    inner: Node


@dataclass(frozen=True, slots=True)
class Constants:
    """An array written in the formula: ``{1,2;3,4}``."""

    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """An argument left out: ``IF(A1,,0)``."""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """What is read but never evaluated here; ``reason`` says in Chinese what it is."""

    reason: str


Node = Constant | Reference | Name | Call | Signed | Percent | Binary | Group | Constants | Empty | Unsupported


def children(node: Node) -> tuple[Node, ...]:
    """Return what a node is made of."""
    match node:
        case Call(arguments=arguments):
            return arguments
        case Binary(left=left, right=right):
            return left, right
        case Signed(operand=inner) | Percent(operand=inner) | Group(inner=inner):
            return (inner,)
        case _:
            return ()


_STRENGTH: Final = {
    **dict.fromkeys(("=", "<>", "<", ">", "<=", ">="), 1),
    "&": 2,
    **dict.fromkeys("+-", 3),
    **dict.fromkeys("*/", 4),
    "^": 5,
}
_ERRORS: Final = {error.value: error for error in ErrorValue}
_DEEPEST: Final = 100


@lru_cache(maxsize=2048)
def parse(formula: str) -> Node:
    """Read a formula, written without its leading ``=``.

    Raises:
        UnreadableFormula: if it does not follow the grammar.
    """
    parser = _Parser(tokens(formula))
    node = parser.expression(0)
    if parser.next is not None:
        raise UnreadableFormula(f"多余的内容：{parser.next.text}")
    return node


class _Parser:
    """Reads an expression by the strength of its operators (Pratt)."""

    def __init__(self, pieces: tuple[Token, ...]) -> None:
        self._pieces = pieces
        self._at = 0
        self._depth = 0
        self._skip_space()

    @property
    def next(self) -> Token | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def _skip_space(self) -> bool:
        start = self._at
        while self.next is not None and self.next.kind is Kind.SPACE:
            self._at += 1
        return self._at > start

    def _take(self) -> Token:
        token = self.next
        if token is None:
            raise UnreadableFormula("公式不完整")
        self._at += 1
        return token

    def _meets(self, *operators: str) -> bool:
        return self.next is not None and self.next.kind is Kind.OPERATOR and self.next.text in operators

    def _expect(self, operator: str) -> None:
        if not self._meets(operator):
            raise UnreadableFormula(f"缺少 {operator}")
        self._at += 1

    def expression(self, weakest: int) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableFormula("嵌套过深")
        left = self._operand()
        while self.next is not None and self.next.kind is Kind.OPERATOR:
            operator = self.next.text
            strength = _STRENGTH.get(operator, 0)
            if strength <= weakest:
                break
            self._at += 1
            self._skip_space()
            left = Binary(operator, left, self.expression(strength))
        self._depth -= 1
        return left

    def _operand(self) -> Node:
        if self._meets("+", "-"):
            sign = -1 if self._take().text == "-" else 1
            self._skip_space()
            return self._percents(Signed(sign, self._nested()))
        if self._meets("@"):
            self._take()
            self._skip_space()
            self._nested()
            return self._percents(Unsupported("隐式交集 @"))
        return self._percents(self._joined())

    def _nested(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableFormula("嵌套过深")
        node = self._operand() if self._meets("+", "-", "@") else self._joined()
        self._depth -= 1
        return node

    def _percents(self, node: Node) -> Node:
        while self._meets("%"):
            self._at += 1
            self._skip_space()
            node = Percent(node)
        return node

    def _joined(self) -> Node:
        """Read an atom with what binds references together: ``:``, ``#`` and the space."""
        node = self._atom()
        while True:
            spaced = self._skip_space()
            if self._meets(":"):
                self._at += 1
                self._skip_space()
                self._atom()
                node = Unsupported("由计算得出的区域")
            elif self._meets("#"):
                self._at += 1
                node = Unsupported("溢出区域 #")
            elif spaced and self._starts_reference():
                self._atom()
                node = Unsupported("区域的交集")
            else:
                return node

    def _starts_reference(self) -> bool:
        kinds = (Kind.AREA, Kind.NAME, Kind.FUNCTION, Kind.STRUCTURED)
        return self.next is not None and (self.next.kind in kinds or self._meets("("))

    def _atom(self) -> Node:
        token = self._take()
        if token.kind in _LEAVES:
            return _LEAVES[token.kind](token)
        if token.kind is Kind.FUNCTION:
            return self._call(token)
        if token.text == "(":
            return self._group()
        if token.text == "{":
            return self._constants()
        raise UnreadableFormula(f"此处不应有 {token.text}")

    def _group(self) -> Node:
        self._skip_space()
        inner = self.expression(0)
        self._skip_space()
        if not self._meets(","):
            self._expect(")")
            return Group(inner)
        while self._meets(","):
            self._at += 1
            self._skip_space()
            self.expression(0)
            self._skip_space()
        self._expect(")")
        return Unsupported("区域的并集")

    def _call(self, name: Token) -> Node:
        self._expect("(")
        self._skip_space()
        arguments: list[Node] = []
        if not self._meets(")"):
            arguments.append(self._argument())
        while self._meets(","):
            self._at += 1
            arguments.append(self._argument())
        self._expect(")")
        if name.sheet:
            return Unsupported(f"外部函数 {name.sheet}{name.text}")
        return Call(name.text.upper().removeprefix("_XLFN.").removeprefix("_XLWS."), tuple(arguments))

    def _argument(self) -> Node:
        self._skip_space()
        if self._meets(",", ")"):
            return Empty()
        node = self.expression(0)
        self._skip_space()
        return node

    def _constants(self) -> Node:
        rows: list[tuple[Value, ...]] = []
        row: list[Value] = []
        while True:
            self._skip_space()
            row.append(self._constant())
            self._skip_space()
            end = self._take().text
            if end not in (",", ";", "}"):
                raise UnreadableFormula("数组常量不完整")
            if end != ",":
                rows.append(tuple(row))
                row = []
            if end == "}":
                break
        if len({len(r) for r in rows}) > 1:
            raise UnreadableFormula("数组常量各行长短不一")
        return Constants(tuple(rows))

    def _constant(self) -> Value:
        sign = 1.0
        if self._meets("-", "+"):
            sign = -1.0 if self._take().text == "-" else 1.0
        node = self._atom()
        if not isinstance(node, Constant):
            raise UnreadableFormula("数组里只能有常量")
        return sign * node.value if isinstance(node.value, float) else node.value


def _error(token: Token) -> Node:
    error = _ERRORS.get(token.text.upper())
    return Unsupported(f"错误值 {token.text}") if error is None else Constant(error)


def _reference(token: Token) -> Node:
    if token.sheet.startswith("#"):
        return Constant(ErrorValue.REF)
    if token.sheet == "!":
        return Unsupported("当前工作表引用 !")
    area = parse_area(token.text)
    if area is None:
        raise UnreadableFormula(f"不是单元格引用：{token.text}")
    return Reference(area, read_prefix(token.sheet))


def _name(token: Token) -> Node:
    if not token.sheet and token.text.upper() in ("TRUE", "FALSE"):
        return Constant(token.text.upper() == "TRUE")
    if token.text.startswith("["):
        return Unsupported("外部链接")
    return Name(token.text, read_prefix(token.sheet))


_LEAVES: Final[dict[Kind, Callable[[Token], Node]]] = {
    Kind.NUMBER: lambda token: Constant(float(token.text)),
    Kind.TEXT: lambda token: Constant(token.text[1:-1].replace('""', '"')),
    Kind.ERROR: _error,
    Kind.AREA: _reference,
    Kind.NAME: _name,
    Kind.STRUCTURED: lambda _: Unsupported("表格的结构化引用"),
}
