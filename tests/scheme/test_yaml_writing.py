"""A tree written as YAML reads back the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.scheme import checked_tree, scheme_tree, shipped_schemes
from xlperf.scheme.nodes import Fields, Plain, plain_of, tree_of
from xlperf.scheme.yaml_nodes import read_yaml
from xlperf.scheme.yaml_writing import write_yaml

ODD = [
    "",
    "无",
    "~",
    "null",
    "- 甲",
    "甲: 乙",
    "甲 #乙",
    "[甲]",
    "{甲",
    "10%, 20%",
    "＞30%",
    ">30%",
    "'",
    '"',
    "\\",
    "\n",
    "\t",
    "：",
    "@",
    "yes",
    "1e3",
    "*",
    "&a",
    "?",
    "|",
    "%",
    "甲:",
    " 甲",
    "\x85",
    "\u2028",
    "\ufeff",
    "1.50",
]
WORDS = st.one_of(st.sampled_from(ODD), st.text(st.characters(codec="utf-8"), max_size=12))
TREES: st.SearchStrategy[Plain] = st.recursive(
    WORDS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=12,
)


def read_back(text: str) -> Plain:
    node, faults = read_yaml(text.encode(), "scheme.yaml")
    assert faults == ()
    assert node is not None
    return plain_of(node)


@given(st.dictionaries(WORDS, TREES, max_size=4))
def test_any_tree_reads_back_the_same(plain: dict[str, Plain]) -> None:
    tree = tree_of(plain)
    assert isinstance(tree, Fields)
    assert read_back(write_yaml(tree)) == plain


@pytest.mark.parametrize("name", shipped_schemes())
def test_a_shipped_scheme_is_written_and_read_back_the_same(name: str) -> None:
    tree, _ = scheme_tree(name)
    text = write_yaml(tree)
    assert read_back(text) == plain_of(tree)
    again, _ = read_yaml(text.encode(), "scheme.yaml")
    assert isinstance(again, Fields)
    assert checked_tree(again).findings == ()


def test_what_is_written_is_pleasant_to_read() -> None:
    tree = tree_of(
        {
            "指标体系": "small",
            "指标": [
                {
                    "名称": "结转结余率",
                    "满分": "3",
                    "公式": "年末结转 ÷ (年初结转 + 本年收入)",
                    "评分": {"分段": {"≤10%": "3", "(10%, 20%]": "2", "＞20%": "0"}},
                    "佐证": ["财决01-1表", "说明"],
                }
            ],
        }
    )
    assert isinstance(tree, Fields)
    assert write_yaml(tree) == (
        "指标体系: small\n"
        "指标:\n"
        "  - 名称: 结转结余率\n"
        "    满分: 3\n"
        "    公式: 年末结转 ÷ (年初结转 + 本年收入)\n"
        "    评分:\n"
        '      分段: {≤10%: 3, "(10%, 20%]": 2, ＞20%: 0}\n'
        "    佐证: [财决01-1表, 说明]\n"
    )
