# ruff: noqa: E501 - rows stand as forms have them
"""Workbooks of many layouts are drafted right: indicators, paths, marks, formulas and rules.

Sheets are drawn as text: one line a row, cells parted by |, ^ merged with the cell above, < with the cell on the left.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

from tests.scheme.drafting.wordings import HUNAN, at, bands, grades, share, steps
from tests.strategies.scoring_sheets import Layout, Tree, drawn, layouts, sheet_of, tree
from xlperf.amounts import plain
from xlperf.scheme.drafting.alike import same_rule
from xlperf.scheme.drafting.draft import Draft, DraftedIndicator, draft
from xlperf.scheme.model import CheckPoints, Indicator, Rule, Scheme, Typed
from xlperf.scheme.store import checked_tree
from xlperf.source.scoring_sheet import read_scoring_sheet

CARRYOVER = "≤10%得3分；10%~20%（含）得2分；20%~30%（含）得1分；＞30%不得分"
THREE_PUBLIC = "≤100%得满分，每超过1个百分点扣1分，扣完为止"
POINTS = "①制度健全，1分；②执行有效，2分。"
SATISFACTION = "达到90%以上得满分，否则不得分"

MERGED = f"""
部门整体支出绩效自评评分表（2024年度）|<|<|<|<|<|<
一级指标|二级指标|三级指标|分值|评分标准|自评得分|自评说明
过程|资金管理|结转结余率|3|{CARRYOVER}||
^|^|“三公经费”控制率|5|{THREE_PUBLIC}||
^|财务管理|管理制度|3|{POINTS}||
效果|满意度|服务对象满意度|4|{SATISFACTION}||
合计|<|<|15|||
"""
REPEATED = f"""
一级指标|二级指标|三级指标|权重|评价标准|得分|备注
过程|资金管理|结转结余率|3|{CARRYOVER}||
过程|资金管理|“三公经费”控制率|5|{THREE_PUBLIC}||
过程|财务管理|管理制度|3|{POINTS}||
效果|满意度|服务对象满意度|4|{SATISFACTION}||
"""
BLANK_BELOW = f"""
序号|一级指标|二级指标|三级指标|标准分|计分方法|自评分|扣分原因|佐证材料
1|过程|资金管理|结转结余率|3|{CARRYOVER}|||
2|||“三公经费”控制率|5|{THREE_PUBLIC}|||
3||财务管理|管理制度|3|{POINTS}|||

