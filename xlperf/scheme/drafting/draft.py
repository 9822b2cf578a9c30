"""A whole scheme drafted from a scoring sheet never seen before (起草指标体系), valid at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlperf.findings import Place
from xlperf.scheme.catalogue import DRAFT_ASKED, DRAFT_LIKELY, DRAFT_VALUE_ASKED
from xlperf.scheme.describing import indicator_rule
from xlperf.scheme.drafting.leaf import DraftedLeaf, draft_leaf, typed
from xlperf.scheme.drafting.library import library_for
from xlperf.scheme.drafting.marks import settled_marks
from xlperf.scheme.drafting.tree import scheme_values
from xlperf.scheme.model import CheckPoints, Indicator, Typed
from xlperf.scheme.nodes import Fields, tree_of
from xlperf.scheme.store import checked_tree
from xlperf.source.grid import a1
from xlperf.source.indicator_labels import label_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlperf.findings import Finding
    from xlperf.scheme.drafting.leaf import Trust
    from xlperf.scheme.drafting.library import Library
    from xlperf.scheme.model import Question
    from xlperf.source.scoring_sheet import ScoringSheet, SheetIndicator

_YEAR: Final = re.compile(r"(20[0-4]\d)\s*年")
_TITLE: Final = re.compile(r"[一-鿿]{2,}.*(?:表|体系|指标)")
LONGEST_QUOTE: Final = 60


@dataclass(frozen=True, slots=True)
class DraftedIndicator:
    """What was understood of one scored indicator."""

    id: str
    name: str
    path: tuple[str, ...]
    full: Decimal
    cells: Mapping[str, str]
    """name, full, criteria, score, text: 评分表!H12."""
    formula: str
    rule: str
    """The rule in words."""
    words: str
    """The words of the form that it came from."""
    trust: Trust
    notes: tuple[str, ...]
    asked: tuple[str, ...]
    """Names of what must be asked for it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted scheme."""

    tree: Fields
    """Its plain values, as load_scheme and checked_tree take them."""
    title: str
    year: int
    indicators: tuple[DraftedIndicator, ...]
    findings: tuple[Finding, ...]

    @property
    def full(self) -> Decimal:
        """满分 of the whole."""
        return sum((indicator.full for indicator in self.indicators), Decimal(0))


def draft(sheet: ScoringSheet, *, year: int, identity: str = "") -> Draft:
    """Draft a scheme from a scoring sheet.

    Args:
        sheet: The sheet, read.
        year: The fiscal year where the sheet does not say one.
        identity: Id of the scheme; else own- and the year.
    """
    stated = _stated_year(sheet)
    marks, findings = settled_marks(sheet)
    library = library_for(leaf.name for leaf in sheet.leaves)
    title = form_title(sheet)
    leaves = tuple(_leaves(sheet, marks, library))

    def written(leaves: Sequence[tuple[SheetIndicator, DraftedLeaf]]) -> Fields:
        values = scheme_values(
            _tree(sheet, leaves, library),
            _questions(leaves),
            identity=identity or f"own-{stated or year}",
            title=title,
            year=stated or year,
        )
        whole = tree_of(values)
        return whole if isinstance(whole, Fields) else Fields({})

    faults = {finding.subject for finding in checked_tree(written(leaves)).errors}
    leaves = tuple((row, typed(leaf) if leaf.indicator.name in faults else leaf) for row, leaf in leaves)
    return Draft(
        tree=written(leaves),
        title=title,
        year=stated or year,
        indicators=tuple(_drafted(sheet, row, leaf) for row, leaf in leaves),
        findings=(*findings, *(finding for row, leaf in leaves for finding in leaf_findings(sheet, row, leaf))),
    )


def form_title(sheet: ScoringSheet) -> str:
    """Give the title over the table, or the name of its sheet."""
    above = [
        sheet.grid.text(row, column).strip() for row in range(sheet.heading.top) for column in range(sheet.grid.width)
    ]
    titles = [" ".join(text.split()) for text in above if _TITLE.search(text) and len(text) < LONGEST_QUOTE]
    titles = [text for text in titles if not re.match(r"(?:填报|编制|单位|附件)[^表]*[:：]", text)]
    return max(titles, key=len, default=sheet.grid.sheet)


def leaf_findings(sheet: ScoringSheet, row: SheetIndicator, leaf: DraftedLeaf) -> Iterator[Finding]:
    """Say what of an indicator was not understood, supplied, or must be asked."""
    place = Place(file=sheet.grid.file, sheet=sheet.grid.sheet, cell=a1(*(row.criteria_cell or row.name_cell)))
    rule = leaf.indicator.rule
    if not leaf.understood:
        quote = _short(row.criteria or "（空白）")
        how = f"{len(rule.points)} 个要点，平均分" if isinstance(rule, CheckPoints) else "人工评分"
        yield DRAFT_ASKED.finding(place=place, subject=row.name, quote=quote, actual=how)
    for note in leaf.notes:
        yield DRAFT_LIKELY.finding(place=place, subject=row.name, actual=note)
    if leaf.trust == "asked" and not isinstance(rule, Typed | CheckPoints):
        names = "、".join(dict.fromkeys(question.id for question in leaf.questions))
        yield DRAFT_VALUE_ASKED.finding(place=place, subject=row.name, actual=names)


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= LONGEST_QUOTE else f"{bare[:LONGEST_QUOTE]}……"


def _stated_year(sheet: ScoringSheet) -> int | None:
    above = [sheet.grid.text(row, column) for row in range(sheet.heading.top + 1) for column in range(sheet.grid.width)]
    found = [int(year) for text in above for year in _YEAR.findall(text)]
    return found[0] if found else None


def _leaves(
    sheet: ScoringSheet, marks: Mapping[int, Decimal], library: Library
) -> Iterator[tuple[SheetIndicator, DraftedLeaf]]:
    used: set[str] = set()
    title = form_title(sheet)
    for number, row in enumerate(sheet.leaves, 1):
        place = sheet.place(row.criteria_cell or row.name_cell)
        leaf = draft_leaf(row, marks[row.top], library, f"indicator_{number}", f"{title}（{place}）")
        identity = _free(leaf.indicator.id, used)
        used.add(identity)
        yield (
            row,
            replace(
                leaf,
                indicator=replace(leaf.indicator, id=identity),
                questions=tuple(
                    replace(question, indicator=identity) if question.type == "number" else question
                    for question in leaf.questions
                ),
            ),
        )


def _free(identity: str, used: set[str]) -> str:
    if identity not in used:
        return identity
    number = 2
    while f"{identity}_{number}" in used:
        number += 1
    return f"{identity}_{number}"


def _questions(leaves: Sequence[tuple[SheetIndicator, DraftedLeaf]]) -> dict[str, Question]:
    questions: dict[str, Question] = {}
    for _, leaf in leaves:
        for question in leaf.questions:
            questions.setdefault(question.id, question)
    return questions


def _tree(
    sheet: ScoringSheet, leaves: Sequence[tuple[SheetIndicator, DraftedLeaf]], library: Library
) -> tuple[Indicator, ...]:
    """Hang the scored indicators under their groups; a group's mark is the sum of what is under it."""
    drafted = {row.top: leaf.indicator for row, leaf in leaves}
    used = {indicator.id for indicator in drafted.values()}
    groups = [node for node in sheet.indicators if not node.leaf]

    def under(parent: SheetIndicator | None) -> tuple[Indicator, ...]:
        depth = len(parent.path) if parent else 0
        nodes = [
            node
            for node in sheet.indicators
            if len(node.path) == depth + 1
            and (parent is None or (node.path[:depth] == parent.path and parent.top <= node.top <= parent.bottom))
        ]
        return tuple(drafted[node.top] if node.leaf else group(node) for node in nodes)

    def group(node: SheetIndicator) -> Indicator:
        number = "_".join(str(n) for n in _position(groups, node))
        identity = _free(library.groups.get(label_key(node.name), f"group_{number}"), used)
        used.add(identity)
        children = under(node)
        return Indicator(identity, node.name, sum((child.full for child in children), Decimal(0)), children)

    return under(None)


