"""The workbook at hand decides (以手头的评分表为准): its marks, rules, formulas and indicators outrank the scheme's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from xlperf.amounts import plain
from xlperf.findings import Place, Severity
from xlperf.scheme import catalogue
from xlperf.scheme.describing import indicator_rule
from xlperf.scheme.drafting.alike import same_rule
from xlperf.scheme.drafting.conditions import SAYS_MARKS, folded
from xlperf.scheme.drafting.library import library_for, same_words
from xlperf.scheme.drafting.scaling import scaled
from xlperf.scheme.formula import base_name, names_in, parse
from xlperf.scheme.model import VALUE_RULES, CheckPoints, Indicator, Parts, Reference, Typed
from xlperf.source.grid import a1
from xlperf.source.indicator_labels import label_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlperf.findings import Finding
    from xlperf.scheme.drafting.leaf import DraftedLeaf
    from xlperf.scheme.drafting.library import Library
    from xlperf.scheme.drafting.reading import CriteriaReading
    from xlperf.scheme.model import Question, Rule, Scheme
    from xlperf.source.scoring_sheet import ScoringSheet, SheetIndicator

LEAST_SHARE = 0.5
"""Share of a scheme's indicators that a workbook must have before it may change the scheme."""
LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True)
class Rows:
    """Which row of the workbook is which indicator of the scheme."""

    by_id: Mapping[str, SheetIndicator]
    """Groups too."""
    missing: tuple[Indicator, ...] = ()
    """Indicators of the scheme that the workbook does not have, by any name that comes near."""
    spare: tuple[SheetIndicator, ...] = ()
    """Rows that are no indicator of the scheme, nor come near one."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """The scheme as it scores this workbook, and what was changed, or could not be followed."""

    scheme: Scheme
    findings: tuple[Finding, ...]


def adapt(scheme: Scheme, sheet: ScoringSheet, rows: Rows) -> Adapted:
    """Fit a scheme to the official workbook of the unit.

    A difference that is understood is followed and told as a hint; one that is not leaves the scheme's rule, and
    both wordings are told as a warning.
    """
    leaves = list(scheme.leaves())
    matched = [leaf for leaf in leaves if leaf.id in rows.by_id]
    if len(matched) < LEAST_SHARE * len(leaves):
        return Adapted(scheme, ())
    work = _Adapting(scheme, sheet, rows)
    indicators = work.tree()
    full = sum((top.full for top in indicators), Decimal(0))
    adapted = replace(scheme, indicators=indicators, questions={**scheme.questions, **work.questions}, stated_full=full)
    return Adapted(adapted, tuple(work.findings))


class _Adapting:
    """Goes through the tree of a scheme with the workbook beside it."""

    def __init__(self, scheme: Scheme, sheet: ScoringSheet, rows: Rows) -> None:
        self.scheme = scheme
        self.sheet = sheet
        self.rows = rows
        self.findings: list[Finding] = []
        self.questions: dict[str, Question] = {}
        self.used = {node.id for above, leaf in scheme.paths() for node in (*above, leaf)}
        self.gone = {leaf.id for leaf in rows.missing}

    @cached_property
    def library(self) -> Library:
        """What other schemes know, read only for a row that is not as the scheme has it."""
        return library_for(leaf.name for leaf in self.sheet.leaves)

    def tree(self) -> tuple[Indicator, ...]:
        """Give the adapted tree; the marks of groups are the sums of what is under them."""
        for leaf in self.rows.missing:
            place = Place(file=self.sheet.grid.file, sheet=self.sheet.grid.sheet)
            self._tell(catalogue.FORM_LEFT_OUT.finding(place=place, subject=leaf.name, full=plain(leaf.full)))
        added = [(row, self._added(row)) for row in self.rows.spare]
        tops = [kept for top in self.scheme.indicators if (kept := self._node(top, added)) is not None]
        for row, leaf in self._homeless(added):
            tops.append(Indicator(f"group_{leaf.id}", row.path[0], leaf.full, (leaf,)) if len(row.path) > 1 else leaf)
        return tuple(tops)

    def _node(self, node: Indicator, added: Sequence[tuple[SheetIndicator, Indicator]]) -> Indicator | None:
        if not node.children:
            row = self.rows.by_id.get(node.id)
            return None if node.id in self.gone else node if row is None else self._leaf(node, row)
        children = [kept for child in node.children if (kept := self._node(child, added)) is not None]
        children += [leaf for row, leaf in added if self._parent(row) == node.id]
        if not children:
            return None
        return replace(node, full=sum((child.full for child in children), Decimal(0)), children=tuple(children))

    def _parent(self, row: SheetIndicator) -> str:
        """Find the group of the scheme under which a new row stands, the nearest first."""
        groups = {group.path: identity for identity, group in self.rows.by_id.items() if not group.leaf}
        for depth in range(len(row.path) - 1, 0, -1):
            if row.path[:depth] in groups:
                return groups[row.path[:depth]]
        siblings = [
            above[-1].id
            for above, leaf in self.scheme.paths()
            if above and leaf.id in self.rows.by_id and self.rows.by_id[leaf.id].path[:-1] == row.path[:-1]
        ]
        return siblings[0] if siblings else ""

    def _homeless(self, added: Sequence[tuple[SheetIndicator, Indicator]]) -> list[tuple[SheetIndicator, Indicator]]:
        return [(row, leaf) for row, leaf in added if not self._parent(row)]

    def _added(self, row: SheetIndicator) -> Indicator:
        """Make an indicator of a row that the scheme does not know."""
        from xlperf.scheme.drafting.leaf import draft_leaf

        full = row.full if row.full is not None and row.full > 0 else Decimal(1)
        drafted = draft_leaf(
            row, full, self.library, f"indicator_{label_key(row.name)}", self.sheet.place(_words_cell(row))
        )
        leaf = replace(drafted.indicator, id=self._free(drafted.indicator.id, row))
        self._ask(drafted, leaf)
        words = "；".join(indicator_rule(leaf)) or "人工评分"
        self._tell(
            catalogue.FORM_ADDED.finding(place=self._place(row), subject=row.name, full=plain(full), actual=words)
        )
        return leaf

    def _free(self, identity: str, row: SheetIndicator) -> str:
        if not identity.isascii():
            identity = f"indicator_{row.top + 1}"
        while identity in self.used:
            identity = f"{identity}_{row.top + 1}"
        self.used.add(identity)
        return identity

    def _leaf(self, leaf: Indicator, row: SheetIndicator) -> Indicator:
        """Fit one indicator to its row."""
        full = row.full if row.full is not None and row.full > 0 else leaf.full
        if full != leaf.full:
            place = self._place(row)
            self._tell(
                catalogue.FORM_MARK.finding(
                    place=place, subject=leaf.name, expected=plain(leaf.full), actual=plain(full)
                )
            )
        own = replace(leaf, full=full, rule=scaled(leaf.rule, leaf.full, full) if leaf.rule is not None else None)
        return self._with_formula(self._with_rule(own, leaf, row), row)

    def _with_rule(self, own: Indicator, leaf: Indicator, row: SheetIndicator) -> Indicator:
        """Follow the rule that the row states, if it is another."""
        text = folded(row.criteria)
        if not text or not SAYS_MARKS.search(text):
            return own
        place = self.sheet.place(_words_cell(row))
        if same_words(row.criteria, leaf.criteria):
            return _confirmed(own, place)
        return self._with_stated_rule(own, leaf, row, place)

    def _with_stated_rule(self, own: Indicator, leaf: Indicator, row: SheetIndicator, place: str) -> Indicator:
        """Follow a rule in other words than the scheme's, if it can be read and is another."""
        from xlperf.scheme.drafting.leaf import read_row

        reading = read_row(row, own.full, None)
        if reading.rule is None or not _comparable(own.rule, reading):
            self._tell(
                catalogue.FORM_NOT_UNDERSTOOD.finding(
                    place=self._place(row),
                    subject=leaf.name,
                    quote=_short(row.criteria),
                    expected=leaf.criteria or "；".join(indicator_rule(own)),
                )
            )
            return replace(own, reference=_beside(own.reference, f"{place} 的评分标准没有读懂，按指标体系计分"))
        if own.rule is not None and same_rule(own.rule, reading.rule, own.full):
            return _confirmed(own, place)
        return self._followed(own, leaf, row, reading)

    def _followed(self, own: Indicator, leaf: Indicator, row: SheetIndicator, reading: CriteriaReading) -> Indicator:
        from xlperf.scheme.drafting.leaf import draft_leaf

        place = self.sheet.place(_words_cell(row))
        rule = reading.rule
        formula, display = own.formula, own.display
        if isinstance(rule, VALUE_RULES) and (not formula or (reading.counted and display != "number")):
            drafted = draft_leaf(row, own.full, self.library, own.id, place)
            self._ask(drafted, own)
            formula, display = drafted.indicator.formula, drafted.indicator.display
        changed = replace(
            own,
            rule=rule,
            formula=formula,
            display=display,
            criteria=" ".join(row.criteria.split()),
            reference=Reference(place, confirmed=reading.sure == "sure", pending="评分办法"),
        )
        self._tell(
            catalogue.FORM_RULE.finding(
                place=self._place(row),
                subject=leaf.name,
                quote=_short(row.criteria),
                expected="；".join(indicator_rule(leaf)),
                actual="；".join(indicator_rule(changed)),
                note=f"（{reading.note}）" if reading.note else "",
                severity=Severity.HINT if reading.sure == "sure" else Severity.WARNING,
            )
        )
        return changed

    def _with_formula(self, own: Indicator, row: SheetIndicator) -> Indicator:
        """Follow the formula that the row states, if it is another."""
        if not own.formula or not isinstance(own.rule, VALUE_RULES) or own.display != "percent":
            return own
        if same_words(row.definition, own.definition):
            return own
        return self._with_stated_formula(own, row)

    def _with_stated_formula(self, own: Indicator, row: SheetIndicator) -> Indicator:
        """Follow a formula in other words than the scheme's, if it can be read and is another."""
        from xlperf.scheme.drafting.formula_words import read_formula_words

        stated = read_formula_words(row.definition, row.criteria, name=row.name)
        if stated is None or stated.agrees_with(own.formula):
            return own
        if stated.unknown or not self._has(stated.in_figures()):
            if stated.explicit:
                self._tell(
                    catalogue.FORM_FORMULA_UNKNOWN.finding(
                        place=self._place(row), subject=own.name, quote=_short(stated.words), expected=own.formula
                    )
                )
            return own
        formula = stated.in_figures()
        self._tell(
            catalogue.FORM_FORMULA.finding(
                place=self._place(row),
                subject=own.name,
                quote=_short(stated.words),
                expected=own.formula,
                actual=formula,
                severity=Severity.HINT if stated.explicit else Severity.WARNING,
            )
        )
        return replace(
            own, formula=formula, reference=_beside(own.reference, f"公式见 {self.sheet.place(row.name_cell)}")
        )

    def _has(self, formula: str) -> bool:
        """Say whether the scheme knows all figures of a formula, taking questions that other schemes ask."""
        for name in map(base_name, names_in(parse(formula))):
            if name in self.scheme.units or name in self.questions:
                continue
            question = self.library.questions.get(name)
            if question is None:
                return False
            self.questions[name] = question
        return True

    def _ask(self, drafted: DraftedLeaf, leaf: Indicator) -> None:
        for question in drafted.questions:
            if question.id not in self.scheme.questions and question.id not in self.scheme.facts:
                self.questions[question.id] = replace(question, indicator=leaf.id)

    def _place(self, row: SheetIndicator) -> Place:
        return Place(file=self.sheet.grid.file, sheet=self.sheet.grid.sheet, cell=a1(*_words_cell(row)))

    def _tell(self, finding: Finding) -> None:
        self.findings.append(finding)


