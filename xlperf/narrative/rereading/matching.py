"""Whether a number of the report is right where it stands (核对): by its sentence, by its label, by its section."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlperf.amounts import from_yuan, money_text, percent_text, plain, round_half_up
from xlperf.narrative.rereading.reading import Quantity, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from xlperf.narrative.rereading.known import Knowledge, Stated
    from xlperf.narrative.rereading.reading import Token

_DERIVED: Final = re.compile(
    "增加|减少|增长|下降|上升|节约|超出|差额|相差|高于|低于|尚有|占|比重|率为|多支出|少支出|压减|超支"
)
"""Words after which a number is a difference or a share of figures named before it."""

_CUES: Final = re.compile("计算得|满分|预算数|执行数|执行率|完成率|目标值|完成值|完成|得|扣|计|共扣")
_TIMES_HUNDRED: Final = re.compile(r"[×*]100%")
_NUMERIC: Final = r"-?\d+(?:\.\d+)?"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A number that is not as it should be."""

    token: Token
    label: str = ""
    """What it should be a figure of; empty where nothing is known of it."""
    expected: str = ""


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
        labels = [(match.start(), match.end(), match[0]) for match in self._labels.finditer(text)]
        unknown: list[Wrong] = []
        for token in rest:
            verdict = self._judge(text, token, labels, section)
            if verdict is not None:
                unknown.append(verdict)
        return self._against_phrases(text, section, unknown) if unknown else []

    def _covered(self, text: str, section: str) -> list[tuple[int, int]]:
        """Find the stretches that stand word for word in the scheme, the answers or the results."""
        spans = [match.span() for match in _TIMES_HUNDRED.finditer(text)]
        for phrase in (*self._phrases, *self._known.by_section.get(section, ())):
            start = text.find(phrase)
            while start >= 0:
                end = start + len(phrase)
                if _stands_free(text, start, end):
                    spans.append((start, end))
                start = text.find(phrase, start + 1)
        return spans

    def _judge(self, text: str, token: Token, labels: list[tuple[int, int, str]], section: str) -> Wrong | None:
        """Say what is wrong with a number, or nothing."""
        if token.quantity is Quantity.YEAR:
            return None if token.value == self._known.year else Wrong(token, "年度", f"{self._known.year}年")
        before = [label for label in labels if label[1] <= token.start]
        label, between = self._nearest(text, token, before, section)
        if label:
            stated = _by_cue(self._known.figures[label], between, token.quantity)
            derived = token.quantity is not Quantity.MARK and _DERIVED.search(between) is not None
            if not derived and any(_matches(token, entry) for entry in stated):
                return None
            if derived and self._is_derived(token, [name for _, _, name in before]):
                return None
            if section and label != section and not derived and self._fits_section(text, token, section):
                return None
            if self._precise_elsewhere(token, labels, section):
                return None
            expected = _written(token, stated[0]) if stated and not derived else ""
            return Wrong(token, label, expected)
        if self._precise_elsewhere(token, labels, section):
            return None
        return Wrong(token)

    def _nearest(
        self, text: str, token: Token, before: list[tuple[int, int, str]], section: str
    ) -> tuple[str, str]:
        """Find the nearest label before the number that has figures of its kind, and the words between."""
        for _, end, name in reversed(before):
            if any(entry.quantity is token.quantity for entry in self._known.figures[name]):
                return name, text[end : token.start]
        if section in self._known.figures and token.quantity in {Quantity.MARK, Quantity.RATE}:
            return section, text[: token.start]
        return "", ""

    def _fits_section(self, text: str, token: Token, section: str) -> bool:
        """Say whether the number is a mark of the indicator in whose section it stands, after other names."""
        stated = _by_cue(self._known.figures.get(section, ()), text[: token.start], token.quantity)
        return token.quantity is Quantity.MARK and any(_matches(token, entry) for entry in stated)

    def _is_derived(self, token: Token, names: Iterable[str]) -> bool:
        """Say whether the number is a difference, a rate of change or a share of two figures named before it."""
        facts = [self._known.facts[name] for name in dict.fromkeys(names) if name in self._known.facts]
        for one, quantity in facts:
            for other, same in facts:
                if quantity is same and one != other and _derives(token, one, other, quantity):
                    return True
                if quantity is same and one == other and token.quantity is Quantity.RATE and token.value == 100:
                    return True
        return False

    def _precise_elsewhere(self, token: Token, labels: list[tuple[int, int, str]], section: str) -> bool:
        """Say whether a precise number is a figure named anywhere in the paragraph or used by the indicator."""
        if not token.precise or token.quantity is Quantity.MARK:
            return False
        names = {name for _, _, name in labels} | self._known.inputs.get(section, set())
        return any(
            entry.quantity is token.quantity and _matches(token, entry)
            for name in names
            for entry in self._known.figures.get(name, ())
        )

    def _against_phrases(self, text: str, section: str, unknown: list[Wrong]) -> list[Wrong]:
        """Say what a number should be, where its sentence is known but for the number; clear the rest of it."""
        wrong = {item.token.start: item for item in unknown}
        for phrase in (*self._known.by_section.get(section, ()), *self._phrases):
            if not any(item.expected == "" or item.label for item in wrong.values()):
                break
            for match in _skeleton(phrase).finditer(text):
                expected = re.findall(_NUMERIC, phrase)
                pairs = list(zip(range(1, len(expected) + 1), expected, strict=True))
                differing = [(number, right) for number, right in pairs if match[number] != right]
                if len(differing) != 1:
                    continue
                number, right = differing[0]
                wrong = {s: w for s, w in wrong.items() if not match.start() <= s < match.end()} | {
                    start: Wrong(token, _lead(phrase, right), right)
                    for start, token in ((w.token.start, w.token) for w in unknown)
                    if match.start(number) <= start < match.end(number)
                }
        return list(wrong.values())


def _stands_free(text: str, start: int, end: int) -> bool:
    """Say whether a stretch does not cut a number in two."""
    cuts_before = start > 0 and text[start].isdigit() and (text[start - 1].isdigit() or text[start - 1] in ".-")
    after = text[end : end + 2]
    cuts_after = text[end - 1].isdigit() and (after[:1].isdigit() or (after[:1] == "." and after[1:].isdigit()))
    return not cuts_before and not cuts_after


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
        return other != 0 and (_shows(token, gap / abs(other)) or _shows(token, one / other))
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


def _skeleton(phrase: str) -> re.Pattern[str]:
    """Make a pattern of a sentence in which every number may be another."""
    pieces = re.split(_NUMERIC, phrase)
    return re.compile(f"({_NUMERIC})".join(map(re.escape, pieces)))


def _lead(phrase: str, figure: str) -> str:
    """Give the words before a figure in a sentence, to name it by."""
    return phrase[: phrase.find(figure)][-12:] or phrase[:12]
