"""A scheme written to a workbook and read back is the same scheme, whatever it says."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.scheme_trees import example_lists, own_trees, successors
from xlperf.scheme import base_tree, checked_tree, own_tree, scheme_file, shipped_schemes
from xlperf.scheme.excel import read_scheme_workbook, scheme_workbook
from xlperf.scheme.excel.book import scheme_of, scheme_rows
from xlperf.scheme.nodes import Fields, Items, Plain, plain_of, tree_of
from xlperf.scheme.yaml_nodes import read_yaml
from xlperf.scheme.yaml_writing import write_yaml_list

if TYPE_CHECKING:
    from xlperf.scheme.excel import SchemeBook

LISTS = frozenset({"标题", "表号", "行", "栏", "上级", "选项", "佐证", "别名"})


def one_word(value: Plain, key: str = "") -> Plain:
    """Write a list of one word as the word, and a list of one place as the place: they mean the same."""
    if isinstance(value, dict):
        return {name: one_word(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        items = [one_word(item) for item in value]
        return items[0] if len(items) == 1 and key in {*LISTS, "位置"} else items
    return value


def fields(plain: Plain) -> Fields:
    tree = tree_of(plain)
    assert isinstance(tree, Fields)
    return tree


@cache
def final_accounts() -> Fields:
    base = base_tree("final-accounts")
    assert base is not None
    return base


@cache
def guangdong() -> Fields:
    base = base_tree("gd-district-2023")
    assert base is not None
    return base


def through_rows(tree: Plain, base: Fields | None, examples: Plain = None) -> SchemeBook:  # type: ignore[assignment]
    items = tree_of(examples) if examples else None
    assert items is None or isinstance(items, Items)
    return scheme_of(scheme_rows(fields(tree), base, items), lambda _: base)


@settings(max_examples=60, deadline=None)
@given(own_trees())
def test_any_scheme_comes_back_from_its_rows(tree: dict[str, Plain]) -> None:
    back = through_rows(tree, None)
    assert [finding.message for finding in back.findings] == []
    assert plain_of(back.tree) == tree


@settings(max_examples=20, deadline=None)
@given(successors())
def test_any_scheme_that_builds_on_another_comes_back_from_its_rows(tree: dict[str, Plain]) -> None:
    back = through_rows(tree, guangdong())
    assert [finding.message for finding in back.findings] == []
    assert plain_of(back.tree) == tree
    assert checked_tree(back.tree).scheme == checked_tree(fields(tree)).scheme


@settings(max_examples=60, deadline=None)
@given(example_lists())
def test_any_examples_come_back_from_their_rows(examples: list[Plain]) -> None:
    back = through_rows({"指标体系": "small"}, None, examples)
    assert [finding.message for finding in back.findings] == []
    assert (plain_of(back.examples) if back.examples is not None else []) == examples


@settings(max_examples=4, deadline=None)
@given(st.data())
def test_any_scheme_comes_back_from_its_workbook(data: st.DataObject) -> None:
    tree, examples = data.draw(own_trees()), data.draw(example_lists())
    items = tree_of(examples)
    assert isinstance(items, Items)
    back = read_scheme_workbook(scheme_workbook(fields(tree), None, items), "指标体系.xlsx", lambda _: None)
    assert [finding.message for finding in back.findings] == []
    assert plain_of(back.tree) == tree
    assert (plain_of(back.examples) if back.examples is not None else []) == examples


@pytest.mark.parametrize("name", shipped_schemes())
def test_a_shipped_scheme_comes_back_from_its_workbook(name: str) -> None:
    own, _ = own_tree(name)
    file = scheme_file(name).with_name("examples.yaml")
    examples, _ = read_yaml(file.read_bytes(), file.name)
    assert isinstance(examples, Items)
    data = scheme_workbook(own, final_accounts(), examples)
    back = read_scheme_workbook(data, "指标体系.xlsx", base_tree)
    assert [finding.message for finding in back.findings] == []
    assert plain_of(back.tree) == one_word(plain_of(own))
    assert back.examples is not None
    assert plain_of(back.examples) == plain_of(examples)
    again, faults = read_yaml(write_yaml_list(back.examples).encode(), "examples.yaml")
    assert faults == ()
    assert again is not None
    assert plain_of(again) == plain_of(examples)
    assert back.tree.place.sheet == "基本信息"
    assert checked_tree(back.tree).findings == ()
