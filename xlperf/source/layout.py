"""How a table is laid out (表样): heading rows, blocks side by side, labels, columns with their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from xlperf.amounts import is_dash, parse_number
from xlperf.source.grid import ErrorValue
from xlperf.source.labels import folded_label, heading_forms, is_text, read_label
from xlperf.source.outline import parents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from xlperf.source.grid import Grid
    from xlperf.source.labels import Label

SEARCHED_ROWS: Final = 60
DEEPEST_HEADING: Final = 7
COLUMN_NUMBERS: Final = "栏次"
_STEMS: Final = frozenset("甲乙丙丁戊")
"""What columns of words are numbered with."""

_LABEL_HEADING = re.compile(
    r"(?:支出|收入|资产|预算|决算|经费|费用|指标|统计|填报)?项目(?:名称|类别)?(?:\(.*\))?|(?:预算|会计|支出|收入)?科目(?:名称)?"
    r"|(?:功能|经济)(?:分类)?科目(?:名称)?|(?:指标|项目|资产|资金)(?:名称|类别|内容|种类)|资产|负债|净资产|负债和净资产"
    r"|名称|类别|内容|单位名称|部门名称|种类|(?:资产)?分类|费用名称|指标"
)
_CODE_HEADING = re.compile(r".*(?:科目)?(?:编码|代码|编号)(?:\(.*\))?|类|款|项|类款项|类级|款级|项级")
_LINE_HEADING = re.compile(r"行次|序号|行号|栏次|行|次|编号")
_ASIDE_HEADING = re.compile(r"备注.*|说明|附注|填表说明")
_VALUE_HEADING = re.compile(
    r".*(?:数|金额|合计|小计|总计|总额|原值|净值|价值|余额|预算|决算|收入|支出|拨款|结转|结余|经费|费|比例|率|数量|补助|面积"
    r"|在用|出租|出借|闲置|处置|自用|期初|期末|年初|年末|元|财政拨款|基金|专户|资金|累计|变动)(?:\(.*\))?"
)
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|\d+[、.])")
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|附注|注意|本表)(?:\d*[:、.]|反映|为|由|说明|依据|中)|(?:单位|部门)?(?:负责人|填表人|制表人|审核人|财务负责人)(?:\(.*\))?[:]"
)
_ABOUT = re.compile(
    r".*(?:编制单位|填报单位|填表单位|报送单位|单位名称|部门名称|金额单位|编制部门|报送日期|填报日期|制表日期|打印日期)[:(]?.*|(?:金额)?单位:.*|.*表\(.*\)|(?:财决|公开|决).*表"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of amounts and the headings over it, from the top."""

    index: int
    path: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...] = field(repr=False)
    """For each heading of the path what it may be looked up by."""

    @property
    def heading(self) -> str:
        """The headings as one: 决算数/小计."""
        return "/".join(" ".join(part.split()) for part in self.path)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a block."""

    index: int
    raw: str
    label: Label
    parent: int | None
    """Position in the block of the row under which it stands."""
    above: tuple[str, ...] = ()
    """Labels of columns further left that hold for it (类别)."""


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that belong to one label column."""

    grid: Grid
    label_column: int | None
    """None for a table whose columns alone say what the figures are."""
    path: tuple[str, ...]
    """Headings over the labels: 支出, 项目（按功能分类）."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    code_columns: tuple[int, ...] = ()
    """Columns of the functional code (类、款、项)."""

    def ancestors(self, row: Row) -> Iterator[Row]:
        """Go up from a row to what it stands under."""
        while row.parent is not None:
            row = self.rows[row.parent]
            yield row


@dataclass(frozen=True, slots=True)
class Layout:
    """A table taken apart."""

    heading_top: int
    heading_bottom: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Heading:
    """The rows of the heading and what each column's words are."""

    top: int
    bottom: int
    paths: tuple[tuple[str, ...], ...]


