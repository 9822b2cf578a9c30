"""An official scoring sheet (评分表) read by its labels: heading, tree of indicators, marks, and the cells to fill."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.source.grid import ErrorValue, a1
from xlperf.source.indicator_labels import MOST_MARKS, label_key, read_mark
from xlperf.source.scoring_heading import Heading, find_heading
from xlperf.source.scoring_tree import Draft, TotalDraft, read_tree
from xlperf.source.scoring_words import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlperf.source.grid import Grid

FEWEST_INDICATORS: Final = 2
"""A sheet with fewer is no scoring sheet."""

Cell = tuple[int, int]
"""Row and column, counted from 0."""


@dataclass(frozen=True, slots=True)
class SheetPoint:
    """One of several rows beside an indicator: a check point with its own words and mark."""

    row: int
    text: str
    mark: Decimal | None
    score_cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class SheetIndicator:
    """An indicator of the sheet, of any level, with what stands beside it and the cells to fill."""

    name: str
    """Without numbering and mark."""
    path: tuple[str, ...]
    """Names from level 1 down to its own."""
    level: int
    top: int
    bottom: int
    """Rows that it covers, counted from 0, both included."""
    name_cell: Cell
    leaf: bool
    full: Decimal | None = None
    full_cell: Cell | None = None
    full_text: str = ""
    """The mark as it stands there: 3, 3分, 3%."""
    definition: str = ""
    criteria: str = ""
    criteria_cell: Cell | None = None
    target: str = ""
    score_cell: Cell | None = None
    text_cell: Cell | None = None
    reason_cell: Cell | None = None
    evidence_cell: Cell | None = None
    points: tuple[SheetPoint, ...] = ()
    number: str = ""
    hidden: bool = False

    @property
    def key(self) -> str:
        """The name folded for comparing."""
        return label_key(self.name)


@dataclass(frozen=True, slots=True)
class SheetTotal:
    """A row of 小计 or 合计."""

    label: str
    path: tuple[str, ...]
    """The indicator that it sums up; empty for the whole sheet."""
    row: int
    full: Decimal | None
    full_cell: Cell | None
    score_cell: Cell | None


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A label above or below the table with an empty cell beside it: 填报单位, 填报日期, 填报人."""

    kind: str
    """unit, date, person or phone."""
    label: str
    label_cell: Cell
    value_cell: Cell
    value: str = ""


@dataclass(frozen=True, slots=True)
class ScoringSheet:
    """A scoring sheet, read."""

    grid: Grid
    heading: Heading
    indicators: tuple[SheetIndicator, ...]
    """All levels, in the order of the rows."""
    totals: tuple[SheetTotal, ...]
    fields: tuple[HeaderField, ...]
    mark_factor: Decimal = Decimal(1)
    """100 where the marks are written as shares (3 % for 3)."""

    @property
    def leaves(self) -> tuple[SheetIndicator, ...]:
        """The scored indicators."""
        return tuple(node for node in self.indicators if node.leaf)

    @property
    def full(self) -> Decimal | None:
        """Sum of the scored indicators' marks; None while one has none."""
        marks = [leaf.full for leaf in self.leaves]
        return None if None in marks else sum((m for m in marks if m is not None), Decimal(0))

    def has(self, role: Role) -> bool:
        """Say whether the sheet has a column of this role for the scored indicators."""
        return self.heading.one(role) is not None

    def place(self, cell: Cell) -> str:
        """Name a cell as messages do: 评分表!H12."""
        return f"{self.grid.sheet}!{a1(*cell)}"


def read_scoring_sheet(grid: Grid) -> ScoringSheet | None:
    """Read a sheet as a scoring sheet; None where it is none."""
    heading = find_heading(grid)
    if heading is None:
        return None
    drafts, totals, last = read_tree(grid, heading)
    if sum(not draft.children for draft in drafts) < FEWEST_INDICATORS:
        return None
    nodes = list(_indicators(grid, heading, drafts))
    factor = _mark_factor(nodes)
    if factor != 1:
        nodes = [replace(node, full=None if node.full is None else node.full * factor) for node in nodes]
    nodes = _filled_marks(nodes)
    return ScoringSheet(
        grid,
        heading,
        tuple(nodes),
        tuple(_total(grid, heading, total, factor) for total in totals),
        tuple(_fields(grid, heading.top, last)),
        factor,
    )


