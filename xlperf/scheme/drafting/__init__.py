"""Drafting a scheme from a scoring workbook never seen before (起草指标体系)."""
