"""Scoring sheets of many layouts are read to the same tree.

Sheets are drawn as text: one line a row, cells parted by |, ^ merged with the cell above, < with the cell on the left.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.scoring_sheets import Layout, drawn, layouts, sheet_of, tree
from xlperf.source.scoring_sheet import ScoringSheet, read_scoring_sheet, scoring_sheets
from xlperf.source.scoring_words import Role

TREE = {
    ("投入", "预算编制", "编制合理性"): "1.5",
    ("投入", "预算编制", "编制规范性"): "1.5",
    ("投入", "目标设置", "目标合理性"): "5",
    ("过程", "资金管理", "结转结余率"): "3",
    ("过程", "资金管理", "财务合规性"): "5",
}


def read(picture: str) -> ScoringSheet:
    sheet = read_scoring_sheet(drawn(picture))
    assert sheet is not None
    return sheet


def marks(sheet: ScoringSheet) -> dict[tuple[str, ...], str]:
    return {leaf.path: f"{leaf.full.normalize():f}" if leaf.full is not None else "" for leaf in sheet.leaves}


MERGED = """
附件1|<|<|<|<|<|<
绩效自评评分表（2023年度）|<|<|<|<|<|<
填报单位：||||填报日期：||
一级指标|二级指标|三级指标|分值|评分标准|自评得分|自评说明
投入|预算编制|编制合理性|1.5|甲||
^|^|编制规范性|1.5|乙||
^|目标设置|目标合理性|5|丙||
过程|资金管理|结转结余率|3|丁||
^|^|财务合规性|5|戊||
合计|<|<|16|||
备注：据实填写。||||||
"""

REPEATED = """
一级指标|二级指标|三级指标|权重|评价标准|得分|备注
投入|预算编制|编制合理性|1.5|甲||
投入|预算编制|编制规范性|1.5|乙||
投入|目标设置|目标合理性|5|丙||
过程|资金管理|结转结余率|3|丁||
过程|资金管理|财务合规性|5|戊||
总分|||16|||
"""

BLANK_BELOW = """
序号|一级指标|二级指标|三级指标|标准分|计分方法|自评分|扣分原因|佐证材料
1|投入|预算编制|编制合理性|1.5|甲|||
2|||编制规范性|1.5|乙|||
3||目标设置|目标合理性|5|丙|||

