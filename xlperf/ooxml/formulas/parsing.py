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
_DEEPEST: Final = 100
_REFERENCES: Final = (Kind.AREA, Kind.NAME, Kind.FUNCTION, Kind.STRUCTURED)


@lru_cache(maxsize=2048)
def parse(formula: str) -> Node:
    """Read a formula, written without its leading ``=``.

    Raises:
        UnreadableFormula: if it does not follow the grammar.
    """
    parser = _Parser(tokens(formula))
    node = parser.expression(0)
    if parser.token is not _END:
        raise UnreadableFormula(f"多余的内容：{parser.token.text}")
    return node


_END: Final = Token(Kind.OPERATOR, "")


class _Parser:
    """Reads an expression by the strength of its operators (Pratt); ``token`` is the next one."""

    def __init__(self, pieces: tuple[Token, ...]) -> None:
        self._pieces = [token for token in pieces if token.kind is not Kind.SPACE]
        self._spaced = _after_spaces(pieces) if len(self._pieces) < len(pieces) else frozenset()
        self._pieces.append(_END)
        self._at = 0
        self._depth = 0
        self.token = self._pieces[0]

    def _take(self) -> Token:
        token = self.token
        if token is _END:
            raise UnreadableFormula("公式不完整")
        self._at += 1
        self.token = self._pieces[self._at]
        return token

    def _expect(self, operator: str) -> None:
        if self.token.text != operator:
            raise UnreadableFormula(f"缺少 {operator}")
        self._take()

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableFormula("嵌套过深")

    def expression(self, weakest: int) -> Node:
        self._deeper()
        left = self._operand()
        while _STRENGTH.get(self.token.text, 0) > weakest:
            operator = self._take().text
            left = Binary(operator, left, self.expression(_STRENGTH[operator]))
        self._depth -= 1
        return left

    def _operand(self) -> Node:
        node = self._signed()
        while self.token.text == "%":
            self._take()
            node = Percent(node)
        return node

    def _signed(self) -> Node:
        sign = self.token.text
        if sign not in ("+", "-", "@"):
            return self._joined()
        self._take()
        self._deeper()
        operand = self._signed()
        self._depth -= 1
        return Unsupported("隐式交集 @") if sign == "@" else Signed(-1 if sign == "-" else 1, operand)

    def _joined(self) -> Node:
        """Read an atom with what binds references together: ``:``, ``#`` and the space."""
        node = self._atom()
        while True:
            if self.token.text == ":":
                self._take()
                self._atom()
                node = Unsupported("由计算得出的区域")
            elif self.token.text == "#":
                self._take()
                node = Unsupported("溢出区域 #")
            elif self._at in self._spaced and (self.token.kind in _REFERENCES or self.token.text == "("):
                self._atom()
                node = Unsupported("区域的交集")
            else:
                return node

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
        inner = self.expression(0)
        if self.token.text != ",":
            self._expect(")")
            return Group(inner)
        while self.token.text == ",":
            self._take()
            self.expression(0)
        self._expect(")")
        return Unsupported("区域的并集")

    def _call(self, name: Token) -> Node:
        self._expect("(")
        arguments: list[Node] = []
        if self.token.text != ")":
            arguments.append(self._argument())
        while self.token.text == ",":
            self._take()
            arguments.append(self._argument())
        self._expect(")")
        if name.sheet:
            return Unsupported(f"外部函数 {name.sheet}{name.text}")
        return Call(plain_name(name.text), tuple(arguments))

    def _argument(self) -> Node:
        return Empty() if self.token.text in (",", ")") else self.expression(0)

    def _constants(self) -> Node:
        rows: list[tuple[Value, ...]] = []
        row: list[Value] = []
        while True:
            row.append(self._constant())
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
        if self.token.text in ("-", "+"):
            sign = -1.0 if self._take().text == "-" else 1.0
        node = self._atom()
        if not isinstance(node, Constant):
            raise UnreadableFormula("数组里只能有常量")
        return sign * node.value if isinstance(node.value, float) else node.value


def _after_spaces(pieces: tuple[Token, ...]) -> frozenset[int]:
    """Return the numbers, counted without spaces, of the tokens that follow one."""
    spaces, found = 0, set()
    for at, token in enumerate(pieces):
        if token.kind is Kind.SPACE:
            spaces += 1
            found.add(at + 1 - spaces)
    return frozenset(found)


def plain_name(function: str) -> str:
    """Return a function's name in capitals, without the prefixes that files give to newer ones."""
    return function.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")


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
    Kind.ERROR: lambda token: Constant(ErrorValue(token.text)),
    Kind.AREA: _reference,
    Kind.NAME: _name,
    Kind.STRUCTURED: lambda _: Unsupported("表格的结构化引用"),
}
