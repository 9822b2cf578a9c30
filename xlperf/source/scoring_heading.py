"""The heading of a scoring sheet (评分表表头): one to three rows, any order of columns, each column with its role."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from xlperf.source.scoring_words import CHECKERS, LEVEL, SCORING, Role, heading_key, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlperf.source.grid import Grid

DEEPEST_HEADING: Final = 4
"""Rows that a heading may take."""
DEEPEST_TREE: Final = 4
"""Levels of indicators that a sheet may have."""
SEARCHED_ROWS: Final = 120
"""Rows from the top in which a heading is looked for."""


_GENERIC: Final = frozenset({"名称", "指标", "内容", "指标名称", "项目"})
_BESIDE_LEVELS: Final = frozenset({Role.MARK, Role.WEIGHT, Role.SCORE, Role.DEFINITION})
_TEXT_ORDER: Final = (
    r"自评.*说明|自我评价.*说明",
    r"得分.*说明|评分.*说明|打分.*说明",
    r"自评.*|情况说明|自查.*",
    r"说明",
    r"得分.*|评分.*",
    r"完成.*",
    r"备注.*",
    r".*",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the heading and what it is for."""

    index: int
    role: Role
    heading: str
    """The words over it, from the top, joined by /."""
    level: int = 0
    """Which level it belongs to, from 1; 0 for the scored indicators."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a scoring sheet."""

    top: int
    bottom: int
    """Last row of it, counted from 0."""
    columns: tuple[Column, ...]

    def of(self, role: Role) -> tuple[Column, ...]:
        """List the columns of a role, from the left."""
        return tuple(column for column in self.columns if column.role is role)

    @property
    def levels(self) -> tuple[Column, ...]:
        """The columns of the indicators' names, level 1 first."""
        return tuple(sorted(self.of(Role.LEVEL), key=lambda column: column.level))

    def one(self, role: Role) -> Column | None:
        """Give the column of a role that belongs to the scored indicators."""
        columns = [column for column in self.of(role) if column.level == 0]
        return columns[0] if columns else None


def find_heading(grid: Grid) -> Heading | None:
    """Find the heading of a scoring sheet; None where the sheet has none."""
    if not any(isinstance(value, str) and SCORING.search(value) for row in grid.rows for value in row):
        return None
    best: tuple[tuple[int, int, int], Heading] | None = None
    for top in range(min(grid.height, SEARCHED_ROWS)):
        if not _may_begin(grid, top):
            continue
        for bottom in range(top, min(top + DEEPEST_HEADING, grid.height)):
            if bottom > top and not _words_in(grid, bottom):
                break
            heading = _heading(grid, top, bottom)
            if heading is None:
                continue
            rank = (_worth(heading), -(bottom - top), -top)
            if best is None or rank > best[0]:
                best = rank, heading
    return best[1] if best else None


def _worth(heading: Heading) -> int:
    """Count what a heading tells; levels that only stand under a common 指标 count once."""
    known = {(column.role, column.level) for column in heading.columns if column.role is not Role.OTHER}
    guessed = [c for c in heading.levels if not any(LEVEL.fullmatch(word) for word in c.heading.split("/"))]
    return len(known) - max(len(guessed) - 1, 0)


def repeats(grid: Grid, row: int, heading: Heading) -> bool:
    """Say whether a row of the body is a row of the heading printed again (续表表头)."""
    for above in range(heading.top, heading.bottom + 1):
        pairs = [
            (heading_key(grid.text(row, c.index)), heading_key(grid.text(above, c.index))) for c in heading.columns
        ]
        filled = [pair for pair in pairs if pair[0]]
        if len(filled) >= 2 and all(here == there for here, there in filled):
            return True
    return False


def _words_in(grid: Grid, row: int) -> bool:
    return any(role_of(heading_key(grid.text(row, column))) for column in range(grid.width))


def _may_begin(grid: Grid, row: int) -> bool:
    """A heading row holds at least two words of its own; a title over the whole width is none."""
    return sum(isinstance(value, str) and role_of(heading_key(value)) is not None for value in grid.rows[row]) >= 2


def _heading(grid: Grid, top: int, bottom: int) -> Heading | None:
    found = [column for c in range(grid.width) if (column := _column(grid, c, top, bottom))]
    columns = _with_levels(found)
    heading = Heading(top, _reach(grid, top, bottom, columns), tuple(columns))
    enough = heading.of(Role.MARK) or heading.of(Role.SCORE) or heading.of(Role.CRITERIA)
    return heading if heading.levels and enough and len({column.role for column in columns}) >= 3 else None