def _position(groups: Sequence[SheetIndicator], node: SheetIndicator) -> list[int]:
    """Number a group within its parent, from level 1 down: 2, 3."""
    numbers = []
    for depth in range(1, len(node.path) + 1):
        siblings = [g.path for g in groups if len(g.path) == depth and g.path[:-1] == node.path[: depth - 1]]
        numbers.append(
            list(dict.fromkeys(siblings)).index(node.path[:depth]) + 1 if node.path[:depth] in siblings else 1
        )
    return numbers


def _drafted(sheet: ScoringSheet, row: SheetIndicator, leaf: DraftedLeaf) -> DraftedIndicator:
    cells = {
        "name": row.name_cell,
        "full": row.full_cell,
        "criteria": row.criteria_cell,
        "score": row.score_cell,
        "text": row.text_cell,
    }
    return DraftedIndicator(
        id=leaf.indicator.id,
        name=row.name,
        path=row.path,
        full=leaf.indicator.full,
        cells={kind: sheet.place(cell) for kind, cell in cells.items() if cell},
        formula=leaf.indicator.formula,
        rule="；".join(indicator_rule(leaf.indicator)),
        words=leaf.words,
        trust=leaf.trust,
        notes=leaf.notes,
        asked=tuple(dict.fromkeys(question.id for question in leaf.questions)),
    )