4|过程|资金管理|结转结余率|3|丁|||
5|||财务合规性|5|戊|||
"""

MARKS_BESIDE = """
一级指标|<|二级指标|<|三级指标|<|指标解释|评分标准|单位自评|<|财政复核|<
名称|分值|名称|分值|名称|分值|^|^|得分|说明|得分|说明
投入|8|预算编制|3|编制合理性|1.5|解释|甲||||
^|^|^|^|编制规范性|1.5|解释|乙||||
^|^|目标设置|5|目标合理性|5|解释|丙||||
小计|<|<|<|<|8||||||
过程|8|资金管理|8|结转结余率|3|解释|丁||||
^|^|^|^|财务合规性|5|解释|戊||||
小计|<|<|<|<|8||||||
总计|<|<|<|<|16||||||
"""

MARK_IN_NAME = """
一级指标|二级指标|三级指标|评分标准|自评分数|评分依据
投入（8分）|预算编制(3)|编制合理性（1.5分）|甲||
^|^|编制规范性（1.5分）|乙||
^|目标设置【5分】|目标合理性 5分|丙||
过程（8分）|资金管理（8分）|结转结余率(3)|丁||
^|^|财务合规性（满分5分）|戊||
"""

NUMBERED = """
指标名称|满分|评分细则|自评得分|得分说明|证明材料
一、投入|8||||
（一）预算编制|3||||
1.编制合理性|1.5|甲|||
2.编制规范性|1.5|乙|||
（二）目标设置|5||||
1.目标合理性|5|丙|||
二、过程|8||||
（一）资金管理|8||||
1.结转结余率|3|丁|||
2.财务合规性|5|戊|||
合计|16||||
"""

NUMBER_COLUMN = """
序号|考核项目|标准分值|考核标准|自评打分|情况说明
1|投入|8分|||
1.1|预算编制|3分|||
1.1.1|编制合理性|1.5分|甲||
1.1.2|编制规范性|1.5分|乙||
1.2|目标设置|5分|||
1.2.1|目标合理性|5分|丙||
2|过程|8分|||
2.1|资金管理|8分|||
2.1.1|结转结余率|3分|丁||
2.1.2|财务合规性|5分|戊||
"""

LETTERED = """
评价指标|分值|评价方法|得分|说明
A1 投入|8|||
B11 预算编制|3|||
C111 编制合理性|1.5|甲||
C112 编制规范性|1.5|乙||
B12 目标设置|5|||
C121 目标合理性|5|丙||
A2 过程|8|||
B21 资金管理|8|||
C211 结转结余率|3|丁||
C212 财务合规性|5|戊||
"""

OWN_ROWS = """
一级指标|二级指标|三级指标|分值|评分标准|自评得分|自评说明
投入|||8|||
|预算编制||3|||
||编制合理性|1.5|甲||
||编制规范性|1.5|乙||
|目标设置||5|||
||目标合理性|5|丙||
过程|||8|||
|资金管理||8|||
||结转结余率|3|丁||
||财务合规性|5|戊||
"""

PRINTED_AGAIN = """
表1|||||||
一级指标|二级指标|三级指标|分值|评分标准|自评得分|自评说明|佐证材料
1|2|3|4|5|6|7|8
投入|预算编制|编制合理性|1.5|甲|||
投入|预算编制|编制规范性|1.5|乙|||
第 1 页||||||||
一级指标|二级指标|三级指标|分值|评分标准|自评得分|自评说明|佐证材料
投入|目标设置|目标合理性|5|丙|||
过程|资金管理|结转结余率|3|丁|||
过程|资金管理|财务合规性|5|戊|||
合计|||16||||
填报人：||联系电话：|||||
"""

TITLES_AGAIN = """
附件1|||||||
绩效自评评分表|<|<|<|<|<|<|<
一级指标|二级指标|三级指标|分值|评分标准|自评得分|自评说明|佐证材料
投入|预算编制|编制合理性|1.5|甲|||
^|^|编制规范性|1.5|乙|||
附件1|||||||
绩效自评评分表|<|<|<|<|<|<|<
一级指标|二级指标|三级指标|分值|评分标准|自评得分|自评说明|佐证材料
投入|目标设置|目标合理性|5|丙|||
过程类指标|<|<|<|<|<|<|<
过程|资金管理|结转结余率|3|丁|||
^|^|财务合规性|5|戊|||
"""

SIDE_TITLE = """
部门整体支出|序号||绩效自评表|<|<|<|<
^|^|年度|一级指标|二级指标|三级指标|分值|评分标准|自评得分|自评说明
^|1|2023|投入|预算编制|编制合理性|1.5|甲||
^|2|2023|^|^|编制规范性|1.5|乙||
^||||||||
^|3|2023|^|目标设置|目标合理性|5|丙||
^|4|2023|过程|资金管理|结转结余率|3|丁||
^|5|2023|^|^|财务合规性|5|戊||
"""

OTHER_ORDER = """
自评得分|自评说明|指标|<|<|满分值|计分标准
^|^|三级|二级|一级|^|^
||编制合理性|预算编制|投入|1.5|甲
||编制规范性|^|^|1.5|乙
||目标合理性|目标设置|^|5|丙
||结转结余率|资金管理|过程|3|丁
||财务合规性|^|^|5|戊
"""

POINT_ROWS = """
一级指标|二级指标|三级指标|分值|评分标准|自评得分|自评说明
投入|预算编制|编制合理性|0.5|甲一||
^|^|^|1|甲二||
^|^|编制规范性|1.5|乙||
^|目标设置|目标合理性|5|丙一||
^|^|^|^|丙二|^|^
过程|资金管理|结转结余率|3|丁||
^|^|财务合规性|5|戊||
"""

THREE_ROWS = """
|绩效指标|<|<|分值|评分|自评情况|<|<
|一级|二级|三级|^|标准|自评|扣分|佐证
|指标|指标|指标|^|^|得分|原因|资料
|投入|预算编制|编制合理性|1.5|甲|||
|^|^|编制规范性|1.5|乙|||
|^|目标设置|目标合理性|5|丙|||
|过程|资金管理|结转结余率|3|丁|||
|^|^|财务合规性|5|戊|||
"""

SHARES = """
考核类别|考核项目|考核指标|权重（%）|考核标准|考核得分说明|自评得分
投入|预算编制|编制合理性|1.5%|甲||
^|^|编制规范性|1.5%|乙||
^|目标设置|目标合理性|5%|丙||
过程|资金管理|结转结余率|3%|丁||
^|^|财务合规性|5%|戊||
其他|其他|其他工作|84%|己||
"""

INDENTED = """
项目|标准分|评分办法|自评|说明
投入|8|||
  预算编制|3|||
    编制合理性|1.5|甲||
    编制规范性|1.5|乙||
  目标设置|5|||
    目标合理性|5|丙||
