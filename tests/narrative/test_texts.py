from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.narrative.builder import STATES, UNIT, example, no_facts, with_states
from tests.strategies.narrative import result_states
from xlperf.answers import Answers
from xlperf.narrative.bare_figures import bare_figures
from xlperf.narrative.texts import IndicatorText, Texts, shipped_template, write_texts
from xlperf.resources import templates

if TYPE_CHECKING:
    from pathlib import Path

INDICATORS = tuple(result.indicator.id for result in example()[0].indicators)

RESIDUE = re.compile(
    r"\{\{|\{%|%\}|\}\}|\bNone\b|Undefined|Decimal|（）|\(\)|“”|[，、；：]。|。。|，，|；；|：；|、；|，；|&amp;|  "
)


@cache
def texts_in(state: str) -> Texts:
    results, answers = example()
    return write_texts(with_states(results, dict.fromkeys(INDICATORS, state)), answers, unit_name=UNIT)


def written(text: IndicatorText) -> str:
    return "\n".join((*text.long, text.short))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_indicator_reads_well_in_every_state(indicator: str, state: str) -> None:
    text = texts_in(state).indicators[indicator]
    assert text.long
    assert text.short
    for paragraph in (*text.long, text.short):
        assert not RESIDUE.search(paragraph), paragraph
        assert paragraph.endswith("。"), paragraph
        assert paragraph == paragraph.strip()


@pytest.mark.parametrize("indicator", INDICATORS)
def test_full_marks_are_stated_with_the_mark(indicator: str) -> None:
    result = example()[0][indicator]
    text = texts_in("full").indicators[indicator]
    assert f"得满分{result.full.normalize():f}分" in text.short
    assert f"满分{result.full.normalize():f}分，自评得{result.full.normalize():f}分" in text.long[0]


@pytest.mark.parametrize("indicator", INDICATORS)
def test_a_deduction_gives_its_reason(indicator: str) -> None:
    assert "扣分原因：佐证材料收集不全，已督促补齐。" in written(
        texts_in("deducted with a reason").indicators[indicator]
    )


@pytest.mark.parametrize("indicator", INDICATORS)
def test_a_deduction_without_a_reason_asks_for_it(indicator: str) -> None:
    name = example()[0][indicator].indicator.name
    assert f"扣分原因：【待补充：{name}扣分原因】" in written(texts_in("deducted without").indicators[indicator])


@pytest.mark.parametrize("indicator", INDICATORS)
def test_what_does_not_apply_says_why_and_keeps_its_mark(indicator: str) -> None:
    text = written(texts_in("not applicable").indicators[indicator])
    assert "本年度没有发生此项业务，该指标不适用，此项按分值得分" in text
    assert "=" not in text


@pytest.mark.parametrize("indicator", INDICATORS)
def test_a_missing_score_is_marked_and_never_guessed(indicator: str) -> None:
    name = example()[0][indicator].indicator.name
    text = texts_in("missing").indicators[indicator]
    assert f"自评得【待补充：{name}自评得分】" in text.long[0]
    assert "暂不能评分" in text.short
    assert "，得满分" not in written(text)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_a_typed_score_gives_both_scores_and_the_reason(indicator: str) -> None:
    text = written(texts_in("overridden").indicators[indicator])
    assert "核定理由：按审计意见调整。" in text
    assert "按评分标准计算得" in text


def test_no_two_indicators_have_the_same_paragraph() -> None:
    """Reviewers send back text copied from another item."""
    openings = [text.long[0] for text in texts_in("full").indicators.values()]
    assert len(set(openings)) == len(openings)


def test_the_long_form_of_a_rate_shows_table_formula_figures_and_standard() -> None:
    text = "".join(texts_in("full").indicators["carryover_rate"].long)
    assert "财决01-1表" in text
    assert "年末财政拨款结转和结余32.19万元" in text
    assert "32.19 ÷ (33.27 + 847.43) × 100% = 3.66%" in text
    assert "≤10%" in text