def scoring_sheets(grids: Iterable[Grid]) -> tuple[ScoringSheet, ...]:
    """Read every sheet that is a scoring sheet, hidden ones last."""
    found = [sheet for grid in grids if (sheet := read_scoring_sheet(grid))]
    return tuple(sorted(found, key=lambda sheet: sheet.grid.hidden))


def _indicators(grid: Grid, heading: Heading, drafts: list[Draft]) -> Iterator[SheetIndicator]:
    for draft in drafts:
        leaf = not draft.children
        criteria, criteria_cell = _texts(grid, heading, Role.CRITERIA, draft) if leaf else ("", None)
        full_cell = _cell(grid, heading, Role.MARK, draft)
        score_cell = _cell(grid, heading, Role.SCORE, draft)
        full, points = _own_mark(grid, heading, draft, full_cell, leaf=leaf)
        yield SheetIndicator(
            name=draft.label.name,
            path=draft.path,
            level=draft.level,
            top=draft.top,
            bottom=draft.bottom,
            name_cell=draft.cell,
            leaf=leaf,
            full=draft.label.mark if full is None else full,
            full_cell=full_cell,
            full_text=grid.text(*full_cell) if full_cell else "",
            definition=_texts(grid, heading, Role.DEFINITION, draft)[0] if leaf else "",
            criteria=criteria,
            criteria_cell=criteria_cell,
            target=_texts(grid, heading, Role.TARGET, draft)[0] if leaf else "",
            score_cell=score_cell,
            text_cell=_cell(grid, heading, Role.TEXT, draft) if leaf else None,
            reason_cell=_cell(grid, heading, Role.REASON, draft) if leaf else None,
            evidence_cell=_cell(grid, heading, Role.EVIDENCE, draft) if leaf else None,
            points=points,
            number=draft.label.number,
            hidden=draft.top in grid.hidden_rows,
        )


def _cell(grid: Grid, heading: Heading, role: Role, draft: Draft) -> Cell | None:
    """Find the cell of a role that belongs to this indicator and to no other.

    A column of the indicator's own level comes first. In a column for all levels a cell belongs to the indicator
    whose rows it covers; one that covers several scored indicators belongs to their common parent.
    """
    leaf = not draft.children
    columns = heading.of(role)
    own = [column for column in columns if column.level == draft.level and column.level]
    shared = [column for column in columns if column.level == 0]
    for column in own or shared:
        row, index = grid.anchors.get((draft.top, column.index), (draft.top, column.index))
        bottom = next((span.bottom for span in grid.merged if (span.top, span.left) == (row, index)), row)
        if index != column.index or row != draft.top:
            continue
        covers_group = not leaf and bottom == (draft.top if draft.alone else draft.bottom)
        if own or (leaf and bottom <= draft.bottom) or (covers_group and (draft.alone or bottom > row)):
            return row, index
    return None


def _texts(grid: Grid, heading: Heading, role: Role, draft: Draft) -> tuple[str, Cell | None]:
    """Join the words of a column over the rows of an indicator."""
    column = heading.one(role)
    if column is None:
        return "", None
    seen: dict[Cell, str] = {}
    for row in range(draft.top, draft.bottom + 1):
        if row not in draft.rows:
            continue
        cell = grid.anchors.get((row, column.index), (row, column.index))
        text = grid.text(*cell).strip()
        if text and cell not in seen:
            seen[cell] = text
    return "\n".join(seen.values()), next(iter(seen), None)


def _own_mark(
    grid: Grid, heading: Heading, draft: Draft, full_cell: Cell | None, *, leaf: bool
) -> tuple[Decimal | None, tuple[SheetPoint, ...]]:
    """Read the mark, and the rows of check points beside a scored indicator with theirs."""
    full = _mark(grid, full_cell) if full_cell else None
    if not leaf or len(draft.rows) == 1:
        return full, ()
    mark, criteria, score = heading.one(Role.MARK), heading.one(Role.CRITERIA), heading.one(Role.SCORE)
    points: list[SheetPoint] = []
    for row in draft.rows:
        cell = (row, criteria.index) if criteria else None
        if cell is None or grid.anchors.get(cell, cell) != cell or not grid.text(*cell).strip():
            continue
        own = (row, mark.index) if mark and grid.anchors.get((row, mark.index), (row, mark.index))[0] == row else None
        place = (row, score.index) if score else None
        free = place if place and grid.anchors.get(place, place) == place else None
        points.append(SheetPoint(row, grid.text(*cell).strip(), _mark(grid, own) if own else None, free))
    marks = [point.mark for point in points]
    if len(points) > 1 and marks.count(None) == 0 and not _merged(grid, full_cell):
        return sum((m for m in marks if m is not None), Decimal(0)), tuple(points)
    return full, tuple(points) if len(points) > 1 else ()


