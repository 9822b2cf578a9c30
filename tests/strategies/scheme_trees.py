"""Random trees of schemes, for tests that write and read them: own schemes, successors of a shipped one, examples."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from xlperf.scheme.excel.layout import REMOVED
from xlperf.scheme.nodes import Plain

ODD: Final = (
    "=1+1",
    "@甲",
    "0",
    "1.50",
    "[70%, 80%)",
    '["甲"]',
    '"甲"',
    "甲～乙",
    "_x0041_",
    "#REF!",
    "甲\n乙",
    "'",
    "是",
    "甲 > 乙",
)
WORDS: Final = st.one_of(
    st.sampled_from(ODD), st.text(st.characters(codec="utf-8", exclude_characters="\ufeff"), min_size=1, max_size=8)
).map(str.strip).filter(lambda text: bool(text) and text != REMOVED)  # fmt: skip
SPACED: Final = WORDS.filter(lambda text: "\r" not in text)
IDS: Final = st.sampled_from([f"id_{number}" for number in range(30)])

Tree = dict[str, Plain]


def words_list() -> st.SearchStrategy[Plain]:
    """A word, or a list of two or more: a list of one is the word."""
    return st.one_of(WORDS, st.lists(WORDS, min_size=2, max_size=3))


def _some(**values: st.SearchStrategy[Plain]) -> st.SearchStrategy[Tree]:
    return st.fixed_dictionaries({}, optional=values)


def _ranges() -> st.SearchStrategy[Plain]:
    return st.lists(WORDS, min_size=2, max_size=2)


def _table() -> st.SearchStrategy[Plain]:
    return st.dictionaries(WORDS, WORDS, min_size=1, max_size=4)


def plain_rules() -> st.SearchStrategy[Plain]:
    """Every kind of rule."""
    within = {
        "按步扣分": _some(目标=WORDS, 每低于=WORDS, 每超过=WORDS, 扣=WORDS, 最低=WORDS, 不足一步=WORDS),
        "按比例": _some(目标=WORDS, 区间=_ranges(), 低于不得分=WORDS),
        "目标完成": _some(封顶=WORDS, 区间=_ranges()),
    }
    sections = [st.fixed_dictionaries({kind: inner.filter(bool)}) for kind, inner in within.items()]
    return st.one_of(
        st.sampled_from(["人工评分", "目标完成", "项目得分平均", "按比例"]),
        st.fixed_dictionaries({"分段": _table()}),
        st.fixed_dictionaries({"要点": _table()}, optional={"部分": WORDS}),
        st.fixed_dictionaries({"定性": _table()}, optional={"填报项": WORDS}),
        st.fixed_dictionaries({"达标": WORDS}, optional={"未达标": WORDS}),
        st.just({"项目得分": "按预算加权"}),
        *sections,
    )


def rules() -> st.SearchStrategy[Plain]:
    """Every kind of rule, and parts with rules of their own."""
    part = st.fixed_dictionaries(
        {"名称": WORDS, "满分": WORDS, "评分": plain_rules()}, optional={"公式": WORDS, "显示": WORDS}
    )
    return st.one_of(plain_rules(), st.fixed_dictionaries({"分项": st.lists(part, min_size=1, max_size=3)}))


def _not_applicable() -> st.SearchStrategy[Plain]:
    return _some(处理=st.just("重新折算"), 条件=WORDS, 说明=WORDS).filter(bool)  # type: ignore[return-value]


def _about_indicator() -> dict[str, st.SearchStrategy[Plain]]:
    texts = dict.fromkeys(("公式", "显示", "评分标准", "解释", "依据", "待核", "模板", "期间"), WORDS)
    return {**texts, "别名": words_list(), "佐证": words_list(), "不适用": _not_applicable(), "评分": rules()}


@st.composite
def indicator_trees(draw: st.DrawFn, prefix: str = "id") -> list[Plain]:
    """Trees of indicators of one to three levels, each id once."""
    counter = iter(range(1000))

    def node(level: int) -> Plain:
        entry: Tree = {"名称": draw(WORDS), "编号": f"{prefix}_{next(counter)}", "满分": draw(WORDS)}
        entry |= draw(st.fixed_dictionaries({}, optional=_about_indicator()))
        if level < 3 and draw(st.booleans()):
            entry["下级"] = [node(level + 1) for _ in range(draw(st.integers(1, 2)))]
        return entry

    return [node(1) for _ in range(draw(st.integers(1, 2)))]


def _named(entry: st.SearchStrategy[Tree]) -> st.SearchStrategy[Plain]:
    return st.dictionaries(WORDS, entry, min_size=1, max_size=3)  # type: ignore[return-value]


def _sections() -> dict[str, st.SearchStrategy[Plain]]:
    place = st.fixed_dictionaries(
        {"表": WORDS, "行": words_list(), "栏": words_list()}, optional={"上级": words_list(), "取负": WORDS}
    )
    places = st.one_of(place, st.lists(place, min_size=2, max_size=3))
    return {
        "数据表": _named(_some(标题=words_list(), 表号=words_list(), 行=words_list())),
        "数据项": _named(_some(单位=WORDS, 公式=WORDS, 空白=WORDS, 期间=WORDS, 说明=WORDS, 位置=places)),  # type: ignore[arg-type]
        "填报项": _named(
            _some(
                问=WORDS, 类型=WORDS, 单位=WORDS, 选项=words_list(), 范围=_ranges(), 必填=WORDS, 指标=WORDS, 章节=WORDS
            )
        ),
        "检查": _named(_some(公式=WORDS, 说明=WORDS, 程度=WORDS, 依据=WORDS, 待核=WORDS)),
        "参数": _named(_some(单位=WORDS, 依据=WORDS, 待核=WORDS, 值=_table())),
        "等级": st.dictionaries(WORDS, WORDS, min_size=1, max_size=3),  # type: ignore[dict-item]
    }


def own_trees() -> st.SearchStrategy[Tree]:
    """Schemes that stand on their own, right or wrong: every section, every rule."""
    about = dict.fromkeys(("名称", "制定机关", "年度", "依据", "待核", "金额单位", "表格标题", "不适用时"), WORDS)
    return st.fixed_dictionaries({"指标体系": WORDS}, optional={**about, **_sections(), "指标": indicator_trees()})


@st.composite
def successors(draw: st.DrawFn) -> Tree:
    """Schemes that build on gd-district-2023: indicators changed, added, removed, things taken away."""
    empty: st.SearchStrategy[Plain] = st.just("")
    leaves = ["carryover_rate", "asset_inventory", "public_satisfaction", "cost_control", "procurement_policy_effect"]
    change = {key: st.one_of(value, empty) for key, value in _about_indicator().items()}
    change |= {"满分": WORDS, "名称": WORDS, "编号": WORDS}
    changes = st.dictionaries(
        st.sampled_from(leaves), st.fixed_dictionaries({}, optional=change), min_size=1, max_size=3
    )
    tree: Tree = {"指标体系": "next", "名称": "下一年", "年度": "2024", "沿用": "gd-district-2023"}
    tree |= draw(
        st.fixed_dictionaries(
            {},
            optional={
                "改指标": changes,
                "删指标": st.lists(
                    st.sampled_from(["budgeting", "efficiency", "petition_handling"]), min_size=1, unique=True
                ).map(sorted),
                "检查": st.one_of(empty, st.dictionaries(WORDS, st.one_of(empty, _some(公式=WORDS)), min_size=1)),
                "数据项": st.dictionaries(
                    st.sampled_from(["本年支出合计", "固定资产总额", "新的数"]),
                    st.one_of(empty, _some(单位=st.one_of(WORDS, empty), 位置=empty, 说明=WORDS)),
                    min_size=1,
                ),
                "等级": st.one_of(empty, st.just({"好": "80"})),
                "待核": empty,
            },
        )
    )
    if draw(st.booleans()):
        where = _some(上级=st.sampled_from(["fund_management", "fairness"]), 在后=st.just("carryover_rate"))
        added: list[Plain] = [
            {**node, **draw(where)} for node in draw(indicator_trees("new")) if isinstance(node, dict)
        ]
        tree["增指标"] = added
    if draw(st.booleans()) and "fairness" not in str(tree.get("删指标")) + str(tree.get("增指标")):
        tree["改指标"] = {
            **dict(tree.get("改指标", {})),
            "fairness": {"下级": draw(st.one_of(empty, indicator_trees("below")))},
        }  # type: ignore[arg-type]
    return tree


def example_lists() -> st.SearchStrategy[list[Plain]]:
    """Examples with every kind of content."""
    answers = st.one_of(WORDS, st.just(""), st.lists(WORDS, min_size=1, max_size=3))
    outcome = st.one_of(
        WORDS,
        _some(值=WORDS, 得分=WORDS, 状态=WORDS).filter(lambda entry: bool(entry) and set(entry) != {"得分"}),
    )
    item = _some(指标=WORDS, 名称=WORDS, 性质=WORDS, 目标值=WORDS, 单位=WORDS, 完成值=WORDS, 权重=WORDS, 原因=WORDS)
    project = _some(名称=WORDS, 预算=WORDS, 支出=WORDS, 得分=WORDS, 原因=WORDS)
    tables = {
        key: st.dictionaries(WORDS, st.one_of(WORDS, st.just("")), min_size=1, max_size=3)
        for key in ("数据", "填报", "重点工作", "不适用", "扣分原因")
    }
    example = st.fixed_dictionaries(
        {"例子": WORDS},
        optional={
            **tables,
            "要点": st.dictionaries(WORDS, answers, min_size=1, max_size=3),
            "目标": st.lists(item, min_size=1, max_size=3),
            "项目": st.lists(project, min_size=1, max_size=3),
            "核定": st.lists(_some(指标=WORDS, 得分=WORDS, 理由=WORDS), min_size=1, max_size=2),
            "结果": st.dictionaries(WORDS, outcome, min_size=1, max_size=3),
        },
    )
    return st.lists(example, max_size=3, unique_by=lambda entry: str(entry["例子"]))  # type: ignore[return-value]
