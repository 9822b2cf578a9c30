"""All measurements, as ratios in one run: python scripts/benchmark.py [editor|run|audit …].

Every file of scripts/benchmarks/ with a function NAME_benchmarks() takes part.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from xlperf.cli.screen import table

HERE = Path(__file__).resolve().parent
PARTS = {"run": "whole_run", "editor": "editor", "audit": "audit", "projects": "projects"}


def main(names: list[str]) -> None:
    """Print what was measured, with the aim beside it."""
    sys.path.insert(0, str(HERE / "benchmarks"))
    for name, module in PARTS.items():
        if names and name not in names:
            continue
        measure = getattr(importlib.import_module(module), f"{name}_benchmarks")
        print("\n".join(table([("测量", "结果", "目标"), *measure()])), end="\n\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
