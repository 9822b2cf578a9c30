"""What changed between two schemes is said in words, old beside new."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from xlperf.cli import status
from xlperf.scheme import load_scheme, shipped_schemes
from xlperf.scheme.comparing import Difference, compare_schemes, difference_lines

if TYPE_CHECKING:
    from pathlib import Path

NEXT = """\
指标体系: next
名称: 下一年
年度: 2024
沿用: gd-district-2023
填报项:
  节电率: {问: 与上年相比的节电率, 单位: "%", 范围: [0%, 100%], 指标: power_saving}
  热线满意数: ""
参数: {中小企业采购份额: {值: {2024-01-01: 40%}}}
等级: {优: 95, 良: 80, 差: 0}
检查: {节电: {公式: 节电率 ≤ 100%}}
改指标:
  carryover_rate: {名称: 财政结转结余率, 评分: {分段: {≤5%: 3, "(5%, 15%]": 1.5, ＞15%: 0}}, 评分标准: 新的标准}
  key_task_completion: {公式: 重点工作已完成数 ÷ 最大(重点工作应完成数, 1)}
  efficiency: {满分: 2}
  fairness: {满分: 5}
  petition_handling: {编号: petitions, 满分: 2, 评分: {要点: {有渠道: 1, 按时回复: 1}}}
  fund_management: {满分: 3}
  budget_execution: {满分: 37}
  budget_benefit: {满分: 50}
删指标: [financial_compliance]
增指标:
  - {名称: 节约用电, 编号: power_saving, 上级: efficiency, 满分: 1, 公式: 节电率, 评分: {达标: ≥3%}, 依据: 某通知}
"""


@pytest.fixture
def following(tmp_path: Path) -> Path:
    (tmp_path / "scheme.yaml").write_text(NEXT, encoding="utf-8")
    return tmp_path / "scheme.yaml"


def differences(following: Path) -> dict[tuple[str, str, str], Difference]:
    from xlperf.scheme import check_scheme_file

    found = compare_schemes(load_scheme("gd-district-2023"), check_scheme_file(following).scheme)
    return {(d.section, d.id, d.what): d for d in found}


@pytest.mark.parametrize("name", shipped_schemes())
def test_a_scheme_does_not_differ_from_itself(name: str) -> None:
    assert compare_schemes(load_scheme(name), load_scheme(name)) == ()


def test_every_kind_of_change_is_found(following: Path) -> None:
    found = differences(following)
    renamed = found["指标", "carryover_rate", "名称"]
    assert (renamed.before, renamed.after) == ("结转结余率", "财政结转结余率")
    rule = found["指标", "carryover_rate", "评分规则"]
    assert rule.before.startswith("≤10%，得 3 分")
    assert rule.after.startswith("≤5%，得 3 分")
    assert found["指标", "carryover_rate", "评分标准"].after == "新的标准"
    assert "最大" in found["指标", "key_task_completion", "公式"].after
    mark = found["指标", "efficiency", "满分"]
    assert (mark.before, mark.after) == ("1 分", "2 分")
    assert found["指标", "power_saving", ""].kind == "新增"
    assert found["指标", "financial_compliance", ""].kind == "取消"
    assert found["参数", "中小企业采购份额", "值"].after.endswith("2024-01-01 起 40%")
    assert found["填报项", "节电率", ""].kind == "新增"
    assert found["填报项", "热线满意数", ""].kind == "取消"
    assert found["检查", "节电", ""].kind == "新增"
    assert found["等级", "优", "最低分"].after == "95"
    assert found["等级", "中", ""].kind == "取消"


def test_an_indicator_with_another_id_and_the_same_name_is_the_same(following: Path) -> None:
    found = differences(following)
    assert found["指标", "petitions", "编号"].before == "petition_handling"
    assert ("指标", "petition_handling", "") not in found


def test_the_screen_shows_old_and_new(following: Path) -> None:
    lines = list(difference_lines(list(differences(following).values())))
    assert "【指标】" in lines
    assert "修改　财政结转结余率" in lines
    assert "      新　≤5%，得 3 分" in lines
    assert any(line.startswith("取消　财务管理合规性（上级 资金管理，满分 5 分") for line in lines)


def test_json_lists_the_changes(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert status(["scheme", "diff", "gd-district-2023", "national-frame-2013", "--json"]) == 0
    document = json.loads(capsysbinary.readouterr().out)
    assert (document["from"], document["to"]) == ("gd-district-2023", "national-frame-2013")
    assert {"kind", "section", "id", "name", "what", "before", "after"} == set(document["changes"][0])
