"""The tree of a scoring sheet (指标树): by merged, repeated or blank-below names, by numbering, or by marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.amounts import is_dash
from xlperf.source.grid import ErrorValue
from xlperf.source.indicator_labels import Label, label_key, name_key, read_label, read_mark
from xlperf.source.scoring_heading import Column, Heading, repeats
from xlperf.source.scoring_words import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.source.grid import Grid

_WHOLE: Final = "合计|总计|总分|总得分|得分合计|合计得分|共计|累计|自评总分|总分值|合计分|自评得分合计"
_TOTAL: Final = re.compile(rf"(.*?)[（(]?(小计|{_WHOLE})(?:[（(].*[)）])?[)）]?[:：]?")
_NOTE: Final = re.compile(
    r"\s*(?:注|备注|说明|填表说明|填报说明|备注说明)\s*\d*\s*[:：.．、]|\s*(?:填报人|填表人|制表人|经办人|联系人|联系电话|单位负责人|负责人|审核人|复核人|评分人|填报单位|填报日期|填表日期)"
    r"|\s*第\s*\d+\s*页"
)
MOST_TITLE_ROWS: Final = 6
"""Title rows above a heading that is printed again."""
_AFTER: Final = re.compile(r"(?:自评|评价|绩效|评定|考核)?(?:等级|等次|结论|档次)[:：]?")


@dataclass(slots=True)
class Draft:
    """An indicator while the rows are being read."""

    label: Label
    level: int
    cell: tuple[int, int]
    top: int
    bottom: int
    path: tuple[str, ...]
    children: list[Draft] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    """Its own rows that hold something, hidden blanks and repeated headings left out."""
    alone: bool = False
    """Whether it stands in a row of its own, with its children below."""

    @property
    def key(self) -> str:
        """The name folded for comparing."""
        return label_key(self.label.name)


@dataclass(frozen=True, slots=True)
class TotalDraft:
    """A row of 小计 or 合计 and what it sums up."""

    label: str
    path: tuple[str, ...]
    row: int


def read_tree(grid: Grid, heading: Heading) -> tuple[list[Draft], list[TotalDraft], int]:
    """Read the rows under the heading: indicators of all levels in order, total rows, and the last row of the table."""
    reader = _Reader(grid, heading)
    for row in _body(grid, heading):
        reader.take(row)
    drafts = reader.drafts
    if len(heading.levels) == 1:
        drafts = outlined(grid, heading, drafts, reader.totals)
    return drafts, _scoped(reader.totals, drafts), reader.last


def _body(grid: Grid, heading: Heading) -> Iterator[int]:
    """Go through the rows that may hold indicators, without blank rows, column numbers and repeated headings."""
    indexes = [column.index for column in heading.columns]
    titles = _page_titles(grid, heading)
    for row in range(heading.bottom + 1, grid.height):
        texts = [text for index in indexes if (text := grid.text(row, index).strip())]
        if not texts or row in titles or _column_numbers(texts) or _is_band(grid, heading, row):
            continue
        yield row


def _page_titles(grid: Grid, heading: Heading) -> set[int]:
    """Find the title rows that are printed again above a repeated heading."""
    titles: set[int] = set()
    for row in range(heading.bottom + 1, grid.height):
        if not repeats(grid, row, heading):
            continue
        for above in range(row - 1, max(row - MOST_TITLE_ROWS, heading.bottom), -1):
            own = {grid.anchors.get((above, column), (above, column)) for column in range(grid.width)}
            if sum(bool(grid.text(*cell).strip()) and cell[0] == above for cell in own) > 1:
                break
            titles.add(above)
    return titles


def _is_band(grid: Grid, heading: Heading, row: int) -> bool:
    """Say whether a row is one cell over names, marks and scores: a section title in a sheet with several levels."""
    levels = [column.index for column in heading.levels]
    others = [c.index for c in heading.columns if c.role in {Role.MARK, Role.SCORE, Role.CRITERIA} and c.level == 0]
    if len(levels) < 2 or not others:
        return False
    anchors = {grid.anchors.get((row, column), (row, column)) for column in (*levels, *others)}
    return len(anchors) == 1


def _column_numbers(texts: list[str]) -> bool:
    """Say whether a row only numbers the columns: 1 2 3, （1）（2）（3）, A B C, 栏次."""
    if any(len(text) > 4 for text in texts):
        return False
    bare = [name_key(text) for text in texts if name_key(text) not in {"栏次", "栏目", "序号"}]
    if len(bare) < 3:
        return False
    return (
        bare == [str(n) for n in range(int(bare[0]), int(bare[0]) + len(bare))]
        if bare[0].isdecimal()
        else (bare == [chr(ord("a") + n) for n in range(len(bare))])
    )


class _Reader:
    """Reads the body row by row; a note or the grand total closes the table until its heading is printed again."""

    def __init__(self, grid: Grid, heading: Heading) -> None:
        self.grid = grid
        self.heading = heading
        self.levels = heading.levels
        self.current: list[Draft | None] = [None] * len(self.levels)
        self.drafts: list[Draft] = []
        self.totals: list[TotalDraft] = []
        self.open = True
        self.last = heading.bottom

    def take(self, row: int) -> None:
        """Read one row."""
        if repeats(self.grid, row, self.heading):
            self.open = True
            return
        if not self.open:
            return
        if self._note(row):
            self.open = not self.drafts
            return
        self.last = max(self.last, row)
        total = self._total(row)
        if total is not None:
            self.totals.append(total)
            self.open = bool(total.path) or not self.drafts
            return
        new = self._introduced(row)
        for draft in self.current:
            if draft is not None:
                draft.bottom = row
        leaf = new[-1] if new else self._deepest()
        if leaf is not None:
            leaf.rows.append(row)

    def _deepest(self) -> Draft | None:
        return next((draft for draft in reversed(self.current) if draft is not None), None)

    def _own(self, row: int, column: Column) -> tuple[str, bool]:
        """Give a name cell's words, and whether the cell is covered by one above or on its left."""
        cell = row, column.index
        anchor = self.grid.anchors.get(cell, cell)
        return self.grid.text(*anchor).strip(), anchor != cell

    def _note(self, row: int) -> bool:
        texts = [text for c in range(self.grid.width) if (text := self.grid.text(row, c).strip())]
        first = texts[0] if texts else ""
        if _AFTER.fullmatch("".join(first.split())):
            return True
        return bool(_NOTE.match(first)) or self._prose(row)

    def _prose(self, row: int) -> bool:
        """A sentence merged over names and more, or with nothing beside it, is a remark."""
        first = self.levels[0]
        text, covered = self._own(row, first)
        if covered or len(text) < 25:
            return False
        beside = [c for c in self.heading.columns if c is not first and self._own(row, c)[0] not in {"", text}]
        return not beside

    def _total(self, row: int) -> TotalDraft | None:
        columns = (*self.heading.of(Role.NUMBER), *self.levels)
        for column in sorted(columns, key=lambda c: c.index):
            text, covered = self._own(row, column)
            found = None if covered else _TOTAL.fullmatch("".join(text.split()))
            if not found:
                continue
            scope = label_key(found[1])
            above = tuple(d.label.name for d in self.current[: max(column.level - 1, 0)] if d is not None)
            if scope in {"", "全部", "各项", "所有", "自评", "得分", "一级指标"}:
                whole = found[2] != "小计" and not above
                group = above or (() if whole or not self._closed_group() else (self._closed_group(),))
                return TotalDraft(text, group, row)
            return TotalDraft(text, (scope,), row)
        return None

    def _closed_group(self) -> str:
        top = self.current[0]
        return top.label.name if top else ""

    def _introduced(self, row: int) -> list[Draft]:
        new: list[Draft] = []
        for index, column in enumerate(self.levels):
            cell = row, column.index
            anchor = self.grid.anchors.get(cell, cell)
            if anchor[1] != column.index:
                self.current[index] = None
                continue
            if anchor[0] < row and anchor[0] > self.heading.bottom:
                continue
            text = self.grid.text(*cell)
            if not text.strip() or is_dash(text) or text.strip() in {"/", "无", "\\"}:
                if new:
                    self.current[index] = None
                continue
            same = self.current[index]
            if not new and same is not None and same.key == label_key(read_label(text).name) and len(self.levels) > 1:
                continue
            new.append(self._draft(index, cell, text))
        for draft in new:
            draft.alone = draft is new[-1]
        return new

    def _draft(self, index: int, cell: tuple[int, int], text: str) -> Draft:
        parent = next((d for d in reversed(self.current[:index]) if d is not None), None)
        label = read_label(text)
        above = parent.path if parent else ()
        draft = Draft(label, index + 1, cell, cell[0], cell[0], (*above, label.name))
        if parent:
            parent.children.append(draft)
        self.current[index] = draft
        for deeper in range(index + 1, len(self.current)):
            self.current[deeper] = None
        self.drafts.append(draft)
        return draft


