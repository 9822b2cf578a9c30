"""xlperf: from final-accounts tables to the scored workbook, the report and the working paper.

::

    import xlperf

    result = xlperf.run(Path("我的单位"))              # RunResult: results, findings, outputs
    review = xlperf.review([Path("自评报告.docx")])    # Review: what the audit of a report found
    scheme = xlperf.load_scheme("gd-district-2023")
    book = xlperf.Workbook.open("评分表.xlsx")         # the lossless editor

Each is loaded when it is first asked for, so that a start costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlperf.ooxml import Workbook
    from xlperf.pipeline import run
    from xlperf.reviewing import review
    from xlperf.scheme import load_scheme

__version__ = "0.1.0"
__all__ = ["Workbook", "load_scheme", "review", "run"]

_HOMES = {
    "Workbook": ("xlperf.ooxml", "Workbook"),
    "load_scheme": ("xlperf.scheme", "load_scheme"),
    "review": ("xlperf.reviewing", "review"),
    "run": ("xlperf.pipeline", "run"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'xlperf' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
