from __future__ import annotations

from xlperf.findings import Code, Kind, Severity

OVER_FULL = Code(
    "XP000",
    Kind.SCORE,
    Severity.ERROR,
    "超过满分",
    "“{subject}”得 {actual} 分，满分 {expected} 分。",
    "改成 0 到 {expected} 之间的数，例如 {{{{ 得分 }}}}。",
)


def test_message_and_advice_are_filled_in() -> None:
    finding = OVER_FULL.finding(subject="结转结余率", actual="5", expected="3")
    assert finding.message == "“结转结余率”得 5 分，满分 3 分。"
    assert finding.hint == "改成 0 到 3 之间的数，例如 {{ 得分 }}。"


def test_a_code_reads_as_plain_chinese() -> None:
    message, advice = OVER_FULL.in_general()
    assert message == "“……”得 …… 分，满分 …… 分。"
    assert advice == "改成 0 到 …… 之间的数，例如 {{ 得分 }}。"
