"""What forms call a figure (数据项的叫法): 结转结余总额 is 年末结转和结余, 支出预算数 is 本年支出调整预算数."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlperf.scheme.nodes import Fields, Items, Text
from xlperf.source.indicator_labels import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE: Final = Path(__file__).with_name("terms.yaml")
_LEADING: Final = re.compile(r"^(?:本部门|本单位|部门|单位|当年度?|本年度|本年|年度|实际)+(?=.{2})")


@dataclass(frozen=True, slots=True)
class Terms:
    """Wordings by their folded form."""

    figures: Mapping[str, str]
    generic: frozenset[str]
    """Wordings that mean another figure with every indicator: 实际支出数, 预算数."""

    indicators: Mapping[str, str]
    """Other names of indicators, folded, by which a known one is found: 预算执行率."""

    def figure(self, words: str) -> str:
        """Give the name of the figure that words mean; empty where they mean none for sure."""
        key = name_key(words)
        return self.figures.get(key, "") or self.figures.get(_LEADING.sub("", key), "")

    def is_generic(self, words: str) -> bool:
        """Say whether words leave open whose figure is meant."""
        key = name_key(words)
        return key in self.generic or _LEADING.sub("", key) in self.generic


@cache
def known_terms() -> Terms:
    """Read the wordings that come with the program."""
    from xlperf.scheme.store import load_scheme, shipped_schemes
    from xlperf.scheme.yaml_nodes import read_yaml

    tree, _ = read_yaml(_FILE.read_bytes(), _FILE.name)
    figures: dict[str, str] = {}
    written = tree.get("叫法") if isinstance(tree, Fields) else None
    for name, wordings in written if isinstance(written, Fields) else ():
        for word in wordings.items if isinstance(wordings, Items) else ():
            if isinstance(word, Text):
                figures.setdefault(name_key(word.value), name)
                figures.setdefault(_LEADING.sub("", name_key(word.value)), name)
    for scheme_id in shipped_schemes():
        for name in load_scheme(scheme_id).units:
            figures[name_key(name)] = name
    others: dict[str, str] = {}
    named = tree.get("指标") if isinstance(tree, Fields) else None
    for name, wordings in named if isinstance(named, Fields) else ():
        for word in wordings.items if isinstance(wordings, Items) else ():
            if isinstance(word, Text):
                others[name_key(word.value)] = name
    common = tree.get("通用") if isinstance(tree, Fields) else None
    words = common.items if isinstance(common, Items) else ()
    generic = frozenset(name_key(word.value) for word in words if isinstance(word, Text))
    return Terms(figures, generic, others)
