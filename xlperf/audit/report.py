"""A report ready for checking: its paragraphs, outline, numbers, claims, scores, year and unit."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from xlperf.audit.claims import Claim, Role, claims_in
from xlperf.audit.numbers import Number, numbers_in
from xlperf.audit.outline import Entry, outline_of
from xlperf.audit.score_tree import Mark, Node, nodes_of, score_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlperf.audit.document import Document, Paragraph
    from xlperf.findings import Place

_NEAR: Final = 300
_TITLE_YEAR: Final = re.compile(r"(20\d{2})年?(?:度)?[^，。；]{0,40}(?:报告|自评|决算|评价|说明|公开|总结)")
_FISCAL: Final = re.compile(r"(?<!\d)(20\d{2})年度")
_YEAR: Final = re.compile(r"(?<!\d)(20\d{2})年")


@dataclass(frozen=True)
class Report:
    """Everything the checks read; computed once from the document."""

    document: Document

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs in order."""
        return self.document.paragraphs

    @cached_property
    def outline(self) -> tuple[Entry, ...]:
        """The outline's entry of each paragraph."""
        return outline_of(self.paragraphs)

    @cached_property
    def numbers(self) -> tuple[tuple[Number, ...], ...]:
        """The numbers of each paragraph; none for the table of contents."""
        return tuple(
            () if entry.contents else numbers_in(paragraph.plain)
            for paragraph, entry in zip(self.paragraphs, self.outline, strict=True)
        )

    @cached_property
    def claims(self) -> tuple[tuple[Claim, ...], ...]:
        """The claims of each paragraph."""
        return tuple(
            claims_in(paragraph.plain, numbers, index)
            for index, (paragraph, numbers) in enumerate(zip(self.paragraphs, self.numbers, strict=True))
        )

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Every full mark and score that the text states."""
        return tuple(
            mark
            for index, paragraph in enumerate(self.paragraphs)
            if not self.outline[index].contents
            for mark in score_marks(paragraph.plain, self.outline[index], index)
        )

    @cached_property
    def year(self) -> str:
        """The fiscal year that the report is about: from its title, else the year named most."""
        for paragraph in self.paragraphs[:12]:
            match = _TITLE_YEAR.search(paragraph.plain)
            if match and not re.search(r"[〔\[]", paragraph.plain[: match.end()]):
                return match[1]
            alone = re.fullmatch(r"\(?(20\d{2})年(?:度)?\)?", paragraph.plain)
            if alone:
                return alone[1]
        named = self._years_named(_FISCAL)
        if named and (len(named) == 1 or named[0][1] > named[1][1]):
            return named[0][0]
        for paragraph in self.paragraphs[-1:-7:-1]:
            signed = re.fullmatch(r"(20\d{2})年\d{1,2}月(?:\d{1,2}日)?", paragraph.plain)
            if signed:
                return str(int(signed[1]) - 1)
        every = self._years_named(_YEAR)
        return every[0][0] if every else ""

    def _years_named(self, pattern: re.Pattern[str]) -> list[tuple[str, int]]:
        """Count the years that the body names, the most frequent first."""
        return Counter(
            match[1] for _, paragraph, _ in self.body() for match in pattern.finditer(paragraph.plain)
        ).most_common(2)

    @cached_property
    def stated_amounts(self) -> tuple[Claim, ...]:
        """Every amount that the report states as a quantity, in order."""
        return tuple(claim for claims in self.claims for claim in amounts(claims))

    @cached_property
    def has_other_budgets(self) -> bool:
        """Say whether 财政拨款 is more than 一般公共预算 here: amounts of 政府性基金 or 国有资本经营 are stated."""
        return any(
            re.search(r"政府性基金|国有资本经营", claim.label) and claim.number.base for claim in self.stated_amounts
        )

    @cached_property
    def _amount_paragraphs(self) -> list[int]:
        return [claim.paragraph for claim in self.stated_amounts]

    def amounts_near(self, paragraph: int) -> tuple[Claim, ...]:
        """Give the amounts stated within some fifty pages around a paragraph: bounded, so that checks stay linear."""
        first = bisect.bisect_left(self._amount_paragraphs, paragraph - _NEAR)
        last = bisect.bisect_right(self._amount_paragraphs, paragraph + _NEAR)
        return self.stated_amounts[first:last]

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The score tree as the running text states it; table cells have columns of their own."""
        return nodes_of([mark for mark in self.marks if not self.paragraphs[mark.paragraph].in_table], self.outline)

    @cached_property
    def marks_by_paragraph(self) -> dict[int, list[Mark]]:
        """The full marks and scores that each paragraph states."""
        found: dict[int, list[Mark]] = {}
        for mark in self.marks:
            found.setdefault(mark.paragraph, []).append(mark)
        return found

    def is_prior(self, claim: Claim) -> bool:
        """Say whether an amount is last year's, by its words or by the year that they name."""
        named = claim.period.isdecimal() and self.year.isdecimal() and int(claim.period) == int(self.year) - 1
        return claim.role is Role.PRIOR or claim.past or named

    def body(self) -> Iterator[tuple[int, Paragraph, Entry]]:
        """Give every paragraph outside the table of contents."""
        for index, (paragraph, entry) in enumerate(zip(self.paragraphs, self.outline, strict=True)):
            if not entry.contents:
                yield index, paragraph, entry

    def headings(self, paragraph: int) -> str:
        """Give the titles above a paragraph, outermost first, joined by /."""
        return "/".join(self.outline[at].title for at in self.outline[paragraph].path)

    def subject(self, paragraph: int) -> str:
        """Give what the paragraph is about: its own run-in heading, else the nearest heading."""
        entry = self.outline[paragraph]
        if entry.mark and entry.title:
            return entry.title
        return self.outline[entry.path[-1]].title if entry.path else ""

    def place(self, claim: Claim) -> Place:
        """Say where a claim's number stands."""
        return self.paragraphs[claim.paragraph].place(claim.number.start)

    def words(self, first: Claim, last: Claim | None = None, *, lead: int = 24) -> str:
        """Quote a claim with the words before it, or all from one claim to another, at most 120 characters."""
        paragraph = self.paragraphs[first.paragraph]
        last = last if last and last.paragraph == first.paragraph else first
        start = max(first.number.start - min(len(first.lead), lead), last.number.end - 120, 0)
        return paragraph.quote(start, max(last.number.end, start + 1)).strip(" \t\u3000，。；、：,;")

    def sentences(self, paragraph: int) -> Iterator[tuple[Claim, ...]]:
        """Give the claims of a paragraph sentence by sentence (。)."""
        yield from _grouped(self.claims[paragraph], "sentence")

    def segments(self, paragraph: int) -> Iterator[tuple[Claim, ...]]:
        """Give the claims of a paragraph part by part (。 and ；)."""
        yield from _grouped(self.claims[paragraph], "segment")


def _grouped(claims: tuple[Claim, ...], by: str) -> Iterator[tuple[Claim, ...]]:
    group: list[Claim] = []
    for claim in claims:
        if group and getattr(claim, by) != getattr(group[0], by):
            yield tuple(group)
            group = []
        group.append(claim)
    if group:
        yield tuple(group)


def amounts(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Keep the claims that state a quantity itself: no changes, rates or bounds."""
    kept = (Role.LEVEL, Role.BUDGET, Role.ACTUAL, Role.PRIOR)
    return tuple(c for c in claims if c.role in kept and c.number.exact and c.number.sort not in _RATES)


_RATES: Final = frozenset({"percent", "points"})