4|效果|满意度|服务对象满意度|4|{SATISFACTION}|||
"""
TWO_HEADING_ROWS = f"""
一级指标|<|二级指标|<|三级指标|<|评分标准|单位自评|<
名称|分值|名称|分值|名称|分值|^|得分|说明
过程|11|资金管理|8|结转结余率|3|{CARRYOVER}||
^|^|^|^|“三公经费”控制率|5|{THREE_PUBLIC}||
^|^|财务管理|3|管理制度|3|{POINTS}||
效果|4|满意度|4|服务对象满意度|4|{SATISFACTION}||
"""
THREE_HEADING_ROWS = f"""
自评评分情况|<|<|<|<|<
评价指标|<|<|标准|<|自评
一级指标|二级指标|三级指标|满分|评分细则|自评得分
过程|资金管理|结转结余率|3|{CARRYOVER}|
^|^|“三公经费”控制率|5|{THREE_PUBLIC}|
^|财务管理|管理制度|3|{POINTS}|
效果|满意度|服务对象满意度|4|{SATISFACTION}|
"""
MARKS_IN_NAMES = f"""
一级指标|二级指标|三级指标|评分标准|自评得分|自评说明
过程（11分）|资金管理（8分）|结转结余率（3分）|{CARRYOVER}||
^|^|“三公经费”控制率（5分）|{THREE_PUBLIC}||
^|财务管理（3分）|管理制度（3分）|{POINTS}||
效果（4分）|满意度（4分）|服务对象满意度（4分）|{SATISFACTION}||
"""
ONE_COLUMN = f"""
指标名称|分值|评分标准|自评得分
一、过程|11||
（一）资金管理|8||
1.结转结余率|3|{CARRYOVER}|
2.“三公经费”控制率|5|{THREE_PUBLIC}|
（二）财务管理|3||
1.管理制度|3|{POINTS}|
二、效果|4||
（一）满意度|4||
1.服务对象满意度|4|{SATISFACTION}|
"""
DECIMAL_NUMBERS = f"""
考核指标|满分值|计分办法|单位自评分
1 过程|11||
1.1 资金管理|8||
1.1.1 结转结余率|3|{CARRYOVER}|
1.1.2 “三公经费”控制率|5|{THREE_PUBLIC}|
1.2 财务管理|3||
1.2.1 管理制度|3|{POINTS}|
2 效果|4||
2.1 满意度|4||
2.1.1 服务对象满意度|4|{SATISFACTION}|
"""
OTHER_ORDER = f"""
自评得分|评分标准|分值|一级指标|二级指标|三级指标|责任部门|数据来源|备注
|{CARRYOVER}|3分|过程|资金管理|结转结余率|财务科|决算报表|
|{THREE_PUBLIC}|5分|^|^|“三公经费”控制率|办公室|决算报表|
|{POINTS}|3分|^|财务管理|管理制度|财务科||
|{SATISFACTION}|4分|效果|满意度|服务对象满意度|业务科|调查|
"""
SUBTOTALS = f"""
附件2|<|<|<|<|<
填报单位：||||填报日期：|
一级指标|二级指标|三级指标|分值|评分标准|自评得分
过程|资金管理|结转结余率|3|{CARRYOVER}|
^|^|“三公经费”控制率|5|{THREE_PUBLIC}|
^|财务管理|管理制度|3|{POINTS}|
小计|<|<|11||
效果|满意度|服务对象满意度|4|{SATISFACTION}|
小计|<|<|4||
总计|<|<|15||
填表人：|||||
"""
MARKS_AS_SHARES = f"""
一级指标|二级指标|三级指标|权重|评分标准|自评得分
过程|资金管理|结转结余率|20%|≤10%得20分；10%~20%（含）得10分；＞20%不得分|
^|^|“三公经费”控制率|30%|{THREE_PUBLIC}|
^|财务管理|管理制度|30%|①制度健全，10分；②执行有效，20分。|
效果|满意度|服务对象满意度|20%|{SATISFACTION}|
"""
SAME = {
    ("过程", "资金管理", "结转结余率"): "3",
    ("过程", "资金管理", "“三公经费”控制率"): "5",
    ("过程", "财务管理", "管理制度"): "3",
    ("效果", "满意度", "服务对象满意度"): "4",
}
LAYOUTS = {
    "merged": MERGED,
    "repeated": REPEATED,
    "blank below": BLANK_BELOW,
    "marks beside each level": TWO_HEADING_ROWS,
    "three heading rows": THREE_HEADING_ROWS,
    "marks in names": MARKS_IN_NAMES,
    "one column, Chinese numbers": ONE_COLUMN,
    "one column, decimal numbers": DECIMAL_NUMBERS,
    "other order, marks as text": OTHER_ORDER,
    "subtotals": SUBTOTALS,
}


def drafted(picture: str) -> tuple[Draft, Scheme]:
    sheet = read_scoring_sheet(drawn(picture))
    assert sheet is not None
    made = draft(sheet, year=2023)
    checked = checked_tree(made.tree)
    assert [finding.message for finding in checked.errors] == []
    return made, checked.scheme


def rules(scheme: Scheme) -> dict[str, Rule | None]:
    return {leaf.name: leaf.rule for leaf in scheme.leaves()}


def by_name(made: Draft) -> dict[str, DraftedIndicator]:
    return {indicator.name: indicator for indicator in made.indicators}


def leaf_of(scheme: Scheme, name: str) -> Indicator:
    return next(leaf for leaf in scheme.leaves() if leaf.name == name)


@pytest.mark.parametrize("picture", LAYOUTS.values(), ids=LAYOUTS)
def test_any_layout_gives_the_same_scheme(picture: str) -> None:
    made, scheme = drafted(picture)
    assert {i.path: plain(i.full) for i in made.indicators} == SAME
    assert [(top.name, plain(top.full)) for top in scheme.indicators] == [("过程", "11"), ("效果", "4")]
    found = rules(scheme)
    wanted = bands("≤10%: 3", "(10%, 20%]: 2", "(20%, 30%]: 1", "＞30%: 0")
    assert same_rule(found["结转结余率"] or Typed(), wanted, Decimal(3))
    assert found["“三公经费”控制率"] == steps("100%", "1%", "1", "above")
    assert found["服务对象满意度"] == at(">=", "90%")
    points = found["管理制度"]
    assert isinstance(points, CheckPoints)
    assert [(point.text, plain(point.mark)) for point in points.points] == [("制度健全", "1"), ("执行有效", "2")]
    assert leaf_of(scheme, "“三公经费”控制率").formula == "三公经费决算数 ÷ 三公经费预算数"
    assert leaf_of(scheme, "服务对象满意度").formula == "公众满意度"


def test_marks_written_as_shares_of_one_are_marks_of_a_hundred() -> None:
    made, scheme = drafted(MARKS_AS_SHARES)
    assert [plain(i.full) for i in made.indicators] == ["20", "30", "30", "20"]
    assert scheme.full == 100
    assert [i.trust for i in made.indicators][1:] == ["sure"] * 3


NATIONAL = """
一级指标|二级指标|三级指标|指标解释|分值|评分标准|自评得分
过程|预算执行|结转结余率|结转结余率=结转结余总额/支出预算数×100%。|5|≤10%得满分，每超1个百分点扣0.5分，扣完为止|
^|^|结转结余变动率|结转结余变动率=[（本年度累计结转结余资金总额-上年度累计结转结余资金总额）/上年度累计结转结余资金总额]×100%。|5|变动率≤0得满分；每上升1%扣0.5分，扣完为止|
^|^|公用经费控制率|公用经费控制率=（实际支出公用经费总额/预算安排公用经费总额）×100%。|5|≤100%得满分，否则不得分|
^|^|预算调整率||5|预算调整率=0，计5分；0-10%（含），计4分；10-20%（含），计3分；20-30%（含），计2分；大于30%不得分。|
^|资产管理|固定资产利用率|固定资产利用率=（实际在用固定资产总额/所有固定资产总额）×100%。|5|得分=利用率×分值|
"""
HUNAN_FORM = """
一级指标|二级指标|三级指标|评分标准|分值|自评得分|扣分原因和其他说明
投 入（15分）|预算配置（15分）|财政供养人员控制率|以100%为标准。在职人员控制率≦100%，计5分；每超过一个百分点扣0.5分，扣完为止。|5||
^|^|“三公经费”变动率|“三公经费”变动率≦0，计5分；“三公经费”＞0，每超过一个百分点扣0.5分，扣完为止。|5||
^|^|重点支出安排率|重点支出安排率≥90%，计5分；80%（含）-90%，计4分；70%（含）-80%，计3分；60%（含）-70%，计2分；低于60%不得分。|5||
过 程（6分）|预算管理（6分）|资金使用合规性|①支出符合国家财经法规；②资金拨付手续完整；③项目支出经过评估论证。以上情况每出现一例不符合要求的扣1分，扣完为止。|6||
"""
CHENGDU = """
一级指标|二级指标|分值|计分标准|自评分
履职|关键产出指标完成率|10|完成率低于70%或者高于130%的不得分，其余按完成率计分|
^|政府采购执行率|5|得分 = 执行率 × 5 分；执行率低于70%或高于130%不得分。|
管理|制度建设|5|健全得5分；较健全得4分；不够健全得2分；没有制度不得分。|
"""
CHONGQING = """
一级指标|二级指标|三级指标|指标值|分值|评分标准|得分
产出|数量指标|培训人次|≥500人次|10|按完成比例得分|
^|成本指标|人均培训成本|≤400元|10||
^|质量指标|验收合格率|=100%|10||
^|时效指标|按时办结率|≥95%|10|按比例得分|
"""
COUNTY = """
一级指标|二级指标|三级指标|指标说明|分值|评分标准|自评得分
过程|预算执行|结转结余率|结转结余率=年末结转结余数÷本年支出完成数×100%|6|≤5%得6分；5%＜结转结余率≤10%得3分；＞10%不得分|
^|^|培训覆盖率|培训覆盖率=参加培训人数/应参加人数×100%|4|得分=覆盖率×分值|
"""
GUANGDONG = """
一级指标|二级指标|三级指标|指标解释|分值|评分标准|自评得分
过程|资金管理|结转结余率|年末财政拨款结转和结余÷（年初财政拨款结转和结余＋本年财政拨款收入）×100%|6|≤10%得6分；＞10%不得分|
^|^|管理制度|是否健全|4|是得4分，否不得分|
"""


def test_the_national_frame_binds_its_own_carryover_rate() -> None:
    made, scheme = drafted(NATIONAL)
    assert leaf_of(scheme, "结转结余率").formula == "年末结转和结余 ÷ 本年支出调整预算数"
    assert leaf_of(scheme, "公用经费控制率").formula == "日常公用经费决算数 ÷ 日常公用经费调整预算数"
    assert leaf_of(scheme, "固定资产利用率").rule == share()
    assert same_rule(leaf_of(scheme, "预算调整率").rule or Typed(), HUNAN, Decimal(5))
    assert {i.trust for i in made.indicators} == {"sure"}
    assert made.findings == ()


def test_steps_of_hunan() -> None:
    made, scheme = drafted(HUNAN_FORM)
    found = rules(scheme)
    assert found["“三公经费”变动率"] == steps("0", "1%", "0.5", "above")
    assert found["财政供养人员控制率"] == steps("100%", "1%", "0.5", "above")
    assert found["资金使用合规性"] == steps("0", "1", "1", "above")
    assert by_name(made)["“三公经费”变动率"].asked == ("上年三公经费决算数",)
    assert by_name(made)["资金使用合规性"].trust == "asked"
    assert by_name(made)["重点支出安排率"].formula == "重点项目支出 ÷ 项目支出"


def test_the_corridor_of_chengdu() -> None:
    _, scheme = drafted(CHENGDU)
    found = rules(scheme)
    assert found["关键产出指标完成率"] == share(corridor=("70%", "130%"))
    assert found["政府采购执行率"] == share(corridor=("70%", "130%"))
    assert found["制度建设"] == grades(健全="100%", 较健全="80%", 不够健全="40%", 没有制度="0")


def test_targets_of_chongqing() -> None:
    _, scheme = drafted(CHONGQING)
    found = {leaf.name: (leaf.rule.comparator, plain(leaf.rule.goal), leaf.rule.otherwise) for leaf in scheme.leaves()}  # type: ignore[union-attr]
    assert found == {
        "培训人次": (">=", "500", "proportion"),
        "人均培训成本": ("<=", "400", "proportion"),
        "验收合格率": ("=", "1", "zero"),
        "按时办结率": (">=", "0.95", "proportion"),
    }


def test_the_county_s_carryover_rate_and_a_formula_of_unknown_figures() -> None:
    made, scheme = drafted(COUNTY)
    assert leaf_of(scheme, "结转结余率").formula == "年末结转和结余 ÷ 本年支出合计"
    assert leaf_of(scheme, "培训覆盖率").formula == "参加培训人数 ÷ 应参加人数"
    assert by_name(made)["培训覆盖率"].asked == ("参加培训人数", "应参加人数")
    assert {"参加培训人数", "应参加人数"} <= set(scheme.questions)


def test_the_carryover_rate_of_appropriations() -> None:
    _, scheme = drafted(GUANGDONG)
    assert leaf_of(scheme, "结转结余率").formula.startswith("年末财政拨款结转和结余 ÷ (年初")


def test_where_the_form_does_not_say_which_rate_is_meant_the_draft_says_so() -> None:
    made, scheme = drafted(MERGED)
    carryover = by_name(made)["结转结余率"]
    assert carryover.trust == "likely"
    assert "同名指标的公式有几种" in carryover.notes[0]
    assert not leaf_of(scheme, "结转结余率").reference.confirmed


def test_what_is_not_understood_is_typed_or_listed_points() -> None:
    made, scheme = drafted("""
