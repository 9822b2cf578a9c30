"""Indicator schemes (指标体系): the rules as data, dated and referenced."""

from __future__ import annotations

from xlperf.scheme.store import (
    CheckedScheme,
    Recognised,
    base_tree,
    check_scheme_file,
    checked_tree,
    load_scheme,
    own_tree,
    recognise_scheme,
    scheme_file,
    scheme_tree,
    shipped_schemes,
)

__all__ = [
    "CheckedScheme",
    "Recognised",
    "base_tree",
    "check_scheme_file",
    "checked_tree",
    "load_scheme",
    "own_tree",
    "recognise_scheme",
    "scheme_file",
    "scheme_tree",
    "shipped_schemes",
]
