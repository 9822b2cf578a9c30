"""Reading a few lines of a report in a test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from xlperf.audit.audit import audit_documents
from xlperf.audit.report import Report
from xlperf.audit.text import document_of_text
from xlperf.findings import Finding

Audit = Callable[..., tuple[Finding, ...]]


@pytest.fixture
def audit() -> Audit:
    """Audit a text under a title of FY2023; findings of the title itself do not arise."""

    def run(text: str, title: str = "示例区某局2023年度部门整体支出绩效自评报告") -> tuple[Finding, ...]:
        return audit_documents([Report(document_of_text(f"{title}\n{text}", "报告.txt"))]).findings

    return run
