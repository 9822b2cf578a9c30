"""Schemes are loaded, built on one another, dated, recognised by their indicator names."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from xlperf.errors import SchemeFaults
from xlperf.scheme import (
    check_scheme_file,
    checked_tree,
    load_scheme,
    recognise_scheme,
    scheme_file,
    scheme_tree,
    shipped_schemes,
)
from xlperf.scheme.model import Bands, CheckPoints, Parts, Threshold
from xlperf.scheme.needs import figures_needed, needed_by
from xlperf.scheme.nodes import Fields, plain_of, tree_of

if TYPE_CHECKING:
    from pathlib import Path

GD = "gd-district-2023"
NEXT_YEAR = """\
指标体系: gd-district-2024
名称: 部门整体支出绩效自评指标体系（广东区县，2024 年度）
年度: 2024
沿用: gd-district-2023
参数:
  中小企业采购份额:
    值:
      2024-01-01: 40%
改指标:
  carryover_rate:
    评分:
      分段: {≤5%: 3, "(5%, 10%]": 2, ＞10%: 0}
    待核: ""
  budget_preparation: {满分: 11.5}
  budgeting: {满分: 1.5}
  budget_benefit: {满分: 46.5}
  operating_cost: {满分: 7}
  cost_control:
    满分: 2
    评分:
      要点: {支出分类核算: 1, 制定控制标准: 1}
  efficiency: {满分: 3.5}
增指标:
  - 名称: 节约用电率
    编号: power_saving
    上级: efficiency
    在后: key_task_completion
    满分: 1
    公式: 节电率
    评分: {达标: ≥3%}
    依据: 某通知
  - {名称: 廉洁, 编号: integrity, 上级: efficiency, 满分: 1.5, 评分: 人工评分, 依据: 某通知}
删指标: [budget_preparation_compliance]
填报项:
  节电率: {问: 节电率, 单位: "%"}
