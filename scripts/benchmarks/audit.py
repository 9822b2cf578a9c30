"""How long the audit of a text takes over 10, 100 and 1,000 kB: linear, and so bounded."""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Final

from xlperf.audit.audit import audit_documents
from xlperf.audit.report import Report
from xlperf.audit.text import document_of_text

CLEAN: Final = Path(__file__).parent.parent.parent / "tests/audit/corpus/clean"
SIZES: Final = (10, 100, 1000)
GROWTH: Final = 2.0
"""How much more than ten times as long a text of ten times the size may take."""


def text_of(kilobytes: int) -> str:
    """Give so many kB of reports, one after another."""
    once = "\n".join(path.read_text(encoding="utf-8") for path in sorted(CLEAN.iterdir()))
    wanted = kilobytes * 1000
    raw = once.encode() * (wanted // len(once.encode()) + 1)
    return raw[:wanted].decode("utf-8", errors="ignore")


def seconds(text: str) -> float:
    """Audit a text and give the time it took."""
    begin = time.perf_counter()
    audit_documents([Report(document_of_text(text))])
    return time.perf_counter() - begin


def audit_benchmarks() -> list[tuple[str, str, str]]:
    """Measure, as rows of (name, figure, aim)."""
    seconds(text_of(SIZES[0]))
    taken = {size: seconds(text_of(size)) for size in SIZES}
    rows = [(f"审核 {size} kB 文本", f"{spent:.2f} 秒", "—") for size, spent in taken.items()]
    for small, large in itertools.pairwise(SIZES):
        ratio = taken[large] / taken[small] / (large / small)
        rows.append((f"审核用时增长 {small}→{large} kB（每 kB）", f"{ratio:.2f} 倍", f"≤ {GROWTH} 倍（线性）"))
    digits = seconds("1" * 1_000_000)
    rows.append(("审核一百万个数字", f"{digits:.2f} 秒", "有界"))
    return rows


if __name__ == "__main__":
    for row in audit_benchmarks():
        print("\t".join(row))
