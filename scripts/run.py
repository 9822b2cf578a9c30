"""Run xlperf from a fresh clone: python3 scripts/run.py demo (on Windows: py instead of python3)."""

from __future__ import annotations

import subprocess
import sys

from environment import prepare

if __name__ == "__main__":
    python = prepare("requirements.txt")
    sys.exit(subprocess.run([str(python), "-m", "xlperf", *sys.argv[1:]], check=False).returncode)
