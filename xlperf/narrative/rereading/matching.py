"""Whether a number of the report is right where it stands (核对): by its sentence, by its label, by its section."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.amounts import from_yuan, money_text, percent_text, plain, round_half_up
from xlperf.narrative.rereading.reading import Quantity, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from xlperf.narrative.rereading.known import Knowledge, Stated
    from xlperf.narrative.rereading.reading import Token

_DERIVED: Final = re.compile(
    "增加|减少|增长|下降|上升|节约|超出|差额|相差|高于|低于|尚有|占|比重|率为|多支出|少支出|压减|超支"
)
"""Words after which a number is a difference or a share of figures named before it."""

_CUES: Final = re.compile("计算得|满分|预算数|执行数|执行率|完成率|目标值|完成值|完成|得|扣|计|共扣")
_MARK_FOLLOWS: Final = re.compile(r"满分|自评|得|扣|计|为|共|一项|[,:(\d]|$")
_TIMES_HUNDRED: Final = re.compile(r"[×*]100%")
_LINK: Final = re.compile(r"(?:百万元|亿元|万元|千元|百元|元|%|件|项|份|个)?的?")
SHORTEST_SENTENCE: Final = 3
"""Characters beside the numbers from which on a sentence is known again."""

_NUMERIC: Final = r"\d+(?:\.\d+)?"
_OPERATORS: Final = frozenset("÷×+-*/")
_SIGNS: Final = frozenset("≥≤><≧≦")
"""Signs before a yardstick, which no computed value may pass for."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A number that is not as it should be."""

    token: Token
    label: str = ""
    """What it should be a figure of; empty where nothing is known of it."""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A known name in a text."""

    start: int
    end: int
    name: str


class Matcher:
    """Judges the numbers of one paragraph after another."""

    def __init__(self, known: Knowledge) -> None:
        self._known = known
        names = sorted(known.figures, key=len, reverse=True)
        self._labels = re.compile("|".join(map(re.escape, names)) or r"(?!)")
        self._phrases = sorted(known.phrases, key=len, reverse=True)

    def wrong(self, text: str, section: str = "") -> list[Wrong]:
        """List the numbers of a folded text that are not known; ``section`` is the folded indicator name."""
        found = list(tokens(text))
        if not found:
            return []
        covered = self._covered(text, section)
        rest = [token for token in found if not _inside(token, covered)]
        if not rest:
            return []
        labels = [Label(match.start(), match.end(), match[0]) for match in self._labels.finditer(text)]
        judged = (self._judge(text, token, labels, section) for token in rest)
        wrong = [item for item in judged if item is not None]
        return self._against_phrases(text, section, wrong) if wrong else []

    def _covered(self, text: str, section: str) -> list[tuple[int, int]]:
        """Find the stretches that stand word for word in the scheme, the answers or the results."""
        spans = [match.span() for match in _TIMES_HUNDRED.finditer(text)]
        for phrase in (*self._phrases, *self._known.by_section.get(section, ())):
            start = text.find(phrase)
            while start >= 0:
                end = start + len(phrase)
                if _stands_free(text, start, end) and not (phrase in self._known.codes and _names_title(text, start)):
                    spans.append((start, end))
                start = text.find(phrase, start + 1)
        return spans

    def _judge(self, text: str, token: Token, labels: list[Label], section: str) -> Wrong | None:
        """Say what is wrong with a number, or nothing."""
        if token.quantity is Quantity.YEAR:
            return None if token.value == self._known.year else Wrong(token, "年度", f"{self._known.year}年")
        if (not token.unit and self._worked_out(text, token, labels, section)) or _named_after(
            self._known, text, token, labels
        ):
            return None
        name, between = self._nearest(text, token, _in_scope(text, token, labels), section)
        if not name:
            return None if self._used_by(token, section) or self._is_chosen(token, section) else Wrong(token)
        stated = _by_cue(self._known.figures[name], between, token.quantity)
        if text[token.start - 1 : token.start] in _SIGNS:
            stated = [entry for entry in stated if entry.cue == "目标值"]
        if token.quantity is not Quantity.MARK and _DERIVED.search(between):
            stated = [entry for entry in stated if entry.cue]
            before = [label.name for label in labels if label.end <= token.start]
            before += self._known.chosen.get(section, ())
            right = self._is_derived(token, before)
        else:
            right = self._is_mark_of(section, name, text, between, token)
        if right or any(_matches(token, entry) for entry in stated):
            return None
        return Wrong(token, name, _written(token, stated[0]) if stated else "")

    def _is_mark_of(self, section: str, name: str, text: str, between: str, token: Token) -> bool:
        """Say whether a mark behind another name is yet the section's own: 该指标自评得3分."""
        if section in {"", name} or not ("。" in between or "该指标" in between):
            return False
        own = _by_cue(self._known.figures.get(section, ()), text[: token.start], token.quantity)
        return any(_matches(token, entry) for entry in own)

    def _nearest(self, text: str, token: Token, labels: list[Label], section: str) -> tuple[str, str]:
        """Find the nearest label before the number that has figures of its kind, and the words between."""
        for place in range(len(labels) - 1, -1, -1):
            label = labels[place]
            between = text[label.end : token.start]
            if not self._leads_to(label, between, token):
                continue
            owner = labels[place - 1] if place else None
            if owner is not None and self._owns(owner, label, text[owner.end : label.start], token):
                return owner.name, text[owner.end : token.start]
            return label.name, between
        if section in self._known.figures and token.quantity in {Quantity.MARK, Quantity.RATE}:
            return section, text[: token.start]
        return "", ""

    def _leads_to(self, label: Label, between: str, token: Token) -> bool:
        """Say whether a label has figures of the number's kind; an indicator's name also stands in plain sentences."""
        if label.name in self._known.nodes and token.quantity is Quantity.MARK and not _MARK_FOLLOWS.match(between):
            return False
        return any(entry.quantity is token.quantity for entry in self._known.figures[label.name])

    def _owns(self, owner: Label, label: Label, between: str, token: Token) -> bool:
        """Say whether a label is but the kind of a figure that a name before it has: the 全年预算数 of one project."""
        if ";" in between or "。" in between:
            return False
        return any(
            entry.cue and label.name in {entry.cue, f"全年{entry.cue}"} and entry.quantity is token.quantity
            for entry in self._known.figures[owner.name]
        )

    def _is_derived(self, token: Token, names: Iterable[str]) -> bool:
        """Say whether the number is a difference, a rate of change or a share of two figures named before it."""
        facts = [self._known.facts[name] for name in dict.fromkeys(names) if name in self._known.facts]
        return any(
            quantity is same and _derives(token, one, other, quantity)
            for place, (one, quantity) in enumerate(facts)
            for other, same in (*facts[:place], *facts[place + 1 :])
        )

    def _worked_out(self, text: str, token: Token, labels: Iterable[Label], section: str) -> bool:
        """Say whether a number without a unit is a term of a formula: a figure named before it, as it is printed."""
        if text[token.end : token.end + 1] not in _OPERATORS and text[token.start - 1 : token.start] not in _OPERATORS:
            return False
        names = {label.name for label in labels if label.end <= token.start} | self._known.inputs.get(section, set())
        terms = (self._known.facts[name] for name in names if name in self._known.facts)
        return any(
            round_half_up(
                from_yuan(value, self._known.money_unit) if quantity is Quantity.MONEY else value, token.places
            )
            == token.value
            for value, quantity in terms
        )

    def _used_by(self, token: Token, section: str) -> bool:
        """Say whether a precise number is one of the figures that the indicator of the section uses."""
        names = self._known.inputs.get(section, set())
        return token.precise and any(
            _matches(token, entry) for name in names for entry in self._known.figures.get(name, ())
        )

    def _is_chosen(self, token: Token, section: str) -> bool:
        """Say whether the officer's own text takes this figure, or works it out of two that it takes."""
        names = self._known.chosen.get(section, set())
        figures = (entry for name in names for entry in self._known.figures.get(name, ()))
        return any(_matches(token, entry) for entry in figures) or self._is_derived(token, names)

    def _against_phrases(self, text: str, section: str, wrong: list[Wrong]) -> list[Wrong]:
        """Where a known sentence differs from the text in one number, say what it should be and clear its others."""
        left = {item.token.start: item for item in wrong}
        for phrase in (*self._known.by_section.get(section, ()), *self._phrases):
            expected, pieces = re.findall(_NUMERIC, phrase), re.split(_NUMERIC, phrase)
            if sum(map(len, pieces)) < SHORTEST_SENTENCE or not all(piece in text for piece in pieces):
                continue
            for match in _skeleton(pieces).finditer(text):
                differing = [(n, right) for n, right in enumerate(expected, 1) if match[n] != right]
                if len(differing) != 1 or match.start(differing[0][0]) not in left:
                    continue
                start, right = match.start(differing[0][0]), differing[0][1]
                token = left[start].token
                unit = "" if token.quantity is Quantity.COUNT else token.unit
                item = Wrong(token, _lead(phrase, start - match.start()), f"{right}{unit}")
                left = {at: kept for at, kept in left.items() if not match.start() <= at < match.end()}
                left[start] = item
        return [left[start] for start in sorted(left)]


