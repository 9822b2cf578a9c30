from __future__ import annotations

import re

from tests.narrative.builder import example
from xlperf.narrative.context import shared_context
from xlperf.narrative.outline import report_context
from xlperf.narrative.texts import write_texts
from xlperf.narrative.views import indicator_view
from xlperf.narrative.vocabulary import INDICATOR_WORDS, REPORT_WORDS, WORDS, nearest
from xlperf.narrative.wording import FILTERS, FUNCTIONS
from xlperf.resources import templates


def test_the_vocabulary_is_what_templates_can_say() -> None:
    results, answers = example()
    assert set(shared_context(results, answers, "")) | set(FUNCTIONS) | {"指标"} == set(WORDS)
    assert set(indicator_view(results.scheme, results.indicators[0])) == set(INDICATOR_WORDS)
    report = report_context(results, answers, write_texts(results, answers), "")
    assert set(report) - set(shared_context(results, answers, "")) == set(REPORT_WORDS) - set(WORDS)


def test_every_word_is_explained_beside_the_templates() -> None:
    page = re.sub(r"```.*?```", "", (templates() / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    named = set(re.findall(r"[\u4e00-\u9fff]+", " ".join(re.findall(r"`([^`]+)`", page))))
    assert {*WORDS, *INDICATOR_WORDS, *REPORT_WORDS, *FILTERS} <= named


def test_a_slip_of_the_pen_is_recognised() -> None:
    assert nearest("本年收人合计", ["本年支出合计", "本年收入合计"]) == "本年收入合计"
    assert nearest("天气", ["本年收入合计"]) == ""
