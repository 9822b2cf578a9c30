"""What a scheme defines and never uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.scheme.catalogue import UNUSED
from xlperf.scheme.checking.named import formulas_of
from xlperf.scheme.formula import FormulaFault, base_name, names_in, parse
from xlperf.scheme.model import Grades

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlperf.findings import Finding
    from xlperf.scheme.model import Scheme
    from xlperf.scheme.reading import Reading


def check_usage(scheme: Scheme, reading: Reading, file: str, texts: Iterable[str] = ()) -> Iterator[Finding]:
    """Find facts, questions and parameters of ``file`` that no formula, check, rule or template (``texts``) names.

    What stands in the file that the scheme builds on is not looked at: other schemes may use it. What is asked
    for a heading of the report (章节) is used there.
    """
    written = "\n".join(texts)
    used = set(_used(scheme))
    used |= {leaf.rule.question or leaf.name for leaf in scheme.leaves() if isinstance(leaf.rule, Grades)}
    asked = scheme.questions.values()
    numbers = [question.id for question in asked if question.type == "number" and not question.section]
    lists = (("数据项", list(scheme.facts)), ("填报项", numbers), ("参数", list(scheme.parameters or {})))
    for what, names in lists:
        for name in names:
            place = reading.place(what, name)
            named_in_rule = what == "参数" and name in reading.used_numbers
            if place.file == file and name not in used and name not in written and not named_in_rule:
                yield UNUSED.finding(place=place, what=what, subject=name)


def _used(scheme: Scheme) -> Iterator[str]:
    for named in formulas_of(scheme):
        try:
            yield from map(base_name, names_in(parse(named.text)))
        except FormulaFault:
            continue  # reported where formulas are checked
