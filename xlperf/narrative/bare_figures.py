"""Figures written down in a template (写死的数字): a template may only take its numbers from data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jinja2 import nodes

_NOT_FIGURES: Final = re.compile(
    r"""《[^》]*》|〔\d{4}〕\s*(?:第\s*)?\d+\s*号        # titles of documents, 文号
      | GB/T\s*[\d.]+(?:[-—]\d+)?|(?:财决|附)\S{0,6}?表   # standards, numbers of official forms
      | 12345(?=\D|$)                                  # the hotline
      | ^\s*\d{1,2}[.．、](?!\d)                        # numbering at the head of a paragraph""",
    re.VERBOSE | re.MULTILINE,
)
"""Digits that are part of a name."""

_FIGURE: Final = re.compile(r"[0-9０-９][0-9０-９,，.．]*[%％‰]?|[①-⑳]|\d+")


@dataclass(frozen=True, slots=True)
class BareFigure:
    """One figure and where it stands in the template."""

    figure: str
    line: int


def bare_figures(template_text: str) -> list[BareFigure]:
    """Find the figures that a text template would print without taking them from data, in order.

    Numbers in conditions and in the arguments of filters are no printed figures, nor are digits that belong to a name:
    titles in 《》, 文号, form numbers such as 财决01表, the hotline 12345. A template with a syntax error
    is looked through as plain text without its tags.
    """
    from jinja2 import TemplateSyntaxError
    from jinja2.sandbox import SandboxedEnvironment

    try:
        tree = SandboxedEnvironment().parse(template_text)
    except TemplateSyntaxError:
        return _in_text(re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", _blanked, template_text, flags=re.DOTALL), 1)
    return sorted(_in_tree(tree), key=lambda bare: bare.line)


def _in_tree(tree: nodes.Node) -> Iterator[BareFigure]:
    from jinja2 import nodes

    for output in tree.find_all(nodes.Output):
        for part in output.nodes:
            if isinstance(part, nodes.TemplateData):
                yield from _in_text(part.data, part.lineno)
            else:
                yield from _printed_constants(part)
    for assignment in tree.find_all(nodes.Assign):
        yield from _printed_constants(assignment.node)


def _printed_constants(expression: nodes.Node) -> Iterator[BareFigure]:
    """Find constants whose value reaches the text; tests, subscripts and arguments do not."""
    from jinja2 import nodes

    match expression:
        case nodes.Const(value=value, lineno=line) if value is not None and not isinstance(value, bool):
            yield from _in_text(str(value), line)
        case nodes.Concat(nodes=parts) | nodes.List(items=parts) | nodes.Tuple(items=parts):
            yield from _among(parts)
        case nodes.CondExpr(expr1=yes, expr2=no):
            yield from _among([yes, no])
        case nodes.Filter(node=inner):
            yield from _among([inner])
        case nodes.BinExpr(left=left, right=right):
            yield from _among([left, right])


def _among(parts: Iterable[nodes.Node | None]) -> Iterator[BareFigure]:
    for part in parts:
        if part is not None:
            yield from _printed_constants(part)


def _in_text(text: str, line: int) -> list[BareFigure]:
    figures = _FIGURE.finditer(_NOT_FIGURES.sub(lambda name: "—" * len(name[0]), text))
    return [BareFigure(found[0], line + text.count("\n", 0, found.start())) for found in figures]


def _blanked(tag: re.Match[str]) -> str:
    return "\n" * tag[0].count("\n")
