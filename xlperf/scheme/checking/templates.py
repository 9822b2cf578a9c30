"""Narrative templates: numbers come from figures, never from the template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from xlperf.findings import Place
from xlperf.scheme.catalogue import BARE_FIGURE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlperf.findings import Finding

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_NOT_FIGURES: Final = re.compile(
    r"""《[^》]*》                             # titles of documents
      | 〔\d{4}〕\s*(?:第\s*)?\d+\s*号         # 文号
      | GB/T\s*[\d.]+(?:[-—]\d+)?             # standards
      | (?:财决|附)\S{0,6}?表                 # numbers of official forms
      | 12345(?=\D|$)                         # the hotline
      | (?m:^\s*[(（]?\d{1,2}[)）.、．])       # numbering at the start of a line
    """,
    re.VERBOSE,
)
_FIGURE: Final = re.compile(r"[+-]?[\d０-９]+(?:[.,．，][\d０-９]+)*\s*(?:[%％‰]|万元|亿元|元|个|项|天|日|年|次|分)?")


def check_templates(templates: Mapping[str, str]) -> Iterator[Finding]:
    """Find figures written into templates; ``templates`` gives each text by the name of its file.

    Titles, 文号, form numbers, numbering of lines and the hotline 12345 are not figures.
    """
    for file, text in templates.items():
        bare = _NOT_FIGURES.sub(_blank, _TAG.sub(_blank, text))
        for found in _FIGURE.finditer(bare):
            line = bare.count("\n", 0, found.start()) + 1
            column = found.start() - bare.rfind("\n", 0, found.start())
            yield BARE_FIGURE.finding(place=Place(file, line=line, column=column), quote=found[0].strip(), line=line)


def _blank(found: re.Match[str]) -> str:
    """Put blanks in place of what is not looked at, so that lines and columns stay."""
    return re.sub(r"[^\n]", " ", found[0])
