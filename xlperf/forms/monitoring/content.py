"""What goes into a monitoring form (监控内容): funds by source, projects, targets of the month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import from_yuan, parse_number, round_half_up
from xlperf.forms.monitoring.layout import Item
from xlperf.source.execution_heading import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlperf.answers import Target
    from xlperf.scoring.execution import Execution
    from xlperf.source.budget_execution import BudgetLine

Values = dict[Item, Decimal | str]

RATE_PLACES: Final = 6
_MEASURES: Final = {
    Item.INITIAL: Measure.INITIAL,
    Item.ADJUSTMENT: Measure.ADJUSTMENT,
    Item.ADJUSTED: Measure.ADJUSTED,
    Item.MONTH: Measure.MONTH,
    Item.SPENT: Measure.CUMULATIVE,
}
_TOTAL: Final = re.compile(r"总额|合计|总计|小计")
_CLASSES: Final = (
    ("上年结转", re.compile(r"结转|结余")),
    ("政府性基金", re.compile(r"政府性基金|基金预算")),
    ("国有资本", re.compile(r"国有资本")),
    ("财政专户", re.compile(r"专户")),
    ("一般公共预算", re.compile(r"一般公共|财政拨款|经费拨款|公共财政")),
    ("其他", re.compile(r"其他|自有|自筹|单位资金|事业|经营|上级|往来|非财政")),
)
_LEVEL1: Final = {
    "数量指标": "产出指标",
    "质量指标": "产出指标",
    "时效指标": "产出指标",
    "成本指标": "成本指标",
    "满意度指标": "满意度指标",
}


@dataclass(frozen=True, slots=True)
class Monitored:
    """The month as the form asks for it."""

    unit_name: str
    execution: Execution
    targets: tuple[Target, ...] = ()

    @property
    def year(self) -> str:
        """2024."""
        return self.execution.month[:4]

    @property
    def month(self) -> int:
        """5."""
        return int(self.execution.month[5:])

    @property
    def lines(self) -> tuple[BudgetLine, ...]:
        """The lines of all projects, in the order of the export."""
        return tuple(line for project in self.execution.projects for line in project.lines)


def is_total(label: str) -> bool:
    """Say whether a row of the funds grid is that of the total."""
    return bool(_TOTAL.search(label))


def row_of_fund(fund: str, labels: Iterable[str]) -> str | None:
    """Find the row of the funds grid for a source of funds: by its name, its class, else 其他; None for none."""
    rows = [label for label in labels if label and not is_total(label)]
    bare = _bare(fund)
    exact = next((label for label in rows if _bare(label) == bare), None)
    if exact is not None:
        return exact
    of_class = {_class(label): label for label in reversed(rows)}
    return of_class.get(_class(fund)) or of_class.get("其他")


def _bare(text: str) -> str:
    return re.sub(r"其中|本年|[:：（）()、\s]|拨款|资金|收入|预算|财政", "", text)


def _class(text: str) -> str:
    return next((name for name, pattern in _CLASSES if pattern.search(text)), text)


def sums(lines: Iterable[BudgetLine], unit: str) -> Values:
    """Add up lines in the form's unit; what no line tells is left out, and a rate over nothing too."""
    listed = list(lines)
    values: Values = {}
    for item, measure in _MEASURES.items():
        amounts = [amount for line in listed if (amount := line.amount(measure)) is not None]
        if amounts:
            values[item] = from_yuan(sum(amounts, Decimal(0)), unit)
    budgets = [line.budget for line in listed if line.budget is not None]
    if Item.ADJUSTED not in values and budgets:
        values[Item.ADJUSTED] = from_yuan(sum(budgets, Decimal(0)), unit)
    initial, adjusted, spent = values.get(Item.INITIAL), values.get(Item.ADJUSTED), values.get(Item.SPENT)
    if Item.ADJUSTMENT not in values and isinstance(initial, Decimal) and isinstance(adjusted, Decimal):
        values[Item.ADJUSTMENT] = adjusted - initial
    if isinstance(spent, Decimal) and isinstance(adjusted, Decimal) and adjusted:
        values[Item.RATE] = round_half_up(spent / adjusted, RATE_PLACES).normalize()
    return values


def project_rows(lines: Iterable[BudgetLine], unit: str) -> Mapping[tuple[str, str, str], Values]:
    """Give a row for each project and source of funds: by code, name and fund."""
    grouped: dict[tuple[str, str], list[BudgetLine]] = {}
    for line in lines:
        grouped.setdefault((line.code or line.name, line.fund), []).append(line)
    rows: dict[tuple[str, str, str], Values] = {}
    for group in grouped.values():
        first = group[0]
        words: Values = {Item.CODE: first.code, Item.NAME: first.name, Item.FUND: first.fund}
        rows[first.code, first.name, first.fund] = {k: v for k, v in words.items() if v} | sums(group, unit)
    return rows


def target_row(target: Target) -> Values:
    """Give the row of a performance target."""
    group = target.group
    level1 = _LEVEL1.get(group, "效益指标" if group else "")
    words: dict[Item, str] = {
        Item.LEVEL1: level1,
        Item.LEVEL2: group,
        Item.LEVEL3: target.name,
        Item.NATURE: target.nature,
        Item.TARGET: target.target,
        Item.UNIT: target.unit,
        Item.DONE: target.actual,
    }
    return {item: _typed(text) for item, text in words.items() if text}


def _typed(text: str) -> Decimal | str:
    number = None if text.strip().endswith("%") else parse_number(text)
    return text if number is None else number
