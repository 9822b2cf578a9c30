"""What `scheme check` looks at: names, cycles, marks, rules, units, references, use, templates; all faults at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlperf.scheme.checking.formulas import check_formulas
from xlperf.scheme.checking.marks import check_marks
from xlperf.scheme.checking.names import check_cycles, check_references, check_tables, check_unique
from xlperf.scheme.checking.rules import check_rules
from xlperf.scheme.checking.templates import check_templates
from xlperf.scheme.checking.usage import check_usage

if TYPE_CHECKING:
    from xlperf.findings import Finding
    from xlperf.scheme.model import Scheme
    from xlperf.scheme.reading import Reading

__all__ = ["check_scheme", "check_templates", "check_usage"]


def check_scheme(scheme: Scheme, reading: Reading) -> tuple[Finding, ...]:
    """Find all faults between the parts of a scheme; pure, in the order of its file."""
    checks = (check_unique, check_tables, check_formulas, check_cycles, check_marks, check_rules, check_references)
    return tuple(finding for check in checks for finding in check(scheme, reading))
