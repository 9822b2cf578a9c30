"""The history as tables for people (导出历史), through pandas: Excel with a sheet each, or CSV files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from xlperf.errors import WrongUsage
from xlperf.history.changes import ChangeKind
from xlperf.history.looking import opened
from xlperf.history.months import past_month
from xlperf.outputs import write_whole
from xlperf.unit import open_unit

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from pandas import DataFrame

    from xlperf.history.snapshot import Snapshot

NAME: Final = "历史.xlsx"
Row = tuple[object, ...]


def export_history(folder: Path, target: Path | None = None) -> tuple[Path, ...]:
    """Write the whole history as .xlsx or .csv. Raises WrongUsage for another suffix, UnusableInput for no history."""
    path = target or open_unit(folder).outputs / NAME
    if path.suffix.lower() not in {".xlsx", ".csv"}:
        raise WrongUsage(f"只能导出成 .xlsx 或 .csv，不能是“{path.name}”。")
    with opened(folder) as history:
        snapshots = [history.load(number) for number, *_ in history.refreshes()]
    tables = history_tables(snapshots)
    if path.suffix.lower() == ".xlsx":
        write_whole(path, _workbook(tables))
        return (path,)
    paths: list[Path] = []
    for name, table in tables.items():
        one = path.with_name(f"{path.stem}-{name}.csv")
        write_whole(one, table.to_csv(index=False).encode("utf-8-sig"))
        paths.append(one)
    return tuple(paths)


def history_tables(snapshots: list[Snapshot]) -> dict[str, DataFrame]:
    """Give the tables by name; amounts in 元, as the files say them."""
    import pandas as pd

    listed: dict[str, tuple[tuple[str, ...], list[Row]]] = {
        "刷新": (("编号", "期间", "时间", "程序", "指标体系", "总分"), []),
        "项目执行": (("编号", "期间", "项目编码", "项目名称", "调整后预算数（元）", "累计支出（元）", "执行率"), []),
        "数据": (("编号", "期间", "数据", "数值", "单位", "文件", "工作表", "单元格"), []),
        "得分": (("编号", "期间", "指标", "指标值", "得分", "满分"), []),
        "变动": (("编号", "期间", "种类", "对象", "变动及原因", "变动前", "变动后", "位置"), []),
        "核对意见": (("编号", "期间", "代码", "程度", "意见", "位置", "说明"), []),
    }
    for s in snapshots:
        of = (s.id, s.period)
        listed["刷新"][1].append((*of, s.taken_at, s.program, s.scheme, _edge(s.total)))
        past = past_month(s)
        for p in past.execution.projects if past else ():
            listed["项目执行"][1].append((*of, p.code, p.name, _edge(p.budget), _edge(p.spent), _edge(p.rate)))
        for f in s.figures:
            words = " ".join(part for part in f.key.split("\t")[:4] if part)
            listed["数据"][1].append((*of, words, _edge(f.value), f.unit, f.file, f.sheet, f.cell))
        listed["得分"][1].extend((*of, x.name, _edge(x.value), _edge(x.score), _edge(x.full)) for x in s.scores)
        listed["变动"][1].extend(
            (*of, ChangeKind(c.kind).chinese, c.subject, c.what, c.before, c.after, c.places) for c in s.changes
        )
        listed["核对意见"][1].extend((*of, f.code, f.severity, f.message, f.place, f.explanation) for f in s.findings)
    return {name: pd.DataFrame(rows, columns=list(heading)) for name, (heading, rows) in listed.items()}


def _workbook(tables: dict[str, DataFrame]) -> bytes:
    import pandas as pd

    stream = io.BytesIO()
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(stream, engine="xlsxwriter", engine_kwargs=options) as writer:
        for name, table in tables.items():
            table.to_excel(writer, sheet_name=name, index=False)
            sheet = writer.sheets[name]
            for column, heading in enumerate(table.columns):
                longest = max((len(str(value)) for value in table[heading]), default=0)
                sheet.set_column(column, column, min(max(len(heading) * 2 + 2, longest * 1.3), 60))
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)
    return stream.getvalue()


def _edge(value: Decimal | None) -> float | None:
    """Hand a figure to the file: this is its edge."""
    return None if value is None else float(value)
