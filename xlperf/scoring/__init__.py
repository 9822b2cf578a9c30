"""Scoring (评分): facts and answers in, rates and scores with their traces out."""

from __future__ import annotations

from xlperf.scoring.score import grade_of, score, score_value

__all__ = ["grade_of", "score", "score_value"]