def _reach(grid: Grid, top: int, bottom: int, columns: Iterable[Column]) -> int:
    """Give the last row of cells merged downwards from the heading."""
    indexes = [column.index for column in columns]
    rows = [
        span.bottom
        for span in grid.merged
        if span.top <= bottom and span.bottom >= top and any(span.left <= index <= span.right for index in indexes)
    ]
    return max([bottom, *(row for row in rows if row < top + DEEPEST_HEADING)])


def _column(grid: Grid, index: int, top: int, bottom: int) -> Column | None:
    """Find a column's role from the lowest of its words that has one."""
    words: list[str] = []
    for row in range(top, bottom + 1):
        word = heading_key(grid.text(row, index))
        if word and (not words or words[-1] != word):
            words.append(word)
    if not words:
        return None
    heading = "/".join(words)
    role, level = _path_role(words)
    said = (*words, *_bracketed(grid.text(row, index) for row in range(top, bottom + 1)))
    if role in {Role.SCORE, Role.TEXT, Role.REASON, Role.OTHER} and any(CHECKERS.search(word) for word in said):
        role = Role.REVIEW
    return Column(index, role, heading, level)


def _bracketed(texts: Iterable[str]) -> Iterator[str]:
    """Give the short remarks in brackets, which may say whose score it is: 得分（复核）."""
    for text in texts:
        yield from re.findall(r"[(（]([^)）]{1,8})[)）]", text)


def _path_role(words: Sequence[str]) -> tuple[Role, int]:
    """Find the role and the level of a column from its words, top first."""
    own, above = words[-1], words[:-1]
    parent = next((found for word in reversed(above) if (found := role_of(word))), None)
    if parent:
        under = _role_under(parent, own)
        if under:
            return under
    if own in {"说明", "依据", "理由"} and any(re.search("自评|评分|得分|评价", word) for word in above):
        return Role.TEXT, 0
    found = role_of(own) or (role_of("".join(words[-2:])) if above else None)
    if found is None and CHECKERS.search(own) and re.search("分|意见|结果", own):
        return Role.REVIEW, 0
    return found or parent or (Role.OTHER, 0)


def _role_under(parent: tuple[Role, int], own: str) -> tuple[Role, int] | None:
    """Find what a word means only under its common heading: 一级指标/分值, 佐证材料/名称."""
    if own in _GENERIC and parent[0] in {Role.LEVEL, Role.EVIDENCE, Role.SCORE}:
        return parent
    if own in {"分值", "分数", "分"} and parent[0] is Role.SCORE:
        return parent
    found = role_of(own)
    if found and parent[0] is Role.LEVEL and found[0] in _BESIDE_LEVELS:
        return found[0], parent[1]
    if found and parent[0] is Role.EVIDENCE and found[0] is Role.OTHER:
        return parent if own == "材料名称" else found
    return None


def _with_levels(columns: Sequence[Column]) -> list[Column]:
    """Settle what depends on the other columns: levels of names and marks, and which column is filled."""
    settled = _name_levels(columns)
    deepest = max((column.level for column in settled if column.role is Role.LEVEL), default=0)
    settled = _mark_levels(settled, deepest)
    settled = _text_column(settled)
    return _single(_single(settled, Role.SCORE, "自评|自我|单位|部门|自查"), Role.EVIDENCE, "名称|佐证|材料")


def _name_levels(columns: Sequence[Column]) -> list[Column]:
    """Number the name columns: by their words, else from the left up to the first mark, score or criteria."""
    if not any(column.role in {Role.LEVEL, Role.NAME} for column in columns):
        columns = _named_by_content(columns)
    said = sorted({column.level for column in columns if column.role is Role.LEVEL})
    ranks = {level: rank for rank, level in enumerate(said, 1)}
    renumbered = [replace(c, level=ranks[c.level]) if c.level in ranks else c for c in columns]
    stop = min(
        (c.index for c in columns if c.role in {Role.SCORE, Role.CRITERIA} or (c.role is Role.MARK and not said)),
        default=1 << 30,
    )
    last_said = max((c.index for c in columns if c.role is Role.LEVEL), default=-1)
    taken: set[int] = set()
    following = len(said)
    result: list[Column] = []
    for column in renumbered:
        if column.role is Role.LEVEL and column.level in taken:
            result.append(replace(column, role=Role.OTHER, level=0))
        elif column.role is Role.LEVEL:
            taken.add(column.level)
            result.append(column)
        elif column.role is Role.NAME and last_said < column.index < stop and following < DEEPEST_TREE:
            following += 1
            result.append(replace(column, role=Role.LEVEL, level=following))
        elif column.role is Role.NAME:
            result.append(replace(column, role=Role.DEFINITION if said else Role.OTHER))
        else:
            result.append(column)
    return result


