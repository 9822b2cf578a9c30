"""Set up everything for the tests and run them: python3 scripts/test.py (what follows is handed to pytest)."""

from __future__ import annotations

import subprocess
import sys

from environment import ROOT, prepare

CHECKS = (
    ("ruff", "check", "--quiet", "."),
    ("ruff", "format", "--check", "--quiet", "."),
    ("mypy",),
)

if __name__ == "__main__":
    python = prepare("requirements-dev.txt")
    failed = [
        " ".join(check)
        for check in CHECKS
        if not sys.argv[1:] and subprocess.run([str(python), "-m", *check], cwd=ROOT, check=False).returncode
    ]
    status = subprocess.run([str(python), "-m", "pytest", *sys.argv[1:]], cwd=ROOT, check=False).returncode
    if failed:
        print("没有通过：" + "；".join(failed), file=sys.stderr)
    sys.exit(status or bool(failed))
