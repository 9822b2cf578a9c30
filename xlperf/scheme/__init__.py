"""Indicator schemes (指标体系): the rules as data, dated and referenced."""
