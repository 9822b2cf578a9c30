"""Scoring (评分): facts and answers in, rates and scores with their traces out."""