def _merged(grid: Grid, cell: Cell | None) -> bool:
    return cell is not None and cell in grid.anchors


def _mark(grid: Grid, cell: Cell) -> Decimal | None:
    value = grid.spread(*cell)
    if isinstance(value, bool) or value is None or isinstance(value, ErrorValue):
        return None
    mark = value if isinstance(value, Decimal) else read_mark(str(value))
    return mark if mark is None or abs(mark) <= MOST_MARKS else None


def _mark_factor(nodes: list[SheetIndicator]) -> Decimal:
    """Tell marks written as shares of 1 (3 %) from marks of 100."""
    marks = [node.full for node in nodes if node.leaf and node.full is not None]
    shares = len(marks) > 2 and abs(sum(marks, Decimal(0)) - 1) <= Decimal("0.005")
    return Decimal(100) if shares else Decimal(1)


def _filled_marks(nodes: list[SheetIndicator]) -> list[SheetIndicator]:
    """Give a group without a mark of its own (a blank, a formula without result, a share) the sum of its indicators."""

    def total(group: SheetIndicator) -> Decimal | None:
        depth = len(group.path)
        marks = [
            n.full for n in nodes if n.leaf and n.path[:depth] == group.path and group.top <= n.top <= group.bottom
        ]
        return None if not marks or None in marks else sum((m for m in marks if m is not None), Decimal(0))

    def settled(node: SheetIndicator) -> Decimal | None:
        if node.leaf or (node.full is not None and node.full > 1):
            return node.full
        below = total(node)
        return below if node.full is None or node.full * 100 == below else node.full

    return [replace(node, full=settled(node)) for node in nodes]


def _total(grid: Grid, heading: Heading, total: TotalDraft, factor: Decimal) -> SheetTotal:
    mark, score = heading.one(Role.MARK), heading.one(Role.SCORE)
    full_cell = grid.anchors.get((total.row, mark.index), (total.row, mark.index)) if mark else None
    score_cell = grid.anchors.get((total.row, score.index), (total.row, score.index)) if score else None
    full = _mark(grid, full_cell) if full_cell else None
    return SheetTotal(
        total.label, total.path, total.row, None if full is None else full * factor, full_cell, score_cell
    )


_SEALED: Final = "(?:[（(](?:公章|盖章|签章|签字|签名|单位)[)）])?"
_FIELDS: Final = (
    ("unit", re.compile(rf"(?:填报|编制|自评|预算|部门)?(?:单位|部门)(?:名称)?{_SEALED}(?:名称)?[:：]?")),
    ("date", re.compile("(?:填报|填表|自评|编制)?(?:日期|时间)[:：]?")),
    ("person", re.compile(f"(?:填报|填表|经办|制表)人(?:员)?{_SEALED}[:：]?")),
    ("phone", re.compile("(?:联系)?电话(?:号码)?[:：]?")),
)


def _fields(grid: Grid, top: int, last: int) -> Iterator[HeaderField]:
    """Find the labels above and below the table whose neighbour on the right is the place of an answer."""
    for row in (*range(top), *range(last + 1, min(grid.height, last + 12))):
        for column in range(len(grid.rows[row])):
            text = "".join(str(grid.value(row, column) or "").split())
            kind = next((kind for kind, words in _FIELDS if words.fullmatch(text)), None)
            if kind is None or (text.rstrip(":：") == "单位" and row > last):
                continue
            cell = _beside(grid, row, column)
            beside = grid.text(*cell).strip()
            if not _is_label(beside):
                yield HeaderField(kind, text.rstrip(":："), (row, column), cell, beside)


def _beside(grid: Grid, row: int, column: int) -> Cell:
    span = next((span for span in grid.merged if (row, column) in span), None)
    right = (span.right if span else column) + 1
    return grid.anchors.get((row, right), (row, right))


def _is_label(text: str) -> bool:
    bare = "".join(text.split())
    return bool(bare) and (bare.endswith((":", "：")) or any(words.fullmatch(bare) for _, words in _FIELDS))
