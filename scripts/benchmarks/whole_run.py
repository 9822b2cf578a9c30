"""Times of the whole run as a process, against a plain script that reads, fills and renders the same."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from xlperf import pipeline
from xlperf.examples import make_example
from xlperf.narrative.outline import report_context
from xlperf.narrative.word.report import shipped_layout
from xlperf.unit import QUESTIONNAIRE, open_unit

ROUNDS = 7
Row = tuple[str, str, str]


def timed(command: list[str]) -> float:
    """Give the seconds that one process takes."""
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=compiled)
    return time.perf_counter() - start


def in_turn(one: list[str], other: list[str]) -> tuple[float, float, float]:
    """Time two commands in turn; give both medians and the median of the ratios pair by pair."""
    timed(one), timed(other)
    pairs = [(timed(one), timed(other)) for _ in range(ROUNDS)]
    first, second = (statistics.median(side) for side in zip(*pairs, strict=True))
    return first, second, statistics.median(a / b for a, b in pairs)


def prepared(unit: Path, folder: Path) -> list[str]:
    """Hand the plain script the cells and the context that xlperf worked out, so that it only has to write them."""
    material, results, _ = pipeline.assess(open_unit(unit), "", pipeline.quiet)
    texts = pipeline.narrate(material, results)
    with pipeline.recorded(material, reading=True) as record:
        plan = pipeline.fill_form(material, results, texts, record).plan
    context = {
        "context": report_context(results, material.answers, texts, material.unit_name),
        "writes": [{"sheet": w.sheet, "cell": w.cell, "kind": w.kind, "new": str(w.new)} for w in plan.writes],
    }
    file = folder / "context.json"
    file.write_text(json.dumps(context, ensure_ascii=False, default=str), encoding="utf-8")
    (export,) = (unit / "数据").glob("*.xls")
    plain = Path(__file__).with_name("plain.py")
    form, layout = unit / plan.file, shipped_layout(results.scheme)
    answers = unit / QUESTIONNAIRE
    return [sys.executable, "-W", "ignore", str(plain), *map(str, (export, answers, form, layout, file, folder))]


def stages(unit: Path) -> list[Row]:
    """Time the stages of one run inside a process that is already warm."""
    seconds: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        start = time.perf_counter()
        material, results, findings = pipeline.assess(open_unit(unit), "", pipeline.quiet)
        read = time.perf_counter()
        with pipeline.recorded(material, reading=True) as record:
            texts = pipeline.narrate(material, results)
            pipeline.compose(material, results, texts, record)
            told = time.perf_counter()
            filled = pipeline.fill_form(material, results, texts, record)
            form = time.perf_counter()
        pipeline.working_paper(material, results, findings, filled)
        paper = time.perf_counter()
        steps = {
            "读取和计算": read - start,
            "写报告并回读": told - read,
            "填评分表": form - told,
            "计算底稿": paper - form,
        }
        for name, spent in steps.items():
            seconds.setdefault(name, []).append(spent)
    return [(f"其中 {name}", f"{statistics.median(s) * 1000:.0f} ms", "") for name, s in seconds.items()]


def run_benchmarks() -> list[Row]:
    """Measure the run, the help and the stages: what, figure, aim."""
    folder = Path(tempfile.mkdtemp())
    try:
        unit = folder / "单位"
        make_example(unit)
        plain = prepared(unit, folder)
        ours, theirs, ratio = in_turn([sys.executable, "-m", "xlperf", "run", str(unit)], plain)
        help_, bare, _ = in_turn([sys.executable, "-m", "xlperf", "--help"], [sys.executable, "-c", "pass"])
        return [
            ("xlperf run ÷ 普通脚本", f"{ratio:.2f}（{ours:.2f} s 对 {theirs:.2f} s）", "≤ 0.50"),
            ("xlperf --help − python -c pass", f"{help_ - bare:.3f} s", "< 0.150 s"),
            *stages(unit),
        ]
    finally:
        shutil.rmtree(folder)