def _named_after(known: Knowledge, text: str, token: Token, labels: Iterable[Label]) -> bool:
    """Say whether the words right after a precise number name it: 847.43万元的一般公共预算财政拨款收入."""
    after = next((label for label in labels if label.start >= token.end), None)
    if after is None or not token.precise or not _LINK.fullmatch(text[token.end : after.start]):
        return False
    return any(_matches(token, entry) for entry in known.figures[after.name] if not entry.cue)


def _stands_free(text: str, start: int, end: int) -> bool:
    """Say whether a stretch does not cut a number in two."""
    cuts_before = start > 0 and text[start].isdigit() and (text[start - 1].isdigit() or text[start - 1] in ".-")
    after = text[end : end + 2]
    cuts_after = text[end - 1].isdigit() and (after[:1].isdigit() or (after[:1] == "." and after[1:].isdigit()))
    return not cuts_before and not cuts_after


def _names_title(text: str, start: int) -> bool:
    """Say whether a form number belongs to the title before it, and so must be that title's own."""
    return text[max(0, start - 2) : start] == "》("


def _in_scope(text: str, token: Token, labels: Iterable[Label]) -> list[Label]:
    """Pick the labels before a number that are not shut in brackets closed before it."""
    before = [label for label in labels if label.end <= token.start]
    return [
        label for label in before if text.count("(", label.end, token.start) >= text.count(")", label.end, token.start)
    ]


