"""The tags of a Word template (模板标记), looked at one by one: full-width signs, unknown names, unclosed loops."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jinja2 import TemplateSyntaxError, nodes

from xlperf.narrative.faults import FULL_WIDTH, fault_words, suggestion
from xlperf.narrative.vocabulary import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jinja2 import Environment

    from xlperf.narrative.word.plain_text import Paragraph

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_WIDE: Final = re.compile(r"[{｛]\s*[{｛%％].*?(?:[%％}｝]\s*[}｝]|$)", re.DOTALL)
_SCOPE: Final = re.compile(r"^(\{[{%#])(?:p|tr|tc|r)(?=\s)")
_LAYOUT_WORDS: Final = frozenset({"vm", "hm", "colspan", "cellbg"})
_WIDE_SIGNS: Final = frozenset("｛｝％（）［］｜，．：；＝＋－＊／＜＞！　＃")
_CLOSED_BY: Final = {"for": "endfor", "if": "endif"}


@dataclass(frozen=True, slots=True)
class TagFault:
    """One thing wrong with a template: the paragraph, the tag, what is wrong, what to write."""

    paragraph: Paragraph
    tag: str
    fault: str
    suggestion: str = ""


class _Unknown:
    """A value that is only known when the report is made."""


UNKNOWN: Final = _Unknown()


@dataclass(slots=True)
class _Open:
    """A loop or condition that is not closed yet."""

    word: str
    paragraph: Paragraph
    tag: str
    names: Mapping[str, object]


class TagReader:
    """Goes through the tags of a template in reading order, knowing what each name stands for."""

    def __init__(self, environment: Environment, words: Mapping[str, object]) -> None:
        self._environment = environment
        self._words = {**environment.globals, **words}
        self._open: list[_Open] = []
        self._set: dict[str, object] = {}

    def faults(self, paragraphs: Iterable[Paragraph]) -> Iterator[TagFault]:
        """Find what is wrong, in reading order."""
        for paragraph in paragraphs:
            for tag in _TAG.findall(paragraph.text):
                yield from self._tag(paragraph, tag)
            yield from _stray(paragraph)
        for left in self._open:
            yield TagFault(left.paragraph, left.tag, f"没有对应的 {{% {_CLOSED_BY[left.word]} %}}")

    def _tag(self, paragraph: Paragraph, tag: str) -> Iterator[TagFault]:
        if tag.startswith("{#"):
            return
        if any(sign in _WIDE_SIGNS for sign in re.sub(r"'[^']*'|\"[^\"]*\"", "", tag)):
            yield TagFault(paragraph, tag, "用了全角的标点", suggestion(tag))
            return
        plain = _SCOPE.sub(r"\1", tag).translate(str.maketrans("“”‘’", "\"\"''"))
        word = re.match(r"\{%-?\s*(\w+)", plain)
        if word is not None:
            yield from self._statement(paragraph, tag, plain, word[1])
        else:
            yield from self._expression(paragraph, tag, plain)

    def _statement(self, paragraph: Paragraph, tag: str, plain: str, word: str) -> Iterator[TagFault]:
        if word in _LAYOUT_WORDS:
            return
        if word in {"endfor", "endif"}:
            yield from self._close(paragraph, tag, word)
        elif word in {"elif", "else"}:
            if not self._open:
                yield TagFault(paragraph, tag, "前面没有 {% if %}")
            elif word == "elif":
                yield from self._expression(paragraph, tag, plain.replace("elif", "if", 1) + "{% endif %}")
        elif word in _CLOSED_BY:
            whole = f"{plain}{{% {_CLOSED_BY[word]} %}}"
            names: dict[str, object] = {}
            yield from self._expression(paragraph, tag, whole, names)
            self._open.append(_Open(word, paragraph, tag, names))
        elif word == "set":
            yield from self._expression(paragraph, tag, plain, self._set)
        else:
            close = nearest(word, ["for", "if", "elif", "else", "endfor", "endif", "set"])
            yield TagFault(paragraph, tag, f"用了没有的语句“{word}”", f"是不是“{close}”？" if close else "")

    def _close(self, paragraph: Paragraph, tag: str, word: str) -> Iterator[TagFault]:
        opener = word.removeprefix("end")
        if self._open and self._open[-1].word == opener:
            self._open.pop()
        else:
            yield TagFault(paragraph, tag, f"前面没有对应的 {{% {opener} %}}")

    def _expression(
        self, paragraph: Paragraph, tag: str, source: str, bound: dict[str, object] | None = None
    ) -> Iterator[TagFault]:
        """Check syntax and names of one tag; names that it binds are noted in ``bound``."""
        try:
            tree = self._environment.parse(source)
        except TemplateSyntaxError as fault:
            yield TagFault(paragraph, tag, fault_words(fault), suggestion(tag))
            return
        scope = self._scope()
        stored = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
        for name in tree.find_all(nodes.Name):
            if name.ctx == "load" and name.name not in scope and name.name not in stored and name.name != "loop":
                close = nearest(name.name, scope)
                yield TagFault(paragraph, tag, f"用了没有的名称“{name.name}”", f"是不是“{close}”？" if close else "")
        for part in tree.find_all(nodes.Getattr):
            holder = _value(part.node, scope)
            if _lacks(holder, part.attr):
                close = nearest(part.attr, holder)  # type: ignore[arg-type]  # it has keys
                yield TagFault(paragraph, tag, f"用了没有的名称“{part.attr}”", f"是不是“{close}”？" if close else "")
        for used in tree.find_all(nodes.Filter):
            if used.name not in self._environment.filters:
                close = nearest(used.name, self._environment.filters)
                yield TagFault(paragraph, tag, f"用了没有的过滤器“{used.name}”", f"是不是“{close}”？" if close else "")
        if bound is not None:
            bound.update(_bound(tree, scope))

    def _scope(self) -> dict[str, object]:
        scope = self._words | self._set
        for block in self._open:
            scope |= block.names
        return scope


def _stray(paragraph: Paragraph) -> Iterator[TagFault]:
    """Find what looks like a tag but is none: full-width braces, a tag that is not closed in its paragraph."""
    rest = _TAG.sub("", paragraph.text)
    for found in _WIDE.findall(rest):
        mended = found.translate(FULL_WIDTH)
        if _TAG.fullmatch(mended):
            yield TagFault(paragraph, found, "用了全角的括号", f"应写成“{mended}”")
        else:
            yield TagFault(paragraph, found, "没有写完，一个标记要在同一段里开始和结束")
    if not _WIDE.search(rest):
        for found in re.findall(r"[%}]\}", rest):
            yield TagFault(paragraph, found, "前面没有开始的括号")


def _value(node: nodes.Node, scope: Mapping[str, object]) -> object:
    """Find what a name or attribute stands for; a loop's variable is the first of its list."""
    from collections.abc import Mapping as Known

    match node:
        case nodes.Name(name=name):
            return scope.get(name, UNKNOWN)
        case nodes.Getattr(node=inner, attr=attribute):
            holder = _value(inner, scope)
            if isinstance(holder, Known) and attribute in holder:
                return holder[attribute]
    return UNKNOWN


def _lacks(holder: object, attribute: str) -> bool:
    from collections.abc import Mapping as Known

    return isinstance(holder, Known) and attribute not in holder and not hasattr(holder, attribute)


def _bound(tree: nodes.Node, scope: Mapping[str, object]) -> dict[str, object]:
    """Give what the tag's own names stand for."""
    names: dict[str, object] = {}
    for loop in tree.find_all(nodes.For):
        listed = _value(loop.iter, scope)
        first = listed[0] if isinstance(listed, list) and listed else UNKNOWN
        targets = [loop.target] if isinstance(loop.target, nodes.Name) else list(loop.target.find_all(nodes.Name))
        for target in targets:
            names[target.name] = first if len(targets) == 1 else UNKNOWN
    for assignment in tree.find_all(nodes.Assign):
        if isinstance(assignment.target, nodes.Name):
            names[assignment.target.name] = _value(assignment.node, scope)
    return names
