"""The workbooks and templates that come with the program, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path


def _shipped(folder: str) -> Path:
    package = Path(__file__).resolve().parent
    installed = package / folder
    return installed if installed.is_dir() else package.parent / folder


def workbooks() -> Path:
    """Give the folder of blank official workbooks by scheme and of the example units."""
    return _shipped("workbooks")


def templates() -> Path:
    """Give the folder of report and text templates by scheme."""
    return _shipped("templates")
