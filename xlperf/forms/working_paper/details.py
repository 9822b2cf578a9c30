"""评分明细: check points, targets, projects and key tasks behind the scores, each score live."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import plain
from xlperf.forms.working_paper.paper import (
    HEAD_COLOUR,
    HEAD_FONT,
    MONEY,
    PERCENT,
    SCORE,
    Column,
    Paper,
    lines_needed,
    number,
    put,
    quoted,
)
from xlperf.scheme.model import CheckPoints, Parts, WeightedTargets
from xlperf.scoring.inputs import TASKS_DONE, TASKS_DUE
from xlperf.source.grid import a1

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.worksheet import Worksheet

    from xlperf.answers import Answers
    from xlperf.scoring.result import IndicatorResult, Results

COLUMNS: Final = (
    Column("指标", 24),
    Column("序号", 6),
    Column("内容", 54),
    Column("满分", 9),
    Column("填报", 16),
    Column("完成率", 11),
    Column("得分", 10),
    Column("说明", 44),
    Column("位置", 24),
)
_MARK, _ANSWER, _RATE, _SCORE = 3, 4, 5, 6


@dataclass(frozen=True, slots=True)
class Ranges:
    """Where the scores behind each indicator stand."""

    scores: dict[str, str]
    """Range of scores by indicator id, or by id#part."""
    weights: dict[str, str]
    """Range of budgets, for projects weighted by budget."""
    links: dict[str, str]
    counted: dict[str, str]
    """Formulas that count the key tasks."""


def write_details(paper: Paper, sheet: Worksheet, results: Results, answers: Answers) -> Ranges:
    """Write the sheet and say which range belongs to which indicator."""
    row = paper.table(sheet, "评分明细", COLUMNS, frozen=1)
    writer = _Writer(paper, sheet, row)
    for result in results.indicators:
        writer.points(result)
    for result in results.indicators:
        writer.targets(result)
    writer.projects(next((r for r in results.indicators if r.projects), None), answers)
    writer.tasks(answers)
    return writer.ranges