def read_layout(grid: Grid, top: int, bottom: int) -> Layout | None:
    """Take a table apart that stands in the rows from ``top`` up to ``bottom``; None where no heading is found."""
    start = heading_start(grid, top, bottom)
    if start is None:
        return None
    heading = _read_heading(grid, start, bottom)
    last = _last_row(grid, heading.bottom + 1, bottom)
    blocks = tuple(_blocks(grid, heading, last))
    return Layout(heading.top, heading.bottom, blocks) if any(block.columns for block in blocks) else None


def heading_start(grid: Grid, top: int, bottom: int) -> int | None:
    """Find the first row of the heading of a table that stands in the rows from ``top`` up to ``bottom``."""
    last = min(bottom, grid.height, top + SEARCHED_ROWS)
    return next((row for row in range(top, last) if _begins_heading(grid, row)), None)


def _own_words(grid: Grid, row: int) -> dict[int, str]:
    """Fold the texts that stand in a row itself, by column."""
    return {
        column: folded_label(value)
        for column, value in enumerate(grid.rows[row])
        if isinstance(value, str) and value.strip() and grid.anchors.get((row, column), (row, column)) == (row, column)
    }


def _is_figure(value: object) -> bool:
    """Say whether a cell holds a number, a stroke or an error, as text or not."""
    if value is None or isinstance(value, bool):
        return False
    if isinstance(value, str):
        return bool(value.strip()) and (parse_number(value) is not None or is_dash(value))
    return isinstance(value, ErrorValue) or not is_text(value)


def _begins_heading(grid: Grid, row: int) -> bool:
    """Say whether a row is the first of a heading: names of columns side by side, and no figure among them."""
    words = {
        column: word
        for column, word in _own_words(grid, row).items()
        if not (_ABOUT.fullmatch(word) and not _LABEL_HEADING.fullmatch(word))
    }
    distinct = set(words.values())
    if not words or any(_is_figure(grid.value(row, column)) for column in range(len(grid.rows[row]))):
        return False
    if any(_NUMBERED.match(word) for word in distinct):
        return False
    labels = {word for word in distinct if _LABEL_HEADING.fullmatch(word) or _CODE_HEADING.fullmatch(word)}
    values = {word for word in distinct if _VALUE_HEADING.fullmatch(word)} - labels
    lines = {word for word in distinct if _LINE_HEADING.fullmatch(word)} - labels
    if labels and (values or lines):
        return True
    if len(words) >= 2 and len(values) >= 2:
        return True
    # 收入 │ 支出 │ 支出, or a label heading alone over merged columns, show in the row below.
    below = set(_own_words(grid, row + 1).values()) if row + 1 < grid.height else set()
    named = any(_LABEL_HEADING.fullmatch(word) or _LINE_HEADING.fullmatch(word) for word in below)
    return len(words) >= 2 and bool(labels or values) and named


def _read_heading(grid: Grid, start: int, bottom: int) -> _Heading:
    """Go down from the first heading row to the last, then read the words over each column."""
    last = start
    for row in range(start + 1, min(bottom, start + DEEPEST_HEADING)):
        if not _goes_on(grid, start, row):
            break
        last = row
    words = [[_heading_word(grid, row, column) for column in range(grid.width)] for row in range(start, last + 1)]
    for row, line in enumerate(words, start):
        if _numbers_columns(grid, row):
            line[:] = [word if _CODE_HEADING.fullmatch(folded_label(word)) else "" for word in line]
    filled = _fill_across(words)
    paths = tuple(tuple(_without_repeats(line[column] for line in filled)) for column in range(grid.width))
    return _Heading(start, last, paths)


def _heading_word(grid: Grid, row: int, column: int) -> str:
    value = grid.spread(row, column)
    return value.strip() if isinstance(value, str) else ""


