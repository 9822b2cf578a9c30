"""xlperf: from final-accounts tables to the scored workbook, the report and the working paper."""

__version__ = "0.1.0"
