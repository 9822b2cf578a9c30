"""The page on adding an indicator (docs/怎样加一个指标.md) shows only what works."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

from xlperf.examples import make_example
from xlperf.narrative.texts import write_texts
from xlperf.pipeline import assess, quiet
from xlperf.scheme import check_scheme_file
from xlperf.scoring import score_value
from xlperf.unit import open_unit

PAGE = Path(__file__).parents[3] / "docs" / "怎样加一个指标.md"
(SCHEME,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
(TEMPLATE,) = re.findall(r"```text\n(\{%.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_indicator_of_the_page_is_valid_and_scores(tmp_path: Path) -> None:
    (tmp_path / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    checked = check_scheme_file(tmp_path)
    assert [finding.message for finding in checked.errors] == []
    added = checked.scheme["carryover_change_rate"]
    assert score_value(added, Decimal("0.03")).score == Decimal("1.4")


def test_the_template_of_the_page_is_used(tmp_path: Path) -> None:
    unit = tmp_path / "单位"
    make_example(unit)
    (unit / "gd-district-2024").mkdir()
    (unit / "gd-district-2024" / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    for form in unit.glob("*评分表.xlsx"):
        shutil.move(form, tmp_path / form.name)
    (unit / "模板").mkdir(exist_ok=True)
    (unit / "模板" / "carryover_change_rate.j2").write_text(TEMPLATE, encoding="utf-8")
    material, results, _ = assess(open_unit(unit), "gd-district-2024", quiet)
    texts = write_texts(results, material.answers, unit_name=material.unit_name, own=material.unit.templates)
    assert "存量资金得到压减" in "".join(texts.indicators["carryover_change_rate"].long)
