"""Names: used once, known where they are called, without circles, and with their reference."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from xlperf.scheme.catalogue import CYCLE, DUPLICATE_NAME, NO_REFERENCE, UNKNOWN_NAME
from xlperf.scheme.checking.named import formulas_of
from xlperf.scheme.formula import FormulaFault, names_in, parse
from xlperf.scheme.reading.fields import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.findings import Finding
    from xlperf.scheme.model import Scheme
    from xlperf.scheme.reading import Reading


def check_unique(scheme: Scheme, reading: Reading) -> Iterator[Finding]:
    """A name must mean one thing: facts, questions and parameters share one list; so do indicators below one other."""
    figures = Counter([*scheme.facts, *scheme.questions, *(scheme.parameters or {})])
    for name, times in figures.items():
        if times > 1:
            section = "填报项" if name in scheme.questions else "参数"
            yield DUPLICATE_NAME.finding(
                place=reading.place(section, name), what="数据项、填报项、参数的名称", subject=name
            )
    seen: set[tuple[str, str]] = set()
    for above, leaf in scheme.paths():
        parent = above[-1].id if above else ""
        for name in {leaf.name, *leaf.aliases}:
            if (parent, name) in seen:
                yield DUPLICATE_NAME.finding(place=reading.place("指标", leaf.id), what="指标名称", subject=name)
        seen |= {(parent, name) for name in (leaf.name, *leaf.aliases)}


def check_tables(scheme: Scheme, reading: Reading) -> Iterator[Finding]:
    """A fact must stand in a table that the scheme knows; a question must be about a known indicator."""
    for fact in scheme.facts.values():
        for number, location in enumerate(fact.locations, start=1):
            if location.table and location.table not in scheme.tables:
                path = ("数据项", fact.id, "位置", str(number), "表")
                yield _unknown(reading, path, location.table, "数据表", list(scheme.tables))
    known = {node.id: node for top in scheme.indicators for node in top.leaves()}
    for question in scheme.questions.values():
        if question.indicator and question.indicator not in known:
            yield _unknown(reading, ("填报项", question.id, "指标"), question.indicator, "指标编号", list(known))


def _unknown(reading: Reading, path: tuple[str, ...], name: str, what: str, known: list[str]) -> Finding:
    return UNKNOWN_NAME.finding(
        place=reading.place(*path),
        name=name,
        what=what,
        suggestion=suggestion(name, known),
        quote=name,
        hint=f"改成已有的{what}，或先在“{what.removesuffix('编号')}”里加上它",
    )


def check_cycles(scheme: Scheme, reading: Reading) -> Iterator[Finding]:
    """A computed fact must not need itself, directly or through others."""
    needs: dict[str, tuple[str, ...]] = {}
    for named in formulas_of(scheme):
        if named.owner:
            try:
                needs[named.owner] = names_in(parse(named.text))
            except FormulaFault:
                continue  # reported where formulas are checked
    done: set[str] = set()
    for name in needs:
        circle = _circle(name, needs, (), done)
        if circle:
            place = reading.place("数据项", circle[0], "公式")
            yield CYCLE.finding(place=place, subject=circle[0], chain=" → ".join(circle))


def _circle(name: str, needs: dict[str, tuple[str, ...]], above: tuple[str, ...], done: set[str]) -> tuple[str, ...]:
    if name in above:
        return (*above[above.index(name) :], name)
    if name in done:
        return ()
    for needed in needs.get(name, ()):
        circle = _circle(needed, needs, (*above, name), done)
        if circle:
            done.update(circle)
            return circle
    done.add(name)
    return ()


def check_references(scheme: Scheme, reading: Reading) -> Iterator[Finding]:
    """Every scored indicator and every parameter must say where its rule is written, or that it is 待核."""
    for leaf in scheme.leaves():
        if not leaf.reference.text and leaf.reference.confirmed:
            yield NO_REFERENCE.finding(place=reading.place("指标", leaf.id), subject=leaf.name)
    for parameter in (scheme.parameters or {}).values():
        if not parameter.reference.text and parameter.reference.confirmed:
            yield NO_REFERENCE.finding(place=reading.place("参数", parameter.id), subject=parameter.id)
