"""A formula cut into words, numbers and signs, full-width or half-width alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from xlperf.amounts import MONEY_UNITS

MAX_LENGTH: Final = 2000
"""Characters; the longest formula of the known schemes has under 200."""

_PLAIN: Final = {
    0x3000: " ",
    ord("−"): "-",
    ord("–"): "-",
    ord("＊"): "×",
    ord("*"): "×",
    ord("/"): "÷",
    ord("／"): "÷",
} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0) not in "*/"}
"""Full-width signs and look-alikes to plain ones, one character for one, so that positions stay."""

_SYNONYMS: Final = {"<=": "≤", ">=": "≥", "<>": "≠", "!=": "≠", "==": "=", "≦": "≤", "≧": "≥"}
_UNITS: Final = "|".join(sorted(MONEY_UNITS, key=len, reverse=True))
_TOKEN: Final = re.compile(
    rf"""\s*(?:
      (?P<number>\d+(?:\.\d+)?|\.\d+)\s*(?P<unit>%|(?:{_UNITS})(?![\w“”]))?
    | (?P<name>(?:[^\W\d]|[“”‘’·])(?:[\w“”‘’·])*)
    | 「(?P<quoted>[^「」]+)」 | \[(?P<bracketed>[^\[\]]+)\]
    | (?P<sign><=|>=|<>|!=|==|[-+×÷=≠≥≤≧≦<>(),])
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the formula; kinds are number, name, sign and end."""

    kind: str
    text: str
    start: int
    end: int
    unit: str = ""


class FormulaFault(ValueError):
    """A formula cannot be understood: what is wrong, and at which character."""

    def __init__(self, message: str, start: int = 0, end: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        """Character of the formula, counted from 0."""
        self.end = start + 1 if end is None else end


def tokens_of(text: str) -> list[Token]:
    """Cut a formula into tokens, closed by one of kind end.

    Raises:
        FormulaFault: it is too long, or has a character that formulas do not know.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaFault(f"公式有 {len(text)} 个字符，最多 {MAX_LENGTH} 个，请拆成几个数据项")
    plain = text.translate(_PLAIN)
    tokens = []
    at, end = 0, len(plain.rstrip())
    while at < end:
        found = _TOKEN.match(plain, at)
        if found is None:
            spot = at + len(plain[at:]) - len(plain[at:].lstrip())
            raise FormulaFault(f"公式里不认识“{text[spot]}”{_remedy(text[spot])}", spot)
        tokens.append(_token(found, text))
        at = found.end()
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _token(found: re.Match[str], text: str) -> Token:
    kind = found.lastgroup or ""
    if kind == "unit":
        kind = "number"
    start, end = found.start(kind), found.end()
    if kind in {"quoted", "bracketed"}:
        return Token("quoted", text[start : end - 1].strip(), start - 1, end)
    if kind == "name":
        return Token("name", text[start:end], start, end)
    if kind == "number":
        return Token("number", found["number"], start, end, found["unit"] or "")
    return Token("sign", _SYNONYMS.get(found["sign"], found["sign"]), start, end)


def _remedy(character: str) -> str:
    if character in "「[［":
        return "：名称的引号没有配对"
    if character in "{}#$&^'\"~@":
        return "；乘除写 × ÷，名称里有括号等符号时用「」括起来"
    return "；名称里有这个字符时用「」括起来"
