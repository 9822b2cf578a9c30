"""Typed reading of a scheme's tree: every fault is noted with its place, and reading goes on."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from xlperf.amounts import parse_number
from xlperf.findings import Place
from xlperf.scheme.catalogue import BAD_VALUE, MISSING_KEY, UNKNOWN_KEY
from xlperf.scheme.nodes import Fields, Items, Node, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlperf.findings import Code, Finding

T = TypeVar("T")
Path = tuple[str, ...]
"""What a value belongs to: ("指标", "carryover_rate", "公式")."""


@dataclass(slots=True)
class Reading:
    """What is noted while a scheme is read: the faults, and where everything stands."""

    findings: list[Finding] = field(default_factory=list)
    places: dict[Path, Place] = field(default_factory=dict)
    numbers: dict[str, Decimal] = field(default_factory=dict)
    """Parameters by name, which rules may write in place of a figure."""
    used_numbers: set[str] = field(default_factory=set)
    """Parameters that a rule names."""

    def note(self, code: Code, place: Place, **words: str) -> None:
        """Note a fault at a place."""
        self.findings.append(code.finding(place=place, **words))  # type: ignore[arg-type]

    def place(self, *path: str) -> Place:
        """Give where a value stands, or where the nearest thing that holds it does."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return Place()

    def number(self, text: str) -> Decimal | None:
        """Read a figure or the name of a parameter."""
        if text in self.numbers:
            self.used_numbers.add(text)
            return self.numbers[text]
        return parse_number(text)


def suggestion(name: str, known: Iterable[str]) -> str:
    """Propose what was meant: 是不是“结转结余率”; 是不是写错了 where nothing comes near."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"是不是“{near[0]}”" if near else "是不是写错了"


class Section:
    """Some named values of the tree (Fields), read by name and type."""

    def __init__(self, reading: Reading, node: Node, path: Path, where: str, known: tuple[str, ...]) -> None:
        """Take a node apart; ``known`` are the names it may have, any name where empty."""
        self.reading = reading
        self.path = path
        self.where = where
        """What messages call it: 指标“结转结余率”."""
        self.fields = node if isinstance(node, Fields) else Fields({}, {}, node.place)
        reading.places[path] = node.place
        if not isinstance(node, Fields):
            quote = node.value if isinstance(node, Text) else "一个列表"
            reading.note(
                BAD_VALUE,
                node.place,
                where=where,
                key=path[-1] if path else "",
                quote=quote,
                wanted="要写成“名称: 内容”的几行",
            )
        for key in self.fields.entries if known else ():
            if key not in known:
                self._unknown(key, known)

    def _unknown(self, key: str, known: tuple[str, ...]) -> None:
        self.reading.findings.append(
            UNKNOWN_KEY.finding(
                place=self.fields.key_place(key),
                where=self.where,
                key=key,
                suggestion=suggestion(key, known),
                hint=f"能写的有：{'、'.join(known)}",
            )
        )

    def node(self, key: str) -> Node | None:
        """Give what stands under a name, and remember where; None where nothing is written."""
        found = self.fields.get(key)
        if found is None or (isinstance(found, Text) and not found.value.strip()):
            return None
        self.reading.places[(*self.path, key)] = found.place
        return found

    def require(self, key: str) -> None:
        """Note a fault if nothing is written under a name."""
        if self.node(key) is None:
            self.reading.note(MISSING_KEY, self.fields.place, where=self.where, key=key)

    def refuse(self, key: str, node: Node, wanted: str) -> None:
        """Note that what is written under a name is not what is wanted."""
        quote = node.value if isinstance(node, Text) else "几项内容"
        self.reading.note(BAD_VALUE, node.place, where=self.where, key=key, quote=quote, wanted=wanted)

    def text(self, key: str, default: str = "") -> str:
        """Read a word or a sentence."""
        found = self.node(key)
        if found is None:
            return default
        if isinstance(found, Text):
            return found.value.strip()
        self.refuse(key, found, "这里只写一句话")
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """Read one word or a list of words."""
        found = self.node(key)
        items = found.items if isinstance(found, Items) else (found,) if found is not None else ()
        words = []
        for item in items:
            if isinstance(item, Text):
                words.append(item.value.strip())
            else:
                self.refuse(key, item, "这里写一个词，或几个词的列表")
        return tuple(words)

    def number(self, key: str, default: Decimal = Decimal(0)) -> Decimal:
        """Read a figure (3, 2.5, 95%) or the name of a parameter."""
        found = self.node(key)
        if found is None:
            return default
        value = self.reading.number(found.value.strip()) if isinstance(found, Text) else None
        if value is None:
            self.refuse(key, found, "要写一个数")
            return default
        return value

    def word(self, key: str, meanings: Mapping[str, T], default: T) -> T:
        """Read one of a few words and give what it means."""
        found = self.node(key)
        if found is None:
            return default
        if isinstance(found, Text) and found.value.strip() in meanings:
            return meanings[found.value.strip()]
        self.refuse(key, found, f"只能写：{'、'.join(meanings)}")
        return default

    def section(self, key: str, where: str, known: tuple[str, ...] = ()) -> Section | None:
        """Read named values that stand under a name; None where nothing is written."""
        found = self.node(key)
        return None if found is None else Section(self.reading, found, (*self.path, key), where, known)

    def sections(self, key: str, what: str, known: tuple[str, ...]) -> Iterator[tuple[str, Section]]:
        """Go through named values each of which has named values: 数据项 by name."""
        whole = self.section(key, f"“{key}”")
        for name, node in whole.fields if whole is not None else ():
            place = whole.fields.key_place(name) if whole is not None else node.place
            inner = Section(self.reading, node, (*self.path, key, name), f"{what}“{name}”", known)
            self.reading.places[inner.path] = place
            yield name, inner