过程|8|||
  资金管理|8|||
    结转结余率|3|丁||
    财务合规性|5|戊||
"""

ALL = {
    name.lower(): picture for name, picture in dict(globals()).items() if name.isupper() and isinstance(picture, str)
}


@pytest.mark.parametrize("picture", [p for n, p in ALL.items() if n != "shares"], ids=[n for n in ALL if n != "shares"])
def test_every_layout_gives_the_same_tree_and_marks(picture: str) -> None:
    sheet = read(picture)
    assert marks(sheet) == TREE
    assert sheet.full == 16
    assert all(leaf.score_cell for leaf in sheet.leaves)
    assert all(leaf.text_cell for leaf in sheet.leaves)
    assert [leaf.criteria[:1] for leaf in sheet.leaves] == list("甲乙丙丁戊")


@pytest.mark.parametrize("picture", ALL.values(), ids=list(ALL))
def test_every_cell_to_fill_is_that_of_its_own_indicator_alone(picture: str) -> None:
    sheet = read(picture)
    cells = [leaf.score_cell for leaf in sheet.leaves]
    assert len(set(cells)) == len(cells)
    assert all(leaf.top <= cell[0] <= leaf.bottom for leaf in sheet.leaves if (cell := leaf.score_cell))


def test_marks_written_as_shares_are_shown_out_of_100() -> None:
    sheet = read(SHARES)
    assert sheet.mark_factor == 100
    assert sheet.full == 100
    assert sheet.leaves[0].full == Decimal("1.5")


def test_marks_beside_each_level_belong_to_that_level() -> None:
    sheet = read(MARKS_BESIDE)
    groups = {node.path: node.full for node in sheet.indicators if not node.leaf}
    assert groups[("投入",)] == 8
    assert groups[("投入", "预算编制")] == 3


def test_totals_know_what_they_sum_up() -> None:
    sheet = read(MARKS_BESIDE)
    assert [(total.path, total.full) for total in sheet.totals] == [(("投入",), 8), (("过程",), 8), ((), 16)]


def test_the_score_of_those_who_review_is_never_taken_for_the_own_score() -> None:
    sheet = read(MARKS_BESIDE)
    assert {leaf.score_cell[1] for leaf in sheet.leaves if leaf.score_cell} == {8}
    assert {leaf.text_cell[1] for leaf in sheet.leaves if leaf.text_cell} == {9}
    assert [column.index for column in sheet.heading.of(Role.REVIEW)] == [10, 11]


@pytest.mark.parametrize(
    "heads",
    [
        "得分（复核）|得分（自评）|备注",
        "财政评分|单位自评得分|说明",
        "专家评审得分|得分|得分依据",
        "上级核定分|自评得分（分）|自评说明（含扣分原因）",
    ],
)
def test_one_own_score_column_is_found_among_those_of_reviewers(heads: str) -> None:
    sheet = read(f"一级指标|二级指标|分值|{heads}\n甲|乙|3|||\n甲|丙|2|||\n丁|戊|5|||")
    assert {leaf.score_cell[1] for leaf in sheet.leaves if leaf.score_cell} == {4}
    assert {leaf.text_cell[1] for leaf in sheet.leaves if leaf.text_cell} == {5}


def test_a_mark_under_the_own_score_is_the_own_score() -> None:
    sheet = read("指标名称|满分|单位自评|<|财政复核\n^|^|分值|依据|分值\n甲|3|||\n乙|2|||\n丙|5|||")
    first = sheet.leaves[0]
    assert (first.full, first.score_cell, first.text_cell) == (3, (2, 2), (2, 3))


def test_rows_of_check_points_keep_their_words_and_marks() -> None:
    leaf = read(POINT_ROWS).leaves[0]
    assert [(point.text, point.mark) for point in leaf.points] == [("甲一", Decimal("0.5")), ("甲二", Decimal(1))]


def test_unit_and_date_have_the_empty_cells_beside_their_labels() -> None:
    fields = {field.kind: field.value_cell for field in read(MERGED).fields}
    assert fields == {"unit": (2, 1), "date": (2, 5)}


def test_a_printed_mark_that_is_a_formula_without_result_is_taken_from_the_children() -> None:
    sheet = read(OWN_ROWS.replace("投入|||8|||", "投入||||||"))
    assert sheet.indicators[0].full == 8


@pytest.mark.parametrize(
    "picture",
    [
        "封面\n2023年度\n示例单位",
        "项目|行次|年初预算数|全年预算数|决算数\n一、一般公共预算财政拨款收入|1|1|2|3\n二、政府性基金|2|1|2|3",
        "一级指标|分值|得分\n",
        "",
    ],
)
def test_covers_and_accounts_are_no_scoring_sheets(picture: str) -> None:
    assert read_scoring_sheet(drawn(picture)) is None


def test_hidden_sheets_come_last() -> None:
    hidden, shown = drawn(MERGED, sheet="旧", hidden=True), drawn(REPEATED, sheet="新")
    assert [sheet.grid.sheet for sheet in scoring_sheets([hidden, drawn("封面"), shown])] == ["新", "旧"]


@given(layout=layouts(), leaves=tree())
def test_a_tree_drawn_in_any_layout_is_read_back(layout: Layout, leaves: dict[tuple[str, ...], Decimal]) -> None:
    sheet = read_scoring_sheet(sheet_of(leaves, layout))
    assert sheet is not None
    assert {leaf.path: leaf.full for leaf in sheet.leaves} == leaves
    assert all(leaf.score_cell for leaf in sheet.leaves)


@given(st.text(max_size=40))
def test_any_words_in_a_sheet_are_read_without_failing(words: str) -> None:
    read_scoring_sheet(drawn(f"一级指标|二级指标|分值|得分\n{words}|{words}|{words}|\n{words}||{words}|"))


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("考核办法", Role.CRITERIA),
        ("计分方法", Role.CRITERIA),
        ("评分细则及说明", Role.CRITERIA),
        ("定义", Role.DEFINITION),
        ("指标内涵", Role.DEFINITION),
        ("支撑材料", Role.EVIDENCE),
        ("佐证资料索引", Role.EVIDENCE),
        ("自查得分", Role.SCORE),
        ("实得分", Role.SCORE),
    ],
)
def test_the_words_over_a_column_say_what_it_holds(word: str, role: Role) -> None:
    sheet = read(f"一级指标|子项|分值|{word}|得分\n甲|乙|3||\n甲|丙|2||\n丁|戊|5||")
    assert sheet.heading.columns[3].role is role or role is Role.SCORE
    assert sheet.leaves[0].path == ("甲", "乙")