def _scoped(totals: list[TotalDraft], drafts: list[Draft]) -> list[TotalDraft]:
    """Say which indicator a total row sums up, by its words."""
    groups = {draft.key: draft.path for draft in drafts if draft.children}
    result: list[TotalDraft] = []
    for total in totals:
        if len(total.path) == 1 and label_key(total.path[0]) in groups:
            result.append(TotalDraft(total.label, groups[label_key(total.path[0])], total.row))
        else:
            result.append(total)
    return result


def outlined(grid: Grid, heading: Heading, drafts: list[Draft], totals: list[TotalDraft]) -> list[Draft]:
    """Make a tree of names in one column: by their numbering, their indents, or by marks that add up."""
    depths = _by_numbering(grid, heading, drafts) or _by_indent(drafts) or _by_marks(grid, heading, drafts, totals)
    stack: list[Draft] = []
    for draft, depth in zip(drafts, depths, strict=True):
        while stack and stack[-1].level >= depth:
            stack.pop()
        parent = stack[-1] if stack else None
        draft.level = depth
        draft.alone = True
        draft.path = (*(parent.path if parent else ()), draft.label.name)
        if parent:
            parent.children.append(draft)
        stack.append(draft)
        for above in stack:
            above.bottom = max(above.bottom, draft.bottom)
    return drafts


