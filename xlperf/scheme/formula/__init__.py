"""The formula language of schemes (公式): Chinese names, evaluated in Decimal, written out in words and for Excel."""

from __future__ import annotations

from xlperf.scheme.formula.evaluating import Evaluation, Undefined, evaluate
from xlperf.scheme.formula.excel import to_excel
from xlperf.scheme.formula.nodes import Formula, base_name, names_in
from xlperf.scheme.formula.parsing import FormulaFault, parse
from xlperf.scheme.formula.units import UnitFault, unit_of
from xlperf.scheme.formula.words import as_applied, in_words

__all__ = [
    "Evaluation",
    "Formula",
    "FormulaFault",
    "Undefined",
    "UnitFault",
    "as_applied",
    "base_name",
    "evaluate",
    "in_words",
    "names_in",
    "parse",
    "to_excel",
    "unit_of",
]
