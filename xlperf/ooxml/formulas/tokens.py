"""Formula text cut into tokens; joined again they are the same text, whatever it was."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple

from xlperf.ooxml.formulas.references import COLUMNS, CORNER, ROWS, parse_area
from xlperf.ooxml.formulas.values import ErrorValue


class UnreadableFormula(ValueError):
    """A formula that does not follow the grammar of Excel's files; it is left as it is."""


class Kind(Enum):
    """What a token is."""

    SPACE = auto()
    NUMBER = auto()
    TEXT = auto()
    ERROR = auto()
    AREA = auto()
    NAME = auto()
    FUNCTION = auto()
    STRUCTURED = auto()
    OPERATOR = auto()


class Token(NamedTuple):
    """A piece of a formula; ``sheet`` is the prefix of a reference, name or error as written: ``'a b'!``."""

    kind: Kind
    text: str
    sheet: str = ""


# Excel quotes a sheet name with anything but letters, digits, _ and . in it; other writers are less careful.
# Written as what a name may not hold: a class of all letters takes Python 60 ms to compile.
_NEVER: Final = r"\s\x00-\x2d\x2f\x3a-\x3e\x40\x5b\x5d\x5e\x60\x7b-\x7f"
_IN_NAME: Final = rf"[^{_NEVER}]"
NAME: Final = rf"[^{_NEVER}0-9.?]{_IN_NAME}*"
_SHEET: Final = rf"{_IN_NAME}+"
_BRACKETS: Final = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_END: Final = rf"(?!{_IN_NAME}|[(\[!])"

AREA: Final = rf"{CORNER}(?:\s*:\s*{CORNER})?{_END}|{COLUMNS}{_END}|{ROWS}{_END}"
STRUCTURED: Final = rf"(?:{NAME})?{_BRACKETS}"
TEXT: Final = r'"(?:[^"]|"")*"'
NUMBER: Final = r"(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?"
ITEM: Final = r"\[\d+\]!'(?:[^']|'')*'"  # of another workbook or program
PREFIX: Final = (
    r"(?P<sheet>'(?:[^']|'')+'!"
    rf"|(?:\[[^\[\]'!]+\])?{_SHEET}(?::{_SHEET})?!"
    r"|\[[^\[\]'!]+\]!"
    r"|\#REF!(?=[$\w\#])"
    r"|!(?=[$\w]))"
)
ERROR: Final = "|".join(re.escape(error.value) for error in ErrorValue)

_TOKEN: Final = re.compile(
    rf"""
      (?P<space>[ \t\r\n]+)
    | (?P<text>{TEXT})
    | (?P<item>{ITEM})
    | {PREFIX}?(?:
          (?P<error>{ERROR})
        | (?P<area>{AREA})
        | (?P<function>{NAME})(?=\()
        | (?P<structured>{STRUCTURED})
        | (?P<name>{NAME})
      )
    | (?P<number>{NUMBER}(?!\w))
    | (?P<operator><>|<=|>=|[-+*/^&=<>%:,;(){{}}@\#])
    """,
    re.VERBOSE | re.DOTALL,
)
_KINDS: Final = {kind.name.lower(): kind for kind in Kind} | {"item": Kind.NAME}


@lru_cache(maxsize=2048)
def tokens(formula: str) -> tuple[Token, ...]:
    """Cut a formula, written without its leading ``=``, into tokens whose texts joined are the formula.

    Raises:
        UnreadableFormula: at the first place that fits no token.
    """
    found: list[Token] = []
    at = 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None:
            raise UnreadableFormula(f"第 {at + 1} 个字符起读不懂：{formula[at : at + 20]}")
        token, at = _token(match)
        found.append(token)
    return tuple(found)


def _token(match: re.Match[str]) -> tuple[Token, int]:
    group = match.lastgroup or ""
    kind = _KINDS[group]
    sheet, text, end = match["sheet"] or "", match[group], match.end()
    if kind is Kind.AREA and parse_area(text) is None:
        # ABCD1 and A9999999 lie off the sheet: names. Of A1:ABC9999999 only the first corner is a cell.
        corner = text.partition(":")[0].rstrip()
        kind = Kind.NAME if parse_area(corner) is None else Kind.AREA
        text, end = corner, match.start(group) + len(corner)
    return Token(kind, text, sheet), end


def join(pieces: tuple[Token, ...] | list[Token]) -> str:
    """Write tokens as formula text."""
    return "".join(token.sheet + token.text for token in pieces)


class SheetPrefix(NamedTuple):
    """What stands before the ``!``: a sheet, a span of sheets (``last``), another workbook (``book``)."""

    first: str
    last: str = ""
    book: str = ""

    @property
    def text(self) -> str:
        """The prefix with its ``!``, quoted where Excel quotes."""
        name = f"[{self.book}]" * bool(self.book) + self.first + f":{self.last}" * bool(self.last)
        plain = not _must_quote(self.first) and not (self.last and _must_quote(self.last))
        return f"{name}!" if plain else "'" + name.replace("'", "''") + "'!"


_PLAIN: Final = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL: Final = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[Rr]\d*|[Cc]\d*|true|false", re.IGNORECASE)


def _must_quote(name: str) -> bool:
    return not _PLAIN.fullmatch(name) or _LIKE_A_CELL.fullmatch(name) is not None


@lru_cache(maxsize=1024)
def read_prefix(text: str) -> SheetPrefix | None:
    """Read a token's sheet prefix; None where there is none or its sheet is gone (``#REF!``)."""
    body = text[:-1]
    if not body or body.startswith("#"):
        return None
    if body.startswith("'"):
        body = body[1:-1].replace("''", "'")
    book, bracket, sheets = body.rpartition("]")
    first, _, last = sheets.partition(":")
    return SheetPrefix(first, last, book.rpartition("[")[2] if bracket else "")


def same_sheet(one: str, other: str) -> bool:
    """Compare sheet names as Excel does, whatever the case."""
    return one.casefold() == other.casefold()
