"""The audit of reports (审核): numbers inside paragraphs, the score tree, names, dates and template residue."""

from xlperf.audit.audit import AuditResult, audit_report
from xlperf.audit.comments import commented, write_commented
from xlperf.audit.folder import FolderResult, audit_folder
from xlperf.audit.opinions import explanations_in, opinions, read_explanations, write_opinions
from xlperf.audit.sources import Coverage

__all__ = [
    "AuditResult",
    "Coverage",
    "FolderResult",
    "audit_folder",
    "audit_report",
    "commented",
    "explanations_in",
    "opinions",
    "read_explanations",
    "write_commented",
    "write_opinions",
]
