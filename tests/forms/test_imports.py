"""What every run needs of forms costs no heavy library."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module",
    ["xlperf.forms.filling", "xlperf.forms.official", "xlperf.forms.questionnaire", "xlperf.forms.working_paper"],
)
def test_importing_it_loads_no_library_for_workbooks(module: str) -> None:
    heavy = {"openpyxl", "pandas", "xlsxwriter", "docx", "xlwings", "yaml"}
    program = f"import sys, {module}; print(*(set(sys.modules) & {heavy!r}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_reading_a_questionnaire_loads_no_openpyxl() -> None:
    program = """
import sys
from xlperf.resources import workbooks
from xlperf.scheme import load_scheme
from xlperf.forms.questionnaire import read_answers
scheme = load_scheme("gd-district-2023")
result = read_answers(workbooks() / "示例区政务服务数据管理局" / "填报表.xlsx", scheme)
assert len(result.answers.points) == 51 and not result.findings
print("openpyxl" in sys.modules, "pandas" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
