"""A scheme as a workbook that an officer edits (指标体系.xlsx), the same content as its YAML.

::

    scheme_workbook(own, base, examples)        # bytes of 指标体系.xlsx
    read_scheme_workbook(data, name)            # SchemeBook(tree, examples, findings)
"""

from xlperf.scheme.excel.book import SchemeBook, read_scheme_workbook, scheme_workbook

__all__ = ["SchemeBook", "read_scheme_workbook", "scheme_workbook"]
