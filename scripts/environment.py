"""Make the project's own environment in .venv, with uv where it is found and with venv and pip otherwise."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"


def python_of(environment: Path) -> Path:
    """Give the interpreter inside an environment, on Windows and elsewhere."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare(requirements: str) -> Path:
    """Give the interpreter of an environment that holds the pinned packages and this project; make it if need be."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
        sys.exit("需要 Python 3.11 或更新的版本；现在是 " + sys.version.split()[0] + "。请安装后再试。")
    pins = ROOT / requirements
    wanted = hashlib.sha256(pins.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = ENVIRONMENT / f".{pins.stem}.sha256"
    python = python_of(ENVIRONMENT)
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    print("正在准备运行环境（只在第一次和更新之后需要，约一两分钟）……", file=sys.stderr, flush=True)
    install(pins, python)
    stamp.write_text(wanted)
    return python


def install(pins: Path, python: Path) -> None:
    """Install the pinned packages and the project itself, editable; the caller's console sees only faults."""
    uv = shutil.which("uv")
    if not python.exists():
        create(uv)
    installer = [uv, "pip", "install", "--python", str(python)] if uv else [str(python), "-m", "pip", "install"]
    quiet = ["-q"] if uv else ["-q", "--disable-pip-version-check"]
    steps = ([*installer, *quiet, "-r", str(pins)], [*installer, *quiet, "--no-deps", "-e", str(ROOT)])
    for step in steps:
        if subprocess.run(step, cwd=ROOT, stdout=sys.stderr, check=False).returncode:
            sys.exit("安装所需的包时出错（见上面的信息）。请检查网络或 pip 的镜像设置，然后重试。")


def create(uv: str | None) -> None:
    """Make an empty environment."""
    if uv:
        subprocess.run([uv, "venv", "-q", "--python", sys.executable, str(ENVIRONMENT)], check=True)
        return
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        sys.exit("建立虚拟环境失败：这台电脑的 Python 缺少 venv。Debian、Ubuntu、麒麟、统信请先安装 python3-venv。")