"""


def written(folder: Path, text: str, name: str = "scheme.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", shipped_schemes())
def test_a_shipped_scheme_has_no_faults_and_closes_at_100(name: str) -> None:
    checked = check_scheme_file(name)
    assert [str(finding.message) for finding in checked.findings] == []
    assert checked.scheme.full == 100
    assert checked.scheme.id == name


def test_three_schemes_are_shipped() -> None:
    assert shipped_schemes() == ("gd-district-2023", "national-frame-2013", "steps-corridor-2023")


def test_the_guangdong_scheme_has_its_31_indicators_with_all_that_they_need() -> None:
    scheme = load_scheme(GD)
    leaves = list(scheme.leaves())
    assert len(leaves) == 31
    assert [str(top.full) for top in scheme.indicators] == ["13", "42", "45"]
    for leaf in leaves:
        assert leaf.criteria
        assert leaf.definition
        assert leaf.evidence
        assert leaf.reference.text
        assert leaf.rule is not None
    assert "默认值，待核" in str(scheme["carryover_rate"].reference)
    assert "待核" not in str(scheme["target_clarity"].reference)
    assert scheme.places["carryover_rate"].line is not None


def test_a_fact_says_where_it_stands() -> None:
    fact = load_scheme(GD).facts["日常公用经费调整预算数"]
    (location,) = fact.locations
    assert (location.table, location.row[0], location.within) == ("财决01-1表", "日常公用经费", ("基本支出",))
    assert ("全年预算数", "小计") in location.column


def test_next_year_says_only_what_differs(tmp_path: Path) -> None:
    checked = check_scheme_file(written(tmp_path, NEXT_YEAR))
    assert checked.findings == ()
    scheme = checked.scheme
    names = [leaf.id for leaf in scheme.leaves()]
    assert len(names) == 32
    assert names.index("power_saving") == names.index("key_task_completion") + 1
    assert names.index("integrity") == names.index("power_saving") + 1
    assert "budget_preparation_compliance" not in names
    rule = scheme["carryover_rate"].rule
    assert isinstance(rule, Bands)
    assert [str(band.score) for band in rule.bands] == ["3", "2", "0"]
    assert scheme["carryover_rate"].formula == load_scheme(GD)["carryover_rate"].formula
    assert "待核" not in str(scheme["carryover_rate"].reference)
    assert isinstance(scheme["cost_control"].rule, CheckPoints)
    assert len(scheme["cost_control"].points) == 2


def test_a_dated_parameter_holds_from_its_day(tmp_path: Path) -> None:
    goals = []
    for path in (GD, written(tmp_path, NEXT_YEAR)):
        scheme = load_scheme(path)
        rule = scheme["procurement_policy_effect"].rule
        assert isinstance(rule, Parts)
        assert isinstance(rule.parts[0].rule, Threshold)
        goals.append(rule.parts[0].rule.goal)
    assert goals == [Decimal("0.3"), Decimal("0.4")]
    parameter = (load_scheme(written(tmp_path, NEXT_YEAR)).parameters or {})["中小企业采购份额"]
    assert parameter.on(date(2023, 12, 31)) == Decimal("0.3")
    assert parameter.on(date(2020, 1, 1)) is None


def test_faults_of_a_change_stand_in_the_file_that_makes_it(tmp_path: Path) -> None:
    text = NEXT_YEAR.replace("  carryover_rate:", "  carry_over_rate:").replace(
        "上级: efficiency, 满分", "上级: 效率, 满分"
    )
    path = tmp_path / "明年" / "scheme.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    found = check_scheme_file(path).findings
    unknown = [finding for finding in found if finding.code == "XP209"]
    assert {finding.place.file for finding in unknown} == {"明年/scheme.yaml"}
    assert any("是不是“carryover_rate”？" in finding.message for finding in unknown)
    assert any(finding.code == "XP212" for finding in found)


def test_schemes_that_build_on_one_another_in_a_circle_are_refused(tmp_path: Path) -> None:
    first = tmp_path / "甲.yaml"
    second = written(tmp_path, f"指标体系: 乙\n名称: 乙\n年度: 2023\n沿用: {first}\n", "乙.yaml")
    first.write_text(f"指标体系: 甲\n名称: 甲\n年度: 2023\n沿用: {second}\n", encoding="utf-8")
    with pytest.raises(SchemeFaults, match="绕成了圈"):
        load_scheme(first)


def test_a_folder_with_a_scheme_may_be_named(tmp_path: Path) -> None:
    written(tmp_path, NEXT_YEAR)
    assert load_scheme(tmp_path).id == "gd-district-2024"
    assert scheme_file(tmp_path) == tmp_path / "scheme.yaml"


def test_a_tree_of_plain_values_is_the_whole_scheme() -> None:
    tree, _ = scheme_tree(GD)
    again = tree_of(plain_of(tree))
    assert isinstance(again, Fields)
    bare = Fields({key: node for key, node in again if key != "沿用"})
    checked = checked_tree(bare)
    assert checked.findings == ()
    scheme = load_scheme(GD)
    assert checked.scheme.indicators == scheme.indicators
    assert checked.scheme.facts == scheme.facts
    assert checked.scheme.questions == scheme.questions


def test_a_scheme_is_recognised_by_its_indicator_names() -> None:
    for name in shipped_schemes():
        scheme = load_scheme(name)
        names = [node.name for top in scheme.indicators for node in (top, *top.children)]
        ranked = recognise_scheme([*names, *(leaf.name for leaf in scheme.leaves())])
        assert (ranked[0].id, ranked[0].share, ranked[0].missing, ranked[0].unknown) == (name, 1.0, (), ())


def test_recognition_names_what_is_missing_and_what_is_new() -> None:
    names = [leaf.name for leaf in load_scheme(GD).leaves()]
    best = recognise_scheme([*names[1:], "节约用电率"])[0]
    assert (best.id, best.missing, best.unknown) == (GD, (names[0],), ("节约用电率",))
    assert recognise_scheme(["毫不相干"]) == ()


def test_loading_and_scoring_import_nothing_heavy() -> None:
    program = (
        "import sys; from xlperf.scheme import load_scheme; from xlperf.scoring import score; "
        "from xlperf.answers import Answers; score(load_scheme('gd-district-2023'), {}, Answers()); "
        "print([name for name in ('pandas', 'openpyxl', 'xlwings', 'docx', 'jinja2', 'click') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_an_indicator_needs_is_listed_down_to_the_tables(tmp_path: Path) -> None:
    scheme = load_scheme(GD)
    assert figures_needed(scheme["carryover_rate"], scheme) == (
        "年末财政拨款结转和结余",
        "年初财政拨款结转和结余",
        "本年财政拨款收入",
    )
    assert "procurement_compliance" in needed_by(scheme)["政府采购支出合计"]
    computed = NEXT_YEAR.replace("填报项:", "数据项:\n  节电量: {公式: 基本支出 + 项目支出}\n填报项:").replace(
        "公式: 节电率", "公式: 节电量 ÷ 本年支出合计"
    )
    scheme = load_scheme(written(tmp_path, computed))
    assert figures_needed(scheme["power_saving"], scheme) == ("节电量", "基本支出", "项目支出", "本年支出合计")
