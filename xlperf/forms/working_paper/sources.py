"""数据来源: every figure with its file, sheet and cell, computed live from the copied sheet."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import MONEY_UNITS, plain
from xlperf.forms.working_paper.paper import (
    LINK_COLOUR,
    MONEY,
    PERCENT,
    Column,
    Paper,
    internal,
    lines_needed,
    number,
    put,
    quoted,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsxwriter.worksheet import Worksheet

    from xlperf.answers import TypedValue
    from xlperf.facts import Fact, Source
    from xlperf.forms.working_paper.copies import Key
    from xlperf.scoring.result import Input
    from xlperf.source.grid import Grid

COLUMNS: Final = (
    Column("序号", 6),
    Column("数据项", 34),
    Column("数值", 18),
    Column("单位", 7),
    Column("期间", 9),
    Column("状态", 16),
    Column("工作表", 34),
    Column("单元格", 10),
    Column("行（填报的为说明）", 34),
    Column("栏", 24),
    Column("原表所示", 18),
    Column("原表单位", 9),
    Column("文件", 36),
    Column("文件校验码", 16),
)
_VALUE: Final = 2


@dataclass(frozen=True, slots=True)
class Copied:
    """A source sheet and its copy."""

    grid: Grid
    sheet: Worksheet


@dataclass(frozen=True, slots=True)
class Sources:
    """Where figures stand in the working paper, by name."""

    cells: Mapping[str, str]
    """Reference to the value: '数据来源'!C5."""
    links: Mapping[str, str]
    """Where a click on the figure leads."""
    places: Mapping[str, str]
    """The same in words: file, sheet, cell."""


def write_sources(  # noqa: PLR0913, PLR0917 - the sheet and what stands in it
    paper: Paper,
    sheet: Worksheet,
    facts: Iterable[Fact],
    inputs: Iterable[Input],
    copies: Mapping[Key, Copied],
    counted: Mapping[str, str],
) -> Sources:
    """Write the sheet: figures of the tables, typed figures, parameters; ``counted`` are formulas over lists."""
    row = paper.table(sheet, "数据来源", COLUMNS, frozen=2)
    writer = _Writer(paper, sheet, copies, counted, row)
    for fact in facts:
        writer.fact(fact)
    places: dict[str, str] = {}
    for item in inputs:
        places[item.name] = place_words(item, is_counted=item.name in counted)
        if item.name not in writer.cells:
            writer.other(item)
    sheet.autofilter(1, 0, max(writer.row - 1, 1), len(COLUMNS) - 1)
    return Sources(writer.cells, writer.links, places)


class _Writer:
    """Writes row after row and remembers where each figure stands."""

    def __init__(
        self, paper: Paper, sheet: Worksheet, copies: Mapping[Key, Copied], counted: Mapping[str, str], row: int
    ) -> None:
        self.paper, self.sheet, self.copies, self.counted, self.row = paper, sheet, copies, counted, row
        self.cells: dict[str, str] = {}
        self.links: dict[str, str] = {}

    def fact(self, fact: Fact) -> None:
        """Write a figure read from a table."""
        source = fact.source
        self._begin(fact.id)
        self._value(fact.value, fact.unit, source)
        texts = [fact.unit, fact.period, fact.state.chinese]
        if source:
            texts += [source.sheet, source.cell, source.row_label, source.column_label, fact.raw, fact.stated_unit]
            texts += [source.file, source.sha256[:12]]
            copied = self.copies.get((source.file, source.sheet))
            if copied:
                self.links[fact.id] = internal(copied.sheet, source.cell)
        self._texts(texts, fact.id)

    def other(self, item: Input) -> None:
        """Write a figure that no table holds: typed, or a parameter of the scheme."""
        self._begin(item.name)
        answer = item.answer
        self._value(item.value, item.unit, None, None if answer else self.counted.get(item.name))
        state = "填报" if answer else "由清单统计" if item.name in self.counted else "参数或由他项算出"
        state = state if item.value is not None else "没有取到"
        self._texts([item.unit, "", state, *_of_answer(answer)], item.name)

    def _begin(self, name: str) -> None:
        put(self.sheet, self.row, 0, Decimal(self.row - 1), self.paper.body(align="center"))
        put(self.sheet, self.row, 1, name, self.paper.body())
        self.cells[name] = quoted(self.sheet, self.row, _VALUE)
        self.links[name] = internal(self.sheet, f"C{self.row + 1}")

    def _value(self, value: Decimal | None, unit: str, source: Source | None, counted: str | None = None) -> None:
        style = self.paper.body(num_format=number_format(unit), align="right")
        if value is None:
            put(self.sheet, self.row, _VALUE, "—", style)
            return
        formula = self._live(value, source) if source else counted
        if formula:
            self.sheet.write_formula(self.row, _VALUE, formula, style, number(value))
        else:
            put(self.sheet, self.row, _VALUE, value, style)

    def _live(self, value: Decimal, source: Source) -> str | None:
        """Point to the copied cell where that gives the very value, with its unit and sign."""
        copied = self.copies.get((source.file, source.sheet))
        if copied is None:
            return None
        row, column = position(source.cell)
        original = copied.grid.value(row, column)
        if not isinstance(original, Decimal):
            return None
        reference = quoted(copied.sheet, row, column)
        for factor in (Decimal(1), *MONEY_UNITS.values(), Decimal("0.01")):
            for sign in (1, -1):
                if original * factor * sign == value:
                    return f"={'-' if sign < 0 else ''}{reference}" + ("" if factor == 1 else f"*{plain(factor)}")
        return None

    def _texts(self, texts: list[str], name: str) -> None:
        for column in range(_VALUE + 1, len(COLUMNS)):
            at = column - _VALUE - 1
            text = texts[at] if at < len(texts) else ""
            link = self.links[name]
            if column == 7 and text and not link.startswith(f"internal:'{self.sheet.get_name()}'"):
                style = self.paper.body(align="center", font_color=LINK_COLOUR, underline=1)
                self.sheet.write_url(self.row, column, link, style, text)
            else:
                put(
                    self.sheet,
                    self.row,
                    column,
                    text,
                    self.paper.body(align="center" if column in {3, 4, 7, 11} else "left"),
                )
        self._make_room([name, "", *texts])
        self.row += 1

    def _make_room(self, texts: list[str]) -> None:
        """Raise the row where a long label needs more than one line."""
        columns = COLUMNS[1:]
        lines = max(lines_needed(text, column.width) for text, column in zip(texts, columns, strict=False))
        if lines > 1:
            self.sheet.set_row(self.row, 15 * lines + 3)


def number_format(unit: str) -> str:
    """Choose the number format by unit."""
    return MONEY if unit in MONEY_UNITS else PERCENT if unit == "%" else "General"


def place_words(item: Input, *, is_counted: bool = False) -> str:
    """Say in words where a figure comes from: file, sheet, cell."""
    if item.fact and item.fact.source:
        source = item.fact.source
        return f"{source.file}　{source.sheet}!{source.cell}"
    if item.answer:
        return str(item.answer.place) or "填报表"
    if item.value is None:
        return "没有取到"
    return "由填报表“重点工作”清单统计" if is_counted else "指标体系的参数，或由其他数据项算出"


def position(cell: str) -> tuple[int, int]:
    """Give row and column, counted from 0, of an A1 address."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :]) - 1, column - 1


def _of_answer(answer: TypedValue | None) -> list[str]:
    if answer is None:
        return []
    place = answer.place
    return [place.sheet, place.cell, answer.note, "", "", "", place.file]
