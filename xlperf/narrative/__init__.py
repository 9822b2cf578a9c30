"""The report (自评报告): context, Word and text, and the re-reading of every number."""
