"""The formula that a form states in words (评分表写的公式): 结转结余率=结转结余总额/支出预算数×100%."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.scheme.drafting.terms import known_terms
from xlperf.scheme.formula import FormulaFault, evaluate, names_in, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_WRITTEN: Final = re.compile(r"(?P<name>[^;。,:=\n]*)=(?P<worked>[^;。=\n]*[÷/][^;。=\n]*)")
_RATIO: Final = re.compile(
    r"(?P<first>[^,;。:、()]{2,30}?)(?:与|占|相对于)(?P<second>[^,;。:、()]{2,30}?)的(?:比率|比例|比值|比重|百分比|占比)"
)
_SCORES: Final = re.compile(r"=|\d分|得分|扣分|按|[≤≥<>]")
_TIMES_HUNDRED: Final = re.compile(r"[×*xX]?100%(?:[×*xX]?)")
_OPERATOR: Final = re.compile(r"([-+÷/()\[\]{}×*]|－|−|—|–)")
_NOTE: Final = re.compile(r"\((?:含|不含|包括|不包括|指|即|以|不包含|包含|注|按|扣除|剔除)[^()]*\)")
_PLAIN_OPERATORS: Final = {
    "/": "÷",
    "*": "×",
    "－": "-",
    "−": "-",
    "—": "-",
    "–": "-",
    "[": "(",
    "{": "(",
    "]": ")",
    "}": ")",
}
_LONGEST_TERM: Final = 40


@dataclass(frozen=True, slots=True)
class FormulaWords:
    """A formula as a form states it."""

    words: str
    """As written there."""
    pieces: tuple[str, ...]
    """Its terms and operators in order."""
    explicit: bool = True
    """Whether it is written with signs, not in prose: 甲与乙的比率."""

    @property
    def terms(self) -> tuple[str, ...]:
        """The words for figures, each once."""
        return tuple(dict.fromkeys(piece for piece in self.pieces if not _is_sign(piece)))

    @property
    def unknown(self) -> tuple[str, ...]:
        """Terms that mean no figure that is known for sure."""
        terms = known_terms()
        return tuple(term for term in self.terms if terms.is_generic(term) or not terms.figure(term))

    def in_figures(self, more: dict[str, str] | None = None) -> str:
        """Write it with the names of figures; ``more`` names those that are not known."""
        terms, named = known_terms(), more or {}
        return " ".join(
            piece if _is_sign(piece) else quoted(named.get(piece) or terms.figure(piece) or piece)
            for piece in self.pieces
        )

    def agrees_with(self, formula: str) -> bool:
        """Say whether a formula works out the same; terms that leave open whose figure is meant fit any."""
        if not self.unknown:
            return same_formula(self.in_figures(), formula)
        terms = known_terms()
        if not all(terms.is_generic(term) for term in self.unknown):
            return False
        sure = {terms.figure(term) for term in self.terms if term not in self.unknown}
        return sure <= set(_names(formula)) and len(_names(formula)) == len(self.terms)


def read_formula_words(*texts: str, name: str = "") -> FormulaWords | None:
    """Find the formula that a form states for an indicator; the first text that states one decides.

    Args:
        texts: 指标解释, 评分标准, in the order in which they count.
        name: The indicator; a formula of something else in the same text is passed over.
    """
    for text in texts:
        bare = _NOTE.sub("", unicodedata.normalize("NFKC", "".join(text.split(" "))))
        for found in _WRITTEN.finditer(bare):
            own = found["name"].strip("(①②③④⑤ ")
            if own.endswith(("得分", "分值", "分数")) or (name and own and not _alike(own, name)):
                continue
            pieces = _without_outer_brackets(tuple(_pieces(found["worked"])))
            if _is_whole(pieces):
                return FormulaWords(found[0].strip(), pieces)
        for sentence in re.split(r"[;。\n]", bare):
            pieces = _without_outer_brackets(tuple(_pieces(sentence.split(":")[-1])))
            if "÷" in pieces and not _SCORES.search(sentence) and _is_whole(pieces):
                return FormulaWords(sentence, pieces)
        found_ratio = _RATIO.search(bare)
        if found_ratio:
            pieces = (found_ratio["first"], "÷", found_ratio["second"])
            return FormulaWords(found_ratio[0], tuple(_bare_term(piece) for piece in pieces), explicit=False)
    return None


def same_formula(one: str, other: str) -> bool:
    """Say whether two formulas work out the same, however they are written."""
    names = _names(one)
    if set(names) != set(_names(other)):
        return False
    for step in (3, 7):
        values = {name: Decimal(101 + step * at * at + at) for at, name in enumerate(names)}
        first, second = evaluate(parse(one), values).number, evaluate(parse(other), values).number
        if first is None or second is None or abs(first - second) > Decimal("1E-9"):
            return False
    return True


def quoted(name: str) -> str:
    """Write a name so that a formula takes it whole."""
    try:
        return name if names_in(parse(name)) == (name,) else f"「{name}」"
    except FormulaFault:
        return f"「{name}」"


def _names(formula: str) -> tuple[str, ...]:
    try:
        return tuple(names_in(parse(formula)))
    except FormulaFault:
        return ()


def _alike(own: str, name: str) -> bool:
    first, second = ("".join(c for c in words if c.isalnum()) for words in (own, name))
    return first.endswith(second) or second.endswith(first) or first in second or second in first


def _pieces(worked: str) -> Iterator[str]:
    """Cut a formula into terms and signs."""
    plain = _TIMES_HUNDRED.sub("", worked)
    for piece in _OPERATOR.split(plain):
        bare = piece.strip("\"' ")
        if not bare:
            continue
        yield _PLAIN_OPERATORS.get(bare, bare) if _OPERATOR.fullmatch(bare) else _bare_term(bare)


def _bare_term(piece: str) -> str:
    return (
        re.sub(r"^(?:反映|考核|指|即|是|为)|[,、:]+$", "", re.split(r"[,;。:]", piece)[0]).strip("“”\"'")
        if piece
        else piece
    )


def _without_outer_brackets(pieces: tuple[str, ...]) -> tuple[str, ...]:
    inner = pieces[1:-1]
    whole = pieces[:1] == ("(",) and pieces[-1:] == (")",) and _is_whole(inner)
    return inner if whole else pieces


def _is_sign(piece: str) -> bool:
    return piece in {"+", "-", "×", "÷", "(", ")"}


def _is_whole(pieces: tuple[str, ...]) -> bool:
    """Say whether pieces make up a formula of figures."""
    terms = [piece for piece in pieces if not _is_sign(piece)]
    if len(terms) < 2 or any(len(term) > _LONGEST_TERM or not term for term in terms):
        return False
    numbered = [term for term in terms if re.fullmatch(r"[\d.%]+分?", term)]
    if numbered or any("分值" in term or "满分" in term for term in terms):
        return False
    try:
        parse(" ".join(piece if _is_sign(piece) else f"「{piece}」" for piece in pieces))
    except FormulaFault:
        return False
    return True
