"""Whatever stands in a scheme file, reading it gives findings with places, never a crash."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlperf.answers import Answers
from xlperf.scheme import checked_tree, scheme_tree
from xlperf.scheme.checking import check_templates, check_usage
from xlperf.scheme.nodes import Fields, Items, Node, Text
from xlperf.scheme.reading import Reading
from xlperf.scheme.yaml_nodes import read_yaml
from xlperf.scoring import score

if TYPE_CHECKING:
    from collections.abc import Callable

ODD_WORDS = [
    "",
    "0",
    "-1",
    "1e9",
    "甲 ÷",
    "(" * 200,
    "是",
    "≤",
    "NaN",
    "Infinity",
    "carryover_rate",
    "本年支出合计",
    "9" * 40,
]
SMALL = """\
指标体系: small
名称: 小例
年度: 2023
数据项:
  支出: {位置: {表: 甲, 行: 支出, 栏: [决算数 > 小计]}}
  预算: {公式: 支出 × 2}
数据表: {甲: {标题: [甲表]}}
填报项: {满意度: {问: 多少, 单位: "%", 范围: [0%, 100%]}, 档: {类型: 选择, 选项: [好, 差]}}
参数: {标准: {单位: "%", 依据: 某办法, 值: {2023-01-01: 90%}}}
等级: {优: 90}
检查: {不超: {公式: 支出 ≤ 预算, 程度: 提示}}
指标:
  - 名称: 甲
    编号: a
    满分: 60
    下级:
      - {名称: 分段, 编号: bands, 满分: 10, 公式: 支出 ÷ 预算, 评分: {分段: {≥标准: 10, 其余: 0}}, 依据: 某办法}
      - {名称: 按步, 编号: steps, 满分: 10, 公式: 支出 ÷ 预算, 评分: {按步扣分: {目标: 1, 每低于: 5%, 扣: 2}}, 待核: 是}
      - {名称: 比例, 编号: share, 满分: 10, 公式: 满意度, 评分: {按比例: {区间: [70%, 130%]}}, 依据: 某办法}
      - {名称: 目标, 编号: targets, 满分: 10, 评分: {目标完成: {封顶: 100%}}, 待核: 是}
      - {名称: 项目, 编号: projects, 满分: 10, 评分: {项目得分: 按预算加权}, 依据: 某办法}
      - {名称: 定性, 编号: grades, 满分: 10, 评分: {定性: {好: 100%, 差: 0%}, 填报项: 档}, 依据: 某办法}
  - 名称: 乙
    编号: b
    满分: 40
    评分:
      分项:
        - {名称: 一, 满分: 20, 评分: {要点: {健全: 20}}}
        - {名称: 二, 满分: 20, 公式: 满意度, 评分: {达标: ≥90%}}
    不适用: {处理: 重新折算, 条件: 支出 = 0, 说明: 没有}
    依据: 某办法
"""


@cache
def small_tree() -> Fields:
    tree, faults = read_yaml(SMALL.encode(), "scheme.yaml")
    assert isinstance(tree, Fields)
    assert faults == ()
    return tree


def spoilt(node: Node, random: Random, chance: float) -> Node:
    """Replace some nodes by others of another shape, drop some, rename some."""
    if random.random() < chance:
        shapes: list[Callable[[], Node]] = [
            lambda: Text(random.choice(ODD_WORDS), node.place),
            lambda: Items((node, node), node.place),
            lambda: Fields({random.choice(ODD_WORDS): node}, {}, node.place),
            lambda: Items((), node.place),
            lambda: Fields({}, {}, node.place),
        ]
        return random.choice(shapes)()
    if isinstance(node, Items):
        kept = [spoilt(item, random, chance) for item in node.items if random.random() > chance]
        return Items(tuple(kept), node.place)
    if isinstance(node, Fields):
        entries = {
            random.choice(ODD_WORDS) if random.random() < chance else key: spoilt(value, random, chance)
            for key, value in node
            if random.random() > chance
        }
        return Fields(entries, node.keys, node.place)
    return node


def test_the_sound_tree_is_sound() -> None:
    assert checked_tree(small_tree()).findings == ()


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 2**32), st.sampled_from([0.01, 0.03, 0.1]))
def test_a_spoilt_scheme_gives_findings_and_can_still_be_scored_or_is_refused(seed: int, chance: float) -> None:
    random = Random(seed)  # noqa: S311 - the same faults again
    tree = spoilt(small_tree(), random, chance)
    checked = checked_tree(tree if isinstance(tree, Fields) else Fields({}))
    for finding in checked.findings:
        assert finding.message
        assert "{" not in finding.message + finding.hint
    list(check_usage(checked.scheme, Reading(), "scheme.yaml"))
    if not checked.errors:
        results = score(checked.scheme, {}, Answers())
        assert results.partial == 0


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32))
def test_a_spoilt_shipped_scheme_gives_findings(seed: int) -> None:
    tree, _ = scheme_tree("gd-district-2023")
    spoilt_tree = spoilt(tree, Random(seed), 0.004)  # noqa: S311 - the same faults again
    if isinstance(spoilt_tree, Fields):
        checked = checked_tree(spoilt_tree)
        assert all(finding.place.file for finding in checked.findings)


@given(st.binary(max_size=200))
def test_any_bytes_are_yaml_or_a_finding(data: bytes) -> None:
    tree, faults = read_yaml(data, "scheme.yaml")
    assert tree is not None or faults


@given(st.text(st.sampled_from("甲:- \n[]{}#&*!|>'\"%@`,?\t1"), max_size=60))
def test_any_text_of_yaml_signs_is_yaml_or_a_finding(text: str) -> None:
    tree, faults = read_yaml(text.encode(), "scheme.yaml")
    assert tree is not None or faults
    assert all(finding.place.line or "层" in finding.message or "字符" in finding.message for finding in faults)


@pytest.mark.parametrize("text", ["{{", "{% if", "{# ", "}}", "1" * 10_000])
def test_any_template_can_be_looked_at(text: str) -> None:
    assert list(check_templates({"甲.j2": text})) is not None