一级指标|二级指标|分值|评分标准|自评得分
管理|内部控制|4|①制度健全得3分；②执行有效得3分|
^|工作成效|6|根据实际情况酌情打分，最高6分|
^|预算完成率|5|≥90%得4-5分；80%-90%得2-3分；80%以下得0-1分|
""")
    found = rules(scheme)
    assert isinstance(found["内部控制"], CheckPoints)
    assert found["工作成效"] == Typed()
    assert found["预算完成率"] == Typed()
    assert [finding.code for finding in made.findings] == ["XP234"] * 3
    assert {i.trust for i in made.indicators} == {"asked"}


def test_a_total_that_does_not_add_up_is_drafted_with_the_finding() -> None:
    made, scheme = drafted("""
一级指标|二级指标|分值|评分标准|自评得分
管理（12分）|制度|4|健全得满分，否则不得分|
^|执行|6|有效得满分，否则不得分|
合计|<|20||
""")
    assert scheme.full == 10
    assert [(f.code, f.expected, f.actual) for f in made.findings if f.code == "XP232"] == [
        ("XP232", "12", "10"),
        ("XP232", "20", "10"),
    ]


def test_an_indicator_without_a_mark_takes_what_its_group_leaves() -> None:
    made, _ = drafted("""
一级指标|二级指标|分值|评分标准|自评得分
管理（10分）|制度|4|健全得满分，否则不得分|
^|执行||有效得满分，否则不得分|
""")
    assert [plain(i.full) for i in made.indicators] == ["4", "6"]
    assert [f.code for f in made.findings] == ["XP233"]


def test_a_name_merged_over_two_levels_stands_at_the_upper_one() -> None:
    made, scheme = drafted("""
