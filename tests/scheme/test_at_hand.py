"""The workbook at hand decides over the scheme: what it changes, confirms, adds and leaves out.

Sheets are drawn as text: one line a row, cells parted by |, ^ merged with the cell above, < with the cell on the left.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.scheme.drafting.wordings import at, bands, share, steps
from tests.strategies.scoring_sheets import drawn
from xlperf.amounts import plain
from xlperf.forms.matching import match_indicators
from xlperf.scheme.at_hand import Adapted, Rows, adapt
from xlperf.scheme.drafting.alike import same_rule
from xlperf.scheme.model import CheckPoints, Indicator, Rule, Scheme, Typed
from xlperf.scheme.nodes import Fields, tree_of
from xlperf.scheme.store import checked_tree, load_scheme
from xlperf.source.scoring_sheet import read_scoring_sheet

CARRYOVER = "结转结余率≤10%得3分；10%＜结转结余率≤20%得2分；＞20%不得分。"
SATISFACTION = "满意度≥90%得满分，否则不得分。"
POINTS = "两个要点各 1 分，符合得满分，不符合不得分。"


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    tree = tree_of(
        {
            "指标体系": "small",
            "名称": "小体系",
            "年度": "2023",
            "满分": "10",
            "沿用": "final-accounts",
            "依据": "办法",
            "填报项": {"公众满意度": {"问": "满意度", "单位": "%"}},
            "指标": [
                {
                    "名称": "管理",
                    "编号": "management",
                    "满分": "5",
                    "下级": [
                        {
                            "名称": "结转结余率",
                            "编号": "carryover_rate",
                            "满分": "3",
                            "公式": "年末结转和结余 ÷ 本年支出合计",
                            "评分标准": CARRYOVER,
                            "评分": {"分段": {"≤10%": "3", "(10%, 20%]": "2", "＞20%": "0"}},
                            "依据": "办法",
                            "待核": "评分档次",
                        },
                        {
                            "名称": "制度建设",
                            "编号": "rules",
                            "满分": "2",
                            "评分标准": POINTS,
                            "评分": {"要点": {"制度健全": "1", "执行有效": "1"}},
                            "依据": "办法",
                            "待核": "各要点的分值",
                        },
                    ],
                },
                {
                    "名称": "效果",
                    "编号": "effect",
                    "满分": "5",
                    "下级": [
                        {
                            "名称": "服务对象满意度",
                            "编号": "satisfaction",
                            "满分": "5",
                            "公式": "公众满意度",
                            "评分标准": SATISFACTION,
                            "评分": {"达标": "≥90%"},
                            "依据": "办法",
                        },
                    ],
                },
            ],
        }
    )
    assert isinstance(tree, Fields)
    checked = checked_tree(tree)
    assert [finding.message for finding in checked.errors] == []
    return checked.scheme


def form(*rows: str) -> str:
    return "\n".join(("一级指标|二级指标|指标解释|分值|评分标准|自评得分", *rows))


SAME = (f"管理|结转结余率||3|{CARRYOVER}|", f"^|制度建设||2|{POINTS}|", f"效果|服务对象满意度||5|{SATISFACTION}|")


def adapted(scheme: Scheme, *rows: str) -> Adapted:
    sheet = read_scoring_sheet(drawn(form(*rows)))
    assert sheet is not None
    matches = match_indicators(sheet, scheme)
    return adapt(scheme, sheet, Rows(matches.rows, matches.missing, matches.spare))


def codes(made: Adapted) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.severity.value, finding.subject) for finding in made.findings]


def leaf(made: Adapted, identity: str) -> Indicator:
    return made.scheme[identity]


def alike(rule: Rule | None, other: Rule, full: str) -> bool:
    return same_rule(rule or Typed(), other, Decimal(full))


def test_the_same_words_change_nothing_and_confirm_the_rule(scheme: Scheme) -> None:
    made = adapted(scheme, *SAME)
    assert made.findings == ()
    assert [node.rule for node in made.scheme.leaves()] == [node.rule for node in scheme.leaves()]
    reference = leaf(made, "carryover_rate").reference
    assert reference.confirmed
    assert reference.text == "办法；评分表!E2"


def test_other_words_for_the_same_rule_confirm_it(scheme: Scheme) -> None:
    row = "管理|结转结余率||3|≤10%的，得3分；大于10%但不超过20%的，得2分；20%以上的，得0分。|"
    made = adapted(scheme, row, *SAME[1:])
    assert made.findings == ()
    assert leaf(made, "carryover_rate").reference.confirmed


def test_other_bands_are_followed(scheme: Scheme) -> None:
    made = adapted(scheme, "管理|结转结余率||3|≤5%得3分；5%＜结转结余率≤15%得1分；＞15%不得分|", *SAME[1:])
    assert codes(made) == [("XP241", "hint", "结转结余率")]
    assert alike(leaf(made, "carryover_rate").rule, bands("≤5%: 3", "(5%, 15%]: 1", "＞15%: 0"), "3")
    assert leaf(made, "carryover_rate").reference.text == "评分表!E2"
    assert "≤10%" in made.findings[0].expected
    assert "≤5%" in made.findings[0].actual


def test_another_kind_of_rule_is_followed(scheme: Scheme) -> None:
    made = adapted(scheme, "管理|结转结余率||3|≤10%得满分；每超1个百分点扣0.5分，扣完为止|", *SAME[1:])
    assert leaf(made, "carryover_rate").rule == steps("10%", "1%", "0.5", "above")
    made = adapted(scheme, *SAME[:2], "效果|服务对象满意度||5|得分=满意度×分值|")
    assert leaf(made, "satisfaction").rule == share()


def test_a_rule_with_a_supplied_part_is_followed_with_a_warning(scheme: Scheme) -> None:
    made = adapted(scheme, *SAME[:2], "效果|服务对象满意度||5|满意度每低1个百分点扣0.2分|")
    assert codes(made) == [("XP241", "warning", "服务对象满意度")]
    assert not leaf(made, "satisfaction").reference.confirmed
    assert "100%" in made.findings[0].message


def test_other_marks_are_followed_and_the_total_closes(scheme: Scheme) -> None:
    made = adapted(scheme, f"管理|结转结余率||3|{CARRYOVER}|", f"^|制度建设||4|{POINTS}|", *SAME[2:])
    assert codes(made) == [("XP240", "hint", "制度建设")]
    rule = leaf(made, "rules").rule
    assert isinstance(rule, CheckPoints)
    assert [plain(point.mark) for point in rule.points] == ["2", "2"]
    assert (plain(made.scheme.full), [plain(top.full) for top in made.scheme.indicators]) == ("12", ["7", "5"])


def test_marks_and_bands_that_change_together_are_followed(scheme: Scheme) -> None:
    row = "管理|结转结余率||6|≤10%得6分；10%＜结转结余率≤20%得4分；＞20%不得分|"
    made = adapted(scheme, row, *SAME[1:])
    assert alike(leaf(made, "carryover_rate").rule, bands("≤10%: 6", "(10%, 20%]: 4", "＞20%: 0"), "6")


def test_words_that_are_not_understood_leave_the_rule_and_show_both(scheme: Scheme) -> None:
    made = adapted(scheme, "管理|结转结余率||3|视情况扣1至3分，其中重大事项不得分|", *SAME[1:])
    assert codes(made) == [("XP242", "warning", "结转结余率")]
    assert alike(leaf(made, "carryover_rate").rule, scheme["carryover_rate"].rule or Typed(), "3")
    assert not leaf(made, "carryover_rate").reference.confirmed
    assert "没有读懂" in leaf(made, "carryover_rate").reference.text
    assert "视情况" in made.findings[0].message
    assert CARRYOVER in made.findings[0].message


def test_another_formula_is_followed(scheme: Scheme) -> None:
    row = f"管理|结转结余率|结转结余率=结转结余总额/支出预算数×100%|3|{CARRYOVER}|"
    made = adapted(scheme, row, *SAME[1:])
    assert codes(made) == [("XP243", "hint", "结转结余率")]
    assert leaf(made, "carryover_rate").formula == "年末结转和结余 ÷ 本年支出调整预算数"


def test_a_formula_of_unknown_figures_is_told_and_not_followed(scheme: Scheme) -> None:
    row = f"管理|结转结余率|结转结余率=年末存量资金/全年可用资金×100%|3|{CARRYOVER}|"
    made = adapted(scheme, row, *SAME[1:])
    assert codes(made) == [("XP244", "warning", "结转结余率")]
    assert leaf(made, "carryover_rate").formula == scheme["carryover_rate"].formula


def test_points_with_marks_of_their_own_are_followed(scheme: Scheme) -> None:
    made = adapted(scheme, SAME[0], "^|制度建设||2|①制度健全，0.5分；②执行有效，0.5分；③检查整改，1分。|", *SAME[2:])
    rule = leaf(made, "rules").rule
    assert isinstance(rule, CheckPoints)
    assert [point.text for point in rule.points] == ["制度健全", "执行有效", "检查整改"]
    assert codes(made) == [("XP241", "hint", "制度建设")]


def test_an_indicator_more_is_added_from_its_words(scheme: Scheme) -> None:
    made = adapted(scheme, SAME[0], SAME[1], "^|档案管理||2|①归档及时，1分；②保管完整，1分。|", *SAME[2:])
    assert codes(made) == [("XP245", "hint", "档案管理")]
    management = made.scheme.indicators[0]
    assert [child.name for child in management.children] == ["结转结余率", "制度建设", "档案管理"]
    assert plain(made.scheme.full) == "12"
    assert management.children[2].id.isascii()


def test_an_indicator_less_is_left_out_of_the_total(scheme: Scheme) -> None:
    made = adapted(scheme, f"管理|结转结余率||3|{CARRYOVER}|", *SAME[2:])
    assert codes(made) == [("XP246", "warning", "制度建设")]
    assert plain(made.scheme.full) == "8"
    assert [node.id for node in made.scheme.leaves()] == ["carryover_rate", "satisfaction"]


def test_an_indicator_that_must_count_cases_asks_for_them(scheme: Scheme) -> None:
    made = adapted(scheme, SAME[0], "^|制度建设||2|每缺少一项制度扣0.5分，扣完为止|", *SAME[2:])
    assert leaf(made, "rules").rule == steps("0", "1", "0.5", "above")
    assert "制度建设扣分项数" in made.scheme.questions
    assert leaf(made, "rules").formula == "制度建设扣分项数"


def test_a_workbook_of_another_scheme_changes_nothing(scheme: Scheme) -> None:
    made = adapted(
        scheme, f"甲|结转结余率||3|{CARRYOVER}|", "^|乙事项||2|是得2分，否不得分|", "^|丙事项||5|是得5分，否不得分|"
    )
    assert made.scheme is scheme
    assert made.findings == ()


def test_a_rule_that_agrees_but_for_its_writing_is_the_same() -> None:
    assert same_rule(bands("0: 5", "(0, 10%]: 4", "＞10%: 0"), bands("≤0: 5", "(0, 10%]: 4", "＞10%: 0"), Decimal(5))
    assert same_rule(at(">=", "90%"), bands("≥90%: 5", "＜90%: 0"), Decimal(5))
    assert not same_rule(at(">=", "90%"), at(">", "90%"), Decimal(5))


def test_the_form_of_the_example_confirms_the_whole_scheme() -> None:
    from xlperf.resources import workbooks
    from xlperf.source.files import SourceFile, read_files

    scheme = load_scheme("gd-district-2023")
    path = next((workbooks() / scheme.id).glob("*.xlsx"))
    sheets = [read_scoring_sheet(grid) for grid in read_files([SourceFile(path.name, path)]).grids]
    sheet = next(sheet for sheet in sheets if sheet is not None)
    matches = match_indicators(sheet, scheme)
    made = adapt(scheme, sheet, Rows(matches.rows, matches.missing, matches.spare))
    assert made.findings == ()
    assert all(node.reference.confirmed for node in made.scheme.leaves())
