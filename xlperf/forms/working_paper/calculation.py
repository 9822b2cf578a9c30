"""指标计算: for each indicator its inputs with their sources, the live formula, rule, score and next step."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from xlperf.amounts import plain
from xlperf.forms.working_paper.details import part_key
from xlperf.forms.working_paper.excel_rules import score_formula
from xlperf.forms.working_paper.paper import (
    LINK_COLOUR,
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
from xlperf.forms.working_paper.sources import number_format
from xlperf.scheme.formula import in_words, names_in, parse, to_excel
from xlperf.scheme.model import CheckPoints, MeanOfProjects, Parts, WeightedTargets
from xlperf.scoring.result import Input, Status
from xlperf.source.grid import a1

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from xlperf.answers import Answers
    from xlperf.forms.working_paper.details import Ranges
    from xlperf.forms.working_paper.sources import Sources
    from xlperf.scheme.model import Rule
    from xlperf.scoring.result import IndicatorResult, Results

COLUMNS: Final = (
    Column("序号", 5),
    Column("一级指标", 9),
    Column("二级指标", 9),
    Column("三级指标", 15),
    Column("满分", 7),
    Column("数据项（点击看出处）", 25),
    Column("数值", 14),
    Column("单位", 6),
    Column("出处", 30),
    Column("计算公式", 28),
    Column("算式", 27),
    Column("计算结果", 10),
    Column("适用的评分规则", 22),
    Column("规则得分", 8),
    Column("得分", 8),
    Column("提高一档需要", 18),
    Column("状态", 8),
    Column("扣分或核定理由", 26),
    Column("规则出处", 24),
)
_MARK, _INPUT, _VALUE, _UNIT, _PLACE, _FORMULA, _WORDS, _RESULT, _RULE, _BY_RULE, _SCORE, _NEXT = range(4, 16)
_STATUS, _REASON, _REFERENCE = 16, 17, 18
UNSURE_COLOUR: Final = "#FFF2CC"
OPEN_COLOUR: Final = "#FCE4D6"


@dataclass(frozen=True, slots=True)
class Segment:
    """An indicator, or a part of one, with a formula and a rule of its own."""

    key: str
    name: str
    mark: Decimal
    rule: Rule | None
    formula: str
    display: str
    inputs: tuple[Input, ...]
    words: str
    value: Decimal | None
    rule_words: str
    score: Decimal | None
    next_step: str
    part: bool = False

    @property
    def height(self) -> int:
        """Rows that it takes."""
        return max(len(self.inputs), 1)


def write_calculation(
    paper: Paper, sheet: Worksheet, results: Results, sources: Sources, ranges: Ranges
) -> dict[str, str]:
    """Write the sheet; give the reference to the score of each indicator, by id."""
    row = paper.table(sheet, "指标计算", COLUMNS, frozen=4)
    writer = _Writer(paper, sheet, sources, ranges)
    scores: dict[str, str] = {}
    for at, result in enumerate(results.indicators, 1):
        scores[result.indicator.id] = quoted(sheet, row, _SCORE)
        row = writer.block(at, result, row)
    return scores


def segments_of(result: IndicatorResult) -> tuple[Segment, ...]:
    """Take an indicator apart into what is computed by itself."""
    indicator = result.indicator
    if isinstance(indicator.rule, Parts) and result.parts:
        return tuple(
            Segment(
                part_key(result, at),
                item.part.name,
                item.part.mark,
                item.part.rule,
                item.part.formula,
                item.part.display,
                item.inputs,
                item.formula_words,
                item.value,
                item.rule_words or item.reason,
                item.score,
                item.next_step,
                part=True,
            )
            for at, item in enumerate(result.parts, 1)
        )
    whole = Segment(
        indicator.id,
        indicator.name,
        indicator.full,
        indicator.rule,
        indicator.formula,
        indicator.display,
        result.inputs,
        result.formula_words,
        result.value,
        result.rule_words,
        result.computed_score,
        result.next_step,
    )
    return (whole,)


class _Writer:
    """Writes one block after the other."""

    def __init__(self, paper: Paper, sheet: Worksheet, sources: Sources, ranges: Ranges) -> None:
        self.paper, self.sheet, self.sources, self.ranges = paper, sheet, sources, ranges

    def block(self, at: int, result: IndicatorResult, row: int) -> int:
        """Write one indicator; return the row after it."""
        segments = segments_of(result)
        last = row + sum(segment.height for segment in segments) - 1
        by_rule: list[str] = []
        top = row
        for segment in segments:
            self._segment(result, segment, top)
            by_rule.append(a1(top, _BY_RULE))
            top += segment.height
        self._about(at, result, row, last)
        self._score(result, by_rule, row, last)
        self._heights(result, segments, row)
        return last + 1

    def _about(self, at: int, result: IndicatorResult, row: int, last: int) -> None:
        indicator = result.indicator
        path = (*result.path[:-1], "", "")[:2]
        centred = self.paper.body(align="center")
        unsure = {} if indicator.reference.confirmed else {"bg_color": UNSURE_COLOUR}
        values: tuple[tuple[int, Any, Format], ...] = (
            (0, Decimal(at), centred),
            (1, path[0], centred),
            (2, path[1], centred),
            (3, indicator.name, self.paper.body(bold=True)),
            (_MARK, indicator.full, self.paper.body(align="center", num_format=SCORE)),
            (_STATUS, result.status.chinese, centred),
            (_REASON, result.reason, self.paper.body()),
            (_REFERENCE, str(indicator.reference), self.paper.body(font_size=9, **unsure)),
        )
        for column, value, style in values:
            self._merge(row, column, last, value, style)

    def _merge(self, row: int, column: int, last: int, value: object, style: Format) -> None:
        if last > row:
            self.sheet.merge_range(row, column, last, column, "", style)
        put(self.sheet, row, column, value, style)  # type: ignore[arg-type]

    def _segment(self, result: IndicatorResult, segment: Segment, row: int) -> None:
        last = row + segment.height - 1
        for at in range(segment.height):
            self._input(result, segment, row + at, at)
        body = self.paper.body()
        formula = in_words(parse(segment.formula), percent=segment.display == "percent") if segment.formula else ""
        title = f"{segment.name}（{plain(segment.mark)} 分）：" if segment.part else ""
        self._merge(row, _FORMULA, last, title + (formula or _answered_words(segment.rule)), body)
        self._merge(row, _WORDS, last, segment.words, body)
        self._merge(row, _RULE, last, segment.rule_words, body)
        self._merge(row, _NEXT, last, segment.next_step, body)
        self._result(segment, row, last)
        self._by_rule(segment, row, last)

    def _input(self, result: IndicatorResult, segment: Segment, row: int, at: int) -> None:
        body, small = self.paper.body(), self.paper.body(font_size=9)
        link_style = self.paper.body(font_color=LINK_COLOUR, underline=1)
        if not segment.inputs:
            link = self.ranges.links.get(result.indicator.id)
            words = _answered_from(result)
            if link and words:
                self.sheet.write_url(row, _INPUT, link, link_style, words)
            else:
                put(self.sheet, row, _INPUT, words, body)
            for column in (_VALUE, _UNIT, _PLACE):
                put(self.sheet, row, column, None, body)
            if link:
                put(self.sheet, row, _PLACE, "见“评分明细”", small)
            return
        item = segment.inputs[at]
        self.sheet.write_url(row, _INPUT, self.sources.links[item.name], link_style, item.name)
        style = self.paper.body(num_format=number_format(item.unit), align="right")
        if item.value is None:
            put(self.sheet, row, _VALUE, "缺", self.paper.body(bg_color=OPEN_COLOUR, align="center"))
        else:
            self.sheet.write_formula(row, _VALUE, f"={self.sources.cells[item.name]}", style, number(item.value))
        put(self.sheet, row, _UNIT, item.unit, self.paper.body(align="center"))
        put(self.sheet, row, _PLACE, self.sources.places[item.name], small)

    def _result(self, segment: Segment, row: int, last: int) -> None:
        """Write the rate as a live formula over the inputs of the block."""
        formats = {"percent": PERCENT, "money": MONEY}
        style = self.paper.body(align="center", bold=True, num_format=formats.get(segment.display, "General"))
        self._merge(row, _RESULT, last, None if segment.value is not None else "—", style)
        if segment.value is None:
            return
        scores, weights = self.ranges.scores.get(segment.key, ""), self.ranges.weights.get(segment.key, "")
        if isinstance(segment.rule, MeanOfProjects) and scores:
            formula = f"AVERAGE({scores})"
            if segment.rule.weight == "budget":
                formula = f"SUMPRODUCT({scores},{weights})/SUM({weights})"
        elif segment.formula:
            cells = {item.name: a1(row + at, _VALUE) for at, item in enumerate(segment.inputs)}
            parsed = parse(segment.formula)
            if any(name not in cells for name in names_in(parsed)):
                put(self.sheet, row, _RESULT, segment.value, style)
                return
            formula = to_excel(parsed, cells)
        else:
            put(self.sheet, row, _RESULT, segment.value, style)
            return
        self.sheet.write_formula(row, _RESULT, f"={formula}", style, number(segment.value))

    def _by_rule(self, segment: Segment, row: int, last: int) -> None:
        """Write what the rule gives, live over the rate or over the sheet of details."""
        style = self.paper.body(align="center", num_format=SCORE)
        self._merge(row, _BY_RULE, last, None, style)
        if segment.score is None:
            return
        scores = self.ranges.scores.get(segment.key, "")
        rate = a1(row, _RESULT)
        formula: str | None = None
        if isinstance(segment.rule, CheckPoints | WeightedTargets) and scores:
            formula = f"ROUND(SUM({scores}),2)"
        elif isinstance(segment.rule, MeanOfProjects) and scores:
            formula = f"ROUND({plain(segment.mark)}*{rate}/100,2)"
        elif segment.value is not None:
            formula = score_formula(segment.rule, segment.mark, rate)
        if formula is None:
            put(self.sheet, row, _BY_RULE, segment.score, style)
        else:
            self.sheet.write_formula(row, _BY_RULE, f"={formula}", style, number(segment.score))

    def _score(self, result: IndicatorResult, by_rule: list[str], row: int, last: int) -> None:
        """Write the score of the form: that of the rule, or the one typed over it."""
        style = self.paper.body(align="center", bold=True, num_format=SCORE)
        if result.score is None:
            style = self.paper.body(align="center", bg_color=OPEN_COLOUR)
        self._merge(row, _SCORE, last, None, style)
        if result.score is None:
            put(self.sheet, row, _SCORE, "待定" if result.status is Status.MISSING else "—", style)
        elif result.score == result.computed_score:
            formula = f"=ROUND({'+'.join(by_rule)},2)"
            self.sheet.write_formula(row, _SCORE, formula, style, number(result.score))
        else:
            put(self.sheet, row, _SCORE, result.score, style)

    def _heights(self, result: IndicatorResult, segments: tuple[Segment, ...], row: int) -> None:
        """Make the rows of a block high enough for its longest text."""
        rows = sum(segment.height for segment in segments)
        whole = max(_lines(result.reason, _REASON), _lines(str(result.indicator.reference), _REFERENCE))
        for segment in segments:
            formula = in_words(parse(segment.formula)) if segment.formula else ""
            texts = ((formula + segment.name, _FORMULA), (segment.words, _WORDS), (segment.rule_words, _RULE))
            lines = max(_lines(text, column) for text, column in (*texts, (segment.next_step, _NEXT)))
            places = [_lines(self.sources.places[item.name], _PLACE) for item in segment.inputs] or [1]
            least = max(-(-lines // segment.height), -(-whole // rows))
            for at in range(segment.height):
                self.sheet.set_row(row + at, 15 * max(least, places[at] if at < len(places) else 1, 2) + 3)
            row += segment.height


def _lines(text: str, column: int) -> int:
    return lines_needed(text, COLUMNS[column].width)


def _answered_words(rule: Rule | None) -> str:
    match rule:
        case CheckPoints():
            return "各评价要点得分之和"
        case WeightedTargets():
            return "各项目标得分之和（权重 × 完成率）"
        case MeanOfProjects(weight=weight):
            return "满分 × 各项目自评得分" + ("的平均分 ÷ 100" if weight == "equal" else "按预算加权的平均分 ÷ 100")
    return "由填报人评分"


def _answered_from(result: IndicatorResult) -> str:
    counts = ((result.points, "个评价要点"), (result.targets, "项绩效目标"), (result.projects, "个项目"))
    return next((f"{len(items)} {words}" for items, words in counts if items), "")


def all_inputs(results: Results, answers: Answers) -> Iterator[Input]:
    """Go through the inputs of all indicators, then through the typed figures that no formula uses."""
    for result in results.indicators:
        yield from result.inputs
    for answer in answers.values.values():
        if isinstance(answer.value, Decimal):
            yield Input(answer.id, answer.value, answer.unit, answer=answer)