def _inside(token: Token, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= token.start and token.end <= end for start, end in spans)


def _by_cue(entries: Iterable[Stated], between: str, quantity: Quantity) -> list[Stated]:
    """Pick the figures that the last cue before the number leads to."""
    fitting = [entry for entry in entries if entry.quantity is quantity]
    cues = {entry.cue for entry in fitting if entry.cue}
    last = ""
    for found in _CUES.finditer(between):
        cue = found[0].removeprefix("共")
        if cue in cues:
            last = cue
    chosen = [entry for entry in fitting if entry.cue == last]
    return chosen or ([entry for entry in fitting if not entry.cue] if not last else [])


def _matches(token: Token, entry: Stated) -> bool:
    return entry.quantity is token.quantity and _shows(token, entry.value)


def _shows(token: Token, value: Decimal) -> bool:
    """Say whether the number is the value, rounded to the decimals that are written."""
    if token.quantity is Quantity.MONEY:
        value = from_yuan(value, token.unit)
    elif token.quantity is Quantity.RATE:
        value *= 100
    return round_half_up(value, token.places) == token.value


def _derives(token: Token, one: Decimal, other: Decimal, quantity: Quantity) -> bool:
    gap = abs(one - other)
    if token.quantity is Quantity.RATE:
        if quantity is Quantity.RATE and _shows(token, gap):
            return True
        return other != 0 and ((gap != 0 and _shows(token, gap / abs(other))) or _shows(token, one / other))
    if token.quantity is not quantity:
        return False
    if quantity is Quantity.MONEY:
        shown = abs(
            round_half_up(from_yuan(one, token.unit), token.places)
            - round_half_up(from_yuan(other, token.unit), token.places)
        )
        return token.value == shown
    return _shows(token, gap)


def _written(token: Token, entry: Stated) -> str:
    """Write what the number should be, as the report would."""
    if entry.quantity is Quantity.MONEY:
        return f"{money_text(entry.value, token.unit, token.places)}{token.unit}"
    if entry.quantity is Quantity.RATE:
        return percent_text(entry.value, token.places)
    return f"{plain(entry.value)}{token.unit}"


def _skeleton(pieces: Iterable[str]) -> re.Pattern[str]:
    """Make a pattern of a sentence, given as what stands between its numbers, in which every number may be another."""
    return re.compile(f"({_NUMERIC})".join(map(re.escape, pieces)))


def _lead(phrase: str, position: int) -> str:
    """Give the words before a figure in a sentence, to name it by."""
    return phrase[:position][-12:] or phrase[:12]