def _named_by_content(columns: Sequence[Column]) -> list[Column]:
    """Take 考核内容 for the names where no column is called 指标."""
    stop = min((c.index for c in columns if c.role in {Role.MARK, Role.WEIGHT, Role.SCORE}), default=-1)
    first = next((c for c in columns if c.role is Role.DEFINITION and c.index < stop), None)
    return [replace(c, role=Role.NAME) if c is first else c for c in columns]


def _mark_levels(columns: Sequence[Column], deepest: int) -> list[Column]:
    """Say which level each mark and score column belongs to: where there are several, the name on its left."""
    names = {c.index: c.level for c in columns if c.role is Role.LEVEL}
    many = {role: sum(c.role is role for c in columns) > 1 for role in (Role.MARK, Role.WEIGHT, Role.SCORE)}
    if not any(c.role is Role.MARK for c in columns):
        columns = [replace(c, role=Role.MARK) if c.role is Role.WEIGHT else c for c in columns]
        many[Role.MARK] = many[Role.WEIGHT]
    elif sum(many.get(c.role, False) for c in columns if c.role is Role.MARK) == 0:
        columns = _weights_beside_marks(columns, names, deepest)
        many[Role.MARK] = sum(c.role is Role.MARK for c in columns) > 1
    result: list[Column] = []
    for column in columns:
        level = column.level
        if column.role in {Role.MARK, Role.SCORE} and level == 0 and many[column.role]:
            left = [at for at in names if at < column.index]
            level = names[max(left)] if left else 0
        if column.role in {Role.MARK, Role.SCORE} and level == deepest:
            level = 0
        result.append(replace(column, level=level) if column.role in {Role.MARK, Role.SCORE} else column)
    seen: set[tuple[Role, int]] = set()
    unique: list[Column] = []
    for column in result:
        key = column.role, column.level
        doubled = column.role is Role.MARK and key in seen
        seen.add(key)
        unique.append(replace(column, role=Role.WEIGHT, level=0) if doubled else column)
    return unique


def _weights_beside_marks(columns: Sequence[Column], names: dict[int, int], deepest: int) -> list[Column]:
    """Take 权重 beside upper levels as their mark where only the lowest has a 分值 of its own."""

    def upper(column: Column) -> bool:
        left = [at for at in names if at < column.index]
        return column.role is Role.WEIGHT and bool(left) and names[max(left)] < deepest

    return [replace(column, role=Role.MARK) if upper(column) else column for column in columns]


def _text_column(columns: Sequence[Column]) -> list[Column]:
    """Choose the one column for 自评说明; 说明 left of the score explains the indicator."""
    score = min((c.index for c in columns if c.role is Role.SCORE), default=-1)
    criteria = any(c.role is Role.CRITERIA for c in columns)

    def candidate(column: Column) -> bool:
        own = column.heading.rsplit("/", 1)[-1]
        if own == "评分依据" and not criteria:
            return False
        if column.role is Role.OTHER:
            return own.startswith("备注") or (own == "说明" and column.index > score >= 0)
        return column.role is Role.TEXT

    def rank(column: Column) -> tuple[int, int]:
        own = column.heading.replace("/", "")
        place = next(i for i, words in enumerate(_TEXT_ORDER) if re.fullmatch(words, own))
        return (place, column.index)

    candidates = [column for column in columns if candidate(column)]
    if not candidates:
        candidates = [column for column in columns if column.role is Role.REASON]
    chosen = min(candidates, key=rank, default=None)
    result: list[Column] = []
    for column in columns:
        own = column.heading.rsplit("/", 1)[-1]
        if column is chosen:
            result.append(replace(column, role=Role.TEXT, level=0))
        elif column.role is Role.TEXT:
            left = own == "评分依据" and not criteria
            result.append(replace(column, role=Role.CRITERIA if left else _other_text(own), level=0))
        elif column.role is Role.OTHER and own == "说明" and column.index < score:
            result.append(replace(column, role=Role.DEFINITION))
        else:
            result.append(column)
    return result


def _other_text(own: str) -> Role:
    return Role.ACTUAL if own.startswith("完成") else Role.OTHER


def _single(columns: Sequence[Column], role: Role, preferred: str) -> list[Column]:
    """Keep one column of a role for the scored indicators: the one with the preferred words, else the first."""
    candidates = [c for c in columns if c.role is role and c.level == 0]
    best = min(
        candidates, key=lambda c: (not re.search(preferred, c.heading.rsplit("/", 1)[-1]), c.index), default=None
    )
    if best is not None and not re.search(preferred, best.heading):
        best = min(candidates, key=lambda c: (not re.search(preferred, c.heading), c.index))
    return [replace(c, role=Role.OTHER) if c.role is role and c.level == 0 and c is not best else c for c in columns]
