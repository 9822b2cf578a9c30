"""Scoring sheets for tests: drawn as text, or made from a tree in any layout."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from hypothesis import strategies as st

from xlperf.amounts import plain
from xlperf.source.grid import Grid, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from xlperf.source.grid import CellValue

Tree = dict[tuple[str, ...], Decimal]


def drawn(picture: str, *, sheet: str = "评分表", hidden: bool = False, file: str = "评分表.xlsx") -> Grid:
    """Make a grid of a picture: cells parted by |, ^ merged with the cell above, < with the cell on the left."""
    rows = [line.split("|") for line in picture.strip("\n").split("\n")]
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    spans: dict[tuple[int, int], list[int]] = {}
    anchor: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            at = anchor[r - 1, c] if text == "^" else anchor[r, c - 1] if text == "<" else (r, c)
            anchor[r, c] = at
            if at != (r, c):
                span = spans.setdefault(at, [*at, *at])
                span[2], span[3] = max(span[2], r), max(span[3], c)
    values = tuple(tuple(_value("" if text in {"^", "<"} else text) for text in row) for row in rows)
    return Grid(file, "0" * 64, sheet, values, tuple(Span(*span) for span in spans.values()), hidden)


def _value(text: str) -> CellValue:
    bare = text.strip()
    try:
        return Decimal(bare) if bare and bare[0] in "0123456789" and bare.isascii() else (text or None)
    except ArithmeticError:
        return text


@dataclass(frozen=True, slots=True)
class Layout:
    """How a tree is drawn as a sheet."""

    names: Literal["merged", "repeated", "blank", "outline"]
    order: tuple[str, ...]
    """Kinds of the columns behind the names, in order."""
    words: dict[str, str]
    above: int
    left: int
    subtotals: bool
    total: bool
    marks: Literal["number", "text", "name"]
    gaps: bool
    """Whether blank rows part the level-1 indicators."""


WORDS = {
    "mark": ("分值", "权重", "标准分", "满分", "分 值", "分值（分）", "权重(%)"),
    "criteria": ("评分标准", "评价标准", "计分方法", "评分细则", "评分标准及说明"),
    "score": ("自评得分", "得分", "自评分", "自评分数", "自评\n得分", "单位自评得分（分）"),
    "text": ("自评说明", "评分依据", "扣分原因", "备注", "得分说明", "自评说明（含扣分原因）"),
    "evidence": ("佐证材料", "证明材料", "附件", "佐证材料名称"),
}
NUMBERS = "一二三四五六七八九十"


def layouts() -> SearchStrategy[Layout]:
    """Any layout with names, marks, criteria, score and text."""

    @st.composite
    def build(draw: st.DrawFn) -> Layout:
        kinds = ["mark", "criteria", "score", "text", *draw(st.sampled_from([["evidence"], []]))]
        marks = draw(st.sampled_from(["number", "text", "name"]))
        order = draw(st.permutations([kind for kind in kinds if kind != "mark" or marks != "name"]))
        return Layout(
            names=draw(st.sampled_from(["merged", "repeated", "blank", "outline"])),
            order=tuple(order),
            words={kind: draw(st.sampled_from(words)) for kind, words in WORDS.items()},
            above=draw(st.integers(0, 5)),
            left=draw(st.integers(0, 2)),
            subtotals=draw(st.booleans()),
            total=draw(st.booleans()),
            marks=marks,
            gaps=draw(st.booleans()),
        )

    return build()


def tree() -> SearchStrategy[Tree]:
    """A tree of three levels with marks."""
    mark = st.sampled_from([Decimal(n) / 2 for n in range(1, 31)])
    shape = st.lists(st.lists(st.lists(mark, min_size=1, max_size=4), min_size=1, max_size=3), min_size=1, max_size=3)

    def named(tops: Sequence[Sequence[Sequence[Decimal]]]) -> Tree:
        return {
            (
                f"方面{NUMBERS[i]}",
                f"内容{NUMBERS[i]}之{NUMBERS[j]}",
                f"指标{NUMBERS[i]}之{NUMBERS[j]}之{NUMBERS[k]}",
            ): mark
            for i, top in enumerate(tops)
            for j, group in enumerate(top)
            for k, mark in enumerate(group)
        }

    return shape.map(named).filter(lambda leaves: len(leaves) > 1 and sum(leaves.values()) > 2)


def sheet_of(leaves: Tree, layout: Layout) -> Grid:
    """Draw a tree in a layout."""
    lines = _outline(leaves, layout) if layout.names == "outline" else _columns(leaves, layout)
    width = max(len(line) for line in lines)
    title = [["部门整体支出绩效自评表"], ["填报单位：", "示例局"], [], ["单位：分"], []][: layout.above]
    body = [[""] * layout.left + line + [""] * (width - len(line)) for line in [*title, *lines]]
    return drawn("\n".join("|".join(line) for line in body).replace("分 值", "分\u00a0值"))


def _columns(leaves: Tree, layout: Layout) -> list[list[str]]:
    lines = [["一级指标", "二级指标", "三级指标", *(layout.words[kind].replace("\n", "") for kind in layout.order)]]
    before: tuple[str, ...] = ()
    for path, mark in leaves.items():
        if before and path[0] != before[0]:
            if layout.subtotals:
                lines.append(_sum_line(leaves, layout, before[0]))
            if layout.gaps:
                lines.append([""])
            before = ()
        cells = [
            _again(layout, name) if before[: depth + 1] == path[: depth + 1] else name
            for depth, name in enumerate(path)
        ]
        if layout.marks == "name":
            cells[-1] += f"（{plain(mark)}分）"
        lines.append([*cells, *_rest(layout, mark)])
        before = path
    if layout.total:
        lines.append(["合计", "", "", *_rest(layout, sum(leaves.values(), Decimal(0)), criteria="")])
    return lines


def _again(layout: Layout, name: str) -> str:
    return {"merged": "^", "repeated": name, "blank": ""}[layout.names]


def _sum_line(leaves: Tree, layout: Layout, top: str) -> list[str]:
    total = sum((mark for path, mark in leaves.items() if path[0] == top), Decimal(0))
    return ["小计", "", "", *_rest(layout, total, criteria="")]


def _rest(layout: Layout, mark: Decimal, criteria: str = "达到要求的得满分") -> list[str]:
    written = {"mark": plain(mark) + ("分" if layout.marks == "text" else ""), "criteria": criteria}
    return [written.get(kind, "") for kind in layout.order]


def _outline(leaves: Tree, layout: Layout) -> list[list[str]]:
    lines = [["指标名称", *(layout.words[kind].replace("\n", "") for kind in layout.order)]]
    before: tuple[str, ...] = ()
    counts = [0, 0, 0]
    for path in leaves:
        for depth in range(3):
            if before[: depth + 1] == path[: depth + 1]:
                continue
            counts[depth] += 1
            counts[depth + 1 :] = [0] * (2 - depth)
            total = sum((m for p, m in leaves.items() if p[: depth + 1] == path[: depth + 1]), Decimal(0))
            name = ("{n}、", "（{n}）", "{d}.")[depth].format(n=NUMBERS[counts[depth] - 1], d=counts[depth]) + path[
                depth
            ]
            if layout.marks == "name":
                name += f"（{plain(total)}分）"
            lines.append([name, *_rest(layout, total, "达到要求的得满分" if depth == 2 else "")])
        before = path
    if layout.total:
        lines.append(["合计", *_rest(layout, sum(leaves.values(), Decimal(0)), criteria="")])
    return lines
