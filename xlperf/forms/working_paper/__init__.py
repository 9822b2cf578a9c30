"""计算底稿.xlsx: an accountant's working paper in which every figure leads to its source cell, made with XlsxWriter.

::

    working_paper(results, answers=…, grids=…, findings=…, written=…, unit=…)      # the file's bytes
    write_working_paper(path, results, …)
"""

from xlperf.forms.working_paper.making import working_paper, write_working_paper

__all__ = ["working_paper", "write_working_paper"]