一级指标|二级指标|三级指标|分值|评分标准|自评得分
管理|制度|制度健全|4|健全得满分，否则不得分|
加减事项|<|重大事项|6|没有得满分，有一起即不得分|
^|<|其他事项|2|没有得满分，有一起即不得分|
""")
    assert [i.path[-1] for i in made.indicators] == ["制度健全", "重大事项", "其他事项"]
    assert scheme.full == 12


def test_every_id_is_ascii_and_used_once() -> None:
    _, scheme = drafted(MERGED)
    ids = [node.id for above, leaf in scheme.paths() for node in (*above, leaf)]
    assert all(identity.isascii() and identity.isidentifier() for identity in ids)
    leaves = [leaf.id for leaf in scheme.leaves()]
    assert len(set(leaves)) == len(leaves)
    assert "carryover_rate" in leaves


def test_cells_are_told() -> None:
    made, _ = drafted(MERGED)
    assert made.indicators[0].cells == {
        "name": "评分表!C3",
        "full": "评分表!D3",
        "criteria": "评分表!E3",
        "score": "评分表!F3",
        "text": "评分表!G3",
    }
    assert made.year == 2024


@settings(max_examples=25, deadline=None)
@given(tree(), layouts())
def test_any_tree_in_any_layout_is_drafted_valid(leaves: Tree, layout: Layout) -> None:
    sheet = read_scoring_sheet(sheet_of(leaves, layout))
    assert sheet is not None
    made = draft(sheet, year=2023)
    assert checked_tree(made.tree).errors == ()
    assert {i.path: i.full for i in made.indicators} == leaves


def test_the_goal_of_steps_stands_in_the_column_of_targets() -> None:
    _, scheme = drafted("""
一级指标|二级指标|指标值|分值|评分标准|自评得分
产出|合格率|≥95%|15|达到指标值得满分，每低1个百分点扣0.5分|
^|按时完成率|100%|10|按比例得分|
""")
    found = rules(scheme)
    assert found["合格率"] == steps("95%", "1%", "0.5", "below")
    assert found["按时完成率"] == share()


def test_another_name_of_a_known_indicator_takes_its_formula_and_says_so() -> None:
    made, scheme = drafted("""
一级指标|二级指标|分值|评分标准|自评得分
过程|预算执行率|10|得分=执行率×10|
效果|群众满意度|10|≥90%得满分，否则不得分|
""")
    assert leaf_of(scheme, "预算执行率").formula == "本年支出合计 ÷ 本年支出调整预算数"
    assert by_name(made)["预算执行率"].trust == "likely"
    assert "预算完成率" in by_name(made)["预算执行率"].notes[0]
    assert leaf_of(scheme, "群众满意度").formula == "公众满意度"