def test_wording_follows_the_direction_of_the_figures() -> None:
    results, answers = example()
    carryover = texts_in("full").indicators["carryover_rate"].long
    assert "较年初减少1.08万元，下降3.25%" in "".join(carryover)
    facts = dict(results.facts)
    spent, planned = facts["三公经费决算数"], facts["三公经费预算数"]
    facts["三公经费决算数"] = replace(spent, value=planned.value)
    same = write_texts(replace(results, facts=facts), answers).indicators["three_public_control_rate"].long
    assert "决算数与预算数持平，未超出预算" in "".join(same)
    facts["三公经费决算数"], facts["三公经费预算数"] = (
        replace(spent, value=planned.value),
        replace(planned, value=spent.value),
    )
    over = write_texts(replace(results, facts=facts), answers).indicators["three_public_control_rate"].long
    assert "决算数超出预算数2.17万元" in "".join(over)


def test_a_rise_on_a_base_of_zero_has_no_rate() -> None:
    results, answers = example()
    facts = dict(results.facts)
    facts["年初预算数"] = replace(facts["年初预算数"], value=facts["年初预算数"].value * 0)  # type: ignore[operator]
    text = "".join(
        write_texts(replace(results, facts=facts), answers).indicators["budget_preparation_reasonableness"].long
    )
    assert "较年初预算数增加874.43万元。" in text


def test_sections_sum_the_form_up() -> None:
    sections = texts_in("full").sections
    assert "自评总分为100分（满分100分），评价等级为“优”" in sections["自评结论"][0]
    assert sections["扣分情况"] == ()
    assert (
        "本年收入合计873.35万元，其中：一般公共预算财政拨款收入847.43万元、其他收入25.92万元"
        in sections["整体支出情况"][0]
    )
    results, answers = example()
    assert (
        "共扣0.05分，扣分指标为：项目资金绩效完成情况扣0.05分。"
        in write_texts(results, answers).sections["自评结论"][0]
    )


def test_nothing_at_all_still_gives_every_text() -> None:
    results, _ = example()
    texts = write_texts(no_facts(results), Answers())
    assert "【待补充：自评总分】" in texts.sections["自评结论"][0]
    assert "【待补充：本年收入合计】" in texts.sections["整体支出情况"][0]
    for text in texts.indicators.values():
        assert not RESIDUE.search(written(text))


@settings(max_examples=12, deadline=None)
@given(states=result_states(INDICATORS, STATES))
def test_any_mixture_of_states_reads_well(states: dict[str, str]) -> None:
    results, answers = example()
    texts = write_texts(with_states(results, states), answers, unit_name=UNIT)
    for paragraph in [p for t in texts.indicators.values() for p in (*t.long, t.short)]:
        assert not RESIDUE.search(paragraph), paragraph
    for paragraph in [p for s in texts.sections.values() for p in s] + [p for g in texts.groups.values() for p in g]:
        assert not RESIDUE.search(paragraph), paragraph


def test_every_district_indicator_has_a_template_of_its_own() -> None:
    scheme = example()[0].scheme
    assert all(shipped_template(scheme, leaf).startswith(f"{scheme.id}/") for leaf in scheme.leaves())


def test_no_shipped_template_has_a_bare_figure() -> None:
    for path in templates().rglob("*.j2"):
        assert bare_figures(path.read_text(encoding="utf-8")) == [], path


