"""A scheme as one tree of plain values, each with its place: the same from YAML, from Excel and from a draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlperf.findings import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Text:
    """A word, a sentence or a figure as written; empty where nothing is written."""

    value: str
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Fields:
    """Named values in the order written, with the place of each name."""

    entries: Mapping[str, Node]
    keys: Mapping[str, Place] = field(default_factory=dict)
    place: Place = field(default_factory=Place)

    def get(self, key: str) -> Node | None:
        """Give what stands under a name; None where it is not written."""
        return self.entries.get(key)

    def key_place(self, key: str) -> Place:
        """Give where the name stands, or where the whole does."""
        return self.keys.get(key, self.place)

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return iter(self.entries.items())


Node = Text | Items | Fields

Plain = str | list["Plain"] | dict[str, "Plain"]


def plain_of(node: Node) -> Plain:
    """Give the bare values of a tree, for comparing and for writing."""
    match node:
        case Text(value=value):
            return value
        case Items(items=items):
            return [plain_of(item) for item in items]
    return {key: plain_of(value) for key, value in node}


def tree_of(value: Plain) -> Node:
    """Make a tree without places from bare values."""
    if isinstance(value, dict):
        return Fields({key: tree_of(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return Items(tuple(tree_of(inner) for inner in value))
    return Text(value)
