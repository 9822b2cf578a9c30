"""The checks of a report, one module a kind; each is a pure function from the report to findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlperf.audit.checks.blanks import blanks
from xlperf.audit.checks.comparisons import comparisons
from xlperf.audit.checks.completion import completion
from xlperf.audit.checks.counts import counts
from xlperf.audit.checks.formulas import formulas
from xlperf.audit.checks.growth import growth
from xlperf.audit.checks.identities import identities
from xlperf.audit.checks.labels import labels
from xlperf.audit.checks.scores import scores
from xlperf.audit.checks.shares import shares
from xlperf.audit.checks.sums import sums
from xlperf.audit.checks.tables import tables
from xlperf.audit.checks.templates import duplicates, templates
from xlperf.audit.checks.text_and_tables import text_and_tables
from xlperf.audit.checks.two import two
from xlperf.audit.checks.units import units
from xlperf.audit.checks.words import words
from xlperf.audit.checks.years import years

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xlperf.audit.report import Report
    from xlperf.findings import Finding

CHECKS: Final[tuple[Callable[[Report], Iterable[Finding]], ...]] = (
    sums, identities, tables, formulas, growth, completion, shares, scores, labels, two, text_and_tables, years, counts, words, comparisons, units, templates, duplicates, blanks,  # noqa: E501 - one pattern
)  # fmt: skip
"""Every check, in the order in which a reviewer reads: sums, rates, scores, names, then words."""
