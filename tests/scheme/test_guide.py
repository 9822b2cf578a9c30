"""The guide to writing schemes (docs/指标体系怎么写.md) shows only what works."""

from __future__ import annotations

import re
from pathlib import Path

from xlperf.scheme import check_scheme_file
from xlperf.scheme.reading.rules import PLAIN_WORDS, RULE_KEYS
from xlperf.scoring.examples import run_examples

GUIDE = Path(__file__).parents[2] / "docs" / "指标体系怎么写.md"
NEXT_YEAR, SMALL, EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_next_year_of_the_guide_has_no_faults(tmp_path: Path) -> None:
    (tmp_path / "scheme.yaml").write_text(NEXT_YEAR, encoding="utf-8")
    checked = check_scheme_file(tmp_path)
    assert [finding.message for finding in checked.findings] == []
    assert checked.scheme["power_saving"].full == 1
    assert "待核" not in str(checked.scheme["carryover_rate"].reference)


def test_the_small_scheme_of_the_guide_and_its_examples_work(tmp_path: Path) -> None:
    (tmp_path / "scheme.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "examples.yaml").write_text(EXAMPLES, encoding="utf-8")
    report = run_examples(tmp_path)
    assert [finding.message for finding in report.findings] == []
    assert len(report.examples) == 3


def test_the_guide_tells_of_every_rule_and_function() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert [word for word in (*RULE_KEYS, *PLAIN_WORDS) if word not in text] == []