def _comparable(own: Rule | None, reading: CriteriaReading) -> bool:
    """Say whether a rule that was read may take the place of the scheme's.

    Points with marks of their own do; those whose marks had to be supplied do not, nor does anything replace parts
    with a formula each.
    """
    if isinstance(own, Parts):
        return False
    if isinstance(reading.rule, CheckPoints) and reading.sure != "sure":
        return (
            isinstance(own, CheckPoints)
            and len(own.points) == len(reading.rule.points)
            and _marks_equal(own, reading.rule)
        )
    return not (isinstance(reading.rule, CheckPoints) and not isinstance(own, CheckPoints | Typed | None))


def _marks_equal(one: CheckPoints, other: CheckPoints) -> bool:
    return [point.mark for point in one.points] == [point.mark for point in other.points]


def _words_cell(row: SheetIndicator) -> tuple[int, int]:
    return row.criteria_cell or row.name_cell


def _confirmed(leaf: Indicator, place: str) -> Indicator:
    words = "；".join(part for part in (leaf.reference.text, place) if part)
    return replace(leaf, reference=Reference(words, confirmed=True))


def _beside(reference: Reference, words: str) -> Reference:
    return replace(reference, text="；".join(part for part in (reference.text, words) if part))


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= LONGEST_QUOTE else f"{bare[:LONGEST_QUOTE]}……"