def _goes_on(grid: Grid, start: int, row: int) -> bool:
    """Say whether a row still belongs to the heading that begins at ``start``."""
    if _numbers_columns(grid, row):
        return True
    words = _own_words(grid, row)
    if not words:
        return _covered_from(grid, start, row)
    if any(_is_figure(grid.value(row, column)) for column in range(len(grid.rows[row]))):
        return False
    labels = _label_columns_above(grid, start, row)
    beside = {column: word for column, word in words.items() if column in labels}
    if beside:
        return any(_is_heading_word(word) for word in beside.values())
    if any(_NUMBERED.match(word) for word in words.values()):
        return False
    named = [word for word in words.values() if _LABEL_HEADING.fullmatch(word) or _LINE_HEADING.fullmatch(word)]
    return bool(labels) or bool(named) or sum(bool(_VALUE_HEADING.fullmatch(w)) for w in words.values()) >= 2


def _is_heading_word(word: str) -> bool:
    return bool(_LABEL_HEADING.fullmatch(word) or _CODE_HEADING.fullmatch(word) or _LINE_HEADING.fullmatch(word))


def _covered_from(grid: Grid, start: int, row: int) -> bool:
    """Say whether a row without words of its own lies under cells merged down from the heading."""
    anchors = (grid.anchors.get((row, column)) for column in range(grid.width))
    return any(anchor is not None and start <= anchor[0] < row for anchor in anchors)


def _label_columns_above(grid: Grid, start: int, row: int) -> set[int]:
    return {
        column
        for above in range(start, row)
        for column, word in _own_words(grid, above).items()
        if _LABEL_HEADING.fullmatch(word)
    }


def _numbers_columns(grid: Grid, row: int) -> bool:
    """Say whether a row only numbers the columns (栏次): 1, 2, 3 …"""
    values = [value for value in grid.rows[row] if value is not None and value != ""]
    words = [folded_label(value) for value in values if is_text(value)]
    if any(not (word.startswith(COLUMN_NUMBERS) or word in _STEMS or _CODE_HEADING.fullmatch(word)) for word in words):
        return False
    numbers = [number for value in values if not is_text(value) and (number := _whole(value)) is not None]
    if len(numbers) + len(words) < len(values) - 1 or not numbers:
        return COLUMN_NUMBERS in words
    if any(b - a not in {0, 1} for a, b in pairwise(numbers)):
        return False
    stems = sum(word in _STEMS for word in words)
    return COLUMN_NUMBERS in words or (numbers[0] in {1, 2} and len(numbers) + stems > 1 + bool(stems))


def _whole(value: object) -> int | None:
    """Read a small whole number, typed or not; None for anything else."""
    number: Decimal | None = parse_number(value.strip("()（）")) if isinstance(value, str) else value  # type: ignore[assignment]
    if number is None or isinstance(number, bool | ErrorValue) or not hasattr(number, "to_integral_value"):
        return None
    return int(number) if number == number.to_integral_value() and 0 <= number < 1000 else None


def _fill_across(words: Sequence[list[str]]) -> list[list[str]]:
    """Carry a heading to the right over sub-headings when its cells were not merged."""
    filled = [list(line) for line in words]
    for level in range(len(filled) - 1):
        line = filled[level]
        divided = [any(lower[column] for lower in filled[level + 1 :]) for column in range(len(line))]
        for column in range(1, len(line)):
            if line[column] or not (line[column - 1] and divided[column] and divided[column - 1]):
                continue
            if all(upper[column] == upper[column - 1] for upper in filled[:level]):
                line[column] = line[column - 1]
    return filled


def _without_repeats(words: Iterator[str] | Sequence[str]) -> Iterator[str]:
    last = ""
    for word in words:
        if word and folded_label(word) != folded_label(last):
            yield word
            last = word


def _last_row(grid: Grid, first: int, bottom: int) -> int:
    """Find the row after the last one of the table: notes and signatures do not belong to it."""
    for row in range(first, min(bottom, grid.height)):
        words = _own_words(grid, row)
        if words and _NOTE.match(next(iter(words.values()))) and not any(map(_is_figure, grid.rows[row])):
            return row
    return min(bottom, grid.height)


