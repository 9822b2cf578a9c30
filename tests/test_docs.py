from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from xlperf.catalogue import every_code
from xlperf.cli.commands import xlperf

ROOT = Path(__file__).resolve().parent.parent


def every_command(command: click.Command, path: str = "xlperf") -> list[tuple[str, click.Command]]:
    below = command.commands.items() if isinstance(command, click.Group) else ()
    return [(path, command), *(found for name, c in below for found in every_command(c, f"{path} {name}"))]


def test_the_generated_pages_say_what_the_program_says() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        from build_docs import DOCS, pages
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    made = pages()
    stale = [path.name for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    assert not stale, "run: python scripts/build_docs.py"
    assert set((DOCS / "核对意见").glob("*.md")) == {p for p in made if p.parent.name == "核对意见"}


@pytest.mark.parametrize(("path", "command"), every_command(xlperf))
def test_every_command_has_chinese_help_with_an_example(path: str, command: click.Command) -> None:
    words = command.help or ""
    assert "示例：" in words
    assert path in words.split("示例：")[1]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{path} {parameter.opts}"


def test_every_finding_says_what_to_do() -> None:
    for code in every_code().values():
        assert code.title, code.code
        assert code.message, code.code
        assert code.advice, code.code


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from xlperf.cli import status; status(['-h']); "
        "heavy = {'pandas', 'numpy', 'openpyxl', 'xlwings', 'docx', 'docxtpl', 'xlsxwriter', 'yaml', 'jinja2'}; "
        "sys.exit(','.join(heavy & set(sys.modules)) or 0)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
