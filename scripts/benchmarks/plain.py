"""What an officer's own script would be, with pandas, openpyxl and docxtpl: the yardstick, no part of xlperf.

python plain.py EXPORT.xls ANSWERS.xlsx FORM.xlsx TEMPLATE.docx CONTEXT.json OUT_FOLDER
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import openpyxl
import pandas as pd
from docxtpl import DocxTemplate


def find(sheets: dict[str, pd.DataFrame], title: str, label: str, column: int) -> float:
    """Look a figure up in the first table whose sheet name holds the title: the row by its label, a column after it."""
    for name, frame in sheets.items():
        if title not in name:
            continue
        for row in frame.itertuples(index=False):
            for at, cell in enumerate(row):
                if isinstance(cell, str) and cell.strip().endswith(label):
                    numbers = [v for v in row[at + 1 :] if isinstance(v, int | float) and not math.isnan(v)]
                    return numbers[column]
    raise KeyError(label)


def main(export: str, answers: str, form: str, template: str, context: str, out: str) -> None:  # noqa: PLR0913, PLR0917
    """Do the work of a run: read all tables and answers, fill scores and texts, render the report."""
    sheets = pd.read_excel(export, sheet_name=None, header=None)
    pd.read_excel(answers, sheet_name=None, header=None)
    end = find(sheets, "Z01_1", "年末财政拨款结转和结余", 1)
    start = find(sheets, "Z01_1", "年初财政拨款结转和结余", 1)
    rate = end / start if start else 0.0

    prepared = json.loads(Path(context).read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(form)
    for write in prepared["writes"]:
        value = write["new"]
        book[write["sheet"]][write["cell"]] = float(value) if write["kind"] == "score" else value
    book.save(Path(out) / "评分表.xlsx")

    document = DocxTemplate(template)
    document.render(prepared["context"] | {"率": rate}, autoescape=True)
    document.save(Path(out) / "自评报告.docx")


if __name__ == "__main__":
    main(*sys.argv[1:])
