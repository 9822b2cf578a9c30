"""The scored form: the shipped examples, odd answers, sums at every level, explanations."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlperf.answers import Answers, Choice, KeyTask, Override, PointAnswer, ProjectScore, Target, TypedValue
from xlperf.facts import Fact, Source, State
from xlperf.findings import Severity
from xlperf.scheme import load_scheme, shipped_schemes
from xlperf.scoring import score, score_value
from xlperf.scoring.examples import run_examples
from xlperf.scoring.explain import explain
from xlperf.scoring.result import IndicatorResult, Results, Status

if TYPE_CHECKING:
    from xlperf.scheme.model import Scheme

GD = "gd-district-2023"
loaded = cache(load_scheme)


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return loaded(GD)


def fact(name: str, value: str | None, state: State = State.VALUE) -> Fact:
    source = Source("数据/决算.xls", "0" * 64, "Z01_1", "N45", "财决01-1表", name, "决算数")
    number = None if value is None else Decimal(value)
    return Fact(name, number, "元", "2023", state, source, raw=value or "")


def carryover(state: State, raw: str = "") -> dict[str, Fact]:
    names = ("年初财政拨款结转和结余", "本年财政拨款收入")
    facts = {name: fact(name, "100") for name in names}
    broken = fact("年末财政拨款结转和结余", None, state)
    facts[broken.id] = Fact(broken.id, None, "元", "2023", state, broken.source, raw=raw)
    return facts


def one(scheme: Scheme, name: str, answers: Answers | None = None, facts: dict[str, Fact] | None = None) -> Results:
    """Score, and keep what concerns one indicator."""
    results = score(scheme, facts or {}, answers or Answers())
    label = scheme[name].name
    found = tuple(finding for finding in results.findings if finding.subject == label)
    return Results(results.scheme, results.facts, (results[name],), (), None, results.full, findings=found)


def codes(results: Results) -> list[str]:
    return [finding.code for finding in results.findings]


@pytest.mark.parametrize("name", shipped_schemes())
def test_every_example_of_a_shipped_scheme_comes_out_as_written(name: str) -> None:
    report = run_examples(name)
    assert [str(finding.message) for finding in report.findings] == []
    assert report.without == ()
    assert len(report.examples) > 10


def test_the_example_unit_gets_99_95() -> None:
    results = run_examples(GD).examples[0].results
    assert (results.total, results.full, results.grade) == (Decimal("99.95"), Decimal(100), "优")
    assert results["carryover_rate"].formula_words == "32.19 ÷ (33.27 + 847.43) × 100% = 3.66%"
    assert results["carryover_rate"].rule_words == "≤10%，得 3 分"
    assert results["three_public_control_rate"].formula_words == "1.523 ÷ 3.690 × 100% = 41.27%"
    assert results.findings == ()
    assert [str(group.score) for group in results.groups[:3]] == ["13", "3", "10"]


def test_nothing_received_is_nothing_scored_and_all_listed(scheme: Scheme) -> None:
    results = score(scheme, {}, Answers())
    assert results.total is None
    assert results.grade == ""
    assert {result.status for result in results.indicators} == {Status.MISSING}
    assert {finding.subject for finding in results.findings} == {leaf.name for leaf in scheme.leaves()}
    assert all(result.reason for result in results.indicators)


@pytest.mark.parametrize(
    ("state", "raw", "words"),
    [
        (State.BLANK, "", "“年末财政拨款结转和结余”（Z01_1!N45）空着"),
        (State.DASH, "—", "填的是“—”"),
        (State.ERROR, "#REF!", "“#REF!”是错误值"),
        (State.TEXT, "见附件", "“见附件”不是数字"),
        (State.NO_TABLE, "", "没有找到这张表"),
        (State.NO_ROW, "", "表中没有这一行"),
    ],
)
def test_six_kinds_of_no_figure_are_six_different_words(scheme: Scheme, state: State, raw: str, words: str) -> None:
    results = one(scheme, "carryover_rate", facts=carryover(state, raw))
    assert words in results.indicators[0].reason
    assert codes(results) == ["XP301"]
    assert results.findings[0].severity is Severity.ERROR
    assert results.findings[0].place.cell == "N45"


def test_a_zero_base_is_another_thing_again(scheme: Scheme) -> None:
    facts = {name: fact(name, "0", State.ZERO) for name in ("年初财政拨款结转和结余", "本年财政拨款收入")}
    results = one(
        scheme, "carryover_rate", facts=facts | {"年末财政拨款结转和结余": fact("年末财政拨款结转和结余", "1")}
    )
    assert "为 0，不能作除数" in results.indicators[0].reason
    assert codes(results) == ["XP302"]


def test_a_figure_that_no_table_holds_may_be_typed(scheme: Scheme) -> None:
    typed = {name: TypedValue(name, Decimal(100)) for name in ("固定资产总额", "在用固定资产")}
    results = one(scheme, "fixed_asset_utilisation", Answers(values=typed))
    assert results.indicators[0].score == 1
    assert codes(results) == ["XP314", "XP314"]
    assert results.indicators[0].inputs[0].answer is not None


def test_a_table_outranks_what_was_typed(scheme: Scheme) -> None:
    facts = {"固定资产总额": fact("固定资产总额", "100"), "在用固定资产": fact("在用固定资产", "80")}
    typed = {"在用固定资产": TypedValue("在用固定资产", Decimal(100))}
    results = one(scheme, "fixed_asset_utilisation", Answers(values=typed), facts)
    assert results.indicators[0].score == Decimal("0.7")
    assert results.indicators[0].inputs[0].fact is not None


def overridden(scheme: Scheme, typed: str, reason: str = "") -> Results:
    facts = carryover(State.BLANK) | {"年末财政拨款结转和结余": fact("年末财政拨款结转和结余", "30")}
    override = Override("carryover_rate", Decimal(typed), reason)
    return one(scheme, "carryover_rate", Answers(overrides={"carryover_rate": override}), facts)


def test_a_typed_score_with_a_reason_stands_beside_the_computed_one(scheme: Scheme) -> None:
    results = overridden(scheme, "3", "上级专款年末到账")
    (result,) = results.indicators
    assert (result.score, result.computed_score, result.status) == (3, 2, Status.OVERRIDDEN)
    assert result.reason == "上级专款年末到账"
    assert codes(results) == []


def test_a_typed_score_without_a_reason_is_taken_and_reported(scheme: Scheme) -> None:
    results = overridden(scheme, "3")
    assert results.indicators[0].score == 3
    assert codes(results) == ["XP305"]


@pytest.mark.parametrize("typed", ["3.01", "-1", "100"])
def test_a_typed_score_out_of_range_is_not_taken(scheme: Scheme, typed: str) -> None:
    results = overridden(scheme, typed, "写错了")
    assert (results.indicators[0].score, results.indicators[0].status) == (2, Status.COMPUTED)
    assert "XP306" in codes(results)


def test_a_typed_score_equal_to_the_computed_one_is_no_override(scheme: Scheme) -> None:
    results = overridden(scheme, "2.00", "专款结转")
    assert results.indicators[0].status is Status.COMPUTED
    assert results.indicators[0].reason == "专款结转"
    assert codes(results) == []


def test_a_deduction_without_a_reason_is_a_finding(scheme: Scheme) -> None:
    facts = carryover(State.BLANK) | {"年末财政拨款结转和结余": fact("年末财政拨款结转和结余", "30")}
    assert codes(one(scheme, "carryover_rate", facts=facts)) == ["XP307"]
    answered = Answers(reasons={"carryover_rate": "项目跨年实施"})
    results = one(scheme, "carryover_rate", answered, facts)
    assert (codes(results), results.indicators[0].reason) == ([], "项目跨年实施")


def points(name: str, *choices: Choice, note: str = "") -> Answers:
    answers = {(name, number): PointAnswer(name, number, choice, note) for number, choice in enumerate(choices, 1)}
    return Answers(points=answers)


def test_the_note_beside_an_unmet_point_is_the_reason(scheme: Scheme) -> None:
    yes, no = Choice.YES, Choice.NO
    results = one(
        scheme, "financial_compliance", points("financial_compliance", yes, no, yes, yes, note="有一笔超标准。")
    )
    assert results.indicators[0].reason == "有一笔超标准"
    assert codes(results) == []
    assert "XP307" in codes(one(scheme, "financial_compliance", points("financial_compliance", yes, no, yes, yes)))


def test_points_left_open_are_named(scheme: Scheme) -> None:
    results = one(scheme, "financial_compliance", points("financial_compliance", Choice.YES, Choice.YES))
    assert results.indicators[0].reason == "还没有填第 3、4 个要点"
    assert codes(results) == ["XP303"]
    assert results.indicators[0].points[0].score == Decimal("1.25")


def test_all_points_not_applicable_is_the_indicator_not_applicable(scheme: Scheme) -> None:
    results = one(
        scheme, "project_procedure", points("project_procedure", *[Choice.NOT_APPLICABLE] * 2, note="没有项目")
    )
    assert (results.indicators[0].status, results.indicators[0].score) == (Status.NOT_APPLICABLE, 2)
    assert results.indicators[0].reason == "没有项目"


def test_not_applicable_needs_a_reason_where_the_scheme_gives_no_words(scheme: Scheme) -> None:
    said = Answers(not_applicable={"financial_compliance": " "})
    assert codes(one(scheme, "financial_compliance", said)) == ["XP308"]


def test_not_applicable_against_the_tables_is_a_finding(scheme: Scheme) -> None:
    facts = {"政府采购支出合计": fact("政府采购支出合计", "22600")}
    said = Answers(not_applicable={"procurement_policy_effect": "没有采购"})
    results = one(scheme, "procurement_policy_effect", said, facts)
    assert codes(results) == ["XP309"]
    assert "政府采购支出合计 = 0" in results.findings[0].message


def test_text_for_a_figure_is_nonsense_with_its_words(scheme: Scheme) -> None:
    typed = Answers(values={"公众满意度": TypedValue("公众满意度", "很高")})
    results = one(scheme, "public_satisfaction", typed)
    assert codes(results) == ["XP304"]
    assert "“公众满意度”填的是“很高”，不是数" in results.findings[0].message


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("public_satisfaction", {"公众满意度": "95.91"}, "“公众满意度”填的是 9591%，不能大于 100%"),
        (
            "procurement_intention_disclosure",
            {"应公开采购意向数": "-1"},
            "“应公开采购意向数”填的是 -1 项，不能小于 0 项",
        ),
    ],
)
def test_a_typed_figure_that_makes_no_sense_is_not_used(
    scheme: Scheme, name: str, value: dict[str, str], words: str
) -> None:
    typed = Answers(values={key: TypedValue(key, Decimal(figure)) for key, figure in value.items()})
    results = one(scheme, name, typed)
    assert (results.indicators[0].score, codes(results)) == (None, ["XP304"])
    assert words in results.findings[0].message


def test_all_figures_that_are_not_there_are_named_at_once(scheme: Scheme) -> None:
    reason = one(scheme, "carryover_rate", facts=carryover(State.BLANK)).indicators[0].reason
    assert reason == "“年末财政拨款结转和结余”（Z01_1!N45）空着"
    assert one(scheme, "carryover_rate").indicators[0].reason.count("没有取到数（应在财决01-1表）") == 3


def test_more_done_than_was_due_is_a_finding(scheme: Scheme) -> None:
    typed = {"政府采购合同数": 3, "按时签订合同数": 4}
    answers = Answers(values={key: TypedValue(key, Decimal(figure)) for key, figure in typed.items()})
    results = one(scheme, "contract_signing_timeliness", answers)
    assert (results.indicators[0].score, codes(results)) == (2, ["XP315"])


@pytest.mark.parametrize(("typed", "code"), [("101", "XP304"), ("-1", "XP304"), (None, "XP303")])
def test_a_project_score_must_be_between_nothing_and_100(scheme: Scheme, typed: str | None, code: str) -> None:
    project = ProjectScore("数据专线", None, None, None if typed is None else Decimal(typed))
    results = one(scheme, "project_fund_performance", Answers(projects=(project,)))
    assert (results.indicators[0].score, codes(results)) == (None, [code])


def test_a_target_far_exceeded_needs_a_reason(scheme: Scheme) -> None:
    target = Target("output_completion", "办理量", "≥", "100", "件", "200")
    results = one(scheme, "output_completion", Answers(targets=(target,)))
    assert (results.indicators[0].score, codes(results)) == (15, ["XP310"])
    assert "完成了 200.00%，超过 130%" in results.findings[0].message


def test_a_negative_rate_is_a_finding(scheme: Scheme) -> None:
    facts = carryover(State.BLANK) | {"年末财政拨款结转和结余": fact("年末财政拨款结转和结余", "-10")}
    assert codes(one(scheme, "carryover_rate", facts=facts)) == ["XP312"]


def test_key_tasks_count_from_their_list(scheme: Scheme) -> None:
    tasks = tuple(KeyTask(str(number), choice) for number, choice in enumerate(Choice))
    results = one(scheme, "key_task_completion", Answers(tasks=tasks))
    assert results.indicators[0].formula_words == "1 ÷ 3 × 100% = 33.33%"


def test_answers_about_an_unknown_indicator_are_reported(scheme: Scheme) -> None:
    results = score(scheme, {}, Answers(overrides={"gone": Override("gone", Decimal(1), "")}))
    assert [finding.subject for finding in results.findings if finding.code == "XP313"] == ["gone"]


@pytest.mark.parametrize(
    ("name", "value", "earned", "words"),
    [
        ("carryover_rate", "0.125", "2", "＞10% 且 ≤20%，得 2 分"),
        ("public_satisfaction", "0.95", "3", "≥95%，得 3 分"),
        ("procurement_intention_disclosure", "0.5", "1", "按 50% 的比例，得 1 分"),
        ("project_fund_performance", "98.75", "3.95", "4 × 98.75 ÷ 100，得 3.95 分"),
    ],
)
def test_what_a_value_would_earn(scheme: Scheme, name: str, value: str, earned: str, words: str) -> None:
    outcome = score_value(scheme[name], Decimal(value))
    assert (str(outcome.score), outcome.words) == (earned, words)


def test_what_is_not_scored_by_one_value_says_so(scheme: Scheme) -> None:
    with pytest.raises(ValueError, match="分 2 个分项计分"):
        score_value(scheme["procurement_policy_effect"], Decimal(1))
    with pytest.raises(ValueError, match="不是按一个数值评分的"):
        score_value(scheme["financial_compliance"], Decimal(1))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_scores_add_up_at_every_level_whatever_was_answered(seed: int) -> None:
    scheme, random = loaded(GD), Random(seed)  # noqa: S311 - the same answers again
    numbered = [(leaf.id, number) for leaf in scheme.leaves() for number, _ in enumerate(leaf.points, 1)]
    chosen = {key: random.choice([*Choice, None]) for key in numbered}
    typed = {leaf.id: random.choice([None, Decimal(1), Decimal("0.5"), Decimal(2)]) for leaf in scheme.leaves()}
    answers = Answers(
        points={key: PointAnswer(*key, choice) for key, choice in chosen.items() if choice is not None},
        overrides={key: Override(key, mark, "核定") for key, mark in typed.items() if mark is not None},
    )
    results = score(scheme, {}, answers)
    by_path = {result.path: result for result in results.indicators}
    for group in results.groups:
        below = [result for path, result in by_path.items() if path[: len(group.path)] == group.path]
        assert group.partial == sum((result.score or Decimal(0) for result in below), Decimal(0))
        assert (group.score is None) is any(result.score is None for result in below)
        assert group.partial <= group.full == sum(result.full for result in below)
    assert results.partial == sum((group.partial for group in results.groups if len(group.path) == 1), Decimal(0))
    assert (results.total is None) is any(result.score is None for result in results.indicators)


def lines_about(result_of: Results, name: str) -> str:
    return "\n".join(explain(result_of, name).lines())


def test_an_explanation_leads_from_the_score_to_the_cell(scheme: Scheme) -> None:
    facts = carryover(State.BLANK) | {"年末财政拨款结转和结余": fact("年末财政拨款结转和结余", "30")}
    told = lines_about(score(scheme, facts, Answers()), "carryover_rate")
    assert told.splitlines()[0] == "预算执行情况 › 资金管理 › 结转结余率：满分 3 分，得 2 分（计算）"
    for words in (
        "规则：＞10% 且 ≤20%，得 2 分",
        "再进一步：降到 10%（含）以下，得 3 分",
        "为默认值，待核",
        "× 100% = 15.00%",
        "数据/决算.xls › Z01_1!N45（财决01-1表，年末财政拨款结转和结余，决算数",
    ):
        assert words in told


def test_an_explanation_tells_of_points_targets_projects_and_parts(scheme: Scheme) -> None:
    examples = run_examples(GD).examples
    assert "要点 1（1.25 分）按规定和进度支付资金：是，得 1.25 分" in lines_about(
        examples[0].results, "financial_compliance"
    )
    assert "目标“网上申报办理率”≥ 70%，完成 85%：完成率 121.43%" in lines_about(
        examples[0].results, "output_completion"
    )
    assert "项目“政务服务中心经费”：100 分" in lines_about(examples[0].results, "project_fund_performance")
    assert "分项“授予小微企业合同金额占比”（1 分）：得 1 分" in lines_about(
        examples[0].results, "procurement_policy_effect"
    )
    assert "原因：还没有填各要点" in lines_about(score(scheme, {}, Answers()), "financial_compliance")


def test_every_indicator_can_be_explained_whatever_happened() -> None:
    for example in run_examples(GD).examples:
        for result in example.results.indicators:
            assert isinstance(result, IndicatorResult)
            assert lines_about(example.results, result.indicator.id)
