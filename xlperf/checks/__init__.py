"""Relations between figures and tables (勾稽关系): pure functions from facts and tables to findings."""

from __future__ import annotations

from xlperf.checks.running import check_tables

__all__ = ["check_tables"]