class _Writer:
    def __init__(self, paper: Paper, sheet: Worksheet, row: int) -> None:
        self.paper, self.sheet, self.row = paper, sheet, row
        self.ranges = Ranges({}, {}, {}, {})
        self._section = ""

    def points(self, result: IndicatorResult) -> None:
        """Write the check points of an indicator; the score of each follows from its answer."""
        if not result.points:
            return
        self._head("一、评价要点")
        first = self.row
        for (number_, rule), item in zip(_rules(result), result.points, strict=True):
            choice = item.answer.choice.value if item.answer else ""
            note = item.answer.note if item.answer else ""
            place = str(item.answer.place) if item.answer else ""
            score = self._choice_formula(rule)
            self._line(result, number_, item.point.text, item.point.mark, choice, None, score, item.score, note, place)
        self._remember(result.indicator.id, first)
        self._remember_parts(result, first)

    def targets(self, result: IndicatorResult) -> None:
        """Write the targets of an indicator; the score of each follows from its completion."""
        rule = result.indicator.rule
        if not result.targets or not isinstance(rule, WeightedTargets):
            return
        self._head("二、绩效目标")
        first = self.row
        for at, item in enumerate(result.targets, 1):
            target = item.target
            words = f"{target.name}　{target.nature}{target.target}{target.unit}"
            actual = f"{target.actual}{target.unit}"
            share = f"MAX(0,MIN({a1(self.row, _RATE)},{plain(rule.cap)}))"
            if rule.corridor:
                low, high = map(plain, rule.corridor)
                rate = a1(self.row, _RATE)
                share = f"IF(AND({rate}>={low},{rate}<={high}),{share},0)"
            score = f"=ROUND({a1(self.row, _MARK)}*{share},2)"
            self._line(
                result,
                at,
                words,
                item.full,
                actual,
                item.completion,
                score,
                item.score,
                target.reason,
                str(target.place),
            )
        self._remember(result.indicator.id, first)

    def projects(self, result: IndicatorResult | None, answers: Answers) -> None:
        """Write the projects with their scores."""
        if not answers.projects:
            return
        self._head("三、项目支出")
        first = self.row
        style = self.paper.body
        for at, project in enumerate(answers.projects, 1):
            rate = project.spent / project.budget if project.spent is not None and project.budget else None
            put(self.sheet, self.row, 0, result.indicator.name if result else "项目支出", style())
            put(self.sheet, self.row, 1, Decimal(at), style(align="center"))
            put(self.sheet, self.row, 2, project.name, style())
            put(self.sheet, self.row, _MARK, Decimal(100), style(align="center"))
            put(self.sheet, self.row, _ANSWER, project.budget, style(num_format=MONEY))
            put(self.sheet, self.row, _RATE, rate, style(num_format=PERCENT, align="center"))
            put(self.sheet, self.row, _SCORE, project.score, style(num_format=SCORE, align="center"))
            spent = f"预算 {_money(project.budget)} 元，执行 {_money(project.spent)} 元"
            put(self.sheet, self.row, 7, "；".join(text for text in (spent, project.reason) if text), style())
            put(self.sheet, self.row, 8, str(project.place), style(font_size=9))
            self._height(project.reason + spent, project.name)
            self.row += 1
        if result:
            self._remember(result.indicator.id, first)
            self.ranges.weights[result.indicator.id] = self._range(first, _ANSWER)

    def tasks(self, answers: Answers) -> None:
        """Write the key tasks."""
        if not answers.tasks:
            return
        self._head("四、重点工作")
        first = self.row
        for at, task in enumerate(answers.tasks, 1):
            values = ("重点工作", Decimal(at), task.name, None, task.done.value, None, None, task.note, str(task.place))
            for column, value in enumerate(values):
                put(
                    self.sheet, self.row, column, value, self.paper.body(align="center" if column in {1, 4} else "left")
                )
            self._height(task.note, task.name)
            self.row += 1
        done = self._range(first, _ANSWER)
        self.ranges.counted[TASKS_DUE] = f'=ROWS({done})-COUNTIF({done},"不适用")'
        self.ranges.counted[TASKS_DONE] = f'=COUNTIF({done},"是")'

    def _choice_formula(self, rule: CheckPoints) -> str:
        answer, mark = a1(self.row, _ANSWER), a1(self.row, _MARK)
        partly = f'IF({answer}="部分",{mark}*{plain(rule.partly)},IF({answer}="否",0,""))'
        return f'=IF(OR({answer}="是",{answer}="不适用"),{mark},{partly})'

    def _line(  # noqa: PLR0913, PLR0917 - the columns of the sheet
        self,
        result: IndicatorResult,
        at: int,
        words: str,
        mark: Decimal,
        answer: str,
        rate: Decimal | None,
        formula: str,
        score: Decimal | None,
        note: str,
        place: str,
    ) -> None:
        style = self.paper.body
        put(self.sheet, self.row, 0, result.indicator.name, style())
        put(self.sheet, self.row, 1, Decimal(at), style(align="center"))
        put(self.sheet, self.row, 2, words, style())
        put(self.sheet, self.row, _MARK, mark, style(align="center", num_format=SCORE))
        put(self.sheet, self.row, _ANSWER, answer, style(align="center"))
        put(self.sheet, self.row, _RATE, rate, style(align="center", num_format=PERCENT))
        shown = number(score) if score is not None else ""
        self.sheet.write_formula(self.row, _SCORE, formula, style(align="center", num_format=SCORE), shown)
        put(self.sheet, self.row, 7, note, style())
        put(self.sheet, self.row, 8, place, style(font_size=9))
        self._height(note, words)
        self.row += 1

    def _height(self, note: str, words: str) -> None:
        lines = max(lines_needed(note, 44), lines_needed(words, 54))
        self.sheet.set_row(self.row, 15 * lines + 5)

    def _head(self, title: str) -> None:
        if title == self._section:
            return
        self._section = title
        style = self.paper.body(font_name=HEAD_FONT, bg_color=HEAD_COLOUR)
        self.sheet.merge_range(self.row, 0, self.row, len(COLUMNS) - 1, title, style)
        self.sheet.set_row(self.row, 22)
        self.row += 1

    def _remember(self, indicator: str, first: int) -> None:
        self.ranges.scores[indicator] = self._range(first, _SCORE)
        self.ranges.links[indicator] = f"internal:'{self.sheet.get_name()}'!A{first + 1}"

    def _remember_parts(self, result: IndicatorResult, first: int) -> None:
        rule = result.indicator.rule
        for at, part in enumerate(rule.parts if isinstance(rule, Parts) else (), 1):
            if isinstance(part.rule, CheckPoints):
                last = first + len(part.rule.points)
                self.ranges.scores[part_key(result, at)] = self._range(first, _SCORE, last)
                first = last

    def _range(self, first: int, column: int, end: int | None = None) -> str:
        last = (end or self.row) - 1
        return f"{quoted(self.sheet, first, column, absolute=True)}:{_absolute(last, column)}"


def part_key(result: IndicatorResult, at: int) -> str:
    """Name a part of an indicator, counted from 1."""
    return f"{result.indicator.id}#{at}"


def _absolute(row: int, column: int) -> str:
    from xlperf.source.grid import column_letters

    return f"${column_letters(column)}${row + 1}"


def _rules(result: IndicatorResult) -> Iterable[tuple[int, CheckPoints]]:
    """Give each check point its number and the rule that it belongs to."""
    rule = result.indicator.rule
    rules: Sequence[CheckPoints] = ()
    if isinstance(rule, CheckPoints):
        rules = (rule,)
    elif isinstance(rule, Parts):
        rules = [part.rule for part in rule.parts if isinstance(part.rule, CheckPoints)]
    at = 0
    for each in rules:
        for _ in each.points:
            at += 1
            yield at, each


def _money(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:,.2f}"