def _by_numbering(grid: Grid, heading: Heading, drafts: list[Draft]) -> list[int] | None:
    """Find the level from 一、（一）1.（1） or 1, 1.1, 1.1.1 or A, A1, A11, in the name or in 序号."""
    labels = [draft.label for draft in drafts]
    column = heading.one(Role.NUMBER)
    if column is not None and len({label.style for label in labels}) < 2:
        numbers = [grid.text(draft.top, column.index).strip() for draft in drafts]
        labels = [
            read_label(f"{number} {label.name}") if number else label
            for number, label in zip(numbers, labels, strict=True)
        ]
    styles = [_style(label, labels) for label in labels]
    if len(set(styles)) < 2:
        return None
    order: list[str] = []
    depths: list[int] = []
    for style in styles:
        if style not in order:
            order.append(style)
        depths.append(order.index(style) + 1)
    return depths


def _style(label: Label, labels: list[Label]) -> str:
    bare = re.sub(r"[^0-9A-Za-z.]", "", label.number).strip(".")
    decimals = any(other.style == "decimal" for other in labels)
    if label.style == "decimal" or (label.style == "digit" and decimals):
        return f"decimal{bare.count('.')}"
    if label.style != "letter":
        return label.style
    codes = [re.sub(r"[^0-9A-Za-z]", "", other.number) for other in labels if other.style == "letter"]
    by_letter = len(codes) > 1 and codes[0][:1] != codes[1][:1] and len({code[:1] for code in codes}) <= 4
    return f"letter{bare[:1]}" if by_letter else f"letter{len(bare)}"


def _by_indent(drafts: list[Draft]) -> list[int] | None:
    indents = sorted({draft.label.indent for draft in drafts})
    if len(indents) < 2 or len(indents) > 4:
        return None
    return [indents.index(draft.label.indent) + 1 for draft in drafts]


def _by_marks(grid: Grid, heading: Heading, drafts: list[Draft], totals: list[TotalDraft]) -> list[int]:
    """Find groups by their marks: a group's mark is the sum of the marks of two or more that follow it."""
    column = heading.one(Role.MARK)
    marks = [_mark_of(grid, column, draft) for draft in drafts]
    stated = {_mark_in(grid, column, total.row) for total in totals if not total.path} | {Decimal(100), Decimal(1)}
    sizes = [1] * len(marks)
    tops: list[int] = []
    for at in range(len(marks) - 1, -1, -1):
        taken = _summing_up(marks, tops, marks[at])
        sizes[at] += sum(sizes[top] for top in tops[:taken])
        tops = [at, *tops[taken:]]
    if sum((marks[top] or Decimal(0) for top in tops), Decimal(0)) not in stated:
        return [1] * len(marks)
    depths = [1] * len(marks)
    for at, size in enumerate(sizes):
        for inside in range(at + 1, at + size):
            depths[inside] += 1
    return depths


def _summing_up(marks: list[Decimal | None], tops: list[int], mark: Decimal | None) -> int:
    """Say how many of the following groups make up a mark together; 0 where fewer than two do."""
    running = Decimal(0)
    for taken, top in enumerate(tops, 1):
        running += marks[top] or Decimal(0)
        if running >= (mark or Decimal(0)):
            return taken if running == mark and taken > 1 else 0
    return 0


def _mark_of(grid: Grid, column: Column | None, draft: Draft) -> Decimal | None:
    found = _mark_in(grid, column, draft.top)
    return draft.label.mark if found is None else found


def _mark_in(grid: Grid, column: Column | None, row: int) -> Decimal | None:
    if column is None:
        return None
    value = grid.spread(row, column.index)
    if isinstance(value, Decimal):
        return value
    return None if value is None or isinstance(value, (bool, ErrorValue)) else read_mark(str(value))
