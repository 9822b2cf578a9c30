"""A tree of plain values written as YAML that an officer can read and change."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from xlperf.scheme.nodes import Fields, Items, Node, Text
from xlperf.scheme.yaml_nodes import EMPTY_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH: Final = 110
"""Longest line for which a list or a few named values stay on one line."""

_PLAIN: Final = re.compile(r"[\w“”《（≤≥＜＞÷×〔][^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]*")
_ODD: Final = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_CLOSING: Final = frozenset(",[]{}")
"""Signs that end a value inside brackets."""


def write_yaml(tree: Fields) -> str:
    """Write a tree as YAML; reading it back gives the same values."""
    return "".join(f"{line}\n" for line in _fields(tree, "")) or "{}\n"


def write_yaml_list(items: Items) -> str:
    """Write a list as YAML, a blank line between its entries; reading it back gives the same values."""
    entries = ("".join(f"{line}\n" for line in _block(Items((item,)), "")) for item in items.items)
    return "\n".join(entries) or "[]\n"


def _fields(node: Fields, indent: str) -> Iterator[str]:
    for key, value in node:
        name = f"{indent}{_scalar(key, in_brackets=False)}:"
        short = _one_line(value)
        if short is not None and len(name) + len(short) < WIDTH:
            yield f"{name} {short}"
        elif isinstance(value, Text):
            yield f"{name} {_scalar(value.value, in_brackets=False)}"
        else:
            yield name
            yield from _block(value, f"{indent}  ")


def _block(node: Node, indent: str) -> Iterator[str]:
    if isinstance(node, Fields):
        yield from _fields(node, indent)
        return
    for item in node.items if isinstance(node, Items) else ():
        short = _one_line(item)
        if short is not None and len(indent) + len(short) < WIDTH:
            yield f"{indent}- {short}"
        elif isinstance(item, Text):
            yield f"{indent}- {_scalar(item.value, in_brackets=False)}"
        else:
            first, *rest = _block(item, f"{indent}  ")
            yield f"{indent}- {first.lstrip()}"
            yield from rest


def _one_line(node: Node) -> str | None:
    """Write a word, a list of words, or up to three named words on one line; None for anything larger."""
    match node:
        case Text(value=value):
            return _scalar(value, in_brackets=False)
        case Items(items=items):
            words = [_scalar(item.value, in_brackets=True) for item in items if isinstance(item, Text)]
            return f"[{', '.join(words)}]" if len(words) == len(items) else None
        case Fields(entries=entries):
            pairs = [
                f"{_scalar(key, in_brackets=True)}: {_scalar(value.value, in_brackets=True)}"
                for key, value in entries.items()
                if isinstance(value, Text)
            ]
            return f"{{{', '.join(pairs)}}}" if len(pairs) == len(entries) <= 3 else None
    return None


def _scalar(text: str, *, in_brackets: bool) -> str:
    if _is_plain(text) and not (in_brackets and _CLOSING & set(text)):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _is_plain(text: str) -> bool:
    """Say whether a text can stand without quotes and be read back as it is."""
    if not _PLAIN.fullmatch(text) or text != text.strip() or text in EMPTY_WORDS:
        return False
    return ": " not in text and " #" not in text and not text.endswith(":")