def _blocks(grid: Grid, heading: _Heading, last: int) -> Iterator[Block]:
    """Cut the columns into blocks: each begins at its codes or labels and ends before the next one's."""
    kinds = [_kind_of_column(grid, heading, column, last) for column in range(grid.width)]
    labels = [column for column, kind in enumerate(kinds) if kind == "label"]
    rows = [row for row in range(heading.bottom + 1, last) if not _repeats_heading(grid, heading, row)]
    if not labels:
        columns = _columns(heading, kinds, 0, grid.width)
        bare = tuple(Row(row, "", read_label(""), None) for row in rows if any(map(_is_figure, grid.rows[row])))
        yield Block(grid, None, (), columns, bare)
        return
    groups: list[int] = []
    begin = 0
    for place, label in enumerate(labels):
        end = _block_end(kinds, labels, place, grid.width)
        columns = _columns(heading, kinds, label + 1, end)
        codes = tuple(c for c in range(begin, label) if kinds[c] == "code")
        begin = end
        if not columns and place + 1 < len(labels):
            groups.append(label)
            continue
        found = _rows(grid, label, rows, groups, codes)
        yield Block(grid, label, heading.paths[label], columns, found, codes)
        groups = []


def _block_end(kinds: Sequence[str], labels: Sequence[int], place: int, width: int) -> int:
    """Find where a block ends: before the codes that lead the next label column."""
    if place + 1 == len(labels):
        return width
    end = labels[place + 1]
    while end - 1 > labels[place] and kinds[end - 1] == "code":
        end -= 1
    return end


def _columns(heading: _Heading, kinds: Sequence[str], begin: int, end: int) -> tuple[Column, ...]:
    return tuple(
        Column(column, heading.paths[column], tuple(heading_forms(word) for word in heading.paths[column]))
        for column in range(begin, end)
        if kinds[column] == "value"
    )


def _kind_of_column(grid: Grid, heading: _Heading, column: int, last: int) -> str:
    """Say what a column holds: label, code, line number, value, or something beside the point."""
    path = heading.paths[column]
    lowest = folded_label(path[-1]) if path else ""
    for kind, pattern in (("line", _LINE_HEADING), ("aside", _ASIDE_HEADING), ("label", _LABEL_HEADING)):
        if pattern.fullmatch(lowest):
            return kind
    if any(_CODE_HEADING.fullmatch(folded_label(word)) for word in path):
        return "code"
    if _VALUE_HEADING.fullmatch(lowest):
        return "value"
    values = [grid.spread(row, column) for row in range(heading.bottom + 1, last)]
    filled = [value for value in values if value not in (None, "")]
    texts = [value for value in filled if is_text(value)]
    if len(set(map(str, texts))) >= 3 and len(texts) * 5 > len(filled) * 3:
        return "label"
    return "value" if path else "aside"


def _repeats_heading(grid: Grid, heading: _Heading, row: int) -> bool:
    """Say whether a row of the body is the heading printed again on the next page."""
    words = _own_words(grid, row)
    if COLUMN_NUMBERS in words.values():
        return _numbers_columns(grid, row)
    return len(words) >= 2 and all(
        word in {folded_label(over) for over in heading.paths[column]} for column, word in words.items()
    )


def _label_in(grid: Grid, row: int, columns: Sequence[int]) -> str:
    """Give the words that name a row: 合计 often stands in the columns of the codes."""
    for column in columns:
        value = grid.value(row, column)
        if isinstance(value, str) and value.strip() and (column == columns[0] or is_text(value)):
            return value
    return ""


def _rows(
    grid: Grid, label_column: int, rows: Sequence[int], groups: Sequence[int], codes: Sequence[int]
) -> tuple[Row, ...]:
    """Read the labelled rows of a block, each with what it stands under."""
    found: list[tuple[int, str, Label]] = []
    for row in rows:
        value = _label_in(grid, row, (label_column, *codes))
        if value:
            found.append((row, value.strip(), read_label(value)))
    above = parents([label for _, _, label in found])
    return tuple(
        Row(row, raw, label, parent, tuple(text for column in groups if (text := grid.text(row, column).strip())))
        for (row, raw, label), parent in zip(found, above, strict=True)
    )
