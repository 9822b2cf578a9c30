"""YAML to a tree with the line and column of everything; what an officer could not see through is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from xlperf.findings import Place
from xlperf.scheme.catalogue import DUPLICATE_KEY, REFUSED_YAML, TAB, TOO_LARGE, UNREADABLE
from xlperf.scheme.nodes import Fields, Items, Node, Text

if TYPE_CHECKING:
    from xlperf.findings import Finding

Event = Any  # PyYAML's events have no common type that names their fields
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES: Final = 2_000_000
MAX_DEPTH: Final = 40
EMPTY_WORDS: Final = frozenset({"", "~", "null", "无"})


def read_yaml(data: bytes, file: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read YAML into a tree with places; ``file`` is the name that messages give.

    The tree is None where the text cannot be read at all. Anchors, aliases, tags, duplicate names, tabs
    and files over 2 MB are findings.
    """
    if len(data) > MAX_BYTES:
        found = TOO_LARGE.finding(place=Place(file), size=f"{len(data) / 1e6:.1f} MB", limit=f"{MAX_BYTES // 10**6} MB")
        return None, (found,)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        problem = "文字编码不是 UTF-8，请在编辑器里另存为 UTF-8"
        return None, (UNREADABLE.finding(place=Place(file, line=line), problem=problem),)
    tabs = tuple(
        TAB.finding(place=Place(file, line=number, column=line.index("\t") + 1))
        for number, line in enumerate(text.splitlines(), start=1)
        if "\t" in line[: len(line) - len(line.lstrip())]
    )
    if tabs:
        return None, tabs
    return _Builder(text, file).build()


class _Builder:
    """Turns the events of the YAML parser into nodes; one pass, bounded depth."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.take = _Loader(text).get_event

    def build(self) -> tuple[Node | None, tuple[Finding, ...]]:
        try:
            return self._document(), tuple(self.findings)
        except yaml.MarkedYAMLError as fault:
            place = self._place(fault.problem_mark or fault.context_mark)
            found = UNREADABLE.finding(place=place, problem=_in_chinese(fault.problem or ""))
        except (yaml.YAMLError, _TooDeep) as fault:
            problem = f"套了 {MAX_DEPTH} 层以上" if isinstance(fault, _TooDeep) else "有不能出现的字符"
            found = UNREADABLE.finding(place=Place(self.file), problem=problem)
        return None, (*self.findings, found)

    def _document(self) -> Node:
        root: Node = Fields({}, {}, Place(self.file, line=1, column=1))
        documents = 0
        while not isinstance(event := self.take(), StreamEndEvent):
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse("用 --- 分开的第二份文档", event)
            elif isinstance(event, NodeEvent):
                node = self._node(event, 0)
                root = node if documents == 1 else root
        return root

    def _node(self, event: Event, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise _TooDeep
        mark = event.start_mark
        place = Place(self.file, line=mark.line + 1, column=mark.column + 1)
        kind = type(event)
        if kind is AliasEvent:
            self._refuse(f"引用 *{event.anchor}", event)
            return Text("", place)
        if event.anchor:
            self._refuse(f"锚点 &{event.anchor}", event)
        if event.tag:
            self._refuse(f"标签 {event.tag}", event)
        if kind is ScalarEvent:
            return _text(event, place)
        if kind is SequenceStartEvent:
            items = []
            while type(inner := self.take()) is not SequenceEndEvent:
                items.append(self._node(inner, depth + 1))
            return Items(tuple(items), place)
        return self._fields(place, depth)

    def _fields(self, place: Place, depth: int) -> Fields:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while type(event := self.take()) is not MappingEndEvent:
            key = self._node(event, depth + 1)
            value = self._node(self.take(), depth + 1)
            if not isinstance(key, Text):
                self.findings.append(UNREADABLE.finding(place=key.place, problem="冒号前面只能是一个名称"))
            elif key.value in entries:
                line = keys[key.value].line
                self.findings.append(DUPLICATE_KEY.finding(place=key.place, key=key.value, line=line))
            else:
                entries[key.value] = value
                keys[key.value] = key.place
        return Fields(entries, keys, place)

    def _refuse(self, feature: str, event: Event) -> None:
        self.findings.append(REFUSED_YAML.finding(place=self._place(event.start_mark), feature=feature))

    def _place(self, mark: _Mark | None) -> Place:
        return Place(self.file, line=mark.line + 1, column=mark.column + 1) if mark else Place(self.file)


def _text(event: Event, place: Place) -> Text:
    if event.style is None:
        return Text("" if event.value in EMPTY_WORDS else event.value, place)
    if event.style in {"'", '"'}:
        place = Place(place.file, line=place.line, column=(place.column or 0) + 1)  # the first character, not the quote
    return Text(event.value, place)


class _Mark(Protocol):
    """A place in the text, as PyYAML gives it."""

    line: int
    column: int


class _TooDeep(Exception):
    """The tree is nested too deeply."""


def _in_chinese(problem: str) -> str:
    """Say what the YAML parser says in the officer's words."""
    known = {
        "mapping values are not allowed": "多了一个冒号，或缩进不对，或上一行冒号后面少了空格；文字里有冒号请加引号",
        "could not find expected ':'": "名称后面缺少冒号",
        "did not find expected key": "缩进与上一行不一致，或括号、引号没有配对",
        "did not find expected ',' or": "括号里的各项之间要用半角逗号分开，或括号没有配对",
        "did not find expected '-'": "列表的每一行都要以“- ”开头，并与上一行对齐",
        "found unexpected end of stream": "引号没有配对",
        "found character that cannot start any token": "这个字符不能写在开头，请用引号括起来",
        "control characters are not allowed": "有不能出现的控制字符",
    }
    return next((words for start, words in known.items() if start in problem), f"格式不对（{problem}）")
