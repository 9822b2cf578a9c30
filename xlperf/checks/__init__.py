"""Checks between tables (勾稽关系): facts and results in, findings out."""
