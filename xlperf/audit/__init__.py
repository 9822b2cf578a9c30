"""The audit of reports (审核): numbers inside paragraphs, the score tree, names, dates and template residue."""

from xlperf.audit.audit import AuditResult, audit_report

__all__ = ["AuditResult", "audit_report"]