@pytest.mark.parametrize("name", ["结转结余率.j2", "carryover_rate.j2"])
def test_an_officer_may_write_a_text_of_her_own(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("本局{{ 指标.名称 }}为{{ 指标.值 }}。\n\n比上年有所改善。\n", encoding="utf-8")
    results, answers = example()
    texts = write_texts(results, answers, own=tmp_path)
    assert texts.indicators["carryover_rate"].long == ("本局结转结余率为3.66%。", "比上年有所改善。")
    assert texts.indicators["carryover_rate"].short == write_texts(results, answers).indicators["carryover_rate"].short
    assert texts.findings == ()


def test_an_officer_may_replace_one_block_only(tmp_path: Path) -> None:
    (tmp_path / "结转结余率.j2").write_text("{% block 考核内容 %}考核存量资金。{% endblock %}", encoding="utf-8")
    results, answers = example()
    long = write_texts(results, answers, own=tmp_path).indicators["carryover_rate"].long
    assert long[0] == "该三级指标满分3分，自评得3分。考核存量资金。"
    assert long[1:] == write_texts(results, answers).indicators["carryover_rate"].long[1:]


def test_a_template_saved_by_an_old_notepad_is_read(tmp_path: Path) -> None:
    (tmp_path / "结转结余率.j2").write_bytes("得分{{ 指标.得分 }}。".encode("gb18030"))
    results, answers = example()
    assert write_texts(results, answers, own=tmp_path).indicators["carryover_rate"].long == ("得分3分。",)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("一\n{{ 指标（名称） }}", "第2行的“{{ 指标（名称） }}”中有不能用的字符“（”"),
        ("{{ 指标.名子 }}", "用了没有的名称“名子”，是不是“名称”？"),
        ("{{ 数据.本年收人合计 }}", "是不是“本年收入合计”？"),
        ("好\n\n{{ 单位名 }}", "第3行的“{{ 单位名 }}”用了没有的名称“单位名”"),
        ("{% if 指标.得满分 %}好", "少了结尾"),
        ("{{ 指标.得分|万园 }}", "用了没有的过滤器“万园”"),
        ("{% include '别处.j2' %}", "引用了没有的模板“别处.j2”"),
        ("{{ ().__class__.__bases__ }}", "不"),
    ],
)
def test_a_fault_in_her_template_is_named_and_the_shipped_one_used(tmp_path: Path, template: str, words: str) -> None:
    (tmp_path / "结转结余率.j2").write_text(template, encoding="utf-8")
    results, answers = example()
    texts = write_texts(results, answers, own=tmp_path)
    assert [finding.code for finding in texts.findings] == ["XP602"]
    assert words in texts.findings[0].message
    assert texts.findings[0].place.file == f"{tmp_path.name}/结转结余率.j2"
    assert texts.indicators["carryover_rate"] == write_texts(results, answers).indicators["carryover_rate"]


def test_a_full_width_bracket_comes_with_the_right_one(tmp_path: Path) -> None:
    (tmp_path / "结转结余率.j2").write_text("{{ 较（数据.本年支出合计，数据.年初预算数） }}", encoding="utf-8")
    results, answers = example()
    finding = write_texts(results, answers, own=tmp_path).findings[0]
    assert finding.hint == "应写成“{{ 较(数据.本年支出合计,数据.年初预算数) }}”"


def test_only_the_tag_at_fault_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "结转结余率.j2").write_text("本局，{{ 指标.名称 }}为{{ 指标.啊 }}。", encoding="utf-8")
    results, answers = example()
    finding = write_texts(results, answers, own=tmp_path).findings[0]
    assert finding.quote == "{{ 指标.啊 }}"
    assert "应写成" not in finding.hint


def test_a_bare_figure_in_her_template_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "结转结余率.j2").write_text("结转结余率\n为3.66%。", encoding="utf-8")
    results, answers = example()
    texts = write_texts(results, answers, own=tmp_path)
    assert [(f.code, f.place.line, f.quote) for f in texts.findings] == [("XP604", 2, "3.66%")]
    assert texts.indicators["carryover_rate"].long == ("结转结余率为3.66%。",)


def test_the_figures_that_her_template_takes_are_noted(tmp_path: Path) -> None:
    (tmp_path / "结转结余率.j2").write_text("收入{{ 数据.本年收入合计 }}，{{ 数据['年初预算数'] }}。", encoding="utf-8")
    results, answers = example()
    texts = write_texts(results, answers, own=tmp_path)
    assert texts.own_figures == {"结转结余率": {"本年收入合计", "年初预算数"}}


@pytest.mark.parametrize(
    ("name", "words"),
    [("结转结余.j2", "没有叫“结转结余”的指标或段落"), ("结转结余率.j2.txt", "应当以 .j2 结尾")],
)
def test_a_template_that_serves_nothing_is_told(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / name).write_text("得分{{ 指标.得分 }}。", encoding="utf-8")
    (tmp_path / "自评结论.j2").write_text("得分{{ 总分.得分 }}。", encoding="utf-8")
    results, answers = example()
    findings = write_texts(results, answers, own=tmp_path).findings
    assert [finding.code for finding in findings] == ["XP610"]
    assert words in findings[0].message
    assert "“结转结余率.j2”" in findings[0].hint
