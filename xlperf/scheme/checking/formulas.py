"""Formulas: that each can be understood, names only what there is, and keeps to its units."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlperf.scheme.catalogue import BAD_FORMULA, UNITS, UNKNOWN_NAME
from xlperf.scheme.checking.named import formulas_of
from xlperf.scheme.formula import Formula, FormulaFault, UnitFault, base_name, names_in, parse, unit_of
from xlperf.scheme.reading.fields import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlperf.findings import Finding, Place
    from xlperf.scheme.checking.named import Named
    from xlperf.scheme.model import Scheme
    from xlperf.scheme.reading import Reading


def check_formulas(scheme: Scheme, reading: Reading) -> Iterator[Finding]:
    """A formula must be understood, must name known figures, and must not mix 万元 with %."""
    units = scheme.units
    for named in formulas_of(scheme):
        place = reading.place(*named.path)
        try:
            formula = parse(named.text)
        except FormulaFault as fault:
            yield _bad(named, place, fault.message, fault.start)
            continue
        if formula.is_condition is not (named.wants == "condition"):
            wanted = "这里要一个条件，如 甲 = 乙" if named.wants == "condition" else "这里要一个数，不能是条件"
            yield _bad(named, place, wanted, 0)
        yield from _unknown_names(formula, place, units)
        yield from _units(named, formula, place, units)


def _bad(named: Named, place: Place, problem: str, start: int) -> Finding:
    return BAD_FORMULA.finding(
        place=moved(place, start), where=named.where, problem=problem, character=start + 1, quote=named.text[:200]
    )


def moved(place: Place, start: int) -> Place:
    """Give the place of a character inside a value."""
    return place if place.column is None else replace(place, column=place.column + start)


def _unknown_names(formula: Formula, place: Place, units: Mapping[str, str]) -> Iterator[Finding]:
    for key in names_in(formula):
        name = base_name(key)
        if name not in units:
            yield UNKNOWN_NAME.finding(
                place=moved(place, max(0, formula.text.find(name))),
                name=name,
                what="数据项",
                suggestion=suggestion(name, units),
                quote=name,
                hint="改成已有的名称，或先在“数据项”“填报项”“参数”里加上它",
            )


def _units(named: Named, formula: Formula, place: Place, units: Mapping[str, str]) -> Iterator[Finding]:
    known = {key: units[base_name(key)] for key in names_in(formula) if base_name(key) in units}
    try:
        outcome = unit_of(formula, known)
    except UnitFault as fault:
        part = formula.text[fault.start : fault.end]
        yield UNITS.finding(
            place=moved(place, fault.start), where=named.where, problem=f"{fault}（{part}）", quote=part
        )
        return
    if named.unit is not None and outcome is not None and (named.unit or "%") != outcome:
        problem = f"单位应是{named.unit or '%'}，公式算出来是{outcome}"
        yield UNITS.finding(place=place, where=named.where, problem=problem)
