"""Time of a run with thirty projects against the run of the same department without them."""

from __future__ import annotations

import shutil
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from example_answers import example_answers
from project_example import SCHEME, fund_rows, project_rows, target_rows
from whole_run import Row, in_turn

from xlperf.examples import make_example
from xlperf.forms.questionnaire import questionnaire
from xlperf.scheme import load_scheme
from xlperf.unit import QUESTIONNAIRE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlperf.forms.questionnaire.rows import Row as SheetRow

TIMES = 5
"""The six projects of the example, so many times."""


def _repeated(rows: Sequence[SheetRow]) -> list[SheetRow]:
    return [row | {"name": f"{row['name']}（{number}）"} for number in range(1, TIMES + 1) for row in rows]


def projects_benchmarks() -> list[Row]:
    """Measure both runs as processes, in turn."""
    folder = Path(tempfile.mkdtemp())
    try:
        plain, many = folder / "部门", folder / "三十个项目"
        make_example(plain)
        make_example(many)
        scheme = load_scheme(SCHEME)
        more = {"项目": project_rows(), "项目资金": fund_rows(), "项目指标": target_rows()}
        repeated = {sheet: _repeated(rows) for sheet, rows in more.items()}
        answers = example_answers(scheme)
        (many / QUESTIONNAIRE).write_bytes(questionnaire(scheme, answers, more=repeated))
        run = [sys.executable, "-m", "xlperf", "run"]
        ours, theirs, ratio = in_turn([*run, str(many)], [*run, str(plain)])
        shown = f"{Decimal(ratio):.2f}（{ours:.2f} s 对 {theirs:.2f} s）"
        return [("xlperf run：三十个项目 ÷ 没有项目", shown, "≤ 3")]
    finally:
        shutil.rmtree(folder)
