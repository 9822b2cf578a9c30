"""The relations that a scheme lists (检查), evaluated over the facts with the tolerance of stated decimals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from xlperf.amounts import MONEY_UNITS, parse_number
from xlperf.checks import catalogue
from xlperf.checks.terms import likely_cause, term_at, yuan
from xlperf.checks.tolerance import Verdict, judge
from xlperf.facts import State
from xlperf.findings import Place, Severity
from xlperf.scheme.formula import Formula, evaluate, names_in, parse
from xlperf.scheme.formula.nodes import COMPARISONS, Operation
from xlperf.source.detail import total_row
from xlperf.source.lookup import find_column, find_rows, spot_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlperf.facts import Fact
    from xlperf.findings import Finding
    from xlperf.scheme.formula.nodes import Node
    from xlperf.scheme.model import Check, Scheme
    from xlperf.source.tables import LocatedTable

_UNSURE = Decimal("1E-9")
_CONFUSED_UNITS = (Decimal(10_000), Decimal(1000))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a relation or a part of it came out."""

    verdict: Verdict
    difference: Decimal = Decimal(0)
    words: str = ""
    """The two sides with their figures."""
    confused_units: bool = False


def check_formula(
    check: Check, scheme: Scheme, facts: Mapping[str, Fact], tables: Mapping[str, LocatedTable]
) -> tuple[Finding, ...] | None:
    """Evaluate one relation; None where a figure is missing and it cannot be told whether it holds."""
    formula = parse(check.formula)
    names = names_in(formula)
    values = {name: value for name in names if (value := _value(name, scheme, facts)) is not None}
    if len(values) < len(names):
        return None
    outcome = _outcome(formula, formula.root, values, facts)
    if outcome.verdict is Verdict.HOLDS:
        return ()
    used = [facts[name] for name in names if name in facts]
    if outcome.verdict is Verdict.BROKEN and any(fact.value is None for fact in used):
        return None
    return (_finding(check, outcome, used, tables),)


def _value(name: str, scheme: Scheme, facts: Mapping[str, Fact]) -> Decimal | None:
    """Give a figure; a row that a table does not print is nothing, where the scheme says that blank means none."""
    fact, spec = facts.get(name), scheme.facts.get(name)
    if fact is None or fact.value is not None:
        return fact.value if fact else None
    return Decimal(0) if spec and spec.blank == "zero" and fact.state is State.NO_ROW else None


def _outcome(formula: Formula, node: Node, values: Mapping[str, Decimal], facts: Mapping[str, Fact]) -> _Outcome:
    if isinstance(node, Operation) and node.operator in {"或", "且"}:
        parts = [_outcome(formula, part, values, facts) for part in node.operands]
        pick = min if node.operator == "或" else max
        return pick(parts, key=lambda part: (part.verdict, abs(part.difference)))
    if isinstance(node, Operation) and node.operator in COMPARISONS - {"≠"}:
        return _compared(formula, node, values, facts)
    held = evaluate(Formula(formula.text, node), values).holds
    return _Outcome(Verdict.BROKEN if held is False else Verdict.HOLDS, words=formula.text)


def _compared(formula: Formula, node: Operation, values: Mapping[str, Decimal], facts: Mapping[str, Fact]) -> _Outcome:
    left, right = (evaluate(Formula(formula.text, side), values).number for side in node.operands)
    if left is None or right is None:
        return _Outcome(Verdict.HOLDS)
    difference = left - right
    if (node.operator in {"≤", "<"} and difference <= 0) or (node.operator in {"≥", ">"} and difference >= 0):
        return _Outcome(Verdict.HOLDS)
    texts = [formula.text[side.start : side.end] for side in node.operands]
    opposite = {"=": "≠", "≤": ">", "<": "≥", "≥": "<", ">": "≤"}[node.operator]
    words = f"{texts[0]} {yuan(left)} {opposite} {texts[1]} {yuan(right)}"
    confused = bool(left and right) and any(abs(left / right) in {size, 1 / size} for size in _CONFUSED_UNITS)
    steps = [abs(step) for step in _steps(formula, node, values, facts)]
    return _Outcome(judge(difference, steps), difference, words, confused)


def _steps(
    formula: Formula, node: Operation, values: Mapping[str, Decimal], facts: Mapping[str, Fact]
) -> Iterator[Decimal]:
    """Say what one last digit of each figure does to the difference of the two sides."""
    for name in names_in(Formula(formula.text, node)):
        step = _step_of(facts.get(name))
        moved = {**values, name: values[name] + step}
        ends = [evaluate(Formula(formula.text, side), moved).number for side in node.operands]
        starts = [evaluate(Formula(formula.text, side), values).number for side in node.operands]
        if None not in ends and None not in starts:
            change = (ends[0] - ends[1]) - (starts[0] - starts[1])  # type: ignore[operator]
            yield step if abs(abs(change) - step) < _UNSURE else change


def _step_of(fact: Fact | None) -> Decimal:
    """Give what one last digit of a figure is worth, in 元."""
    if fact is None or not fact.stated_unit:
        return Decimal("0.01")
    written = parse_number(fact.raw)
    exponent = written.as_tuple().exponent if written is not None else 0
    places = max(2, -exponent if isinstance(exponent, int) else 0)
    return MONEY_UNITS[fact.stated_unit].scaleb(-places)


def _finding(check: Check, outcome: _Outcome, used: list[Fact], tables: Mapping[str, LocatedTable]) -> Finding:
    sources = [fact.source for fact in used if fact.source]
    places = tuple(Place(source.file, source.sheet, source.cell) for source in sources)
    code = catalogue.ROUNDING if outcome.verdict is Verdict.ROUNDING else catalogue.RELATION
    hint = "" if outcome.verdict is Verdict.ROUNDING else _cause(outcome, used, tables)
    return code.finding(
        places=places,
        subject=check.text or check.id,
        quote=outcome.words,
        severity=None if outcome.verdict is Verdict.ROUNDING else Severity(check.severity),
        hint=f"{hint}{code.advice}" if hint else "",
        words=outcome.words,
        difference=yuan(abs(outcome.difference)),
    )


def _cause(outcome: _Outcome, used: list[Fact], tables: Mapping[str, LocatedTable]) -> str:
    """Name what the difference is worth: units confused, or the row that was left out or put in twice."""
    if outcome.confused_units:
        return "两边正好差一万倍或一千倍，可能混用了元、千元、万元。"
    for fact in used:
        table = tables.get(fact.source.table) if fact.source else None
        if table is None or fact.source is None:
            continue
        path = tuple(fact.source.column_label.split("/"))
        for block, row in find_rows(table, (fact.source.row_label,)):
            column = find_column(block, (path,))
            if column and (cause := likely_cause(outcome.difference, spot_at(table, block, row, column))):
                return cause
    return _elsewhere(abs(outcome.difference), tables)


def _elsewhere(amount: Decimal, tables: Mapping[str, LocatedTable]) -> str:
    """Find the column of another table whose total is just the difference: 其他收入 of 收入决算表."""
    for table in tables.values():
        for block in table.blocks:
            total = total_row(block)
            for column in block.columns if total and block.code_columns and amount else ():
                term = term_at(table, block, total, column) if total else None
                if term is not None and abs(term.value) == amount:
                    return f"差额正好等于{table.name}“{column.heading}”的合计，可能漏填了这一项。"
    return ""
