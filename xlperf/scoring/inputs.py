"""Where formulas get their figures: tables first, then what the officer typed, then parameters."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain
from xlperf.answers import Choice
from xlperf.facts import State
from xlperf.scheme.formula import Undefined, base_name, evaluate, parse
from xlperf.scheme.reading.whole import parameter_values
from xlperf.scoring.result import Input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.answers import Answers, TypedValue
    from xlperf.facts import Fact
    from xlperf.scheme.model import FactSpec, Scheme

TASKS_DUE: Final = "重点工作应完成数"
TASKS_DONE: Final = "重点工作已完成数"
_NOTHING_THERE: Final = frozenset({State.BLANK, State.DASH})


class Figures(Mapping[str, Decimal | Undefined]):
    """The figures of one unit by name; a figure that is not there is the reason why."""

    def __init__(self, scheme: Scheme, facts: Mapping[str, Fact], answers: Answers) -> None:
        self.scheme = scheme
        self.facts = facts
        self.answers = answers
        self.units = scheme.units
        self._known: dict[str, Decimal | Undefined] = {}

    def __getitem__(self, key: str) -> Decimal | Undefined:
        """Find a figure by the name that a formula gives it, 上年(名称) included."""
        if key not in self._known:
            self._known[key] = Undefined(f"“{key}”绕成了圈", "unusable", key)  # until it is found
            self._known[key] = self._found(key)
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str)

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def input(self, key: str) -> Input:
        """Give a figure with its unit and where it came from, for the trace."""
        value = self[key]
        typed = self.answers.values.get(key) if self._of_table(key) is None else None
        return Input(
            name=key,
            value=value if isinstance(value, Decimal) else None,
            unit=self.units.get(base_name(key), ""),
            fact=self.facts.get(key) if typed is None else None,
            answer=typed,
        )

    @cached_property
    def parameters(self) -> Mapping[str, Decimal]:
        """The yardsticks that hold at the end of the scheme's year."""
        return parameter_values(dict(self.scheme.parameters or {}), self.scheme.year)

    @cached_property
    def tasks(self) -> Mapping[str, Decimal]:
        """Key tasks counted from the list, where there is one: assigned, and wholly done."""
        due = [task for task in self.answers.tasks if task.done is not Choice.NOT_APPLICABLE]
        if not due:
            return {}
        return {TASKS_DUE: Decimal(len(due)), TASKS_DONE: Decimal(sum(task.done is Choice.YES for task in due))}

    def _found(self, key: str) -> Decimal | Undefined:
        if key in self.parameters:
            return self.parameters[key]
        if key in self.tasks and key not in self.answers.values:
            return self.tasks[key]
        of_table = self._of_table(key)
        if of_table is not None:
            return of_table
        typed = self.answers.values.get(key)
        if typed is not None:
            return self._typed(key, typed)
        spec = self.scheme.facts.get(key)
        if spec is not None and spec.formula:
            outcome = evaluate(parse(spec.formula), self).value
            return (
                outcome
                if isinstance(outcome, Decimal | Undefined)
                else Undefined(f"“{key}”的公式不是数", "unusable", key)
            )
        return self._missing(key, spec)

    def _typed(self, key: str, typed: TypedValue) -> Decimal | Undefined:
        if not isinstance(typed.value, Decimal):
            return Undefined(f"“{key}”填的是“{typed.value}”，不是数", "unusable", key)
        question = self.scheme.questions.get(key)
        if question is None:
            return typed.value
        shown = _written(typed.value, question.unit)
        if question.low is not None and typed.value < question.low:
            return Undefined(
                f"“{key}”填的是 {shown}，不能小于 {_written(question.low, question.unit)}", "unusable", key
            )
        if question.high is not None and typed.value > question.high:
            return Undefined(
                f"“{key}”填的是 {shown}，不能大于 {_written(question.high, question.unit)}", "unusable", key
            )
        return typed.value

    def _of_table(self, key: str) -> Decimal | None:
        fact = self.facts.get(key)
        if fact is None:
            return None
        spec = self.scheme.facts.get(key)
        if fact.value is None and spec is not None and spec.blank == "zero" and fact.state in _NOTHING_THERE:
            return Decimal(0)
        return fact.value

    def _missing(self, key: str, spec: FactSpec | None) -> Undefined:
        fact = self.facts.get(key)
        if fact is not None:
            place = f"（{fact.source.sheet}!{fact.source.cell}）" if fact.source is not None else ""
            shown = f"“{fact.raw}”" if fact.state in {State.TEXT, State.ERROR} and fact.raw else ""
            return Undefined(f"“{key}”{place}{shown}{fact.state.chinese}", name=key)
        if key != base_name(key):
            return Undefined(f"没有“{base_name(key)}”的{'上年' if key.startswith('上年') else '累计'}数", name=key)
        if spec is not None:
            tables = "、".join(dict.fromkeys(location.table for location in spec.locations))
            return Undefined(f"“{key}”没有取到数（应在{tables}）", name=key)
        return Undefined(f"还没有填“{key}”", name=key)


def _written(value: Decimal, unit: str) -> str:
    return f"{plain(value * 100)}%" if unit == "%" else f"{plain(value)} {unit}".strip()
